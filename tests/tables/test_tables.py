"""Tables of every form: the same rows, exact amounts, moments in UTC, and nothing that runs in a spreadsheet."""

import csv
import json
import sqlite3
import sys
from datetime import UTC, datetime
from decimal import Decimal

import openpyxl
import pytest

from ocds_sv.errors import OutputError, UsageError
from ocds_sv.jsonio import encode
from ocds_sv.standard import Standard
from ocds_sv.tables import flatten_files, tables
from ocds_sv.tables.rows import Rows
from ocds_sv.tables.spreadsheets import Excel

RELEASE = {
    "ocid": "ocds-213czf-1",
    "id": "r1",
    "date": "2024-06-01T01:30:00+02:00",
    "tag": ["award", "contract"],
    "initiationType": "tender",
    "buyer": {"id": "SE-ON-212000-9994", "name": "Påhittade kommun"},
    "parties": [{"id": "SE-ON-212000-9994", "name": "Påhittade kommun", "roles": ["buyer", "payer"]}],
    "tender": {
        "id": "t",
        "title": '=HYPERLINK("https://example.org")',
        "hasEnquiries": False,
        "value": {"amount": Decimal("1250000.50"), "currency": "SEK"},
        "items": [{"id": "1", "quantity": 3, "classification": {"scheme": "CPV", "id": "90910000"}}],
        "lots": [{"id": "L1", "title": "Norr"}],
    },
    "awards": [
        {"id": "a1", "suppliers": [{"id": "s1", "name": "Åkerbärets Städ AB"}, {"id": "s2", "name": "Såg AB"}]},
        {"id": "a2", "value": {"amount": Decimal("90000000000000.01"), "currency": "SEK"}},
    ],
    "contracts": [
        {
            "id": "c1",
            "awardID": "a1",
            "implementation": {"transactions": [{"id": "x", "value": {"amount": -5, "currency": "SEK"}}]},
        }
    ],
}


@pytest.fixture
def source(tmp_path):
    path = tmp_path / "in.jsonl"
    path.write_bytes(encode(RELEASE) + b"\n" + encode({**RELEASE, "ocid": "ocds-213czf-2"}) + b"\n")
    return str(path)


def read(path, **how):
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file, **how))


def test_each_table_has_its_rows_and_keys(source, tmp_path):
    account = flatten_files([source], str(tmp_path / "out"))

    assert account.releases == 2
    suppliers = read(tmp_path / "out/award_suppliers_summary.csv")
    shown = ("ocid", "award_index", "supplier_index", "award_id", "name")
    assert [tuple(row[name][-18:] for name in shown) for row in suppliers] == [
        ("ocds-213czf-1", "0", "0", "a1", "Åkerbärets Städ AB"),
        ("ocds-213czf-1", "0", "1", "a1", "Såg AB"),
        ("ocds-213czf-2", "0", "0", "a1", "Åkerbärets Städ AB"),
        ("ocds-213czf-2", "0", "1", "a1", "Såg AB"),
    ]  # fmt: skip
    (transaction, _) = read(tmp_path / "out/contract_implementation_transactions_summary.csv")
    assert (transaction["contract_id"], transaction["transaction_amount"]) == ("c1", "-5")
    assert account.rows["tender_lots_summary"] == 2
    assert not (tmp_path / "out/bids_summary.csv").exists()


def test_amounts_keep_their_digits_and_moments_are_in_utc(source, tmp_path):
    flatten_files([source], str(tmp_path / "out"))

    assert read(tmp_path / "out/tender_summary.csv")[0]["tender_value_amount"] == "1250000.50"
    assert read(tmp_path / "out/awards_summary.csv")[1]["award_value_amount"] == "90000000000000.01"
    assert read(tmp_path / "out/release_summary.csv")[0]["release_date"] == "2024-05-31T23:30:00Z"
    assert read(tmp_path / "out/parties_summary.csv")[0]["roles"] == "buyer; payer"
    assert read(tmp_path / "out/tender_summary.csv")[0]["tender_hasenquiries"] == "false"


def test_csv_for_a_swedish_excel(source, tmp_path):
    flatten_files([source], str(tmp_path / "out"), labels="sv", excel=True)

    path = tmp_path / "out/tender_summary.csv"
    assert path.read_bytes().startswith(b"\xef\xbb\xbfOcid;Releasens id;")
    (row, _) = read(path, delimiter=";")
    assert row["Upphandlingens namn"] == '\'=HYPERLINK("https://example.org")'
    assert "1250000,50" in row.values()
    assert "nej" in row.values()


def test_a_workbook_opens_with_formats_filters_and_no_formula(source, tmp_path):
    flatten_files([source], str(tmp_path / "ut å.xlsx"), lang="sv")

    book = openpyxl.load_workbook(tmp_path / "ut å.xlsx")
    sheet = book["Upphandlingar"]
    header = [cell.value for cell in sheet[1]]
    row = dict(zip(header, sheet[2], strict=True))
    assert sheet.freeze_panes == "A2"
    assert sheet.auto_filter.ref == sheet.dimensions
    assert row["Upphandlingens namn"].data_type == "s"
    amount = next(cell for cell in sheet[2] if cell.value == 1250000.5)
    assert amount.number_format == "#,##0.00"
    assert book["Processer"]["C2"].value == datetime(2024, 5, 31, 23, 30)  # noqa: DTZ001 - Excel has no offsets
    assert "90000000000000.01" in [cell.value for cell in book["Tilldelningar"][3]]


def test_a_sheet_that_is_full_goes_on_in_another(source, tmp_path, monkeypatch):
    monkeypatch.setattr(Excel, "MOST", 1)

    flatten_files([source], str(tmp_path / "out.xlsx"), lang="en")

    assert {"Tenders", "Tenders 2"} <= set(openpyxl.load_workbook(tmp_path / "out.xlsx").sheetnames)


def test_a_database_answers_questions(source, tmp_path):
    flatten_files([source], str(tmp_path / "out.sqlite"))

    base = sqlite3.connect(tmp_path / "out.sqlite")
    question = """
        SELECT s.name, a.award_id, t.tender_value_amount FROM award_suppliers_summary s
        JOIN awards_summary a USING (ocid, release_id, award_index) JOIN tender_summary t USING (ocid, release_id)
        WHERE ocid = 'ocds-213czf-1' ORDER BY supplier_index
    """
    assert base.execute(question).fetchall() == [
        ("Åkerbärets Städ AB", "a1", 1250000.5), ("Såg AB", "a1", 1250000.5)
    ]  # fmt: skip
    assert base.execute(
        "SELECT SUM(transaction_amount) FROM contract_implementation_transactions_summary"
    ).fetchone() == (-10,)
    base.close()


def test_parquet_and_duckdb_keep_decimals_and_moments(source, tmp_path):
    parquet = pytest.importorskip("pyarrow.parquet")
    duckdb = pytest.importorskip("duckdb")

    flatten_files([source], str(tmp_path / "out.parquet"))
    flatten_files([source], str(tmp_path / "out.duckdb"))

    awards = parquet.read_table(tmp_path / "out.parquet/awards_summary.parquet").to_pylist()
    assert awards[1]["award_value_amount"] == Decimal("90000000000000.01")
    releases = parquet.read_table(tmp_path / "out.parquet/release_summary.parquet").to_pylist()
    assert releases[0]["release_date"] == datetime(2024, 5, 31, 23, 30, tzinfo=UTC)
    with duckdb.connect(str(tmp_path / "out.duckdb"), read_only=True) as base:
        assert base.execute("SELECT SUM(tender_value_amount) FROM tender_summary").fetchone() == (
            Decimal("2500001.00"),
        )
    assert sorted(path.name for path in tmp_path.iterdir()) == ["in.jsonl", "out.duckdb", "out.parquet"]


@pytest.mark.parametrize(("name", "package"), [("x.parquet", "pyarrow"), ("x.duckdb", "duckdb")])
def test_a_missing_extra_is_one_sentence(name, package, source, tmp_path, monkeypatch):
    monkeypatch.setitem(sys.modules, package, None)

    with pytest.raises(UsageError) as caught:
        flatten_files([source], str(tmp_path / name))

    assert f"paketet {package}: pip install" in caught.value.text("sv")


def test_values_of_another_kind_are_left_out_and_told(tmp_path):
    odd = {"ocid": "o", "id": 7, "date": "i går", "tag": "tender", "tender": {"value": {"amount": "tio"}, "title": {}}}
    (tmp_path / "in.json").write_text(json.dumps(odd), encoding="utf-8")

    account = flatten_files([str(tmp_path / "in.json")], str(tmp_path / "out"))

    assert read(tmp_path / "out/release_summary.csv")[0]["release_id"] == "7"
    assert account.findings.counts["value-of-another-kind"] == 4


@pytest.mark.parametrize("name", ["package.json", "lines.jsonl", "record.json"])
def test_of_a_record_the_compiled_release_is_the_row(name, tmp_path):
    record = {"ocid": "o", "releases": [RELEASE, RELEASE], "compiledRelease": {**RELEASE, "tag": ["compiled"]}}
    linked = {"ocid": "o", "releases": [RELEASE, RELEASE]}
    written = {
        "package.json": encode({"records": [record, linked, record], "releases": [RELEASE]}),
        "lines.jsonl": b"\n".join([encode(record), encode(linked), encode(record), encode(RELEASE)]),
        "record.json": b"\n".join(
            json.dumps(json.loads(encode(one)), indent=1).encode() for one in (record, linked, record)
        )
        + encode({"releases": [RELEASE]}),
    }
    (tmp_path / name).write_bytes(written[name])

    account = flatten_files([str(tmp_path / name)], str(tmp_path / "out"))

    assert account.rows["release_summary"] == 1 + 2 + 1 + 1


@pytest.mark.parametrize("name", ["out", "out.xlsx", "out.sqlite"])
def test_a_run_that_fails_leaves_nothing(name, source, tmp_path, monkeypatch):
    def broken(_self, _release):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Rows, "of", broken)
    with pytest.raises(OutputError, match="the disk is full"):
        flatten_files([source], str(tmp_path / name))

    assert [path.name for path in tmp_path.iterdir()] == ["in.jsonl"]


def test_a_form_of_one_table_is_refused(source, tmp_path):
    with pytest.raises(UsageError, match=r"\.xlsx"):
        flatten_files([source], str(tmp_path / "out.csv"))


def test_every_column_stands_in_the_standard_and_has_two_labels():
    names = [table.name for table in tables()]

    assert len(names) == len(set(names))
    for table in tables():
        columns = [column.name for column in table.all]
        assert len(columns) == len(set(columns)), table.name
        assert table.columns, table.name
        for lang in ("sv", "en"):
            assert all(table.labels(lang))
            assert len(table.labels(lang)) == len(set(table.labels(lang)))
    assert Standard.load().node("tender/value/amount").kind == "number"


def test_the_command_tells_what_it_wrote(source, tmp_path):
    from ocds_sv import cli

    assert cli.run(["flatten", source, "-o", str(tmp_path / "out"), "--json", "--lang", "sv"]) == 0
    assert cli.run(["flatten", source, "-o", "-", "--lang", "sv"]) == 2
