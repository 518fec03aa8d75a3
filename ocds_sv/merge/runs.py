"""
Releases in order on disk: a *run* is a file of them, sorted by process, instant and arrival.

A run ends with an index of where processes begin, so that a part of it can be read alone.
"""

from __future__ import annotations

import heapq
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import ExitStack, closing, contextmanager
from pathlib import Path
from struct import Struct
from types import TracebackType
from typing import NamedTuple, Self

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


class Reader:
    """
    Reads releases of a run, of one range of ocids after the other.

    From a range it reads on to the next, or begins again where the index has it nearer: to ask for many neighbours
    reads nothing twice, to ask for a few reads little.
    """

    def __init__(self, path: Path, known: Index) -> None:
        self._file = path.open("rb", buffering=_BUFFER)
        self._known = known
        self._at = 0
        self._ahead: Held | None = None

    def close(self) -> None:
        """Let go of the file."""
        self._file.close()

    def between(self, start: bytes, stop: bytes | None) -> Iterator[Held]:
        """The releases whose ocid is at least ``start`` and below ``stop``; none before those of last time."""
        entry = bisect_right(self._known.ocids, start) - 1
        if entry >= 0 and self._known.offsets[entry] > self._at:
            self._at, self._ahead = self._known.offsets[entry], None
            self._file.seek(self._at)
        while self._ahead is not None or self._at < self._known.size:
            held = self._ahead or self._next()
            if stop is not None and held.ocid >= stop:
                self._ahead = held
                return
            self._ahead = None
            if held.ocid >= start:
                yield held

    def _next(self) -> Held:
        of_ocid, of_instant, arrival, document, line, of_text = _HEAD.unpack(self._file.read(_HEAD.size))
        rest = self._file.read(of_ocid + of_instant + of_text)
        self._at += _HEAD.size + len(rest)
        after = of_ocid + of_instant
        return Held(rest[:of_ocid], rest[of_ocid:after], arrival, document, line, rest[after:])


@contextmanager
def opened(paths: Sequence[Path], known: Sequence[Index]) -> Iterator[Callable[[bytes, bytes | None], Iterator[Held]]]:
    """``Reader.between`` of several runs at once: their releases in one order, one range of ocids after the other."""
    with ExitStack() as stack:
        readers = [stack.enter_context(closing(Reader(*one))) for one in zip(paths, known, strict=True)]

        def between(start: bytes, stop: bytes | None) -> Iterator[Held]:
            return heapq.merge(*(reader.between(start, stop) for reader in readers))

        yield between


def merged(
    paths: Sequence[Path], known: Sequence[Index], start: bytes = b"", stop: bytes | None = None
) -> Iterator[Held]:
    """The releases of several runs in one order."""
    with opened(paths, known) as between:
        yield from between(start, stop)


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
