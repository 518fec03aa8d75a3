"""
What is counted of every release, whatever the rules find: fields, stages, months, processes and what joins them.

Nothing grows with the input but one number for each process.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from functools import lru_cache
from hashlib import blake2b

from ocds_sv.checks.fields import STAGES, Field, Fields, Filled
from ocds_sv.checks.questions import questions
from ocds_sv.checks.rule import Json
from ocds_sv.checks.values import instant, objects, text
from ocds_sv.sweden.identity import mask_text

INPUTS = 64
"""Inputs whose joins are counted."""

ROLES = 40
"""Different roles of parties that are counted."""

_SHOWN = 60
_DATES = {
    "tender": ("tender", ("tenderPeriod", "startDate")),
    "award": ("awards", ("date",)),
    "contract": ("contracts", ("dateSigned",)),
}
_REFERENCES = {
    "contracts": (("awardID", "awards"), ("relatedLots", "tender/lots")),
    "awards": (("relatedLots", "tender/lots"), ("relatedBids", "bids/details")),
}


@dataclass(slots=True)
class Span:
    """The earliest and the latest of some dates, compared by instant."""

    _first: tuple[datetime, str] | None = None
    _last: tuple[datetime, str] | None = None

    @property
    def earliest(self) -> str:
        """As it is written; empty when there is none."""
        return self._first[1] if self._first is not None else ""

    @property
    def latest(self) -> str:
        """As it is written; empty when there is none."""
        return self._last[1] if self._last is not None else ""

    def add(self, day: object) -> None:
        """Take one in; what is no date is passed over."""
        moment = instant(day)
        if moment is None or not isinstance(day, str):
            return
        dated = (moment, day)
        if self._first is None or self._last is None:
            self._first = self._last = dated
        elif dated < self._first:
            self._first = dated
        elif dated > self._last:
            self._last = dated

    def merge(self, other: Span) -> None:
        """Take over the dates of ``other``."""
        self.add(other.earliest)
        self.add(other.latest)


@dataclass(slots=True)
class Census:
    """
    The counts.

    Attributes:
        fields: which fields are filled.
        dates: of the releases.
        spans: dates by stage.
        months: releases by month of their date, under "" all, under each stage those that have it.
        processes: by a digest of the ocid, bits of the stages, the questions answered and the inputs.
        roles: parties by role.
        identified: those of them with an identifier out of a register.
        references: references inside releases, by path.
        orphans: those that find nothing.
        inputs: their names, in order.
    """

    fields: Fields = field(default_factory=Fields)
    dates: Span = field(default_factory=Span)
    spans: dict[str, Span] = field(default_factory=lambda: {stage: Span() for stage in STAGES})
    months: dict[str, Counter[str]] = field(default_factory=dict)
    processes: dict[int, int] = field(default_factory=dict)
    roles: Counter[str] = field(default_factory=Counter)
    identified: Counter[str] = field(default_factory=Counter)
    references: Counter[str] = field(default_factory=Counter)
    orphans: Counter[str] = field(default_factory=Counter)
    inputs: list[str] = field(default_factory=list)
    _stages: list[tuple[str, Field]] = field(default_factory=list)
    _questions: list[list[list[Field]]] = field(default_factory=list)

    def __post_init__(self) -> None:
        self._stages = [(stage, self.fields.watch(path)) for stage, path in STAGES.items()]
        self._questions = [
            [[self.fields.watch(path) for path in sorted(way)] for way in ways] for ways in questions().values()
        ]

    def add(self, release: Json, file: str, filled: Filled) -> None:
        """Count ``release``, which stands in ``file``, and fills what is ``filled``."""
        # Which stages there are and what is answered depends on which fields are filled, and on nothing else.
        if filled.known is None:
            filled.known = self._stages_and_bits(filled.fields)
        stages, bits = filled.known
        self._dated(release.get("date"), stages)
        for stage in stages:
            if stage in _DATES:
                for day in _days(release, stage):
                    self.spans[stage].add(day)
        self._process(release.get("ocid"), bits, file)
        self._parties(release.get("parties"))
        for above, references in _REFERENCES.items():
            if above in release:
                self._refer(release, above, references)

    def _stages_and_bits(self, filled: frozenset[Field]) -> tuple[list[str], int]:
        stages = [stage for stage, known in self._stages if known in filled]
        bits, bit = 0, 1
        for _, known in self._stages:
            if known in filled:
                bits |= bit
            bit <<= 1
        for ways in self._questions:
            if any(all(known in filled for known in way) for way in ways):
                bits |= bit
            bit <<= 1
        return stages, bits

    def _dated(self, day: object, stages: list[str]) -> None:
        if instant(day) is not None and isinstance(day, str):
            self.dates.add(day)
            month = self.months.setdefault(day[:7], Counter())
            month[""] += 1
            for stage in stages:
                month[stage] += 1

    def _process(self, ocid: object, bits: int, file: str) -> None:
        if not isinstance(ocid, str):
            return
        key = int.from_bytes(blake2b(ocid.encode("utf-8", "replace"), digest_size=7).digest())
        self.processes[key] = self.processes.get(key, 0) | bits | self._input(file)

    def _input(self, file: str) -> int:
        if self.inputs and self.inputs[-1] == file:
            at = len(self.inputs) - 1
        elif file in self.inputs:
            at = self.inputs.index(file)
        elif len(self.inputs) < INPUTS:
            self.inputs.append(file)
            at = len(self.inputs) - 1
        else:
            return 0
        return 1 << (FIRST_INPUT + at)

    def _parties(self, parties: object) -> None:
        for _, party in objects(parties):
            identifier = party.get("identifier")
            known = isinstance(identifier, dict) and text(identifier.get("id")) and text(identifier.get("scheme"))
            roles = party.get("roles")
            for role in roles if isinstance(roles, list) else ():
                name = _role(role) if isinstance(role, str) else ""
                if name and (name in self.roles or len(self.roles) < ROLES):
                    self.roles[name] += 1
                    self.identified[name] += bool(known)

    def _refer(self, release: Json, above: str, references: tuple[tuple[str, str], ...]) -> None:
        items = [item for _, item in objects(release[above])]
        for name, target in references:
            wanted = [one for item in items if name in item for one in _texts(item[name])]
            if wanted:
                there = {text(item.get("id")) for _, item in objects(_inside(release, target))}
                self.references[f"{above}/{name}"] += len(wanted)
                self.orphans[f"{above}/{name}"] += sum(one not in there for one in wanted)

    def with_bits(self, bits: int) -> int:
        """How many processes have all of ``bits``."""
        return sum(one & bits == bits for one in self.processes.values())

    def merge(self, other: Census) -> None:
        """Take over the counts of ``other``, whose releases come after."""
        self.fields.merge(other.fields)
        self.dates.merge(other.dates)
        for stage, span in other.spans.items():
            self.spans[stage].merge(span)
        for month, counts in other.months.items():
            self.months.setdefault(month, Counter()).update(counts)
        moved = [self._input(name) for name in other.inputs]
        for key, bits in other.processes.items():
            own = bits & ((1 << FIRST_INPUT) - 1)
            for at, bit in enumerate(moved):
                if bits >> (FIRST_INPUT + at) & 1:
                    own |= bit
            self.processes[key] = self.processes.get(key, 0) | own
        for mine, theirs in (
            (self.roles, other.roles),
            (self.identified, other.identified),
            (self.references, other.references),
            (self.orphans, other.orphans),
        ):
            mine.update(theirs)


FIRST_QUESTION = len(STAGES)
FIRST_INPUT = FIRST_QUESTION + 6
"""Of a process's bits: first the stages, then the questions, then the inputs."""
ALL_ANSWERED = (1 << FIRST_INPUT) - (1 << FIRST_QUESTION)
"""The bits of a process that answers all six questions."""


@lru_cache(maxsize=1_000)
def _role(role: str) -> str:
    return mask_text(role.strip()[:_SHOWN])


def _inside(value: object, path: str) -> object:
    for part in path.split("/"):
        value = value.get(part) if isinstance(value, dict) else None
    return value


def _texts(value: object) -> list[str]:
    return [found for one in (value if isinstance(value, list) else [value]) if (found := text(one))]


def _days(release: Json, stage: str) -> Iterator[object]:
    name, path = _DATES[stage]
    found = release.get(name)
    for one in found if isinstance(found, list) else [found]:
        value = one
        for part in path:
            value = value.get(part) if isinstance(value, dict) else None
        if value is not None:
            yield value
