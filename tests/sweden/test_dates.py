import calendar
from datetime import UTC, date, datetime, time, timedelta, timezone
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ocds_sv.sweden.dates import EXCEL, MONTHS, date_in, from_datetime, month_in, parse_date
from ocds_sv.sweden.faults import ValueFault

STOCKHOLM = ZoneInfo("Europe/Stockholm")
MOMENTS = st.datetimes(datetime.fromisoformat("1990-01-01"), datetime.fromisoformat("2049-12-31"))
DAYS = st.dates(date(1990, 1, 1), date(2049, 12, 31))
SPELLINGS = [
    "{0:%Y-%m-%d}",
    "{0:%Y%m%d}",
    "{0:%d/%m/%Y}",
    "{0:%Y/%m/%d}",
    "{0.year}.{0.month}.{0.day}",
    "{0.year}-{0.month}-{0.day}",
    "{0:%Y/%m/%d} 00:00:00",
    "{0.day}.{0.month}.{0.year}",
    "{0.day} {1} {0.year}",
    "den {0.day} {1} {0.year}",
    "{0:%Y-%m-%d} 00:00:00",
    "{0:%Y-%m-%d}T00:00:00.000",
    " {0:%Y-%m-%d}\u00a0",
]


def fault_of(text: str, formats: tuple[str, ...] = ()) -> ValueFault:
    with pytest.raises(ValueFault) as caught:
        parse_date(text, formats)
    return caught.value


def outcome(text: str, formats: tuple[str, ...] = ()) -> tuple[str, str]:
    """The fault, if there is one, and the value."""
    try:
        return "", parse_date(text, formats, time_of_day="00:00:00")
    except ValueFault as fault:
        return fault.rule, str(fault.value)


def naive(text: str) -> datetime:
    return datetime.fromisoformat(text)


def last_sunday(year: int, month: int) -> date:
    end = date(year, month, calendar.monthrange(year, month)[1])
    return end - timedelta(days=(end.weekday() + 1) % 7)


@given(DAYS, st.sampled_from(SPELLINGS), st.sampled_from(["00:00:00", "23:59:59"]))
def test_a_date_in_every_spelling_has_the_offset_of_its_day(day, spelling, clock):
    text = spelling.format(day, next(name for name, number in MONTHS.items() if number == day.month))

    got = parse_date(text, time_of_day=clock)

    expected = datetime.combine(day, time.fromisoformat(clock), STOCKHOLM)
    assert got == expected.isoformat()
    assert got == from_datetime(day, time_of_day=clock)


@given(
    MOMENTS,
    st.integers(min_value=-14 * 60, max_value=14 * 60),
)
def test_any_instant_with_an_offset_comes_back_as_it_is(moment, minutes):
    aware = moment.replace(tzinfo=timezone(timedelta(minutes=minutes)))

    assert datetime.fromisoformat(parse_date(aware.isoformat())) == aware
    assert datetime.fromisoformat(parse_date(parse_date(aware.isoformat(sep=" ")))) == aware


@given(MOMENTS)
def test_any_instant_told_in_swedish_time_comes_back_or_is_reported(moment):
    local = moment.replace(tzinfo=UTC, microsecond=0).astimezone(STOCKHOLM)

    got = outcome(f"{local:%Y-%m-%d %H:%M:%S}")

    twice = local.replace(fold=0).utcoffset() != local.replace(fold=1).utcoffset()
    assert got == (("time-ambiguous", local.replace(fold=0).isoformat()) if twice else ("", local.isoformat()))


@pytest.mark.parametrize("year", range(1996, 2050))
def test_the_changes_of_summer_time_are_reported(year):
    spring, autumn = last_sunday(year, 3), last_sunday(year, 10)

    skipped, ambiguous = fault_of(f"{spring} 02:30"), fault_of(f"{autumn} 02:30")

    assert (skipped.rule, skipped.value) == ("time-skipped", f"{spring}T03:30:00+02:00")
    assert (ambiguous.rule, ambiguous.value) == ("time-ambiguous", f"{autumn}T02:30:00+02:00")
    assert parse_date(f"{spring} 03:00") == f"{spring}T03:00:00+02:00"
    assert parse_date(f"{autumn} 03:00") == f"{autumn}T03:00:00+01:00"


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("2021-03-31 12:30", "2021-03-31T12:30:00+02:00"),
        ("2021-01-31T12:30:15", "2021-01-31T12:30:15+01:00"),
        ("2021-03-31T12:30:15Z", "2021-03-31T12:30:15Z"),
        ("2021-03-31 12:00:00.0000000", "2021-03-31T12:00:00+02:00"),
        ("2021-03-31 12:00:00+02", "2021-03-31T12:00:00+02:00"),
        ("2021-03-31T00:00:00+02:00", "2021-03-31T00:00:00+02:00"),
        ("31/03/2021 12:00 +02:00", "2021-03-31T12:00:00+02:00"),
        ("31/03/2021 12:00", "2021-03-31T12:00:00+02:00"),
        ("den 5 maj 2021 kl. 13.00", "2021-05-05T13:00:00+02:00"),
    ],
)
def test_times_are_kept(text, value):
    assert parse_date(text) == parse_date(text, time_of_day="00:00:00") == value


def test_a_zone_after_a_date_is_no_time_of_day():
    assert parse_date("2023-03-24+01:00") == "2023-03-24T23:59:59+01:00"
    assert parse_date("2023-03-24Z", time_of_day="00:00:00") == "2023-03-24T00:00:00Z"


def test_slashes_are_day_before_month_and_never_the_american_way():
    assert parse_date("03/04/2021").startswith("2021-04-03")
    assert fault_of("12/31/2021").rule == "not-a-date"


@given(day=st.dates(date(2000, 1, 1), date(2049, 12, 31)))
def test_six_digits_that_may_be_a_day_are_no_month(day):
    text = f"{day:%y%m%d}"
    assert fault_of(text).rule == "not-a-date"
    assert parse_date(text, ("%y%m%d",))[:10] == day.isoformat()


@pytest.mark.parametrize(
    "text", ["240402", "200412", "190412", "201012", "191201", "2024/04-02", "2024/13/01", "24/04/02"]
)
def test_what_may_be_read_otherwise_is_not_guessed(text):
    assert fault_of(text).rule == "not-a-date"


@pytest.mark.parametrize("text", ["202402", "2024-02", "februari 2024", "Feb 2024"])
def test_a_month_starts_on_its_first_and_ends_on_its_last_day(text):
    assert parse_date(text, time_of_day="00:00:00") == "2024-02-01T00:00:00+01:00"
    assert parse_date(text) == "2024-02-29T23:59:59+01:00"


def test_a_year_is_a_date_only_when_declared():
    assert fault_of("2021").rule == "date-imprecise"
    assert parse_date("2021", ("%Y",)) == "2021-12-31T23:59:59+01:00"
    assert parse_date("2021", ("%Y",), time_of_day="00:00:00") == "2021-01-01T00:00:00+01:00"


def test_two_digit_years_are_read_only_when_declared():
    assert fault_of("210331").rule == "not-a-date"
    assert parse_date("210331", ("%y%m%d",)) == "2021-03-31T23:59:59+02:00"
    assert parse_date("2103", ("%y%m",), time_of_day="00:00:00") == "2021-03-01T00:00:00+01:00"


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("44286", "2021-03-31T23:59:59+02:00"),
        ("44286.0", "2021-03-31T23:59:59+02:00"),
        ("44286.5", "2021-03-31T12:00:00+02:00"),
        ("44286,75", "2021-03-31T18:00:00+02:00"),
        ("44285.9999999999", "2021-03-31T23:59:59+02:00"),
        ("20210331", "2021-03-31T23:59:59+02:00"),
        ("202103", "2021-03-31T23:59:59+02:00"),
        ("0", ""),
        ("1", ""),
    ],
)
def test_serial_numbers_of_excel_when_declared(text, value):
    assert parse_date(text, (EXCEL,)) == value


def test_serial_numbers_of_excel_are_refused_when_not_declared():
    assert fault_of("44286").rule == "not-a-date"


def test_declared_formats_come_first():
    assert parse_date("03/04/2021", ("%m/%d/%Y",)).startswith("2021-03-04")
    assert parse_date("2021-04-03", ("%m/%d/%Y",)).startswith("2021-04-03")
    assert parse_date("2021-04-03 08:15 +0300", ("%Y-%m-%d %H:%M %z",)) == "2021-04-03T08:15:00+03:00"
    assert parse_date("2021-04-03 +0300", ("%Y-%m-%d %z",)) == "2021-04-03T23:59:59+03:00"


@pytest.mark.parametrize("clock", ["", " 00:00:00", "T00:00:00Z"])
@pytest.mark.parametrize(
    "day",
    ["1799-12-31", "1899-12-30", "1899-12-31", "1900-01-00", "1900-01-01", "0001-01-01", "9999-12-31", "0000-00-00"],
)
def test_dates_that_mean_none_are_empty(day, clock):
    assert parse_date(day + clock) == ""
    assert parse_date(day.replace("-", "")) == ""


@pytest.mark.parametrize("text", ["tills vidare", "Tills  vidare ", "TILLSVIDARE", "t.v.", "until further notice"])
def test_words_for_no_last_day_are_empty(text):
    assert parse_date(text) == ""
    assert parse_date(text, ("%Y",)) == ""


@pytest.mark.parametrize(
    "text",
    [
        *["", "abc", "2021-02-30", "2021-13-01", "202113", "202100", "24-03-05", "2021-03-31-01", "2021-03-31 25:00"],
        *["2021-03-31 - 2022-03-31", "0021-03-01", "0021-03-01Z", "32 mars 2021", "2120001355", "٢٠٢١-03-31"],
        *["2021-03-31 12:00+25:00", "2019-09-30\nOm 9 dagar"],
    ],
)
def test_what_is_no_date_is_refused(text):
    assert fault_of(text).rule == "not-a-date"


@given(st.text(max_size=24))
def test_any_text_is_a_date_or_a_fault(text):
    rule, got = outcome(text, (EXCEL, "%y%m%d"))

    assert rule in {"", "not-a-date", "date-imprecise", "time-skipped", "time-ambiguous"}
    assert got in {"", "None"} or datetime.fromisoformat(got).tzinfo is not None


def test_a_typed_midnight_is_a_date_and_a_typed_time_stays():
    assert from_datetime(naive("2021-03-31")) == "2021-03-31T23:59:59+02:00"
    assert from_datetime(naive("2021-03-31T12:30")) == "2021-03-31T12:30:00+02:00"
    assert from_datetime(naive("2021-03-31T12:29:59.999500")) == "2021-03-31T12:30:00+02:00"
    assert from_datetime(naive("2021-03-31T12:30:00.000001")) == "2021-03-31T12:30:00+02:00"
    assert from_datetime(naive("2021-03-31T12:30:00+00:00")) == "2021-03-31T12:30:00+00:00"
    assert from_datetime(date(1799, 12, 31)) == from_datetime(naive("1899-12-30")) == ""
    with pytest.raises(ValueFault, match="time-skipped"):
        from_datetime(naive("2021-03-28T02:30"))


def test_another_zone_can_be_asked_for():
    assert parse_date("2021-03-31", zone="Europe/Helsinki") == "2021-03-31T23:59:59+03:00"


@pytest.mark.parametrize(
    ("name", "month"),
    [
        ("leverantorsfakturor-201603.xlsx", "2016-03"),
        ("2016-03 utbetalningar", "2016-03"),
        ("Leverantörsfaktura Juli 2021", "2021-07"),
        ("mars_2020", "2020-03"),
        ("2021 okt.csv", "2021-10"),
        ("20160315.csv", "2016-03"),
        ("reskontra 2016-03-15 (2016-03).csv", "2016-03"),
        ("2120001355.csv", None),
        ("202100-2361.csv", None),
        ("201603-201604.csv", None),
        ("2012-2013.csv", None),
        ("Öppna data 2021.xlsx", None),
        ("kammaj 2021.csv", None),
    ],
)
def test_the_month_in_a_file_name(name, month):
    assert month_in(name) == month


@pytest.mark.parametrize(
    ("text", "number", "day"),
    [
        ("Giltiga ramavtal 2026-10-05", 1, "2026-10-05"),
        ("Avtalsdatabasen 20240305.xlsx", 1, "2024-03-05"),
        ("avtal_2024_03_05", 1, "2024-03-05"),
        ("2022-01-01 - 2023-12-31", 1, "2022-01-01"),
        ("2022-01-01 - 2023-12-31", 2, "2023-12-31"),
        ("2022-01-01 - 2023-12-31", 3, ""),
        ("2024-02-31 eller 2024-03-01", 1, "2024-03-01"),
        ("2024-0305", 1, ""),
        ("202403", 1, ""),
        ("120240305", 1, ""),
        ("19811228-9874", 1, ""),
        ("tills vidare", 1, ""),
    ],
)
def test_the_date_in_a_text(text, number, day):
    assert date_in(text, number) == day


@given(DAYS, st.sampled_from(["x-{0:%Y%m}.csv", "{0:%Y-%m} x", "{0:%Y%m%d}x", "x_{1}_{0.year}", "{0.year} {1}"]))
def test_the_month_is_found_anywhere_in_a_name(day, pattern):
    for name, number in MONTHS.items():
        if number == day.month:
            assert month_in(pattern.format(day, name.title())) == f"{day:%Y-%m}"
