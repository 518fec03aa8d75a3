"""What is noted of millions of things: compressed in blocks, which lie on disk when there are many."""

from __future__ import annotations

import json
import zlib
from array import array
from collections import Counter
from collections.abc import Iterable, Iterator
from itertools import chain
from struct import Struct

from ocds_sv.jsonio.roll import Roll

_FAST = 1
_HEAD = Struct("<3sI")
"""A currency, and how many amounts in it follow."""

_LENGTH = Struct("<I")
"""How many bytes of texts follow."""

TEXTS = 256
"""Texts in a block."""

NUMBERS = 1_024
"""Amounts in a block."""

_DOUBLE = 8


class Numbers:
    """
    Amounts as doubles, in their order, each with its currency.

    Attributes:
        counts: how many there are in each currency.
    """

    def __init__(self) -> None:
        self.counts: Counter[str] = Counter()
        self._roll = Roll()

    def extend(self, currency: str, numbers: Iterable[float]) -> None:
        """Add some; a currency has three letters, or none."""
        doubles = array("d", numbers)
        self.counts[currency] += len(doubles)
        for at in range(0, len(doubles), NUMBERS):
            block = doubles[at : at + NUMBERS]
            self._roll.add(_HEAD.pack(currency.encode(), len(block)) + block.tobytes())

    def merge(self, other: Numbers) -> None:
        """Add those of ``other``."""
        self.counts.update(other.counts)
        self._roll.take(other._roll)

    def of(self, currency: str) -> Iterator[float]:
        """Those in a currency."""
        return chain.from_iterable(block for other, block in self.blocks() if other == currency)

    def blocks(self) -> Iterator[tuple[str, array[float]]]:
        """All of them: a currency, and amounts in it."""
        at = 0
        while at < self._roll.size:
            currency, count = _HEAD.unpack(self._roll.read(at, _HEAD.size))
            block = array("d")
            block.frombytes(self._roll.read(at + _HEAD.size, count * _DOUBLE))
            yield currency.rstrip(b"\0").decode(), block
            at += _HEAD.size + count * _DOUBLE


class Texts:
    """Texts in their order: those that are much alike, as ids are, take a few bytes each."""

    def __init__(self) -> None:
        self._roll = Roll()
        self._last: list[str] = []

    def __iter__(self) -> Iterator[str]:
        return chain.from_iterable(self._blocks())

    def extend(self, texts: Iterable[str]) -> None:
        """Add some."""
        self._last.extend(texts)
        while len(self._last) >= TEXTS:
            self._pack()

    def merge(self, other: Texts) -> None:
        """Add those of ``other``."""
        self._pack()
        self._roll.take(other._roll)
        self._last = list(other._last)

    def at(self, places: Iterable[int]) -> Iterator[str]:
        """The texts at places that rise."""
        start, block, blocks = 0, list[str](), self._blocks()
        for place in places:
            while place >= start + len(block):
                start += len(block)
                block = next(blocks)
            yield block[place - start]

    def _blocks(self) -> Iterator[list[str]]:
        at = 0
        while at < self._roll.size:
            (length,) = _LENGTH.unpack(self._roll.read(at, _LENGTH.size))
            yield json.loads(zlib.decompress(self._roll.read(at + _LENGTH.size, length)))
            at += _LENGTH.size + length
        yield self._last

    def _pack(self) -> None:
        block, self._last = self._last[:TEXTS], self._last[TEXTS:]
        if block:
            # JSON has a writing for every text, halves of characters too.
            packed = zlib.compress(json.dumps(block).encode(), _FAST)
            self._roll.add(_LENGTH.pack(len(packed)) + packed)
