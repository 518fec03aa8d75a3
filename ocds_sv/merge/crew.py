"""Those who merge what is sorted: this process alone, or several others."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, TypeVar

from ocds_sv.garbage import collect_seldom
from ocds_sv.merge import runs
from ocds_sv.merge.jobs import Job
from ocds_sv.merge.pools import Pools
from ocds_sv.merge.process import Tally
from ocds_sv.merge.runs import Text

if TYPE_CHECKING:  # see pools
    from concurrent.futures import Future


Done = TypeVar("Done")

TASK = 2 << 20
"""Bytes of releases that a worker merges at once, at least."""

PER_RUN = 1 << 20
"""Bytes of a task for each run: of every run some 256 KiB are read before a range begins."""

LEAST = 4 << 20
"""Bytes of releases that are worth to start another process."""

AHEAD = 3
"""Tasks in flight per worker, so that none runs far ahead of what waits for it."""


@dataclass
class Batch:
    """What came of a task."""

    texts: list[Text]
    tally: Tally = field(default_factory=Tally)


class Crew(Pools):
    """
    Other processes, started when there is something to do for them.

    Args:
        workers: how many; with 1 there are none, and this process does it all.
    """

    def __init__(self, workers: int) -> None:
        super().__init__()
        self.workers = workers
        self._doing: list[list[Future[Any]]] = []

    def texts(self, job: Job, tally: Tally) -> Iterator[Text]:
        """The text of every process, in the order of their ocids; ``tally`` is whole when the last one is out."""
        meant = job.indexes if job.changed is None else [job.indexes[job.changed]]
        if self.workers == 1 or sum(index.size for index in meant) < LEAST:
            yield from job.texts(b"", None, tally)
            return
        self._start()
        for pool in self._pools:
            pool.submit(_take, job)
        waiting: deque[Future[Batch]] = deque()
        for start, stop in runs.split(meant, max(TASK, PER_RUN * len(meant))):
            waiting.append(self._submit(_merge, start, stop))
            if len(waiting) >= AHEAD * self.workers:
                yield from _taken(waiting.popleft(), tally)
        while waiting:
            yield from _taken(waiting.popleft(), tally)

    def _start(self) -> None:
        from ocds_sv.merge import hands  # noqa: PLC0415 # see above

        self._pools = [hands.hand(collect_seldom) for _ in range(self.workers)]
        self._doing = [[] for _ in self._pools]

    def _submit(self, function: Callable[..., Done], *given: object) -> Future[Done]:
        """Have the one that has least to do do it."""
        for number, futures in enumerate(self._doing):
            self._doing[number] = [future for future in futures if not future.done()]
        number = min(range(len(self._pools)), key=lambda number: len(self._doing[number]))
        future = self._pools[number].submit(function, *given)
        self._doing[number].append(future)
        return future


def _taken(future: Future[Batch], tally: Tally) -> list[Text]:
    batch = future.result()
    tally.add(batch.tally)
    return batch.texts


class _Worker:
    """What one of the others has."""

    job: Job


def _take(job: Job) -> None:
    _Worker.job = job


def _merge(start: bytes, stop: bytes | None) -> Batch:
    batch = Batch([])
    batch.texts.extend(_Worker.job.texts(start, stop, batch.tally))
    return batch
