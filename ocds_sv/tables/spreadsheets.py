"""Tables for spreadsheet programs: CSV and Excel."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from datetime import datetime
from decimal import Decimal
from pathlib import Path
from typing import Any, BinaryIO

from ocds_sv.jsonio.output import WholeFile
from ocds_sv.jsonio.scratch import scratch
from ocds_sv.tables.layout import Column, Table
from ocds_sv.tables.losses import Loss, Losses, is_vast
from ocds_sv.tables.places import appear, beside, clear
from ocds_sv.tables.rows import Cell, Row, digits


class Csv:
    """
    A folder with one CSV file a table; ``excel`` makes them for a Swedish Excel.

    Attributes:
        losses: what it could not hold: nothing.
    """

    def __init__(self, folder: Path, labels: str, *, excel: bool) -> None:
        self.losses: Losses = Losses()
        self._folder = folder
        self._is_new = not folder.exists()
        folder.mkdir(parents=True, exist_ok=True)
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
        clear(self._folder, ".csv", {table.name for table in self._files})

    def discard(self) -> None:
        """Leave nothing behind."""
        for file, text, _ in self._files.values():
            with suppress(OSError):
                text.detach()
            file.discard()
        if self._is_new:
            with suppress(OSError):
                self._folder.rmdir()


def _plain(cell: Cell) -> Any:  # noqa: ANN401
    return cell if not isinstance(cell, bool) else str(cell).lower()


_FORMULA = ("=", "+", "-", "@", "\t", "\r")
"""What a cell of text must not begin with where a spreadsheet program opens it."""


def _swedish(cell: Cell) -> Any:  # noqa: ANN401
    if isinstance(cell, bool):
        return "ja" if cell else "nej"
    if isinstance(cell, str):
        return f"'{cell}" if cell.startswith(_FORMULA) else cell
    return cell if cell is None else _written(cell).replace(".", ",")


def _written(number: float | Decimal) -> str:
    """A number digit by digit, as long as anyone would read them."""
    return str(number) if isinstance(number, Decimal) and is_vast(number) else digits(number)


class _Sink:
    """
    A file for a ZIP archive.

    Once it has failed, it only counts what comes: an archive that is given up writes its end when it is cleared away,
    and nobody can be told of the failure then.
    """

    def __init__(self, file: BinaryIO) -> None:
        self._file = file
        self._at = 0
        self._failed = False

    @contextmanager
    def _trying(self) -> Iterator[None]:
        try:
            yield
        except OSError:
            self._failed = True
            raise

    def write(self, data: bytes) -> int:
        self._at += len(data)
        if not self._failed:
            with self._trying():
                self._file.write(data)
        return len(data)

    def seek(self, at: int) -> int:
        self._at = at
        if not self._failed:
            with self._trying():
                self._file.seek(at)
        return at

    def tell(self) -> int:
        return self._at

    def flush(self) -> None:
        if not self._failed:
            with self._trying():
                self._file.flush()

    def close(self) -> None:
        """Close the file."""
        with suppress(OSError) if self._failed else self._trying():
            self._file.close()


class Excel:
    """
    A workbook with one sheet a table: frozen header, filters, number formats, never a formula.

    Attributes:
        losses: what it could not hold.
    """

    MOST = 1_048_575
    DIGITS = 15
    TEXT = 32_767
    """A sheet's rows beside the header, the digits that a number keeps, and the characters that a cell holds."""

    def __init__(self, path: Path, labels: str, lang: str) -> None:
        import xlsxwriter  # noqa: PLC0415 # 100 ms

        self.losses: Losses = Losses()
        self._path = path
        self._labels = labels
        self._lang = lang
        self._part = beside(path)
        with ExitStack() as stack:
            folder = stack.enter_context(scratch())
            self._file = _Sink(self._part.open("wb"))
            self._stack = stack.pop_all()
        # The sheets wait in the folder.
        options = {"constant_memory": True, "strings_to_formulas": False, "tmpdir": str(folder)}
        self._book = xlsxwriter.Workbook(self._file, options)
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
            if isinstance(cell, str) and len(cell) > self.TEXT:
                self.losses[Loss.CUT, table.name, column.name] += 1
                sheet.write_string(count, place, cell[: self.TEXT])
            elif cell is not None:
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
            if self._is_long(cell):
                sheet.write_string(row, place, _written(cell))
            else:
                sheet.write_number(
                    row, place, float(cell), self._formats["number"] if column.kind == "number" else None
                )
        elif column.kind == "moment" and (moment := _naive(str(cell))) is not None:
            sheet.write_datetime(row, place, moment, self._formats["moment"])
        else:
            sheet.write_string(row, place, str(cell))

    def _is_long(self, cell: float | Decimal) -> bool:
        """Whether Excel would round the number, or does not know any that large."""
        number = Decimal(str(cell))
        significant = "".join(map(str, number.as_tuple().digits)).strip("0")
        return len(significant) > self.DIGITS or is_vast(number)

    def finish(self) -> None:
        """Make the workbook appear."""
        from xlsxwriter.exceptions import FileCreateError  # noqa: PLC0415 # see above

        for table in self._sheets:
            self._filtered(table)
        if not self._sheets:
            self._book.add_worksheet()
        try:
            self._book.close()
        except FileCreateError as error:
            raise error.args[0] from None
        self._file.close()
        self._stack.close()
        appear(self._part, self._path)

    def discard(self) -> None:
        """Leave nothing behind."""
        self._book.fileclosed = True
        with suppress(OSError):
            self._file.close()
        self._stack.close()
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
