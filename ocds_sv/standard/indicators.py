"""
What data can answer: the 71 usability indicators and 73 red flags of Open Contracting Partnership, by their fields.

The tables are ``schemas/indicators.csv`` and ``schemas/red_flags.csv``; the fields are those of OCP's own calculations
(https://github.com/open-contracting/notebooks-ocds), the titles our own.
"""

from __future__ import annotations

import csv
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from functools import cache

from ocds_sv.resources import SCHEMAS

GROUPS = ("market", "competition", "suppliers", "integrity", "efficiency", "money", "delivery")
"""What an indicator is about, in the order of the table."""


@dataclass(frozen=True, slots=True)
class Indicator:
    """
    A question that data can answer.

    Attributes:
        id: OCP's number, such as ``U015`` or ``R018``.
        group: what it is about; of an indicator one of ``GROUPS``.
        needs: all of these; of each set, one field is enough.
        title_sv: in Swedish.
        title_en: in English.
    """

    id: str
    group: str
    needs: tuple[frozenset[str], ...]
    title_sv: str
    title_en: str

    def title(self, lang: str) -> str:
        """The title in ``lang`` (``"sv"`` or ``"en"``)."""
        return self.title_sv if lang == "sv" else self.title_en

    def missing(self, filled: Collection[str]) -> list[frozenset[str]]:
        """The needs that ``filled`` does not meet."""
        return [need for need in self.needs if not any(map(filled.__contains__, need))]


@cache
def indicators() -> tuple[Indicator, ...]:
    """The usability indicators, in OCP's order."""
    return _read("indicators.csv")


@cache
def red_flags() -> tuple[Indicator, ...]:
    """The red flags, in OCP's order; their groups are the parts of a process that they look at."""
    return _read("red_flags.csv")


def _read(name: str) -> tuple[Indicator, ...]:
    with (SCHEMAS / name).open(encoding="utf-8", newline="") as rows:
        return tuple(
            Indicator(
                row["id"],
                row["group"],
                tuple(frozenset(need.split("|")) for need in row["fields"].split()),
                row["title_sv"],
                row["title_en"],
            )
            for row in csv.DictReader(rows)
        )


def with_parents(paths: Iterable[str]) -> set[str]:
    """Paths and the objects and lists around them: an indicator may ask for an object as such."""
    found: set[str] = set()
    for path in paths:
        parts = path.split("/")
        found.update("/".join(parts[:depth]) for depth in range(1, len(parts) + 1))
    return found


def possible(filled: Collection[str]) -> list[Indicator]:
    """The indicators that the ``filled`` paths can answer."""
    return [one for one in indicators() if not one.missing(filled)]


def next_fields(filled: Collection[str], count: int = 3) -> list[tuple[str, int]]:
    """The fields not filled that would make most indicators possible by themselves, and how many; best first."""
    unlocked: dict[str, int] = {}
    for one in indicators():
        missing = one.missing(filled)
        if len(missing) == 1:
            for field in missing[0]:
                unlocked[field] = unlocked.get(field, 0) + 1
    return sorted(unlocked.items(), key=lambda item: (-item[1], item[0]))[:count]
