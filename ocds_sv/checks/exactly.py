"""OCDS data of anyone's with every number as it is written, each text parsed once."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

import orjson

from ocds_sv.checks.documents import Broken, Entry, Piece, pieces
from ocds_sv.checks.parsing import Parsed, accepted, parsed
from ocds_sv.jsonio.exact import loads
from ocds_sv.sources.spec import InputFile


class Exact(Parsed):
    """What a text gave; a number that a float would write otherwise is a ``Decimal``."""

    __slots__ = ()


def exactly(text: bytes, line: int = 1) -> Parsed:
    """The text, which begins on ``line``, as ``parsed`` has it, each number as it is written."""
    found = accepted(None, text)
    if found.reason is not None:
        return found
    try:
        return Exact(loads(text), text)
    except orjson.JSONDecodeError:
        found = parsed(text, line)
        return found if found.reason is not None else Exact(loads(found.text), found.text, found.encoding)


def exact_entries(inputs: Sequence[str | Path], files: list[InputFile] | None = None) -> Iterator[Entry | Broken]:
    """
    What the inputs hold, one after the other; ``files`` gets those that were opened.

    Raises:
        InputError: an input is absent, locked, or cannot be unpacked.
    """
    for piece in pieces(inputs, files, parse=exactly):
        if not isinstance(piece, Piece):
            if isinstance(piece, Broken) or piece.kind != "declaration":
                yield piece
            continue
        found = piece.parsed
        if found.reason is None and found.text and type(found) is not Exact:
            piece.parsed = exactly(found.text, piece.line)
        for entry in piece.entries(written=False):
            if isinstance(entry, Broken) or entry.kind != "declaration":
                yield entry
