"""Dates, as numbers that are compared column by column."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from itertools import chain, compress, count, repeat
from typing import Any

from ocds_sv.checks.abreast import Abreast, where
from ocds_sv.checks.rule import Json
from ocds_sv.checks.values import ticks, ticks_of

PAST = frozenset({"date", "dateMet", "dateModified", "datePublished", "dateSigned"})
"""Dates of what has happened."""

_MARGIN = 2 * 86_400_000_000
"""A year begins and ends at different moments on earth."""


def _known(numbers: Sequence[int], moments: Sequence[int | None]) -> tuple[Sequence[int], Sequence[int]]:
    """Numbers and moments of what is a date."""
    if None in moments:
        there = [moment is not None for moment in moments]
        numbers, moments = list(compress(numbers, there)), list(compress(moments, there))
    return numbers, [moment for moment in moments if moment is not None]


def outside(first: int, last: int, abreast: Abreast) -> set[int]:
    """A date lies before the year ``first``, or after the year ``last``, or near the ends of these."""
    low = ticks_of(datetime(first, 1, 1, tzinfo=UTC)) + _MARGIN
    high = ticks_of(datetime(last + 1, 1, 1, tzinfo=UTC)) - _MARGIN
    found: set[int] = set()
    for _, every, written in abreast.dated:
        numbers, moments = _known(every, ticks(written))
        if moments and not (low < min(moments) and max(moments) < high):
            found |= where(numbers, [not low < one < high for one in moments])
    return found


def released(abreast: Abreast) -> list[int | None]:
    """The date of each release."""
    return ticks(abreast.values("", "date"))


def after_the_release(abreast: Abreast) -> set[int]:
    """Something that has happened is dated after the release."""
    own = abreast.of(released)
    first = min((moment for moment in own if moment is not None), default=None)
    found: set[int] = set()
    for name, every, written in abreast.dated:
        if name in PAST and first is not None:
            numbers, moments = _known(every, ticks(written))
            if moments and max(moments) > first:
                found |= where(numbers, [_is_before(own[at], one) for at, one in zip(numbers, moments, strict=True)])
    return found


def _is_before(one: int | None, other: int | None) -> bool:
    return one is not None and other is not None and one < other


def released_after(moment: datetime, abreast: Abreast) -> set[int]:
    """A release is dated after ``moment``."""
    last = ticks_of(moment)
    return {number for number, one in enumerate(abreast.of(released)) if one is not None and one > last}


def stages_out_of_order(abreast: Abreast) -> set[int]:
    """An award or a signature comes before the deadline, or the first signature before the last award."""
    size = len(abreast.releases)
    deadline, awarded = [_NEVER] * size, [_NEVER] * size
    periods = abreast.at("tender/tenderPeriod")
    found: set[int] = set()
    for number, one in zip(periods.releases, ticks(abreast.values("tender/tenderPeriod", "endDate")), strict=True):
        if one is not None:
            deadline[number] = one
    for number, one in zip(abreast.at("awards[]").releases, ticks(abreast.values("awards[]", "date")), strict=True):
        if one is not None:
            if one < deadline[number]:
                found.add(number)
            awarded[number] = max(awarded[number], one)
    signed = ticks(abreast.values("contracts[]", "dateSigned"))
    for number, one in zip(abreast.at("contracts[]").releases, signed, strict=True):
        if one is not None and (one < deadline[number] or one < awarded[number]):
            found.add(number)
    return found


_NEVER = -(1 << 63)


def amended(abreast: Abreast) -> set[int]:
    """A stage has amendments."""
    found: set[int] = set()
    for path in STAGES:
        found |= where(abreast.at(path).releases, ["amendments" in one for one in abreast.at(path).values])
    return found


STAGES = (
    "planning",
    "tender",
    "awards[]",
    "contracts[]",
    "awards[]/implementation",
    "contracts[]/implementation",
)
"""``places.stages``, lists marked."""


def _reversed(starts: list[Any], ends: list[Any]) -> list[bool]:
    """Which ends come before their starts."""
    return list(map(_is_before, ticks(ends), ticks(starts)))


def _rows(wrong: Iterable[object]) -> Iterable[int]:
    return compress(count(), wrong)


def periods_reversed(periods: Sequence[Json]) -> Iterable[int]:
    """A period ends before it starts."""
    return _rows(_reversed([one["startDate"] for one in periods], [one["endDate"] for one in periods]))


def deadlines_at_midnight(tenders: Sequence[Json]) -> Iterable[int]:
    """A tender's deadline may stand at midnight."""
    return _rows([_ends_at_midnight(one, "tenderPeriod") or _ends_at_midnight(one, "enquiryPeriod") for one in tenders])


def _ends_at_midnight(tender: Json, name: str) -> bool:
    period = tender.get(name)
    end = period.get("endDate") if isinstance(period, dict) else None
    return isinstance(end, str) and end[10:19] == "T00:00:00"


def paid_before_the_signature(contracts: Sequence[Json]) -> Iterable[int]:
    """A contract was paid before it was signed."""
    payments = [one["implementation"].get("transactions") or () for one in contracts]
    paid = ticks([payment.get("date") for those in payments for payment in those])
    signed = ticks([one["dateSigned"] for one in contracts])
    rows = chain.from_iterable(map(repeat, count(), map(len, payments)))
    return [row for row, moment in zip(rows, paid, strict=True) if _is_before(moment, signed[row])]


def signed_after_the_end(contracts: Sequence[Json]) -> Iterable[int]:
    """A contract was signed after its last day."""
    ends = [one["period"].get("endDate") for one in contracts]
    return _rows(_reversed([one["dateSigned"] for one in contracts], ends))
