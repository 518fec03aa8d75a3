"""
The Open Contracting Partnership's eight criteria of a publication, as far as the data themselves can decide them.

https://standard.open-contracting.org/1.1/en/guidance/publish/quality/

What only people can see, such as whether a website links to the data, is said to be theirs. The levels that the
criteria have replaced are told as a footnote.
"""

from __future__ import annotations

import csv
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import TYPE_CHECKING, Literal

from ocds_sv.checks.census import ALL_ANSWERED
from ocds_sv.checks.questions import questions
from ocds_sv.checks.values import instant
from ocds_sv.resources import SCHEMAS
from ocds_sv.standard.indicators import with_parents

if TYPE_CHECKING:
    from ocds_sv.checks.checker import Checker

Decision = Literal["met", "unmet", "assisted", "human"]
"""``assisted``: the figures are there, and somebody must judge; ``human``: nothing in the data tells."""

_MONTHS = 3
_QUARTERS = 4


@dataclass(frozen=True, slots=True)
class Criterion:
    """
    One criterion.

    Attributes:
        key: stable name.
        decision: what is known.
        reason_en: why.
        reason_sv: the same in Swedish.
    """

    key: str
    decision: Decision
    reason_en: str
    reason_sv: str


@dataclass(frozen=True, slots=True)
class Level:
    """A level of the standard's earlier guidance: which of its fields are filled somewhere, and which are not."""

    key: str
    filled: int
    missing: tuple[str, ...]


def criteria(checker: Checker) -> tuple[Criterion, ...]:
    """The eight, in the order of the guidance."""
    return (
        _registered(checker),
        _reviewable(checker),
        _appropriate(checker),
        _relevant(checker),
        _human("discoverable", "whether a website links to it", "om en webbplats länkar till data"),
        _human("representative", "which processes the data are to hold", "vilka upphandlingar data ska omfatta"),
        _active(checker),
        _human("retrievable", "whether a machine can fetch all of it", "om en maskin kan hämta allt"),
    )


def levels(filled: Collection[str]) -> tuple[Level, ...]:
    """The earlier levels, for the paths that are filled."""
    there = with_parents(set(filled))
    found: dict[str, list[str]] = {}
    for row in _table("legacy_levels"):
        found.setdefault(row["level"], []).append(row["path"])
    return tuple(
        Level(level, sum(path in there for path in paths), tuple(path for path in paths if path not in there))
        for level, paths in found.items()
    )


def open_questions(filled: Collection[str]) -> tuple[str, ...]:
    """
    Which of who, what, from whom, how much, when and how the paths that are filled leave open.

    Args:
        filled: paths that hold something, in one process or in all the data.
    """
    there = with_parents(set(filled))
    return tuple(
        question
        for question, alternatives in questions().items()
        if not any(needed <= there for needed in alternatives)
    )


def _registered(checker: Checker) -> Criterion:
    without, example = map(checker.tally.failed, ("ocid-without-prefix", "ocid-with-the-example-prefix"))
    if without or example:
        return Criterion(
            "registered",
            "unmet",
            f"releases without a registered prefix: {without}; with the documentation's example: {example}",
            f"releaser utan ett registrerat prefix: {without}; med dokumentationens exempel: {example}",
        )
    return Criterion(
        "registered",
        "assisted",
        "every ocid has the form of a registered prefix; whether it is registered is not looked up",
        "varje ocid har formen av ett registrerat prefix; att det är registrerat slås inte upp",
    )


def _reviewable(checker: Checker) -> Criterion:
    broken = len(checker.broken)
    if broken:
        return Criterion(
            "reviewable",
            "unmet",
            f"some of it could not be read, in {broken} place{'s' * (broken > 1)}",
            f"en del kunde inte läsas, på {broken} ställe{'n' * (broken > 1)}",
        )
    return Criterion("reviewable", "met", "all of it could be read", "allt kunde läsas")


def _appropriate(checker: Checker) -> Criterion:
    fields, codes = map(checker.tally.failed, ("additional-field", "additional-code"))
    if not fields and not codes:
        return Criterion("appropriate", "met", "no fields or codes of its own", "inga egna fält eller koder")
    return Criterion(
        "appropriate",
        "assisted",
        f"fields of its own: {fields}, codes of its own: {codes}; see that the standard has none for them",
        f"egna fält: {fields}, egna koder: {codes}; se efter att standarden inte har några för dem",
    )


def _relevant(checker: Checker) -> Criterion:
    """Some one process has to answer them all."""
    able = checker.census.with_bits(ALL_ANSWERED)
    if able:
        return Criterion(
            "relevant",
            "met",
            f"processes that answer all six questions: {able}",
            f"upphandlingar som svarar på alla sex frågor: {able}",
        )
    missing = open_questions(checker.census.fields.filled())
    if missing:
        asked = {lang: _listed(missing, lang) for lang in ("en", "sv")}
        return Criterion(
            "relevant", "unmet", f"the data do not answer: {asked['en']}", f"data svarar inte på: {asked['sv']}"
        )
    return Criterion(
        "relevant",
        "unmet",
        "no single process answers all six questions",
        "ingen enskild upphandling svarar på alla sex frågor",
    )


def _listed(missing: Collection[str], lang: str) -> str:
    return " ".join(row[f"title_{lang}"] for row in _table("relevance") if row["question"] in missing)


def _active(checker: Checker) -> Criterion:
    since = four_quarters_before(checker.as_of)
    written = checker.census.dates.latest
    latest = instant(written)
    if latest is None:
        return Criterion("active", "unmet", "no release has a date", "ingen release har ett datum")
    met = latest.date() >= since
    return Criterion(
        "active",
        "met" if met else "unmet",
        f"the latest release is of {written[:10]}; it has to be of {since} or later",
        f"den senaste releasen är från {written[:10]}; den ska vara från {since} eller senare",
    )


def four_quarters_before(day: date) -> date:
    """The first day of the four whole quarters before the one that ``day`` lies in."""
    quarter = (day.month - 1) // _MONTHS
    return date(day.year - 1, quarter * _MONTHS + 1, 1)


def _human(key: str, en: str, sv: str) -> Criterion:
    return Criterion(key, "human", f"people must see {en}", f"det kräver en människa att se {sv}")


@cache
def _table(name: str) -> tuple[dict[str, str], ...]:
    with (SCHEMAS / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return tuple(csv.DictReader(file))
