"""Which fields are filled, counted against the objects that could have them."""

from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ocds_sv.checks.fields import Fields, rate
from ocds_sv.checks.rule import Context
from ocds_sv.checks.walk import Walk
from ocds_sv.standard import Standard

STANDARD = Standard.load(())

RELEASES: list[dict[str, Any]] = [
    {"ocid": "1", "buyer": {"id": "B"}, "tender": {"value": {"amount": 1}}},
    {"ocid": "2", "buyer": {"name": "B"}, "tender": {"title": ""}, "awards": [{"id": "1", "suppliers": []}]},
    {"ocid": "3", "awards": [{"id": "1", "suppliers": [{"id": "S"}, {"name": "T"}]}, {"id": None}]},
]


def counted(releases: list[dict[str, Any]]) -> Fields:
    fields = Fields()
    walk = Walk(STANDARD, fields=fields)
    for release in releases:
        walk.release(release, Context(release, date(2026, 1, 1)))
    return fields


@pytest.mark.parametrize(
    ("path", "filled", "objects"),
    [
        ("ocid", 3, 3),
        ("buyer/id", 1, 3),
        ("tender/value/amount", 1, 2),
        ("tender/title", 0, 2),
        ("awards/id", 2, 3),
        ("awards/suppliers/id", 1, 2),
        ("awards/items/id", 0, 3),
        ("contracts/id", 0, 0),
        ("contracts/implementation/transactions/id", 0, 0),
        ("nothing", 0, 3),
    ],
)
def test_a_field_is_counted_against_the_nearest_list_or_stage_that_could_have_it(
    path: str, filled: int, objects: int
) -> None:
    found = counted(RELEASES).at(path)

    assert (found.filled, found.objects) == (filled, objects)


def test_the_table_says_the_same_as_each_question() -> None:
    fields = counted(RELEASES)

    for one in fields.coverage():
        assert fields.at(one.path) == one


def test_names_of_fields_cannot_fill_the_memory_nor_show_a_personal_number(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("ocds_sv.checks.fields.MOST", 5)
    fields = counted([{f"own{number}": 1} for number in range(100)])
    assert len(fields.filled()) == 5

    assert "811228" not in str(counted([{"811228-9874": {"a/b": 1}}]).filled())


_json = st.recursive(
    st.none() | st.just("") | st.text("ab", max_size=2) | st.integers(0, 3),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from("abc"), inner, max_size=3),
    max_leaves=12,
)
_releases = st.lists(st.dictionaries(st.sampled_from(["awards", "tender", "a"]), _json, max_size=3), max_size=6)


@pytest.mark.hypothesis
@given(_releases, _releases)
def test_counts_of_two_halves_merged_are_those_of_the_whole(first: list[Any], second: list[Any]) -> None:
    whole, left = counted([*first, *second]), counted(first)
    left.merge(counted(second))

    assert list(left.coverage()) == list(whole.coverage())
    assert all(0 < one.filled <= one.objects for one in whole.coverage() if one.objects)


@pytest.mark.parametrize(
    ("part", "whole", "text"), [(412, 57_183, "0.0072"), (1, 1, "1"), (0, 5, "0"), (1, 0, ""), (1000, 1, "1000")]
)
def test_a_rate_is_a_short_decimal_text(part: int, whole: int, text: str) -> None:
    assert rate(part, whole) == text
