"""
Releases in order on disk: a *run* is a file of them, sorted by process, instant and arrival.

A run ends with an index of where processes begin, so that a part of it can be read alone.
"""

from __future__ import annotations

import heapq
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from contextlib import ExitStack
from pathlib import Path
from struct import Struct
from types import TracebackType
from typing import IO, NamedTuple, Self

import orjson

_HEAD = Struct("<IHQIII")
"""Lengths of ocid and instant, arrival, document, line, length of the text."""

_END = Struct("<Q")
_STRIDE = 256 * 1024
"""Bytes between two entries of the index."""

_BUFFER = 64 * 1024


class Held(NamedTuple):
    """
    A release that waits for its merge; they sort by process, instant and arrival.

    Attributes:
        ocid: of its process, in UTF-8.
        instant: its date, as ``instants`` has it, in UTF-8.
        arrival: its number among all releases read.
        document: the number of the document that it stands in.
        line: where it begins.
        text: the release itself, JSON.
    """

    ocid: bytes
    instant: bytes
    arrival: int
    document: int
    line: int
    text: bytes


Text = tuple[bytes, bytes]
"""A process's ocid and what is written of it."""


class Index(NamedTuple):
    """Where processes begin: every so many bytes an ocid and the place of its first release."""

    ocids: list[bytes]
    offsets: list[int]
    size: int

    def between(self, start: bytes, stop: bytes | None) -> Index:
        """What is needed of it to read the processes from ``start`` on and below ``stop``."""
        first = max(0, bisect_right(self.ocids, start) - 1)
        last = len(self.ocids) if stop is None else bisect_left(self.ocids, stop)
        return Index(self.ocids[first:last], self.offsets[first:last], self.size)


class Writer:
    """Writes a run of releases that come in order."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._index = Index([], [], 0)
        self._at = 0
        self._last: bytes | None = None

    def __enter__(self) -> Self:
        self._file = self._path.open("wb", buffering=1 << 20)
        return self

    def add(self, held: Held) -> None:
        """Write the next one."""
        ocid, instant, arrival, document, line, text = held
        if ocid != self._last:
            offsets = self._index.offsets
            if not offsets or self._at - offsets[-1] >= _STRIDE:
                self._index.ocids.append(ocid)
                offsets.append(self._at)
            self._last = ocid
        head = _HEAD.pack(len(ocid), len(instant), arrival, document, line, len(text))
        self._at += self._file.write(b"".join((head, ocid, instant, text)))

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        with self._file:
            if kind is None:
                ocids = [ocid.decode() for ocid in self._index.ocids]
                index = orjson.dumps([ocids, self._index.offsets, self._at])
                self._file.write(index)
                self._file.write(_END.pack(len(index)))


def write(path: Path, releases: Iterable[Held]) -> None:
    """Write a run of releases that are in order."""
    with Writer(path) as writer:
        for held in releases:
            writer.add(held)


def index(path: Path) -> Index:
    """The index of a run."""
    with path.open("rb") as file:
        end = file.seek(-_END.size, 2)
        (length,) = _END.unpack(file.read())
        file.seek(end - length)
        ocids, offsets, size = orjson.loads(file.read(length))
    return Index([ocid.encode() for ocid in ocids], offsets, size)


def read(path: Path, known: Index, start: bytes = b"", stop: bytes | None = None) -> Iterator[Held]:
    """The releases of a run whose ocid is at least ``start`` and below ``stop``, in order."""
    entry = bisect_right(known.ocids, start) - 1
    at = known.offsets[entry] if entry >= 0 else 0
    with path.open("rb", buffering=_BUFFER) as file:
        file.seek(at)
        while at < known.size:
            held, length = _read_one(file)
            at += length
            if stop is not None and held.ocid >= stop:
                return
            if held.ocid >= start:
                yield held


def _read_one(file: IO[bytes]) -> tuple[Held, int]:
    of_ocid, of_instant, arrival, document, line, of_text = _HEAD.unpack(file.read(_HEAD.size))
    rest = file.read(of_ocid + of_instant + of_text)
    after = of_ocid + of_instant
    held = Held(rest[:of_ocid], rest[of_ocid:after], arrival, document, line, rest[after:])
    return held, _HEAD.size + len(rest)


def merged(
    paths: Sequence[Path], known: Sequence[Index], start: bytes = b"", stop: bytes | None = None
) -> Iterator[Held]:
    """The releases of several runs in one order."""
    with ExitStack() as stack:
        readers = [read(path, index, start, stop) for path, index in zip(paths, known, strict=True)]
        for reader in readers:
            stack.callback(reader.close)  # type: ignore[attr-defined]
        yield from heapq.merge(*readers)


def split(known: Sequence[Index], size: int) -> list[tuple[bytes, bytes | None]]:
    """The range of all ocids as ranges of some ``size`` bytes each, for as many tasks; none is cut in a process."""
    steps = sorted(
        (ocid, following - offset)
        for index in known
        for ocid, offset, following in zip(index.ocids, index.offsets, [*index.offsets[1:], index.size], strict=True)
    )
    bounds, gathered = [b""], 0
    for ocid, length in steps:
        if gathered >= size and ocid > bounds[-1]:
            bounds.append(ocid)
            gathered = 0
        gathered += length
    return list(zip(bounds, [*bounds[1:], None], strict=True))
