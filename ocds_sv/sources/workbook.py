"""xlsx, xlsb, xls and ods, through calamine in a process of its own."""

from __future__ import annotations

import importlib.util
import pickle
import re
import subprocess
import sys
from collections.abc import Callable, Generator, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from fnmatch import fnmatchcase
from itertools import chain
from pathlib import Path
from typing import Any

from ocds_sv.findings import Finding, Findings, Place
from ocds_sv.sources import rules
from ocds_sv.sources.blob import Blob
from ocds_sv.sources.calamine_child import EXITS
from ocds_sv.sources.columns import SEARCHED_ROWS, answers, is_blank, match_score
from ocds_sv.sources.faults import fault
from ocds_sv.sources.opening import ZIP
from ocds_sv.sources.spec import Cell, SourceSpec, Stream
from ocds_sv.sources.table import Numbered, Row, Table, begin
from ocds_sv.sources.zipcheck import Checked, check_zip

_ESCAPED = re.compile(r"_x(000[9AaDd])_")
_CHILD = Path(__file__).with_name("calamine_child.py")
_EXACT = 10**15
"""Excel stores 15 significant digits; what a float says beyond them is noise."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """A sheet's name, whether it is shown, and its index in the workbook."""

    name: str
    visible: bool
    index: int


class Book:
    """An open workbook; rows come from the process that parses it."""

    def __init__(self, process: subprocess.Popen[bytes], place: Place) -> None:
        self._process, self._place, self._sending = process, place, False
        self.sheets = [Sheet(name, shown, index) for index, (name, shown, cells) in enumerate(self._receive()) if cells]

    def _receive(self) -> Any:  # noqa: ANN401 - frames of several shapes
        assert self._process.stdout is not None
        try:
            # Our own child writes these frames; nothing from the workbook is unpickled but plain cells.
            return pickle.load(self._process.stdout)  # noqa: S301
        except (EOFError, pickle.UnpicklingError) as error:
            key = "password" if self._process.wait() == EXITS["password"] else "workbook"
            raise fault(key, self._place) from error

    def rows(self, sheet: Sheet) -> Iterator[list[Any]]:
        """
        The raw rows of ``sheet`` from row 1.

        Raises:
            InputBroken: the workbook is damaged here.
        """
        assert self._process.stdin is not None
        while self._sending and self._receive() is not None:
            # The last sheet was left before its end.
            pass
        self._sending = True
        try:
            self._process.stdin.write(b"%d\n" % sheet.index)
            self._process.stdin.flush()
        except OSError as error:
            raise fault("workbook", self._place) from error
        self._receive()
        while (frame := self._receive()) is not None:
            yield from frame
        self._sending = False


@contextmanager
def open_book(path: Path, place: Place, memory: int) -> Iterator[Book]:
    """
    Start the process that parses the workbook at ``path``.

    Raises:
        InputBroken: it is no workbook, or is damaged or protected.
    """
    spec = importlib.util.find_spec("python_calamine")
    assert spec is not None
    assert spec.origin is not None
    folder = str(Path(spec.origin).parent.parent)
    command = [sys.executable, "-I", "-S", str(_CHILD), folder, str(path.resolve()), str(memory)]
    process = subprocess.Popen(  # noqa: S603 - our own file and interpreter
        command,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        # What calamine prints when it gives up is no message for people.
        stderr=subprocess.DEVNULL,
        creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
    )
    try:
        yield Book(process, place)
    finally:
        process.kill()
        process.communicate()


def _text(value: str) -> str:
    """The control characters that a workbook writes as ``_x000D_`` and the like; CR LF as LF."""
    if "_x00" not in value:
        return value
    # The escape of the escape: older readers leave it, newer ones have taken it away.
    value = value.replace("_x005F_", "_")
    return _ESCAPED.sub(lambda match: chr(int(match[1], 16)), value).replace("\r\n", "\n").replace("\r", "\n")


def _number(value: float) -> Cell:
    if value.is_integer() and -_EXACT < value < _EXACT:
        return int(value)
    number = Decimal(format(value, ".15g"))
    return number if number.is_finite() else None


def _moment(value: datetime) -> Cell:
    plain = value.hour or value.minute or value.second or value.microsecond
    return value if plain else value.date()


def _duration(value: timedelta) -> str:
    minutes, seconds = divmod(int(value.total_seconds()), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02}:{seconds:02}"


def _same(value: Cell) -> Cell:
    return value


_CLEANERS: dict[type, Callable[[Any], Cell]] = {
    str: _text,
    float: _number,
    datetime: _moment,
    timedelta: _duration,
    time: time.isoformat,
    date: _same,
    bool: _same,
    int: _same,
}


def clean_cell(value: Any) -> Cell:  # noqa: ANN401 - whatever calamine gives
    """
    A cell as Excel shows it.

    Whole floats become ``int``, others the ``Decimal`` of their 15 digits, midnights dates, durations and times text;
    ``_x000D_`` becomes the line break that it stands for. What is none of these is ``None``.
    """
    clean = _CLEANERS.get(type(value))
    return None if clean is None else clean(value)


def cells(raw: Iterable[list[Any]]) -> Iterator[Row]:
    """Raw rows with their cells cleaned."""
    cleaners = _CLEANERS
    for row in raw:
        try:
            yield [cleaners[type(value)](value) for value in row]
        except KeyError:
            yield [clean_cell(value) for value in row]


def _chosen(book: Book, spec: SourceSpec, place: Place, findings: Findings) -> list[Sheet]:
    if spec.sheets:
        wanted = [
            sheet
            for sheet in book.sheets
            if any(sheet.name == name or fnmatchcase(sheet.name.casefold(), name.casefold()) for name in spec.sheets)
        ]
        if not wanted:
            raise fault("no-sheet", place, found=", ".join(sheet.name for sheet in book.sheets) or "–")
        return wanted
    for sheet in book.sheets:
        if not sheet.visible:
            findings.add(Finding(rules.HIDDEN_SHEET, Place(place.file, sheet.name)))
    return [sheet for sheet in book.sheets if sheet.visible]


def top_rows(rows: Iterator[Row], count: int) -> list[Row]:
    """The first ``count`` rows."""
    top: list[Row] = []
    while len(top) < count and (row := next(rows, None)) is not None:
        top.append(row)
    return top


def _records(table: Table, top: Sequence[Row], rest: Iterator[Row]) -> Iterator[Numbered]:
    width = len(table.header)
    start = table.header_row + 1
    for item in enumerate(chain(top[table.header_row :], rest), start):
        row = item[1]
        if (len(row) != width or row[0] in ("", None)) and not _mended(table, item[0], row):
            continue
        yield item


def _mended(table: Table, number: int, row: Row) -> bool:
    # calamine gives all rows of a sheet the same width, so that a short one means nothing.
    row.extend([""] * (len(table.header) - len(row)))
    return table.mend(number, row)


def read_workbook(blob: Blob, spec: SourceSpec, findings: Findings) -> Generator[Stream, None, None]:
    """
    One stream per sheet that is named, or that has the header; the first with data when no columns are declared.

    Raises:
        InputBroken: the workbook is damaged, protected or without data.
        InputNotFound: a named sheet is not there.
        InputTooLarge: it unpacks to more than the limits allow.
    """
    place, limits = blob.place, blob.limits
    with blob.as_path() as path:
        checked = check_zip(path, place, limits) if blob.head.startswith(ZIP) else Checked()
        with open_book(path, place, limits.memory) as book:
            yield from _streams(book, _chosen(book, spec, place, findings), spec, checked, findings, place)


def _streams(
    book: Book, sheets: Sequence[Sheet], spec: SourceSpec, checked: Checked, findings: Findings, place: Place
) -> Iterator[Stream]:
    """The sheets in order; one that lacks the columns is passed over unless no sheet has them."""
    choosy = bool(spec.columns) and not spec.sheets
    lacking: list[tuple[float, Sheet]] = []
    given = 0
    for sheet in sheets:
        if not spec.columns and not spec.sheets and given:
            break
        stream = _stream(book, sheet, spec, checked, findings, place, lacking if choosy else None)
        if stream is not None:
            given += 1
            yield stream
    if given:
        for _, sheet in lacking:
            findings.add(Finding(rules.SHEET_SKIPPED, Place(place.file, sheet.name)))
        return
    if not lacking:
        raise fault("no-sheets", place)
    # The reader of the columns will say what the nearest sheet lacks.
    nearest = max(lacking, key=lambda pair: pair[0])[1]
    stream = _stream(book, nearest, spec, checked, findings, place, None)
    assert stream is not None
    yield stream


def _stream(
    book: Book,
    sheet: Sheet,
    spec: SourceSpec,
    checked: Checked,
    findings: Findings,
    place: Place,
    lacking: list[tuple[float, Sheet]] | None,
) -> Stream | None:
    where = Place(place.file, sheet.name)
    rows = cells(book.rows(sheet))
    top = top_rows(rows, max(SEARCHED_ROWS, spec.header or 0))
    if all(is_blank(row) for row in top) and spec.header is None:
        return None
    own = Findings()
    table = begin(top, where, spec, own)
    assert table is not None
    if lacking is not None and not _has_columns(table, spec):
        lacking.append((match_score(table.header, spec), sheet))
        return None
    findings.merge(own)
    table.findings = findings
    errors = checked.errors.get(sheet.name)
    if errors is not None:
        counted = {"count": errors.count, "cell": errors.first or "?"}
        findings.add(Finding(rules.ERROR_CELL, where, counted), errors.count)
    facts = {"sheet": sheet.name, "header": str(table.header_row)}
    records = table.without_sum(_records(table, top, rows))
    return Stream(where, table.header, records, table.skipped, facts, title=table.title)


def _has_columns(table: Table, spec: SourceSpec) -> bool:
    required = {name: aliases for name, aliases in spec.columns.items() if name not in spec.optional}
    found = answers(table.header, required or spec.columns)
    return len(found) == len(required) if required else bool(found)
