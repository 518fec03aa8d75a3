"""Workbooks: xlsx, xls and ods give the same records, with the traps of Excel undone."""

from __future__ import annotations

import io
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from pathlib import Path

import openpyxl
import pytest
import xlsxwriter

from ocds_sv.errors import InputBroken, InputNotFound
from ocds_sv.sources.workbook import clean_cell

MORNING = datetime.fromisoformat("2024-01-02T00:00:00")
LATER = datetime.fromisoformat("2024-01-02T03:04:00")
ROWS = [["Namn", "Orgnr", "Belopp"], ["Blå Ängen AB", 2021006073, 12.5], ["Åsens Bygg", 5560912148, -3.25]]


@pytest.fixture(params=["xlsx", "xls", "ods"])
def built(request, xlsx, xls, ods):
    if request.param == "ods":
        return "a.ods", ods
    build = xlsx if request.param == "xlsx" else xls
    return f"a.{request.param}", lambda rows: build(Blad1=rows)


def test_every_workbook_format_gives_the_same_typed_cells(given, built):
    name, build = built

    read = given(build(ROWS), name=name)

    assert read.header == ("Namn", "Orgnr", "Belopp")
    assert read.records == [
        ["Blå Ängen AB", 2021006073, Decimal("12.5")],
        ["Åsens Bygg", 5560912148, Decimal("-3.25")],
    ]
    assert [type(cell) for cell in read.records[0]] == [str, int, Decimal]
    assert read.numbers == [2, 3]
    assert read.streams[0].place.sheet == "Blad1"


@pytest.mark.parametrize("suffix", ["xlsx", "xls", "ods", "xlsb", "csv"])
def test_a_workbook_under_another_workbooks_name_is_read_as_what_it_is(given, built, suffix):
    read = given(built[1](ROWS), name=f"a.{suffix}")

    assert read.header == ("Namn", "Orgnr", "Belopp")
    assert len(read.records) == 2


@pytest.mark.parametrize(
    ("raw", "cell"),
    [
        (2021006073.0, 2021006073),
        (0.1 + 0.2, Decimal("0.3")),
        (12761.370000000001, Decimal("12761.37")),
        (1e22, Decimal("1e22")),
        (-0.5, Decimal("-0.5")),
        (float("nan"), None),
        (float("inf"), None),
        (True, True),
        ("a_x000D_\nb", "a\nb"),
        ("a_x005F_x000D_\nb", "a\nb"),
        ("a_x000d_b", "a\nb"),
        ("a_x0009_b", "a\tb"),
        (" text ", " text "),
        (MORNING, date(2024, 1, 2)),
        (LATER, LATER),
        (date(2024, 1, 2), date(2024, 1, 2)),
        (time(3, 4), "03:04:00"),
        (timedelta(hours=51, minutes=2), "51:02:00"),
        (object(), None),
    ],
)
def test_cells_are_what_excel_shows(raw, cell):
    cleaned = clean_cell(raw)

    assert cleaned == cell
    assert type(cleaned) is type(cell)


def test_dates_times_and_line_breaks_come_through_a_real_file(given):
    buffer = io.BytesIO()
    with xlsxwriter.Workbook(buffer, {"in_memory": True, "default_date_format": "yyyy-mm-dd hh:mm"}) as book:
        sheet = book.add_worksheet("Avtal")
        sheet.write_row(0, 0, ["Start", "Tid", "Text", "Ja"])
        sheet.write_row(1, 0, [MORNING, LATER, "rad 1\nrad 2", True])

    read = given(buffer.getvalue(), name="a.xlsx")

    assert read.records == [[date(2024, 1, 2), LATER, "rad 1\nrad 2", True]]


def test_a_header_below_a_title_and_to_the_right_keeps_its_row_number(given, xlsx):
    rows = [["Statistik", "", ""], [], [], ["", "Organisation", "Diarie", "Leverantör"], ["", "Ale", "D1", "Ek"]]

    read = given(xlsx(Statistik=rows), name="Avtalsstatistik_1.xlsx")

    assert read.header is not None
    assert read.header[-3:] == ("Organisation", "Diarie", "Leverantör")
    assert read.numbers == [5]
    assert read.facts["header"] == "4"


def test_hidden_sheets_are_reported_and_not_read_unless_named(given):
    buffer = io.BytesIO()
    with xlsxwriter.Workbook(buffer, {"in_memory": True}) as book:
        for name in ["Öppet", "Dolt", "Djupt"]:
            book.add_worksheet(name).write_row(0, 0, ["a", "b"])
            book.get_worksheet_by_name(name).write_row(1, 0, [name, 1])
        book.get_worksheet_by_name("Dolt").hide()
        book.get_worksheet_by_name("Djupt").very_hidden()
    content = buffer.getvalue()

    read = given(content, name="a.xlsx", columns={"a": ("a",)})
    named = given(content, name="a.xlsx", sheets=("D*",))

    assert [stream.place.sheet for stream in read.streams] == ["Öppet"]
    assert [finding.place.sheet for finding in read.findings.examples["hidden-sheet"]] == ["Dolt", "Djupt"]
    assert [stream.place.sheet for stream in named.streams] == ["Dolt", "Djupt"]
    assert not named.rules


def test_every_sheet_with_the_columns_is_read_and_the_others_are_named(given, xlsx):
    book = xlsx(
        Om=[["Om filen"], ["Skapad av ekonomi"]],
        Gällande=[["Orgnr", "Namn"], ["1", "Ek"]],
        Tomt=[],
        Utgångna=[["namn", "orgnr"], ["Al", "2"]],
    )

    read = given(book, name="a.xlsx", columns={"orgnr": ("orgnr",), "namn": ("namn",)})

    assert [stream.place.sheet for stream in read.streams] == ["Gällande", "Utgångna"]
    assert read.records == [["1", "Ek"], ["Al", "2"]]
    assert [finding.place.sheet for finding in read.findings.examples["sheet-skipped"]] == ["Om"]


def test_when_no_sheet_has_the_columns_the_nearest_is_given_so_that_the_fault_can_be_told(given, xlsx):
    book = xlsx(A=[["x", "y"], [1, 2]], B=[["orgnr", "y"], [1, 2]])

    read = given(book, name="a.xlsx", columns={"orgnr": ("orgnr",), "namn": ("namn",)})

    assert [stream.place.sheet for stream in read.streams] == ["B"]


def test_without_columns_the_first_sheet_with_data_is_read(given, xlsx):
    read = given(xlsx(Tom=[], Data=[["a", "b"], [1, 2]], Mer=[["c"], [3]]), name="a.xlsx")

    assert [stream.place.sheet for stream in read.streams] == ["Data"]


def test_a_named_sheet_that_is_not_there_says_which_are(given, xlsx):
    with pytest.raises(InputNotFound, match="Blad1"):
        given(xlsx(Blad1=[["a"], [1]]), name="a.xlsx", sheets=("Avtal",))


def test_error_cells_are_counted_with_the_first_ones_place(given):
    buffer = io.BytesIO()
    with xlsxwriter.Workbook(buffer, {"in_memory": True}) as book:
        sheet = book.add_worksheet("Blad1")
        sheet.write_row(0, 0, ["namn", "belopp"])
        for row in range(1, 4):
            sheet.write(row, 0, "Ek")
            sheet.write_formula(row, 1, "=1/0", None, "#DIV/0!")

    read = given(buffer.getvalue(), name="a.xlsx")

    assert read.findings.counts["error-cell"] == 3
    assert read.findings.examples["error-cell"][0].facts["cell"] == "B2"
    assert read.findings.examples["error-cell"][0].place.sheet == "Blad1"
    assert read.records[0] in (["Ek", ""], ["Ek", None])


def test_text_that_says_t_equals_e_is_no_error_cell(given, xlsx):
    assert "error-cell" not in given(xlsx(A=[["a"], ['<c r="A1" t="e">']]), name="a.xlsx").rules


def test_formatted_but_empty_cells_far_down_are_no_rows(given):
    book = openpyxl.Workbook()
    book.active.append(["a", "b"])
    book.active.append([1, 2])
    book.active["XFD500000"].font = openpyxl.styles.Font(bold=True)
    buffer = io.BytesIO()
    book.save(buffer)

    assert given(buffer.getvalue(), name="a.xlsx").records == [[1, 2]]


def test_a_stray_cell_in_the_last_corner_cannot_take_the_process_down(given):
    from ocds_sv.sources import Limits

    book = openpyxl.Workbook()
    book.active.append(["a", "b"])
    book.active["XFD1048576"] = "x"
    buffer = io.BytesIO()
    book.save(buffer)

    with pytest.raises(InputBroken):
        given(buffer.getvalue(), name="a.xlsx", limits=Limits(memory=1 << 30))


def test_beyond_the_header_and_duplicates_are_found_in_workbooks_too(given, xlsx):
    read = given(xlsx(A=[["n", "n", "", "x"], [1, 2, 3, 4], [1, 2, 3, 4, 5]]), name="a.xlsx")

    assert read.header == ("n", "n (2)", "kolumn 3", "x")
    assert read.findings.counts == {"header-repeated": 1, "header-empty": 1, "cells-beyond-header": 1}


def test_a_sum_row_with_float_noise_is_recognised(given, xlsx):
    rows = [["konto", "belopp"], ["1", 0.1], ["2", 0.2], ["", 0.1 + 0.2]]

    read = given(xlsx(A=rows), name="a.xlsx", columns={"belopp": ("belopp",)}, sum_row="belopp")

    assert len(read.records) == 2


def test_header_only_and_blank_rows(given, xlsx):
    assert given(xlsx(A=[["a", "b"]]), name="a.xlsx").rules == {"no-records"}
    read = given(xlsx(A=[["a", "b"], [1, 2], [], ["", 3], ["", " "], [5, 6]]), name="a.xlsx")
    assert read.numbers == [2, 4, 6]
    assert read.streams[0].skipped == {"blank": 2}


def test_a_stream_left_early_does_not_disturb_the_next_sheet(xlsx, tmp_path):
    from ocds_sv.findings import Findings
    from ocds_sv.sources import SourceSpec, open_streams

    path = tmp_path / "a.xlsx"
    path.write_bytes(xlsx(A=[["a"], *[[n] for n in range(3000)]], B=[["b"], [7]]))

    firsts = [next(stream.records) for stream in open_streams([path], SourceSpec(sheets=("*",)), Findings())]

    assert firsts == [(2, [0]), (2, [7])]


@pytest.mark.parametrize("member", ["ledgers/kommun-2016-03.xlsx"])
def test_a_whole_municipal_ledger_is_read(reading, member):
    path = Path(__file__).resolve().parents[3] / "shared/data/sv" / member
    if not path.exists():
        pytest.skip(f"the sample ledger is not beside the repository: {member}")

    read = reading(path)

    assert len(read.records) == 68_021
    assert read.numbers[-1] == 68_022
    assert {type(record[5]) for record in read.records} <= {int, Decimal}
    # Excel's fifteen digits leave no float noise behind.
    assert max(-record[5].as_tuple().exponent for record in read.records if isinstance(record[5], Decimal)) <= 2


def test_what_stands_above_the_header_is_the_title_of_its_own_sheet(given, xlsx):
    sheets = {
        "Blad1": [["Giltiga  ramavtal", MORNING], [], [None, "Utskrift"], ["Nr", "Namn"], ["1", "A"]],
        "Blad2": [["Nr", "Namn"], ["2", "B"]],
    }

    read = given(xlsx(**sheets), name="a.xlsx", columns={"nr": ("Nr",), "namn": ("Namn",)})

    assert [stream.title for stream in read.streams] == ["Giltiga ramavtal 2024-01-02 Utskrift", ""]
