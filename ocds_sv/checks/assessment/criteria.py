"""The eight publication criteria, the six questions and the earlier levels, as a report tells them."""

from __future__ import annotations

import csv
from collections.abc import Collection, Sequence
from typing import Any

from ocds_sv.checks.census import ALL_ANSWERED, FIRST_QUESTION, Census
from ocds_sv.checks.criteria import Criterion, levels
from ocds_sv.checks.fields import rate
from ocds_sv.checks.questions import questions
from ocds_sv.resources import SCHEMAS

_TOLD = {
    "met": ("pass", "automatic"),
    "unmet": ("fail", "automatic"),
    "assisted": ("open", "assisted"),
    "human": ("open", "human"),
}


def criteria(decided: Sequence[Criterion]) -> list[dict[str, Any]]:
    """Each with its outcome and the evidence for it."""
    titles = _titles("criteria.csv", "id")
    told = []
    for one in decided:
        outcome, basis = _TOLD[one.decision]
        told.append(
            {
                "id": one.key,
                "outcome": outcome,
                "basis": basis,
                "title": titles[one.key],
                "evidence": {"sv": one.reason_sv, "en": one.reason_en},
            }
        )
    return told


def relevance(census: Census) -> list[dict[str, Any]]:
    """How many processes answer each of the six questions, and all of them."""
    processes = len(census.processes)
    titles = _titles("relevance.csv", "question")
    asked = {name: 1 << (FIRST_QUESTION + at) for at, name in enumerate(questions())} | {"all": ALL_ANSWERED}
    told = []
    for name, bits in asked.items():
        able = census.with_bits(bits)
        told.append({"question": name, "title": titles[name], "processes": able, "rate": rate(able, processes)})
    return told


def legacy_levels(filled: Collection[str]) -> list[dict[str, Any]]:
    """The levels that the criteria have replaced: a footnote."""
    return [{"level": one.key, "filled": one.filled, "missing": list(one.missing)} for one in levels(filled)]


def _titles(name: str, key: str) -> dict[str, dict[str, str]]:
    with (SCHEMAS / name).open(encoding="utf-8", newline="") as rows:
        return {row[key]: {"sv": row["title_sv"], "en": row["title_en"]} for row in csv.DictReader(rows)}
