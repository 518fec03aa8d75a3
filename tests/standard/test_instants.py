"""Dates sort by instant, whatever their offsets."""

from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ocds_sv.standard.instants import instant

OFFSETS = st.integers(-14 * 60, 14 * 60).map(lambda minutes: timezone(timedelta(minutes=minutes)))
MOMENTS = st.datetimes(datetime(1, 1, 2), datetime(9999, 12, 30), timezones=OFFSETS)  # noqa: DTZ001 - bounds are naive


@given(MOMENTS, MOMENTS)
def test_the_order_is_that_of_time(one, other):
    first, second = (instant(moment.isoformat())[0] for moment in (one, other))

    assert (first < second) == (one < other)
    assert (first == second) == (one == other)


@given(MOMENTS)
def test_the_instant_is_the_moment_in_utc(moment):
    assert datetime.fromisoformat(instant(moment.isoformat())[0]).replace(tzinfo=UTC) == moment


@pytest.mark.parametrize(
    ("earlier", "later"),
    [
        ("2024-06-01T01:00:00+02:00", "2024-05-31T23:30:00Z"),
        ("2024-01-01", "2024-01-01T00:00:01"),
        ("2024-01-01T00:00:00Z", "2024-01-01T00:00:00.5Z"),
        ("2024-01-01T00:00:00.123456788Z", "2024-01-01T00:00:00.123456789Z"),
        ("2024-01-01T00:00:00.12Z", "2024-01-01T00:00:00.123Z"),
        ("2016-12-31T23:59:59Z", "2017-01-01T00:59:60+01:00"),
        ("2016-12-31T23:59:60Z", "2017-01-01T00:00:00Z"),
    ],
)
def test_the_earlier_comes_first(earlier, later):
    assert instant(earlier)[0] < instant(later)[0]


@pytest.mark.parametrize(
    ("date", "other"),
    [
        ("2024-01-01T01:00:00+01:00", "2024-01-01T00:00:00Z"),
        ("2024-01-01T01:00:00+0100", "2024-01-01t00:00:00.000z"),
        ("2024-01-01 00:00:00", "2024-01-01"),
        ("2024-01-01T00:00", "2024-01-01"),
    ],
)
def test_one_instant_has_one_text(date, other):
    assert instant(date)[0] == instant(other)[0]


@pytest.mark.parametrize(
    ("date", "known"), [("2024-01-01T00:00:00Z", True), ("2024-01-01T00:00:00-00:00", True), ("2024-01-01", False)]
)
def test_whether_the_offset_is_said(date, known):
    assert instant(date)[1] is known


WRONG = (
    "", "31/12/2024", "2024-13-01T00:00:00Z", "2024-02-30", "2024-01-01T24:30:00Z", "0001-01-01T00:00:00+01:00",
    "2024-01-01T00:00:00+25:00", "x2024-01-01", "2024-01-01T00:00:00ZZ", "٢٠٢٤-01-01",
)  # fmt: skip


@pytest.mark.parametrize("date", WRONG)
def test_what_is_no_date_has_no_instant(date):
    assert instant(date) is None
