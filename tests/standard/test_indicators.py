"""The indicators name fields that exist, and say what is possible and what is missing."""

import json
import re
from pathlib import Path

import pytest

from ocds_sv.standard import Standard
from ocds_sv.standard.indicators import GROUPS, indicators, next_fields, possible, with_parents

OFFICIAL = Path(__file__).resolve().parents[3] / "shared" / "data" / "tables" / "assessment_indicators.json"


def test_every_field_exists_with_the_extensions_that_bring_it() -> None:
    standard = Standard.load(Standard.known_extensions())

    for one in indicators():
        for need in one.needs:
            for path in need:
                assert standard.node(path).path == path


def test_there_are_71_each_with_a_group_and_two_titles() -> None:
    assert [one.id for one in indicators()] == [f"U{number:03}" for number in range(1, 72)]
    assert {one.group for one in indicators()} == set(GROUPS)
    for lang in ("sv", "en"):
        titles = [one.title(lang) for one in indicators()]
        assert len(set(titles)) == 71
        assert all(re.fullmatch(r"[A-ZÅÄÖ][^.]{5,70}", title) for title in titles)


def test_all_fields_make_all_possible_and_none_nothing() -> None:
    everything = with_parents(path for one in indicators() for need in one.needs for path in need)

    assert possible(everything) == list(indicators())
    assert possible(set()) == []
    assert next_fields(everything) == []


def test_one_of_several_fields_is_enough() -> None:
    (single_bids,) = (one for one in indicators() if one.id == "U015")

    assert single_bids.missing({"ocid", "tender/procurementMethod", "bids/details/tenderers/id"}) == []
    assert single_bids.missing({"ocid", "tender/procurementMethod"}) == [
        frozenset(
            {
                "tender/numberOfTenderers",
                "tender/tenderers/id",
                "bids/details/tenderers/id",
                "bids/statistics/value",
            }
        )
    ]


def test_the_next_field_is_the_one_that_unlocks_most() -> None:
    filled = {"ocid", "awards/id", "awards/suppliers/id", "awards/suppliers/name", "awards/status"}
    best, count = next_fields(filled, 1)[0]

    assert len(possible({*filled, best})) == len(possible(filled)) + count
    assert all(len(possible({*filled, other})) <= len(possible({*filled, best})) for other in ("date", "tender/status"))


@pytest.mark.skipif(not OFFICIAL.is_file(), reason="the official list is not beside the checkout")
def test_each_needs_at_least_one_of_what_the_official_list_names() -> None:
    official = {one["id"]: one["fields"] for one in json.loads(OFFICIAL.read_text(encoding="utf-8"))["usability"]}

    for one in indicators():
        assert len(one.needs) == len(official[one.id])
        assert all(field in need for field, need in zip(official[one.id], one.needs, strict=True))
