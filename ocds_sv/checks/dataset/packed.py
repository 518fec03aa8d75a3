"""What is noted of millions of things, packed: in blocks, of which all but the last lie compressed."""

from __future__ import annotations

import json
import zlib
from array import array
from collections.abc import Iterable, Iterator

_FAST = 1
NUMBERS = 4_096
"""Numbers in a block."""

TEXTS = 256
"""Texts in a block."""


class Numbers:
    """Numbers as doubles, in their order: amounts are round, and take two or three bytes of eight."""

    def __init__(self) -> None:
        self._blocks: list[bytes] = []
        self._last = array("d")

    def __len__(self) -> int:
        return len(self._blocks) * NUMBERS + len(self._last)

    def __iter__(self) -> Iterator[float]:
        for block in self._blocks:
            numbers = array("d")
            numbers.frombytes(zlib.decompress(block))
            yield from numbers
        yield from self._last

    def extend(self, numbers: Iterable[float]) -> None:
        """Add some."""
        self._last.extend(numbers)
        while len(self._last) >= NUMBERS:
            self._blocks.append(zlib.compress(self._last[:NUMBERS].tobytes(), _FAST))
            del self._last[:NUMBERS]


class Texts:
    """Texts in their order: those that are much alike, as ids are, take a few bytes each."""

    def __init__(self) -> None:
        self._blocks: list[bytes] = []
        self._last: list[str] = []

    def __iter__(self) -> Iterator[str]:
        for block in self._blocks:
            yield from _unpacked(block)
        yield from self._last

    def extend(self, texts: Iterable[str]) -> None:
        """Add some."""
        self._last.extend(texts)
        while len(self._last) >= TEXTS:
            # JSON has a writing for every text, halves of characters too.
            self._blocks.append(zlib.compress(json.dumps(self._last[:TEXTS]).encode(), _FAST))
            del self._last[:TEXTS]

    def at(self, position: int) -> str:
        """The text at a position."""
        block, place = divmod(position, TEXTS)
        return (_unpacked(self._blocks[block]) if block < len(self._blocks) else self._last)[place]


def _unpacked(block: bytes) -> list[str]:
    texts: list[str] = json.loads(zlib.decompress(block))
    return texts
