"""From a file's name to bytes that can be read: gzip, zip members and standard input, within limits."""

from __future__ import annotations

import fnmatch
import gzip
import hashlib
import io
import shutil
import stat
import sys
import tempfile
import zipfile
from collections.abc import Callable, Generator, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO, cast

from ocds_sv.errors import InputError
from ocds_sv.findings import Finding, Findings, Place
from ocds_sv.sources import rules
from ocds_sv.sources.faults import READING_ERRORS, as_fault, fault
from ocds_sv.sources.inputs import PACKED, STDIN, SUFFIXES, split_member
from ocds_sv.sources.spec import InputFile, Limits

HEAD = 1 << 16
"""Bytes at the start of a file on which format and delimiter are decided."""

CHUNK = 1 << 20
GZIP, ZIP, OLE = b"\x1f\x8b", b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_EMPTY_ZIP = b"PK\x05\x06"
_WORKBOOK_MEMBERS = ("[Content_Types].xml", "mimetype")


class Hashed(io.RawIOBase):
    """A pipe whose bytes are counted and hashed as they pass."""

    def __init__(self, raw: IO[bytes], file: InputFile) -> None:
        super().__init__()
        self._raw, self._file, self._sum = raw, file, hashlib.sha256()

    def readable(self) -> bool:
        """Always."""
        return True

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]
        """Fill ``buffer``; at the end the file's checksum is set."""
        read = getattr(self._raw, "read1", self._raw.read)
        data = read(len(buffer))
        if data:
            self._sum.update(data)
            self._file.size += len(data)
            buffer[: len(data)] = data
        self._file.sha256 = self._sum.hexdigest() if not data else ""
        return len(data)

    def close(self) -> None:
        """Close the pipe, but for standard input, which is not ours."""
        if not self.closed and self._raw is not sys.stdin.buffer:
            self._raw.close()
        super().close()


class Limited(io.RawIOBase):
    """
    Unpacked bytes that may not become too many.

    Raises on reading:
        InputTooLarge: a limit on total or ratio was passed.
    """

    def __init__(
        self,
        unpacked: IO[bytes],
        packed: Callable[[], int],
        place: Place,
        limits: Limits,
        *,
        owned: IO[bytes] | zipfile.ZipFile,
    ) -> None:
        super().__init__()
        self._owned = owned
        self._unpacked, self._packed, self._place, self._limits, self._count = unpacked, packed, place, limits, 0

    def readable(self) -> bool:
        """Always."""
        return True

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]
        """Fill ``buffer`` and look at the limits."""
        data = self._unpacked.read(len(buffer))
        self._count += len(data)
        limits = self._limits
        if self._count > limits.floor and self._count > limits.ratio * max(self._packed(), 1):
            raise fault("bomb", self._place, limit=f"{limits.ratio}×")
        if self._count > limits.unpacked:
            raise fault("bomb", self._place, limit=f"{limits.unpacked >> 20} MB")
        buffer[: len(data)] = data
        return len(data)

    def close(self) -> None:
        """Close what is unpacked and what it comes from, too."""
        if not self.closed:
            self._unpacked.close()
            self._owned.close()
        super().close()


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
    """

    place: Place
    open: Callable[[], IO[bytes]]
    head: bytes
    limits: Limits
    once: bool = False
    path: Path | None = None

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


def _digest(path: Path, file: InputFile) -> None:
    with path.open("rb") as raw:
        file.sha256 = hashlib.file_digest(raw, "sha256").hexdigest()
        file.size = raw.tell()


def _head(opened: IO[bytes]) -> bytes:
    """The first bytes; what a damaged file still gives is enough here, reading it reports the damage."""
    head = b""
    try:
        while len(head) < HEAD and (piece := opened.read(min(8192, HEAD - len(head)))):
            head += piece
    except (*READING_ERRORS, zipfile.LargeZipFile):
        if not head:
            raise
    return head


def _gunzip(raw: IO[bytes], place: Place, limits: Limits) -> IO[bytes]:
    counted = _Counted(raw)
    unpacked = gzip.GzipFile(fileobj=cast("IO[bytes]", counted), mode="rb")
    limited = Limited(cast("IO[bytes]", unpacked), lambda: counted.count, place, limits, owned=raw)
    return io.BufferedReader(limited, 1 << 17)


class _Counted:
    """How many bytes gzip has taken."""

    def __init__(self, raw: IO[bytes]) -> None:
        self._raw, self.count = raw, 0

    def read(self, size: int = -1) -> bytes:
        data = self._raw.read(size)
        self.count += len(data)
        return data


def is_workbook(file: IO[bytes]) -> bool:
    """Whether a zip file is a workbook in disguise (xlsx, xlsb, ods)."""
    try:
        with zipfile.ZipFile(file) as archive:
            return any(name in archive.NameToInfo for name in _WORKBOOK_MEMBERS)
    except (zipfile.BadZipFile, NotImplementedError):
        file.seek(0)
        head = file.read(HEAD)
        # Without its directory, at the end, a cut workbook still shows its first member's name.
        return any(head[30:].startswith(name.encode()) for name in _WORKBOOK_MEMBERS) or b"xl/" in head


def _member_blob(archive: Path, info: zipfile.ZipInfo, place: Place, limits: Limits) -> Blob:
    inner = Place(f"{place.file}!{info.filename}")
    if info.flag_bits & 1:
        raise fault("password", inner)

    def opened() -> IO[bytes]:
        holder = zipfile.ZipFile(archive)
        try:
            # Each member is read from its own handle, so that it can be read twice.
            member = holder.open(info.filename)
        except (NotImplementedError, RuntimeError) as error:
            holder.close()
            raise fault("damaged", inner, detail="zip") from error
        limited = Limited(member, lambda: info.compress_size, inner, limits, owned=holder)
        return io.BufferedReader(limited, 1 << 17)

    with opened() as first:
        head = _head(first)
    return Blob(inner, opened, head, limits)


def _members(path: Path, place: Place, pattern: str, findings: Findings, limits: Limits) -> Iterator[Blob]:
    with zipfile.ZipFile(path) as archive:
        infos = [info for info in archive.infolist() if not info.is_dir() and not info.filename.startswith("__MACOSX/")]
    if pattern:
        wanted = [info for info in infos if info.filename == pattern or fnmatch.fnmatchcase(info.filename, pattern)]
        if not wanted:
            raise fault("no-member", place, found=", ".join(info.filename for info in infos[:20]) or "–")
        infos = wanted
    if not infos:
        raise fault("empty-archive", place)
    if sum(info.file_size for info in infos) > limits.unpacked:
        raise fault("bomb", place, limit=f"{limits.unpacked >> 20} MB")
    read = 0
    for info in infos:
        suffixes = [suffix.lower() for suffix in Path(info.filename).suffixes[-1:]]
        if not pattern and not any(suffix in SUFFIXES or suffix in PACKED for suffix in suffixes):
            findings.add(Finding(rules.MEMBER_SKIPPED, Place(f"{place.file}!{info.filename}")))
            continue
        read += 1
        yield _member_blob(path, info, place, limits)
    if not read:
        raise fault("empty-archive", place)


def _unpacked(blob: Blob, pattern: str, findings: Findings, depth: int = 0) -> Iterator[Blob]:
    """``blob`` itself, or what it holds when it is packed."""
    place, limits = blob.place, blob.limits
    if blob.head.startswith(GZIP):
        inner = Blob(place, lambda: _gunzip(blob.open(), place, limits), b"", limits, once=blob.once)
        if blob.once:
            inner.head, whole = _peeked(inner.open())
            inner.open = lambda: whole
        else:
            with inner.open() as first:
                inner.head = _head(first)
        if not inner.head:
            raise fault("empty", place)
        if inner.head.startswith(GZIP):
            raise fault("archive-in-archive", place)
        yield from _unpacked(inner, pattern, findings, depth)
        return
    if not blob.head.startswith((ZIP, _EMPTY_ZIP)):
        yield blob
        return
    with blob.as_path() as path:
        with path.open("rb") as file:
            workbook = is_workbook(file)
        if workbook:
            yield Blob(place, lambda: path.open("rb"), blob.head, limits, path=path)
        elif depth:
            raise fault("archive-in-archive", place)
        else:
            for member in _members(path, place, pattern, findings, limits):
                yield from _unpacked(member, "", findings, depth + 1)


def _standard_input(limits: Limits, file: InputFile) -> Blob:
    head, whole = _peeked(Hashed(sys.stdin.buffer, file))
    return Blob(Place(STDIN), lambda: whole, head, limits, once=True)


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


def _peeked(pipe: io.RawIOBase | IO[bytes]) -> tuple[bytes, IO[bytes]]:
    """The first bytes of a pipe, and the pipe from its start."""
    stream = cast("IO[bytes]", pipe)
    head = _head(stream)
    return head, io.BufferedReader(_Chained(head, stream), 1 << 17)


def _file(path: Path, place: Place, limits: Limits, file: InputFile) -> Blob:
    if not stat.S_ISREG(path.stat().st_mode):
        head, whole = _peeked(Hashed(path.open("rb"), file))
        return Blob(place, lambda: whole, head, limits, once=True)
    _digest(path, file)
    with path.open("rb") as first:
        head = first.read(HEAD)
    return Blob(place, lambda: path.open("rb"), head, limits, path=path)


def blobs(item: str | Path, file: InputFile, findings: Findings, limits: Limits) -> Generator[Blob, None, None]:
    """
    What ``item`` (one of ``expand``'s answers) holds: one blob, or one per member of an archive.

    Raises:
        InputError: the file cannot be opened or unpacked.
    """
    name, member = (STDIN, "") if str(item) == STDIN else split_member(str(item))
    place = Place(name)
    try:
        blob = _standard_input(limits, file) if name == STDIN else _file(Path(name), place, limits, file)
        if not blob.head:
            raise fault("empty", place)
        if member and not blob.head.startswith(ZIP):
            raise fault("no-member", Place(str(item)), found="–")
        yield from _unpacked(blob, member, findings)
    except InputError:
        raise
    except READING_ERRORS as error:
        raise as_fault(error, place) from error
