"""Judges of time: what an earlier edition of the same data had, and what has become of it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from ocds_sv.checks.dataset.digests import digest
from ocds_sv.checks.dataset.identities import process
from ocds_sv.checks.documents import Entry, entries
from ocds_sv.checks.judge import NOTHING, Outcome, Setting
from ocds_sv.checks.rule import Context, Json

MOST = 0.05
"""A share of changed processes that is borne: what is republished is mended here and there."""


@dataclass(slots=True)
class Stand:
    """How far a process has come: its stages, and a digest of its title (nothing: it has none)."""

    planning: bool = False
    tender: bool = False
    awards: int = 0
    contracts: int = 0
    title: bytes = b""

    def take(self, other: Stand) -> None:
        """Add what a later release of the process tells."""
        self.planning |= other.planning
        self.tender |= other.tender
        self.awards = max(self.awards, other.awards)
        self.contracts = max(self.contracts, other.contracts)
        self.title = other.title or self.title


def stand(release: Json) -> Stand:
    """What a release tells."""
    tender = release.get("tender")
    title = tender.get("title") if isinstance(tender, dict) else None
    awards, contracts = release.get("awards"), release.get("contracts")
    return Stand(
        planning=bool(release.get("planning")),
        tender=bool(tender),
        awards=len(awards) if isinstance(awards, list) else 0,
        contracts=len(contracts) if isinstance(contracts, list) else 0,
        title=digest(" ".join(title.lower().split())) if isinstance(title, str) and title.strip() else b"",
    )


class Earlier:
    """An edition of the data, counted: one entry for each process, without any of its texts."""

    def __init__(self, releases: Iterable[Json] = ()) -> None:
        self.stands: dict[bytes, Stand] = {}
        for release in releases:
            self.add(release)

    def add(self, release: Json) -> None:
        """Count a release; those of one process in the order in which they were published."""
        ocid = release.get("ocid")
        if isinstance(ocid, str):
            self.take(digest(ocid), stand(release))

    def take(self, ocid: bytes, found: Stand) -> None:
        """Count what is known of a process."""
        known = self.stands.get(ocid)
        if known is None:
            self.stands[ocid] = found
        else:
            known.take(found)


def read_earlier(inputs: Sequence[str | Path]) -> Earlier:
    """
    Count an earlier edition: its releases and compiled releases, in any wrapping; what cannot be read is passed over.

    Raises:
        InputError: an input cannot be read at all.
    """
    earlier = Earlier()
    for entry in entries(inputs):
        if isinstance(entry, Entry) and entry.kind in {"release", "compiled"}:
            earlier.add(entry.value)
    return earlier


@dataclass
class Compared:
    """Both editions; ``wrong`` says of a process, which may be gone now, whether it has changed for the worse."""

    previous: Earlier | None
    wrong: Callable[[Stand, Stand | None], bool | None]
    now: Earlier = field(default_factory=Earlier)

    def __getstate__(self) -> dict[str, Any]:
        """Who merges has the earlier edition already: it is not sent back."""
        return {**self.__dict__, "previous": None}

    def add(self, _: bool, context: Context) -> None:
        """Count a release."""
        if self.previous is not None:
            number = digest(process(context))
            if number in self.previous.stands:
                self.now.take(number, stand(context.release))

    def merge(self, other: Compared) -> None:
        """Take over another's counts."""
        for ocid, found in other.now.stands.items():
            self.now.take(ocid, found)

    def outcome(self) -> Outcome:
        """Fails when more than one process of twenty has changed for the worse."""
        if self.previous is None:
            return Outcome(
                "na",
                reason_en="no earlier edition was given to compare with",
                reason_sv="ingen tidigare utgåva gavs att jämföra med",
            )
        answers = [self.wrong(before, self.now.stands.get(ocid)) for ocid, before in self.previous.stands.items()]
        asked = [answer for answer in answers if answer is not None]
        failed = sum(asked)
        if not asked:
            return NOTHING
        if failed <= MOST * len(asked):
            return Outcome("pass", len(asked))
        return Outcome("fail", len(asked), failed, facts={"count": failed, "total": len(asked)})


def gone(_: Stand, now: Stand | None) -> bool | None:
    """Whether a process is not there any more."""
    return now is None


def fell_back(before: Stand, now: Stand | None) -> bool | None:
    """Whether a process has lost a stage, an award or a contract."""
    if now is None:
        return None
    lost = (before.planning and not now.planning) or (before.tender and not now.tender)
    return lost or now.awards < before.awards or now.contracts < before.contracts


def renamed(before: Stand, now: Stand | None) -> bool | None:
    """Whether a tender has another title, letter case and white space aside."""
    if now is None or not before.title or not now.title:
        return None
    return now.title != before.title


def compared(wrong: Callable[[Stand, Stand | None], bool | None]) -> Callable[[Setting], Compared]:
    """A maker of ``Compared``."""
    return lambda setting: Compared(setting.previous, wrong)
