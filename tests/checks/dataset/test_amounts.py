"""Amounts over all the data: the largest hundredth, and the ones that repeat."""

from collections import Counter
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ocds_sv.checks.dataset.amounts import Repetition, TopShare
from ocds_sv.checks.rule import Context
from ocds_sv.jsonio import ordering, roll

NOBODY = Context({}, date(2026, 1, 1))
SEK = st.tuples(st.integers(-5, 2000).map(Decimal), st.sampled_from(["SEK", "EUR"]))


def filled(kind: type, amounts: list[tuple[Decimal, str]], least: int = 1):
    judge = kind(least=least)
    for one in amounts:
        judge.add(one, NOBODY)
    return judge


def test_fewer_than_a_hundred_are_not_judged() -> None:
    outcome = filled(TopShare, [(Decimal(5), "SEK")] * 99, 100).outcome()

    assert (outcome.state, outcome.reason_en) == ("skipped", "fewer than 100: 99")


def test_amounts_are_not_added_across_currencies() -> None:
    many = [(Decimal(5), "SEK")] * 200
    assert filled(TopShare, [*many, (Decimal(10**9), "EUR")]).outcome().state == "pass"
    assert filled(TopShare, [*many, (Decimal(10**9), "SEK")]).outcome().state == "fail"


def test_an_amount_beyond_all_numbers_is_borne() -> None:
    assert filled(Repetition, [(Decimal(10) ** 400, "SEK")] * 3).outcome().state == "fail"


def test_the_same_amount_in_another_currency_is_another() -> None:
    amounts = [(Decimal(number), "SEK") for number in range(1, 101)]
    amounts += [(Decimal(number), "EUR") for number in range(1, 101)]
    assert filled(Repetition, amounts).outcome().state == "pass"


@given(st.lists(SEK, min_size=1, max_size=60), st.integers(0, 60), st.sampled_from([TopShare, Repetition]))
def test_shares_merged_in_order_say_the_same(amounts: list[tuple[Decimal, str]], cut: int, kind: type) -> None:
    first, second = filled(kind, amounts[:cut]), filled(kind, amounts[cut:])
    first.merge(second)

    assert first.outcome() == filled(kind, amounts).outcome()


FEW_AMOUNTS = st.lists(
    st.tuples(
        st.sampled_from([1.0, 2.0, 2.5, 3.0, 7.0, -1.0, 0.0, -0.0, float("inf")]), st.sampled_from(["SEK", "kr"])
    ),
    min_size=1,
)


@given(FEW_AMOUNTS, st.integers(1, 4), st.integers(0, 60))
def test_amounts_sorted_on_disk_are_counted_as_by_a_counter(
    found: list[tuple[float, str]], run: int, in_memory: int
) -> None:
    of = {name: [amount for amount, currency in found if currency == name] for name in ("SEK", "kr")}
    most = [(-count, amount, name) for name in of for amount, count in Counter(of[name]).most_common(3)]
    often = -sum(one[0] for one in sorted(most)[:3])
    used = min(of, key=lambda name: (-len(of[name]), name.removesuffix("kr")))
    positive = sorted(amount for amount in of[used] if amount > 0)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(ordering, "RUN", run)
        patch.setattr(roll, "IN_MEMORY", in_memory)
        repeated, top = filled(Repetition, found).outcome(), filled(TopShare, found).outcome()

    assert repeated.checked == len(found)
    assert repeated.failed == (often if often >= len(found) * 0.1 else 0)
    assert top.checked == len(positive)


def test_the_largest_hundredth_is_found_on_disk(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ordering, "RUN", 7)
    amounts = [*range(1, 200), 90_000, 80_000]
    outcome = filled(TopShare, [(Decimal(number * 37 % 211 + 1), "SEK") for number in range(199)]).outcome()
    assert outcome.state == "pass"

    outcome = filled(TopShare, [(Decimal(amount), "SEK") for amount in reversed(amounts)]).outcome()

    assert (outcome.failed, outcome.facts["share"]) == (2, f"{100 * 170_000 / sum(amounts):.0f}")
