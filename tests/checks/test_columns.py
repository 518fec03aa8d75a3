"""Objects side by side: what is seen of many lists at once is what is seen of each."""

from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from ocds_sv.checks.columns import Column, Items

ITEMS = st.dictionaries(st.just("id"), st.sampled_from(["1", "2", "3", 1, None, ""])) | st.sampled_from(["1", 1, None])


@given(st.lists(st.lists(ITEMS, max_size=4), min_size=1, max_size=6))
def test_items_are_told_apart_by_texts_that_differ_in_each_list(lists: list[list[Any]]) -> None:
    items = Items(Column(lists, range(len(lists))))

    def apart(those: list[Any]) -> bool:
        ids = [one.get("id") if isinstance(one, dict) else None for one in those]
        return all(isinstance(one, str) for one in ids) and len(set(ids)) == len(ids)

    assert items.told_apart is (any(lists) and all(map(apart, lists)))
