"""Lines that may be too many for memory come back as they were, and leave nothing behind."""

import os
import signal
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ocds_sv.errors import OutputError
from ocds_sv.jsonio import spool as module
from ocds_sv.jsonio.spool import Spool

ROOT = Path(__file__).resolve().parents[2]
LINES = st.lists(st.binary(max_size=40).map(lambda line: line.replace(b"\n", b"")), max_size=30)


@given(lines=LINES, bound=st.integers(0, 200))
def test_lines_come_back_in_their_order_from_memory_and_from_disk(lines, bound):
    with pytest.MonkeyPatch.context() as patched, closing(Spool()) as spool:
        patched.setattr(module, "IN_MEMORY", bound)
        for line in lines:
            spool.add(line)

        assert list(spool.lines()) == lines
        assert b"".join(spool.joined()) == b",".join(lines)
        assert spool.count == len(lines)


@pytest.mark.parametrize("piece", [1, 2, 3, 1000])
def test_commas_stand_between_lines_wherever_the_pieces_are_cut(monkeypatch, piece):
    monkeypatch.setattr(module, "_PIECE", piece)
    with closing(Spool()) as spool:
        for line in (b"[1]", b"", b"[2,3]"):
            spool.add(line)

        assert b"".join(spool.joined()) == b"[1],,[2,3]"


def test_what_one_saves_another_adds_to_its_own(tmp_path):
    with closing(Spool()) as one, closing(Spool()) as other:
        one.add(b"first")
        other.add(b"second")
        other.add(b"third")
        other.save(tmp_path / "kept")
        one.load(tmp_path / "kept")
        one.add(b"fourth")

        assert list(one.lines()) == [b"first", b"second", b"third", b"fourth"]


def test_a_full_disk_is_told(monkeypatch):
    def full():
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(module, "IN_MEMORY", 10)
    monkeypatch.setattr(module.tempfile, "TemporaryFile", full)
    with closing(Spool()) as spool, pytest.raises(OutputError) as caught:
        spool.add(b"x" * 20)

    assert caught.value.exit_code == 4


@pytest.mark.skipif(os.name == "nt", reason="needs a signal that cannot be caught")
def test_a_killed_run_leaves_no_file(tmp_path):
    program = (
        "import os, signal\n"
        "from ocds_sv.jsonio.spool import IN_MEMORY, Spool\n"
        "spool = Spool()\n"
        "spool.add(b'x' * (IN_MEMORY + 1))\n"
        "assert spool._on_disk\n"
        "os.kill(os.getpid(), signal.SIGKILL)\n"
    )
    environment = {**os.environ, "TMPDIR": str(tmp_path), "PYTHONPATH": str(ROOT)}

    done = subprocess.run([sys.executable, "-c", program], env=environment, check=False)

    assert done.returncode == -signal.SIGKILL
    assert list(tmp_path.iterdir()) == []
