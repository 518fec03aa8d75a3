"""
Which procedures the law had on a day.

On 2022-02-01 the acts ceased to name procedures below the thresholds: the simplified and the selection procedure went,
and a procedure is since then described by its number of stages.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import cache

from ocds_sv.sweden.dates import parse_date
from ocds_sv.sweden.faults import ValueFault
from ocds_sv.sweden.tables import table

_DAY = 10


@dataclass(frozen=True, slots=True)
class Procedure:
    """
    A term for a procedure, a row of the table ``procedures``.

    Attributes:
        term: in Swedish.
        method: the ``procurementMethod`` of OCDS; "" when the term does not tell.
        eforms_code: "" for those that eForms does not have.
        valid_from: the first day, None when there is none to know of.
        valid_until: the last day, None when there is none to know of.
    """

    term: str
    method: str
    eforms_code: str
    valid_from: date | None
    valid_until: date | None

    def existed(self, on: date) -> bool:
        """Whether the law had the procedure on a day."""
        return (self.valid_from or date.min) <= on <= (self.valid_until or date.max)


def procedure(term: str) -> Procedure | None:
    """The procedure of a term, in any letter case; None for a term that the table does not have."""
    return _procedures().get(_key(term))


def procedures(on: date) -> tuple[Procedure, ...]:
    """Those that the law had on a day, in the order of the table."""
    return tuple(found for found in _procedures().values() if found.existed(on))


def dated_procedure(text: str) -> str:
    """
    The term in "2024-07-02 Öppet förfarande", a text of a day and a term; terms that are not known pass, too.

    Raises:
        ValueFault: ``procedure-out-of-force``, with the term as its value: the law did not have it on that day;
            ``not-a-date``.
    """
    day, term = text[:_DAY], text[_DAY:].strip()
    on = date.fromisoformat(parse_date(day)[:_DAY])
    found = procedure(term)
    if found is not None and not found.existed(on):
        raise ValueFault("procedure-out-of-force", term)
    return term


def _key(term: str) -> str:
    return " ".join(term.split()).casefold()


def _date(text: str) -> date | None:
    return date.fromisoformat(text) if text else None


@cache
def _procedures() -> dict[str, Procedure]:
    return {
        _key(row["term_sv"]): Procedure(
            row["term_sv"], row["method"], row["eforms_code"], _date(row["valid_from"]), _date(row["valid_until"])
        )
        for row in table("procedures")
    }
