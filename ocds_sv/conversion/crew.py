"""Processes that convert beside the one that reads; what comes back is taken in the order of the input."""

from __future__ import annotations

import os
import signal
import sys
from collections import deque
from collections.abc import Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from contextlib import contextmanager
from multiprocessing import get_context
from typing import TypeVar

from ocds_sv.conversion.bundles import Part, converted
from ocds_sv.conversion.worker import Batch, Job, Worker
from ocds_sv.garbage import collect_seldom
from ocds_sv.parts import end_with_parent

AHEAD = 3
"""Bundles in flight per process, so that reading never runs far ahead of writing."""

_STOPS = (signal.SIGINT, signal.SIGTERM)

Told = TypeVar("Told")


class Crew:
    """
    The processes; they start with the first bundle.

    Args:
        job: what each needs to know.
        worker: what copies of this process begin with.
        size: how many.

    Attributes:
        copies: whether each begins as a copy of this process, with all that is loaded.
    """

    def __init__(self, job: Job, worker: Worker, size: int) -> None:
        self.copies = _may_copy()
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
        with _unstopped():
            return self._pool.submit(_work, parts)

    def close(self) -> None:
        """End the processes, whatever they are at."""
        self._pool.shutdown(cancel_futures=True)
        _share(None)


@contextmanager
def _unstopped() -> Iterator[None]:
    """A block in which nobody is told to stop: a process just begun would stop before it knows how it is to."""
    if sys.platform == "win32":
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, _STOPS)
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def _first(waiting: deque[tuple[Future[list[Batch]] | None, Told]]) -> tuple[list[Batch], Told]:
    future, told = waiting.popleft()
    return [] if future is None else future.result(), told


def _may_copy() -> bool:
    """
    Whether a process may begin as a copy of this one.

    Only on Linux, and only where no other thread runs, not even one that Python does not know of: the copy would
    inherit its locks, and nobody to unlock them. It leaves open files and databases alone and ends without closing
    them.
    """
    if sys.platform != "linux":
        return False
    try:
        return len(os.listdir("/proc/self/task")) == 1  # noqa: PTH208 - only their number is asked for
    except OSError:
        return False


_worker: Worker | None = None


def _share(worker: Worker | None) -> None:
    global _worker  # noqa: PLW0603 - a copy finds it here
    _worker = worker


def _start(job: Job) -> None:
    # The process that reads is told to stop as well, and ends this one; half a result would let it wait for the rest.
    for number in _STOPS:
        signal.signal(number, signal.SIG_IGN)
    if sys.platform != "win32":
        signal.pthread_sigmask(signal.SIG_UNBLOCK, _STOPS)
    end_with_parent()
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
