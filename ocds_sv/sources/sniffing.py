"""A first look at a file: for people who want to see it, and for choosing a mapping."""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path
from typing import Any

from ocds_sv.findings import Findings
from ocds_sv.sources.opening import Blob
from ocds_sv.sources.reading import FORMATS, choose_format, open_blobs
from ocds_sv.sources.spec import DEFAULT, Limits, SourceSpec
from ocds_sv.sources.workbook import open_book

FIRST_ROWS = 20
"""How many records of each table a first look takes."""

_CANDIDATES = 3


@dataclass(slots=True)
class SniffedTable:
    """
    One table of a file: the file itself, or a sheet.

    Attributes:
        sheet: its name in a workbook.
        hidden: whether the workbook hides it; a hidden sheet is named, not read.
        header: the headers, or the keys of the first JSON object.
        header_row: where they stand, from 1; 0 for JSON.
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
    Look at the first file that ``path`` means.

    Raises:
        InputError: it is absent, locked, broken or too large.
    """
    findings = Findings()
    opened = open_blobs([path], findings, None, limits)
    try:
        blob = next(opened)
        sniffed = Sniffed(blob.place.file, choose_format(blob, SourceSpec(), findings), findings=findings)
        if sniffed.format == "workbook":
            _sheets(blob, sniffed)
        else:
            _table(blob, sniffed, SourceSpec(), None)
    finally:
        opened.close()
    return sniffed


def _sheets(blob: Blob, sniffed: Sniffed) -> None:
    with blob.as_path() as path:
        with open_book(path, blob.place, blob.limits.memory) as book:
            sheets = book.sheets
        for sheet in sheets:
            if sheet.visible:
                _table(blob, sniffed, SourceSpec(sheets=(sheet.name,)), sheet.name)
            else:
                sniffed.tables.append(SniffedTable(sheet.name, hidden=True))


def _table(blob: Blob, sniffed: Sniffed, spec: SourceSpec, sheet: str | None) -> None:
    table = SniffedTable(sheet)
    streams = FORMATS[sniffed.format](blob, spec, sniffed.findings)
    try:
        for stream in streams:
            sniffed.encoding = stream.facts.get("encoding", "")
            sniffed.delimiter = stream.facts.get("delimiter", "")
            table.header, table.header_row = stream.header or (), int(stream.facts.get("header", 0))
            table.rows = [record for _, record in islice(stream.records, FIRST_ROWS)]
            if stream.header is None and table.rows:
                table.header = tuple(table.rows[0])
            break
    finally:
        streams.close()
    sniffed.tables.append(table)
