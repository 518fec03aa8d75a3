"""Tables for databases and data frames: Parquet and DuckDB."""

from __future__ import annotations

import errno
import os
import shutil
from contextlib import closing, suppress
from datetime import datetime
from decimal import Context, Decimal, InvalidOperation
from pathlib import Path
from typing import Any

from ocds_sv.errors import UsageError
from ocds_sv.tables.layout import Column, Table
from ocds_sv.tables.losses import WHOLE, Loss, Losses
from ocds_sv.tables.places import appear, beside, clear
from ocds_sv.tables.rows import Cell, Row

BATCH = 5_000
"""Rows that go to a file at once."""


PRECISION, SCALE = 38, 10
"""Of amounts in Parquet: digits in all, and behind the point."""

_UNIT, _EXACTLY = Decimal(1).scaleb(-SCALE), Context(prec=PRECISION, traps=[InvalidOperation])


class Parquet:
    """
    A folder with one Parquet file a table: amounts as decimals, moments in UTC.

    Attributes:
        losses: what it could not hold.
    """

    def __init__(self, folder: Path) -> None:
        self.losses: Losses = Losses()
        self._arrow = extra("pyarrow")
        self._parquet = extra("pyarrow.parquet")
        self._folder = folder
        if folder.exists() and not folder.is_dir():
            raise FileExistsError(errno.EEXIST, os.strerror(errno.EEXIST), str(folder))
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
            arrow.array([self._value(row[place], table, one) for row in rows], schema.field(place).type)
            for place, one in enumerate(table.all)
        ]
        self._files[table].write_table(arrow.Table.from_arrays(columns, schema=schema))
        self._rows[table] = []

    def _value(self, cell: Cell, table: Table, column: Column) -> Any:  # noqa: ANN401
        if cell is None or column.kind not in _MADE:
            return cell
        made = _MADE[column.kind](cell)
        if made is None:
            self.losses[Loss.LEFT_OUT, table.name, column.name] += 1
        elif column.kind == "number" and made != Decimal(str(cell)):
            self.losses[Loss.ROUNDED, table.name, column.name] += 1
        return made

    def finish(self) -> None:
        """Make the folder appear; files of an earlier run in it are replaced."""
        for table in [table for table, rows in self._rows.items() if rows]:
            self._flush(table)
        for file in self._files.values():
            file.close()
        self._folder.mkdir(parents=True, exist_ok=True)
        clear(self._folder, ".parquet", {table.name for table in self._files})
        for path in sorted(self._part.iterdir()):
            path.replace(self._folder / path.name)
        self._part.rmdir()

    def discard(self) -> None:
        """Leave nothing behind."""
        for file in self._files.values():
            with suppress(OSError):
                file.close()
            # It would be closed again when it is cleared away, and nobody could be told what went wrong then.
            file.is_open = False
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


def _number(cell: Cell) -> Decimal | None:
    try:
        return Decimal(str(cell)).quantize(_UNIT, context=_EXACTLY)
    except InvalidOperation:
        return None


def _integer(cell: Cell) -> Cell:
    return cell if isinstance(cell, int) and -WHOLE <= cell < WHOLE else None


def _moment(cell: Cell) -> datetime | None:
    try:
        return datetime.fromisoformat(str(cell))
    except ValueError:  # A leap second.
        return None


_MADE = {"number": _number, "integer": _integer, "moment": _moment}
"""What makes a value of a kind, ``None`` where it has none."""


class DuckDb:
    """
    A DuckDB database, made of the Parquet files.

    Attributes:
        losses: what it could not hold.
    """

    def __init__(self, path: Path) -> None:
        self._duckdb = extra("duckdb")
        self._path = path
        self._folder = path.with_name(f".{path.name}.parquet")
        self._part = beside(path)
        self._parquet = Parquet(self._folder)
        self.losses = self._parquet.losses

    def add(self, table: Table, rows: list[Row]) -> None:
        """Take rows of a table."""
        self._parquet.add(table, rows)

    def finish(self) -> None:
        """Make the database appear."""
        self._parquet.finish()
        try:
            with closing(self._duckdb.connect(str(self._part))) as base:
                for path in sorted(self._folder.iterdir()):
                    base.execute(f'CREATE TABLE "{path.stem}" AS FROM read_parquet(?)', [str(path)])
        except self._duckdb.Error as error:
            code = errno.ENOSPC if "No space" in str(error) else errno.EIO
            raise OSError(code, os.strerror(code)) from error
        appear(self._part, self._path)
        shutil.rmtree(self._folder, ignore_errors=True)

    def discard(self) -> None:
        """Leave nothing behind."""
        self._parquet.discard()
        shutil.rmtree(self._folder, ignore_errors=True)
        self._part.unlink(missing_ok=True)
        self._part.with_name(f"{self._part.name}.wal").unlink(missing_ok=True)


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
