"""Where an object ends, and how deep it is: its brackets, without those that stand in texts."""

from __future__ import annotations

import re
from itertools import accumulate

from ocds_sv.sources.jsonbytes import depth_of

NESTING = 100
"""Levels below which an object cannot be looked at."""

_OTHER = bytes(set(range(256)) - set(b'"{}[]'))
_NOT_OPENING = bytes(set(range(256)) - set(b"{["))
_TEXT = re.compile(rb'"[^"]*"')
_STEP = {code: 1 if code in b"[{" else -1 for code in b"[]{}"}


class Brackets:
    """The brackets of an object that is looked at piece by piece; no piece ends inside a text."""

    def __init__(self) -> None:
        self._depth = 0
        self._seen: list[bytes] = []

    def take(self, piece: bytes) -> bool | None:
        """Look at the next piece; whether it closes the object, ``None`` when brackets do not tell."""
        found = _brackets(piece)
        if found is None:
            return None
        self._seen.append(found)
        self._depth += found.count(b"{") + found.count(b"[") - found.count(b"}") - found.count(b"]")
        if self._depth > 0:
            return False
        return True if is_one(b"".join(self._seen)) else None


def _brackets(piece: bytes) -> bytes | None:
    """The brackets outside of texts; ``None`` when a text is cut off."""
    if b"\\" in piece:
        piece = piece.replace(b"\\\\", b"").replace(b'\\"', b"")
    # Taking out two quotation marks with nothing between them leaves all else inside or outside of texts, as it was.
    left = piece.translate(None, _OTHER).replace(b'""', b"")
    if b'"' in left:
        left = _TEXT.sub(b"", left)
    return None if b'"' in left else left


def is_deep(text: bytes) -> bool:
    """Whether a text is nested too deep for anyone to look at."""
    # So many levels have at least so many brackets.
    if len(text.translate(None, _NOT_OPENING)) <= NESTING:
        return False
    found = _brackets(text)
    if found is None:
        return depth_of(text) > NESTING
    return max(accumulate(map(_STEP.__getitem__, found), initial=0)) > NESTING


def is_one(brackets: bytes) -> bool:
    """Whether they are those of one object: each closed by its own kind, the first by the last, not too deep."""
    if not (brackets.startswith(b"{") and brackets.endswith(b"}")):
        return False
    inner = brackets[1:-1]
    for _ in range(NESTING):
        if not inner:
            return True
        inner = inner.replace(b"{}", b"").replace(b"[]", b"")
    return False
