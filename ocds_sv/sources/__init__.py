"""
Files as records: CSV, workbooks, JSON, JSON Lines and XML, from disk, pipe, folder and archive, packed or not.

Knows nothing of OCDS. ``open_streams`` is the way in; ``FORMATS`` is the table of readers.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ocds_sv.sources.columns import match_score, resolve_columns, unclaimed
    from ocds_sv.sources.inputs import expand
    from ocds_sv.sources.reading import FORMATS, open_item, open_streams
    from ocds_sv.sources.sniffing import Sniffed, SniffedTable, sniff
    from ocds_sv.sources.spec import DEFAULT, Cell, Document, InputFile, Join, Limits, SourceSpec, Span, Stream
    from ocds_sv.sources.xmlsource import XmlRecord, clark_names, read_document

__all__ = [
    "DEFAULT",
    "FORMATS",
    "Cell",
    "Document",
    "InputFile",
    "Join",
    "Limits",
    "Sniffed",
    "SniffedTable",
    "SourceSpec",
    "Span",
    "Stream",
    "XmlRecord",
    "clark_names",
    "expand",
    "match_score",
    "open_item",
    "open_streams",
    "read_document",
    "resolve_columns",
    "sniff",
    "unclaimed",
]

_HOMES = {
    "DEFAULT": "ocds_sv.sources.spec",
    "FORMATS": "ocds_sv.sources.reading",
    "Cell": "ocds_sv.sources.spec",
    "Document": "ocds_sv.sources.spec",
    "InputFile": "ocds_sv.sources.spec",
    "Join": "ocds_sv.sources.spec",
    "Limits": "ocds_sv.sources.spec",
    "Sniffed": "ocds_sv.sources.sniffing",
    "SniffedTable": "ocds_sv.sources.sniffing",
    "SourceSpec": "ocds_sv.sources.spec",
    "Span": "ocds_sv.sources.spec",
    "Stream": "ocds_sv.sources.spec",
    "XmlRecord": "ocds_sv.sources.xmlsource",
    "clark_names": "ocds_sv.sources.xmlsource",
    "expand": "ocds_sv.sources.inputs",
    "match_score": "ocds_sv.sources.columns",
    "open_item": "ocds_sv.sources.reading",
    "open_streams": "ocds_sv.sources.reading",
    "read_document": "ocds_sv.sources.xmlsource",
    "resolve_columns": "ocds_sv.sources.columns",
    "sniff": "ocds_sv.sources.sniffing",
    "unclaimed": "ocds_sv.sources.columns",
}


def __getattr__(name: str) -> object:
    # Not everyone reads workbooks and XML: their libraries are loaded when they are needed.
    import importlib  # noqa: PLC0415

    if name not in _HOMES:
        raise AttributeError(f"module 'ocds_sv.sources' has no attribute {name!r}")
    return getattr(importlib.import_module(_HOMES[name]), name)
