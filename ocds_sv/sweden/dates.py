"""
Dates as Swedish systems write them, to RFC 3339 with an offset.

Nothing is guessed: a text has one of the shapes below, or one of the ``strptime`` formats that the mapping declares.
Shapes that could be something else (yyMMdd, a year alone, an Excel serial number) are read only when declared.

* https://www.rfc-editor.org/rfc/rfc3339 for what comes out;
* https://peps.python.org/pep-0495/ for local times that summer time skips or repeats.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from decimal import ROUND_HALF_UP, Decimal
from functools import lru_cache
from zoneinfo import ZoneInfo

from ocds_sv.sweden.faults import ValueFault

EXCEL = "excel"
"""Among the declared formats: numbers as text are Excel's serial numbers, in the 1900 date system."""

NULL_DATES = frozenset(
    {
        (0, 0, 0),  # MySQL
        (1, 1, 1),  # .NET
        (1753, 1, 1),  # SQL Server's smallest datetime
        (1799, 12, 31),  # Raindance
        (1899, 12, 30),  # Excel's zero
        (1899, 12, 31),
        (1900, 1, 0),  # Excel's zero, as Excel writes it
        (1900, 1, 1),
        (9999, 12, 31),  # "until further notice"
    }
)
"""Year, month and day by which systems say that there is no date."""

OPEN_ENDED = frozenset({"tills vidare", "tillsvidare", "t.v.", "until further notice"})
"""What stands, in lower case, where an agreement has no last day."""

MONTHS = {
    name: number
    for number, names in enumerate(
        (
            ("januari", "jan"),
            ("februari", "febr", "feb"),
            ("mars", "mar"),
            ("april", "apr"),
            ("maj",),
            ("juni", "jun"),
            ("juli", "jul"),
            ("augusti", "aug"),
            ("september", "sept", "sep"),
            ("oktober", "okt"),
            ("november", "nov"),
            ("december", "dec"),
        ),
        start=1,
    )
    for name in names
}
"""Swedish names and abbreviations of months, in lower case."""

_YEARS = range(1900, 3000)
_MONTH_YEARS = frozenset(range(1913, 2100)) - frozenset(range(2001, 2013))
"""Years that six digits may begin with: 2404.. and 2011.. may be days as well (yyMMdd), and are read when declared."""

DECEMBER = 12
_EPOCH = datetime(1899, 12, 30)  # noqa: DTZ001 - local time, its zone comes later
_DAY_SECONDS = 86_400
_CLOCK_NOISE = 2_000
"""Microseconds by which Excel's floats miss a whole second."""

_CLOCK = r"(?P<hour>\d{1,2})[:.](?P<minute>\d{2})(?:[:.](?P<second>\d{2})(?:[.,](?P<fraction>\d{1,9}))?)?"
# A date's own offset (xs:date) needs its minutes: datetime.fromisoformat takes it for a time of day.
_REST = (
    rf"(?:(?:T|,? (?:kl\.? ?)?){_CLOCK} ?(?P<offset>Z|[-+]\d{{2}}(?::?\d{{2}})?)?"
    r"|(?P<zone>Z|[-+]\d{2}:\d{2}))?"
)
_NAMES = "|".join(sorted(MONTHS, key=lambda name: (-len(name), name)))
_SHAPES: tuple[Callable[[str], re.Match[str] | None], ...] = tuple(
    re.compile(shape, re.ASCII | re.IGNORECASE).fullmatch
    for shape in (
        rf"(?P<year>\d{{4}})-(?P<month>\d{{2}})-(?P<day>\d{{2}}){_REST}",
        rf"(?P<year>\d{{4}})(?P<mark>[-/.])(?P<month>\d{{1,2}})(?P=mark)(?P<day>\d{{1,2}}){_REST}",
        r"(?P<year>\d{4})(?P<month>\d{2})(?P<day>\d{2})",
        r"(?P<plain>(?P<year>\d{4})(?P<month>\d{2}))",
        r"(?P<year>\d{4})-(?P<month>\d{2})",
        rf"(?P<day>\d{{1,2}})/(?P<month>\d{{1,2}})/(?P<year>\d{{4}}){_REST}",
        rf"(?P<day>\d{{1,2}})\.(?P<month>\d{{1,2}})\.(?P<year>\d{{4}}){_REST}",
        rf"(?:(?:den )?(?P<day>\d{{1,2}})(?::?e)?\.? )?(?P<name>{_NAMES})\.? (?P<year>\d{{4}}){_REST}",
    )
)
_SERIAL = re.compile(r"([01]|[1-9]\d{4})(?:[.,](\d+))?", re.ASCII).fullmatch
_time = lru_cache(time.fromisoformat)
_YEAR = re.compile(r"\d{4}", re.ASCII).fullmatch


def parse_date(
    text: str, formats: tuple[str, ...] = (), *, time_of_day: str = "23:59:59", zone: str = "Europe/Stockholm"
) -> str:
    """
    Read ``text`` as a date or a point in time; "" when it is one of the dates or words that mean none.

    Midnight without an offset is how exports write a date, so it counts as a date.

    Args:
        text: as the source writes it, such as "2021-03-31", "202103", "31/03/2021 12:00 +02:00", "5 mars 2021".
        formats: what the mapping declares, tried first: ``strptime`` formats, and ``"excel"``.
        time_of_day: the clock for a date without one. A month or a year is its first day when this is "00:00:00",
            otherwise its last.
        zone: the time zone of a text without offset.

    Raises:
        ValueFault: ``not-a-date``; ``date-imprecise`` for a year that no format declares;
            ``time-skipped`` and ``time-ambiguous`` at the changes of summer time, with the moved time and the first
            of the two times as value.
    """
    return _parsed(text, formats, time_of_day, zone)


def from_datetime(value: date | datetime, *, time_of_day: str = "23:59:59", zone: str = "Europe/Stockholm") -> str:
    """
    Write a workbook's typed date like ``parse_date`` writes a text; midnight is a date.

    Raises:
        ValueFault: ``not-a-date`` for years out of range; ``time-skipped`` and ``time-ambiguous`` as ``parse_date``.
    """
    if (value.year, value.month, value.day) in NULL_DATES:
        return ""
    if not isinstance(value, datetime):
        return _day(value, time_of_day, zone)
    if value.microsecond < _CLOCK_NOISE:
        value = value.replace(microsecond=0)
    elif value.microsecond > 1_000_000 - _CLOCK_NOISE:
        value = value.replace(microsecond=0) + timedelta(seconds=1)
    if value.tzinfo is not None:
        return value.isoformat()
    return _moment(value, time_of_day, zone)


# A ledger has few distinct dates and many rows. Faults are not cached, they are rare.
@lru_cache(maxsize=16_384)
def _parsed(text: str, formats: tuple[str, ...], time_of_day: str, zone: str) -> str:
    text = " ".join(text.split())
    if text.casefold() in OPEN_ENDED:
        return ""
    for form in formats:
        found = _serial(text, time_of_day, zone) if form == EXCEL else _declared(text, form, time_of_day, zone)
        if found is not None:
            return found
    for shape in _SHAPES:
        if match := shape(text):
            return _matched(match, time_of_day, zone)
    raise ValueFault("date-imprecise" if _YEAR(text) else "not-a-date")


def _matched(match: re.Match[str], time_of_day: str, zone: str) -> str:
    parts = match.groupdict()
    name = parts.get("name")
    year, month = int(parts["year"]), MONTHS[name.lower()] if name else int(parts["month"])
    if parts.get("plain") and year not in _MONTH_YEARS:
        raise ValueFault("not-a-date")
    if parts.get("day") is None:
        return _period(year, month, time_of_day, zone)
    day = int(parts["day"])
    if (year, month, day) in NULL_DATES:
        return ""
    try:
        whole = date(year, month, day)
        clock = _clock(parts)
    except ValueError:
        raise ValueFault("not-a-date") from None
    if year not in _YEARS:
        raise ValueFault("not-a-date")
    if offset := parts.get("offset") or parts.get("zone"):
        return f"{whole}T{time_of_day if clock is None else clock.isoformat()}{_offset(offset)}"
    return (
        _day(whole, time_of_day, zone) if clock is None else _moment(datetime.combine(whole, clock), time_of_day, zone)
    )


def _clock(parts: dict[str, str | None]) -> time | None:
    hour, minute = parts.get("hour"), parts.get("minute")
    if hour is None or minute is None:
        return None
    fraction = (parts["fraction"] or "").ljust(6, "0")[:6]
    return time(int(hour), int(minute), int(parts["second"] or 0), int(fraction))


def _offset(text: str) -> str:
    if text in "Zz":
        return "Z"
    digits = text[1:].replace(":", "").ljust(4, "0")
    if digits > "1459" or digits[2:] > "59":
        raise ValueFault("not-a-date")
    return f"{text[0]}{digits[:2]}:{digits[2:]}"


def _serial(text: str, time_of_day: str, zone: str) -> str | None:
    match = _SERIAL(text)
    if match is None:
        return None
    days, fraction = int(match[1]), Decimal(f"0.{match[2] or 0}")
    if days <= 1:
        return ""
    seconds = int((fraction * _DAY_SECONDS).quantize(Decimal(1), ROUND_HALF_UP))
    return _moment(_EPOCH + timedelta(days=days, seconds=seconds), time_of_day, zone)


def _declared(text: str, form: str, time_of_day: str, zone: str) -> str | None:
    try:
        moment = datetime.strptime(text, form)  # noqa: DTZ007 - the zone follows below
    except ValueError:
        return None
    if not any(directive in form for directive in ("%d", "%j", "%x", "%c")):
        month = moment.month if any(directive in form for directive in ("%m", "%b", "%B")) else None
        return _period(moment.year, month, time_of_day, zone)
    if (moment.year, moment.month, moment.day) in NULL_DATES:
        return ""
    if moment.tzinfo is None:
        return _moment(moment, time_of_day, zone)
    clock = moment.time() if any(directive in form for directive in ("%H", "%I", "%X", "%c")) else _time(time_of_day)
    return datetime.combine(moment.date(), clock, moment.tzinfo).isoformat()


def _period(year: int, month: int | None, time_of_day: str, zone: str) -> str:
    """Give a month's or a year's first day for a start of day, otherwise its last."""
    try:
        first = date(year, 1 if month is None else month, 1)
        after = date(year + 1, 1, 1) if month is None or month == DECEMBER else date(year, month + 1, 1)
    except ValueError:
        raise ValueFault("not-a-date") from None
    return _day(first if time_of_day == "00:00:00" else after - timedelta(days=1), time_of_day, zone)


def _day(day: date, time_of_day: str, zone: str) -> str:
    return _local(datetime.combine(day, _time(time_of_day)), zone)


def _moment(moment: datetime, time_of_day: str, zone: str) -> str:
    if moment.time() == time():
        return _day(moment.date(), time_of_day, zone)
    return _local(moment.replace(fold=0), zone)


def _local(moment: datetime, zone: str) -> str:
    if moment.year not in _YEARS:
        raise ValueFault("not-a-date")
    first = moment.replace(tzinfo=ZoneInfo(zone))
    before, after = first.utcoffset(), first.replace(fold=1).utcoffset()
    if before == after:
        return first.isoformat()
    assert before is not None
    assert after is not None
    if before < after:
        # PEP 495: a skipped time has the offset from before the change; on the clock it is that much later.
        raise ValueFault("time-skipped", (first + (after - before)).isoformat())
    raise ValueFault("time-ambiguous", first.isoformat())


_SEPARATED = r"[-_. ]"
_MONTH_MARKS = re.compile(
    # Not followed by four digits after a sign: that would be the first half of an identity number.
    rf"(?<!\d)(?P<y1>(?:19|20)\d\d){_SEPARATED}?(?P<m1>0[1-9]|1[0-2])"
    rf"(?:{_SEPARATED}?(?:0[1-9]|[12]\d|3[01]))?(?!\d)(?!(?<=\d{{6}})[-+]\d{{4}}(?!\d))"
    rf"|(?<![a-zåäöé])(?P<n2>{_NAMES}){_SEPARATED}*(?P<y2>(?:19|20)\d\d)(?!\d)"
    rf"|(?<!\d)(?P<y3>(?:19|20)\d\d){_SEPARATED}*(?P<n3>{_NAMES})(?![a-zåäöé])",
    re.ASCII | re.IGNORECASE,
).finditer


_DAYS = re.compile(
    # Not the first half of an identity number.
    rf"(?<!\d)(?P<year>(?:19|20)\d\d)(?P<sign>{_SEPARATED}?)(?P<month>0[1-9]|1[0-2])(?P=sign)(?P<day>0[1-9]|[12]\d|3[01])"
    r"(?!\d)(?!(?<=\d{8})[-+]\d{4}(?!\d))",
    re.ASCII,
).finditer


def date_in(text: str, number: int = 1) -> str:
    """
    Find the date, or the second, that a file name or title speaks of: "Avtal 20240305.xlsx" → "2024-03-05".

    "" when there are not so many.
    """
    for match in _DAYS(text):
        try:
            found = date(int(match["year"]), int(match["month"]), int(match["day"]))
        except ValueError:
            continue
        number -= 1
        if not number:
            return found.isoformat()
    return ""


def month_in(text: str) -> str | None:
    """
    Find the month that a file name or title speaks of: "leverantorsfakturor-201603.xlsx" → "2016-03".

    A full date gives its month. None when there is no month, or more than one.
    """
    found = {
        f"{match['y1']}-{match['m1']}"
        if match["y1"]
        else f"{match['y2'] or match['y3']}-{MONTHS[(match['n2'] or match['n3']).lower()]:02d}"
        for match in _MONTH_MARKS(text)
    }
    return found.pop() if len(found) == 1 else None
