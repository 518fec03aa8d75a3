"""What holds no releases and is no fault: the way to their sources, the run's report, tables, lines of a quiet day."""

from __future__ import annotations

import re
from collections.abc import Collection

from ocds_sv.errors import InputError
from ocds_sv.sources.inputs import named_format

_PROVENANCE = re.compile(r"\.provenance\.jsonl(\.[a-z0-9]+)?$", re.IGNORECASE)
_LINES = re.compile(r"\.(jsonl|ndjson)(\.[a-z0-9]+)?$", re.IGNORECASE)
_RUN_REPORT = ".report.json"
_TABLES = {"csv", "workbook"}


def is_provenance(name: str) -> bool:
    """Whether the file leads from releases to the rows that they were made of."""
    return _PROVENANCE.search(name) is not None


def is_beside(name: str, named: Collection[str]) -> bool:
    """Whether a file is passed over; what is among ``named``, the inputs as they were typed, is read all the same."""
    if is_provenance(name):
        return True
    return name not in named and (named_format(name) in _TABLES or name.lower().endswith(_RUN_REPORT))


def is_no_lines(name: str, error: InputError) -> bool:
    """Whether what cannot be read is JSON Lines without a line: what is written on a day when nothing has changed."""
    return error.facts.get("key") == "empty" and _LINES.search(name) is not None
