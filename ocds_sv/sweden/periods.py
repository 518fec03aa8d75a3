"""
The shortest times of a procurement above the thresholds: for tenders, and between award and contract.

They are the directives'; an act may have exceptions that the table ``time_limits`` does not have.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Literal

from ocds_sv.sweden.limits import LAWS, Status
from ocds_sv.sweden.tables import table, unknown_name

TimeKind = Literal["tender-period", "standstill"]
"""``tender-period``: from the notice to the deadline; ``standstill``: from the award's message to the contract."""


@dataclass(frozen=True, slots=True)
class TimeLimit:
    """
    A shortest time, in days.

    Attributes:
        days: as a rule.
        shortest: where every reason to shorten it holds.
        status: how far it can be relied on, as of an amount.
        source: who says so.
    """

    days: int
    shortest: int
    status: Status
    source: str


def time_limit(kind: TimeKind, law: str, method: str, on: date) -> TimeLimit | None:
    """
    The shortest time as of a day; None where none is known.

    Args:
        kind: of what.
        law: ``LOU``, ``LUF``, ``LUK`` or ``LUFS``.
        method: the ``procurementMethod`` of OCDS.
        on: the day.

    Raises:
        UnknownName: another law.
    """
    if law not in LAWS:
        raise unknown_name("law", "Lagen", law, LAWS)
    for row, limit in _rows():
        begins = date.fromisoformat(row["valid_from"])
        ends = date.fromisoformat(row["valid_until"]) if row["valid_until"] else date.max
        if row["kind"] == kind and row["law"] == law and row["method"] in {"", method} and begins <= on <= ends:
            return limit
    return None


@cache
def _rows() -> tuple[tuple[dict[str, str], TimeLimit], ...]:
    return tuple(
        (row, TimeLimit(int(row["days"]), int(row["shortest"]), Status(row["status"]), row["source"]))
        for row in table("time_limits")
    )
