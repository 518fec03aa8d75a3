"""What a JSON parser may be given: UTF-8, of a sane depth, without half characters."""

from __future__ import annotations

import codecs
import re
from itertools import accumulate
from typing import IO, TYPE_CHECKING

from ocds_sv.sources.blob import Blob
from ocds_sv.sources.faults import fault

if TYPE_CHECKING:
    from ocds_sv.sources.survey import Survey

_ESCAPES = re.compile(rb"(?i)\\\\|\\u(?:d[89ab][0-9a-f]{2}\\ud[c-f][0-9a-f]{2}|(d[89a-f][0-9a-f]{2}))")
_FIRST_HALF = re.compile(rb"(?i)\\ud[89ab]")
_LONGEST_ESCAPE = 12
_LONGEST_NUMBER = 4300
"""What Python turns from text to a whole number and back, without being told otherwise."""

_DIGITS = re.compile(rb"[0-9]{%d}" % _LONGEST_NUMBER)
_PAIR_HALF = 6
_NOT_BRACKETS = bytes(code for code in range(256) if code not in b"[]{}")
_STEP = {code: 1 if code in b"[{" else -1 for code in b"[]{}"}


class Depth:
    """
    How deep the brackets outside of strings are, over pieces; a piece must not end inside an escape.

    ``longest`` is the longest run of bytes between two strings.
    """

    def __init__(self) -> None:
        self.now = self.most = self.longest = 0
        self._inside = False

    def feed(self, piece: bytes) -> int:
        """The greatest depth so far."""
        if b"\\" in piece:
            piece = piece.replace(b"\\\\", b"").replace(b'\\"', b"")
        parts = piece.split(b'"')
        parts_outside = parts[int(self._inside) :: 2]
        self.longest = max(self.longest, *map(len, parts_outside), 0)
        outside = b"".join(parts_outside).translate(None, _NOT_BRACKETS)
        if len(parts) % 2 == 0:
            self._inside = not self._inside
        if outside:
            depths = list(accumulate(map(_STEP.__getitem__, outside), initial=self.now))
            self.now, self.most = depths[-1], max(self.most, *depths)
        return self.most


def depth_of(text: bytes) -> int:
    """The depth of a whole JSON text."""
    return Depth().feed(text)


class Utf8:
    """
    A file for ijson: any encoding as UTF-8 without its mark, lone surrogates replaced and counted.

    Raises on reading:
        InputTooLarge: the document is nested too deeply; ijson would use up all memory on it.
        UnicodeError: the bytes are not in the encoding that was decided.
    """

    def __init__(self, binary: IO[bytes], seen: Survey, blob: Blob) -> None:
        self._binary, self._blob, self._depth = binary, blob, Depth()
        name = seen.decision.name
        self.claimed = seen.claimed
        self._plain = name in {"utf-8", "utf-8-sig"}
        errors = "strict" if self._plain else seen.errors
        self._decode = codecs.getincrementaldecoder(name)(errors).decode
        self._tail, self._first = b"", True
        self.surrogates, self.ended = 0, False

    def read(self, size: int = -1) -> bytes:
        """The next bytes, about ``size``; empty at the end only."""
        if size == 0:
            # ijson asks so to learn whether it is given bytes or text.
            return b""
        while not self.ended:
            raw = self._binary.read(size)
            self.ended = not raw
            data = self._tail + (raw if self._plain else self._decode(raw, self.ended).encode())
            cut = len(data) if self.ended else _whole_escapes(data)
            data, self._tail = data[:cut], data[cut:]
            checked = self._checked(data)
            if checked:
                return checked
        return b""

    def _checked(self, data: bytes) -> bytes:
        if self._first and data:
            data, self._first = data.removeprefix(codecs.BOM_UTF8), False
        limit = self._blob.limits.nesting
        if self._depth.feed(data) > limit:
            raise fault("nesting", self._blob.place, limit=limit)
        if self._depth.longest >= _LONGEST_NUMBER and _DIGITS.search(data):
            raise fault("number", self._blob.place, limit=_LONGEST_NUMBER)
        if b"\\ud" in data or b"\\uD" in data:
            data = _ESCAPES.sub(self._replace, data)
        return data

    def _replace(self, match: re.Match[bytes]) -> bytes:
        if match[1] is None:
            return match[0]
        self.surrogates += 1
        return b"\\ufffd"


def _whole_escapes(data: bytes) -> int:
    """Where ``data`` can be cut without cutting an escape, or a pair of them, that its end may leave unfinished."""
    cut = data.find(b"\\", max(len(data) - _LONGEST_ESCAPE, 0))
    if cut < 0:
        return len(data)
    cut = _run_start(data, cut)
    if cut >= _PAIR_HALF and _FIRST_HALF.match(data, cut - _PAIR_HALF):
        cut = _run_start(data, cut - _PAIR_HALF)
    return cut


def _run_start(data: bytes, index: int) -> int:
    while index and data[index - 1 : index] == b"\\":
        index -= 1
    return index
