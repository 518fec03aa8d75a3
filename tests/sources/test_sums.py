"""Sums are recognised to the öre, however the amounts are written."""

from __future__ import annotations

from decimal import Decimal

import pytest

from ocds_sv.sources.sums import Summed, amount, says_sum


@pytest.mark.parametrize(
    ("cell", "value"),
    [
        ("1 234,50", "1234.50"),
        ("1\u00a0234,50 kr", "1234.50"),
        ("1.234,50", "1234.50"),
        ("1,234.50", "1234.50"),
        ("−12,5", "-12.5"),
        ("5000-", "-5000"),
        (7, "7"),
        (Decimal("1.10"), "1.10"),
        ("text", "0"),
        ("", "0"),
        (None, "0"),
        (True, "0"),
        ("NaN", "0"),
        ("Infinity", "0"),
    ],
)
def test_amounts_as_swedish_systems_write_them(cell, value):
    assert amount(cell) == Decimal(value)


def test_a_row_is_the_sum_only_when_it_equals_it():
    summed = Summed(1)
    summed.add(["a", Decimal("0.1")])
    summed.add(["b", Decimal("0.2")])

    assert summed.equals(["", Decimal("0.3")])
    assert summed.equals(["", Decimal("0.300000001")])
    assert not summed.equals(["", Decimal("0.31")])


def test_an_empty_row_says_nothing():
    assert not says_sum(["", None, ""])
    assert not says_sum([5, "Summa"])
