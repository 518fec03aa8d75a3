"""
Thresholds and direct-award limits on a day: what is known, and which period is not.

Amounts change every second year and are never carried over from one period to the next: where the table ``limits`` has
no row for the day, the answer says so and says which days it holds for.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import Decimal
from enum import StrEnum
from functools import cache
from typing import Literal

from ocds_sv.sweden.tables import table, unknown_name

LAWS = ("LOU", "LUF", "LUK", "LUFS")
CATEGORIES = ("goods", "services", "works", "social")
AUTHORITIES = ("state", "other")

Category = Literal["goods", "services", "works", "social"]
"""``social``: social and other special services."""

Authority = Literal["state", "other"]
"""``state``: a central government authority; ``other``: all the others."""

_DAY = timedelta(days=1)


class Status(StrEnum):
    """
    How far an amount can be relied on.

    ``unverified``: by another's word alone, or not looked up since; see ``Limit.source``.
    """

    KNOWN = "known"
    UNVERIFIED = "unverified"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Limit:
    """
    An amount without VAT, or that there is none that is known.

    Attributes:
        status: how far the amount can be relied on.
        amount: None when it is unknown.
        currency: of the amount; "" without one.
        valid_from: the first day of the amount, or of the period for which none is known; None: not bounded.
        valid_until: the last day of the same; None: not bounded.
        source: who says so; "" without an amount.
    """

    status: Status
    amount: Decimal | None = None
    currency: str = ""
    valid_from: date | None = None
    valid_until: date | None = None
    source: str = ""


def threshold(law: str, category: Category, authority: Authority, on: date) -> Limit:
    """
    The amount from which a directive governs a procurement, as of a day.

    Raises:
        UnknownName: another law, category or authority.
    """
    _one_of("category", "Kategorin", category, CATEGORIES)
    _one_of("authority", "Myndigheten", authority, AUTHORITIES)
    return _limit("threshold", law, category, authority, on)


def direct_award_limit(law: str, on: date, *, social: bool = False) -> Limit:
    """
    The amount below which a contract may be awarded directly, as of a day.

    Args:
        law: one of ``LAWS``.
        on: the day.
        social: of social and other special services, which since 2022-02-01 have a limit of their own; before that
            day the acts told some of them apart, and the table has none.

    Raises:
        UnknownName: another law.
    """
    return _limit("direct-award-social" if social else "direct-award", law, "", "", on)


def documentation_limit(law: str, on: date) -> Limit:
    """
    The amount above which a direct award must be documented, as of a day.

    Raises:
        UnknownName: another law.
    """
    return _limit("documentation", law, "", "", on)


def _one_of(kind: str, kind_sv: str, name: str, names: Iterable[str]) -> None:
    if name not in names:
        raise unknown_name(kind, kind_sv, name, names)


def _limit(kind: str, law: str, category: str, authority: str, on: date) -> Limit:
    _one_of("law", "Lagen", law, LAWS)
    limits = [limit for key, limit in _limits() if _meant(key, (kind, law, category, authority))]
    for limit in limits:
        if _begin(limit) <= on <= _end(limit):
            # An amount without an end was true on the day it was looked up, and may have changed since.
            checked = limit.valid_until is not None or on <= _as_of()
            return limit if checked else replace(limit, status=Status.UNVERIFIED)
    before = [limit.valid_until + _DAY for limit in limits if limit.valid_until and limit.valid_until < on]
    after = [limit.valid_from - _DAY for limit in limits if limit.valid_from and limit.valid_from > on]
    return Limit(Status.UNKNOWN, valid_from=max(before, default=None), valid_until=min(after, default=None))


def _meant(key: tuple[str, ...], wanted: tuple[str, ...]) -> bool:
    """Whether a row is about what is asked for; an empty cell stands for every category or authority."""
    return all(mine in {"", asked} for mine, asked in zip(key, wanted, strict=True))


def _begin(limit: Limit) -> date:
    return limit.valid_from or date.min


def _end(limit: Limit) -> date:
    return limit.valid_until or date.max


@cache
def _limits() -> tuple[tuple[tuple[str, ...], Limit], ...]:
    return tuple(
        (
            (row["kind"], row["law"], row["category"], row["authority"]),
            Limit(
                Status(row["status"]),
                Decimal(row["amount"]),
                row["currency"],
                _date(row["valid_from"]),
                _date(row["valid_until"]),
                row["source"],
            ),
        )
        for row in table("limits")
    )


@cache
def _as_of() -> date:
    return next(date.fromisoformat(row["as_of"]) for row in table("index") if row["name"] == "limits")


def _date(text: str) -> date | None:
    return date.fromisoformat(text) if text else None
