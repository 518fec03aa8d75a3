"""
Those who sort and merge: this process alone, or several others, each with a sorter of its own.

Each of the others is addressed by itself, for it keeps what it sorts until all is read.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Any, Self, TypeVar

from ocds_sv.garbage import collect_seldom
from ocds_sv.merge import runs
from ocds_sv.merge.jobs import Job, Text
from ocds_sv.merge.process import Tally
from ocds_sv.merge.sorting import FAN_IN, Sorter

if TYPE_CHECKING:  # Starting other processes takes modules that one process alone can do without.
    from concurrent.futures import Executor, Future

    from ocds_sv.merge.stretches import Sorted, Stretch

Done = TypeVar("Done")

TASK = 2 << 20
"""Bytes of releases that a worker merges at once, at least."""

PER_RUN = 1 << 20
"""Bytes of a task for each run: of every run some 256 KiB are read before a range begins."""

LEAST = 4 << 20
"""Bytes of releases that are worth to start another process."""

AHEAD = 3
"""Tasks in flight per worker, so that none runs far ahead of what waits for it."""


@dataclass(frozen=True)
class Terms:
    """
    What a worker is told when it starts.

    Attributes:
        folder: where its runs go.
        room: bytes of releases that it may hold at once.
        fan_in: runs that it leaves, at most.
        whole: as of ``Intake``.
    """

    folder: Path
    room: int
    fan_in: int
    whole: bool


@dataclass
class Batch:
    """What came of a task."""

    texts: list[Text]
    tally: Tally = field(default_factory=Tally)


class Crew:
    """
    Other processes, started when there is something to do for them.

    Args:
        workers: how many; with 1 there are none, and this process does it all.
        folder: for what they sort.
        room: bytes of releases that each may hold at once.
        whole: as of ``Intake``.
    """

    def __init__(self, workers: int, folder: Path, room: int, *, whole: bool = False) -> None:
        self.workers = workers
        self._terms = Terms(folder, room, max(2, FAN_IN // (workers + 1)), whole)
        self._pools: list[Executor] = []
        self._doing: list[list[Future[Any]]] = []

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        for pool in self._pools:
            pool.shutdown(wait=False, cancel_futures=True)
        for pool in self._pools:
            pool.shutdown()

    @property
    def started(self) -> bool:
        """Whether the others are there."""
        return bool(self._pools)

    def start(self) -> None:
        """Have the others."""
        from ocds_sv.merge import hands  # noqa: PLC0415 # see above

        if self._pools:
            return
        for number in range(self.workers):
            terms = replace(self._terms, folder=self._terms.folder / f"worker-{number}")
            self._pools.append(hands.hand(_start, terms))
            self._doing.append([])

    def sort(self, stretches: list[Stretch]) -> Future[list[Sorted | None]]:
        """Have one of the others sort some stretches of the inputs."""
        return self._submit(_sort, stretches)

    def _submit(self, function: Callable[..., Done], *given: object) -> Future[Done]:
        """Have the one that has least to do do it."""
        for number, futures in enumerate(self._doing):
            self._doing[number] = [future for future in futures if not future.done()]
        number = min(range(len(self._pools)), key=lambda number: len(self._doing[number]))
        future = self._pools[number].submit(function, *given)
        self._doing[number].append(future)
        return future

    def runs(self) -> list[Path]:
        """
        All that the others have sorted.

        Raises:
            OutputError: the disk is full.
        """
        return [path for future in [pool.submit(_runs) for pool in self._pools] for path in future.result()]

    def texts(self, job: Job, tally: Tally) -> Iterator[Text]:
        """The text of every process, in the order of their ocids; ``tally`` is whole when the last one is out."""
        meant = job.indexes if job.changed is None else [job.indexes[job.changed]]
        if self.workers == 1 or (not self._pools and sum(index.size for index in meant) < LEAST):
            yield from job.texts(b"", None, tally)
            return
        self.start()
        for pool in self._pools:
            pool.submit(_take, job)
        waiting: deque[Future[Batch]] = deque()
        for start, stop in runs.split(meant, max(TASK, PER_RUN * len(meant))):
            waiting.append(self._submit(_merge, start, stop))
            if len(waiting) >= AHEAD * self.workers:
                yield from _taken(waiting.popleft(), tally)
        while waiting:
            yield from _taken(waiting.popleft(), tally)


def _taken(future: Future[Batch], tally: Tally) -> list[Text]:
    batch = future.result()
    tally.add(batch.tally)
    return batch.texts


class _Worker:
    """What one of the others has: set when it starts."""

    terms: Terms
    sorter: Sorter
    job: Job


def _start(terms: Terms) -> None:
    from ocds_sv.workers import end_with_parent  # noqa: PLC0415 - only others need it

    end_with_parent()
    collect_seldom()
    terms.folder.mkdir(exist_ok=True)
    _Worker.terms = terms
    _Worker.sorter = Sorter(terms.folder, terms.room, terms.fan_in)


def _sort(stretches: list[Stretch]) -> list[Sorted | None]:
    from ocds_sv.merge.stretches import sort_stretch  # noqa: PLC0415 - see above

    return [sort_stretch(one, _Worker.sorter, whole=_Worker.terms.whole) for one in stretches]


def _runs() -> list[Path]:
    paths = _Worker.sorter.on_disk()
    del _Worker.sorter
    return paths


def _take(job: Job) -> None:
    _Worker.job = job


def _merge(start: bytes, stop: bytes | None) -> Batch:
    batch = Batch([])
    batch.texts.extend(_Worker.job.texts(start, stop, batch.tally))
    return batch
