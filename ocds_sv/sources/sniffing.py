"""A first look at a file: for people who want to see it, and for choosing a mapping."""

from __future__ import annotations

from contextlib import closing
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path
from typing import Any

from ocds_sv.errors import InputError
from ocds_sv.findings import Findings, Place
from ocds_sv.sources.blob import Blob
from ocds_sv.sources.columns import SEARCHED_ROWS, is_blank
from ocds_sv.sources.opening import ZIP, open_blobs
from ocds_sv.sources.reading import FORMATS, choose_format
from ocds_sv.sources.sie import COLUMNS
from ocds_sv.sources.spec import DEFAULT, Limits, SourceSpec, Stream
from ocds_sv.sources.table import begin
from ocds_sv.sources.workbook import Book, Sheet, cells, open_book, top_rows
from ocds_sv.sources.xmlsource import first_names
from ocds_sv.sources.zipcheck import check_zip

FIRST_ROWS = 20
"""How many records of each table a first look takes."""


@dataclass(slots=True)
class SniffedTable:
    """
    One table of a file: the file itself, or a sheet.

    Attributes:
        sheet: its name in a workbook.
        hidden: whether the workbook hides it; a hidden sheet is named, not read.
        header: the headers, the keys of the first JSON object, or the names of an XML document's first elements.
        header_row: where they stand, from 1; 0 for JSON and XML.
        rows: the first records: lists of cells, or objects.
    """

    sheet: str | None = None
    hidden: bool = False
    header: tuple[str, ...] = ()
    header_row: int = 0
    rows: list[Any] = field(default_factory=list)


@dataclass(slots=True)
class Sniffed:
    """
    What a first look shows.

    Attributes:
        name: the file as given, an archive's member after ``!``.
        format: a key of ``FORMATS``.
        encoding: as people name it; empty for a workbook.
        delimiter: of CSV, else empty.
        tables: the file's tables.
        findings: what was doubtful already.
    """

    name: str
    format: str
    encoding: str = ""
    delimiter: str = ""
    tables: list[SniffedTable] = field(default_factory=list)
    findings: Findings = field(default_factory=Findings)


def sniff(path: str | Path, limits: Limits = DEFAULT) -> Sniffed:
    """
    Look at the first file that ``path`` means, of an archive at the first member that can be read.

    Raises:
        InputError: it is absent, locked, broken or too large.
    """
    findings = Findings()
    broken: list[InputError] = []

    def told(_member: str, error: InputError) -> None:
        if not broken:
            broken.append(error)

    with closing(open_blobs([path], findings, None, limits, told)) as opened:
        for blob in opened:
            try:
                return _sniffed(blob, findings)
            except InputError as error:
                told(blob.place.file, error)
    raise broken[0]


def _sniffed(blob: Blob, findings: Findings) -> Sniffed:
    sniffed = Sniffed(blob.place.file, choose_format(blob, SourceSpec(), findings), findings=findings)
    if sniffed.format == "workbook":
        _sheets(blob, sniffed)
    elif sniffed.format == "xml":
        sniffed.tables.append(SniffedTable(header=first_names(blob)))
    elif sniffed.format == "sie":
        sniffed.tables.append(SniffedTable(header=COLUMNS))
    else:
        _table(blob, sniffed)
    return sniffed


def _sheets(blob: Blob, sniffed: Sniffed) -> None:
    """Every sheet of a workbook; the limits are looked at first."""
    place = blob.place
    with blob.as_path() as path:
        if blob.head.startswith(ZIP):
            check_zip(path, place, blob.limits)
        with open_book(path, place, blob.limits.memory) as book:
            for sheet in book.sheets:
                sniffed.tables.append(_sheet(book, sheet, place, sniffed.findings))


def _sheet(book: Book, sheet: Sheet, place: Place, findings: Findings) -> SniffedTable:
    sniffed = SniffedTable(sheet.name, hidden=not sheet.visible)
    if sniffed.hidden:
        return sniffed
    top = top_rows(cells(book.rows(sheet)), SEARCHED_ROWS + FIRST_ROWS)
    table = begin(top, Place(place.file, sheet.name), SourceSpec(), findings)
    if table is not None:
        sniffed.header, sniffed.header_row = table.header, table.header_row
        rows = [row for row in top[table.header_row :] if not is_blank(row)]
        sniffed.rows = [row[: len(table.header)] for row in rows[:FIRST_ROWS]]
    return sniffed


def _first_rows(stream: Stream, rows: list[Any]) -> None:
    """Fill ``rows``; that they break off is for those to tell who read them all."""
    try:
        rows.extend(record for _, record in islice(stream.records, FIRST_ROWS))
    except InputError:
        if not (stream.header or rows):
            raise


def _table(blob: Blob, sniffed: Sniffed) -> None:
    table = SniffedTable()
    with closing(FORMATS[sniffed.format](blob, SourceSpec(), sniffed.findings)) as streams:
        stream = next(streams)
        sniffed.encoding = stream.facts.get("encoding", "")
        sniffed.delimiter = stream.facts.get("delimiter", "")
        table.header, table.header_row = stream.header or (), int(stream.facts.get("header", 0))
        _first_rows(stream, table.rows)
        if stream.header is None and table.rows:
            table.header = tuple(table.rows[0])
    sniffed.tables.append(table)
