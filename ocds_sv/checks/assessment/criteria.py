"""
The eight publication criteria of Open Contracting Partnership: what the data decide, and what people have to.

https://standard.open-contracting.org/latest/en/guidance/publish/quality/
"""

from __future__ import annotations

import csv
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from ocds_sv.checks.census import FIRST_QUESTION, Census, questions
from ocds_sv.checks.fields import rate
from ocds_sv.checks.values import instant
from ocds_sv.resources import SCHEMAS

_QUARTER = 3
_Decided = tuple[bool, str, str]
"""Whether it is met, and the evidence in Swedish and English."""
_ALL = sum(1 << (FIRST_QUESTION + at) for at in range(6))


def criteria(
    census: Census, results: Sequence[Mapping[str, Any]], verdict: Mapping[str, Any], as_of: date
) -> list[dict[str, Any]]:
    """Each with its outcome and the evidence for it."""
    processes = len(census.processes)
    failed = {one["rule"]: one for one in results}
    decided: dict[str, _Decided | None] = {
        "registered": _registered(failed),
        "reviewable": _reviewable(verdict),
        "relevant": _relevant(census, processes),
        "active": _active(census.dates.latest, as_of),
    }
    facts = {
        "fields": failed["additional-field"]["failed"],
        "codes": failed["additional-code"]["failed"],
        "ocids": processes,
        "months": len(census.months),
    }
    with (SCHEMAS / "criteria.csv").open(encoding="utf-8", newline="") as rows:
        return [_criterion(row, decided.get(row["id"]), facts) for row in csv.DictReader(rows)]


def _criterion(row: Mapping[str, str], decided: _Decided | None, facts: Mapping[str, int]) -> dict[str, Any]:
    if decided is None:
        outcome, sv, en = "open", row["open_sv"].format(**facts), row["open_en"].format(**facts)
    else:
        outcome, sv, en = "pass" if decided[0] else "fail", decided[1], decided[2]
    return {
        "id": row["id"],
        "outcome": outcome,
        "basis": row["basis"],
        "title": {"sv": row["title_sv"], "en": row["title_en"]},
        "evidence": {"sv": sv, "en": en},
    }


def _registered(failed: Mapping[str, Mapping[str, Any]]) -> _Decided | None:
    """A prefix of the right form may still not be in OCP's register: that is for people."""
    bad = sum(failed[name]["failed"] for name in ("ocid-without-prefix", "ocid-with-the-example-prefix"))
    if not bad:
        return None
    return False, f"{bad} ocid utan eget prefix", f"{bad} ocids without a prefix of their own"


def _reviewable(verdict: Mapping[str, Any]) -> _Decided:
    complete = bool(verdict["complete"])
    return complete, *(
        ("Allt kunde läsas och granskas", "All of it could be read and checked")
        if complete
        else ("Allt kunde inte läsas", "Not all of it could be read")
    )


def _relevant(census: Census, processes: int) -> _Decided:
    able = census.with_bits(_ALL)
    return able > 0, f"{able} av {processes} upphandlingar", f"{able} of {processes} processes"


def _active(latest: str, as_of: date) -> _Decided:
    """Within the four calendar quarters before the present one, or in it."""
    first = 12 * (as_of.year - 1) + (as_of.month - 1) // _QUARTER * _QUARTER
    moment = instant(latest)
    day = latest[:10] or "?"
    fresh = moment is not None and 12 * moment.year + moment.month - 1 >= first and moment.date() <= as_of
    return fresh, f"Senaste release {day}", f"Latest release {day}"


def relevance(census: Census) -> list[dict[str, Any]]:
    """How many processes answer each of the six questions, and all of them."""
    processes = len(census.processes)
    asked = [
        *((one.name, one.title_sv, one.title_en, 1 << (FIRST_QUESTION + at)) for at, one in enumerate(questions())),
        ("all", "Alla sex", "All six", _ALL),
    ]
    told = []
    for name, sv, en, bits in asked:
        able = census.with_bits(bits)
        told.append({"question": name, "title": {"sv": sv, "en": en}, "processes": able, "rate": rate(able, processes)})
    return told
