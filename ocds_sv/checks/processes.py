"""What is known of every process, in a dozen bytes for each: a national archive has millions of them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from itertools import groupby
from operator import itemgetter
from struct import Struct

from ocds_sv.checks.dataset.digests import SIZE
from ocds_sv.jsonio.ordering import in_order, rows_of
from ocds_sv.jsonio.roll import Roll

_NUMBER = Struct(">I")
_WIDTH = SIZE + _NUMBER.size
_key = itemgetter(slice(SIZE))


class Processes:
    """
    Bits by process, of which few combinations occur.

    Of each release the digest of its process is noted, and the number of its combination; when it is asked for, those
    of one process are put together.
    """

    def __init__(self) -> None:
        self._rows = Roll()
        self._codes: dict[int, bytes] = {}
        self._told: Counter[int] | None = None

    def add(self, key: bytes, bits: int) -> None:
        """A process has ``bits``, beside those that it has already."""
        code = self._codes.get(bits)
        self._rows.add(key + (self._new(bits) if code is None else code))
        self._told = None

    def _new(self, bits: int) -> bytes:
        code = self._codes[bits] = _NUMBER.pack(len(self._codes))
        return code

    def __len__(self) -> int:
        return self.combinations().total()

    def merge(self, other: Processes, moved: Callable[[int], int]) -> None:
        """Take over what ``other`` knows; ``moved`` says of its bits what they are here."""
        codes: dict[bytes, bytes] = {}
        for bits, code in other._codes.items():
            own = moved(bits)
            codes[code] = self._codes.get(own) or self._new(own)
        for row in rows_of(other._rows, _WIDTH):
            self._rows.add(row[:SIZE] + codes[row[SIZE:]])
        self._told = None

    def combinations(self) -> Counter[int]:
        """How many processes have each combination of bits."""
        if self._told is None:
            self._told = Counter()
            bits = list(self._codes)
            for _, rows in groupby(in_order(rows_of(self._rows, _WIDTH), _WIDTH), key=_key):
                found = 0
                for row in rows:
                    found |= bits[_NUMBER.unpack(row[SIZE:])[0]]
                self._told[found] += 1
        return self._told
