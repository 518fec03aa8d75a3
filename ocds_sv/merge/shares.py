"""
Several processes of which each reads all inputs, and sorts and merges its share of the procurement processes.

To read once more costs no more than to hand over what was read: nothing travels but what is written, and no process
waits for another. A procurement process falls to one of them by its ocid; what was read and found while reading is
learnt from the first.
"""

from __future__ import annotations

import heapq
import os
import stat
from collections import deque
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import groupby
from operator import attrgetter, itemgetter
from pathlib import Path
from typing import TYPE_CHECKING
from zlib import crc32

from ocds_sv.checks.documents import sections
from ocds_sv.errors import InputBroken
from ocds_sv.findings import Findings
from ocds_sv.garbage import collect_seldom
from ocds_sv.merge.account import Account
from ocds_sv.merge.intake import Intake, Known
from ocds_sv.merge.options import Options
from ocds_sv.merge.pools import Pools
from ocds_sv.merge.process import Processes, Tally, processes_of
from ocds_sv.merge.runs import Text
from ocds_sv.merge.sorting import FAN_IN, Sorter
from ocds_sv.sources import expand
from ocds_sv.sources.inputs import STDIN, split_member

if TYPE_CHECKING:  # see pools
    from concurrent.futures import Executor, Future

LEAST = 4 << 20
"""Bytes of inputs that are worth to start other processes."""

BATCH = 1 << 19
"""Bytes of what is written that travel at once."""

AHEAD = 3
"""Batches that each makes ahead of what is written."""


def are_worth(inputs: Sequence[str | Path]) -> bool:
    """
    Whether ``inputs`` can be read by several, and are large enough for it.

    Raises:
        InputError: an input is absent.
    """
    size = 0
    for item in expand(inputs):
        name, _ = split_member(str(item))
        try:
            status = os.stat(name) if name != STDIN else None  # noqa: PTH116 - there may be a hundred thousand
        except OSError:
            return False
        if status is None or not stat.S_ISREG(status.st_mode):
            return False
        size += status.st_size
    return size >= LEAST


@dataclass(frozen=True)
class Share:
    """
    What one of several is to do.

    Attributes:
        inputs: all of them.
        options: how.
        sure: as of ``Intake``.
        room: bytes of releases to hold at once.
        folder: for what does not fit.
        number: which of them it is, from 0.
    """

    inputs: Sequence[str | Path]
    options: Options
    sure: bool
    room: int
    folder: Path
    number: int

    def has(self, ocid: bytes) -> bool:
        """Whether a process falls to it."""
        return crc32(ocid) % self.options.workers == self.number


@dataclass
class Batch:
    """
    Some neighbouring processes of a share.

    Attributes:
        texts: what is written of each, and what was found in it.
        tally: what was counted in all of them.
        is_last: there are no more.
    """

    texts: list[tuple[bytes, bytes, Findings | None]] = field(default_factory=list)
    tally: Tally = field(default_factory=Tally)
    is_last: bool = False


class Shares(Pools):
    """
    The other processes, one for each share.

    Args:
        folder: for what does not fit in memory.
        room: bytes of releases that each may hold at once.
        sure: as of ``Intake``.
    """

    def __init__(self, inputs: Sequence[str | Path], options: Options, folder: Path, room: int, *, sure: bool) -> None:
        super().__init__()
        self._shares = [
            Share(inputs, options, sure, room, folder / f"share-{number}", number) for number in range(options.workers)
        ]

    def read(self) -> tuple[Account, Known]:
        """
        Have all inputs read; what was found in them, and what was learnt.

        Raises:
            InputError: an input is absent, locked, or cannot be unpacked, or was altered meanwhile.
            OutputError: the disk is full.
        """
        from ocds_sv.merge.hands import hand  # noqa: PLC0415 - see pools

        for share in self._shares:
            self._pools.append(hand(_start, share))
        futures = [pool.submit(_read) for pool in self._pools]
        first, *others = [future.result() for future in futures]
        account, known = first
        if any(_seen(other) != _seen(first) for other in others):
            raise InputBroken(
                place=", ".join(file.name for file in account.files),
                reason="what stands there was altered while it was read. Compile again.",
                reason_sv="innehållet ändrades medan det lästes. Kompilera på nytt.",
            )
        return account, known

    def texts(self, tally: Tally) -> Iterator[Text]:
        """The text of every process, in the order of their ocids; ``tally`` is whole when the last one is out."""
        for ocid, text, findings in heapq.merge(*(_texts(pool, tally) for pool in self._pools), key=itemgetter(0)):
            if findings is not None:
                tally.findings.merge(findings)
            if text:
                yield ocid, text


def _seen(read: tuple[Account, Known]) -> tuple[Known, list[str]]:
    """What all must have seen alike: what was learnt, and the checksums that were taken on the way."""
    account, known = read
    return known, [file.summed for file in account.files if isinstance(file.summed, str)]


def _texts(pool: Executor, tally: Tally) -> Iterator[tuple[bytes, bytes, Findings | None]]:
    waiting: deque[Future[Batch]] = deque(pool.submit(_next) for _ in range(AHEAD))
    while True:
        batch = waiting.popleft().result()
        tally.add(batch.tally)
        yield from batch.texts
        if batch.is_last:
            return
        waiting.append(pool.submit(_next))


class _Worker:
    """What one of the others has."""

    share: Share
    made: Iterator[tuple[bytes, bytes, Findings | None]]
    batch: Batch


def _start(share: Share) -> None:
    collect_seldom()
    share.folder.mkdir(exist_ok=True)
    _Worker.share = share


def _read() -> tuple[Account, Known]:
    share = _Worker.share
    account, known = Account(), Known()
    sorter = Sorter(share.folder, share.room, max(2, FAN_IN // share.options.workers))
    for held in Intake(known, account, sure=share.sure).releases(sections(share.inputs, account.files)):
        if share.has(held.ocid):
            sorter.add(held)
    _Worker.made = _made(sorter, processes_of(share.options, known, account, known.documents))
    return account, known


def _made(sorter: Sorter, processes: Processes) -> Iterator[tuple[bytes, bytes, Findings | None]]:
    for ocid, releases in groupby(sorter.ordered(), attrgetter("ocid")):
        tally = _Worker.batch.tally
        text = processes.text(releases, tally)
        found = tally.findings if tally.findings.counts else None
        if found is not None:
            tally.findings = Findings()
        yield ocid, text, found


def _next() -> Batch:
    batch = _Worker.batch = Batch()
    size = 0
    for one in _Worker.made:
        batch.texts.append(one)
        size += len(one[1])
        if size >= BATCH:
            return batch
    batch.is_last = True
    return batch
