"""Releases as rows: one walk over a release gives the rows of all tables, each value of its column's kind."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from decimal import Decimal, InvalidOperation
from typing import Any

from ocds_sv.standard.instants import instant
from ocds_sv.tables.layout import Column, Kind, Table

Json = dict[str, Any]
Cell = str | int | float | Decimal | bool | None
"""A moment is a text in UTC, as ``2024-05-31T23:30:00Z``."""

Row = list[Cell]
SEPARATOR = "; "
"""Between the texts of a list."""

_Place = tuple[Json, tuple[Json, ...], tuple[int, ...]]
"""An object, the items of lists on the way to it (itself among them when it is one), and their places."""


class Rows:
    """
    Makes rows.

    Attributes:
        misfits: values that are not of their column's kind and were left out, by table and column.
    """

    def __init__(self, tables: tuple[Table, ...]) -> None:
        self.misfits: Counter[tuple[str, str]] = Counter()
        self._tables = [(table, [_reader(column) for column in table.columns]) for table in tables]

    def of(self, release: Json) -> Iterator[tuple[Table, Row]]:
        """The rows of a release, table by table."""
        ocid, identity = _text(release.get("ocid")), _text(release.get("id"))
        for table, columns in self._tables:
            for found, items, places in _found(release, table.rows):
                row: Row = [ocid, identity, *places]
                for column, name, up, path, cell_of in columns:
                    value = (items[-1 - up] if up else found).get(name)
                    if path and value is not None:
                        value = _below(value, path)
                    if value is not None:
                        cell = cell_of(value)
                        if cell is None:
                            self.misfits[table.name, column] += 1
                        row.append(cell)
                    else:
                        row.append(None)
                yield table, row


def _reader(column: Column) -> tuple[str, str, int, tuple[str, ...], Callable[[object], Cell]]:
    """Its name, the first key, how many lists further out, the keys after the first, and what makes the cell."""
    first, *rest = column.path
    return column.name, first, column.up, tuple(rest), _CELLS[column.kind]


def _below(found: Any, path: tuple[str, ...]) -> Any:  # noqa: ANN401
    for name in path:
        if type(found) is not dict:
            return None
        found = found.get(name)
    return found


def _found(release: Json, path: tuple[str, ...]) -> list[_Place]:
    found: list[_Place] = [(release, (), ())]
    for name in path:
        inner: list[_Place] = []
        for outer, items, places in found:
            value = outer.get(name)
            if isinstance(value, dict):
                inner.append((value, items, places))
            elif isinstance(value, list):
                listed = ((number, item) for number, item in enumerate(value) if isinstance(item, dict))
                inner.extend((item, (*items, item), (*places, number)) for number, item in listed)
        found = inner
        if not found:
            break
    return found


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
    return int(number) if number is not None and number == int(number) else None


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
