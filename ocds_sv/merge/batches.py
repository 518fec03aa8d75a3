"""Processes merged in order, by one process of the machine or by several: the same texts either way."""

from __future__ import annotations

import gc
from collections import deque
from collections.abc import Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from dataclasses import dataclass, field
from itertools import groupby
from multiprocessing import get_context
from operator import attrgetter
from pathlib import Path

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

    def texts(self, start: bytes, stop: bytes | None, tally: Tally) -> Iterator[Text]:
        """The text of each process in a range of ocids."""
        for ocid, releases in self.groups(start, stop):
            yield ocid, self.processes.text(releases, tally)


@dataclass
class Batch:
    """What came of a task."""

    texts: list[Text]
    tally: Tally = field(default_factory=Tally)


def texts(job: Job, workers: int, tally: Tally) -> Iterator[Text]:
    """The text of every process, in the order of their ocids; ``tally`` is whole when the last one is out."""
    if workers == 1:
        yield from job.texts(b"", None, tally)
        return
    tasks = runs.split(job.indexes if job.changed is None else [job.indexes[job.changed]], TASK)
    waiting: deque[Future[Batch]] = deque()
    # Fresh interpreters: a fork would take the parent's memory with it.
    pool = ProcessPoolExecutor(workers, get_context("spawn"), _start, (job,))
    try:
        for task in tasks:
            waiting.append(pool.submit(_work, *task))
            if len(waiting) >= AHEAD * workers:
                yield from _taken(waiting.popleft(), tally)
        while waiting:
            yield from _taken(waiting.popleft(), tally)
    finally:
        pool.shutdown(cancel_futures=True)


def _taken(future: Future[Batch], tally: Tally) -> list[Text]:
    batch = future.result()
    tally.add(batch.tally)
    return batch.texts


_job: Job | None = None


def _start(job: Job) -> None:
    gc.freeze()
    gc.set_threshold(GARBAGE)
    global _job  # noqa: PLW0603 - one job per process is what the pool gives
    _job = job


def _work(start: bytes, stop: bytes | None) -> Batch:
    assert _job is not None
    batch = Batch([])
    batch.texts.extend(_job.texts(start, stop, batch.tally))
    return batch
