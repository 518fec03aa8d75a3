"""Judges of how often: codes, buyers, and what is the same everywhere."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import chain, compress, groupby, islice
from operator import itemgetter
from struct import Struct
from typing import NamedTuple

from ocds_sv.checks.dataset.digests import SIZE, digest
from ocds_sv.checks.judge import Outcome, Setting, too_few
from ocds_sv.checks.rule import Context
from ocds_sv.jsonio.ordering import in_order, rows_of
from ocds_sv.jsonio.roll import Roll
from ocds_sv.sweden.identity import mask_text

FEW = 1000
"""Of fewer codes or buyers than this, shares say nothing."""
_CODES = 1000
_SHOWN = 60
_REST = "…"


def _percent(part: int, whole: int) -> str:
    return f"{100 * part / whole:.1f}"


@dataclass
class Shares:
    """
    Codes: each of ``tested`` is to make up between ``low`` and ``high`` of all; with none tested, the most common one.

    Codes beyond the first thousand are counted together.
    """

    tested: tuple[str, ...] = ()
    low: float = 0.001
    high: float = 0.99
    least: int = FEW
    counts: Counter[str] = field(default_factory=Counter)

    def add(self, key: str, _: Context) -> None:
        """Count a code."""
        self.again(key, 1)

    def extend(self, keys: Sequence[str], _: Sequence[str]) -> None:
        """Count many."""
        for key, times in Counter(keys).items():
            self.again(key, times)

    def again(self, key: str, times: int) -> None:
        """Count a code several times."""
        self.counts[key if key in self.counts or len(self.counts) < _CODES else _REST] += times

    def merge(self, other: Shares) -> None:
        """Take over another's counts."""
        for key, count in other.counts.items():
            self.counts[key if key in self.counts or len(self.counts) < _CODES else _REST] += count

    def outcome(self) -> Outcome:
        """Fails by the first code that is out of bounds."""
        total = self.counts.total()
        if total < self.least:
            return too_few(total, self.least)
        top, _ = min(self.counts.items(), key=lambda item: (-item[1], item[0]))
        for code in self.tested or (top,):
            count = self.counts[code]
            if not (self.low if self.tested else 0) * total <= count <= self.high * total:
                facts = {"code": mask_text(code[:_SHOWN]), "count": count, "share": _percent(count, total)}
                return Outcome("fail", total, max(count, 1), facts=facts)
        return Outcome("pass", total)


@dataclass
class Rare(Shares):
    """Codes: none is to be so rare that it looks like a slip."""

    def outcome(self) -> Outcome:
        """Fails by the rarest code, when it makes up less than ``low``."""
        total = self.counts.total()
        if total < self.least:
            return too_few(total, self.least)
        code, count = min(self.counts.items(), key=lambda item: (item[1], item[0]))
        if count >= self.low * total:
            return Outcome("pass", total)
        facts = {"code": mask_text(code[:_SHOWN]), "count": count, "share": _percent(count, total)}
        return Outcome("fail", total, count, facts=facts)


class Often(NamedTuple):
    """How often buyers occur: of all together, of the most common one, how many they are, and how many occur once."""

    total: int
    top: int
    buyers: int
    once: int


def often(counts: Iterable[int]) -> Often:
    """The same by how often each buyer occurs."""
    total = top = buyers = once = 0
    for count in counts:
        total += count
        top = max(top, count)
        buyers += 1
        once += count == 1
    return Often(total, top, buyers, once)


MANY = 4_096
"""Buyers that are counted in memory."""

_COUNTED = Struct(f">{SIZE}sQ")
_FIRST = itemgetter(slice(SIZE))


@dataclass
class Buyers:
    """How often each buyer occurs; ``wrong`` says by the counts how many are amiss."""

    wrong: Callable[[Often], int]
    least: int = FEW
    counts: Counter[bytes] = field(default_factory=Counter)
    _before: Roll = field(default_factory=Roll)

    def add(self, key: str, _: Context) -> None:
        """Count a buyer."""
        self.again(key, 1)

    def extend(self, keys: Sequence[str], _: Sequence[str]) -> None:
        """Count many."""
        for key, times in Counter(keys).items():
            self.again(key, times)

    def again(self, key: str, times: int) -> None:
        """Count a buyer several times."""
        self.counts[digest(key)] += times
        if len(self.counts) >= MANY:
            self._before.add(b"".join(_COUNTED.pack(*one) for one in self.counts.items()))
            self.counts.clear()

    def merge(self, other: Buyers) -> None:
        """Take over another's counts."""
        self._before.take(other._before)
        self._before.add(b"".join(_COUNTED.pack(*one) for one in other.counts.items()))

    def _each(self) -> Iterator[int]:
        """How often each occurs."""
        if not self._before.size:
            yield from self.counts.values()
            return
        now = map(_COUNTED.pack, self.counts, self.counts.values())
        rows = in_order(chain(rows_of(self._before, _COUNTED.size), now), _COUNTED.size)
        for _, those in groupby(rows, key=_FIRST):
            yield sum(_COUNTED.unpack(one)[1] for one in those)

    def outcome(self) -> Outcome:
        """Fails when ``wrong`` counts any."""
        found = often(self._each())
        if found.total < self.least:
            return too_few(found.total, self.least)
        failed = self.wrong(found)
        facts = {"count": failed, "buyers": found.buyers, "share": _percent(failed, found.total)}
        return Outcome("fail", found.total, failed, facts=facts) if failed else Outcome("pass", found.total)


def seen_once(found: Often) -> int:
    """How many buyers occur once, when they are half of all buyers or more."""
    return found.once if 2 * found.once >= found.buyers else 0


def one_dominates(found: Often) -> int:
    """How often the most common buyer occurs, when it is 1 % of all or less, or half or more."""
    return 0 if found.total < 100 * found.top and 2 * found.top < found.total else found.top


@dataclass
class Everywhere:
    """Whether something is so in every single case; of fewer than ``least`` it may be so by chance."""

    least: int = 20
    checked: int = 0
    so: int = 0
    ocids: tuple[str, ...] = ()

    def add(self, key: bool, context: Context) -> None:
        """Count a case."""
        self.checked += 1
        self.so += key
        if key and len(self.ocids) < _EXAMPLES:
            self._note(str(context.release.get("ocid", "")))

    def extend(self, keys: Sequence[bool], ocids: Sequence[str]) -> None:
        """Count many."""
        self.checked += len(keys)
        self.so += sum(keys)
        for ocid in islice(compress(ocids, keys), _EXAMPLES - len(self.ocids)):
            self._note(ocid)

    def _note(self, ocid: str) -> None:
        self.ocids += (mask_text(ocid[:_SHOWN]),)

    def merge(self, other: Everywhere) -> None:
        """Take over another's counts."""
        self.checked += other.checked
        self.so += other.so
        self.ocids = (self.ocids + other.ocids)[:_EXAMPLES]

    def outcome(self) -> Outcome:
        """Fails when there is no exception."""
        if self.checked < self.least:
            return too_few(self.checked, self.least)
        if self.so < self.checked:
            return Outcome("pass", self.checked)
        return Outcome("fail", self.checked, self.so, facts={"count": self.so}, ocids=self.ocids)


_EXAMPLES = 5


@dataclass
class Missing:
    """Fields: none is to be missing in more than ``most`` of the places where it could stand."""

    most: float = 0.5
    least: int = 20
    seen: Counter[tuple[tuple[str, bool], ...]] = field(default_factory=Counter)

    def add(self, key: tuple[tuple[str, bool], ...], _: Context) -> None:
        """Count an object: its fields, and whether each is missing. Few combinations occur, so they are counted."""
        self.seen[key] += 1

    def extend(self, keys: Sequence[tuple[tuple[str, bool], ...]], _: Sequence[str]) -> None:
        """Count many."""
        self.seen.update(keys)

    def merge(self, other: Missing) -> None:
        """Take over another's counts."""
        self.seen.update(other.seen)

    def outcome(self) -> Outcome:
        """Fails by the field that is missing in the largest share of its places."""
        asked, lacked = Counter[str](), Counter[str]()
        for combination, count in self.seen.items():
            for name, missing in combination:
                asked[name] += count
                lacked[name] += count * missing
        places = max(asked.values(), default=0)
        if places < self.least:
            return too_few(places, self.least)
        name = min(asked, key=lambda one: (-lacked[one] / asked[one], one))
        count, total = lacked[name], asked[name]
        if count <= self.most * total:
            return Outcome("pass", total)
        facts = {"field": name, "count": count, "total": total, "share": _percent(count, total)}
        return Outcome("fail", total, count, facts=facts)


def shares(*tested: str, high: float = 0.99) -> Callable[[Setting], Shares]:
    """A maker of ``Shares``."""
    return lambda _: Shares(tested, high=high)
