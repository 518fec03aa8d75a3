"""The demo's export has the shape of real ones, trap by trap, and names nobody."""

import csv
import io
from decimal import Decimal, InvalidOperation

import pytest
from openpyxl import load_workbook

from ocds_sv import demo_data
from ocds_sv.errors import OutputError
from ocds_sv.sweden.identity import Kind, classify
from ocds_sv.sweden.masks import is_mask

TEST_NUMBER = "811228-9874"


@pytest.fixture
def samples(tmp_path):
    return demo_data.write(tmp_path)


@pytest.fixture
def ledger(samples):
    text = samples[0].path.read_bytes().decode("cp1252")
    return list(csv.DictReader(io.StringIO(text, newline=""), delimiter=";"))


@pytest.fixture
def procurements(samples):
    header, *rows = load_workbook(samples[1].path).active.values
    return [dict(zip(header, row, strict=True)) for row in rows]


def _amount(text):
    return Decimal(text.replace("\u00a0", "").replace(",", "."))


def test_the_same_bytes_every_time_also_over_old_files(tmp_path, samples):
    before = [sample.path.read_bytes() for sample in samples]

    assert [sample.path.read_bytes() for sample in demo_data.write(tmp_path)] == before
    assert sorted(path.name for path in tmp_path.iterdir()) == sorted(sample.path.name for sample in samples)


def test_the_names_have_spaces_and_swedish_letters(samples):
    assert all(" " in sample.path.name and not sample.path.name.isascii() for sample in samples)


def test_the_ledger_is_written_as_swedish_systems_do(samples):
    content = samples[0].path.read_bytes()

    assert b"\r\n" in content
    assert b"\xa0" in content
    with pytest.raises(UnicodeDecodeError):
        content.decode("utf-8")


def test_the_ledger_has_every_trap(ledger):
    *rows, total = ledger
    sums = Decimal(0)
    bad = []
    for row in rows:
        try:
            sums += _amount(row["belopp"])
        except InvalidOperation:
            bad.append(row["belopp"])
    ids = [row["leverantor_id"] for row in rows]

    assert bad == ["12 kr st"]
    assert _amount(total["belopp"]) == sums
    assert not any(value for name, value in total.items() if name != "belopp")
    assert any(_amount(row["belopp"]) < 0 for row in rows if row["belopp"] not in bad), "a credit note"
    assert ids.count("") == 1
    assert sum(map(is_mask, ids)) == 1
    assert any(classify(number).kind is Kind.FOREIGN for number in ids)
    assert any(classify(number).kind is Kind.LEGAL and not classify(number).check_digit for number in ids)


def test_the_only_person_is_the_published_test_person(ledger, procurements):
    cells = [str(cell) for row in (*ledger, *procurements) for cell in row.values()]

    assert {cell for cell in cells if classify(cell).personal} == {TEST_NUMBER}


def test_the_procurements_have_the_columns_and_cell_types_of_the_export(procurements):
    assert len(procurements[0]) == 33
    assert {type(cell) for row in procurements for name, cell in row.items() if name not in demo_data.NUMBERS} == {
        str,
        type(None),
    }
    assert all(row["År"] == 2024 and row[demo_data.SHEET] == 1 for row in procurements)
    assert any(row["Direktivstyrd"] != (row["Direktivstyrd"] or "").strip() for row in procurements)
    assert any("Uppgift saknas" in (row["Huvudsaklig CPV-kod"] or "") for row in procurements)


def test_a_folder_that_is_not_there_is_named(tmp_path):
    with pytest.raises(OutputError, match="finns inte"):
        demo_data.write(tmp_path / "finns inte")
