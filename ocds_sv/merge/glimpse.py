"""
A release's process and date seen from its first bytes, so that it need not be read before it is merged.

What is seen so is what reading would give: where there is any doubt, nothing is seen.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from ocds_sv.checks.documents import Broken, Entry, Piece, pieces
from ocds_sv.checks.exactly import in_piece
from ocds_sv.sources import InputFile

_TEXT = rb'"[^"\\]*"'
_HEAD = re.compile(
    rb'\{(?:\s*(?:"ocid"\s*:\s*"([^"\\]+)"|"date"\s*:\s*"([^"\\]+)"'
    rb'|(?!"ocid"|"date")%(text)s\s*:\s*(?:%(text)s|\[(?:\s*%(text)s\s*,?)*+\s*\]))\s*,)*+' % {b"text": _TEXT}
)
"""The fields that stand first, as far as they are texts and lists of texts without escapes."""

_OCID = b'"ocid"'
_WRAPS = re.compile(rb'"(?:releases|compiledRelease|versionedRelease)"\s*:')
_WRAPPED = b"elease"
"""What the names of those fields share: few texts have it."""

_HIDDEN = re.compile(rb"\\u00[4-7]")
_BACKSLASH, _ESCAPE = b"\\", b"\\u00"
"""A name may be written with escapes, but few are."""


class Glimpse(NamedTuple):
    """
    A release that has not been read.

    Attributes:
        ocid: of its process.
        date: as written.
        file: the input's name.
        line: where it begins.
        place: where it stands inside the package, as keys and positions.
        text: the release.
    """

    ocid: bytes
    date: str
    file: str
    line: int
    place: tuple[str | int, ...]
    text: bytes


def found(inputs: Sequence[str | Path], files: list[InputFile]) -> Iterator[Entry | Broken | Glimpse]:
    """
    What the inputs hold; a release whose process and date are seen is not read.

    Raises:
        InputError: an input is absent, locked, or cannot be unpacked.
    """
    for piece in pieces(inputs, files, unparsed=True):
        if isinstance(piece, Piece):
            seen = _seen(piece.text) if piece.known is None else None
            if seen is not None:
                yield Glimpse(*seen, piece.file, piece.line, piece.place, piece.text)
            else:
                yield from in_piece(piece)
        elif isinstance(piece, Broken) or piece.kind != "declaration":
            yield piece


def says_another_date(text: bytes, date: str) -> bool:
    """Whether the first fields of a text say another date than ``date``: the field is there twice."""
    seen = _seen(text)
    return seen is not None and seen[1] != date


def _seen(text: bytes) -> tuple[bytes, str] | None:
    match = _HEAD.match(text)
    if match is None or text.count(_OCID) != 1:
        return None
    ocid, date = match.groups()
    if ocid is None or date is None or not (ocid.isascii() and date.isascii()):
        return None
    if _WRAPPED in text and _WRAPS.search(text) is not None:
        return None
    if _BACKSLASH in text and _ESCAPE in text and _HIDDEN.search(text) is not None:
        return None
    return ocid, date.decode()
