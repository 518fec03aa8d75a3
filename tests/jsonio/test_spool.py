"""Lines that may be too many for memory come back as they were."""

from contextlib import closing

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ocds_sv.jsonio import roll
from ocds_sv.jsonio import spool as module
from ocds_sv.jsonio.spool import Spool

LINES = st.lists(st.binary(max_size=40).map(lambda line: line.replace(b"\n", b"")), max_size=30)


@given(lines=LINES, bound=st.integers(0, 200), piece=st.integers(1, 100))
def test_lines_come_back_in_their_order_from_memory_and_from_disk(lines, bound, piece):
    with pytest.MonkeyPatch.context() as patched, closing(Spool()) as spool:
        patched.setattr(roll, "IN_MEMORY", bound)
        patched.setattr(module, "PIECE", piece)
        for line in lines:
            spool.add(line)

        assert list(spool.lines()) == lines
        assert b"".join(spool.joined()) == b",".join(lines)
        assert spool.count == len(lines)


@pytest.mark.parametrize("piece", [1, 2, 3, 1000])
def test_commas_stand_between_lines_wherever_the_pieces_are_cut(monkeypatch, piece):
    monkeypatch.setattr(module, "PIECE", piece)
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


def test_its_file_is_closed_with_it(monkeypatch, tmp_path):
    file = (tmp_path / "file").open("w+b", buffering=0)
    monkeypatch.setattr(roll, "IN_MEMORY", 10)
    monkeypatch.setattr(roll.tempfile, "TemporaryFile", lambda **_: file)
    with closing(Spool()) as spool:
        spool.add(b"x" * 20)
        assert not file.closed

    assert file.closed
