"""
A small export, invented from the first cell to the last, in the shape that real ones have.

The cells stand in ``ledger.csv`` and ``procurements.csv``; here they get the clothes that they wear in the wild:
the ledger cp1252, decimal comma, NBSP between thousands and a sum row; the procurements as a workbook.
The organisationsnummer are of series that are not in use, and the sole trader's number is Skatteverket's test number.
"""

from __future__ import annotations

import csv
import io
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from ocds_sv.jsonio import write_file

TABLES = Path(__file__).parent
LEDGER = "leverantörsreskontra 2024-03 – demo.csv"
PROCUREMENTS = "upphandlingar 2024 – demo.xlsx"
SHEET = "Antal upphandlingar, Summa"
AMOUNT = "belopp"
NUMBERS = ("År", SHEET)
"""The columns that hold numbers in the workbook; all others hold text, as in the original."""


@dataclass(frozen=True, slots=True)
class Sample:
    """
    One file of the demo.

    Attributes:
        path: where it was written.
        mapping: the shipped mapping that reads it.
    """

    path: Path
    mapping: str


def write(folder: Path) -> list[Sample]:
    """
    Write both files into ``folder``, with the same bytes every time.

    Raises:
        OutputError: the folder is not there or may not be written.
    """
    ledger, procurements = folder / LEDGER, folder / PROCUREMENTS
    write_file(str(ledger), _ledger())
    write_file(str(procurements), _workbook())
    return [Sample(ledger, "leverantorsreskontra"), Sample(procurements, "uhm-upphandlingar/procurements")]


def _rows(name: str) -> list[list[str]]:
    with (TABLES / name).open(encoding="utf-8", newline="") as stream:
        return list(csv.reader(stream, delimiter=";"))


def _ledger() -> bytes:
    rows = _rows("ledger.csv")
    place = rows[0].index(AMOUNT)
    for row in rows[1:]:
        # The table writes _ where the file has a no-break space, which nobody could see in it.
        row[place] = row[place].replace("_", "\u00a0")
    text = io.StringIO(newline="")
    csv.writer(text, delimiter=";", lineterminator="\r\n").writerows(rows)
    return text.getvalue().encode("cp1252")


def _workbook() -> bytes:
    from xlsxwriter import Workbook  # noqa: PLC0415 # 100 ms, and only the demo needs it

    rows = _rows("procurements.csv")
    numbers = {rows[0].index(name) for name in NUMBERS}
    content = io.BytesIO()
    # In memory the archive's own time stamps are fixed, too.
    with Workbook(content, {"in_memory": True}) as book:
        book.set_properties({"created": datetime(2024, 4, 1, tzinfo=UTC)})
        sheet = book.add_worksheet(SHEET)
        for at, row in enumerate(rows):
            for column, cell in enumerate(row):
                if at and column in numbers:
                    sheet.write_number(at, column, int(cell))
                elif cell:
                    sheet.write_string(at, column, cell)
    return content.getvalue()
