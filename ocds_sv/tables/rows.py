"""Releases as rows: one walk over a release gives the rows of all tables, each value of its column's kind."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation
from typing import Any

from ocds_sv.standard.instants import instant
from ocds_sv.tables.layout import Column, Kind, Table
from ocds_sv.tables.losses import is_vast

Json = dict[str, Any]
Cell = str | int | float | Decimal | bool | None
"""A moment is a text in UTC, as ``2024-05-31T23:30:00Z``."""

Row = list[Cell]
SEPARATOR = "; "
"""Between the texts of a list."""

_Make = Callable[[object], Cell]
_Cells = dict[str, "tuple[int, str, _Make] | _Cells"]
"""By key: the place in the row, the column's name and what makes its cell; or what stands in the object below."""


@dataclass(slots=True)
class _Level:
    """
    Where objects that give rows may stand.

    Attributes:
        table: the number of the table that has a row for each object here; ``None`` when there is none.
        cells: the columns that are said by the object itself.
        outer: those that an object further out says: how many lists further, and its cells.
        blanks: a row's cells beside the keys, empty.
        below: the levels below, by key.
    """

    table: int | None = None
    cells: _Cells = field(default_factory=dict)
    outer: dict[int, _Cells] = field(default_factory=dict)
    blanks: Row = field(default_factory=list)
    below: dict[str, _Level] = field(default_factory=dict)


class Rows:
    """
    Makes rows.

    Attributes:
        misfits: values that are not of their column's kind and were left out, by table and column.
    """

    def __init__(self, tables: tuple[Table, ...]) -> None:
        self.misfits: Counter[tuple[str, str]] = Counter()
        self._tables = tables
        self._root = _Level()
        for number, table in enumerate(tables):
            level = self._root
            for name in table.rows:
                level = level.below.setdefault(name, _Level())
            level.table, level.blanks = number, [None] * len(table.columns)
            for place, column in enumerate(table.columns, len(table.keys)):
                cells = level.outer.setdefault(column.up, {}) if column.up else level.cells
                _add(cells, column, place)

    def of(self, release: Json) -> Iterator[tuple[Table, list[Row]]]:
        """The rows of a release, those of a table together."""
        made: dict[int, list[Row]] = {}
        self._make(release, self._root, [_text(release.get("ocid")), _text(release.get("id"))], (), made)
        for number in sorted(made):
            yield self._tables[number], made[number]

    def _make(self, found: Json, level: _Level, keys: Row, items: tuple[Json, ...], made: dict[int, list[Row]]) -> None:
        """The rows of an object and of all below it; ``items`` are the items of lists that it stands in, or is."""
        if level.table is not None:
            row = [*keys, *level.blanks]
            self._fill(row, found, level.cells, level.table)
            for up, outer in level.outer.items():
                self._fill(row, items[-1 - up], outer, level.table)
            rows = made.get(level.table)
            if rows is None:
                made[level.table] = [row]
            else:
                rows.append(row)
        for name, below in level.below.items():
            value = found.get(name)
            if type(value) is dict:
                self._make(value, below, keys, items, made)
            elif type(value) is list:
                for number, item in enumerate(value):
                    if type(item) is dict:
                        self._make(item, below, [*keys, number], (*items, item), made)

    def _fill(self, row: Row, found: Json, cells: _Cells, table: int) -> None:
        for name, value in found.items():
            cell = cells.get(name)
            if cell is None or value is None:
                continue
            if isinstance(cell, tuple):
                place, column, make = cell
                # Most are texts that stay as they are: not to call for them takes a tenth of the whole time.
                if make is _text and type(value) is str and "\0" not in value:
                    row[place] = value
                    continue
                row[place] = made = make(value)
                if made is None:
                    self.misfits[self._tables[table].name, column] += 1
            elif type(value) is dict:
                self._fill(row, value, cell, table)


def _add(cells: _Cells, column: Column, place: int) -> None:
    *outer, last = column.path
    for name in outer:
        inner = cells.setdefault(name, {})
        assert type(inner) is dict
        cells = inner
    assert last not in cells
    cells[last] = (place, column.name, _CELLS[column.kind])


def _text(value: object) -> Cell:
    if isinstance(value, str):
        return value.replace("\0", "")
    if isinstance(value, bool) or value is None or isinstance(value, dict | list):
        return None
    return str(value)


def _number(value: object) -> Cell:
    if isinstance(value, int | float | Decimal) and not isinstance(value, bool):
        return value
    if not isinstance(value, str):
        return None
    try:
        number = Decimal(value)
    except InvalidOperation:
        return None
    return number if number.is_finite() else None


def _integer(value: object) -> Cell:
    number = _number(value)
    # A text of ten signs may be a number that no memory holds.
    if number is None or (isinstance(number, Decimal) and is_vast(number)):
        return None
    return int(number) if number == int(number) else None


def _moment(value: object) -> Cell:
    known = instant(value) if isinstance(value, str) else None
    return f"{known[0]}Z" if known is not None else None


def _boolean(value: object) -> Cell:
    return value if isinstance(value, bool) else None


def _list(value: object) -> Cell:
    if not isinstance(value, list):
        return None
    return SEPARATOR.join(str(text) for text in map(_text, value) if text is not None)


_CELLS: dict[Kind, Callable[[object], Cell]] = {
    "text": _text,
    "number": _number,
    "integer": _integer,
    "moment": _moment,
    "boolean": _boolean,
    "list": _list,
}


def digits(number: float | Decimal) -> str:
    """A number without an exponent, digit by digit."""
    return format(number if isinstance(number, Decimal) else Decimal(str(number)), "f")
