"""Which encoding a text is in, by rule and not by guess."""

from __future__ import annotations

import codecs
import unicodedata
from collections import Counter
from dataclasses import dataclass, field

CODE_PAGES = ("cp1252", "mac_roman", "cp850")
"""The eight-bit encodings of Swedish exports; the order settles ties."""

_BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    # UTF-32 before UTF-16: the one's mark begins with the other's.
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_SWEDISH = frozenset("åäöÅÄÖ")
_NEIGHBOURS = frozenset("éÉüÜàèßøæØÆ")
_SIGNS = frozenset("–—“”„‘’‚…€§°´·«»\N{NO-BREAK SPACE}")
_ASCII = bytes(range(128))
_EURO_CP1252, _EURO_LATIN9 = 0x80, 0xA4
_UTF16_SHARE = 0.3
"""Latin text in UTF-16 has a NUL in nearly every second byte; text in any other encoding has none."""


def _weight(byte: int, page: str) -> float:
    try:
        char = bytes([byte]).decode(page)
    except UnicodeDecodeError:
        return -5
    if char in _SWEDISH:
        return 3
    if char in _NEIGHBOURS:
        return 1
    if char in _SIGNS:
        return 0.5
    return -1 if unicodedata.category(char)[0] == "L" else -2


_WEIGHTS = {page: {byte: _weight(byte, page) for byte in range(128, 256)} for page in CODE_PAGES}


def by_score(high: Counter[int]) -> str:
    """The eight-bit encoding under which the bytes above 127 (byte to count) read most like Swedish."""
    scores = {page: sum(weights[byte] * count for byte, count in high.items()) for page, weights in _WEIGHTS.items()}
    page = max(CODE_PAGES, key=scores.__getitem__)
    if page == "cp1252" and high[_EURO_LATIN9] and not high[_EURO_CP1252]:
        return "iso8859-15"
    return page


def by_mark(head: bytes) -> str | None:
    """The encoding that a byte order mark at the start of ``head`` declares, or that its NULs give away."""
    for mark, name in _BOMS:
        if head.startswith(mark):
            return name
    half = len(head) // 2
    if half and max(head[0::2].count(0), head[1::2].count(0)) >= half * _UTF16_SHARE:
        even, odd = head[0::2].count(0), head[1::2].count(0)
        # A NUL in both halves alike is binary, not text.
        if min(even, odd) * 4 <= max(even, odd):
            return "utf-16-be" if even > odd else "utf-16-le"
    return None


def undefined(high: Counter[int], name: str) -> int:
    """How many of the bytes above 127 mean nothing in the eight-bit encoding ``name``."""
    return sum(
        count for byte, count in high.items() if bytes([byte]).decode(name, "replace") == "\N{REPLACEMENT CHARACTER}"
    )


@dataclass(slots=True)
class Decision:
    """
    What encoding a text is in and how sure that is.

    Attributes:
        name: a codec of Python's.
        label: the name that people know.
        undefined: bytes that mean nothing in it.
    """

    name: str
    undefined: int = 0

    @property
    def label(self) -> str:
        """The name that people know, such as ``Windows-1252``."""
        return LABELS.get(self.name, self.name)


LABELS = {
    "utf-8": "UTF-8",
    "utf-8-sig": "UTF-8 (BOM)",
    "utf-16": "UTF-16 (BOM)",
    "utf-16-le": "UTF-16 LE",
    "utf-16-be": "UTF-16 BE",
    "utf-32": "UTF-32 (BOM)",
    "cp1252": "Windows-1252",
    "iso8859-15": "ISO-8859-15",
    "mac_roman": "Mac Roman",
    "cp850": "IBM 850",
}


@dataclass(slots=True)
class Decider:
    """
    Decides on the whole of a text, fed in pieces; a piece may end in mid-character.

    A text that ``is_utf8`` denies must be fed once more, to ``count``, before the ``decision``: nearly all texts are
    UTF-8, and counting their bytes for nothing would cost more than decoding them.
    """

    marked: str | None = None
    begun: bool = False
    valid: bool = True
    high: Counter[int] = field(default_factory=Counter)
    decoder: codecs.IncrementalDecoder = field(default_factory=codecs.getincrementaldecoder("utf-8"))

    def feed(self, piece: bytes) -> None:
        """Take the next piece; the first one should have a few hundred bytes at least."""
        if not self.begun:
            self.begun, self.marked = True, by_mark(piece[:4096])
        if self.marked is None and self.valid:
            try:
                self.decoder.decode(piece)
            except UnicodeDecodeError:
                self.valid = False

    def is_utf8(self, *, whole: bool) -> bool:
        """Whether it is UTF-8, or marked; half a character at the end counts when this is the ``whole`` text."""
        if self.marked is None and self.valid and whole:
            try:
                self.decoder.decode(b"", final=True)
            except UnicodeDecodeError:
                self.valid = False
        return self.marked is not None or self.valid

    def count(self, piece: bytes) -> None:
        """Take a piece again, for the score."""
        if not piece.isascii():
            self.high.update(piece.translate(None, _ASCII))

    def decision(self) -> Decision:
        """The encoding."""
        if self.marked is not None:
            return Decision(self.marked)
        if self.valid:
            return Decision("utf-8")
        name = by_score(self.high)
        return Decision(name, undefined(self.high, name))


def decide(sample: bytes, *, whole: bool = False) -> Decision:
    """The encoding of ``sample``, which may be cut in mid-character unless it is the ``whole`` text."""
    decider = Decider()
    decider.feed(sample)
    if not decider.is_utf8(whole=whole):
        decider.count(sample)
    return decider.decision()
