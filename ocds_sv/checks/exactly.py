"""OCDS data of anyone's with every number as it is written, each text parsed once."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

import orjson

from ocds_sv.checks.documents import Broken, Entry, Piece, pieces
from ocds_sv.checks.parsing import Parsed, accepted, parsed
from ocds_sv.jsonio.exact import loads
from ocds_sv.sources.spec import InputFile


def exactly(text: bytes, line: int = 1) -> Parsed:
    """The text, which begins on ``line``, parsed: a number that a float would write otherwise is a ``Decimal``."""
    found = accepted(None, text)
    if found.reason is not None:
        return found
    try:
        return Parsed(loads(text), text)
    except orjson.JSONDecodeError:
        found = parsed(text, line)
        return found if found.reason is not None else Parsed(loads(found.text), found.text, found.encoding)


def exact_entries(inputs: Sequence[str | Path], files: list[InputFile] | None = None) -> Iterator[Entry | Broken]:
    """
    What the inputs hold, one after the other; ``files`` gets those that were opened.

    Raises:
        InputError: an input is absent, locked, or cannot be unpacked.
    """
    for piece in pieces(inputs, files, unparsed=True):
        if isinstance(piece, Piece):
            yield from in_piece(piece)
        elif isinstance(piece, Broken) or piece.kind != "declaration":
            yield piece


def in_piece(piece: Piece) -> Iterator[Entry | Broken]:
    """What a piece that has not been parsed holds."""
    if piece.text:
        piece.known = exactly(piece.text, piece.line)
    for entry in piece.entries(written=False):
        if isinstance(entry, Broken) or entry.kind != "declaration":
            yield entry
