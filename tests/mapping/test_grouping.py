from collections.abc import Iterable
from itertools import groupby

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ocds_sv.errors import InputBroken
from ocds_sv.mapping.grouping import IN_MEMORY, Row, grouped

KEYS = st.lists(st.one_of(st.none(), st.text("abå", max_size=2)), max_size=30)


def rows(keys: Iterable[str | None]) -> list[Row]:
    return [(number, [key, f"cell {number}"]) for number, key in enumerate(keys, 2)]


def key(_: int, cells: list[str | None]) -> str | None:
    return cells[0]


@given(keys=KEYS, limit=st.integers(1, 7))
def test_what_spills_to_disk_is_grouped_as_in_memory(keys: list[str | None], limit: int) -> None:
    assert list(grouped(rows(keys), key, limit)) == list(grouped(rows(keys), key, IN_MEMORY))


@given(data=st.data(), keys=KEYS, limit=st.integers(1, 40))
def test_a_file_sorted_otherwise_gives_the_same_groups(data: st.DataObject, keys: list[str], limit: int) -> None:
    cells = [cells for _, cells in rows(keys)]
    shuffled = data.draw(st.permutations(cells))

    assert contents(shuffled, limit) == contents(cells, limit)


def contents(cells: list[list[str | None]], limit: int) -> list[list[list[str | None]]]:
    """The groups without row numbers; those without a key in an order of their own."""
    groups = [sorted(row for _, row in group) for group in grouped(list(enumerate(cells, 2)), key, limit)]
    return sorted(groups, key=lambda group: (group[0][0] is None, str(group[0][0]), str(group)))


@given(keys=KEYS, limit=st.integers(1, 40))
def test_each_row_is_in_one_group_and_keyless_rows_stand_alone_at_the_end(keys: list[str], limit: int) -> None:
    groups = list(grouped(rows(keys), key, limit))

    assert sorted(row for group in groups for row in group) == rows(keys)
    found = [group[0][1][0] for group in groups]
    with_key = [name for name in found if name is not None]
    assert found == with_key + [None] * keys.count(None)
    assert with_key == [name for name, _ in groupby(sorted(name for name in keys if name is not None))]
    assert all(len(group) == 1 for group in groups if group[0][1][0] is None)


@given(keys=KEYS, limit=st.integers(1, 7))
def test_what_came_before_an_input_broke_off_is_grouped(keys: list[str | None], limit: int) -> None:
    def broken() -> Iterable[Row]:
        yield from rows(keys)
        raise InputBroken(place="a.csv", reason="cut", reason_sv="avhuggen")

    groups: list[list[Row]] = []
    with pytest.raises(InputBroken):
        groups.extend(grouped(broken(), key, limit))

    assert groups == list(grouped(rows(keys), key, limit))


def test_a_fault_of_the_input_comes_through() -> None:
    def broken() -> Iterable[Row]:
        yield from rows(["a", "b", "c"])
        raise LookupError

    with pytest.raises(LookupError):
        list(grouped(broken(), key, 2))
