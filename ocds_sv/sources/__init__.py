"""
Files as records: CSV, workbooks, JSON, JSON Lines and XML, from disk, pipe, folder and archive, packed or not.

Knows nothing of OCDS. ``open_streams`` is the way in; ``FORMATS`` is the table of readers.
"""

from ocds_sv.sources.columns import match_score, resolve_columns, unclaimed
from ocds_sv.sources.inputs import expand
from ocds_sv.sources.reading import FORMATS, open_streams
from ocds_sv.sources.sniffing import Sniffed, SniffedTable, sniff
from ocds_sv.sources.spec import DEFAULT, Cell, InputFile, Join, Limits, SourceSpec, Span, Stream
from ocds_sv.sources.xmlsource import XmlRecord, clark_names

__all__ = [
    "DEFAULT",
    "FORMATS",
    "Cell",
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
    "open_streams",
    "resolve_columns",
    "sniff",
    "unclaimed",
]
