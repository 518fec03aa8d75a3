"""Texts as eight bytes: the same in every process, and put together as if noted by one."""

import subprocess
import sys

from hypothesis import given
from hypothesis import strategies as st

from ocds_sv.checks.dataset.digests import Notes, digest, fresh


def test_a_digest_is_the_same_in_every_process() -> None:
    code = "from ocds_sv.checks.dataset.digests import fresh; print(fresh('å', 'b'))"
    found = {
        subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout.strip()
        for _ in range(2)
    }

    assert found == {str(fresh("å", "b"))}
    assert fresh("a", "b") != fresh("ab") == digest("ab")


@given(st.lists(st.tuples(st.integers(0, 3), st.text(max_size=4))), st.integers(0, 20))
def test_notes_merged_are_notes_taken_in_one_go(rows: list[tuple[int, str]], cut: int) -> None:
    whole, first, second = Notes(), Notes(), Notes()
    for number, text in rows:
        whole.add(number, text)
    for notes, part in ((first, rows[:cut]), (second, rows[cut:])):
        for number, text in part:
            notes.add(number, text)
    first.merge(second)

    assert [first.text(at) for at in range(len(first))] == [text for _, text in rows]
    assert list(first.groups()) == list(whole.groups())


@given(st.lists(st.integers(0, 5)))
def test_groups_are_what_shares_a_digest(numbers: list[int]) -> None:
    notes = Notes()
    for number in numbers:
        notes.add(number, "")

    expected = [[at for at, one in enumerate(numbers) if one == number] for number in set(numbers)]
    assert list(notes.groups()) == sorted(group for group in expected if len(group) > 1)
