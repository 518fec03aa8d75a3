"""
Files that appear whole: written beside the target, flushed to the disk, then renamed.

A run that is killed leaves the old file or the new one. What a ``kill -9`` leaves is a hidden file named
``.ocds-sv-….part`` beside the target; the next run that writes the same target removes it.
"""

from __future__ import annotations

import gzip
import io
import os
import stat
import sys
import zlib
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from hashlib import sha256
from pathlib import Path
from types import TracebackType
from typing import BinaryIO, Self, cast

from ocds_sv.errors import OutputError, UsageError
from ocds_sv.jsonio.encoding import encode
from ocds_sv.jsonio.locks import lock, sync_folder
from ocds_sv.jsonio.reasons import reason

LINES = (".jsonl", ".ndjson")
PACKAGE = (".json",)
GZIP_LEVEL = 6
"""Measured on releases: level 9 takes three times as long for two per cent."""

_BUFFER = 128 * 1024
"""Bytes gathered for one writing: two releases fill the buffer that Python has by itself."""


class Output:
    """
    Where releases are written to, one at a time.

    ``.jsonl`` and ``.ndjson`` hold one release a line, ``.json`` is one release package written as a stream;
    ``.gz`` after either compresses, with the same bytes every time. ``-`` is standard output.

    Attributes:
        target: the path as given, or ``-``.
        count: how many releases were written.
        is_package: whether they are written as one package.
    """

    def __init__(
        self,
        target: str,
        *,
        package: bool = False,
        metadata: Mapping[str, object] | None = None,
        items: str = "releases",
    ) -> None:
        """
        Choose the form by the name; nothing is opened before the ``with`` block.

        Args:
            target: a path, or ``-`` for standard output.
            package: one release package whatever the name says.
            metadata: what stands before the items of a package, such as ``uri`` and ``publisher``.
            items: what the package calls them.

        Raises:
            UsageError: the name ends in something that is not JSON.
        """
        self.target = target
        self.count = 0
        self.is_package = _is_package(target) or package
        self._metadata = metadata or {}
        self._items = items
        self._file = WholeFile(target)

    def __enter__(self) -> Self:
        self._file.open()
        if self.is_package:
            head = encode(self._metadata)[:-1]
            self._file.write(head + (b"," if len(head) > 1 else b"") + encode(self._items) + b":[")
        return self

    def write(self, encoded: bytes) -> None:
        """
        Add one release, as ``encode`` gives it.

        Raises:
            OutputError: the disk is full or gone.
            BrokenPipeError: standard output was closed by its reader.
        """
        if self.is_package:
            self._file.write(b",\n" + encoded if self.count else b"\n" + encoded)
        else:
            self._file.write(encoded + b"\n")
        self.count += 1

    def write_pieces(self, pieces: Iterable[bytes]) -> None:
        """
        Add one item that is too long to be held, piece by piece; of lines only.

        Raises:
            OutputError, BrokenPipeError: as for ``write``.
        """
        assert not self.is_package
        for piece in pieces:
            self._file.write(piece)
        self._file.write(b"\n")
        self.count += 1

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        if kind is None:
            if self.is_package:
                self._file.write(b"\n]}\n")
            self._file.commit()
        else:
            self._file.discard()


def write_file(target: str, content: bytes) -> None:
    """
    Write one whole file (a report, a summary) in the same careful way.

    Raises:
        OutputError: it could not be written; what was there before is untouched.
    """
    file = WholeFile(target)
    file.open()
    try:
        file.write(content)
        file.commit()
    except BaseException:
        file.discard()
        raise


def _is_package(target: str) -> bool:
    name = target.casefold().removesuffix(".gz")
    if target == "-" or name.endswith(LINES) or _special(Path(target)):
        return False
    if name.endswith(PACKAGE):
        return True
    possible = ", ".join([*LINES, *PACKAGE, *(end + ".gz" for end in LINES + PACKAGE)])
    found = Path(target).name or target
    raise UsageError(
        reason=f"the output '{found}' must end in {possible}, or be - for standard output",
        reason_sv=f"utdatafilen '{found}' ska sluta på {possible}, eller vara - för standard ut",
    )


def _special(path: Path) -> bool:
    """Whether it is a device or a pipe, which nothing can be renamed to."""
    try:
        mode = path.stat().st_mode
    except OSError:
        return False
    return not (stat.S_ISREG(mode) or stat.S_ISDIR(mode))


class WholeFile:
    """Bytes to one target; every ``OSError`` becomes an ``OutputError`` and leaves nothing behind."""

    def __init__(self, target: str) -> None:
        self.target = target
        # A link keeps pointing where it points; the file behind it is what gets replaced.
        self.path = Path(os.path.realpath(target))
        self.part: Path | None = None
        self.raw: BinaryIO = io.BytesIO()
        self.stream: BinaryIO = self.raw
        self._packed: gzip.GzipFile | None = None

    def open(self) -> None:
        """Begin; nothing is seen of it yet."""
        with self._guarded():
            if self.target == "-":
                self.raw = sys.stdout.buffer
            elif _special(self.path):
                self.raw = self.path.open("wb")
            else:
                if self.path.is_dir():
                    raise IsADirectoryError(self.target)
                self._begin()
            self.stream = self.raw
            if self.target.casefold().endswith(".gz"):
                self._packed = _compressed(self.raw)
                self.stream = cast("BinaryIO", io.BufferedWriter(cast("io.RawIOBase", self._packed), 1 << 16))

    def _begin(self) -> None:
        """A fresh temporary file beside the target, locked for as long as this process lives."""
        prefix = f".ocds-sv-{sha256(self.path.name.encode(errors='surrogateescape')).hexdigest()[:12]}-"
        for old in self.path.parent.glob(f"{prefix}*.part"):
            _remove_orphan(old)
        while True:
            # Named before it is made: an interrupt in between leaves nothing that is not removed.
            self.part = self.path.parent / f"{prefix}{os.urandom(4).hex()}.part"
            # O_EXCL and 0o666: never somebody else's file, and the permissions that the user's umask asks for.
            flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0)
            self.raw = os.fdopen(os.open(self.part, flags, 0o666), "wb", _BUFFER)
            lock(self.raw)
            if self.part.exists():  # A run that started just now could have taken it for an orphan before the lock.
                return
            self.raw.close()

    def write(self, content: bytes) -> None:
        """Write on."""
        try:
            self.stream.write(content)
        except OSError as error:
            raise self._failed(error) from None

    def pause(self) -> None:
        """Close it for a while, where very many are written at once; nothing is seen of it yet."""
        if self.part is not None and self.stream is self.raw:
            with self._guarded():
                self.raw.close()

    def resume(self) -> None:
        """Go on after a pause."""
        if self.part is not None and self.raw.closed:
            with self._guarded():
                self.raw = self.stream = self.part.open("ab")
                lock(self.raw)

    def commit(self) -> None:
        """Make the file appear."""
        with self._guarded():
            if self.stream is not self.raw:
                self.stream.close()
            self.raw.flush()
            if self.part is None:
                if self.target != "-":
                    self.raw.close()
                return
            os.fsync(self.raw.fileno())
            self._keep_mode()
            if os.name == "nt":  # Windows renames no open file.
                self.raw.close()
            self.part.replace(self.path)
            self.raw.close()
            sync_folder(self.path.parent)

    def discard(self) -> None:
        """Close and remove what was begun; standard output keeps what it has got."""
        if self.target == "-":
            return
        if self._packed is not None:
            # What it still holds goes nowhere, packed anew: since Python 3.14 it complains when that fails once more.
            self._packed.fileobj, self._packed.compress = io.BytesIO(), zlib.compressobj()
            with suppress(OSError, ValueError):
                self.stream.close()
            self._packed.close()
        for stream in (self.stream, self.raw):
            with suppress(OSError, ValueError):
                stream.close()
        if self.part is not None:
            with suppress(OSError):
                self.part.unlink()

    def _keep_mode(self) -> None:
        """A file that is replaced keeps its permissions."""
        with suppress(OSError):
            cast("Path", self.part).chmod(stat.S_IMODE(self.path.stat().st_mode))

    @contextmanager
    def _guarded(self) -> Iterator[None]:
        try:
            yield
        except OSError as error:
            raise self._failed(error) from None
        except BaseException:
            self.discard()
            raise

    def _failed(self, error: OSError) -> OSError:
        self.discard()
        if isinstance(error, BrokenPipeError):  # The reader went home, as ``head`` does: no fault of ours.
            return error
        place = "standard output" if self.target == "-" else self.target
        return OutputError(place=place, reason=reason(error, "en"), reason_sv=reason(error, "sv"))


def _compressed(raw: BinaryIO) -> gzip.GzipFile:
    """A gzip stream whose header holds neither time nor name: same content, same bytes."""
    return gzip.GzipFile(filename="", mode="wb", compresslevel=GZIP_LEVEL, fileobj=raw, mtime=0)


def _remove_orphan(part: Path) -> None:
    """Remove what a killed run left; a file that a living run still writes is locked and stays."""
    with suppress(OSError), part.open("ab") as file:
        if os.name == "nt":  # Windows refuses by itself to remove what another process has open.
            file.close()
            part.unlink()
        elif lock(file):
            part.unlink()
