"""Lines that may be too many for memory."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from ocds_sv.jsonio.roll import PIECE, Roll


class Spool:
    """
    Lines in the order in which they were added, as a roll.

    Attributes:
        count: how many lines there are.

    Raises:
        OutputError: the disk for temporary files is full.
    """

    def __init__(self) -> None:
        self.count = 0
        self._roll = Roll()

    def add(self, line: bytes) -> None:
        """Add a line, which has no line break in it."""
        self.count += 1
        self._roll.add(line + b"\n")

    def lines(self) -> Iterator[bytes]:
        """All lines, without their breaks; nothing may be added meanwhile."""
        left = b""
        for piece in self._roll.pieces(PIECE):
            *lines, left = (left + piece).split(b"\n")
            yield from lines

    def joined(self) -> Iterator[bytes]:
        """All lines with commas between, in pieces."""
        left = b""
        for piece in self._roll.pieces(PIECE):
            yield left
            left = piece.replace(b"\n", b",")
        yield left[:-1]

    def save(self, path: Path) -> None:
        """
        Write the lines to a file.

        Raises:
            OSError: it cannot be written.
        """
        with path.open("wb") as target:
            target.writelines(self._roll.pieces())

    def load(self, path: Path) -> None:
        """
        Add the lines that another has saved.

        Raises:
            OSError: they cannot be read.
        """
        with path.open("rb") as source:
            for line in source:
                self.add(line[:-1])

    def close(self) -> None:
        """Let go of the lines; what is added later is nobody's."""
        self._roll = Roll()
