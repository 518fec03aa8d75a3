"""Judges of time: what an earlier edition of the same data had, and what has become of it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import reduce
from itertools import groupby
from operator import add, itemgetter
from pathlib import Path
from struct import Struct
from typing import Any, NamedTuple

from ocds_sv.checks.dataset.digests import PLACE, SIZE, digest, fresh, packed_place
from ocds_sv.checks.dataset.identities import process
from ocds_sv.checks.documents import Entry, entries
from ocds_sv.checks.judge import NOTHING, Outcome, Setting
from ocds_sv.checks.rule import Context, Json
from ocds_sv.jsonio.ordering import in_order, rows_of
from ocds_sv.jsonio.roll import Roll

MOST = 0.05
"""A share of changed processes that is borne: what is republished is mended here and there."""

_STAND = Struct(f">??II{SIZE}s")
_WIDTH = SIZE + _STAND.size
_UNTITLED = bytes(SIZE)

_process = itemgetter(slice(SIZE))


class Stand(NamedTuple):
    """How far a process has come: its stages, and a digest of its title (zeros: it has none)."""

    planning: bool
    tender: bool
    awards: int
    contracts: int
    title: bytes


def stand(release: Json) -> bytes:
    """What a release tells, packed."""
    tender = release.get("tender")
    title = tender.get("title") if isinstance(tender, dict) else None
    awards, contracts = release.get("awards"), release.get("contracts")
    return _STAND.pack(
        bool(release.get("planning")),
        bool(tender),
        len(awards) if isinstance(awards, list) else 0,
        len(contracts) if isinstance(contracts, list) else 0,
        fresh(" ".join(title.lower().split())) if isinstance(title, str) and title.strip() else _UNTITLED,
    )


def _unpacked(row: bytes) -> Stand:
    return Stand._make(_STAND.unpack_from(row, len(row) - _STAND.size))


def _later(row: bytes, other: bytes) -> bytes:
    """What two releases of a process tell, the second of which came later: its title counts, if it has one."""
    if row == other:
        return row
    found, one = _unpacked(row), _unpacked(other)
    return _STAND.pack(
        found.planning or one.planning,
        found.tender or one.tender,
        max(found.awards, one.awards),
        max(found.contracts, one.contracts),
        found.title if one.title == _UNTITLED else one.title,
    )


class Earlier:
    """
    An edition of the data: how far each process has come, without any of its texts.

    A few bytes of each release are noted, on disk when there are many; when it is asked for, those of one process are
    put together.

    Args:
        releases: those of one process in the order in which they were published.
    """

    def __init__(self, releases: Iterable[Json] = ()) -> None:
        self._rows = Roll()
        self._settled = True
        for release in releases:
            self.add(release)

    def add(self, release: Json) -> None:
        """Note a release, which was published after those of its process that were noted before."""
        ocid = release.get("ocid")
        if isinstance(ocid, str):
            self.extend((stand(release),), (ocid,))

    def extend(self, stands: Iterable[bytes], ocids: Iterable[str]) -> None:
        """Note what ``stand`` says of releases, each of the process that has the ocid."""
        self._rows.add(b"".join(map(add, map(digest, ocids), stands)))
        self._settled = False

    def merge(self, other: Earlier) -> None:
        """Add what ``other`` noted, of later releases."""
        self._rows.take(other._rows)
        self._settled = False

    def rows(self) -> Iterator[bytes]:
        """Of each process the digest of its ocid, and behind it how far it has come; in the order of the digests."""
        if not self._settled:
            self._settle()
        return rows_of(self._rows, _WIDTH)

    def _settle(self) -> None:
        """Leave one row of each process; those that are noted afterwards are later ones."""
        rows = zip(rows_of(self._rows, _WIDTH), map(packed_place, range(self._rows.size // _WIDTH)), strict=True)
        placed = (row[:SIZE] + place + row[SIZE:] for row, place in rows)
        settled = Roll()
        for ocid, several in groupby(in_order(placed, _WIDTH + PLACE), key=_process):
            settled.add(ocid + reduce(_later, (row[SIZE + PLACE :] for row in several)))
        self._rows, self._settled = settled, True


def beside(previous: Earlier, now: Earlier) -> Iterator[tuple[Stand, Stand | None]]:
    """Of each process of an earlier edition how far it had come, and how far it has come now; nothing: it is gone."""
    others = now.rows()
    other = next(others, b"")
    for row in previous.rows():
        ocid = row[:SIZE]
        while other and other[:SIZE] < ocid:
            other = next(others, b"")
        before = _unpacked(row)
        if other[:SIZE] != ocid:
            yield before, None
        else:
            yield before, before if other == row else _unpacked(other)


def read_earlier(inputs: Sequence[str | Path]) -> Earlier:
    """
    Read an earlier edition: releases and compiled releases, in any wrapping; what cannot be read is passed over.

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

    def add(self, key: bytes, context: Context) -> None:
        """Note what ``stand`` says of a release."""
        self.now.extend((key,), (process(context),))

    def extend(self, keys: Sequence[bytes], ocids: Sequence[str]) -> None:
        """Note many."""
        self.now.extend(keys, ocids)

    def merge(self, other: Compared) -> None:
        """Take over what another has noted."""
        self.now.merge(other.now)

    def outcome(self) -> Outcome:
        """Fails when more than one process of twenty has changed for the worse."""
        if self.previous is None:
            return Outcome(
                "na",
                reason_en="no earlier edition was given to compare with",
                reason_sv="ingen tidigare utgåva gavs att jämföra med",
            )
        asked = failed = 0
        for before, now in beside(self.previous, self.now):
            answer = self.wrong(before, now)
            asked += answer is not None
            failed += bool(answer)
        if not asked:
            return NOTHING
        if failed <= MOST * asked:
            return Outcome("pass", asked)
        return Outcome("fail", asked, failed, facts={"count": failed, "total": asked})


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
    if now is None or _UNTITLED in {before.title, now.title}:
        return None
    return now.title != before.title


def compared(wrong: Callable[[Stand, Stand | None], bool | None]) -> Callable[[Setting], Compared]:
    """A maker of ``Compared``."""
    return lambda setting: Compared(setting.previous, wrong)
