"""From a file's name to bytes that can be read: unpacked, out of archives, from standard input, within limits."""

from __future__ import annotations

import hashlib
import stat
import sys
from collections.abc import Callable, Generator, Iterator, Sequence
from functools import partial
from pathlib import Path
from typing import IO

from ocds_sv.errors import InputError
from ocds_sv.findings import Findings, Place
from ocds_sv.sources.archives import WORKBOOK, document_in, tar_members, zip_members
from ocds_sv.sources.blob import HEAD, WHOLE, Blob, Hashed, peeked, read_head
from ocds_sv.sources.faults import READING_ERRORS, Told, as_fault, fault, stopped
from ocds_sv.sources.inputs import LOCK, STDIN, files_of, named_format, split_member
from ocds_sv.sources.packing import Packing, is_tar, packing_of, unpacked
from ocds_sv.sources.spec import InputFile, Limits

ZIP, OLE = b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_LOCK_SIZE = 1024
_EMPTY_ZIP = b"PK\x05\x06"


def _digest(path: Path, place: Place) -> str:
    """The checksum of a file that nobody has read from end to end."""
    try:
        with path.open("rb") as raw:
            return hashlib.file_digest(raw, "sha256").hexdigest()
    except READING_ERRORS as error:
        raise as_fault(error, place) from error


def _contents(blob: Blob, pattern: str, findings: Findings, told: Told) -> Iterator[Blob]:
    """``blob`` itself, or what it holds when it is packed; ``pattern`` names members of an archive."""
    packing = packing_of(blob.head)
    if packing is not None:
        yield from _contents(_without(packing, blob), pattern, findings, told)
    elif is_tar(blob.head):
        yield from _members(tar_members(blob, pattern, findings), blob, findings, told)
    elif blob.head.startswith((ZIP, _EMPTY_ZIP)):
        yield from _zip(blob, pattern, findings, told)
    elif pattern:
        raise fault("no-member", Place(f"{blob.place.file}!{pattern}"), found="–")
    else:
        yield blob


def _without(packing: Packing, blob: Blob) -> Blob:
    place, limits = blob.place, blob.limits

    def opened() -> IO[bytes]:
        return unpacked(packing, blob.open(), place, limits)

    whole = None if blob.whole is None else _small(opened)
    if whole is not None:
        inner = Blob.held(place, whole, limits)
    elif blob.once:
        head, stream = peeked(opened())
        inner = Blob(place, lambda: stream, head, limits)
    else:
        with opened() as first:
            inner = Blob(place, opened, read_head(first), limits)
    inner.once, inner.member = blob.once, blob.member
    if not inner.head:
        raise fault("empty", place)
    if packing_of(inner.head) is not None:
        raise fault("archive-in-archive", place)
    return inner


def _small(opened: Callable[[], IO[bytes]]) -> bytes | None:
    """All of what is packed, when that is little and nothing is wrong with it: what is wrong is told as it is read."""
    try:
        with opened() as stream:
            whole = stream.read(WHOLE + 1)
    except (InputError, *READING_ERRORS):
        return None
    return whole if len(whole) <= WHOLE else None


def _zip(blob: Blob, pattern: str, findings: Findings, told: Told) -> Iterator[Blob]:
    place, limits = blob.place, blob.limits
    with blob.as_path() as path:
        with path.open("rb") as file:
            document = document_in(file)
        if document not in {None, WORKBOOK}:
            raise fault("other-format", place, found=document)
        if document is not None:
            yield Blob(place, lambda: path.open("rb"), blob.head, limits, path=path, member=blob.member)
        else:
            members = zip_members(path, place, pattern, findings, limits, told)
            yield from _members(members, blob, findings, told)


def _members(members: Iterator[Blob], archive: Blob, findings: Findings, told: Told) -> Iterator[Blob]:
    if archive.member:
        # A workbook whose beginning alone is left looks like any archive.
        named = named_format(archive.place.file)
        raise fault("workbook" if named == "workbook" else "archive-in-archive", archive.place)
    for member in members:
        member.member = True
        try:
            yield from _contents(member, "", findings, told)
        except (InputError, *READING_ERRORS) as error:
            told(member.place.file, as_fault(error, member.place))


def _standard_input(limits: Limits, file: InputFile) -> Blob:
    head, whole = peeked(Hashed(sys.stdin.buffer, file))
    return Blob(Place(STDIN), lambda: whole, head, limits, once=True)


def _file(path: Path, place: Place, limits: Limits, file: InputFile) -> Blob:
    status = path.stat()
    if path.name.startswith(LOCK) and status.st_size <= _LOCK_SIZE:
        raise fault("lock-file", place, book=path.name.removeprefix(LOCK))
    if not stat.S_ISREG(status.st_mode):
        head, stream = peeked(Hashed(path.open("rb"), file))
        return Blob(place, lambda: stream, head, limits, once=True)
    if status.st_size <= WHOLE:
        whole = path.read_bytes()
        file.summed, file.size = hashlib.sha256(whole).hexdigest(), len(whole)
        return Blob.held(place, whole, limits, path)
    with path.open("rb") as first:
        head = first.read(HEAD)
    file.summed, file.size = partial(_digest, path, place), status.st_size
    return Blob(place, lambda: path.open("rb"), head, limits, path=path, file=file)


def open_blobs(
    inputs: Sequence[str | Path],
    findings: Findings,
    files: list[InputFile] | None,
    limits: Limits,
    told: Told = stopped,
) -> Generator[Blob, None, None]:
    """What the inputs hold, opened one after the other; ``files`` is filled as they are read."""
    for item in files_of(inputs):
        file = InputFile(str(item))
        if files is not None:
            files.append(file)
        yield from blobs(item, file, findings, limits, told)


def blobs(
    item: str | Path, file: InputFile, findings: Findings, limits: Limits, told: Told
) -> Generator[Blob, None, None]:
    """
    What ``item`` (one of ``expand``'s answers) holds: one blob, or one per member of an archive.

    Members that cannot be opened are for ``told``.

    Raises:
        InputError: the file cannot be opened or unpacked.
    """
    name, member = (STDIN, "") if str(item) == STDIN else split_member(str(item))
    place = Place(name)
    try:
        blob = _standard_input(limits, file) if name == STDIN else _file(Path(name), place, limits, file)
        if not blob.head:
            raise fault("empty", place)
        yield from _contents(blob, member, findings, told)
    except InputError:
        raise
    except READING_ERRORS as error:
        raise as_fault(error, place) from error
