"""
What a file holds, before anybody has mapped it: how it is written, its columns, and what kinds of values stand there.

No value leaves this module: examples are masked shapes, and personal numbers are only counted.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from enum import StrEnum
from functools import cache
from typing import Any

from ocds_sv.mapping.language import lookup_key
from ocds_sv.sources import Stream
from ocds_sv.sweden.codes import yes_no
from ocds_sv.sweden.cpv import cpv
from ocds_sv.sweden.dates import parse_date
from ocds_sv.sweden.faults import ValueFault
from ocds_sv.sweden.identity import Kind, classify, personal_spans, shape
from ocds_sv.sweden.masks import is_mask, is_missing
from ocds_sv.sweden.numbers import parse_number
from ocds_sv.sweden.tables import table

SAMPLE = 5_000
"""Rows of each table whose cells are looked at; the rows themselves are all counted."""

SHAPES = 3
"""How many masked shapes are kept of each column."""

_SHAPES_WATCHED = 200
_CODE_LENGTH = 16


class Value(StrEnum):
    """The kinds that cells are told apart by."""

    ORGANISATION = "organisationsnummer"
    PERSONAL = "personal number"
    MASK = "masked"
    DATE = "date"
    AMOUNT = "amount"
    NUMBER = "number"
    CPV = "CPV"
    PROCEDURE = "procedure"
    BOOLEAN = "yes or no"
    CODE = "code"
    TEXT = "text"


@dataclass(slots=True)
class Column:
    """
    One column of a table.

    Attributes:
        name: the header, or the dotted path in JSON.
        filled: cells with something in them, among the rows looked at.
        kinds: how many cells of each kind.
        personal: cells that are or embed a personal number.
        shapes: masked forms of the cells and how often they occur.
    """

    name: str
    filled: int = 0
    kinds: Counter[Value] = field(default_factory=Counter)
    personal: int = 0
    shapes: Counter[str] = field(default_factory=Counter)

    def see(self, cell: object) -> None:
        """Count one cell; an empty one leaves no trace."""
        text = "" if cell is None else str(cell).strip()
        if not text or is_missing(text):
            return
        self.filled += 1
        kind = kind_of(cell)
        self.kinds[kind] += 1
        self.personal += kind is Value.PERSONAL or bool(personal_spans(text))
        masked = shape(text)
        if masked in self.shapes or len(self.shapes) < _SHAPES_WATCHED:
            self.shapes[masked] += 1

    def json(self, rows: int) -> dict[str, object]:
        """The column as one JSON object; ``rows`` is how many were looked at."""
        return {
            "name": self.name,
            "filled": self.filled,
            "fill_rate": round(self.filled / rows, 4) if rows else 0,
            "kinds": {str(kind): count for kind, count in self.kinds.most_common()},
            "personal_numbers": self.personal,
            "shapes": [masked for masked, _ in self.shapes.most_common(SHAPES)],
        }


@dataclass(slots=True)
class Table:
    """
    One CSV file, sheet or JSON document.

    Attributes:
        file: the name as given, an archive's member after ``!``.
        sheet: a workbook's sheet.
        facts: what the reader decided, such as encoding, delimiter and header row.
        rows: all records.
        sampled: the records whose cells were looked at.
        skipped: rows that are no records, by reason.
        columns: in the file's order.
        objects: it holds JSON objects; a column's name is a dotted path.
    """

    file: str
    sheet: str | None
    facts: dict[str, str]
    rows: int
    sampled: int
    skipped: Counter[str]
    columns: list[Column]
    objects: bool = False

    def json(self) -> dict[str, object]:
        """The table as one JSON object."""
        return {
            "file": self.file,
            "sheet": self.sheet,
            "facts": self.facts,
            "rows": self.rows,
            "sampled_rows": self.sampled,
            "skipped_rows": dict(self.skipped),
            "columns": [column.json(self.sampled) for column in self.columns],
        }


def profile(stream: Stream, sample: int = SAMPLE) -> Table:
    """Read ``stream`` to its end and describe it by its first ``sample`` records."""
    columns = {name: Column(name) for name in stream.header or ()}
    rows = 0
    for _, record in stream.records:
        rows += 1
        if rows <= sample:
            for name, cell in _cells(stream.header, record):
                columns.setdefault(name, Column(name)).see(cell)
    return Table(
        stream.place.file,
        stream.place.sheet,
        stream.facts,
        rows,
        min(rows, sample),
        stream.skipped,
        list(columns.values()),
        objects=stream.header is None,
    )


def _cells(header: tuple[str, ...] | None, record: Any) -> Iterator[tuple[str, object]]:  # noqa: ANN401 (JSON)
    if header is not None:
        yield from zip(header, record, strict=False)
    else:
        yield from _paths(record, "")


def _paths(value: Any, path: str) -> Iterator[tuple[str, object]]:  # noqa: ANN401 (JSON)
    if isinstance(value, Mapping):
        for name, inner in value.items():
            yield from _paths(inner, f"{path}.{name}" if path else str(name))
    elif isinstance(value, list):
        for inner in value:
            yield from _paths(inner, f"{path}[]")
    else:
        yield path, value


def kind_of(cell: object) -> Value:
    """What kind of value stands in a cell that is not empty; a cell with a personal number in it is that."""
    if isinstance(cell, bool):
        return Value.BOOLEAN
    if isinstance(cell, date):
        return Value.DATE
    text = str(cell).strip()
    if is_mask(text):
        return Value.MASK
    return _number_kind(text) or (Value.AMOUNT if isinstance(cell, Decimal) else _text_kind(text))


def _number_kind(text: str) -> Value | None:
    """A number that stands for somebody (plain digits must have their check digit, too), or digits alone."""
    identity = classify(text)
    if identity.personal and (identity.check_digit or identity.embeds_person):
        return Value.PERSONAL
    if identity.kind is Kind.LEGAL and (identity.check_digit or not text.isdigit()):
        return Value.ORGANISATION
    return Value.NUMBER if text.isdigit() and not _is_date(text) else None


def _text_kind(text: str) -> Value:
    for kind, reads in (
        (Value.CPV, _is_cpv),
        (Value.DATE, _is_date),
        (Value.AMOUNT, _is_amount),
        (Value.PROCEDURE, _is_procedure),
        (Value.BOOLEAN, _is_yes_no),
    ):
        if reads(text):
            return kind
    return Value.CODE if len(text) <= _CODE_LENGTH and " " not in text and not text.isalpha() else Value.TEXT


def _is_cpv(text: str) -> bool:
    # Eight digits with a label or a check digit: bare digits are more often a voucher or a date.
    try:
        return not text.isdigit() and text[:8].isdigit() and bool(cpv(text))
    except ValueFault:
        return False


def _is_date(text: str) -> bool:
    if text.isdigit() and not text.startswith(("19", "20")):
        return False
    try:
        parse_date(text)
    except ValueFault as fault:
        return fault.value is not None
    # "9999-12-31" and "tills vidare" stand where dates stand.
    return True


def _is_amount(text: str) -> bool:
    try:
        parse_number(text)
    except ValueFault as fault:
        return fault.value is not None
    return True


def _is_procedure(text: str) -> bool:
    return lookup_key(text) in _procedures()


@cache
def _procedures() -> frozenset[str]:
    return frozenset(lookup_key(row["term_sv"]) for row in table("procedures"))


def _is_yes_no(text: str) -> bool:
    try:
        yes_no(text)
    except ValueFault:
        return False
    return True
