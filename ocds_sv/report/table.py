"""The findings as rows, one for each example: for CSV and for the workbook."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator

from ocds_sv.report.labels import label
from ocds_sv.report.reading import Example, Json, examples

Cell = str | int

COLUMNS = (
    "severity", "rule", "message", "source file", "sheet", "row", "column", "header", "more cells", "ocid",
    "release id", "pointer", "file", "line", "fix", "owner", "status", "failed", "checked", "fingerprint",
)  # fmt: skip
"""In the order in which somebody who mends them reads."""

_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
"""What spreadsheet programs take for the start of a formula (OWASP, CSV injection)."""
_SEPARATOR = {"sv": ";", "en": ","}


def harmless(text: str) -> str:
    """The text, with an apostrophe before what a spreadsheet program would run."""
    return f"'{text}" if text.lstrip(" ").startswith(_FORMULA) else text


def rows(report: Json, lang: str) -> Iterator[tuple[Cell, ...]]:
    """A row for each example under ``COLUMNS``, its texts harmless to spreadsheet programs; 0 is left empty."""
    for example in examples(report):
        cells = _row(example, lang)
        yield tuple(harmless(cell) if isinstance(cell, str) else cell or "" for cell in cells)


def _row(example: Example, lang: str) -> tuple[Cell, ...]:
    result, rule, sample, cell = example.result, example.rule, example.sample, example.cell
    return (
        label(result["severity"], lang),
        result["rule"],
        sample["message"][lang],
        cell["file"],
        cell["sheet"],
        cell["row"],
        cell["column"],
        cell["header"],
        "; ".join(place(one, lang) for one in sample["cells"][1:]),
        sample["ocid"],
        sample["release"],
        sample["pointer"],
        sample["file"],
        sample["line"],
        rule["fix"][lang],
        label(result["owner"], lang),
        label(sample["status"], lang) if sample["status"] else "",
        result["failed"],
        result["checked"],
        sample["fingerprint"],
    )


def place(cell: Json, lang: str) -> str:
    """A cell of the source in words: file, sheet, row and column."""
    row = f"{cell['row']}–{cell['to']}" if cell.get("to") else str(cell["row"] or "")
    header = " ".join(filter(None, (cell["header"], f"({cell['column']})" if cell["column"] else "")))
    named = (("", cell["file"]), ("sheet", cell["sheet"]), ("row", row), ("column", header))
    return ", ".join(f"{label(key, lang).lower()} {text}".strip() for key, text in named if text)


def as_csv(report: Json, lang: str) -> bytes:
    """UTF-8 with a byte order mark, for Excel; semicolons in Swedish, where the comma is the decimal sign."""
    target = io.StringIO(newline="")
    writer = csv.writer(target, delimiter=_SEPARATOR[lang], lineterminator="\r\n")
    writer.writerow([label(name, lang) for name in COLUMNS])
    writer.writerows(rows(report, lang))
    return target.getvalue().encode("utf-8-sig", "replace")
