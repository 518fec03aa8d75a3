"""Judges of what refers to what across processes: ids that must be unique, processes that must be there, addresses."""

from __future__ import annotations

from bisect import insort
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from heapq import nsmallest
from itertools import chain, groupby
from operator import add, itemgetter
from typing import Any, TypeVar

from ocds_sv.checks.dataset.digests import PLACE, SIZE, Notes, digest, fresh, packed_place, place_of
from ocds_sv.checks.judge import NOTHING, Outcome, too_few
from ocds_sv.checks.rule import Context
from ocds_sv.jsonio.ordering import in_order, rows_of
from ocds_sv.jsonio.roll import Roll
from ocds_sv.sweden.identity import mask_text

EXAMPLES = 5
_SHOWN = 60

_FIRST = itemgetter(slice(SIZE))
"""The first digest of a row."""

One = TypeVar("One", int, list[int])


def process(context: Context) -> str:
    """The ocid of the release that is looked at."""
    ocid = context.release.get("ocid")
    return ocid if isinstance(ocid, str) else ""


def _shown(ocids: Iterable[str]) -> tuple[str, ...]:
    found: dict[str, None] = {}
    for ocid in ocids:
        found[ocid] = None
        if len(found) == EXAMPLES:
            break
    return tuple(mask_text(ocid[:_SHOWN]) for ocid in found)


def _keep(found: list[One], one: One, most: int) -> None:
    """Keep the lowest."""
    if len(found) < most or one < found[-1]:
        insort(found, one)
        del found[most:]


class Unique:
    """
    An id belongs to one process; releases of the same process may repeat it.

    Args:
        within: the id is to be unique within a process: then two releases of it may not share one.
    """

    def __init__(self, *, within: bool = False) -> None:
        self._within = within
        # The id, and the process where these are to be compared.
        self._width = SIZE if within else 2 * SIZE
        self._notes = Notes(self._width)

    def add(self, key: str, context: Context) -> None:
        """Note an id."""
        self.extend((key,), (process(context),))

    def extend(self, keys: Sequence[str], ocids: Sequence[str]) -> None:
        """Note many."""
        if self._within:
            rows = map(fresh, map("\0".join, zip(ocids, keys, strict=True)))
        else:
            rows = map(add, map(fresh, keys), map(digest, ocids))
        self._notes.extend(rows, ocids)

    def merge(self, other: Unique) -> None:
        """Take over another's ids."""
        self._notes.merge(other._notes)

    def outcome(self) -> Outcome:
        """Fails when an id stands for several things; counts all of those."""
        checked = len(self._notes)
        if not checked:
            return NOTHING
        failed, shown = 0, list[list[int]]()
        for several, places in self._shared():
            failed += several
            _keep(shown, places, EXAMPLES)
        if not failed:
            return Outcome("pass", checked)
        wanted: list[int] = []
        for places in shown:
            wanted += places if len(wanted) < EXAMPLES else []
        ocids = dict(zip(sorted(wanted), self._notes.texts(sorted(wanted)), strict=True))
        named = _shown(ocids[one] for one in wanted)
        return Outcome("fail", checked, failed, facts={"count": failed, "total": checked}, ocids=named)

    def _shared(self) -> Iterator[tuple[int, list[int]]]:
        """Of each id that stands for several things how many they are, and the places of the first."""
        for _, rows in groupby(in_order(self._notes.placed(), self._width + PLACE), key=_FIRST):
            first, second = next(rows), next(rows, None)  # noqa: B031 - each is taken once
            if second is not None:
                several, places = self._counted(chain((first, second), rows))  # noqa: B031 - the others
                if several > 1:
                    yield several, places

    def _counted(self, rows: Iterable[bytes]) -> tuple[int, list[int]]:
        several, last, places = 0, b"", list[int]()
        for row in rows:
            thing = row if self._within else row[:-PLACE]
            several += thing != last
            last = thing
            _keep(places, place_of(row), EXAMPLES)
        return several, places


class Related:
    """
    What is referred to is in the data.

    It is told of each process, ``("", title)``, and of each reference, ``(ocid, title)``.

    Args:
        titles: they are compared; else only whether the process is there.
    """

    def __init__(self, *, titles: bool = False) -> None:
        self._titles = titles
        self._width = 2 * SIZE if titles else SIZE
        self._here = Roll()
        self._references = Notes(self._width)

    def add(self, key: tuple[str, str], context: Context) -> None:
        """Note a process or a reference."""
        self.extend((key,), (process(context),))

    def extend(self, keys: Sequence[tuple[str, str]], ocids: Sequence[str]) -> None:
        """Note many."""
        named = [(to, title, ocid) for (to, title), ocid in zip(keys, ocids, strict=True) if to]
        if named:
            self._references.extend([self._row(fresh(to), title) for to, title, _ in named], [one[2] for one in named])
            ocids = [ocid for (to, _), ocid in zip(keys, ocids, strict=True) if not to]
            keys = [key for key in keys if not key[0]]
        digests = map(digest, ocids)
        self._here.add(b"".join(map(add, digests, (fresh(title) for _, title in keys)) if self._titles else digests))

    def _row(self, to: bytes, title: str) -> bytes:
        return to + fresh(title) if self._titles else to

    def merge(self, other: Related) -> None:
        """Take over another's notes."""
        self._here.take(other._here)
        self._references.merge(other._references)

    def outcome(self) -> Outcome:
        """Fails when a process is missing, or has another title; titles of missing processes are not looked at."""
        checked, failed, wrong = 0, 0, list[int]()
        for asked, amiss, places in self._compared() if len(self._references) else ():
            checked += asked
            failed += amiss
            for one in places:
                _keep(wrong, one, 10 * EXAMPLES)
        if not checked:
            return NOTHING
        if not failed:
            return Outcome("pass", checked)
        ocids = _shown(self._references.texts(wrong))
        return Outcome("fail", checked, failed, facts={"count": failed, "total": checked}, ocids=ocids)

    def _compared(self) -> Iterator[tuple[int, int, list[int]]]:
        """Of each process how often it is referred to, how often amiss, and the places where that is first so."""
        nowhere = bytes(PLACE)
        # Under each title the processes come first, and then what refers to them.
        here = (row + b"\0" + nowhere for row in rows_of(self._here, self._width))
        there = (row[:-PLACE] + b"\1" + row[-PLACE:] for row in self._references.placed())
        for _, rows in groupby(in_order(chain(here, there), self._width + 1 + PLACE), key=_FIRST):
            is_there, called, asked, amiss, places = False, b"", 0, 0, list[int]()
            for row in rows:
                if not row[self._width]:
                    is_there, called = True, row[: self._width]
                    continue
                asked += 1
                if row[: self._width] != called:
                    amiss += 1
                    _keep(places, place_of(row), 10 * EXAMPLES)
            if asked and (is_there or not self._titles):
                yield asked, amiss, places


class OneFact:
    """Things that go together: one ``key`` has one ``fact``, such as an organisation's id and its name."""

    def __init__(self) -> None:
        self._notes = Notes(2 * SIZE)

    def add(self, key: tuple[str, str], context: Context) -> None:
        """Note a pair."""
        name, fact = key
        self._notes.extend((digest(name) + digest(fact),), (process(context),))

    def again(self, key: tuple[str, str], times: int) -> None:
        """A pair that is known changes nothing."""

    def merge(self, other: OneFact) -> None:
        """Take over another's pairs."""
        self._notes.merge(other._notes)

    def outcome(self) -> Outcome:
        """Fails when a key has several facts."""
        several = Roll()
        checked = failed = 0
        for one in self._second():
            checked += 1
            if one:
                failed += 1
                several.add(one)
        if not failed:
            return Outcome("pass", checked) if checked else NOTHING
        places = map(place_of, in_order(rows_of(several, PLACE), PLACE))
        ocids = _shown(filter(None, self._notes.texts(places)))
        return Outcome("fail", checked, failed, facts={"count": failed, "total": checked}, ocids=ocids)

    def _second(self) -> Iterator[bytes]:
        """Of each name the place where it first has another fact; nothing when it has one alone."""
        for _, rows in groupby(in_order(self._notes.placed(), 2 * SIZE + PLACE), key=_FIRST):
            last, firsts = b"", list[int]()
            for row in rows:
                if row[:-PLACE] != last:
                    last = row[:-PLACE]
                    _keep(firsts, place_of(row), 2)
            yield packed_place(firsts[1]) if len(firsts) > 1 else b""


SAMPLE = 100
"""Addresses asked; of fewer, nothing is said."""


@dataclass
class Addresses:
    """Addresses answer. Those with the smallest digests are asked: a sample that does not depend on the order."""

    asks: Callable[[str], bool] | None
    sample: dict[bytes, str] = field(default_factory=dict)
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
