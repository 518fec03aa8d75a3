"""
OCDS data in any wrapping as a stream of releases: packages, records, arrays, JSON Lines and concatenated JSON.

A package of any size streams: its items are cut out of the text one by one, and each is parsed alone.
"""

from __future__ import annotations

import codecs
from collections.abc import Generator, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import IO, TYPE_CHECKING, cast

from ocds_sv.checks.beside import is_beside, is_no_lines, is_provenance
from ocds_sv.checks.brackets import NESTING
from ocds_sv.checks.classifying import classified, lists_of
from ocds_sv.checks.cutting import (
    BETWEEN_DOCUMENTS,
    BETWEEN_ITEMS,
    Buffer,
    Items,
    end_from,
    end_of,
    line_end,
    list_in,
    next_line,
    sure_lines,
)
from ocds_sv.checks.entry import Broken, Entry, unread
from ocds_sv.checks.kinds import holds_others, kind_of, may_hold
from ocds_sv.checks.parsing import Parsed, Place, parsed, reason
from ocds_sv.checks.sections import Section, items_of, lines_of
from ocds_sv.checks.transcoding import Transcoded
from ocds_sv.errors import InputError
from ocds_sv.findings import Findings
from ocds_sv.jsonio.exact import loads
from ocds_sv.sources import DEFAULT, InputFile, Limits, expand
from ocds_sv.sources.blob import Blob, Passing
from ocds_sv.sources.encoding import LABELS, decide
from ocds_sv.sources.faults import READING_ERRORS, as_fault
from ocds_sv.sources.opening import open_blobs

if TYPE_CHECKING:  # see entry
    from ocds_sv.checks import wrapping

_HOLDERS = frozenset(("releases", "records", "compiledRelease", "versionedRelease"))
"""Without any of these an object holds no releases."""

__all__ = ["Broken", "Entry", "Piece", "Section", "entries", "piece_of", "pieces", "section_of", "sections"]


@dataclass(slots=True)
class Piece:
    """
    A text that was cut out and is parsed alone: a release, a record, or a whole package.

    It travels to another process as the text.

    Attributes:
        text: as it was cut out.
        file: the input's name.
        line: where it begins.
        place: where it stands inside the package, as keys and positions.
        encoding: what the file is in when it had to be turned into UTF-8, as people name it.
        known: what the text gave, where cutting it out showed that.
    """

    text: bytes
    file: str
    line: int
    place: Place = ()
    encoding: str = ""
    known: Parsed | None = None

    def __reduce__(self) -> tuple[type[Piece], tuple[object, ...]]:
        known = None if self.text else self.known
        return Piece, (self.text, self.file, self.line, self.place, self.encoding, known)

    @property
    def parsed(self) -> Parsed:
        """What the text gives."""
        found = self.known or parsed(self.text, self.line)
        found.encoding = self.encoding or found.encoding
        return found

    def entries(self, *, exact: bool = False, written: bool = True) -> Iterator[Entry | Broken]:
        """
        What there is to check in it.

        Args:
            exact: what has no text of its own keeps its numbers' digits.
            written: look for faults in how it is written, too.
        """
        found = self.parsed
        if found.reason is not None:
            yield Broken(self.file, self.line, found.reason, may_hold(self.text, self.place))
            return
        faults = _faults(found) if found.text and written else []
        if len(self.place) <= NESTING and isinstance(found.value, dict) and found.value.keys().isdisjoint(_HOLDERS):
            # Most are a release alone, and millions of them come this way.
            yield Entry(kind_of(found.value), found.value, self.file, self.line, self.place, found.text or None, faults)
            return
        value = loads(found.text) if exact and found.text and holds_others(found.value) else found.value
        for entry in classified(value, self.file, self.line, self.place):
            if isinstance(entry, Entry):
                if entry.value is value and found.text:
                    entry.text = found.text
                if faults and entry.kind != "declaration":
                    entry.faults, faults = faults, []
            yield entry


def entries(
    inputs: Sequence[str | Path],
    files: list[InputFile] | None = None,
    limits: Limits = DEFAULT,
    *,
    passed: list[str] | None = None,
    exact: bool = False,
) -> Iterator[Entry | Broken]:
    """What the inputs hold, one after the other; see ``pieces`` and, of ``exact``, ``Piece.entries``."""
    for piece in pieces(inputs, files, limits, passed=passed):
        for entry in piece.entries(exact=exact, written=not exact) if isinstance(piece, Piece) else (piece,):
            if isinstance(entry, Broken) or entry.kind != "declaration":
                yield entry


def pieces(
    inputs: Sequence[str | Path],
    files: list[InputFile] | None = None,
    limits: Limits = DEFAULT,
    *,
    passed: list[str] | None = None,
    unparsed: bool = False,
) -> Iterator[Piece | Entry | Broken]:
    """
    What the inputs hold, as it was cut out.

    Args:
        inputs: what to read.
        files: gets those that were opened, complete when they have been read.
        limits: against decompression bombs.
        passed: gets the names of those that are passed over, because they hold no OCDS.
        unparsed: another process will parse them: what need not be parsed to be cut out is not.

    Raises:
        InputError: an input is absent, locked, or cannot be unpacked.
    """
    found = _found(inputs, files, limits, passed if passed is not None else [], unparsed=unparsed)
    # Without being asked for, nothing comes together.
    return cast("Iterator[Piece | Entry | Broken]", found)


def sections(
    inputs: Sequence[str | Path], files: list[InputFile] | None = None, *, passed: list[str] | None = None
) -> Iterator[Section | Piece | Entry | Broken]:
    """As ``pieces``, not parsed and many at once where that can be."""
    return _found(inputs, files, DEFAULT, passed if passed is not None else [], unparsed=True, grouped=True)


def section_of(piece: Piece) -> Section:
    """A text that was cut out alone, as a section."""
    return Section([piece.text], piece.file, [piece.line], piece.place, piece.encoding)


def piece_of(section: Section, at: int) -> Piece:
    """One text of a section, alone."""
    *above, number = section.place or (0,)
    assert isinstance(number, int)
    place = (*above, number + at) if section.place else ()
    return Piece(section.texts[at], section.file, section.lines[at], place, section.encoding)


def _found(
    inputs: Sequence[str | Path],
    files: list[InputFile] | None,
    limits: Limits,
    passed: list[str],
    *,
    unparsed: bool,
    grouped: bool = False,
) -> Iterator[Section | Piece | Entry | Broken]:
    items = expand(inputs)
    named = {str(one) for one in inputs}
    broken: list[Broken] = []

    def told(name: str, error: InputError) -> None:
        if not is_no_lines(name, error):
            broken.append(unread(name, error))

    for item in items:
        if is_beside(str(item), named):
            passed.append(str(item))
            continue
        try:
            for blob in open_blobs([item], Findings(), files, limits, told):
                yield from _taken(broken)
                if is_provenance(blob.place.file):
                    passed.append(blob.place.file)
                else:
                    yield from _told(blob, unparsed=unparsed, grouped=grouped)
        except InputError as error:
            if len(items) == 1 and not is_no_lines(str(item), error):
                raise
            # One file of many: the others are read all the same.
            told(str(item), error)
        yield from _taken(broken)


def _taken(broken: list[Broken]) -> list[Broken]:
    taken = broken[:]
    broken.clear()
    return taken


def _told(blob: Blob, *, unparsed: bool, grouped: bool) -> Iterator[Section | Piece | Entry | Broken]:
    """What a file holds; of a member of an archive that cannot be read to its end, that as well."""
    try:
        yield from _blob(blob, unparsed=unparsed, grouped=grouped)
    except (InputError, *READING_ERRORS) as error:
        known = as_fault(error, blob.place)
        if not blob.member:
            raise known from error
        yield unread(blob.place.file, known)


def _blob(blob: Blob, *, unparsed: bool, grouped: bool) -> Iterator[Section | Piece | Entry | Broken]:
    name, codec = blob.place.file, decide(blob.head).name
    with blob.open() as stream:
        wide = codec.startswith("utf-") and codec not in {"utf-8", "utf-8-sig"}
        source = cast("IO[bytes]", Transcoded(stream, codec)) if wide else stream
        path = None if wide or blob.path is None else blob.path.absolute()
        passing = None if wide or blob.file is None else Passing(blob.file)
        buffer = Buffer(source, unparsed=unparsed, grouped=grouped, path=path, passing=passing)
        buffer.more()
        if buffer.data.startswith(codecs.BOM_UTF8):
            buffer.drop(len(codecs.BOM_UTF8))
        for piece in _documents(buffer, name, blob.path):
            if wide and isinstance(piece, Piece | Section):
                piece.encoding = LABELS.get(codec, codec)
            yield piece


def _documents(buffer: Buffer, name: str, path: Path | None) -> Iterator[Section | Piece | Entry | Broken]:
    begun = False
    while True:
        buffer.skip(BETWEEN_DOCUMENTS)
        if not buffer.data:
            return
        if buffer.data[:1] == b"[":
            buffer.drop(1)
            yield from _items(buffer, name, None)
        elif buffer.data[:1] == b"{":
            if buffer.grouped:
                yield from lines_of(buffer, name)
            for text in sure_lines(buffer):
                yield Piece(text, name, buffer.line)
                buffer.line += 1
            yield from _document(buffer, name, path)
        else:
            yield Broken(name, buffer.line, reason("no-json"))
            if not (begun and next_line(buffer)):
                return
        begun = True


def _document(buffer: Buffer, name: str, path: Path | None) -> Iterator[Section | Piece | Entry | Broken]:
    """One object: a line of JSON Lines, a release, a record, or a package whose items are cut out."""
    whole = line_end(buffer)
    line = buffer.line
    if whole is not None:
        yield Piece(buffer.drop(whole), name, line)
        return
    head = list_in(buffer)
    declared = None if head is None else parsed(bytes(buffer.data[: head[1]]) + b"]}").value
    # What has an ocid beside its releases is a record.
    if head is None or (isinstance(declared, dict) and "ocid" in declared):
        end = end_of(buffer)
        if end is None:
            yield Broken(name, line, reason("object-cut"))
            next_line(buffer)
            return
        yield Piece(buffer.drop(end), name, line)
        return
    key, at = head
    before = buffer.drop(at)
    if path is not None and isinstance(declared, dict) and "extensions" not in declared:
        declared = parsed(b"{" + end_from(path, b'"extensions"')).value
    if isinstance(declared, dict):
        yield Entry("declaration", declared, name, line)
    is_told = yield from _items(buffer, name, key)
    after_end = end_of(buffer, depth=1)
    if after_end is None:
        if not is_told:
            yield Broken(name, buffer.line, reason("package-cut"))
        buffer.drop(len(buffer.data))
        return
    found = parsed(before + b"]" + buffer.drop(after_end), line)
    yield from _whole(found, name, line)


def _whole(found: Parsed, name: str, line: int) -> Iterator[Entry | Broken]:
    """A package without the items that were cut out of it; the other list, where it has one, is in it."""
    if found.reason is not None:
        yield Broken(name, line, found.reason)
        return
    lists = lists_of(found.value)
    if any(found.value[key] for key in lists):
        value = loads(found.text)
        for key in lists:
            for number, item in enumerate(value[key]):
                yield from classified(item, name, line, (key, number))
    yield Entry("package", {**found.value, **{key: [] for key in lists}}, name, line, faults=_faults(found))


def _faults(found: Parsed) -> list[wrapping.Found]:
    """What is wrong with how a text is written."""
    from ocds_sv.checks.wrapping import of_text  # noqa: PLC0415 - see entry

    return of_text(found.text, found.value, found.encoding)


def _items(buffer: Buffer, name: str, key: str | None) -> Generator[Section | Piece | Entry | Broken, None, bool]:
    """The objects of a list, up to and with its closing bracket; whether it was told that the text ends before."""
    items, number = Items(buffer), 0
    above: Place = () if key is None else (f"{key}s",)
    while True:
        buffer.skip(BETWEEN_ITEMS)
        if not buffer.data:
            yield Broken(name, buffer.line, reason("list-cut"))
            return True
        if buffer.data[:1] == b"]":
            buffer.drop(1)
            return False
        if buffer.grouped:
            for section in items_of(items, name, (*above, number)):
                yield section
                number += len(section.texts)
        for line, text, known in items.near():
            yield Piece(text, name, line, (*above, number), known=known)
            number += 1
        line = buffer.line
        text, known = items.one()
        yield Piece(text, name, line, (*above, number), known=known)
        if known is not None and known.reason is not None:
            return True
        number += 1
