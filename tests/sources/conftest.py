"""What the tests of this room share: files written by hand, and one way to read them."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
import xlsxwriter

from ocds_sv.errors import OcdsSvError
from ocds_sv.findings import Findings
from ocds_sv.sources import DEFAULT, InputFile, Limits, SourceSpec, Stream, open_streams


@dataclass
class Read:
    """Everything that reading an input gave."""

    streams: list[Stream] = field(default_factory=list)
    rows: list[list[tuple[int, Any]]] = field(default_factory=list)
    findings: Findings = field(default_factory=Findings)
    files: list[InputFile] = field(default_factory=list)
    error: OcdsSvError | None = None

    @property
    def header(self) -> tuple[str, ...] | None:
        return self.streams[0].header

    @property
    def records(self) -> list[Any]:
        return [record for rows in self.rows for _, record in rows]

    @property
    def numbers(self) -> list[int]:
        return [number for rows in self.rows for number, _ in rows]

    @property
    def rules(self) -> set[str]:
        return set(self.findings.counts)

    @property
    def facts(self) -> dict[str, str]:
        return self.streams[0].facts


def read_all(inputs: list[str | Path], spec: SourceSpec, limits: Limits = DEFAULT) -> Read:
    read = Read()
    try:
        for stream in open_streams(inputs, spec, read.findings, read.files, limits):
            read.streams.append(stream)
            read.rows.append([])
            for item in stream.records:
                read.rows[-1].append(item)
    except OcdsSvError as error:
        read.error = error
    return read


@pytest.fixture(scope="session")
def reading() -> Callable[..., Read]:
    """Read inputs to the end; what stops it is in ``error``."""

    def run(*inputs: str | Path, limits: Limits = DEFAULT, **spec: Any) -> Read:
        return read_all(list(inputs), SourceSpec(**spec), limits)

    return run


@pytest.fixture
def given(tmp_path: Path) -> Callable[..., Read]:
    """Write a file and read it; an error is raised."""

    def run(content: bytes | str, name: str = "in.csv", limits: Limits = DEFAULT, **spec: Any) -> Read:
        path = tmp_path / name
        path.write_bytes(content.encode() if isinstance(content, str) else content)
        read = read_all([path], SourceSpec(**spec), limits)
        if read.error is not None:
            raise read.error
        return read

    return run


@pytest.fixture(scope="session")
def xlsx() -> Callable[..., bytes]:
    """The bytes of an xlsx workbook; sheets by name, each a list of rows."""

    def build(**sheets: list[list[Any]]) -> bytes:
        buffer = io.BytesIO()
        with xlsxwriter.Workbook(
            buffer, {"in_memory": True, "default_date_format": "yyyy-mm-dd", "strings_to_urls": False}
        ) as book:
            for name, rows in sheets.items():
                sheet = book.add_worksheet(name)
                for number, row in enumerate(rows):
                    sheet.write_row(number, 0, row)
        return buffer.getvalue()

    return build


@pytest.fixture(scope="session")
def zipped() -> Callable[[dict[str, bytes]], bytes]:
    """The bytes of a zip file."""

    def build(members: dict[str, bytes]) -> bytes:
        buffer = io.BytesIO()
        with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
            for name, content in members.items():
                archive.writestr(name, content)
        return buffer.getvalue()

    return build


_ODS_CONTENT = """<?xml version="1.0" encoding="UTF-8"?>
<office:document-content xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0"
 xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0"
 xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0" office:version="1.2">
<office:body><office:spreadsheet><table:table table:name="Blad1">{rows}</table:table></office:spreadsheet></office:body>
</office:document-content>"""
_ODS_MANIFEST = """<?xml version="1.0" encoding="UTF-8"?>
<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0">
<manifest:file-entry manifest:full-path="/" manifest:media-type="application/vnd.oasis.opendocument.spreadsheet"/>
<manifest:file-entry manifest:full-path="content.xml" manifest:media-type="text/xml"/></manifest:manifest>"""


@pytest.fixture(scope="session")
def ods() -> Callable[[list[list[Any]]], bytes]:
    """The bytes of an ods workbook with one sheet, made by hand."""

    def cell(value: Any) -> str:
        if isinstance(value, str):
            return f'<table:table-cell office:value-type="string"><text:p>{value}</text:p></table:table-cell>'
        typed = f'office:value-type="float" office:value="{value}"'
        return f"<table:table-cell {typed}><text:p>{value}</text:p></table:table-cell>"

    def build(rows: list[list[Any]]) -> bytes:
        body = "".join(f"<table:table-row>{''.join(map(cell, row))}</table:table-row>" for row in rows)
        buffer = io.BytesIO()
        with zipfile.ZipFile(buffer, "w") as archive:
            archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
            archive.writestr("META-INF/manifest.xml", _ODS_MANIFEST)
            archive.writestr("content.xml", _ODS_CONTENT.format(rows=body))
        return buffer.getvalue()

    return build


@pytest.fixture(scope="session")
def xls() -> Callable[..., bytes]:
    """The bytes of an xls workbook."""
    import xlwt

    def build(**sheets: list[list[Any]]) -> bytes:
        book = xlwt.Workbook()
        for name, rows in sheets.items():
            sheet = book.add_sheet(name)
            for number, row in enumerate(rows):
                for column, value in enumerate(row):
                    sheet.write(number, column, value)
        buffer = io.BytesIO()
        book.save(buffer)
        return buffer.getvalue()

    return build
