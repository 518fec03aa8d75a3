"""Small stand-ins for texts: the same in every process, eight bytes each."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import lru_cache
from hashlib import blake2b
from operator import add
from struct import Struct

from ocds_sv.checks.dataset.packed import Texts
from ocds_sv.jsonio.ordering import rows_of
from ocds_sv.jsonio.roll import Roll

SIZE = 8
"""Bytes of a digest."""

_PLACE = Struct(">Q")
PLACE = _PLACE.size
"""Bytes of a place."""


@lru_cache(maxsize=1_024)
def digest(text: str) -> bytes:
    """Eight bytes for a text; two of a million texts share them with a chance of one in ten million."""
    return fresh(text)


def fresh(text: str) -> bytes:
    """The same for texts that come once."""
    return blake2b(text.encode("utf-8", "surrogatepass"), digest_size=SIZE).digest()


packed_place = _PLACE.pack
"""A place as bytes, whose order is that of the places."""


def place_of(row: bytes) -> int:
    """The place with which a row ends."""
    found: int = _PLACE.unpack(row[-PLACE:])[0]
    return found


class Notes:
    """
    Rows of digests with a text each, in their order.

    Args:
        width: bytes of a row.
    """

    def __init__(self, width: int) -> None:
        self._width = width
        self._rows = Roll()
        self._texts = Texts()

    def __len__(self) -> int:
        return self._rows.size // self._width

    def extend(self, rows: Iterable[bytes], texts: Iterable[str]) -> None:
        """Note many, each row with a text."""
        self._rows.add(b"".join(rows))
        self._texts.extend(texts)

    def merge(self, other: Notes) -> None:
        """Add what ``other`` noted."""
        self._rows.take(other._rows)
        self._texts.merge(other._texts)

    def placed(self) -> Iterator[bytes]:
        """The rows, behind each its place."""
        return map(add, rows_of(self._rows, self._width), map(packed_place, range(len(self))))

    def texts(self, places: Iterable[int]) -> Iterator[str]:
        """The texts at places that rise."""
        return self._texts.at(places)
