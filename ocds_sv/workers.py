"""Worker processes: how one begins, and that it ends with the process that started it."""

from __future__ import annotations

import os
import signal
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from ocds_sv.errors import WorkerError

if TYPE_CHECKING:
    from concurrent.futures import ProcessPoolExecutor
    from multiprocessing.process import BaseProcess

STOPS = (signal.SIGINT, signal.SIGTERM)
"""What tells a run to stop; a terminal tells all its processes at once."""

_THREADS = "/proc/self/task"
"""Linux: the threads of this process, Python's and others."""


def may_copy() -> bool:
    """
    Whether a process may begin as a copy of this one, with all that is loaded.

    Only on Linux, and only where no other thread runs, not even one that Python does not know of: the copy would
    inherit its locks, and nobody to unlock them. It leaves open files and databases alone and ends without closing
    them.
    """
    if sys.platform != "linux":
        return False
    try:
        return len(os.listdir(_THREADS)) == 1  # noqa: PTH208 - only their number is asked for
    except OSError:
        return False


@contextmanager
def unstopped() -> Iterator[None]:
    """A block in which nobody is told to stop: a process just begun would stop before it knows how it is to."""
    if sys.platform == "win32":
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, STOPS)
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


@contextmanager
def none_lost() -> Iterator[None]:
    """
    A block in which other processes work.

    Raises:
        WorkerError: one of them is gone before its work is done.
    """
    from concurrent.futures import BrokenExecutor  # noqa: PLC0415 - whoever works alone can do without

    try:
        yield
    except BrokenExecutor:
        raise WorkerError from None


def end(pool: ProcessPoolExecutor, *, at_once: bool) -> None:
    """
    End the processes of a pool: when they have done what they are at, or at once.

    A pool that has lost a process asks the others to end, and since Python 3.12 waits until they have: those that heed
    their parent alone never would.
    """
    if at_once:
        # Public from Python 3.14 on, as kill_workers.
        for process in list((pool._processes or {}).values()):  # noqa: SLF001
            process.kill()
        results: Any = pool._result_queue  # noqa: SLF001
        if results is not None:
            # Half an answer ends here: as long as somebody could write, its reader would wait for the rest.
            results._writer.close()  # noqa: SLF001
    pool.shutdown(cancel_futures=True)


def heed_parent_alone() -> None:
    """
    Let this process, which another has started, end when the other does, and for no other reason.

    The other is told to stop as well, and ends this one; half a result would let it wait for the rest.
    """
    for number in STOPS:
        signal.signal(number, signal.SIG_IGN)
    if sys.platform != "win32":
        signal.pthread_sigmask(signal.SIG_UNBLOCK, STOPS)
    end_with_parent()


def end_with_parent() -> None:
    """
    Let this process, which another has started, end when the other does, also when it was killed.

    A pool's processes would wait for work without end.
    """
    from multiprocessing import parent_process  # noqa: PLC0415 - there it is loaded already

    parent = parent_process()
    if parent is not None:
        threading.Thread(target=_end_after, args=(parent,), daemon=True).start()


def _end_after(parent: BaseProcess) -> None:
    parent.join()
    os._exit(1)
