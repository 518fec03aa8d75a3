"""A process begins as a copy of this one only where that is safe."""

import signal
import sys
import threading
from pathlib import Path

import pytest

from ocds_sv import workers


def test_no_process_is_copied_while_another_thread_runs(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(workers.sys, "platform", "linux")
    monkeypatch.setattr(workers.os, "listdir", lambda _: ["1", "2"])
    assert not workers.may_copy()
    monkeypatch.setattr(workers.os, "listdir", lambda _: ["1"])
    assert workers.may_copy()
    monkeypatch.setattr(workers.sys, "platform", "darwin")
    assert not workers.may_copy()


@pytest.mark.skipif(not Path("/proc/self/task").exists(), reason="the system does not show its threads as files")
def test_a_thread_that_runs_is_seen() -> None:
    done = threading.Event()
    other = threading.Thread(target=done.wait)
    other.start()
    try:
        assert not workers.may_copy()
    finally:
        done.set()
        other.join()


@pytest.mark.skipif(sys.platform == "win32", reason="there is no such mask")
def test_nobody_is_told_to_stop_in_between_and_afterwards_as_before() -> None:
    before = signal.pthread_sigmask(signal.SIG_BLOCK, [])

    with workers.unstopped():
        assert signal.pthread_sigmask(signal.SIG_BLOCK, []) == before | set(workers.STOPS)

    assert signal.pthread_sigmask(signal.SIG_BLOCK, []) == before
