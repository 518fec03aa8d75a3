from datetime import date, timedelta
from decimal import Decimal
from itertools import pairwise, product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ocds_sv.errors import UnknownName
from ocds_sv.sweden import limits
from ocds_sv.sweden.limits import AUTHORITIES, CATEGORIES, LAWS, Status, direct_award_limit, threshold
from ocds_sv.sweden.tables import table

DAYS = st.dates(date(2010, 1, 1), date(2035, 12, 31))
DAY = timedelta(days=1)


@pytest.mark.parametrize(
    ("category", "authority", "on", "amount"),
    [
        ("goods", "state", date(2016, 1, 1), 1_233_941),
        ("services", "other", date(2017, 12, 31), 1_910_323),
        ("works", "state", date(2017, 7, 1), 47_758_068),
        ("services", "state", date(2018, 1, 1), 1_365_782),
        ("goods", "other", date(2019, 12, 31), 2_096_097),
        ("works", "other", date(2018, 7, 1), 52_620_561),
        ("goods", "state", date(2020, 1, 1), 1_427_377),
        ("services", "other", date(2021, 12, 31), 2_197_545),
        ("works", "other", date(2021, 7, 1), 54_938_615),
        ("goods", "state", date(2022, 1, 1), 1_456_476),
        ("services", "other", date(2023, 12, 31), 2_236_731),
        ("social", "state", date(2023, 7, 1), 7_802_550),
        ("social", "other", date(2018, 7, 1), 7_113_450),
        ("goods", "state", date(2024, 1, 1), 1_546_202),
        ("services", "other", date(2025, 12, 31), 2_389_585),
        ("works", "other", date(2024, 7, 1), 59_880_179),
        ("social", "state", date(2024, 7, 1), 8_109_450),
    ],
)
def test_what_is_known_of_lou(category, authority, on, amount):
    found = threshold("LOU", category, authority, on)

    assert (found.status, found.amount, found.currency) == (Status.KNOWN, amount, "SEK")
    assert isinstance(found.amount, Decimal)
    assert found.valid_from <= on <= found.valid_until
    assert found.source


@pytest.mark.parametrize(
    ("law", "category", "on", "first", "last"),
    [
        ("LOU", "goods", date(2015, 12, 31), None, date(2015, 12, 31)),
        ("LOU", "social", date(2016, 6, 1), None, date(2017, 12, 31)),
        ("LUF", "goods", date(2017, 6, 1), None, date(2017, 12, 31)),
        ("LUF", "social", date(2024, 6, 1), date(2024, 1, 1), date(2025, 12, 31)),
        ("LUFS", "goods", date(2024, 6, 1), date(2024, 1, 1), None),
        ("LUFS", "social", date(2022, 6, 1), None, None),
        ("LUK", "services", date(2021, 6, 1), date(2020, 1, 1), date(2021, 12, 31)),
        ("LOU", "goods", date(2028, 1, 1), date(2028, 1, 1), None),
    ],
)
def test_a_period_that_nobody_looked_up_is_named_and_not_guessed(law, category, on, first, last):
    found = threshold(law, category, "other", on)

    assert (found.status, found.amount, found.currency, found.source) == (Status.UNKNOWN, None, "", "")
    assert (found.valid_from, found.valid_until) == (first, last)


@pytest.mark.parametrize(
    ("law", "category", "on", "amount"),
    [
        ("LUF", "goods", date(2018, 7, 1), 4_201_678),
        ("LUF", "services", date(2021, 7, 1), 4_395_089),
        ("LUF", "social", date(2021, 7, 1), 10_268_900),
        ("LUF", "works", date(2023, 7, 1), 55_991_099),
        ("LUF", "goods", date(2024, 7, 1), 4_789_982),
        ("LUF", "works", date(2024, 7, 1), 59_880_179),
        ("LUFS", "services", date(2019, 7, 1), 4_201_678),
        ("LUFS", "works", date(2022, 7, 1), 55_991_099),
        ("LUK", "works", date(2018, 7, 1), 52_620_561),
        ("LUK", "social", date(2023, 7, 1), 55_991_099),
    ],
)
def test_what_is_known_of_the_other_acts(law, category, on, amount):
    found = threshold(law, category, "other", on)

    assert (found.status, found.amount, found.currency) == (Status.KNOWN, amount, "SEK")


@pytest.mark.parametrize(
    ("law", "category", "authority", "amount"),
    [
        ("LOU", "goods", "state", 140_000),
        ("LOU", "services", "other", 216_000),
        ("LOU", "works", "other", 5_404_000),
        ("LUF", "services", "other", 432_000),
        ("LUF", "social", "other", 1_000_000),
        ("LUF", "works", "other", 5_404_000),
        ("LUK", "works", "state", 5_404_000),
    ],
)
def test_amounts_in_euro_by_another_s_word_are_no_more_than_that(law, category, authority, amount):
    found = threshold(law, category, authority, date(2026, 3, 1))

    assert (found.status, found.amount, found.currency) == (Status.UNVERIFIED, amount, "EUR")


@pytest.mark.parametrize(
    ("law", "on", "status", "amount"),
    [
        ("LOU", date(2016, 5, 1), Status.KNOWN, 534_890),
        ("LOU", date(2018, 5, 1), Status.KNOWN, 586_907),
        ("LOU", date(2015, 5, 1), Status.UNKNOWN, None),
        ("LOU", date(2020, 5, 1), Status.KNOWN, 615_312),
        ("LOU", date(2022, 1, 31), Status.KNOWN, 626_284),
        ("LOU", date(2022, 2, 1), Status.KNOWN, 700_000),
        ("LUF", date(2024, 5, 1), Status.KNOWN, 1_200_000),
        ("LUFS", date(2024, 5, 1), Status.KNOWN, 1_200_000),
        ("LUF", date(2019, 5, 1), Status.KNOWN, 1_092_436),
        ("LUF", date(2021, 5, 1), Status.KNOWN, 1_142_723),
        ("LUF", date(2022, 1, 1), Status.KNOWN, 1_165_804),
        ("LUFS", date(2022, 1, 1), Status.UNKNOWN, None),
        ("LUK", date(2019, 5, 1), Status.KNOWN, 2_631_028),
        ("LUK", date(2021, 5, 1), Status.UNVERIFIED, 2_746_930),
        ("LUK", date(2022, 5, 1), Status.KNOWN, 2_799_554),
        ("LUK", date(2024, 5, 1), Status.UNKNOWN, None),
    ],
)
def test_limits_of_direct_awards(law, on, status, amount):
    found = direct_award_limit(law, on)

    assert (found.status, found.amount) == (status, amount)


@pytest.mark.parametrize(
    ("law", "on", "amount"),
    [
        ("LOU", date(2021, 7, 1), None),
        ("LOU", date(2022, 1, 31), None),
        ("LOU", date(2022, 2, 1), 7_802_550),
        ("LOU", date(2025, 7, 1), 8_109_450),
        ("LUF", date(2023, 7, 1), 10_403_400),
        ("LUF", date(2024, 7, 1), None),
        ("LUK", date(2023, 7, 1), None),
    ],
)
def test_social_services_have_a_limit_of_their_own_since_2022(law, on, amount):
    assert direct_award_limit(law, on, social=True).amount == amount


@pytest.mark.parametrize(
    ("law", "share", "category"),
    [("LOU", "0.28", "goods"), ("LUF", "0.26", "goods"), ("LUFS", "0.26", "goods"), ("LUK", "0.05", "works")],
)
def test_until_2022_the_limit_is_the_share_of_the_threshold_that_the_act_said(law, share, category):
    """An oracle for both: two amounts published apart would not agree by chance. The acts round down or to nearest."""
    compared = 0
    for on in (date(2016, 7, 1), date(2018, 7, 1), date(2020, 7, 1), date(2022, 1, 15)):
        of, limit = threshold(law, category, "other", on).amount, direct_award_limit(law, on).amount
        if of is not None and limit is not None:
            compared += 1
            assert abs(limit - of * Decimal(share)) <= 1

    assert compared >= 2


def test_the_thresholds_in_kronor_of_a_period_have_one_rate():
    """An oracle: the amounts of a period are round sums in euro, all turned into kronor by one rate."""
    for on in (date(2018, 7, 1), date(2020, 7, 1), date(2022, 7, 1), date(2024, 7, 1)):
        goods = {authority: threshold("LOU", "goods", authority, on).amount for authority in AUTHORITIES}
        euros = {2018: (144, 221), 2020: (139, 214), 2022: (140, 215), 2024: (143, 221)}[on.year]

        rates = [goods[authority] / euro / 1000 for authority, euro in zip(AUTHORITIES, euros, strict=True)]
        assert abs(rates[0] - rates[1]) < Decimal("0.0001")
        assert abs(threshold("LOU", "social", "other", on).amount / 750_000 - rates[0]) < Decimal("0.0001")


def test_an_amount_without_an_end_is_unverified_after_the_day_it_was_looked_up():
    looked_up = next(date.fromisoformat(row["as_of"]) for row in table("index") if row["name"] == "limits")

    assert direct_award_limit("LOU", looked_up).status is Status.KNOWN
    later = direct_award_limit("LOU", looked_up + DAY)
    assert (later.status, later.amount, later.source) == (Status.UNVERIFIED, 700_000, "LOU (2016:1145), 19 a kap.")


def test_when_a_direct_award_must_be_documented():
    assert limits.documentation_limit("LOU", date(2024, 5, 1)).amount == 100_000
    assert limits.documentation_limit("LUK", date(2024, 5, 1)).amount is None


@pytest.mark.parametrize(
    ("arguments", "near"),
    [
        (("LOV", "goods", "state"), "LOU"),
        (("LOU", "service", "state"), "services"),
        (("LOU", "goods", "kommun"), "state, other"),
    ],
)
def test_what_there_is_not_is_refused_with_the_near_names(arguments, near):
    with pytest.raises(UnknownName) as caught:
        threshold(*arguments, date(2024, 5, 1))

    assert near in caught.value.text("sv")
    assert near in caught.value.text("en")


@given(st.sampled_from(LAWS), st.sampled_from(CATEGORIES), st.sampled_from(AUTHORITIES), DAYS)
def test_the_answer_holds_on_every_day_it_says_and_on_no_day_beside(law, category, authority, on):
    found = threshold(law, category, authority, on)

    assert (found.amount is None) is (found.status is Status.UNKNOWN)
    assert (found.valid_from or date.min) <= on <= (found.valid_until or date.max)
    for end, beside in ((found.valid_from, -DAY), (found.valid_until, DAY)):
        if end is not None:
            assert threshold(law, category, authority, end) == found
            other = threshold(law, category, authority, end + beside)
            assert other != found
            assert Status.UNKNOWN in {found.status, other.status} or found.valid_from != other.valid_from


@pytest.mark.parametrize("asked", [*product(LAWS, CATEGORIES, AUTHORITIES)], ids="-".join)
def test_of_two_rows_never_both_hold(asked):
    law, *rest = asked
    rows = [
        row
        for row in table("limits")
        if row["kind"] == "threshold"
        and row["law"] == law
        and all(row[name] in {"", value} for name, value in zip(("category", "authority"), rest, strict=True))
    ]

    for one, next_one in pairwise(sorted(rows, key=lambda row: row["valid_from"])):
        assert one["valid_until"]
        assert one["valid_until"] < next_one["valid_from"]


def test_the_table_has_what_it_may_have():
    laws = {row["law"] for row in table("legal_bases")}
    for row in table("limits"):
        assert row["law"] in laws
        assert row["law"] in LAWS
        assert row["category"] in {"", *CATEGORIES}
        assert row["authority"] in {"", *AUTHORITIES}
        assert row["currency"] in {"SEK", "EUR"}
        assert Decimal(row["amount"]) > 0
        assert row["status"] in {"known", "unverified"}
        assert row["source"]
        assert date.fromisoformat(row["valid_from"])
