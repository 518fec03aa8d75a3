"""Shares of codes, buyers and missing fields."""

from collections import Counter
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ocds_sv.checks.dataset import shares as module
from ocds_sv.checks.dataset.shares import Buyers, Everywhere, Missing, Rare, Shares, often, one_dominates, seen_once
from ocds_sv.checks.rule import Context

NOBODY = Context({"ocid": "ocds-a1b2c3-1"}, date(2026, 1, 1))


def shares(*, judge: Shares, **counts: int) -> Shares:
    for code, count in counts.items():
        for _ in range(count):
            judge.add(code, NOBODY)
    return judge


@pytest.mark.parametrize(
    ("counts", "state"),
    [
        ({"active": 999}, "skipped"),
        ({}, "na"),
        ({"active": 1000}, "fail"),
        ({"active": 990, "cancelled": 10}, "pass"),
        ({"active": 991, "cancelled": 9}, "fail"),
        ({"active": 1, "cancelled": 999}, "pass"),
        ({"cancelled": 1000}, "fail"),
    ],
)
def test_a_code_is_to_make_up_between_a_thousandth_and_99_hundredths(counts: dict[str, int], state: str) -> None:
    assert shares(judge=Shares(("active",)), **counts).outcome().state == state


def test_codes_beyond_the_first_thousand_are_counted_together() -> None:
    judge = Shares()
    for number in range(5000):
        judge.add(str(number), NOBODY)

    assert len(judge.counts) <= 1001
    assert judge.outcome().checked == 5000


def test_a_code_with_a_personal_number_is_masked() -> None:
    outcome = shares(judge=Rare(), **{"SEK": 2000, "811228-9874": 1}).outcome()

    assert outcome.state == "fail"
    assert "811228" not in str(outcome.facts)


@pytest.mark.parametrize(("once", "others", "found"), [(5, 5, 5), (4, 6, 0), (0, 3, 0)])
def test_half_of_the_buyers_may_not_occur_once(once: int, others: int, found: int) -> None:
    counts = [1] * once + [7] * others

    assert seen_once(often(counts)) == found


@pytest.mark.parametrize(("top", "others", "found"), [(50, 50, 50), (49, 51, 0), (1, 99, 1), (2, 98, 0)])
def test_the_most_common_buyer_is_to_have_between_a_hundredth_and_half(top: int, others: int, found: int) -> None:
    assert one_dominates(often([1] * others + [top])) == found


@given(st.lists(st.integers(0, 9)), st.integers(0, 40), st.integers(1, 4))
def test_buyers_are_counted_the_same_in_memory_and_on_disk(buyers: list[int], cut: int, many: int) -> None:
    def counted(those: list[int]) -> Buyers:
        judge = Buyers(lambda found: found.top, least=1)
        for buyer in those:
            judge.add(str(buyer), NOBODY)
        return judge

    expected = often(Counter(buyers).values())
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(module, "MANY", many)
        merged = counted(buyers[:cut])
        merged.merge(counted(buyers[cut:]))
        for judge in (counted(buyers), merged):
            outcome = judge.outcome()
            assert (outcome.checked, outcome.failed) == (expected.total, expected.top)
            assert outcome.facts.get("buyers", 0) == expected.buyers


def test_one_exception_is_enough_and_processes_are_named() -> None:
    judge = Everywhere(least=3)
    for so in (True, True, True):
        judge.add(so, NOBODY)
    assert judge.outcome().ocids[0] == "ocds-a1b2c3-1"

    exception = False
    judge.add(exception, NOBODY)

    assert judge.outcome().state == "pass"


def test_the_field_that_is_missing_most_is_told() -> None:
    judge = Missing(least=1)
    for combination in ((("a", True), ("b", True)), (("a", False), ("b", True))):
        judge.add(combination, NOBODY)

    assert judge.outcome().facts["field"] == "b"
