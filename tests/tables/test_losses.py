"""What a form cannot hold is told, and nothing ends with a fault of the program."""

import csv
import json
import sqlite3
from decimal import Decimal

import openpyxl
import pytest

from ocds_sv.findings import Severity
from ocds_sv.tables import flatten_files
from ocds_sv.tables.spreadsheets import Excel

FORMS = ["out", "out.xlsx", "out.sqlite", "out.parquet", "out.duckdb"]


def flattened(tmp_path, name, tender, **release):
    pytest.importorskip("duckdb")
    pytest.importorskip("pyarrow")
    whole = {"ocid": "ocds-213czf-1", "id": "1", "date": "2024-06-01T00:00:00Z", "tag": ["tender"], **release}
    (tmp_path / "in.jsonl").write_text(json.dumps({**whole, "tender": {"id": "1", **tender}}) + "\n", encoding="utf-8")
    return flatten_files([str(tmp_path / "in.jsonl")], str(tmp_path / name))


def value(tmp_path, name, column):
    import duckdb

    path = tmp_path / name
    if name.endswith(".xlsx"):
        header, row = openpyxl.load_workbook(path)["Tenders"].iter_rows(values_only=True)
        return row[
            header.index({"tender_numberoftenderers": "Number of tenderers"}.get(column, "Estimated value – Amount"))
        ]
    if name.endswith(".sqlite"):
        base = sqlite3.connect(path)
        (found,) = base.execute(f"SELECT {column} FROM tender_summary").fetchone()
        base.close()
        return found
    if name.endswith(".duckdb"):
        with duckdb.connect(str(path), read_only=True) as base:
            return base.execute(f"SELECT {column} FROM tender_summary").fetchone()[0]
    if name.endswith(".parquet"):
        place = str(path / "tender_summary.parquet")
        return duckdb.sql(f"SELECT {column} FROM read_parquet('{place}')").fetchall()[0][0]
    with (path / "tender_summary.csv").open(encoding="utf-8", newline="") as file:
        return next(csv.DictReader(file))[column]


@pytest.mark.parametrize("name", FORMS)
@pytest.mark.parametrize("amount", [10**18, 10**20, 12345678901234567890123456, Decimal("-999999999999999999999.5")])
def test_an_amount_is_the_same_or_is_told(name, amount, tmp_path):
    account = flattened(tmp_path, name, {"value": {"amount": float(amount) if amount < 0 else amount}})

    found = value(tmp_path, name, "tender_value_amount")
    told = set(account.findings.counts)
    assert told <= {"value-rounded"}
    if not told:
        assert Decimal(str(found)) == Decimal(str(float(amount)) if amount < 0 else amount)
    else:
        assert float(found) == pytest.approx(float(amount))


@pytest.mark.parametrize(
    ("name", "told"),
    [
        ("out", set()),
        ("out.xlsx", set()),
        ("out.sqlite", {"value-rounded"}),
        ("out.parquet", {"value-too-large"}),
        ("out.duckdb", {"value-too-large"}),
    ],
)
def test_a_whole_number_of_more_than_64_bits(name, told, tmp_path):
    account = flattened(tmp_path, name, {"numberOfTenderers": 99999999999999999999})

    assert set(account.findings.counts) == told
    found = value(tmp_path, name, "tender_numberoftenderers")
    assert found is None if told == {"value-too-large"} else float(found) == 1e20


@pytest.mark.parametrize("name", FORMS)
@pytest.mark.parametrize("amount", ["1e999", "-1e999999999", "1e-999999999"])
def test_a_text_that_is_a_vast_number_ends_no_run(name, amount, tmp_path):
    account = flattened(tmp_path, name, {"value": {"amount": amount}})

    assert account.rows["tender_summary"] == 1
    assert account.findings.total(Severity.ERROR) == 0


@pytest.mark.parametrize("count", ["1e999999999", "1e-999999999", "0.5"])
def test_a_text_that_is_no_count_is_left_out(count, tmp_path):
    account = flattened(tmp_path, "out", {"numberOfTenderers": count})

    assert account.findings.counts == {"value-of-another-kind": 1}


def test_a_vast_number_is_not_written_out_for_excel(tmp_path):
    (tmp_path / "in.jsonl").write_text(
        '{"ocid": "o", "tender": {"value": {"amount": "1e999999999"}}}', encoding="utf-8"
    )

    flatten_files([str(tmp_path / "in.jsonl")], str(tmp_path / "out"), excel=True)

    assert "1E+999999999" in (tmp_path / "out/tender_summary.csv").read_text(encoding="utf-8-sig")


def test_more_digits_than_parquet_holds_are_told(tmp_path):
    account = flattened(tmp_path, "out.parquet", {"value": {"amount": 0.12345678901}})

    assert value(tmp_path, "out.parquet", "tender_value_amount") == Decimal("0.1234567890")
    (example,) = account.findings.examples["value-rounded"]
    assert example.place.column == "tender_value_amount"


def test_a_text_that_a_cell_cuts_is_told(tmp_path):
    account = flattened(tmp_path, "out.xlsx", {"title": "å" * (Excel.TEXT + 1), "description": "ö" * Excel.TEXT})

    row = openpyxl.load_workbook(tmp_path / "out.xlsx")["Tenders"][2]
    assert max(len(str(cell.value)) for cell in row) == Excel.TEXT
    assert account.findings.counts == {"text-cut": 1}


def test_a_misfit_is_told_where_it_stands(tmp_path):
    good = '{"ocid": "o", "tender": {"value": {"amount": 1}}}\n'
    (tmp_path / "a.jsonl").write_text(good, encoding="utf-8")
    (tmp_path / "b.jsonl").write_text(good + good.replace("1}", '"tio"}'), encoding="utf-8")

    account = flatten_files([str(tmp_path / name) for name in ("a.jsonl", "b.jsonl")], str(tmp_path / "out"))

    (example,) = account.findings.examples["value-of-another-kind"]
    assert (example.place.file, example.place.row, example.ocid) == (str(tmp_path / "b.jsonl"), 2, "o")


@pytest.mark.parametrize(
    ("text", "told", "rows"),
    [
        ('{"results": [{"ocid": "o"}]}', {"release-without-ocid": 1}, 1),
        ('{"records": [{"ocid": "o", "releases": [{"url": "https://a.org"}]}]}', {"record-that-gives-nothing": 1}, 0),
        ('{"records": [{"ocid": "o", "releases": [{"ocid": "o", "id": "1"}]}]}', {}, 1),
        (
            '{"ocid": "o", "initiationType": [{"releaseID": "1", "releaseDate": "d", "releaseTag": [], "value": "x"}]}',
            {"versioned-release": 1},
            0,
        ),
    ],
)  # fmt: skip
def test_what_gives_no_rows_of_a_process_is_told(text, told, rows, tmp_path):
    (tmp_path / "in.json").write_text(text, encoding="utf-8")

    account = flatten_files([str(tmp_path / "in.json")], str(tmp_path / "out"))

    assert account.findings.counts == told
    assert account.rows["release_summary"] == rows


def test_what_cannot_be_read_is_told_in_either_language(tmp_path):
    (tmp_path / "in.jsonl").write_text('{"ocid": "o"}\n{cut\n', encoding="utf-8")

    account = flatten_files([str(tmp_path / "in.jsonl")], str(tmp_path / "out"))

    (example, *_) = account.findings.examples["text-is-no-json"]
    assert "kunde inte läsas: texten " in example.message("sv")
    assert "could not be read: the text " in example.message("en")
