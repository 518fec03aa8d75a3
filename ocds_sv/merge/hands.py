"""
Another process that does one thing after the other, and keeps what it has between them.

It is a copy of this process where that is safe, and has then all modules at once; otherwise a fresh interpreter.
"""

from __future__ import annotations

import signal
from collections.abc import Callable
from concurrent.futures import BrokenExecutor, Executor, Future, ProcessPoolExecutor, ThreadPoolExecutor
from multiprocessing import get_context
from multiprocessing.connection import Connection
from types import TracebackType
from typing import Any

from ocds_sv.workers import end, end_with_parent, heed_parent_alone, may_copy, unstopped


def hand(start: Callable[..., None], *given: object) -> Executor:
    """
    Another process, which calls ``start`` first; it works when something is submitted to it.

    Several are to be had before anything is submitted to the first: that makes threads.
    """
    if may_copy():
        return Copy(start, given)
    return Fresh(start, given)


class Fresh(Executor):
    """A fresh interpreter."""

    def __init__(self, start: Callable[..., None], given: tuple[object, ...]) -> None:
        """Have it, as soon as something is submitted."""
        self._pool = ProcessPoolExecutor(1, get_context("spawn"), _begin, (start, given))

    def submit(self, function: Callable[..., Any], /, *given: Any, **named: Any) -> Future[Any]:  # noqa: ANN401
        """Have it call ``function``; both travel pickled."""
        with unstopped():
            return self._pool.submit(function, *given, **named)

    def shutdown(self, wait: bool = True, *, cancel_futures: bool = False) -> None:
        """End it and wait for that; what it has not done by then is not done, unless nothing is to be cancelled."""
        assert wait
        end(self._pool, at_once=cancel_futures)


def _begin(start: Callable[..., None], given: tuple[object, ...]) -> None:
    heed_parent_alone()
    start(*given)


class Copy(Executor):
    """
    A copy of this process.

    What is submitted is sent by one thread and answered to another: neither side ever waits for the other to read.
    """

    def __init__(self, start: Callable[..., None], given: tuple[object, ...]) -> None:
        """Have it."""
        context = get_context("fork")
        self._here, there = context.Pipe()
        self._process = context.Process(target=_serve, args=(there, start, given), daemon=True)
        self._process.start()
        there.close()
        self._sending = ThreadPoolExecutor(1)
        self._receiving = ThreadPoolExecutor(1)

    def submit(self, function: Callable[..., Any], /, *given: Any, **named: Any) -> Future[Any]:  # noqa: ANN401
        """Have it call ``function``; both travel pickled."""
        sent = self._sending.submit(self._send, (function, given, named))
        return self._receiving.submit(self._answer, sent)

    def _send(self, asked: object) -> bool:
        try:
            self._here.send(asked)
        except ConnectionError:
            # The error is kept by nobody: Python 3.13 complains when what was being sent is collected with its frames.
            return False
        return True

    def _answer(self, sent: Future[bool]) -> Any:  # noqa: ANN401 - whatever the function gives
        gone = not sent.result()
        try:
            error, value = (None, None) if gone else self._here.recv()
        except (EOFError, ConnectionError):
            gone = True
        if gone:
            raise BrokenExecutor("another process of the run ended too soon")
        if error is not None:
            raise error
        return value

    def shutdown(self, wait: bool = True, *, cancel_futures: bool = False) -> None:
        """End it; what it has not done by then is not done, unless ``wait`` waits for it."""
        if wait and not cancel_futures:
            self._receiving.shutdown()
        self._process.kill()
        self._sending.shutdown(wait, cancel_futures=True)
        self._receiving.shutdown(wait, cancel_futures=True)
        if wait:
            self._process.join()
            self._here.close()


def _serve(there: Connection, start: Callable[..., None], given: tuple[object, ...]) -> None:
    # What this process does on a signal is not for a copy to do.
    signal.signal(signal.SIGINT, signal.SIG_DFL)
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    end_with_parent()
    begun = _Told()
    with begun:
        start(*given)
    while True:
        try:
            function, args, named = there.recv()
        except (EOFError, ConnectionError):
            return
        value, told = None, begun if begun.error is not None else _Told()
        if told is not begun:
            with told:
                value = function(*args, **named)
        there.send((told.error, value))


class _Told:
    """A block whose failure is for the one who asked for it, as that of a future is; a thread of its own costs more."""

    error: Exception | None = None

    def __enter__(self) -> None:
        return

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> bool:
        if isinstance(error, Exception):
            self.error = error.with_traceback(None)
        return self.error is not None
