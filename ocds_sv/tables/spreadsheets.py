"""Tables for spreadsheet programs: CSV and Excel."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable
from datetime import datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

from ocds_sv.jsonio.output import WholeFile
from ocds_sv.tables.layout import Column, Table
from ocds_sv.tables.rows import Cell, Row, digits


class Csv:
    """A folder with one CSV file a table; ``excel`` makes them for a Swedish Excel."""

    def __init__(self, folder: Path, labels: str, *, excel: bool) -> None:
        self._folder = folder
        self._labels = labels
        self._excel = excel
        self._with_booleans: set[Table] = set()
        self._files: dict[Table, tuple[WholeFile, io.TextIOWrapper, Callable[[list[list[Any]]], Any]]] = {}

    def add(self, table: Table, rows: list[Row]) -> None:
        """Take rows of a table."""
        if table not in self._files:
            self._open(table)
        if self._excel:
            rows = [[_swedish(cell) for cell in row] for row in rows]
        elif table in self._with_booleans:
            rows = [[_plain(cell) for cell in row] for row in rows]
        self._files[table][2](rows)

    def _open(self, table: Table) -> None:
        if any(column.kind == "boolean" for column in table.columns):
            self._with_booleans.add(table)
        self._folder.mkdir(parents=True, exist_ok=True)
        file = WholeFile(str(self._folder / f"{table.name}.csv"))
        file.open()
        text = io.TextIOWrapper(file.raw, encoding="utf-8-sig" if self._excel else "utf-8", newline="")
        write = csv.writer(text, delimiter=";" if self._excel else ",", lineterminator="\r\n").writerows
        self._files[table] = (file, text, write)
        write([header(table, self._labels)])

    def finish(self) -> None:
        """Make the files appear."""
        for file, text, _ in self._files.values():
            text.flush()
            text.detach()
            file.commit()

    def discard(self) -> None:
        """Leave nothing behind."""
        for file, _, _ in self._files.values():
            file.discard()


def _plain(cell: Cell) -> Any:  # noqa: ANN401
    return cell if not isinstance(cell, bool) else str(cell).lower()


_FORMULA = ("=", "+", "-", "@", "\t", "\r")
"""What a cell of text must not begin with where a spreadsheet program opens it."""


def _swedish(cell: Cell) -> Any:  # noqa: ANN401
    if isinstance(cell, bool):
        return "ja" if cell else "nej"
    if isinstance(cell, str):
        return f"'{cell}" if cell.startswith(_FORMULA) else cell
    return cell if cell is None else digits(cell).replace(".", ",")


class Excel:
    """A workbook with one sheet a table: frozen header, filters, number formats, never a formula."""

    MOST = 1_048_575
    DIGITS = 15
    TEXT = 32_767
    """A sheet's rows beside the header, the digits that a number keeps, and the characters that a cell holds."""

    def __init__(self, path: Path, labels: str, lang: str) -> None:
        import xlsxwriter  # noqa: PLC0415 # 100 ms

        self._part = path.with_name(f".{path.name}.part")
        self._path = path
        self._labels = labels
        self._lang = lang
        self._book = xlsxwriter.Workbook(str(self._part), {"constant_memory": True, "strings_to_formulas": False})
        # The time of making would be the only thing that differs between two runs.
        self._book.set_properties({"created": datetime(2000, 1, 1)})  # noqa: DTZ001 - Excel has no offsets
        self._formats = {
            "head": self._book.add_format({"bold": True, "bottom": 1}),
            "number": self._book.add_format({"num_format": "#,##0.00"}),
            "moment": self._book.add_format({"num_format": "yyyy-mm-dd hh:mm"}),
        }
        self._sheets: dict[Table, tuple[Any, int, int]] = {}

    def add(self, table: Table, rows: list[Row]) -> None:
        """Take rows of a table."""
        if table not in self._sheets:
            self._sheets[table] = (self._sheet(table, 1), 1, 0)
        for row in rows:
            self._add(table, row)

    def _add(self, table: Table, row: Row) -> None:
        sheet, number, count = self._sheets[table]
        if count == self.MOST:
            self._filtered(table)
            sheet, number, count = self._sheet(table, number + 1), number + 1, 0
        count += 1
        self._sheets[table] = (sheet, number, count)
        for place, (cell, column) in enumerate(zip(row, table.all, strict=True)):
            if cell is not None:
                self._cell(sheet, count, place, cell, column)

    def _sheet(self, table: Table, number: int) -> Any:  # noqa: ANN401
        suffix = f" {number}" if number > 1 else ""
        sheet = self._book.add_worksheet(table.title(self._lang)[: 31 - len(suffix)] + suffix)
        sheet.freeze_panes(1, 0)
        sheet.set_column(0, len(table.all) - 1, 18)
        for place, label in enumerate(header(table, self._labels)):
            sheet.write_string(0, place, label, self._formats["head"])
        return sheet

    def _filtered(self, table: Table) -> None:
        """Filters for the rows that a sheet has got."""
        sheet, _, count = self._sheets[table]
        sheet.autofilter(0, 0, count, len(table.all) - 1)

    def _cell(self, sheet: Any, row: int, place: int, cell: Cell, column: Column) -> None:  # noqa: ANN401
        if isinstance(cell, bool):
            sheet.write_boolean(row, place, cell)
        elif isinstance(cell, int | float | Decimal):
            if len(digits(cell).strip("-").replace(".", "").strip("0")) > self.DIGITS:
                sheet.write_string(row, place, digits(cell))
            else:
                sheet.write_number(
                    row, place, float(cell), self._formats["number"] if column.kind == "number" else None
                )
        elif column.kind == "moment" and (moment := _naive(str(cell))) is not None:
            sheet.write_datetime(row, place, moment, self._formats["moment"])
        else:
            sheet.write_string(row, place, str(cell)[: self.TEXT])

    def finish(self) -> None:
        """Make the workbook appear."""
        for table in self._sheets:
            self._filtered(table)
        if not self._sheets:
            self._book.add_worksheet()
        self._book.close()
        self._part.replace(self._path)

    def discard(self) -> None:
        """Leave nothing behind."""
        self._book.fileclosed = True
        self._part.unlink(missing_ok=True)


def _naive(moment: str) -> datetime | None:
    """A moment as Excel knows one: without offset, after 1900."""
    try:
        known = datetime.fromisoformat(moment).replace(tzinfo=None)
    except ValueError:
        return None
    return known if known.year > 1900 else None  # noqa: PLR2004


def header(table: Table, labels: str) -> list[str]:
    """What stands above the columns."""
    return [column.name for column in table.all] if labels == "names" else table.labels(labels)
