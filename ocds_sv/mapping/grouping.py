"""
Rows gathered into groups that become one release each, in bounded memory.

Groups come in the order of their keys, whatever order the rows came in: so a file sorted otherwise gives the same
releases. What does not fit in memory is sorted in runs on disk and merged.
"""

from __future__ import annotations

import heapq
import pickle
import tempfile
from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack
from itertools import groupby
from operator import itemgetter
from typing import IO, Any

from ocds_sv.errors import InputError

Row = tuple[int, Any]
Keyed = tuple[str, int, Any]

CELLS_IN_MEMORY = 250_000
"""Cells held at once; about 20 MB."""

IN_MEMORY = CELLS_IN_MEMORY // 15
"""Rows held at once, for a ledger of 15 columns."""

_BLOCK = 200
"""Rows read back at once from each run."""


def grouped(
    records: Iterable[Row], key: Callable[[int, Any], str | None], limit: int = IN_MEMORY
) -> Iterator[list[Row]]:
    """
    Lists of (row number, cells) with the same key, by key, rows in the order of the file.

    A row without a key is a group of its own.

    Raises:
        InputError: the records broke off, after the groups of those before the break.
    """
    broken: list[InputError] = []
    for _, rows in groupby(_sorted(_until_broken(records, broken), key, limit), key=itemgetter(0)):
        yield [(number, cells) for _, number, cells in rows]
    if broken:
        raise broken[0]


def _until_broken(records: Iterable[Row], broken: list[InputError]) -> Iterator[Row]:
    try:
        yield from records
    except InputError as error:
        broken.append(error)


def _sorted(records: Iterable[Row], key: Callable[[int, Any], str | None], limit: int) -> Iterator[Keyed]:
    runs: list[Iterator[Keyed]] = []
    held: list[Keyed] = []
    # Runs that are never read to their end are closed all the same.
    with ExitStack() as files:
        for number, cells in records:
            found = key(number, cells)
            # The last character of Unicode, so that rows without a key come after all others, each alone.
            held.append((f"\U0010ffff{number:012d}" if found is None else found, number, cells))
            if len(held) >= limit:
                file = files.enter_context(tempfile.TemporaryFile(prefix="ocds-sv-"))
                runs.append(_spilled(held, file))
                held = []
        # Sorting and merging are stable, so that rows of one key stay in the order of the file.
        held.sort(key=itemgetter(0))
        if not runs:
            yield from held
            return
        yield from heapq.merge(*runs, held, key=itemgetter(0))


def _spilled(held: list[Keyed], file: IO[bytes]) -> Iterator[Keyed]:
    """The rows of ``held``, sorted, written to ``file`` and read back block by block."""
    held.sort(key=itemgetter(0))
    for start in range(0, len(held), _BLOCK):
        pickle.dump(held[start : start + _BLOCK], file, protocol=pickle.HIGHEST_PROTOCOL)
    file.seek(0)
    return _read_back(file)


def _read_back(file: IO[bytes]) -> Iterator[Keyed]:
    while True:
        try:
            # Our own file of a moment ago, never somebody else's.
            block: list[Keyed] = pickle.load(file)  # noqa: S301
        except EOFError:
            return
        yield from block
