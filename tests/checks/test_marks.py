"""Fingerprints in bounded memory: exact while they fit, an honest estimate when they do not."""

from hashlib import blake2s

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ocds_sv.checks import marks
from ocds_sv.checks.marks import Marks


def mark(number: int) -> str:
    return blake2s(str(number).encode(), digest_size=8).hexdigest()


def met(*numbers: int) -> Marks:
    found = Marks()
    for number in numbers:
        found.add(mark(number))
    return found


def test_complete_lists_tell_exactly_what_is_new_and_what_is_gone() -> None:
    change = met(2, 3, 4, 4).since(met(1, 2))

    assert (change.new, change.persisting, change.fixed, change.exact) == (2, 1, 1, True)


def test_too_many_are_estimated_and_it_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(marks, "LIMIT", 500)
    before, now = met(*range(10_000)), met(*range(5_000, 15_000))

    change = now.since(before)

    assert not change.exact
    assert not now.complete
    assert len(now.sorted()) == 500
    for estimate in (change.new, change.persisting, change.fixed):
        assert 4_000 < estimate < 6_000


def test_what_is_known_of_one_mark(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(marks, "LIMIT", 2)
    found = Marks()
    for number in (1, 5, 9):
        found.add(f"{number:016x}")

    assert [found.knows(f"{number:016x}") for number in (1, 3, 5, 9)] == [True, False, True, None]


@pytest.mark.hypothesis
@given(st.lists(st.integers(0, 200)), st.lists(st.integers(0, 200)), st.integers(1, 50))
def test_two_halves_merged_are_what_one_would_have_met(first: list[int], second: list[int], limit: int) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(marks, "LIMIT", limit)
        whole, left = met(*first, *second), met(*first)
        left.merge(met(*second))

        assert left.sorted() == whole.sorted() == sorted({mark(number) for number in (*first, *second)})[:limit]
        assert left.complete is whole.complete is (len({*first, *second}) <= limit)
        again = Marks(whole.sorted(), complete=whole.complete)
        assert again.sorted() == whole.sorted()
