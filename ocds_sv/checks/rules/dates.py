"""Dates: by instant, never by text."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import UTC, date, datetime, time, timedelta
from functools import cache, partial

from ocds_sv.checks.glances import dates as glances
from ocds_sv.checks.places import awards, contracts
from ocds_sv.checks.rule import Context, Fault, Json, rule
from ocds_sv.checks.values import dates, instant, spelled, text
from ocds_sv.findings import Severity

_DATES = ("https://standard.open-contracting.org/1.1/en/schema/reference/#date",)
_PERIOD = ("https://standard.open-contracting.org/1.1/en/schema/reference/#period",)
_EARLIEST, _LATEST = 1990, 2050


@rule(
    "Period",
    Severity.ERROR,
    "dates",
    says=("the period ends {end} before it starts {start}", "perioden slutar {end} innan den börjar {start}"),
    fix=("Mend the dates in the source.", "Rätta datumen i källan."),
    pelican="coherent.period",
    sources=_PERIOD,
    needs=("startDate", "endDate"),
    glance=glances.periods_reversed,
)
def period_ends_before_it_starts(period: Json, _: Context) -> Iterator[Fault]:
    """
    A period ends before it starts.

    Durations are counted from it; a negative one is dropped, or shown as nonsense.

    Refused:

        {"startDate": "2024-03-01T00:00:00Z", "endDate": "2024-02-01T00:00:00Z"}

    Accepted:

        {"startDate": "2024-02-01T00:00:00+01:00", "endDate": "2024-01-31T23:30:00Z"}

        {"startDate": "2024-02-01T00:00:00Z"}
    """
    start, end = instant(period.get("startDate")), instant(period.get("endDate"))
    if start is not None and end is not None and end < start:
        yield Fault("endDate", start=period["startDate"], end=period["endDate"])


@rule(
    "Period",
    Severity.WARNING,
    "dates",
    says=(
        "durationInDays is {found}, but the dates are {counted} days apart",
        "durationInDays är {found}, men datumen skiljer {counted} dagar",
    ),
    fix=(
        "Leave durationInDays out, or count it from the dates.",
        "Utelämna durationInDays, eller räkna det ur datumen.",
    ),
    pelican="consistent.period_duration_in_days",
    sources=_PERIOD,
    needs=("durationInDays", "startDate"),
)
def duration_that_differs_from_the_dates(period: Json, _: Context) -> Iterator[Fault]:
    """
    A period's duration is not the time between its dates.

    Refused:

        {"startDate": "2024-01-01T00:00:00Z", "endDate": "2024-01-11T00:00:00Z", "durationInDays": 30}

    Accepted:

        {"startDate": "2024-01-01", "endDate": "2024-01-10T23:59:59Z", "durationInDays": 10}
    """
    start = instant(period.get("startDate"))
    end = instant(period.get("endDate")) or instant(period.get("maxExtentDate"))
    found = period.get("durationInDays")
    if start is None or end is None or isinstance(found, bool) or not isinstance(found, int):
        return
    days = (end - start) / timedelta(days=1)
    if not days // 1 <= found <= -(-days // 1):
        yield Fault("durationInDays", found=found, counted=round(days))


@rule(
    "Release",
    Severity.WARNING,
    "dates",
    says=("{date} lies before {earliest} or after {latest}", "{date} ligger före {earliest} eller efter {latest}"),
    fix=("Mend the date in the source.", "Rätta datumet i källan."),
    pelican="field.date_time",
    sources=_DATES,
    glance=partial(glances.outside, _EARLIEST, _LATEST - 1),
)
def date_in_an_unlikely_year(_: Json, context: Context) -> Iterator[Fault]:
    """
    A date lies before 1990 or after 2049.

    Most often a slip of the keyboard, or a system's way to write that there is no date.

    Refused:

        {"awards": [{"id": "1", "date": "0202-03-01T00:00:00Z"}]}

        {"contracts": [{"id": "1", "period": {"endDate": "9999-12-31T23:59:59Z"}}]}

    Accepted:

        {"awards": [{"id": "1", "date": "2024-03-01T00:00:00Z"}], "tender": {"id": "1", "title": "Plan 9999"}}
    """
    for way, _name, value, found in context.of(dates):
        if found is not None and not _EARLIEST <= found.year < _LATEST:
            yield Fault(*spelled(way), date=value, earliest=_EARLIEST, latest=_LATEST - 1)


@rule(
    "Release",
    Severity.WARNING,
    "dates",
    says=(
        "{name} is {date}, after the release's own date {released}",
        "{name} är {date}, efter releasens datum {released}",
    ),
    fix=(
        "Mend the date, or give the release the date on which this became known.",
        "Rätta datumet, eller ge releasen det datum då detta blev känt.",
    ),
    pelican=(
        "coherent.release_date",
        "coherent.milestones_dates",
        "coherent.amendments_dates",
        "coherent.documents_dates",
    ),
    sources=_DATES,
    needs=("date",),
    glance=glances.after_the_release,
)
def date_after_the_release(release: Json, context: Context) -> Iterator[Fault]:
    """
    Something that has happened is dated after the release that tells of it.

    Refused:

        {"date": "2024-01-01T00:00:00Z", "awards": [{"id": "1", "date": "2024-03-01T00:00:00Z"}]}

    Accepted:

        {"date": "2024-03-01T00:00:00Z", "awards": [{"id": "1", "date": "2024-03-01T00:00:00Z"}]}

        {"date": "2024-03-01T00:00:00Z", "tender": {"id": "1", "tenderPeriod": {"endDate": "2024-05-01T00:00:00Z"}}}
    """
    released = instant(release.get("date"))
    if released is None:
        return
    for way, name, value, found in context.of(dates):
        if name in glances.PAST and found is not None and found > released:
            yield Fault(*spelled(way), name=name, date=value, released=release["date"])


@cache
def end_of(day: date) -> datetime:
    """The moment when a day is over everywhere on earth, generously: somewhere it is tomorrow already."""
    return datetime.combine(day, time(), UTC) + timedelta(days=1, hours=14)


@rule(
    "Release",
    Severity.ERROR,
    "dates",
    says=("the release is dated {date}, in the future", "releasen är daterad {date}, i framtiden"),
    fix=("A release's date is the day when it was made public.", "Releasens datum är dagen då den blev offentlig."),
    pelican="field.date_time",
    sources=_DATES,
    needs=("date",),
    glance=lambda abreast: glances.released_after(end_of(abreast.as_of), abreast),
)
def release_in_the_future(release: Json, context: Context) -> Iterator[Fault]:
    """
    The release is dated after today.

    Releases are merged in the order of their dates: one from the future hides all that come before its day.

    Refused:

        {"date": "2999-01-01T00:00:00Z"}

    Accepted:

        {"date": "2020-01-01T00:00:00Z"}
    """
    released = instant(release.get("date"))
    if released is not None and released > end_of(context.as_of):
        yield Fault("date", date=release["date"])


@rule(
    "Tender",
    Severity.NOTICE,
    "dates",
    says=("the deadline is {date}, at midnight", "tidsfristen är {date}, vid midnatt"),
    fix=(
        "Give the hour; a date without a time is the end of that day, 23:59:59.",
        "Ange klockslaget; ett datum utan tid är dagens slut, 23:59:59.",
    ),
    sources=_DATES,
    glance=glances.deadlines_at_midnight,
)
def deadline_at_midnight(tender: Json, _: Context) -> Iterator[Fault]:
    """
    A deadline stands at 00:00, as if bids were due before the day began.

    Refused:

        {"id": "1", "tenderPeriod": {"endDate": "2024-03-01T00:00:00+01:00"}}

    Accepted:

        {"id": "1", "tenderPeriod": {"endDate": "2024-03-01T23:59:59+01:00"}}
    """
    for name in ("tenderPeriod", "enquiryPeriod"):
        period = tender.get(name)
        end = period.get("endDate") if isinstance(period, dict) else None
        if isinstance(end, str) and end[10:19] == "T00:00:00":
            yield Fault(name, "endDate", date=end)


@rule(
    "Release",
    Severity.WARNING,
    "dates",
    says=("{later} {second} comes before {earlier} {first}", "{later_sv} {second} kommer före {earlier_sv} {first}"),
    fix=("Mend the dates in the source.", "Rätta datumen i källan."),
    pelican="coherent.dates",
    sources=_DATES,
    glance=glances.stages_out_of_order,
)
def stages_in_the_wrong_order(release: Json, context: Context) -> Iterator[Fault]:
    """
    A later stage is dated before an earlier one.

    An award before the deadline for bids, or a contract signed before its award.

    Refused:

        {
          "tender": {"id": "T", "tenderPeriod": {"endDate": "2024-03-01T00:00:00Z"}},
          "awards": [{"id": "1", "date": "2024-02-01T00:00:00Z"}]
        }

        {
          "awards": [{"id": "1", "date": "2024-03-01T00:00:00Z"}],
          "contracts": [{"id": "K", "awardID": "1", "dateSigned": "2024-02-01T00:00:00Z"}]
        }

    Accepted:

        {
          "awards": [{"id": "1", "date": "2024-03-01T00:00:00Z"}],
          "contracts": [{"id": "K", "awardID": "1", "dateSigned": "2024-04-01T00:00:00Z"}]
        }
    """
    tender = release.get("tender")
    period = tender.get("tenderPeriod") if isinstance(tender, dict) else None
    deadline = _dated("deadline", period.get("endDate") if isinstance(period, dict) else None)
    awarded: dict[str, _Dated | None] = {}
    for number, award in context.of(awards):
        decided = awarded[text(award.get("id"))] = _dated("award", award.get("date"))
        yield from _ordered(deadline, decided, ("awards", number, "date"))
    for number, contract in context.of(contracts):
        signed = _dated("signature", contract.get("dateSigned"))
        for earlier in (awarded.get(text(contract.get("awardID"))), deadline):
            yield from _ordered(earlier, signed, ("contracts", number, "dateSigned"))


_Dated = tuple[datetime, str, object]
"""An instant, what happened then, and how it is written."""


def _dated(name: str, written: object) -> _Dated | None:
    found = instant(written)
    return (found, name, written) if found is not None else None


def _ordered(earlier: _Dated | None, later: _Dated | None, place: tuple[str | int, ...]) -> Sequence[Fault]:
    if earlier is not None and later is not None and later[0] < earlier[0]:
        (before, before_sv), (after, after_sv) = _EVENTS[earlier[1]], _EVENTS[later[1]]
        words = {"earlier": before, "earlier_sv": before_sv, "later": after, "later_sv": after_sv}
        return (Fault(*place, first=earlier[2], second=later[2], **words),)
    return ()


_EVENTS = {
    "deadline": ("the deadline for bids", "sista anbudsdag"),
    "award": ("the award", "tilldelningen"),
    "signature": ("the signature", "undertecknandet"),
}


RULES = (
    period_ends_before_it_starts,
    duration_that_differs_from_the_dates,
    date_in_an_unlikely_year,
    date_after_the_release,
    release_in_the_future,
    deadline_at_midnight,
    stages_in_the_wrong_order,
)
