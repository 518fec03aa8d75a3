"""Bytes with a name, and the streams that they come from."""

from __future__ import annotations

import hashlib
import io
import shutil
import sys
import tempfile
import zipfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import IO, cast

from ocds_sv.findings import Place
from ocds_sv.sources.faults import READING_ERRORS, as_fault
from ocds_sv.sources.spec import InputFile, Limits

HEAD = 1 << 16
"""Bytes at the start of a file on which format and delimiter are decided."""

WHOLE = 1 << 20
"""Bytes of a document that is read at once."""

CHUNK = 1 << 20
BUFFER = 1 << 17


@dataclass(slots=True)
class Blob:
    """
    Bytes with a name, before anyone knows their format.

    Attributes:
        place: the name as given.
        open: gives the bytes from the start, unpacked; only once when ``once``.
        head: the first bytes, unpacked.
        once: the bytes come from a pipe.
        path: the plain file that holds exactly these bytes, if there is one.
        limits: what holds while reading.
        whole: all bytes, where they are few and known to be whole.
        member: they are part of an archive, which can be read although they cannot.
        file: what these bytes are, as they are, where nobody knows its checksum yet.
    """

    place: Place
    open: Callable[[], IO[bytes]]
    head: bytes
    limits: Limits
    once: bool = False
    path: Path | None = None
    whole: bytes | None = None
    member: bool = False
    file: InputFile | None = None

    @classmethod
    def held(cls, place: Place, whole: bytes, limits: Limits, path: Path | None = None) -> Blob:
        """Few bytes, which have been read."""
        return cls(place, partial(io.BytesIO, whole), whole[:HEAD], limits, path=path, whole=whole)

    @contextmanager
    def as_path(self) -> Iterator[Path]:
        """A file that holds these bytes: the file itself, or a copy for as long as the block lasts."""
        if self.path is not None:
            yield self.path
            return
        with tempfile.TemporaryDirectory(prefix="ocds-sv-") as folder:
            copy = Path(folder, "input")
            try:
                with self.open() as source, copy.open("wb") as target:
                    shutil.copyfileobj(source, target, CHUNK)
            except READING_ERRORS as error:
                raise as_fault(error, self.place) from error
            yield copy


class Passing:
    """The bytes of a file, counted and hashed as they pass from the first to the last."""

    def __init__(self, file: InputFile) -> None:
        self._file, self._sum, self._size = file, hashlib.sha256(), 0

    def add(self, piece: bytes) -> None:
        """The next piece; an empty one is the end, and the file is told."""
        if piece:
            self._sum.update(piece)
            self._size += len(piece)
        else:
            self._file.size, self._file.summed = self._size, self._sum.hexdigest()


class Hashed(io.RawIOBase):
    """A pipe whose file is told the checksum at its end."""

    def __init__(self, raw: IO[bytes], file: InputFile) -> None:
        super().__init__()
        self._raw, self._passing = raw, Passing(file)

    def readable(self) -> bool:
        """Always."""
        return True

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]
        """Fill ``buffer``."""
        read = getattr(self._raw, "read1", self._raw.read)
        data = read(len(buffer))
        self._passing.add(data)
        buffer[: len(data)] = data
        return len(data)

    def close(self) -> None:
        """Close the pipe, but for standard input, which is not ours."""
        if not self.closed and self._raw is not sys.stdin.buffer:
            self._raw.close()
        super().close()


class _Chained(io.RawIOBase):
    """What was read ahead of a pipe, and then the rest of it."""

    def __init__(self, head: bytes, rest: IO[bytes]) -> None:
        super().__init__()
        self._head, self._rest = io.BytesIO(head), rest

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]
        data = self._head.read(len(buffer)) or self._rest.read(len(buffer)) or b""
        buffer[: len(data)] = data
        return len(data)

    def close(self) -> None:
        if not self.closed:
            self._rest.close()
        super().close()


def read_head(opened: IO[bytes]) -> bytes:
    """The first bytes; what a damaged file still gives is enough here, reading it reports the damage."""
    head = b""
    try:
        while len(head) < HEAD and (piece := opened.read(min(8192, HEAD - len(head)))):
            head += piece
    except (*READING_ERRORS, zipfile.LargeZipFile):
        if not head:
            raise
    return head


def peeked(pipe: io.RawIOBase | IO[bytes]) -> tuple[bytes, IO[bytes]]:
    """The first bytes of a pipe, and the pipe from its start."""
    stream = cast("IO[bytes]", pipe)
    head = read_head(stream)
    return head, io.BufferedReader(_Chained(head, stream), BUFFER)
