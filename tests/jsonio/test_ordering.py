"""Rows come out in their order, whether they were sorted at once, in runs, or in runs of runs."""

from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ocds_sv.jsonio import ordering, roll
from ocds_sv.jsonio.ordering import in_order, rows_of
from ocds_sv.jsonio.roll import Roll

ROWS = st.lists(st.binary(min_size=3, max_size=3) | st.sampled_from([b"aaa", b"aab"]), max_size=80)


@given(ROWS, st.integers(1, 20), st.integers(1, 20), st.integers(2, 5), st.integers(0, 40))
def test_rows_come_in_their_order(rows: list[bytes], run: int, at_once: int, fan: int, in_memory: int) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(ordering, "RUN", run)
        patch.setattr(ordering, "AT_ONCE", at_once)
        patch.setattr(ordering, "FAN", fan)
        patch.setattr(roll, "IN_MEMORY", in_memory)

        assert list(in_order(iter(rows), 3)) == sorted(rows)


def test_all_rows_are_read_before_the_first_is_given_and_few_are_held() -> None:
    seen = 0

    def rows() -> Iterator[bytes]:
        nonlocal seen
        for number in range(3 * ordering.RUN + 5):
            seen += 1
            yield (number * 7919 % 65_536).to_bytes(4, "big")

    ordered = in_order(rows(), 4)

    assert next(ordered) == bytes(4)
    assert seen == 3 * ordering.RUN + 5
    assert sum(1 for _ in ordered) == seen - 1


@given(ROWS, st.integers(0, 40), st.integers(1, 20))
def test_a_roll_is_read_by_rows(rows: list[bytes], in_memory: int, piece: int) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(roll, "IN_MEMORY", in_memory)
        patch.setattr(ordering, "PIECE", piece)
        filled = Roll()
        for row in rows:
            filled.add(row)

        assert list(rows_of(filled, 3)) == rows
