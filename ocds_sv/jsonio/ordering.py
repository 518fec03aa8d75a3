"""Rows of bytes in their order, however many there are: sorted some at a time, on disk, and merged."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain, islice
from struct import Struct

from ocds_sv.jsonio.roll import PIECE, Roll

RUN = 8_192
"""Rows that are sorted at once."""

AT_ONCE = 8_192
"""Rows that are held at once, of all that are merged."""

FAN = 256
"""Runs that are merged at once."""


def rows_of(roll: Roll, width: int) -> Iterator[bytes]:
    """The bytes of ``roll`` as rows of ``width`` bytes each."""
    unpack = Struct(f"{width}s").iter_unpack
    pieces = roll.pieces(width * max(1, PIECE // width))
    return chain.from_iterable(chain.from_iterable(map(unpack, pieces)))


def in_order(rows: Iterable[bytes], width: int) -> Iterator[bytes]:
    """
    Rows in rising order, those that are alike as often as they come.

    Args:
        rows: of ``width`` bytes each; all of them are read before the first is given.
        width: in bytes.

    Raises:
        OutputError: the disk for temporary files is full.
    """
    left = iter(rows)
    some = sorted(islice(left, RUN))
    if len(some) < RUN:
        yield from some
        return
    roll = Roll()
    runs: list[range] = []
    while some:
        runs.append(_written(roll, (b"".join(some),)))
        some = sorted(islice(left, RUN))
    while len(runs) > FAN:
        parts = [runs[at : at + FAN] for at in range(0, len(runs), FAN)]
        runs = [_written(roll, map(b"".join, _merged(roll, part, width))) for part in parts]
    yield from chain.from_iterable(_merged(roll, runs, width))


def _written(roll: Roll, pieces: Iterable[bytes]) -> range:
    """The bytes that ``pieces`` take in ``roll``."""
    start = roll.size
    for piece in pieces:
        roll.add(piece)
    return range(start, roll.size)


def _merged(roll: Roll, runs: Sequence[range], width: int) -> Iterator[list[bytes]]:
    """The rows of sorted runs in one order, some at a time."""
    length = width * max(1, AT_ONCE // len(runs))
    blocks = [_blocks(roll, run, length, width) for run in runs]
    heads = [(next(block), block) for block in blocks]
    while heads:
        # What is not above the lowest of their ends comes before all that is not read yet.
        bound = min(head[-1] for head, _ in heads)
        found: list[bytes] = []
        rest: list[tuple[list[bytes], Iterator[list[bytes]]]] = []
        for head, block in heads:
            at = bisect_right(head, bound)
            found += head[:at]
            left = head[at:] or next(block, [])
            if left:
                rest.append((left, block))
        found.sort()
        yield found
        heads = rest


def _blocks(roll: Roll, run: range, length: int, width: int) -> Iterator[list[bytes]]:
    unpack = Struct(f"{width}s").iter_unpack
    for at in range(run.start, run.stop, length):
        piece = roll.read(at, min(length, run.stop - at))
        yield list(chain.from_iterable(unpack(piece)))
