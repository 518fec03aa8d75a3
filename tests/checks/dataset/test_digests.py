"""Texts as eight bytes: the same in every process, and put together as if noted by one."""

import subprocess
import sys

from hypothesis import given
from hypothesis import strategies as st

from ocds_sv.checks.dataset.digests import SIZE, Notes, digest, fresh, place_of


def test_a_digest_is_the_same_in_every_process() -> None:
    code = "from ocds_sv.checks.dataset.digests import fresh; print(fresh('åb').hex())"
    found = {
        subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout.strip()
        for _ in range(2)
    }

    assert found == {fresh("åb").hex()}
    assert fresh("a\0b") != fresh("ab") == digest("ab")
    assert len(digest("ab")) == SIZE


@given(st.lists(st.tuples(st.binary(min_size=2, max_size=2), st.text(max_size=4))), st.integers(0, 20))
def test_notes_merged_are_notes_taken_in_one_go(rows: list[tuple[bytes, str]], cut: int) -> None:
    whole, first, second = Notes(2), Notes(2), Notes(2)
    whole.extend([row for row, _ in rows], [text for _, text in rows])
    for notes, part in ((first, rows[:cut]), (second, rows[cut:])):
        for row, text in part:
            notes.extend((row,), (text,))
    first.merge(second)

    assert len(first) == len(rows)
    assert list(first.texts(range(len(rows)))) == [text for _, text in rows]
    assert list(first.placed()) == list(whole.placed())
    assert [(row[:2], place_of(row)) for row in first.placed()] == [(row, at) for at, (row, _) in enumerate(rows)]
