"""Releases that share ocid and id with another: found at the end of a run, in memory that does not grow with it."""

from __future__ import annotations

import errno
import os
import sqlite3
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import closing
from hashlib import blake2b
from types import TracebackType
from typing import Self

from ocds_sv.errors import OutputError
from ocds_sv.jsonio.reasons import reason

Mark = tuple[int, int, int]
"""A digest of ocid and release id, the number of the stream, the row."""

_DIGEST = 8
_SIGN = (1 << 63) - 1


def digest(ocid: str, identifier: str) -> int:
    """A number that other releases have with a probability of 2⁻⁶³."""
    of = blake2b(f"{ocid}\0{identifier}".encode(), digest_size=_DIGEST).digest()
    return int.from_bytes(of, "big") & _SIGN


class Repeats:
    """
    Remembers a mark per release in a temporary database, which SQLite keeps on disk once it outgrows its cache.

    Raises:
        OutputError: the disk for temporary files is full.
    """

    def __init__(self) -> None:
        self._base = sqlite3.connect("")
        self._base.execute("CREATE TABLE mark (digest INTEGER, stream INTEGER, line INTEGER)")

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, raised: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._base.close()

    def add(self, marks: Iterable[Mark]) -> None:
        """Remember the releases of a batch."""
        try:
            self._base.executemany("INSERT INTO mark VALUES (?, ?, ?)", marks)
        except sqlite3.OperationalError as error:
            raise _full(error) from error

    def found(self) -> Iterator[tuple[int, int]]:
        """Stream and row of each release that repeats an earlier one, in the order of the run."""
        try:
            with closing(self._base.execute(_REPEATED)) as places:
                yield from places
        except sqlite3.OperationalError as error:
            raise _full(error) from error


_REPEATED = """
    SELECT stream, line FROM mark JOIN (
        SELECT digest AS shared, MIN(rowid) AS earliest FROM mark GROUP BY digest HAVING COUNT(*) > 1
    ) ON digest = shared WHERE mark.rowid > earliest ORDER BY mark.rowid
"""


def _full(error: sqlite3.OperationalError) -> OutputError:
    code = errno.ENOSPC if error.sqlite_errorcode == sqlite3.SQLITE_FULL else errno.EIO
    fault = OSError(code, os.strerror(code))
    return OutputError(place=tempfile.gettempdir(), reason=reason(fault, "en"), reason_sv=reason(fault, "sv"))
