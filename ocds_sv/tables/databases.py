"""Tables for databases and data frames: SQLite, Parquet and DuckDB."""

from __future__ import annotations

import shutil
import sqlite3
from contextlib import closing
from datetime import datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

from ocds_sv.errors import UsageError
from ocds_sv.tables.layout import Column, Table
from ocds_sv.tables.rows import Cell, Row, digits

BATCH = 5_000
"""Rows that go to a file at once."""


PRECISION, SCALE = 38, 10
"""Of amounts in Parquet: digits in all, and behind the point."""


class Sqlite:
    """A database with one table each, keys and all; amounts keep their digits."""

    KINDS = {"text": "TEXT", "list": "TEXT", "moment": "TEXT", "number": "NUMERIC", "integer": "INTEGER"}  # noqa: RUF012

    def __init__(self, path: Path) -> None:
        self._path = path
        self._part = path.with_name(f".{path.name}.part")
        self._part.unlink(missing_ok=True)
        self._base = sqlite3.connect(self._part, isolation_level=None)
        self._base.execute("PRAGMA journal_mode = OFF")
        self._base.execute("PRAGMA synchronous = OFF")
        self._base.execute("BEGIN")
        self._rows: dict[Table, list[list[Any]]] = {}

    def add(self, table: Table, rows: list[Row]) -> None:
        """Take rows of a table."""
        if table not in self._rows:
            self._rows[table] = []
            columns = ", ".join(f'"{one.name}" {self.KINDS.get(one.kind, "INTEGER")}' for one in table.all)
            self._base.execute(f'CREATE TABLE "{table.name}" ({columns})')
        held = self._rows[table]
        # A text of digits becomes a number in a NUMERIC column only where none is lost.
        held += [[digits(cell) if isinstance(cell, Decimal) else cell for cell in row] for row in rows]
        if len(held) >= BATCH:
            self._flush(table)

    def _flush(self, table: Table) -> None:
        marks = ", ".join("?" * len(table.all))
        self._base.executemany(f'INSERT INTO "{table.name}" VALUES ({marks})', self._rows[table])  # noqa: S608
        self._rows[table] = []

    def finish(self) -> None:
        """Make the database appear."""
        for table in self._rows:
            self._flush(table)
            keys = ", ".join(f'"{one.name}"' for one in table.keys)
            self._base.execute(f'CREATE INDEX "{table.name}_key" ON "{table.name}" ({keys})')
        self._base.execute("COMMIT")
        self._base.close()
        self._part.replace(self._path)

    def discard(self) -> None:
        """Leave nothing behind."""
        self._base.close()
        self._part.unlink(missing_ok=True)


class Parquet:
    """A folder with one Parquet file a table: amounts as decimals, moments in UTC."""

    def __init__(self, folder: Path) -> None:
        self._arrow = extra("pyarrow")
        self._parquet = extra("pyarrow.parquet")
        self._folder = folder
        self._part = folder.with_name(f".{folder.name}.part")
        shutil.rmtree(self._part, ignore_errors=True)
        self._part.mkdir(parents=True)
        self._rows: dict[Table, list[Row]] = {}
        self._files: dict[Table, Any] = {}

    def add(self, table: Table, rows: list[Row]) -> None:
        """Take rows of a table."""
        held = self._rows.setdefault(table, [])
        held += rows
        if len(held) >= BATCH:
            self._flush(table)

    def _flush(self, table: Table) -> None:
        arrow, rows = self._arrow, self._rows[table]
        schema = schema_of(table)
        if table not in self._files:
            self._files[table] = self._parquet.ParquetWriter(self._part / f"{table.name}.parquet", schema)
        columns = [
            arrow.array([self._value(row[place], one) for row in rows], schema.field(place).type)
            for place, one in enumerate(table.all)
        ]
        self._files[table].write_table(arrow.Table.from_arrays(columns, schema=schema))
        self._rows[table] = []

    def _value(self, cell: Cell, column: Column) -> Any:  # noqa: ANN401
        if cell is None:
            return None
        if column.kind == "number":
            return Decimal(str(cell)).quantize(Decimal(1).scaleb(-SCALE)) if _fits(cell, SCALE) else None
        if column.kind == "moment":
            try:
                return datetime.fromisoformat(str(cell))
            except ValueError:  # A leap second.
                return None
        return cell

    def finish(self) -> None:
        """Make the folder appear; files of an earlier run in it are replaced."""
        for table in [table for table, rows in self._rows.items() if rows]:
            self._flush(table)
        for file in self._files.values():
            file.close()
        self._folder.mkdir(parents=True, exist_ok=True)
        for path in sorted(self._part.iterdir()):
            path.replace(self._folder / path.name)
        self._part.rmdir()

    def discard(self) -> None:
        """Leave nothing behind."""
        shutil.rmtree(self._part, ignore_errors=True)


def schema_of(table: Table) -> Any:  # noqa: ANN401
    """
    The columns of a table as ``pyarrow.Schema``: amounts as decimals, moments in UTC.

    Raises:
        UsageError: pyarrow is not installed.
    """
    arrow = extra("pyarrow")
    kinds = {
        "number": arrow.decimal128(PRECISION, SCALE),
        "integer": arrow.int64(),
        "moment": arrow.timestamp("us", tz="UTC"),
        "boolean": arrow.bool_(),
    }
    return arrow.schema([(one.name, kinds.get(one.kind, arrow.string())) for one in table.all])


def _fits(cell: Cell, scale: int) -> bool:
    number = Decimal(str(cell))
    return number.is_finite() and number.adjusted() + scale < PRECISION - 1


class DuckDb:
    """A DuckDB database, made of the Parquet files."""

    def __init__(self, path: Path) -> None:
        self._duckdb = extra("duckdb")
        self._path = path
        self._folder = path.with_name(f".{path.name}.parquet")
        self._part = path.with_name(f".{path.name}.part")
        self._parquet = Parquet(self._folder)

    def add(self, table: Table, rows: list[Row]) -> None:
        """Take rows of a table."""
        self._parquet.add(table, rows)

    def finish(self) -> None:
        """Make the database appear."""
        self._parquet.finish()
        self._part.unlink(missing_ok=True)
        with closing(self._duckdb.connect(str(self._part))) as base:
            for path in sorted(self._folder.iterdir()):
                base.execute(f'CREATE TABLE "{path.stem}" AS FROM read_parquet(?)', [str(path)])
        self._part.replace(self._path)
        shutil.rmtree(self._folder, ignore_errors=True)

    def discard(self) -> None:
        """Leave nothing behind."""
        self._parquet.discard()
        shutil.rmtree(self._folder, ignore_errors=True)
        self._part.unlink(missing_ok=True)


def extra(name: str) -> Any:  # noqa: ANN401
    """
    A module that does not come with the package.

    Raises:
        UsageError: it is not installed.
    """
    from importlib import import_module  # noqa: PLC0415 # only extras are imported so

    try:
        return import_module(name)
    except ModuleNotFoundError:
        package = name.partition(".")[0]
        raise UsageError(
            reason=f"this form needs the package {package}: pip install 'ocds-sv[tables]'",
            reason_sv=f"det formatet kräver paketet {package}: pip install 'ocds-sv[tables]'",
        ) from None
