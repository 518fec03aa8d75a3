"""Which shipped mapping fits a file."""

from __future__ import annotations

import fnmatch
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import islice
from pathlib import Path, PurePath

from ocds_sv.errors import InputError, UsageError
from ocds_sv.findings import Place
from ocds_sv.mapping import Mapping
from ocds_sv.mapping.names import is_of_xml, shipped_names
from ocds_sv.sources import SourceSpec, clark_names, sniff
from ocds_sv.sources.columns import answers
from ocds_sv.sources.faults import fault
from ocds_sv.sources.inputs import files_of, named_format

ENOUGH = 0.6
"""The score below which no mapping is chosen without being named."""

EXAMINED = 2
"""How many inputs are looked at before it is said that no mapping fits."""

_NAME_WEIGHT = 0.05
"""What a fitting file name adds: it decides between mappings that fit alike."""

_ANY_FORMAT = 0.004
"""What a mapping of no format of its own is behind one that is made for the file's format, and else fits alike."""

_INSIDE = 0.9
"""The score of an XML mapping whose element stands inside a document, not as its root."""

XML, WORKBOOK = "xml", "workbook"

_PARTIAL = 0.4
"""The share of headers that a mapping of a partly known file is said to know at least: enough to be recognised."""


@dataclass(frozen=True, slots=True)
class Match:
    """
    How well a mapping fits.

    Attributes:
        name: the mapping.
        title: for people.
        score: 0 to 1; a mapping that lacks a needed column scores at most 0.5.
        missing: needed columns that the file does not have.
    """

    name: str
    title: str
    score: float
    missing: tuple[str, ...]


def detect(path: str | Path) -> list[Match]:
    """The shipped mappings that read the file's format and answer any of its headers, best first."""
    sniffed = sniff(path)
    headers = [table.header for table in sniffed.tables if table.header]
    found = []
    for name in shipped_names():
        # The mappings of XML are by far the largest to load.
        if is_of_xml(name) is not (sniffed.format == XML):
            continue
        mapping = _shipped(name)
        if mapping.source.format not in {XML if sniffed.format == XML else "auto", sniffed.format}:
            continue
        match = _match_roots if sniffed.format == XML else _match
        matches = [match(mapping, header, str(path)) for header in headers]
        best = max(matches, key=lambda match: match.score, default=None)
        if best is not None and best.score > 0:
            found.append(best)
    return sorted(found, key=lambda match: (-match.score, match.name))


@cache
def _shipped(name: str) -> Mapping:
    return Mapping.load(name)


def best_mapping(inputs: Sequence[str | Path]) -> str:
    """
    The name of the mapping that fits the first input that can be read, or the next.

    The first may be a register (``source.join``).

    Raises:
        UsageError: none fits well enough; the nearest are named.
        InputError: no input can be read, or the first that can is no workbook although it is called one.
    """
    found = list(islice(_detected(inputs), EXAMINED))
    fitting = next((matches[0].name for _, matches in found if matches and matches[0].score >= ENOUGH), None)
    if fitting is not None:
        return fitting
    first, matches = found[0]
    shown = sniff(first).format
    if named_format(str(first)) == WORKBOOK and shown != WORKBOOK:
        # A renamed table is read as one; what no mapping knows either is something else.
        raise fault("workbook", Place(str(first)))
    near = ", ".join(f"{match.name} ({match.score:.0%})" for match in matches[:3]) or "–"
    new = f'ocds-sv inspect "{first}" --new'
    begin = ("", "") if shown == XML else (f" Ett utkast till en egen: {new} min.yaml", f" To begin one: {new} my.yaml")
    raise UsageError(
        reason_sv=f"ingen mappning känns igen för {first}; ange en med -m. Närmast: {near}.{begin[0]}",
        reason=f"no mapping is recognised for {first}; give one with -m. Nearest: {near}.{begin[1]}",
    )


def _detected(inputs: Sequence[str | Path]) -> Iterator[tuple[str | Path, list[Match]]]:
    """The inputs that can be read, with the mappings that fit; of the others the run will tell."""
    broken: InputError | None = None
    any_read = False
    for number, one in enumerate(files_of(inputs)):
        if str(one) == "-":
            if number:
                continue
            raise UsageError(
                reason_sv="standard in kan inte undersökas i förväg; ange mappningen med -m",
                reason="standard input cannot be examined beforehand; give the mapping with -m",
            )
        try:
            matches = detect(one)
        except InputError as error:
            broken = broken or error
        else:
            any_read = True
            yield one, matches
    if broken is not None and not any_read:
        raise broken


def _match(mapping: Mapping, header: Sequence[str], path: str) -> Match:
    spec = mapping.source
    columns = {key: (key,) for key in spec.keys} or spec.columns
    needed = [name for name in columns if name not in spec.optional]
    found = answers(header, columns)
    missing = tuple(name for name in needed if name not in found)
    score = 0.0
    if needed and found:
        known = {*found.values(), *_named(header, mapping)}
        score = _score(spec, (len(needed) - len(missing)) / len(needed), len(known) / len(header))
    name = PurePath(path.replace("\\", "/")).name.casefold()
    if score and any(fnmatch.fnmatchcase(name, glob.casefold()) for glob in mapping.files):
        score += _NAME_WEIGHT * (1 - score)
    return Match(mapping.name, mapping.title, round(score, 4), missing)


def _match_roots(mapping: Mapping, names: Sequence[str], path: str) -> Match:  # noqa: ARG001 - as ``_match``
    """By the names of a document's first elements, the root before all."""
    wanted = [name for root in mapping.source.roots for name in clark_names(root, mapping.source)]
    places = [place for place, name in enumerate(names) for one in wanted if _is_named(name, one)]
    score = 0.0 if not places else 1.0 if places[0] == 0 else _INSIDE
    return Match(mapping.name, mapping.title, score, () if places else mapping.source.roots)


def _is_named(name: str, wanted: str) -> bool:
    return name == wanted or (wanted.endswith("}*") and name.startswith(wanted[:-1]))


def _score(spec: SourceSpec, answered: float, known: float) -> float:
    """Half for the needed columns that are there, half for the file's headers that the mapping knows."""
    if answered < 1:
        return answered / 2
    share = max(known, _PARTIAL if spec.partial else 0.0)
    return 0.5 + share * (0.5 - (_ANY_FORMAT if spec.format == "auto" else 0.0))


def _named(header: Sequence[str], mapping: Mapping) -> Iterator[int]:
    """The headers that the mapping exempts; of JSON objects, also those in which its fields lie."""
    globs = [*mapping.unmapped]
    if mapping.source.keys:
        globs = [name.partition(".")[0] for name in (*globs, *mapping.fields)]
    folded = [glob.casefold() for glob in globs]
    for position, name in enumerate(header):
        if any(fnmatch.fnmatchcase(name.casefold(), glob) for glob in folded):
            yield position
