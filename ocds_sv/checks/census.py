"""
What is counted of every release, whatever the rules find: fields, stages, months, processes and what joins them.

Nothing grows with the input but what is noted of each process, and that lies on disk.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import lru_cache, partial
from itertools import chain
from typing import Any

from ocds_sv.checks.dataset.digests import digest
from ocds_sv.checks.fields import STAGES, Field, Fields, Filled
from ocds_sv.checks.processes import Processes
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
    "tender": ("tender", "tenderPeriod", "startDate"),
    "award": ("awards", "date"),
    "contract": ("contracts", "dateSigned"),
}
_ROLES = ("parties", "roles")
_REFERENCES = (
    ("contracts", "awardID", "awards"),
    ("contracts", "relatedLots", "tender/lots"),
    ("awards", "relatedLots", "tender/lots"),
    ("awards", "relatedBids", "bids/details"),
)


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


@dataclass(frozen=True, slots=True)
class _Looks:
    """
    What there is to look at in releases that fill the same fields: it depends on these, and on nothing else.

    Attributes:
        stages: those that there are.
        bits: those of the stages, and of the questions that are answered.
        dated: the stages with a date.
        roles: parties have roles.
        references: above, name and target of the references that there are.
    """

    stages: list[str]
    bits: int
    dated: list[str]
    roles: bool
    references: list[tuple[str, str, str]]


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
    processes: Processes = field(default_factory=Processes)
    roles: Counter[str] = field(default_factory=Counter)
    identified: Counter[str] = field(default_factory=Counter)
    references: Counter[str] = field(default_factory=Counter)
    orphans: Counter[str] = field(default_factory=Counter)
    inputs: list[str] = field(default_factory=list)
    _stages: list[tuple[str, Field]] = field(default_factory=list)
    _questions: list[list[list[Field]]] = field(default_factory=list)
    _watched: dict[tuple[str, ...], Field] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self._stages = [(stage, self.fields.watch(path)) for stage, path in STAGES.items()]
        self._questions = [
            [[self.fields.watch(path) for path in sorted(way)] for way in ways] for ways in questions().values()
        ]
        for path in (*_DATES.values(), _ROLES, *(one[:2] for one in _REFERENCES)):
            self._watched[path] = self.fields.watch("/".join(path))

    def add(self, releases: Sequence[Json], files: Iterable[str], filled: Iterable[Filled]) -> None:
        """Count ``releases``, each of which stands in one of ``files``, and fills what is ``filled``."""
        alike: dict[Filled, list[Json]] = {}
        with_roles: list[Json] = []
        for release, file, one in zip(releases, files, filled, strict=True):
            if one.known is None:
                one.known = self._looks(one.fields)
            looks: _Looks = one.known
            self._process(release.get("ocid"), looks.bits, file)
            alike.setdefault(one, []).append(release)
            if looks.roles:
                with_roles.append(release)
        self._parties(_objects_at(with_roles, "parties"))
        for one, those in alike.items():
            self._take(those, one.known)

    def note(self, release: Json, file: str) -> None:
        """Count a release of which nothing more is looked at: its process, its input and its date."""
        self._process(release.get("ocid"), 0, file)
        self.dates.add(release.get("date"))

    def _take(self, releases: Sequence[Json], looks: _Looks) -> None:
        """Releases that fill the same fields."""
        self._dated(Counter(_texts_at(releases, "date")), looks.stages)
        for stage in looks.dated:
            for day in set(_texts_at(releases, *_DATES[stage])):
                self.spans[stage].add(day)
        for above, name, target in looks.references:
            for release in releases:
                self._refer(release, above, name, target)

    def _looks(self, filled: frozenset[Field]) -> _Looks:
        bits, bit = 0, 1
        for _, known in self._stages:
            if known in filled:
                bits |= bit
            bit <<= 1
        for ways in self._questions:
            if any(all(known in filled for known in way) for way in ways):
                bits |= bit
            bit <<= 1

        return _Looks(
            stages=[stage for stage, known in self._stages if known in filled],
            bits=bits,
            dated=[stage for stage, path in _DATES.items() if self._watched[path] in filled],
            roles=self._watched[_ROLES] in filled,
            references=[one for one in _REFERENCES if self._watched[one[:2]] in filled],
        )

    def _dated(self, days: Mapping[str, int], stages: Iterable[str]) -> None:
        for day, count in days.items():
            if instant(day) is not None:
                self.dates.add(day)
                month = self.months.setdefault(day[:7], Counter())
                month[""] += count
                for stage in stages:
                    month[stage] += count

    def _process(self, ocid: object, bits: int, file: str) -> None:
        if isinstance(ocid, str):
            self.processes.add(digest(ocid), bits | self._input(file))

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

    def _parties(self, parties: Iterable[Json]) -> None:
        found: Counter[tuple[bool, tuple[str, ...]]] = Counter()
        for party in parties:
            roles, identifier = party.get("roles"), party.get("identifier")
            if isinstance(roles, list):
                found[_is_identified(identifier), tuple([role for role in roles if isinstance(role, str)])] += 1
        for (known, roles), count in found.items():
            for name in map(_role, roles):
                if name and (name in self.roles or len(self.roles) < ROLES):
                    self.roles[name] += count
                    self.identified[name] += known * count

    def _refer(self, release: Json, above: str, name: str, target: str) -> None:
        wanted = [one for _, item in objects(release[above]) if name in item for one in _texts(item[name])]
        if wanted:
            there = {text(item.get("id")) for _, item in objects(_inside(release, target))}
            self.references[f"{above}/{name}"] += len(wanted)
            self.orphans[f"{above}/{name}"] += sum(one not in there for one in wanted)

    def with_bits(self, bits: int) -> int:
        """How many processes have all of ``bits``."""
        return sum(count for one, count in self.processes.combinations().items() if one & bits == bits)

    def merge(self, other: Census) -> None:
        """Take over the counts of ``other``, whose releases come after."""
        self.fields.merge(other.fields)
        self.dates.merge(other.dates)
        for stage, span in other.spans.items():
            self.spans[stage].merge(span)
        for month, counts in other.months.items():
            self.months.setdefault(month, Counter()).update(counts)
        inputs = [self._input(name) for name in other.inputs]
        self.processes.merge(other.processes, partial(_moved, inputs))
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


def _moved(inputs: Sequence[int], bits: int) -> int:
    """The bits of a process, those of the inputs being others."""
    own = bits & ((1 << FIRST_INPUT) - 1)
    for at, bit in enumerate(inputs):
        if bits >> (FIRST_INPUT + at) & 1:
            own |= bit
    return own


@lru_cache(maxsize=1_000)
def _role(role: str) -> str:
    return mask_text(role.strip()[:_SHOWN])


def _inside(value: object, path: str) -> object:
    for part in path.split("/"):
        value = value.get(part) if isinstance(value, dict) else None
    return value


def _texts(value: object) -> list[str]:
    return [found for one in (value if isinstance(value, list) else [value]) if (found := text(one))]


def _is_identified(identifier: object) -> bool:
    return isinstance(identifier, dict) and bool(text(identifier.get("id")) and text(identifier.get("scheme")))


def _objects_at(releases: Iterable[Json], *path: str) -> list[Json]:
    """The objects at ``path``, those of lists on the way included."""
    found: list[Any] = list(releases)
    for part in path:
        found = [one[part] for one in found if part in one]
        lists = [one for one in found if isinstance(one, list)]
        if lists:
            found = [*chain.from_iterable(lists), *(one for one in found if not isinstance(one, list))]
        found = [one for one in found if isinstance(one, dict)]
    return found


def _texts_at(releases: Iterable[Json], *path: str) -> list[str]:
    """The texts in a field of such objects."""
    *above, name = path
    found = (one.get(name) for one in _objects_at(releases, *above))
    return [one for one in found if isinstance(one, str)]
