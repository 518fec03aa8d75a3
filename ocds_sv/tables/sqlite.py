"""Tables as an SQLite database."""

from __future__ import annotations

import errno
import math
import os
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from decimal import Decimal
from pathlib import Path
from typing import Any

from ocds_sv.tables.layout import Column, Table
from ocds_sv.tables.losses import WHOLE, Loss, Losses
from ocds_sv.tables.places import appear, beside
from ocds_sv.tables.rows import Cell, Row

BATCH = 5_000
"""Rows that go to the file at once."""

_CODES = {
    sqlite3.SQLITE_FULL: errno.ENOSPC,
    sqlite3.SQLITE_READONLY: errno.EACCES,
    sqlite3.SQLITE_CANTOPEN: errno.EACCES,
}


class Sqlite:
    """
    A database with one table each, keys and all; amounts keep their digits, as long as a double holds them.

    Attributes:
        losses: what it could not hold.
    """

    KINDS = {"text": "TEXT", "list": "TEXT", "moment": "TEXT", "number": "NUMERIC", "integer": "INTEGER"}  # noqa: RUF012

    def __init__(self, path: Path) -> None:
        self.losses: Losses = Losses()
        self._path = path
        self._part = beside(path)
        self._base = sqlite3.connect(self._part, isolation_level=None)
        with _refusals():
            self._base.execute("PRAGMA journal_mode = OFF")
            self._base.execute("PRAGMA synchronous = OFF")
            self._base.execute("BEGIN")
        self._rows: dict[Table, list[list[Any]]] = {}

    def add(self, table: Table, rows: list[Row]) -> None:
        """Take rows of a table."""
        if table not in self._rows:
            self._rows[table] = []
            columns = ", ".join(f'"{one.name}" {self.KINDS.get(one.kind, "INTEGER")}' for one in table.all)
            with _refusals():
                self._base.execute(f'CREATE TABLE "{table.name}" ({columns})')
        held = self._rows[table]
        for row in rows:
            held.append(
                [
                    self._number(cell, table, column) if type(cell) is Decimal or type(cell) is int else cell
                    for cell, column in zip(row, table.all, strict=True)
                ]
            )
        if len(held) >= BATCH:
            self._flush(table)

    def _number(self, cell: Decimal | int, table: Table, column: Column) -> Cell:
        if -WHOLE <= cell < WHOLE:
            whole = int(cell)
            if whole == cell:
                return whole
        near = float(Decimal(cell))
        if not math.isfinite(near):
            self.losses[Loss.LEFT_OUT, table.name, column.name] += 1
            return None
        if Decimal(repr(near)) != cell:
            self.losses[Loss.ROUNDED, table.name, column.name] += 1
        return near

    def _flush(self, table: Table) -> None:
        marks = ", ".join("?" * len(table.all))
        with _refusals():
            self._base.executemany(f'INSERT INTO "{table.name}" VALUES ({marks})', self._rows[table])  # noqa: S608
        self._rows[table] = []

    def finish(self) -> None:
        """Make the database appear."""
        for table in self._rows:
            self._flush(table)
            keys = ", ".join(f'"{one.name}"' for one in table.keys)
            with _refusals():
                self._base.execute(f'CREATE INDEX "{table.name}_key" ON "{table.name}" ({keys})')
        with _refusals():
            self._base.execute("COMMIT")
        self._base.close()
        appear(self._part, self._path)

    def discard(self) -> None:
        """Leave nothing behind."""
        self._base.close()
        self._part.unlink(missing_ok=True)


@contextmanager
def _refusals() -> Iterator[None]:
    """What the machine refuses SQLite is told as what it refuses anyone."""
    try:
        yield
    except sqlite3.OperationalError as error:
        code = _CODES.get(error.sqlite_errorcode & 0xFF, errno.EIO)
        raise OSError(code, os.strerror(code)) from error
