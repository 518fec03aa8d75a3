"""What lies beside releases and holds none: the way to their sources, the run's report, tables."""

from __future__ import annotations

import re
from collections.abc import Collection

from ocds_sv.sources.inputs import named_format

_PROVENANCE = re.compile(r"\.provenance\.jsonl(\.[a-z0-9]+)?$", re.IGNORECASE)
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
