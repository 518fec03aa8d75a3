"""
Releases in a notebook: what there is, and its tables as data frames.

    >>> import ocds_sv
    >>> ds = ocds_sv.open("2021/*.jsonl.gz")  # doctest: +SKIP
"""

from __future__ import annotations

from ocds_sv.explore.dataset import Dataset, View
from ocds_sv.explore.dataset import opened as open  # noqa: A004 - the public name; nothing here opens files

__all__ = ["Dataset", "View", "open"]
