"""Which character separates the cells of a text file."""

from __future__ import annotations

import csv
import math
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from ocds_sv.sources.columns import SEARCHED_ROWS, clean_header, match_score
from ocds_sv.sources.spec import SourceSpec

DELIMITERS = (";", "\t", ",", "|")
"""The separators looked for; the order settles ties."""

_SEP = re.compile(r'\ufeff?"?sep=(.)"?[\r\n]*', re.IGNORECASE)
_DECIMAL_COMMA = re.compile(r"(?<=\d),(?=\d{1,2}(?:\D|$))", re.MULTILINE)
_SPACED = 0.9
_LEAST_SPACED = 2


@dataclass(frozen=True, slots=True)
class Dialect:
    """
    How a text file separates its cells.

    Attributes:
        delimiter: one character.
        spaced: a space after each separator is no part of the cell.
        sep_line: the first line is Excel's ``sep=`` and no data.
    """

    delimiter: str
    spaced: bool = False
    sep_line: bool = False


def sep_line(text: str) -> str | None:
    """The separator that a first line such as ``sep=;`` declares."""
    match = _SEP.fullmatch(text.split("\n", 1)[0])
    return match[1] if match else None


def _rows(sample: str, delimiter: str) -> list[list[str]]:
    try:
        return [row for row in csv.reader(sample.splitlines(keepends=True), delimiter=delimiter) if row]
    except csv.Error:
        return []


def _score(rows: Sequence[Sequence[str]], spec: SourceSpec) -> tuple[float, float]:
    """First how well a row fits the declared columns, then how evenly the separator cuts."""
    if not rows:
        return 0.0, 0.0
    fit = 0.0
    if spec.columns:
        fit = max(match_score([clean_header(cell) for cell in row], spec) for row in rows[:SEARCHED_ROWS])
    width, count = Counter(map(len, rows)).most_common(1)[0]
    if width == 1:
        # A preamble of single cells may outnumber a short table.
        wide = [len(row) for row in rows if len(row) > 1]
        if not wide:
            return fit, 0.0
        width, count = Counter(wide).most_common(1)[0]
    return fit, count / len(rows) * math.sqrt(width - 1)


def find_dialect(sample: str, spec: SourceSpec, *, whole: bool) -> Dialect:
    """
    The dialect of a text that begins with ``sample``; unless it is the ``whole`` text, its last line may be cut.

    A declared delimiter is taken as it is, a ``sep=`` line is believed, and otherwise each candidate cuts the sample:
    the one that yields the declared columns, or the most even rows, wins.
    """
    declared = sep_line(sample)
    if declared is not None:
        sample = sample.split("\n", 1)[1] if "\n" in sample else ""
    lines = sample.splitlines(keepends=True)
    if not whole and len(lines) > 1:
        lines.pop()
    text = "".join(lines)
    delimiter = spec.delimiter or declared
    if delimiter is None:
        candidates = {mark: _score(_rows(_without_decimals(text, mark), mark), spec) for mark in DELIMITERS}
        delimiter = max(DELIMITERS, key=candidates.__getitem__)
    return Dialect(delimiter, spaced=_spaced(lines, delimiter), sep_line=declared is not None)


def _without_decimals(text: str, mark: str) -> str:
    """``1234,50`` cuts no cell in a file whose lines have another separator."""
    if mark != "," or text.count(";") + text.count("\t") < text.count("\n"):
        return text
    return _DECIMAL_COMMA.sub(".", text)


def _spaced(lines: Sequence[str], delimiter: str) -> bool:
    """Whether (nearly) every separator of the first full lines has a space after it."""
    if delimiter == "\t":
        return False
    head = "".join(line for line in lines[:SEARCHED_ROWS] if delimiter in line)
    cuts = head.count(delimiter)
    return cuts >= _LEAST_SPACED and head.count(delimiter + " ") >= cuts * _SPACED
