"""What the first bytes of a file show it to be."""

from __future__ import annotations

import re

from ocds_sv.sources.encoding import decide
from ocds_sv.sources.opening import OLE, ZIP
from ocds_sv.sources.sie import FIRST

HTML = "HTML"
"""What many systems call ``.xls``."""

_FOREIGN = (
    (b"%PDF", "PDF"),
    (b"{\\rtf", "RTF"),
    (b"7z\xbc\xaf\x27\x1c", "7-Zip"),
    (b"Rar!", "RAR"),
    (b"\x89PNG", "PNG"),
    (b"\xff\xd8\xff", "JPEG"),
    (b"PAR1", "Parquet"),
    (b"SQLite format 3\x00", "SQLite"),
)
_MARKUP = re.compile(r"<(\?xml|!doctype\s+html|html|table|head|body)\b", re.IGNORECASE)
_ELEMENT = re.compile(r"<(!--|[A-Za-z_][\w.:-]*[\s>/])")
_OBJECT = re.compile(r'\{\s*(\}|"(?:[^"\\]|\\.)*"\s*:)')
_ARRAY = re.compile(r"\[\s*(\{|\[|\]\s*$)")
_SPREADSHEET = b"urn:schemas-microsoft-com:office:spreadsheet"
_DECLARED = (b"<?xml ", b"\xef\xbb\xbf<?xml ")
_PREFIX = 4096


def content_kind(head: bytes) -> tuple[str | None, str]:
    """
    The format that ``head`` shows beyond doubt, and the name of a format that is not read.

    Both are empty for plain text, which may be anything separated by anything.
    """
    if head.startswith((ZIP, OLE)):
        return "workbook", ""
    for magic, name in _FOREIGN:
        if head.startswith(magic):
            return None, name
    encoding = "utf-8" if head.startswith(_DECLARED) and b"\0" not in head else decide(head[:_PREFIX]).name
    for begin in (head[: 4 * _PREFIX], head):
        text = begin.decode(encoding, "ignore").lstrip("\ufeff \t\r\n")
        if text.startswith("<") and (markup := _markup(text)) is not None:
            return markup
    if FIRST.match(text):
        return "sie", ""
    if _OBJECT.match(text):
        return "jsonl" if _second_line_is_object(text) else "json", ""
    return ("json" if _ARRAY.match(text[:_PREFIX]) else None), ""


def _markup(text: str) -> tuple[str | None, str] | None:
    """What begins with a declaration or has a namespace is XML; ``None`` when it may be anything."""
    known = _MARKUP.match(text)
    if known:
        return ("xml", "") if known[1].startswith("?") else (None, HTML)
    return ("xml", "") if _ELEMENT.match(text) and "xmlns" in text[:_PREFIX] else None


def is_old_spreadsheet(head: bytes) -> bool:
    """Whether XML that begins with ``head`` is what Excel 2003 saved, often as ``.xls`` (SpreadsheetML)."""
    return _SPREADSHEET in head[:_PREFIX]


def _second_line_is_object(text: str) -> bool:
    first, _, rest = text.partition("\n")
    return first.rstrip().endswith("}") and rest.lstrip().startswith("{")


def spans_lines(head: bytes) -> bool:
    """Whether a JSON text that begins with ``head`` is laid out over lines, or is an array: no JSON Lines."""
    first = head.decode(decide(head[:_PREFIX]).name, "ignore").lstrip("\ufeff \t\r\n").partition("\n")[0].strip()
    return first.startswith("[") or first == "{" or (first.startswith("{") and first.endswith(","))
