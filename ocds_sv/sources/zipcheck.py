"""What must be known of a zipped workbook before it is parsed: that it unpacks to a sane size, and its error cells."""

from __future__ import annotations

import re
import zipfile
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath

from ocds_sv.findings import Place
from ocds_sv.sources.blob import CHUNK
from ocds_sv.sources.faults import READING_ERRORS, fault
from ocds_sv.sources.spec import Limits

_ERROR_CELL = re.compile(rb'<(?:\w+:)?c\b[^>]*?\bt="e"[^>]*>')
_REFERENCE = re.compile(rb'\br="([A-Z]{1,3}[0-9]{1,7})"')
_OVERLAP = 200
_RELATION = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
_STRICT_RELATION = "{http://purl.oclc.org/ooxml/officeDocument/relationships}id"


@dataclass(slots=True)
class ErrorCells:
    """Cells of a sheet that hold a calculation error: how many, and the first one's reference."""

    count: int = 0
    first: str = ""


@dataclass(slots=True)
class Checked:
    """Error cells by sheet name."""

    errors: dict[str, ErrorCells] = field(default_factory=dict)


def _unpack(
    archive: zipfile.ZipFile, info: zipfile.ZipInfo, total: int, place: Place, limits: Limits
) -> tuple[int, ErrorCells]:
    """Read a member through; its size and, for a sheet, its error cells."""
    cells, tail, size = ErrorCells(), b"", 0
    sheet = info.filename.startswith("xl/worksheets/")
    with archive.open(info) as member:
        while chunk := member.read(CHUNK):
            size += len(chunk)
            if size > limits.floor and size > limits.ratio * max(info.compress_size, 1):
                raise fault("bomb", place, limit=f"{limits.ratio}×")
            if total + size > limits.unpacked:
                raise fault("bomb", place, limit=f"{limits.unpacked >> 20} MB")
            if sheet:
                text = tail + chunk
                # A tag that the chunk cuts is left for the next one.
                cut = max(text.rfind(b"<"), len(text) - _OVERLAP)
                text, tail = text[:cut], text[cut:]
                if b't="e"' in text:
                    _count(text, cells)
    _count(tail, cells)
    return size, cells


def _count(text: bytes, cells: ErrorCells) -> None:
    for tag in _ERROR_CELL.findall(text):
        cells.count += 1
        reference = _REFERENCE.search(tag)
        if reference and not cells.first:
            cells.first = reference[1].decode()


def _sheet_names(archive: zipfile.ZipFile) -> dict[str, str]:
    """Member to sheet name, as the workbook's relations say; empty when they cannot be read."""
    from lxml import etree  # noqa: PLC0415 - a slow start for CSV

    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)
    try:
        relations = etree.fromstring(archive.read("xl/_rels/workbook.xml.rels"), parser)
        book = etree.fromstring(archive.read("xl/workbook.xml"), parser)
    except (KeyError, etree.XMLSyntaxError):
        return {}
    targets = {str(node.get("Id")): str(node.get("Target")) for node in relations.iter("{*}Relationship")}
    names = {}
    for node in book.iter("{*}sheet"):
        target = targets.get(str(node.get(_RELATION) or node.get(_STRICT_RELATION)))
        if target:
            member = target.lstrip("/") if target.startswith("/") else str(PurePosixPath("xl", target))
            names[member] = str(node.get("name"))
    return names


def check_zip(path: Path, place: Place, limits: Limits) -> Checked:
    """
    Unpack a zipped workbook without keeping it.

    Raises:
        InputTooLarge: it unpacks to more than the limits allow.
        InputBroken: it is no whole zip file.
    """
    checked = Checked()
    try:
        with zipfile.ZipFile(path) as archive:
            names = _sheet_names(archive)
            total = 0
            for info in archive.infolist():
                if info.flag_bits & 1:
                    raise fault("password", place)
                size, cells = _unpack(archive, info, total, place, limits)
                total += size
                if cells.count:
                    checked.errors[names.get(info.filename, info.filename)] = cells
    except (zipfile.BadZipFile, RuntimeError) as error:
        raise fault("workbook", place) from error
    except READING_ERRORS as error:
        if isinstance(error, PermissionError) or hasattr(error, "facts"):
            raise
        raise fault("workbook", place) from error
    return checked
