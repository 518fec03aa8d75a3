"""Processes merged in order, by one process of the machine or by several: the same texts either way."""

from __future__ import annotations

import gc
from collections import deque
from collections.abc import Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from dataclasses import dataclass, field, replace
from itertools import groupby
from multiprocessing import get_context
from operator import attrgetter
from pathlib import Path
from types import TracebackType
from typing import Self

from ocds_sv.merge import runs
from ocds_sv.merge.process import Processes, Tally
from ocds_sv.merge.runs import Held, Index

TASK = 4 << 20
"""Bytes of releases that a worker gets at once."""

AHEAD = 3
"""Tasks in flight per worker, so that merging never runs far ahead of writing."""

GARBAGE = 20_000
"""New containers between two searches for cycles, which releases do not have."""

Text = tuple[bytes, bytes]
"""A process's ocid and what is written of it."""


@dataclass(frozen=True)
class Job:
    """
    Processes to merge out of runs.

    Attributes:
        paths: the runs.
        indexes: theirs.
        changed: the run whose processes are meant; ``None`` means those of all.
        processes: makes their texts.
    """

    paths: list[Path]
    indexes: list[Index]
    changed: int | None
    processes: Processes

    def groups(self, start: bytes, stop: bytes | None) -> Iterator[tuple[bytes, Iterable[Held]]]:
        """The releases of each process in a range of ocids."""
        if self.changed is None:
            yield from groupby(runs.merged(self.paths, self.indexes, start, stop), attrgetter("ocid"))
            return
        new = runs.read(self.paths[self.changed], self.indexes[self.changed], start, stop)
        for ocid, _ in groupby(new, attrgetter("ocid")):
            yield ocid, runs.merged(self.paths, self.indexes, ocid, ocid + b"\0")

    def between(self, start: bytes, stop: bytes | None) -> Job:
        """The same with no more of the indexes than a range of ocids needs."""
        return replace(self, indexes=[index.between(start, stop) for index in self.indexes])

    def texts(self, start: bytes, stop: bytes | None, tally: Tally) -> Iterator[Text]:
        """The text of each process in a range of ocids."""
        for ocid, releases in self.groups(start, stop):
            if text := self.processes.text(releases, tally):
                yield ocid, text


@dataclass
class Batch:
    """What came of a task."""

    texts: list[Text]
    tally: Tally = field(default_factory=Tally)


class Crew:
    """
    Those who merge: this process, or several that are started while the inputs are still being read.

    Args:
        workers: processes; 1 merges here.
    """

    def __init__(self, workers: int) -> None:
        self._workers = workers
        self._pool: ProcessPoolExecutor | None = None

    def __enter__(self) -> Self:
        if self._workers > 1:
            # Fresh interpreters: a fork would take the parent's memory with it.
            self._pool = ProcessPoolExecutor(self._workers, get_context("spawn"), _start)
            # The first task starts them all.
            self._pool.submit(_ready)
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        if self._pool is not None:
            self._pool.shutdown(cancel_futures=True)

    def texts(self, job: Job, tally: Tally) -> Iterator[Text]:
        """The text of every process, in the order of their ocids; ``tally`` is whole when the last one is out."""
        if self._pool is None:
            yield from job.texts(b"", None, tally)
            return
        tasks = runs.split(job.indexes if job.changed is None else [job.indexes[job.changed]], TASK)
        waiting: deque[Future[Batch]] = deque()
        for start, stop in tasks:
            waiting.append(self._pool.submit(_work, job.between(start, stop), start, stop))
            if len(waiting) >= AHEAD * self._workers:
                yield from _taken(waiting.popleft(), tally)
        while waiting:
            yield from _taken(waiting.popleft(), tally)


def _taken(future: Future[Batch], tally: Tally) -> list[Text]:
    batch = future.result()
    tally.add(batch.tally)
    return batch.texts


def _start() -> None:
    gc.freeze()
    gc.set_threshold(GARBAGE)


def _ready() -> None:
    """Nothing: it is enough that there is somebody to do it."""


def _work(job: Job, start: bytes, stop: bytes | None) -> Batch:
    batch = Batch([])
    batch.texts.extend(job.texts(start, stop, batch.tally))
    return batch
