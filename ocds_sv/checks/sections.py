"""Neighbouring texts taken together: a stretch of a file is handed on at once, not release by release."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from ocds_sv.checks.cutting import CHUNK, Buffer, Items, sure_lines
from ocds_sv.checks.parsing import Place


@dataclass(slots=True)
class Section:
    """
    Neighbouring texts that were cut out together: lines that are an object each, or items of a list.

    Attributes:
        texts: as they were cut out, not parsed.
        file: the input's name.
        lines: where each begins.
        place: where the first stands, as of ``Piece``; the others follow it.
        encoding: as of ``Piece``.
    """

    texts: list[bytes]
    file: str
    lines: Sequence[int]
    place: Place = ()
    encoding: str = ""


def lines_of(buffer: Buffer, file: str) -> Iterator[Section]:
    """The lines that ``sure_lines`` takes."""
    if texts := sure_lines(buffer):
        yield Section(texts, file, range(buffer.line, buffer.line + len(texts)))
        buffer.line += len(texts)


def items_of(items: Items, file: str, place: Place) -> Iterator[Section]:
    """The items that ``items.near`` gives, the first of which is the one at ``place``."""
    *above, number = place
    assert isinstance(number, int)
    lines: list[int] = []
    texts: list[bytes] = []
    size = 0
    for line, text, _ in items.near():
        lines.append(line)
        texts.append(text)
        size += len(text)
        if size >= CHUNK:
            yield Section(texts, file, lines, (*above, number))
            lines, texts, size, number = [], [], 0, number + len(texts)
    if texts:
        yield Section(texts, file, lines, (*above, number))
