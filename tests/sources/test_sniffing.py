"""A first look shows what is there without reading it all."""

from __future__ import annotations

import io

import xlsxwriter

from ocds_sv.sources import sniff


def test_a_csv_file_shows_its_dialect_and_first_rows(tmp_path):
    path = tmp_path / "a.csv"
    path.write_bytes("Uttag;\nnamn;belopp\n".encode("cp1252") + "Åsen;1\n".encode("cp1252") * 500)

    seen = sniff(path)

    assert (seen.format, seen.encoding, seen.delimiter) == ("csv", "Windows-1252", ";")
    assert (seen.tables[0].header, seen.tables[0].header_row) == (("namn", "belopp"), 2)
    assert seen.tables[0].rows == [["Åsen", "1"]] * 20


def test_what_breaks_off_shows_what_is_before(tmp_path):
    path = tmp_path / "a.csv"
    path.write_text('namn;belopp\nBo;1\nEva;2\n"Åsa;3\nUlf;4\n', encoding="utf-8")

    seen = sniff(path)

    assert seen.tables[0].header == ("namn", "belopp")
    assert seen.tables[0].rows == [["Bo", "1"], ["Eva", "2"]]


def test_a_workbook_shows_every_sheet_and_which_are_hidden(tmp_path):
    buffer = io.BytesIO()
    with xlsxwriter.Workbook(buffer, {"in_memory": True}) as book:
        book.add_worksheet("Tomt")
        data = book.add_worksheet("Data")
        for row in range(3000):
            data.write_row(row, 0, ["a", "b"] if row == 0 else [row, "x"])
        book.add_worksheet("Dolt").hide()
        book.add_worksheet("Sist").write_row(0, 0, ["c"])
    path = tmp_path / "a.xlsx"
    path.write_bytes(buffer.getvalue())

    seen = sniff(path)

    assert [(table.sheet, table.hidden, table.header) for table in seen.tables] == [
        ("Tomt", False, ()),
        ("Data", False, ("a", "b")),
        ("Dolt", True, ()),
        ("Sist", False, ("c",)),
    ]
    assert len(seen.tables[1].rows) == 20


def test_json_shows_its_keys(tmp_path):
    path = tmp_path / "a.json"
    path.write_text('{"results": [{"a": 1, "b": 2}]}', encoding="utf-8")

    seen = sniff(path)

    assert (seen.format, seen.tables[0].header) == ("json", ("a", "b"))
