"""Neighbouring texts taken together: a stretch of a file is handed on at once, not release by release."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple, cast

from ocds_sv.checks.cutting import CHUNK, Buffer, Items, sure_lines
from ocds_sv.checks.parsing import Place


class Origin(NamedTuple):
    """
    Where texts stand in a file.

    Attributes:
        path: the file.
        offset: where the first begins, in bytes.
        gap: bytes between two of them.
    """

    path: Path
    offset: int
    gap: int

    def texts(self, lengths: Sequence[int]) -> list[bytes]:
        """The texts, which are so long, read anew."""
        with self.path.open("rb") as file:
            file.seek(self.offset)
            data = file.read(sum(lengths) + self.gap * (len(lengths) - 1))
        found, at = [], 0
        for length in lengths:
            found.append(data[at : at + length])
            at += length + self.gap
        return found


@dataclass(slots=True)
class Section:
    """
    Neighbouring texts that were cut out together: lines that are an object each, or items of a list.

    To another process it travels as its place in a file, where there is one.

    Attributes:
        texts: as they were cut out, not parsed.
        file: the input's name.
        lines: where each begins.
        place: where the first stands, as of ``Piece``; the others follow it.
        encoding: as of ``Piece``.
        origin: where the texts stand in a file that is not packed.
    """

    texts: list[bytes]
    file: str
    lines: Sequence[int]
    place: Place = ()
    encoding: str = ""
    origin: Origin | None = None

    def __reduce__(self) -> tuple[object, ...]:
        texts = self.texts if self.origin is None else list(map(len, self.texts))
        return _arrived, (texts, self.file, self.lines, self.place, self.encoding, self.origin)


def _arrived(
    texts: list[bytes] | list[int],
    file: str,
    lines: Sequence[int],
    place: Place,
    encoding: str,
    origin: Origin | None,
) -> Section:
    """A section at the end of its way: ``texts`` are lengths where there is an origin."""
    found = cast("list[bytes]", texts) if origin is None else origin.texts(cast("list[int]", texts))
    return Section(found, file, lines, place, encoding, origin)


def lines_of(buffer: Buffer, file: str) -> Iterator[Section]:
    """The lines that ``sure_lines`` takes."""
    origin = None if buffer.path is None else Origin(buffer.path, buffer.offset(), len(b"\n"))
    if texts := sure_lines(buffer):
        yield Section(texts, file, range(buffer.line, buffer.line + len(texts)), origin=origin)
        buffer.line += len(texts)


def items_of(items: Items, file: str, place: Place) -> Iterator[Section]:
    """The items that ``items.near`` gives, the first of which is the one at ``place``."""
    *above, number = place
    assert isinstance(number, int)
    lines: list[int] = []
    texts: list[bytes] = []
    size = 0
    origin: Origin | None = None
    for line, text, _ in items.near():
        if not texts and items.buffer.path is not None:
            origin = Origin(items.buffer.path, items.offset(text), items.gap)
        lines.append(line)
        texts.append(text)
        size += len(text)
        if size >= CHUNK:
            yield Section(texts, file, lines, (*above, number), origin=origin)
            lines, texts, size, number = [], [], 0, number + len(texts)
    if texts:
        yield Section(texts, file, lines, (*above, number), origin=origin)
