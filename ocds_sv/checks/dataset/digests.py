"""Small stand-ins for texts: the same in every process, eight bytes each."""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Iterator
from functools import lru_cache
from hashlib import blake2b

from ocds_sv.checks.dataset.packed import Texts


@lru_cache(maxsize=1_024)
def digest(text: str) -> int:
    """A number of 64 bits for a text; two of a million texts share one with a chance of one in ten million."""
    return fresh(text)


def fresh(*parts: str) -> int:
    """The same for texts that come once."""
    joined = "\0".join(parts).encode("utf-8", "surrogatepass")
    return int.from_bytes(blake2b(joined, digest_size=8).digest(), "big")


PART = 65_536
"""Digests that are looked at together when they are grouped."""


class Notes:
    """Texts with a digest each, packed: a list of Python's own would take ten times the memory."""

    def __init__(self) -> None:
        self.digests = array("Q")
        self._texts = Texts()

    def __len__(self) -> int:
        return len(self.digests)

    def add(self, number: int, text: str) -> None:
        """Note a text under a digest."""
        self.extend((number,), (text,))

    def extend(self, numbers: Iterable[int], texts: Iterable[str]) -> None:
        """Note many."""
        self.digests.extend(numbers)
        self._texts.extend(texts)

    def merge(self, other: Notes) -> None:
        """Add what ``other`` noted."""
        self.extend(other.digests, other._texts)

    def text(self, position: int) -> str:
        """The text at a position."""
        return self._texts.at(position)

    def groups(self) -> Iterator[list[int]]:
        """Positions that share a digest, where there are several; in the order of their first."""
        several = self._several()
        found: dict[int, list[int]] = {}
        for position, one in enumerate(self.digests) if several else ():
            if one in several:
                found.setdefault(one, []).append(position)
        return iter(found.values())

    def _several(self) -> set[int]:
        """The digests that come several times; only some of all are held at once."""
        parts = 1 + len(self.digests) // PART
        found: set[int] = set()
        for part in range(parts):
            seen: set[int] = set()
            for one in self.digests:
                if one % parts == part:
                    (found if one in seen else seen).add(one)
        return found
