"""Amounts over all the data: the largest hundredth, and the ones that repeat."""

from datetime import date
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from ocds_sv.checks.dataset.amounts import Repetition, TopShare
from ocds_sv.checks.rule import Context

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
