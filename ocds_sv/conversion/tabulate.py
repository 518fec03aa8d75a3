"""JSON objects as the rows of a table, for mappings that name columns."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from itertools import chain, islice
from typing import Any

from ocds_sv.errors import InputError
from ocds_sv.sources import Stream

LOOK_AHEAD = 200
"""Objects read before the header is settled; a key that comes later is counted as skipped values."""


def tabulated(stream: Stream) -> Stream:
    """
    ``stream`` with its objects as lists of cells under one header: the keys, in the order of first occurrence.

    Raises:
        InputError: it cannot be read at all; what stands before the place where it breaks comes first.
    """
    first: list[tuple[int, Any]] = []
    rest = stream.records
    try:
        first.extend(islice(stream.records, LOOK_AHEAD))
    except InputError as error:
        if not first:
            raise
        rest = _raising(error)
    header = tuple(dict.fromkeys(key for _, record in first for key in record))
    rows = _rows(chain(first, rest), header, stream.skipped)
    return Stream(stream.place, header, rows, stream.skipped, stream.facts)


def _raising(error: InputError) -> Iterator[tuple[int, Any]]:
    raise error
    yield


def _rows(
    records: Iterator[tuple[int, dict[str, Any]]], header: tuple[str, ...], skipped: Counter[str]
) -> Iterator[tuple[int, list[Any]]]:
    known = set(header)
    for number, record in records:
        late = record.keys() - known
        if late:
            skipped["late-key"] += len(late)
        yield number, [record.get(key) for key in header]
