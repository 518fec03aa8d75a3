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
from ocds_sv.checks.parsing import Parsed, parsed
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
        text: the release.
    """

    ocid: bytes
    date: str
    file: str
    line: int
    text: bytes


class _Seen(NamedTuple):
    ocid: bytes
    date: bytes


def found(inputs: Sequence[str | Path], files: list[InputFile]) -> Iterator[Entry | Broken | Glimpse]:
    """
    What the inputs hold; a line that is a release is not read.

    Raises:
        InputError: an input is absent, locked, or cannot be unpacked.
    """
    for piece in pieces(inputs, files, parse=_seen_or_parsed):
        if not isinstance(piece, Piece):
            if isinstance(piece, Broken) or piece.kind != "declaration":
                yield piece
        elif type(seen := piece.parsed.value) is _Seen:
            yield Glimpse(seen.ocid, seen.date.decode(), piece.file, piece.line, piece.parsed.text)
        else:
            for entry in piece.entries(exact=True, written=False):
                if isinstance(entry, Broken) or entry.kind != "declaration":
                    yield entry


def says_another_date(text: bytes, date: str) -> bool:
    """Whether the first fields of a text say another date than ``date``: the field is there twice."""
    seen = _seen(text)
    return seen is not None and seen.date != date.encode()


def _seen_or_parsed(text: bytes, line: int) -> Parsed:
    seen = _seen(text)
    return Parsed(seen, text) if seen is not None else parsed(text, line)


def _seen(text: bytes) -> _Seen | None:
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
    return _Seen(ocid, date)
