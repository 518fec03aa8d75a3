"""Tables to files; each appears whole or not at all."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Protocol

from ocds_sv.errors import UsageError
from ocds_sv.tables.databases import DuckDb, Parquet
from ocds_sv.tables.layout import Table
from ocds_sv.tables.losses import Losses
from ocds_sv.tables.rows import Row
from ocds_sv.tables.spreadsheets import Csv, Excel
from ocds_sv.tables.sqlite import Sqlite


class Writer(Protocol):
    """
    Takes the rows of all tables, in any order, and makes files of them.

    Attributes:
        losses: what the form could not hold; known when it has finished.
    """

    losses: Losses

    def add(self, table: Table, rows: list[Row]) -> None:
        """Take rows of a table."""

    def finish(self) -> None:
        """Make what was written appear."""

    def discard(self) -> None:
        """Leave nothing behind."""


def writer(target: str, *, labels: str | None, lang: str, excel: bool) -> Writer:
    """
    The writer for a target: ``.xlsx``, ``.sqlite``, ``.duckdb``, ``….parquet/`` or a folder of CSV files.

    Raises:
        UsageError: the form needs a package that is not installed, or is none.
        OSError: nothing can be written there.
    """
    path = Path(os.path.realpath(target))
    ending = path.suffix.casefold()
    if ending == ".xlsx":
        return Excel(path, labels or lang, lang)
    if ending in {".sqlite", ".db"}:
        return Sqlite(path)
    if ending == ".duckdb":
        return DuckDb(path)
    if ending == ".parquet":
        return Parquet(path)
    if ending in {".csv", ".json", ".jsonl", ".xls", ".ods"}:
        raise UsageError(
            reason=f"'{path.name}' is no form of many tables: give a folder, or a name that ends in .xlsx, .sqlite, "
            ".duckdb or .parquet",
            reason_sv=f"'{path.name}' är inget format för många tabeller: ange en mapp, eller ett namn som slutar på "
            ".xlsx, .sqlite, .duckdb eller .parquet",
        )
    return Csv(path, labels or "names", excel=excel)
