"""JSON texts cut out of a stream of bytes one by one: objects, the items of a list, what stands around the list."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import repeat
from pathlib import Path
from typing import IO

import orjson

from ocds_sv.checks.brackets import Brackets, is_whole
from ocds_sv.checks.parsing import Parsed, accepted, reason
from ocds_sv.sources.blob import Passing

CHUNK = 1 << 20
_LONGEST_LINE = 1 << 20
"""A text without a line break in so many bytes is looked at as one document, not as lines."""

_LONGEST_HEAD = 32 << 20
"""How much of an object is looked at for a list of releases before it is taken whole."""

_NEAR = 1 << 16
"""How much of an object is looked at first for its end."""

_TOKEN = re.compile(rb'"(?:[^"\\]|\\.)*"|["{}\[\]]')
"""A text, a text that is cut off (its first quotation mark alone), or a bracket."""

_TO_BRACKET = re.compile(rb'[^"{}\[\]]*+(?:"[^"\\]*+(?:\\.[^"\\]*+)*+"[^"{}\[\]]*+)*+[{}\[\]]')
"""Up to and with the next bracket, whole texts passed over; what is passed over is never looked at again."""

_SCALAR = re.compile(rb'"(?:[^"\\]|\\.)*"|[^,\]\s]+')
_AFTER_KEY = 64
"""Bytes looked at after a key, for its colon."""

_END = 1 << 16
"""Bytes at a file's end in which a package may declare its extensions."""

_BETWEEN = 4096
"""Bytes looked at for what stands between two items."""

_BEGUN_LINE = re.compile(rb"\n[ \t]*(?=[\[{])")
_NEXT_ITEM = re.compile(rb'(\s*,\s*)\{\s*"[A-Za-z][^"\\]*"')
"""
A comma, an opening brace and a key.

Where the bytes are JSON, the same bytes stand nowhere inside a text: its quotation mark would end there, and no letter
may follow.
"""

BETWEEN_DOCUMENTS = re.compile(rb"[\s\x1e,]*")
BETWEEN_ITEMS = re.compile(rb"[\s,]*")
_FIRST_SIGN = re.compile(rb"\s*(\S?)")
_LISTS = {b'"releases"': "release", b'"records"': "record"}


@dataclass(slots=True)
class Buffer:
    """
    The bytes of one file, as far as they are needed.

    Attributes:
        lines: whether a whole line has been an object: then each line is one, whole or not.
        unparsed: what need not be parsed to be cut out is not.
        grouped: what can be cut out together is.
        path: the file that the stream gives, as it is, if there is one.
        passing: is told what is read, for the file's checksum.
    """

    stream: IO[bytes]
    data: bytearray = field(default_factory=bytearray)
    line: int = 1
    ended: bool = False
    lines: bool = False
    unparsed: bool = False
    grouped: bool = False
    path: Path | None = None
    passing: Passing | None = None

    def offset(self) -> int:
        """Where in the stream the first byte stands."""
        return self.stream.tell() - len(self.data)

    def more(self) -> bool:
        """Read on; whether there was anything."""
        piece = b"" if self.ended else self.stream.read(CHUNK)
        if self.passing is not None:
            self.passing.add(piece)
        self.ended = not piece
        self.data += piece
        return not self.ended

    def drop(self, count: int) -> bytes:
        """Take the first ``count`` bytes out, counting their lines."""
        taken = bytes(self.data[:count])
        self.skip_over(taken)
        return taken

    def skip_over(self, taken: bytes) -> None:
        """Leave out ``taken``, with which the bytes begin, counting its lines."""
        del self.data[: len(taken)]
        self.line += taken.count(b"\n")

    def skip(self, blank: re.Pattern[bytes]) -> None:
        """Leave out what ``blank`` matches."""
        while True:
            match = blank.match(self.data)
            end = match.end() if match is not None else 0
            del match
            self.drop(end)
            if self.data or not self.more():
                return


def line_end(buffer: Buffer) -> int | None:
    """The length of the first line when it is an object, as in JSON Lines."""
    while (end := buffer.data.find(b"\n")) < 0 and len(buffer.data) < _LONGEST_LINE and buffer.more():
        pass
    if end < 0:
        return None
    closed = bytes(buffer.data[max(0, end - _AFTER_KEY) : end]).rstrip().endswith(b"}")
    if not closed and not buffer.lines:
        return None
    while not (sign := _first_sign(buffer.data, end)) and buffer.more():
        pass
    if sign not in {b"{", b""}:
        return None
    buffer.lines = True
    return end


def sure_lines(buffer: Buffer) -> list[bytes]:
    """The lines among the bytes read so far that are an object each and are followed by another; they are taken out."""
    end = buffer.data.rfind(b"\n{") if buffer.lines else -1
    if end < 0:
        return []
    with memoryview(buffer.data) as data:
        lines = bytes(data[:end]).split(b"\n")
    begun = list(map(bytes.startswith, lines, repeat(b"{")))
    # The first is begun by whoever asks.
    begun[0] = True
    if False in begun:
        lines = lines[: begun.index(False) - 1]
        end = sum(map(len, lines)) + len(lines) - 1
    del buffer.data[: end + 1]
    return lines


def next_line(buffer: Buffer) -> bool:
    """Go on to the next line that begins as an object or a list does; whether there is one."""
    while (match := _BEGUN_LINE.search(buffer.data)) is None:
        # The last byte may be the line break that the next piece goes on from.
        buffer.drop(len(buffer.data) - 1)
        if not buffer.more():
            buffer.drop(len(buffer.data))
            return False
    end = match.end()
    # A match holds on to the bytes, which then cannot be shortened.
    del match
    buffer.drop(end)
    return True


def _first_sign(data: bytearray, start: int) -> bytes:
    """The first byte from ``start`` on that is no white space."""
    match = _FIRST_SIGN.match(data, start)
    return match[1] if match is not None else b""


def list_in(buffer: Buffer) -> tuple[str, int] | None:
    """Which list of items the object holds, and where it begins; ``None`` when there is none in the first part."""
    near = buffer.data[:_NEAR]
    end, depth = _closed(near, 0, 0)
    if depth <= 0 and not any(name in near[:end] for name in _LISTS):
        return None
    head = _Head()
    while True:
        known = head.position
        for token in _TOKEN.finditer(buffer.data, head.position):
            rest = bytes(buffer.data[token.end() : token.end() + _AFTER_KEY])
            if token.group() == b'"' or (len(rest) < _AFTER_KEY and not buffer.ended):
                # Cut off: looked at anew when there is more.
                break
            head.position = token.end()
            if head.take(token.group(), rest):
                return (_LISTS[head.key], head.position) if head.depth else None
        if len(buffer.data) > _LONGEST_HEAD or (not buffer.more() and head.position == known):
            return None


@dataclass(slots=True)
class _Head:
    """How far the beginning of an object has been looked at."""

    position: int = 0
    depth: int = 0
    key: bytes = b""

    def take(self, sign: bytes, rest: bytes) -> bool:
        """Look at a token; whether the search is over."""
        if sign in {b"{", b"["}:
            if sign == b"[" and self.depth == 1 and self.key in _LISTS:
                return True
            self.depth += 1
        elif sign in {b"}", b"]"}:
            self.depth -= 1
            return self.depth == 0
        elif self.depth == 1 and rest.lstrip()[:1] == b":":
            self.key = sign
        return False


@dataclass(slots=True)
class Items:
    """
    The items of a list, one after the other.

    What stood between the last two items mostly stands after this one, too, and is searched for. A place where it is
    found is the item's end when the brackets before it are closed there, or when what was cut off can be parsed: no
    object is the beginning of another.

    Attributes:
        buffer: begins with an item whenever one is asked for.
    """

    buffer: Buffer
    _between: bytes = b""
    _gap: bytes = b""
    _at: int = 0
    _inside: bool = False

    def near(self) -> Iterator[tuple[int, bytes, Parsed | None]]:
        """Items as long as they end where one expects it, with their lines and what they gave if they were parsed."""
        buffer, gap = self.buffer, len(self._gap)
        lines = self._gap.count(b"\n")
        while self._between and (found := self._next()) is not None:
            text, known = found
            line = buffer.line
            self._at += len(text) + gap
            buffer.line += lines + (text.count(b"\n") if b"\n" in text else 0)
            yield line, text, known
        self._forget()

    @property
    def gap(self) -> int:
        """Bytes between two items."""
        return len(self._gap)

    def offset(self, text: bytes) -> int:
        """Where in the stream the item that ``near`` has just given begins."""
        return self.buffer.offset() + self._at - self.gap - len(text)

    def one(self) -> tuple[bytes, Parsed | None]:
        """The next item, wherever it ends."""
        buffer = self.buffer
        if bytes(buffer.data[:1]) not in {b"{", b"["}:
            scalar = _SCALAR.match(buffer.data)
            buffer.drop(scalar.end() if scalar else len(buffer.data))
            return b"", Parsed(None)
        end = end_of(buffer)
        if end is None:
            buffer.drop(len(buffer.data))
            return b"", Parsed(None, reason=reason("object-cut"))
        text = buffer.drop(end)
        while len(buffer.data) < _BETWEEN and buffer.more():
            pass
        following = _NEXT_ITEM.match(buffer.data)
        self._between = b"}" + following[0] if following else b""
        self._gap = following[1] if following else b""
        return text, None

    def _next(self) -> tuple[bytes, Parsed | None] | None:
        if not (self._inside or self.buffer.unparsed) and (cut := self._find(0)):
            text = bytes(self.buffer.data[self._at : cut])
            try:
                return text, accepted(orjson.loads(text), text)
            except orjson.JSONDecodeError:
                pass
        elif self.buffer.unparsed and not self._inside and (cut := self._find(0)):
            text = bytes(self.buffer.data[self._at : cut])
            if is_whole(text):
                return text, None
        brackets, length = Brackets(), 0
        while cut := self._find(length):
            closed = brackets.take(bytes(self.buffer.data[self._at + length : cut]))
            if closed is None:
                return None
            if closed:
                return bytes(self.buffer.data[self._at : cut]), None
            # The same stands inside of items: trying to parse what is before it is in vain.
            self._inside, length = True, cut - self._at
        return None

    def _find(self, length: int) -> int:
        """Where the item, of which so much was looked at, may end; 0 when there is no such place near enough."""
        data = self.buffer.data
        cut = data.find(self._between, self._at + length)
        while cut < 0 and len(data) - self._at < 4 * CHUNK:
            self._forget()
            if not self.buffer.more():
                break
            cut = data.find(self._between, length)
        return cut + 1

    def _forget(self) -> None:
        """Take the items out that have been cut."""
        del self.buffer.data[: self._at]
        self._at = 0


def end_of(buffer: Buffer, depth: int = 0) -> int | None:
    """Where the object that begins the buffer ends (``depth`` levels are open already); ``None`` when it never does."""
    position = 0
    while True:
        position, depth = _closed(buffer.data, position, depth)
        if depth <= 0:
            return position
        # A text that is never closed is looked through anew each time: seldom enough that it takes no longer in all.
        wanted = len(buffer.data) * 3 // 2
        if not buffer.more():
            return None
        while len(buffer.data) < wanted and buffer.more():
            pass


def _closed(data: bytearray, position: int, depth: int) -> tuple[int, int]:
    """Where from ``position`` on as many brackets are closed as are open, or how far one can see; how many are open."""
    while (found := _TO_BRACKET.match(data, position)) is not None:
        position = found.end()
        if data[position - 1] in b"{[":
            depth += 1
        else:
            depth -= 1
            if depth <= 0:
                break
    return position, depth


def end_from(path: Path, key: bytes) -> bytes:
    """What a file says at its end from ``key`` on; empty where that does not stand there."""
    with path.open("rb") as file:
        file.seek(max(0, path.stat().st_size - _END))
        end = file.read()
    return end[at:] if (at := end.rfind(key)) >= 0 else b""
