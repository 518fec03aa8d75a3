"""The members of zip and tar archives, each as bytes with a name."""

from __future__ import annotations

import fnmatch
import io
import lzma
import tarfile
import zipfile
from collections.abc import Iterator, Sequence
from contextlib import closing
from pathlib import Path, PurePosixPath
from typing import IO, Self, cast

from ocds_sv.errors import InputError
from ocds_sv.findings import Finding, Findings, Place
from ocds_sv.sources import rules
from ocds_sv.sources.blob import BUFFER, CHUNK, HEAD, WHOLE, Blob, peeked, read_head
from ocds_sv.sources.faults import READING_ERRORS, Told, as_fault, fault
from ocds_sv.sources.inputs import promises_data
from ocds_sv.sources.packing import Limited
from ocds_sv.sources.spec import Limits

_WORKBOOK_MEMBERS = ("[Content_Types].xml", "mimetype")
_OTHER_OFFICE = {"word/document.xml": "Word", "ppt/presentation.xml": "PowerPoint"}
WORKBOOK = "workbook"
"""What ``document_in`` says of a workbook."""

_NAMED = 20
"""Members named when the one that is asked for is not there."""


def _fits(name: str, pattern: str) -> bool:
    return name == pattern or fnmatch.fnmatchcase(name, pattern)


def _some(names: Sequence[str]) -> str:
    return ", ".join(names[:_NAMED]) or "–"


def document_in(file: IO[bytes]) -> str | None:
    """What a zip file is in disguise: ``workbook`` (xlsx, xlsb, ods) or what is not read; ``None`` for an archive."""
    try:
        with zipfile.ZipFile(file) as archive:
            if not any(name in archive.NameToInfo for name in _WORKBOOK_MEMBERS):
                return None
            return next((kind for name, kind in _OTHER_OFFICE.items() if name in archive.NameToInfo), WORKBOOK)
    except (zipfile.BadZipFile, NotImplementedError):
        file.seek(0)
        head = file.read(HEAD)
        # Without its directory, at the end, a cut workbook still shows its first member's name.
        cut = any(head[30:].startswith(name.encode()) for name in _WORKBOOK_MEMBERS) or b"xl/" in head
        return WORKBOOK if cut else None


def _member_blob(archive: zipfile.ZipFile, info: zipfile.ZipInfo, inner: Place, limits: Limits) -> Blob:
    if info.flag_bits & 1:
        raise fault("password", inner)

    def opened() -> IO[bytes]:
        try:
            # Opening the archive anew for each member would read its whole directory as often.
            member = archive.open(info)
        except (NotImplementedError, RuntimeError) as error:
            raise fault("damaged", inner, detail="zip") from error
        limited = Limited(member, lambda: info.compress_size, inner, limits, owned=member)
        # Those of bzip2 are OSErrors without a number.
        limited.damage = "zip", (lzma.LZMAError, OSError)
        return io.BufferedReader(limited, BUFFER)

    if info.file_size <= WHOLE:
        try:
            with opened() as first:
                whole = first.read()
        except (*READING_ERRORS, InputError):
            # What is wrong with it is told when it is read.
            pass
        else:
            return Blob.held(inner, whole, limits)
    with opened() as first:
        head = read_head(first)
    return Blob(inner, opened, head, limits)


def zip_members(
    path: Path, place: Place, pattern: str, findings: Findings, limits: Limits, told: Told
) -> Iterator[Blob]:
    """
    The members of a zip file whose names promise data, or fit ``pattern``; ``told`` of those that cannot be opened.

    Raises:
        InputBroken: it holds nothing to read.
        InputNotFound: it has no member that fits.
        InputTooLarge: it unpacks to more than the limits allow.
        zipfile.BadZipFile: its directory is damaged.
    """
    with zipfile.ZipFile(path) as archive:
        for info in _wanted(archive, place, pattern, findings, limits):
            inner = Place(f"{place.file}!{info.filename}")
            try:
                blob = _member_blob(archive, info, inner, limits)
            except (InputError, *READING_ERRORS) as error:
                told(inner.file, as_fault(error, inner))
            else:
                yield blob


def _wanted(
    archive: zipfile.ZipFile, place: Place, pattern: str, findings: Findings, limits: Limits
) -> Iterator[zipfile.ZipInfo]:
    infos = [info for info in archive.infolist() if not info.is_dir() and not info.filename.startswith("__MACOSX/")]
    if pattern:
        wanted = [info for info in infos if _fits(info.filename, pattern)]
        if not wanted:
            raise fault("no-member", place, found=_some([info.filename for info in infos]))
        infos = wanted
    if not infos:
        raise fault("empty-archive", place)
    if sum(info.file_size for info in infos) > limits.unpacked:
        raise fault("bomb", place, limit=f"{limits.unpacked >> 20} MB")
    read = 0
    for info in infos:
        if not pattern and not promises_data(info.filename):
            findings.add(Finding(rules.MEMBER_SKIPPED, Place(f"{place.file}!{info.filename}")))
            continue
        read += 1
        yield info
    if not read:
        raise fault("empty-archive", place)


_BROKEN_HEADERS = tuple(getattr(tarfile, f"{kind}HeaderError") for kind in ("Invalid", "Truncated", "Empty"))
"""The stubs do not have them."""


class _Header(tarfile.TarInfo):
    """A member's header that must be whole: ``tarfile`` takes a broken one for the archive's end."""

    @classmethod
    def fromtarfile(cls, archive: tarfile.TarFile) -> Self:
        """Read the next header."""
        try:
            return super().fromtarfile(archive)
        except _BROKEN_HEADERS as error:
            raise EOFError from error


def tar_members(blob: Blob, pattern: str, findings: Findings) -> Iterator[Blob]:
    """
    The members of a tar archive whose names promise data, or fit ``pattern``; each is read from the stream, once.

    Where the archive is damaged within a large member, reading that raises and names the archive; it is the last.

    Raises:
        InputBroken: the archive is damaged, or holds nothing to read.
        InputNotFound: it has no member that fits.
    """
    place = blob.place
    names: list[str] = []
    read = 0
    try:
        with (
            closing(_Stream(blob.open(), place)) as stream,
            tarfile.open(fileobj=cast("IO[bytes]", stream), mode="r|", tarinfo=_Header) as archive,
        ):
            while (info := archive.next()) is not None:
                # They are only kept for looking them up by name.
                archive.members = []  # type: ignore[attr-defined] # not in the stubs
                name = PurePosixPath(info.name).as_posix().encode("utf-8", "replace").decode()
                if info.isdir() or name.rpartition("/")[2].startswith("._"):
                    continue
                names += [name] if len(names) < _NAMED else []
                if not (_is_plain(info) and (_fits(name, pattern) if pattern else promises_data(name))):
                    if not pattern:
                        findings.add(Finding(rules.MEMBER_SKIPPED, Place(f"{place.file}!{name}")))
                    continue
                read += 1
                yield _read_once(archive, info, Place(f"{place.file}!{name}"), blob.limits, stream)
                if stream.broken:
                    # Whoever read the member has been told.
                    return
            while stream.read(CHUNK):
                # The checksums of what is packed stand at its end.
                pass
    except tarfile.TarError as error:
        raise fault("damaged", place, detail="tar") from error
    if not read:
        raise fault("no-member", place, found=_some(names)) if pattern else fault("empty-archive", place)


def _is_plain(info: tarfile.TarInfo) -> bool:
    """Whether a member's bytes stand in the archive: links have none, and holes of sparse files are made of nothing."""
    return info.isreg() and not info.issparse()


class _Stream:
    """
    The bytes that an archive is read from.

    Attributes:
        place: the archive.
        broken: they could not be read further.

    Raises on reading:
        InputError: they cannot be read further.
    """

    def __init__(self, binary: IO[bytes], place: Place) -> None:
        self._binary, self.place, self.broken = binary, place, False

    def read(self, size: int) -> bytes:
        """Read on."""
        try:
            return self._binary.read(size)
        except (InputError, *READING_ERRORS) as error:
            self.broken = True
            raise as_fault(error, self.place) from error

    def close(self) -> None:
        """Close what they come from."""
        self._binary.close()


def _read_once(archive: tarfile.TarFile, info: tarfile.TarInfo, place: Place, limits: Limits, stream: _Stream) -> Blob:
    member = archive.extractfile(info)
    assert member is not None
    if info.size <= WHOLE:
        blob = Blob.held(place, member.read(), limits)
        blob.once = True
        return blob
    head, whole = peeked(_Member(member, stream))
    return Blob(place, lambda: whole, head, limits, once=True)


class _Member(io.RawIOBase):
    """
    A member as it comes.

    Raises on reading:
        InputBroken: the archive ends within it.
    """

    def __init__(self, member: IO[bytes], stream: _Stream) -> None:
        super().__init__()
        self._member, self._stream = member, stream

    def readable(self) -> bool:
        """Always."""
        return True

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]
        """Fill ``buffer``."""
        try:
            data = self._member.read(len(buffer))
        except tarfile.TarError as error:
            self._stream.broken = True
            raise fault("damaged", self._stream.place, detail="tar") from error
        buffer[: len(data)] = data
        return len(data)
