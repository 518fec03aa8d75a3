import copy
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from ocds_sv.mapping.combine import combine
from ocds_sv.standard import Standard

AWARD = Standard.load(["lots"]).node("awards").items
assert AWARD is not None

REFERENCES = st.fixed_dictionaries({"id": st.sampled_from("pq")}, optional={"name": st.sampled_from("NM")})
AWARDS = st.fixed_dictionaries(
    {"title": st.sampled_from("tu")},
    optional={
        "id": st.sampled_from("abc"),
        "value": st.fixed_dictionaries({}, optional={"amount": st.integers(0, 2), "currency": st.just("SEK")}),
        "suppliers": st.lists(REFERENCES, min_size=1, max_size=3),
        "relatedLots": st.lists(st.sampled_from("xyz"), min_size=1, max_size=3),
    },
)


def combined(items: list[dict[str, Any]]) -> tuple[list[dict[str, Any]], list[str]]:
    told: list[str] = []
    return combine(items, AWARD, told.append), told


@given(items=st.lists(AWARDS, max_size=6))
def test_each_id_occurs_once_in_the_order_of_first_occurrence(items: list[dict[str, Any]]) -> None:
    result, _ = combined(items)

    assert [item["id"] for item in result if "id" in item] == list(
        dict.fromkeys(item["id"] for item in items if "id" in item)
    )
    assert [item for item in result if "id" not in item] == [item for item in items if "id" not in item]


@given(items=st.lists(AWARDS, max_size=6))
def test_the_items_stay_as_they_are(items: list[dict[str, Any]]) -> None:
    before = copy.deepcopy(items)

    combined(items)

    assert items == before


@given(items=st.lists(AWARDS, max_size=6))
def test_combining_again_changes_nothing(items: list[dict[str, Any]]) -> None:
    once, _ = combined(items)

    assert combined(once)[0] == once


def test_the_first_value_holds_and_the_difference_is_told() -> None:
    first = {"id": "a", "title": "t", "value": {"amount": 1}, "suppliers": [{"id": "p"}]}
    other = {
        "id": "a",
        "title": "u",
        "value": {"amount": 2, "currency": "SEK"},
        "suppliers": [{"id": "p", "name": "N"}],
    }

    result, told = combined([first, other])

    assert result == [
        {"id": "a", "title": "t", "value": {"amount": 1, "currency": "SEK"}, "suppliers": [{"id": "p", "name": "N"}]}
    ]
    assert told == ["awards/title", "awards/value/amount"]
