"""JSON texts cut out of a stream of bytes one by one: objects, the items of a list, what stands around the list."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import IO, Any

import orjson

CHUNK = 1 << 20
_LONGEST_LINE = 1 << 20
"""A text without a line break in so many bytes is looked at as one document, not as lines."""

_LONGEST_HEAD = 32 << 20
"""How much of an object is looked at for a list of releases before it is taken whole."""

_TOKEN = re.compile(rb'"(?:[^"\\]|\\.)*"|["{}\[\]]')
"""A text, a text that is cut off (its first quotation mark alone), or a bracket."""

_SCALAR = re.compile(rb'"(?:[^"\\]|\\.)*"|[^,\]\s]+')
_AFTER_KEY = 64
"""Bytes looked at after a key, for its colon."""

_BETWEEN = 4096
"""Bytes looked at for what stands between two items."""

BETWEEN_DOCUMENTS = re.compile(rb"[\s\x1e,]*")
BETWEEN_ITEMS = re.compile(rb"[\s,]*")
_FIRST_SIGN = re.compile(rb"\s*(\S?)")
_LISTS = {b'"releases"': "release", b'"records"': "record"}


@dataclass(slots=True)
class Buffer:
    """
    The bytes of one file, as far as they are needed.

    Attributes:
        exact: whether what is read whole keeps the digits of its numbers.
    """

    stream: IO[bytes]
    exact: bool = False
    data: bytearray = field(default_factory=bytearray)
    line: int = 1
    ended: bool = False

    def more(self) -> bool:
        """Read on; whether there was anything."""
        piece = b"" if self.ended else self.stream.read(CHUNK)
        self.ended = not piece
        self.data += piece
        return not self.ended

    def drop(self, count: int) -> bytes:
        """Take the first ``count`` bytes out, counting their lines."""
        taken = bytes(self.data[:count])
        del self.data[:count]
        self.line += taken.count(b"\n")
        return taken

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
    """The length of the first line when it is a whole object, as in JSON Lines."""
    while (end := buffer.data.find(b"\n")) < 0 and len(buffer.data) < _LONGEST_LINE and buffer.more():
        pass
    if end < 0:
        return None
    if not bytes(buffer.data[max(0, end - _AFTER_KEY) : end]).rstrip().endswith(b"}"):
        return None
    while not (sign := _first_sign(buffer.data, end)) and buffer.more():
        pass
    return end if sign in {b"{", b""} else None


def _first_sign(data: bytearray, start: int) -> bytes:
    """The first byte from ``start`` on that is no white space."""
    match = _FIRST_SIGN.match(data, start)
    return match[1] if match is not None else b""


def list_in(buffer: Buffer) -> tuple[str, int] | None:
    """Which list of items the object holds, and where it begins; ``None`` when there is none in the first part."""
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


def next_item(buffer: Buffer, between: bytes) -> tuple[Any, bytes, bytes]:
    """
    The next item, parsed; its text; and what stands between it and the one after.

    What stood between the last two items mostly stands after this one, too: the cut is tried there, and a cut in the
    wrong place shows itself, because no object is the beginning of another.
    """
    if between:
        cut = buffer.data.find(between)
        while cut < 0 and len(buffer.data) < 4 * CHUNK and buffer.more():
            cut = buffer.data.find(between)
        if cut >= 0:
            try:
                value = orjson.loads(bytes(buffer.data[: cut + 1]))
            except orjson.JSONDecodeError:
                pass
            else:
                return value, buffer.drop(cut + 1), between
    if bytes(buffer.data[:1]) not in {b"{", b"["}:
        scalar = _SCALAR.match(buffer.data)
        return None, buffer.drop(scalar.end() if scalar else len(buffer.data)), b""
    end = end_of(buffer)
    if end is None:
        return "the text ends in the middle of an object", buffer.drop(len(buffer.data)), b""
    text = buffer.drop(end)
    return parsed(text), text, _between(buffer)


def _between(buffer: Buffer) -> bytes:
    """The bytes from an item's closing brace to the first key of the next, when there is a next."""
    while len(buffer.data) < _BETWEEN and buffer.more():
        pass
    match = re.match(rb'\s*,\s*\{\s*"(?:[^"\\]|\\.)*"', buffer.data)
    return b"}" + match.group() if match else b""


def end_of(buffer: Buffer, depth: int = 0) -> int | None:
    """Where the object that begins the buffer ends (``depth`` levels are open already); ``None`` when it never does."""
    position = 0
    while True:
        for token in _TOKEN.finditer(buffer.data, position):
            sign = token.group()
            if sign == b'"':
                break
            if sign in {b"{", b"["}:
                depth += 1
            elif sign in {b"}", b"]"}:
                depth -= 1
                if depth <= 0:
                    return token.end()
            position = token.end()
        if not buffer.more():
            return None


def parsed(text: bytes) -> Any:  # noqa: ANN401 - any JSON; a text is the reason why there is none
    """The text as JSON, or why it is none."""
    try:
        return orjson.loads(text)
    except orjson.JSONDecodeError as error:
        return f"{error.msg} ({error.lineno}:{error.colno})"
