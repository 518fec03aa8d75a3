"""Small stand-ins for texts: the same in every process, eight bytes each."""

from __future__ import annotations

from array import array
from collections.abc import Iterator
from functools import lru_cache
from hashlib import blake2b
from itertools import pairwise


@lru_cache(maxsize=8192)
def digest(*parts: str) -> int:
    """A number of 64 bits for texts; two of a million texts share one with a chance of one in ten million."""
    joined = "\0".join(parts).encode("utf-8", "surrogatepass")
    return int.from_bytes(blake2b(joined, digest_size=8).digest(), "big")


class Notes:
    """Texts with a digest each, packed: a list of Python's own would take four times the memory."""

    def __init__(self) -> None:
        self.digests = array("Q")
        self._text = bytearray()
        self._ends = array("Q")

    def __len__(self) -> int:
        return len(self.digests)

    def add(self, number: int, text: str) -> None:
        """Note a text under a digest."""
        self.digests.append(number)
        self._text += text.encode("utf-8", "surrogatepass")
        self._ends.append(len(self._text))

    def merge(self, other: Notes) -> None:
        """Add what ``other`` noted."""
        before = len(self._text)
        self.digests.extend(other.digests)
        self._text += other._text
        self._ends.extend(end + before for end in other._ends)

    def text(self, position: int) -> str:
        """The text at a position."""
        start = self._ends[position - 1] if position else 0
        return self._text[start : self._ends[position]].decode("utf-8", "surrogatepass")

    def groups(self) -> Iterator[list[int]]:
        """Positions that share a digest, where there are several; in the order of their first."""
        order = sorted(range(len(self.digests)), key=self.digests.__getitem__)
        found: list[list[int]] = []
        for one, following in pairwise(order):
            if self.digests[one] != self.digests[following]:
                continue
            if found and found[-1][-1] == one:
                found[-1].append(following)
            else:
                found.append([one, following])
        return iter(sorted(found))
