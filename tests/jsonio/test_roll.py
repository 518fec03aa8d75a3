"""Bytes that may be too many for memory come back as they were, and leave nothing behind."""

import os
import signal
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ocds_sv.errors import OutputError
from ocds_sv.jsonio import roll as module
from ocds_sv.jsonio.roll import IN_MEMORY, Roll

ROOT = Path(__file__).resolve().parents[2]
PARTS = st.lists(st.binary(max_size=20), max_size=30)


@given(PARTS, st.integers(0, 60), st.integers(1, 70))
def test_bytes_come_back_in_their_order_from_memory_and_from_disk(parts: list[bytes], bound: int, piece: int) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(module, "IN_MEMORY", bound)
        roll = Roll()
        for at, part in enumerate(parts):
            roll.add(part)
            assert b"".join(roll.pieces(piece)) == b"".join(parts[: at + 1])
        whole = b"".join(parts)

        assert roll.size == len(whole)
        assert [roll.read(at, piece) for at in range(len(whole) + 2)] == [
            whole[at : at + piece] for at in range(len(whole) + 2)
        ]


@given(PARTS, PARTS, st.integers(0, 60))
def test_one_takes_what_another_has(first: list[bytes], second: list[bytes], bound: int) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(module, "IN_MEMORY", bound)
        one, other = Roll(), Roll()
        for roll, parts in ((one, first), (other, second)):
            for part in parts:
                roll.add(part)
        one.take(other)
        one.add(b"end")

        assert b"".join(one.pieces()) == b"".join([*first, *second, b"end"])
        assert b"".join(other.pieces()) == b"".join(second)


def test_a_full_disk_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    def full(**_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(module.tempfile, "TemporaryFile", full)
    roll = Roll()
    roll.add(b"x" * IN_MEMORY)
    with pytest.raises(OutputError) as caught:
        roll.add(b"x")

    assert caught.value.exit_code == 4
    assert tempfile.gettempdir() in str(caught.value)


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="there is no disk here that is always full")
def test_a_disk_that_fills_up_is_told_once(monkeypatch: pytest.MonkeyPatch) -> None:
    full = Path("/dev/full")
    monkeypatch.setattr(module.tempfile, "TemporaryFile", lambda **_: full.open("r+b", buffering=0))
    roll = Roll()
    with pytest.raises(OutputError):
        roll.add(b"x" * (IN_MEMORY + 1))
    # Nothing is left that would be written, and told of again, when it goes.
    del roll


def test_a_file_is_closed_with_its_roll(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    file = (tmp_path / "file").open("w+b", buffering=0)
    monkeypatch.setattr(module.tempfile, "TemporaryFile", lambda **_: file)
    roll = Roll()
    roll.add(b"x" * (IN_MEMORY + 1))
    assert not file.closed

    del roll

    assert file.closed


@pytest.mark.skipif(os.name == "nt", reason="needs a signal that cannot be caught")
def test_a_killed_run_leaves_no_file(tmp_path: Path) -> None:
    program = (
        "import os, signal\n"
        "from ocds_sv.jsonio.roll import IN_MEMORY, Roll\n"
        "roll = Roll()\n"
        "roll.add(b'x' * (IN_MEMORY + 1))\n"
        "assert roll._file is not None\n"
        "os.kill(os.getpid(), signal.SIGKILL)\n"
    )
    environment = {**os.environ, "TMPDIR": str(tmp_path), "PYTHONPATH": str(ROOT)}

    done = subprocess.run([sys.executable, "-c", program], env=environment, check=False)

    assert done.returncode == -signal.SIGKILL
    assert list(tmp_path.iterdir()) == []
