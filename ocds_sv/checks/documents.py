"""
OCDS data in any wrapping as a stream of releases: packages, records, arrays, JSON Lines and concatenated JSON.

A package of any size streams: its items are cut out of the text one by one, and each is parsed alone.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

from ocds_sv.checks.cutting import (
    BETWEEN_DOCUMENTS,
    BETWEEN_ITEMS,
    Buffer,
    end_of,
    line_end,
    list_in,
    next_item,
    parsed,
)
from ocds_sv.checks.rule import Json
from ocds_sv.findings import Findings
from ocds_sv.jsonio.exact import loads
from ocds_sv.sources import DEFAULT, InputFile, Limits
from ocds_sv.sources.opening import Blob
from ocds_sv.sources.reading import open_blobs

Kind = Literal["release", "record", "compiled", "package"]

_BOM = b"\xef\xbb\xbf"


@dataclass(slots=True)
class Entry:
    """
    Something to check.

    Attributes:
        kind: what it is; of a package, everything but its releases or records.
        value: the parsed object.
        file: the input's name.
        line: the line of the file on which it begins.
        place: where it stands inside the package or record, as keys and positions.
        text: the object as the file writes it; ``None`` for what stands inside another that was read whole.
    """

    kind: Kind
    value: Json
    file: str
    line: int
    place: tuple[str | int, ...] = ()
    text: bytes | None = None


@dataclass(slots=True)
class Broken:
    """
    Text that is no JSON.

    Attributes:
        file: the input's name.
        line: where it begins.
        reason: what the parser says, without any of the text.
    """

    file: str
    line: int
    reason: str


@dataclass(frozen=True, slots=True)
class _Text:
    """Where an object was read: ``text`` is its own, or ``None`` inside another; ``exact`` as ``entries`` has it."""

    file: str
    line: int
    text: bytes | None
    exact: bool = False

    def inside(self) -> _Text:
        return _Text(self.file, self.line, None)


def entries(
    inputs: Sequence[str | Path],
    files: list[InputFile] | None = None,
    limits: Limits = DEFAULT,
    *,
    exact: bool = False,
) -> Iterator[Entry | Broken]:
    """
    What the inputs hold, one after the other; with ``exact``, what has no text of its own keeps its numbers' digits.

    Raises:
        InputError: an input is absent, locked, or cannot be unpacked.
    """
    for blob in open_blobs(inputs, Findings(), files, limits):
        yield from _blob(blob, exact=exact)


def _blob(blob: Blob, *, exact: bool = False) -> Iterator[Entry | Broken]:
    name = blob.place.file
    with blob.open() as stream:
        buffer = Buffer(stream, exact=exact)
        buffer.more()
        if buffer.data.startswith(_BOM):
            buffer.drop(len(_BOM))
        while True:
            buffer.skip(BETWEEN_DOCUMENTS)
            if not buffer.data:
                return
            if buffer.data[:1] == b"[":
                buffer.drop(1)
                yield from _items(buffer, name, None)
                continue
            if buffer.data[:1] != b"{":
                yield Broken(name, buffer.line, "an object or a list is expected")
                return
            yield from _document(buffer, name)


def _document(buffer: Buffer, name: str) -> Iterator[Entry | Broken]:
    """One object: a line of JSON Lines, a release, a record, or a package whose items are cut out."""
    whole = line_end(buffer)
    if whole is not None:
        yield from _whole(buffer, whole, name)
        return
    head = list_in(buffer)
    if head is None:
        line = buffer.line
        end = end_of(buffer)
        if end is None:
            yield Broken(name, line, "the text ends in the middle of an object")
            buffer.drop(len(buffer.data))
            return
        yield from _whole(buffer, end, name)
        return
    key, at = head
    line = buffer.line
    before = buffer.drop(at)
    yield from _items(buffer, name, key)
    after_end = end_of(buffer, depth=1)
    if after_end is None:
        yield Broken(name, buffer.line, "the text ends in the middle of a package")
        buffer.drop(len(buffer.data))
        return
    value = parsed(before + b"]" + buffer.drop(after_end))
    yield Broken(name, line, value) if isinstance(value, str) else Entry("package", value, name, line)


def _whole(buffer: Buffer, end: int, name: str) -> Iterator[Entry | Broken]:
    line = buffer.line
    text = buffer.drop(end)
    value = parsed(text)
    if isinstance(value, str):
        yield Broken(name, line, value)
    else:
        yield from _classified(value, _Text(name, line, text, exact=buffer.exact))


def _items(buffer: Buffer, name: str, key: str | None) -> Iterator[Entry | Broken]:
    """The objects of a list, up to and with its closing bracket."""
    number, between = 0, b""
    while True:
        buffer.skip(BETWEEN_ITEMS)
        if not buffer.data:
            yield Broken(name, buffer.line, "the text ends in the middle of a list")
            return
        if buffer.data[:1] == b"]":
            buffer.drop(1)
            return
        line = buffer.line
        value, text, between = next_item(buffer, between)
        place: tuple[str | int, ...] = (number,) if key is None else (f"{key}s", number)
        if isinstance(value, str):
            yield Broken(name, line, value)
        elif isinstance(value, dict):
            yield from _classified(value, _Text(name, line, text, exact=buffer.exact), place)
        else:
            yield Broken(name, line, "an object is expected")
        number += 1


def _classified(value: Any, of: _Text, place: tuple[str | int, ...] = ()) -> Iterator[Entry | Broken]:  # noqa: ANN401
    if not isinstance(value, dict):
        yield Broken(of.file, of.line, "an object is expected")
        return
    for key in ("releases", "records"):
        if isinstance(value.get(key), list) and "ocid" not in value:
            value = _exactly(value, of)
            for number, item in enumerate(value[key]):
                yield from _classified(item, of.inside(), (*place, key, number))
            yield Entry("package", {**value, key: []}, of.file, of.line, place)
            return
    if "compiledRelease" in value or isinstance(value.get("releases"), list):
        yield from _record(_exactly(value, of), of, place)
        return
    tags = value.get("tag")
    kind: Kind = "compiled" if isinstance(tags, list) and "compiled" in tags else "release"
    yield Entry(kind, value, of.file, of.line, place, of.text)


def _exactly(value: Json, of: _Text) -> Json:
    return loads(of.text) if of.exact and of.text is not None else value


def _record(record: Json, of: _Text, place: tuple[str | int, ...]) -> Iterator[Entry | Broken]:
    """A record's embedded releases and its compiled release; linked releases are addresses only."""
    yield Entry("record", record, of.file, of.line, place)
    releases = record.get("releases")
    for number, release in enumerate(releases if isinstance(releases, list) else ()):
        if isinstance(release, dict) and "url" not in release:
            yield Entry("release", release, of.file, of.line, (*place, "releases", number))
    compiled = record.get("compiledRelease")
    if isinstance(compiled, dict):
        yield Entry("compiled", compiled, of.file, of.line, (*place, "compiledRelease"))
