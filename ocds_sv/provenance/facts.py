"""What a provenance file says of a mapping and of the streams it was made of: fields, columns, letters."""

from __future__ import annotations

from typing import Any

from ocds_sv.mapping import Mapping
from ocds_sv.mapping.uses import uses
from ocds_sv.sources import Stream, resolve_columns
from ocds_sv.sweden.identity import mask_text

_LETTERS = 26
_TABLE = "header"
"""Among a stream's facts: the row of its header, if it is a table of its own."""


def fields_of(mapping: Mapping) -> list[list[Any]]:
    """Each field that the mapping fills from the source: path, codes of the blocks around it, source fields."""
    return [[use.path, list(use.codes), list(use.sources)] for use in uses(mapping)]


def stream_facts(stream: Stream, mapping: Mapping) -> dict[str, Any]:
    """Of a stream its file and sheet, and of each column that the mapping names the letter and the header."""
    facts: dict[str, Any] = {"file": stream.place.file, "sheet": stream.place.sheet or ""}
    if stream.header is None:
        return facts
    registers = tuple(f"{join.name}." for join in mapping.source.joins)
    columns = {}
    for name, index in _columns(stream, mapping).items():
        header = stream.header[index]
        own = _TABLE in stream.facts and not header.startswith(registers)
        columns[name] = [_letter(index) if own else "", mask_text(header)]
    return {**facts, "columns": columns}


def _columns(stream: Stream, mapping: Mapping) -> dict[str, int]:
    assert stream.header is not None
    named = {name: index for index, name in enumerate(stream.header)}
    found = resolve_columns(stream.header, mapping.source, stream.place)
    wanted = {source for use in uses(mapping) for source in use.sources}
    return {name: index for name, index in {**named, **found}.items() if name in wanted}


def _letter(index: int) -> str:
    """The letters by which a spreadsheet program calls a column, counted from 0."""
    text, number = "", index + 1
    while number:
        number, rest = divmod(number - 1, _LETTERS)
        text = chr(ord("A") + rest) + text
    return text
