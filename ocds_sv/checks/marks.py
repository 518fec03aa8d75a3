"""
Fingerprints in bounded memory: of each rule the lowest ones, whatever the order in which they came.

Two such lists say exactly what is new and what is gone when both are complete. Where one is not, the range that both
cover is an unbiased sample of all, since fingerprints are evenly spread digests.
"""

from __future__ import annotations

from array import array
from bisect import bisect_left
from collections.abc import Iterable
from dataclasses import dataclass

LIMIT = 4_000
"""Fingerprints kept of each rule."""

DIGITS = 16
"""Hexadecimal digits of a fingerprint."""

_SPACE = 1 << (4 * DIGITS)


class Marks:
    """
    The lowest fingerprints met.

    Attributes:
        kept: as numbers, in rising order.
        complete: they are all that were met.
    """

    __slots__ = ("complete", "kept")

    def __init__(self, marks: Iterable[str] = (), *, complete: bool = True) -> None:
        # Numbers of Python's own in a set and a heap would take thirteen times the memory.
        self.kept = array("Q", sorted({int(mark, 16) for mark in marks}))
        self.complete = complete

    def add(self, mark: str) -> None:
        """Take one more in."""
        self._add(int(mark, 16))

    def _add(self, number: int) -> None:
        kept = self.kept
        full = len(kept) >= LIMIT
        if full and number > kept[-1]:
            self.complete = False
            return
        at = bisect_left(kept, number)
        if at < len(kept) and kept[at] == number:
            return
        kept.insert(at, number)
        if full:
            self.complete = False
            kept.pop()

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Marks):
            return NotImplemented
        return (self.kept, self.complete) == (other.kept, other.complete)

    __hash__ = None  # type: ignore[assignment] # it changes

    def merge(self, other: Marks) -> None:
        """Take over what ``other`` met."""
        self.complete = self.complete and other.complete
        for number in other.kept:
            self._add(number)

    def sorted(self) -> list[str]:
        """As texts, in rising order."""
        return [f"{number:0{DIGITS}x}" for number in self.kept]

    def knows(self, mark: str) -> bool | None:
        """Whether ``mark`` was met; ``None`` when that cannot be told."""
        number = int(mark, 16)
        at = bisect_left(self.kept, number)
        if at < len(self.kept) and self.kept[at] == number:
            return True
        return False if self.complete or number < self.horizon else None

    @property
    def horizon(self) -> int:
        """Below this, all that were met are known."""
        return _SPACE if self.complete else self.kept[-1] + 1

    def since(self, before: Marks, waived: Marks | None = None) -> Change:
        """What has changed since ``before``, ``waived`` ones aside; estimated where a list is not complete."""
        aside = waived if waived is not None else Marks()
        horizon = min(self.horizon, before.horizon, aside.horizon)
        now, then, excepted = ({number for number in one.kept if number < horizon} for one in (self, before, aside))
        parts = (len(now - then), len(now & then), len(then - now - excepted))
        new, persisting, fixed = (count * _SPACE // horizon for count in parts)
        return Change(new, persisting, fixed, horizon == _SPACE)


@dataclass(frozen=True, slots=True)
class Change:
    """How many faults are new, persisting and fixed, each counted once; ``exact``, or estimated from a sample."""

    new: int
    persisting: int
    fixed: int
    exact: bool
