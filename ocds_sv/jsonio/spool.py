"""Lines that may be too many for memory: kept in a temporary file that is gone with the process, however it ends."""

from __future__ import annotations

import io
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import IO, cast

from ocds_sv.jsonio.scratch import written

IN_MEMORY = 1 << 18
"""Bytes of lines for which no file is made."""

_PIECE = 1 << 16


class Spool:
    """
    Lines in the order in which they were added.

    The file has no name where the system allows that, and is removed as soon as it is open elsewhere: a killed run
    leaves nothing behind.

    Attributes:
        count: how many lines there are.

    Raises:
        OutputError: the disk for temporary files is full.
    """

    def __init__(self) -> None:
        self.count = 0
        self._file: IO[bytes] = io.BytesIO()
        self._on_disk = False
        self._place = tempfile.gettempdir()

    def add(self, line: bytes) -> None:
        """Add a line, which has no line break in it."""
        self.count += 1
        with written(self._place):
            self._file.write(line + b"\n")
            if not self._on_disk and self._file.tell() > IN_MEMORY:
                self._move()

    def _move(self) -> None:
        """To the disk; not before, since most runs have few lines."""
        file = cast("IO[bytes]", tempfile.TemporaryFile())  # noqa: SIM115 - closed by ``close``
        file.write(cast("io.BytesIO", self._file).getbuffer())
        self._file, self._on_disk = file, True

    def lines(self) -> Iterator[bytes]:
        """All lines, without their breaks; nothing may be added meanwhile."""
        self._file.seek(0)
        for line in self._file:
            yield line[:-1]
        self._file.seek(0, 2)

    def joined(self) -> Iterator[bytes]:
        """All lines with commas between, in pieces."""
        self._file.seek(0)
        left = b""
        while piece := self._file.read(_PIECE):
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
            self._file.seek(0)
            shutil.copyfileobj(self._file, target)

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
        self._file.close()
        self._file, self._on_disk = io.BytesIO(), False
