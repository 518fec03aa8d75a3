"""What is known of every process, in a dozen bytes for each: a national archive has millions of them."""

from __future__ import annotations

from array import array
from bisect import bisect_left
from collections.abc import Iterator

RECENT = 16_384
"""Processes that are kept as they come before they are packed; of many, an eighth of those that are packed."""


class Processes:
    """
    Bits by process, of which few combinations occur.

    A process is known by a number of 64 bits. Those that came lately are in a dictionary. The others lie packed, in the
    order of their numbers, each with the number of its combination; when there are enough of the new, they are packed
    with these.
    """

    def __init__(self) -> None:
        self._recent: dict[int, int] = {}
        self._keys, self._kinds = array("Q"), array("I")
        self._combinations: list[int] = []
        self._numbers: dict[int, int] = {}

    def add(self, key: int, bits: int) -> None:
        """A process has ``bits``, beside those that it has already."""
        known = self._recent.get(key)
        if known is None:
            self._recent[key] = bits
            if len(self._recent) > max(RECENT, len(self._keys) // 8):
                self._pack()
        elif known | bits != known:
            self._recent[key] = known | bits

    def __len__(self) -> int:
        self._pack()
        return len(self._keys)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Processes) and dict(self.items()) == dict(other.items())

    __hash__ = None  # type: ignore[assignment] # it changes

    def items(self) -> Iterator[tuple[int, int]]:
        """Every process with its bits."""
        self._pack()
        return zip(self._keys, map(self._combinations.__getitem__, self._kinds), strict=True)

    def combinations(self) -> dict[int, int]:
        """How many processes have each combination of bits."""
        self._pack()
        counts = [0] * len(self._combinations)
        for kind in self._kinds:
            counts[kind] += 1
        return dict(zip(self._combinations, counts, strict=True))

    def _pack(self) -> None:
        if not self._recent:
            return
        new = sorted(self._recent.items())
        self._recent = {}
        keys, kinds, at = array("Q"), array("I"), 0
        for key, bits in new:
            # What stands before it is taken over in one piece.
            start, at = at, bisect_left(self._keys, key, at)
            keys.extend(self._keys[start:at])
            kinds.extend(self._kinds[start:at])
            known = at < len(self._keys) and self._keys[at] == key
            before = self._combinations[self._kinds[at]] if known else 0
            at += known
            keys.append(key)
            kinds.append(self._number(before | bits))
        keys.extend(self._keys[at:])
        kinds.extend(self._kinds[at:])
        self._keys, self._kinds = keys, kinds

    def _number(self, bits: int) -> int:
        number = self._numbers.setdefault(bits, len(self._combinations))
        if number == len(self._combinations):
            self._combinations.append(bits)
        return number
