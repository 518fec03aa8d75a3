"""Where an object ends: its brackets, without those that stand in texts."""

from __future__ import annotations

import re

from ocds_sv.checks.parsing import NESTING

_OTHER = bytes(set(range(256)) - set(b'"{}[]'))
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


def _brackets(piece: bytes) -> bytes | None:
    """The brackets outside of texts; ``None`` when a text is cut off."""
    if b"\\" in piece:
        piece = piece.replace(b"\\\\", b"").replace(b'\\"', b"")
    # Taking out two quotation marks with nothing between them leaves all else inside or outside of texts, as it was.
    left = piece.translate(None, _OTHER).replace(b'""', b"")
    if b'"' in left:
        left = _TEXT.sub(b"", left)
    return None if b'"' in left else left


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
