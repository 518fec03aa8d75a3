"""Rows for spreadsheets: where, what, how to mend it, and nothing that a spreadsheet program would run."""

import csv
import io

import openpyxl
import pytest

from ocds_sv.report import FORMATS
from ocds_sv.report.labels import label
from ocds_sv.report.table import COLUMNS, harmless, place

START = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")


@pytest.mark.parametrize(
    "text", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "\n=1", " =1", "＝1", "=cmd|' /C calc'!A0"]
)
def test_what_would_run_gets_an_apostrophe(text):
    assert harmless(text) == "'" + text


@pytest.mark.parametrize("text", ["", "Städ AB", "/tender/title", "1-1", "a=1"])
def test_what_would_not_stays_as_it_is(text):
    assert harmless(text) == text


def test_a_cell_is_told_by_file_sheet_row_and_column():
    cell = {"file": "a.xlsx", "sheet": "Avtal", "row": 7, "column": "D", "header": "Belopp"}

    assert place(cell, "sv") == "a.xlsx, blad Avtal, rad 7, kolumn Belopp (D)"
    assert place(cell | {"to": 9, "sheet": "", "column": ""}, "en") == "a.xlsx, row 7–9, column Belopp"
    assert place(dict.fromkeys(cell, "") | {"row": 0}, "en") == ""


@pytest.mark.parametrize(("lang", "separator"), [("sv", ";"), ("en", ",")])
def test_csv_opens_in_excel_and_has_a_row_for_each_example(report, lang, separator):
    content = FORMATS["csv"].render(report, lang)

    assert content.startswith(b"\xef\xbb\xbf")
    head, *rows = csv.reader(io.StringIO(content.decode("utf-8-sig")), delimiter=separator)
    assert head == [label(name, lang) for name in COLUMNS]
    assert len(rows) == sum(one["shown"] for one in report["results"])
    assert any(row[COLUMNS.index("source file")] == "avtal å 2024.xlsx" for row in rows)
    assert not [cell for row in rows for cell in row if cell.startswith(START)]


def _sheets(report, lang="sv"):
    return openpyxl.load_workbook(io.BytesIO(FORMATS["xlsx"].render(report, lang)))


def test_the_workbook_has_its_sheets_in_both_languages(report):
    assert _sheets(report).sheetnames == [
        "Sammanfattning", "Fynd", "Regler", "Ifyllda fält", "Indikatorer", "Varningsflaggor"
    ]  # fmt: skip
    assert _sheets(report, "en").sheetnames == ["Summary", "Issues", "Rules", "Coverage", "Indicators", "Red flags"]


def test_issues_are_a_list_to_work_through(report):
    sheet = _sheets(report)["Fynd"]

    assert sheet.freeze_panes == "A2"
    assert sheet.auto_filter.ref == sheet.dimensions
    assert sheet.max_row - 1 == sum(one["shown"] for one in report["results"])
    assert sheet["C2"].alignment.wrap_text
    assert sheet.column_dimensions["C"].width > 40


def test_rules_say_what_they_are_about_in_words(report):
    head, *rows = _sheets(report)["Regler"].iter_rows(values_only=True)
    known = {rule["name"]: rule for rule in report["rules"]}

    for row in (dict(zip(head, cells, strict=True)) for cells in rows):
        assert row["Vad regeln säger"] == known[row["Regel"]]["title"]["sv"]
        assert row["Slag"] != known[row["Regel"]]["dimension"]


def test_no_cell_of_the_workbook_is_a_formula_or_a_link(report, hostile):
    report["coverage"][0]["path"] = hostile
    report["assessment"]["recommendations"][0]["text"] = {"sv": hostile, "en": "https://example.org"}
    cells = [cell for sheet in _sheets(report) for row in sheet.iter_rows() for cell in row if cell.value is not None]

    assert not [cell.coordinate for cell in cells if cell.data_type == "f" or cell.hyperlink]
    assert not [cell.value for cell in cells if isinstance(cell.value, str) and cell.value.startswith(START)]
    assert any(str(cell.value).startswith("'=cmd") for cell in cells)


def test_characters_that_a_workbook_cannot_hold_and_endless_texts_are_taken_care_of(report):
    sample = next(one for one in report["results"] if one["samples"])["samples"][0]
    sample["message"] = {"sv": "a\x00\x1f\ufffe" + "x" * 40_000, "en": ""}

    assert _sheets(report)["Fynd"]["C2"].value.startswith("a\ufffd\ufffd\ufffdxxx")
