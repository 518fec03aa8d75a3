"""CSV and its kin. The loop in ``_records`` is the hottest of the package."""

from __future__ import annotations

import csv
from collections.abc import Generator, Iterable, Iterator
from itertools import chain, islice
from typing import Any

from ocds_sv.errors import InputError
from ocds_sv.findings import Finding, Findings, Place
from ocds_sv.sources import rules
from ocds_sv.sources.blob import HEAD, Blob
from ocds_sv.sources.columns import SEARCHED_ROWS
from ocds_sv.sources.dialect import Dialect, find_dialect
from ocds_sv.sources.faults import READING_ERRORS, as_fault, fault
from ocds_sv.sources.spec import SourceSpec, Stream
from ocds_sv.sources.survey import Survey, survey
from ocds_sv.sources.table import Numbered, Row, Table, begin
from ocds_sv.sources.textlines import text_lines

_END = "\N{NULL}end of file\N{NULL}"
"""A last line of our own: when a quoted cell swallows it, a quotation mark was never closed."""

_WIDE_NAMES = {"\t": "tab", " ": "space"}


def read_csv(blob: Blob, spec: SourceSpec, findings: Findings) -> Generator[Stream, None, None]:
    """
    The one stream of a delimited text.

    Raises:
        InputBroken: the file is no text, has no rows, or breaks off; while iterating, with the row.
        InputTooLarge: a line or cell passes the limit.
    """
    seen = survey(blob, spec, findings)
    dialect = find_dialect(_sample(blob.head, seen.decision.name), spec, whole=len(blob.head) < HEAD)
    try:
        with text_lines(blob, seen, findings) as lines:
            yield from _stream(lines, dialect, seen, blob, spec, findings)
    except InputError:
        raise
    except READING_ERRORS as error:
        raise as_fault(error, blob.place, seen.claimed) from error


def _sample(head: bytes, encoding: str) -> str:
    # Half a character at the end of the sample, or damage that the reading reports, must not stop the search.
    text = head.decode(encoding, "ignore")
    return text.removeprefix("\N{ZERO WIDTH NO-BREAK SPACE}").replace("\0", "")


def _reader(lines: Iterable[str], dialect: Dialect, limit: int) -> Any:  # noqa: ANN401 - csv names no type for it
    # The limit is the module's, not the reader's: it is only ever raised, so as to disturb nobody else.
    if csv.field_size_limit() < limit:
        csv.field_size_limit(limit)
    return csv.reader(lines, delimiter=dialect.delimiter, skipinitialspace=dialect.spaced)


def _stream(
    lines: Iterable[str], dialect: Dialect, seen: Survey, blob: Blob, spec: SourceSpec, findings: Findings
) -> Iterator[Stream]:
    place = blob.place
    source = iter(lines)
    reader = _reader(chain(islice(source, int(dialect.sep_line), None), (_END,)), dialect, blob.limits.line)
    top: list[Row] = []
    broken = _top(top, reader, max(SEARCHED_ROWS, spec.header or 0), place, seen)
    ended = bool(top) and top[-1] == [_END]
    if ended:
        top.pop()
    table = begin(top, place, spec, findings)
    if table is None:
        raise broken or fault("empty", place)
    facts = {
        "encoding": seen.decision.label,
        "delimiter": _WIDE_NAMES.get(dialect.delimiter, dialect.delimiter),
        "header": str(table.header_row),
    }
    rest = _Rows(top, reader, table, dialect, seen, ended=ended, broken=broken)
    records = table.without_sum(rest.records())
    yield Stream(place, table.header, records, table.skipped, facts, texts=True, title=table.title)


def _top(top: list[Row], reader: Any, count: int, place: Place, seen: Survey) -> Exception | None:  # noqa: ANN401
    """Fill ``top`` with the first rows; what breaks off within them is kept until they have been given."""
    try:
        top.extend(islice(reader, count))
    except (csv.Error, *READING_ERRORS) as error:
        return _csv_fault(error, Place(place.file, row=len(top) + 1), seen)
    if top and any(_END in str(cell) for cell in top[-1]) and top[-1] != [_END]:
        swallowed = top.pop()
        lines = sum(str(cell).count("\n") for cell in swallowed)
        return fault("open-quote", Place(place.file, row=len(top) + 1), lines=max(lines, 1) - 1)
    return None


def _csv_fault(error: Exception, place: Place, seen: Survey) -> Exception:
    if not isinstance(error, csv.Error):
        return as_fault(error, place, seen.claimed)
    return fault("line", place, limit=csv.field_size_limit()) if "limit" in str(error) else fault("csv", place)


class _Rows:
    """The rows below the header, as records."""

    def __init__(
        self,
        top: list[Row],
        reader: Any,  # noqa: ANN401 - csv names no type for it
        table: Table,
        dialect: Dialect,
        seen: Survey,
        *,
        ended: bool,
        broken: Exception | None,
    ) -> None:
        self.top, self.reader, self.table, self.dialect, self.seen = top, reader, table, dialect, seen
        self.ended, self.broken = ended, broken

    def records(self) -> Iterator[Numbered]:
        """Row number and cells; raises when the text breaks off."""
        start = self.table.header_row + 1
        for number, row in enumerate(self.top[start - 1 :], start):
            self._newlines(number, row)
            if self.table.mend(number, row):
                yield number, row
        if self.broken is not None:
            raise self.broken
        if not self.ended:
            yield from self._rest(len(self.top) + 1)

    def _rest(self, number: int) -> Iterator[Numbered]:
        reader, width = self.reader, len(self.table.header)
        line = reader.line_num
        number -= 1
        try:
            for item in enumerate(reader, number + 1):
                number, row = item
                line += 1
                # Nearly every row is as wide as the header, on one line and begins with a filled cell.
                if len(row) != width or reader.line_num != line or not row[0]:
                    if row == [_END]:
                        return
                    if reader.line_num != line:
                        line = reader.line_num
                        self._newlines(number, row)
                    if not self.table.mend(number, row):
                        continue
                yield item
        except (csv.Error, *READING_ERRORS) as error:
            raise _csv_fault(error, self.table.at(number + 1), self.seen) from error

    def _newlines(self, number: int, row: Row) -> None:
        for index, cell in enumerate(row):
            text = str(cell)
            breaks = text.count("\n")
            if not breaks:
                continue
            if _END in text:
                raise fault("open-quote", self.table.at(number), lines=breaks - 1)
            cuts = len(self.table.header) - 1
            inner = text.split("\n")[1:]
            if cuts and any(line.count(self.dialect.delimiter) >= cuts for line in inner):
                column = self.table.header[index] if index < len(self.table.header) else None
                facts = {"count": breaks}
                self.table.findings.add(Finding(rules.ROWS_IN_QUOTES, self.table.at(number, column), facts))
