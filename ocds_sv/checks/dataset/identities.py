"""Judges of what refers to what across processes: ids that must be unique, processes that must be there, addresses."""

from __future__ import annotations

from array import array
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from heapq import nsmallest
from itertools import repeat
from typing import Any

from ocds_sv.checks.dataset.digests import Notes, digest, fresh
from ocds_sv.checks.judge import NOTHING, Outcome, too_few
from ocds_sv.checks.rule import Context
from ocds_sv.sweden.identity import mask_text

EXAMPLES = 5
_SHOWN = 60


def process(context: Context) -> str:
    """The ocid of the release that is looked at."""
    ocid = context.release.get("ocid")
    return ocid if isinstance(ocid, str) else ""


def _shown(ocids: list[str]) -> tuple[str, ...]:
    return tuple(mask_text(ocid[:_SHOWN]) for ocid in dict.fromkeys(ocids))[:EXAMPLES]


@dataclass
class Unique:
    """An id belongs to one process; releases of the same process may repeat it."""

    within: bool = False
    """Whether the id is to be unique within a process: then two releases of it may not share one."""
    notes: Notes = field(default_factory=Notes)
    owners: array[int] = field(default_factory=lambda: array("Q"))
    """Digests of the processes, where these are to be compared."""

    def add(self, key: str, context: Context) -> None:
        """Note an id."""
        self.extend((key,), (process(context),))

    def extend(self, keys: Sequence[str], ocids: Sequence[str]) -> None:
        """Note many."""
        if self.within:
            self.notes.extend(map(fresh, ocids, keys), ocids)
        else:
            self.notes.extend(map(fresh, keys), ocids)
            self.owners.extend(map(digest, ocids))

    def merge(self, other: Unique) -> None:
        """Take over another's ids."""
        self.notes.merge(other.notes)
        self.owners.extend(other.owners)

    def outcome(self) -> Outcome:
        """Fails when an id stands for several things; counts all of those."""
        checked = len(self.notes)
        if not checked:
            return NOTHING
        failed, ocids = 0, list[str]()
        for group in self.notes.groups():
            several = len(group) if self.within else len({self.owners[position] for position in group})
            if several > 1:
                failed += several
                shown = group[:EXAMPLES] if len(ocids) < EXAMPLES else []
                ocids += [self.notes.text(position) for position in shown]
        facts = {"count": failed, "total": checked}
        return (
            Outcome("fail", checked, failed, facts=facts, ocids=_shown(ocids)) if failed else Outcome("pass", checked)
        )


@dataclass
class Related:
    """
    What is referred to is in the data.

    It is told of each process, ``("", title)``, and of each reference, ``(ocid, title)``.
    """

    titles: bool = False
    """Whether the titles are compared; else only whether the process is there."""
    here: array[int] = field(default_factory=lambda: array("Q"))
    called: array[int] = field(default_factory=lambda: array("Q"))
    references: Notes = field(default_factory=Notes)
    expected: array[int] = field(default_factory=lambda: array("Q"))

    def add(self, key: tuple[str, str], context: Context) -> None:
        """Note a process or a reference."""
        self.extend((key,), (process(context),))

    def extend(self, keys: Sequence[tuple[str, str]], ocids: Sequence[str]) -> None:
        """Note many."""
        named = [(to, title, ocid) for (to, title), ocid in zip(keys, ocids, strict=True) if to]
        if named:
            self.references.extend([fresh(to) for to, _, _ in named], [ocid for _, _, ocid in named])
            self.expected.extend(fresh(title) for _, title, _ in named)
            ocids = [ocid for (to, _), ocid in zip(keys, ocids, strict=True) if not to]
        self.here.extend(map(digest, ocids))
        if self.titles:
            self.called.extend(fresh(title) for to, title in keys if not to)

    def merge(self, other: Related) -> None:
        """Take over another's notes."""
        self.here.extend(other.here)
        self.called.extend(other.called)
        self.references.merge(other.references)
        self.expected.extend(other.expected)

    def outcome(self) -> Outcome:
        """Fails when a process is missing, or has another title; titles of missing processes are not looked at."""
        wanted = set(self.references.digests)
        there: dict[int, set[int]] = {}
        for ocid, title in zip(self.here, self.called if self.titles else repeat(0), strict=False):
            if ocid in wanted:
                there.setdefault(ocid, set()).add(title)
        checked, wrong = 0, list[int]()
        for position, (to, title) in enumerate(zip(self.references.digests, self.expected, strict=True)):
            if self.titles and to not in there:
                continue
            checked += 1
            if (title not in there[to]) if self.titles else (to not in there):
                wrong.append(position)
        if not checked:
            return NOTHING
        if not wrong:
            return Outcome("pass", checked)
        ocids = _shown([self.references.text(position) for position in wrong[: 10 * EXAMPLES]])
        return Outcome("fail", checked, len(wrong), facts={"count": len(wrong), "total": checked}, ocids=ocids)


@dataclass
class OneFact:
    """Things that go together: one ``key`` has one ``fact``, such as an organisation's id and its name."""

    facts: dict[int, int] = field(default_factory=dict)
    several: dict[int, str] = field(default_factory=dict)

    def add(self, key: tuple[str, str], context: Context) -> None:
        """Note a pair."""
        name, fact = key
        self._note(digest(name), digest(fact), process(context))

    def again(self, key: tuple[str, str], times: int) -> None:
        """A pair that is known changes nothing."""

    def _note(self, name: int, fact: int, ocid: str) -> None:
        if self.facts.setdefault(name, fact) != fact:
            self.several.setdefault(name, ocid)

    def merge(self, other: OneFact) -> None:
        """Take over another's pairs."""
        for name, fact in other.facts.items():
            self._note(name, fact, other.several.get(name, ""))
        for name, ocid in other.several.items():
            self.several.setdefault(name, ocid)

    def outcome(self) -> Outcome:
        """Fails when a key has several facts."""
        checked, failed = len(self.facts), len(self.several)
        if not failed:
            return Outcome("pass", checked) if checked else NOTHING
        ocids = _shown([ocid for ocid in self.several.values() if ocid])
        return Outcome("fail", checked, failed, facts={"count": failed, "total": checked}, ocids=ocids)


SAMPLE = 100
"""Addresses asked; of fewer, nothing is said."""


@dataclass
class Addresses:
    """Addresses answer. Those with the smallest digests are asked: a sample that does not depend on the order."""

    asks: Callable[[str], bool] | None
    sample: dict[int, str] = field(default_factory=dict)
    seen: int = 0

    def __getstate__(self) -> dict[str, Any]:
        """Who merges asks."""
        return {**self.__dict__, "asks": None}

    def add(self, key: str, _: Context) -> None:
        """Note an address."""
        self.extend((key,), ())

    def extend(self, keys: Sequence[str], _: Sequence[str]) -> None:
        """Note many."""
        self.seen += len(keys)
        if self.asks is not None:
            self.sample |= {digest(key): key for key in keys}
            if len(self.sample) > 10 * SAMPLE:
                self._shrink()

    def _shrink(self) -> None:
        self.sample = {number: self.sample[number] for number in nsmallest(SAMPLE, self.sample)}

    def merge(self, other: Addresses) -> None:
        """Take over another's addresses."""
        self.seen += other.seen
        self.sample |= other.sample
        self._shrink()

    def outcome(self) -> Outcome:
        """Asks, when there is somebody to ask."""
        if not self.seen:
            return NOTHING
        if self.asks is None:
            return Outcome(
                "skipped",
                self.seen,
                reason_en="nothing is fetched: no address was asked",
                reason_sv="ingenting hämtas: inga adresser prövades",
            )
        self._shrink()
        if len(self.sample) < SAMPLE:
            return too_few(len(self.sample), SAMPLE)
        failed = sum(not self.asks(self.sample[number]) for number in sorted(self.sample))
        facts = {"count": failed, "total": SAMPLE}
        return Outcome("fail", SAMPLE, failed, facts=facts) if failed else Outcome("pass", SAMPLE)
