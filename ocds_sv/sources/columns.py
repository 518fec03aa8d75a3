"""Columns by name and alias, never by position."""

from __future__ import annotations

import difflib
import fnmatch
import re
from collections.abc import Mapping, Sequence

from ocds_sv.errors import MissingColumns
from ocds_sv.findings import Finding, Findings, Place
from ocds_sv.sources import rules
from ocds_sv.sources.spec import Cell, SourceSpec

SEARCHED_ROWS = 40
"""How many rows from the top are searched for the header."""

_LONGEST_LABEL = 120
_INVISIBLE = dict.fromkeys(map(ord, "\N{ZERO WIDTH NO-BREAK SPACE}\N{ZERO WIDTH SPACE}\N{SOFT HYPHEN}"))
_VALUE = re.compile(r"[\d\s.,:/+\-−*%]*|true|false|null", re.IGNORECASE)


def clean_header(cell: object) -> str:
    """A header as people read it: no BOM, no ``_x000D_``, every run of spaces (NBSP and narrow ones too) as one."""
    if cell is None:
        return ""
    text = str(cell).replace("_x000D_", " ").translate(_INVISIBLE)
    return " ".join(text.split())


def normal(header: str) -> str:
    """A header as it is compared: cleaned and without case."""
    return clean_header(header).casefold()


def unique_headers(cells: Sequence[object], place: Place, findings: Findings | None = None) -> tuple[str, ...]:
    """
    The headers of a header row: cleaned, empty ones called ``kolumn 5``, repeated ones ``Namn (2)``.

    Empty cells after the last header give no column.
    """
    names = [clean_header(cell) for cell in cells]
    while names and not names[-1]:
        names.pop()
    taken = {name.casefold() for name in names if name}
    seen: dict[str, int] = {}
    unique = []
    for index, name in enumerate(names):
        new = name
        rule = None
        if not name:
            new, rule = _free(f"kolumn {index + 1}", taken), rules.HEADER_EMPTY
        elif name.casefold() in seen:
            seen[name.casefold()] += 1
            new, rule = _free(f"{name} ({seen[name.casefold()]})", taken), rules.HEADER_REPEATED
        else:
            seen[name.casefold()] = 1
        if rule is not None and findings is not None:
            where = Place(place.file, place.sheet, place.row, new)
            findings.add(Finding(rule, where, {"name": new, "header": name}))
        unique.append(new)
    return tuple(unique)


def _free(name: str, taken: set[str]) -> str:
    new, number = name, 2
    while new.casefold() in taken:
        new, number = f"{name} ({number})", number + 1
    taken.add(new.casefold())
    return new


def answers(header: Sequence[str], columns: Mapping[str, tuple[str, ...]]) -> dict[str, int]:
    """Canonical name to index in ``header``, for those that some header answers."""
    by_name: dict[str, int] = {}
    for index, name in enumerate(header):
        by_name.setdefault(normal(name), index)
    found: dict[str, int] = {}
    for canonical, aliases in columns.items():
        exact = [by_name[name] for alias in aliases or (canonical,) if (name := normal(alias)) in by_name]
        if exact:
            found[canonical] = exact[0]
    claimed = set(found.values())
    for canonical, aliases in columns.items():
        if canonical in found:
            continue
        match = next((i for alias in aliases if (i := _globbed(alias, by_name, claimed)) is not None), None)
        if match is not None:
            found[canonical] = match
            claimed.add(match)
    return {canonical: found[canonical] for canonical in columns if canonical in found}


def _globbed(alias: str, by_name: Mapping[str, int], claimed: set[int]) -> int | None:
    """The first header that a pattern fits and that no exact name has claimed."""
    if "*" not in alias:
        return None
    # Only the asterisk is special: headers such as "Belopp [kr]" are not character classes.
    pattern = "*".join(re.sub(r"([\[?])", r"[\1]", part) for part in normal(alias).split("*"))
    return next((i for name, i in by_name.items() if i not in claimed and fnmatch.fnmatchcase(name, pattern)), None)


def resolve_columns(header: Sequence[str], spec: SourceSpec, place: Place) -> dict[str, int]:
    """
    Canonical name to index in ``header``, for the columns that are there.

    An exact header (spaces and case aside) wins over a glob, and a glob takes no header that another column names.

    Raises:
        MissingColumns: a column that is not optional has no header; lists what was found and what is near.
    """
    found = answers(header, spec.columns)
    missing = [name for name in spec.columns if name not in found and name not in spec.optional]
    if missing:
        near = _near(missing, header, spec)
        raise MissingColumns(
            place=place.text("en"),
            file=place.file,
            sheet=place.sheet,
            missing=", ".join(missing),
            found=", ".join(name for name in header if name) or "–",
            near=f" Near: {near}." if near else "",
            near_sv=f" Liknande: {near}." if near else "",
        )
    return found


def _near(missing: Sequence[str], header: Sequence[str], spec: SourceSpec) -> str:
    by_name = {normal(name): name for name in header}
    pairs = []
    for canonical in missing:
        wanted = [normal(alias) for alias in (canonical, *spec.columns[canonical])]
        close = [match for alias in wanted for match in difflib.get_close_matches(alias, by_name, n=1, cutoff=0.7)]
        if close:
            pairs.append(f"{canonical} ≈ {by_name[close[0]]}")
    return ", ".join(pairs)


def unclaimed(header: Sequence[str], resolved: Mapping[str, int]) -> list[str]:
    """The headers that no column answers to."""
    claimed = set(resolved.values())
    return [name for index, name in enumerate(header) if index not in claimed]


def match_score(header: Sequence[str], spec: SourceSpec) -> float:
    """How well a header fits a spec, 0 to 1: share of required columns found times share of headers claimed."""
    if not spec.columns or not header:
        return 0.0
    found = answers(header, spec.columns)
    required = [name for name in spec.columns if name not in spec.optional] or list(spec.columns)
    answered = sum(name in found for name in required) / len(required)
    return answered * (0.5 + 0.5 * len(set(found.values())) / len(header))


def _is_label(cell: Cell) -> bool:
    if not isinstance(cell, str):
        # Years stand as headers in some cross tables; a date or an amount never names a column.
        return False
    text = clean_header(cell)
    return len(text) <= _LONGEST_LABEL and _VALUE.fullmatch(text) is None


def find_header(rows: Sequence[Sequence[Cell]], spec: SourceSpec) -> int | None:
    """
    The index of the header among the first rows; ``None`` when all are blank.

    With declared columns: the row that answers most of them (the first of equals). Without: the first row that is
    at least half as full as the fullest and holds nothing but labels; failing that, the first row as full.
    """
    searched = rows[:SEARCHED_ROWS]
    if spec.columns:
        scores = [len(answers([clean_header(cell) for cell in row], spec.columns)) for row in searched]
        best = max(scores, default=0)
        if best:
            return scores.index(best)
    filled = [sum(bool(clean_header(cell)) for cell in row) for row in searched]
    most = max(filled, default=0)
    if not most:
        return None
    full = [index for index, count in enumerate(filled) if count * 2 >= most and (count > 1 or most == 1)]
    labels = [i for i in full if all(_is_label(cell) for cell in searched[i] if clean_header(cell))]
    return (labels or full)[0]


def is_blank(row: Sequence[Cell]) -> bool:
    """Whether a row has nothing but empty cells and spaces."""
    return not any(cell is not None and (not isinstance(cell, str) or cell.strip()) for cell in row)
