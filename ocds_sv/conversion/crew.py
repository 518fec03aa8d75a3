"""Processes that convert beside the one that reads; what comes back is taken in the order of the input."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from multiprocessing import get_context
from types import TracebackType
from typing import Self, TypeVar

from ocds_sv.conversion.bundles import Part, converted
from ocds_sv.conversion.worker import Batch, Job, Worker
from ocds_sv.garbage import collect_seldom
from ocds_sv.workers import end, heed_parent_alone, may_copy, unstopped

AHEAD = 3
"""Bundles in flight per process, so that reading never runs far ahead of writing."""

Told = TypeVar("Told")


class Crew:
    """
    The processes; they start with the first bundle, and have ended at the end of the block.

    Args:
        job: what each needs to know.
        worker: what copies of this process begin with.
        size: how many.

    Attributes:
        copies: whether each begins as a copy of this process, with all that is loaded.
    """

    def __init__(self, job: Job, worker: Worker, size: int) -> None:
        self.copies = may_copy()
        if self.copies:
            _share(worker)
        context = get_context("fork" if self.copies else "spawn")
        self._pool = ProcessPoolExecutor(size, mp_context=context, initializer=_start, initargs=(job,))
        self._most = AHEAD * size

    def converted(self, bundles: Iterable[tuple[list[Part], Told]]) -> Iterator[tuple[list[Batch], Told]]:
        """Of each bundle its batches, and what stood beside it."""
        waiting: deque[tuple[Future[list[Batch]] | None, Told]] = deque()
        for parts, told in bundles:
            waiting.append((self._given(parts) if parts else None, told))
            if len(waiting) >= self._most:
                yield _first(waiting)
        while waiting:
            yield _first(waiting)

    def _given(self, parts: list[Part]) -> Future[list[Batch]]:
        with unstopped():
            return self._pool.submit(_work, parts)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        end(self._pool, at_once=kind is not None)
        _share(None)


def _first(waiting: deque[tuple[Future[list[Batch]] | None, Told]]) -> tuple[list[Batch], Told]:
    future, told = waiting.popleft()
    return [] if future is None else future.result(), told


_worker: Worker | None = None


def _share(worker: Worker | None) -> None:
    global _worker  # noqa: PLW0603 - a copy finds it here
    _worker = worker


def _start(job: Job) -> None:
    heed_parent_alone()
    collect_seldom()
    global _worker  # noqa: PLW0603 - one worker per process is what the pool gives
    if _worker is None or job.links is not None:
        # A connection to an index of links must not be shared.
        _worker = Worker(job, None if _worker is None else _worker.mapping)
    else:
        # What it found before it was copied is for the reading process to tell.
        _worker.account()


def _work(parts: list[Part]) -> list[Batch]:
    assert _worker is not None
    return list(converted(_worker, parts))
