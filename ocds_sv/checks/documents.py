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
from ocds_sv.sources import DEFAULT, InputFile, Limits
from ocds_sv.sources.blob import Blob
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
    """

    kind: Kind
    value: Json
    file: str
    line: int
    place: tuple[str | int, ...] = ()


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


def entries(
    inputs: Sequence[str | Path], files: list[InputFile] | None = None, limits: Limits = DEFAULT
) -> Iterator[Entry | Broken]:
    """
    What the inputs hold, one after the other.

    Raises:
        InputError: an input is absent, locked, or cannot be unpacked.
    """
    for blob in open_blobs(inputs, Findings(), files, limits):
        yield from _blob(blob)


def _blob(blob: Blob) -> Iterator[Entry | Broken]:
    name = blob.place.file
    with blob.open() as stream:
        buffer = Buffer(stream)
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
        line = buffer.line
        value = parsed(buffer.drop(whole))
        if isinstance(value, str):
            yield Broken(name, line, value)
        else:
            yield from _classified(value, name, line)
        return
    head = list_in(buffer)
    if head is None:
        line = buffer.line
        end = end_of(buffer)
        if end is None:
            yield Broken(name, line, "the text ends in the middle of an object")
            buffer.drop(len(buffer.data))
            return
        value = parsed(buffer.drop(end))
        yield from [Broken(name, line, value)] if isinstance(value, str) else _classified(value, name, line)
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
        value, between = next_item(buffer, between)
        place: tuple[str | int, ...] = (number,) if key is None else (f"{key}s", number)
        if isinstance(value, str):
            yield Broken(name, line, value)
        elif isinstance(value, dict):
            yield from _classified(value, name, line, place)
        else:
            yield Broken(name, line, "an object is expected")
        number += 1


def _classified(value: Any, name: str, line: int, place: tuple[str | int, ...] = ()) -> Iterator[Entry | Broken]:  # noqa: ANN401
    if not isinstance(value, dict):
        yield Broken(name, line, "an object is expected")
        return
    for key in ("releases", "records"):
        if isinstance(value.get(key), list) and "ocid" not in value:
            for number, item in enumerate(value[key]):
                yield from _classified(item, name, line, (*place, key, number))
            yield Entry("package", {**value, key: []}, name, line, place)
            return
    if "compiledRelease" in value or isinstance(value.get("releases"), list):
        yield from _record(value, name, line, place)
        return
    tags = value.get("tag")
    kind: Kind = "compiled" if isinstance(tags, list) and "compiled" in tags else "release"
    yield Entry(kind, value, name, line, place)


def _record(record: Json, name: str, line: int, place: tuple[str | int, ...]) -> Iterator[Entry | Broken]:
    """A record's embedded releases and its compiled release; linked releases are addresses only."""
    yield Entry("record", record, name, line, place)
    releases = record.get("releases")
    for number, release in enumerate(releases if isinstance(releases, list) else ()):
        if isinstance(release, dict) and "url" not in release:
            yield Entry("release", release, name, line, (*place, "releases", number))
    compiled = record.get("compiledRelease")
    if isinstance(compiled, dict):
        yield Entry("compiled", compiled, name, line, (*place, "compiledRelease"))
