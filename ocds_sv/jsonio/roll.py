"""Bytes that may be too many for memory: kept in a temporary file that is gone with the process, however it ends."""

from __future__ import annotations

import tempfile
import weakref
from collections.abc import Iterator
from typing import IO, cast

from ocds_sv.jsonio.scratch import written

IN_MEMORY = 1 << 16
"""Bytes for which no file is made, and that are written at once to one."""

PIECE = 1 << 16
"""Bytes that are read at once."""


class Roll:
    """
    Bytes in the order in which they were added.

    The file has no name where the system allows that, and is removed as soon as it is open elsewhere: a killed run
    leaves nothing behind.

    Attributes:
        size: how many bytes there are.

    Raises:
        OutputError: the disk for temporary files is full.
    """

    def __init__(self) -> None:
        self.size = 0
        self._last = bytearray()
        self._file: IO[bytes] | None = None

    def add(self, content: bytes) -> None:
        """Add some."""
        self.size += len(content)
        self._last += content
        if len(self._last) > IN_MEMORY:
            self._write()

    def take(self, other: Roll) -> None:
        """Add those of ``other``."""
        for piece in other.pieces():
            self.add(piece)

    def read(self, at: int, size: int) -> bytes:
        """``size`` bytes from ``at`` on, or as many as there are."""
        on_disk = self.size - len(self._last)
        found = b""
        if self._file is not None and at < on_disk:
            with written(tempfile.gettempdir()):
                self._file.seek(at)
                found = self._file.read(min(size, on_disk - at))
            at, size = on_disk, size - len(found)
        return found + self._last[at - on_disk : at - on_disk + size]

    def pieces(self, size: int = PIECE) -> Iterator[bytes]:
        """All of them, so many at once; nothing may be added meanwhile."""
        for at in range(0, self.size, size):
            yield self.read(at, size)

    def _write(self) -> None:
        left = memoryview(bytes(self._last))
        with written(tempfile.gettempdir()):
            if self._file is None:
                # Nothing is held back for later: a process that is begun as a copy must not write it once more.
                self._file = cast("IO[bytes]", tempfile.TemporaryFile(buffering=0))  # noqa: SIM115 - closed with the roll
                weakref.finalize(self, self._file.close)
            self._file.seek(0, 2)
            while left:
                left = left[self._file.write(left) :]
        self._last.clear()
