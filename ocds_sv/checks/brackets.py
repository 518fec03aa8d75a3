"""Where an object ends: its brackets, without those that stand in texts."""

from __future__ import annotations

import re
from functools import lru_cache

NESTING = 100
"""Levels below which an object cannot be looked at."""

_OTHER = bytes(set(range(256)) - set(b'"{}[]'))
_SHORT = 4096
"""Bytes of brackets and quotation marks that are worth to be remembered."""

_TEXT = re.compile(rb'"[^"]*"')


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


def is_whole(text: bytes) -> bool:
    """Whether a text is an object by its brackets; also no where they do not tell."""
    signs = _signs(text)
    return _is_whole(signs) if len(signs) < _SHORT else _told_whole(signs)


def _told_whole(signs: bytes) -> bool:
    found = _outside_texts(signs)
    return found is not None and is_one(found)


_is_whole = lru_cache(maxsize=1024)(_told_whole)
"""Releases of one source have few shapes."""


def _brackets(piece: bytes) -> bytes | None:
    """The brackets outside of texts; ``None`` when a text is cut off."""
    return _outside_texts(_signs(piece))


def _signs(piece: bytes) -> bytes:
    """Brackets and quotation marks; what is escaped is none."""
    if b"\\" in piece:
        piece = piece.replace(b"\\\\", b"").replace(b'\\"', b"")
    return piece.translate(None, _OTHER)


def _outside_texts(signs: bytes) -> bytes | None:
    # Taking out two quotation marks with nothing between them leaves all else inside or outside of texts, as it was.
    left = signs.replace(b'""', b"")
    if b'"' in left:
        left = _TEXT.sub(b"", left)
    return None if b'"' in left else left


def is_one(brackets: bytes) -> bool:
    """Whether they are those of one object: each closed by its own kind, the first by the last, not too deep."""
    if not (brackets.startswith(b"{") and brackets.endswith(b"}")):
        return False
    inner = brackets[1:-1]
    # Each turn takes away two levels at most.
    for _ in range(NESTING // 2):
        if not inner:
            return True
        inner = inner.replace(b"{}", b"").replace(b"[]", b"")
    return False
