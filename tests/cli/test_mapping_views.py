"""``mapping coverage``, ``preview`` and ``export``: what a mapping fills, does and says."""

import io
import json
import re
import zipfile

import pytest
from python_calamine import CalamineWorkbook

from ocds_sv.mapping.names import shipped_names
from ocds_sv.mapping.uses import fed
from ocds_sv.resources import MAPPINGS

LEDGER = MAPPINGS / "leverantorsreskontra" / "examples" / "spec-1.1.csv"


@pytest.mark.parametrize("folder", sorted({name.partition("/")[0] for name in shipped_names()}))
def test_coverage_has_every_field_that_the_golden_releases_have(folder, call):
    filled = set()
    for name in (name for name in shipped_names() if name.partition("/")[0] == folder):
        stages = json.loads(call("mapping", "coverage", name, "--json")[1])["stages"]
        filled |= {path for stage in stages.values() for path in stage["filled"]}

    seen = set()
    for golden in (MAPPINGS / folder / "examples").glob("*.releases.jsonl"):
        for line in golden.read_text(encoding="utf-8").splitlines():
            pointers = [one.pointer for one in fed(json.loads(line), [])]
            seen |= {"/".join(part for part in pointer.split("/") if not part.isdigit()) for pointer in pointers}
    # The release's id is made from its content where the mapping has none.
    assert seen - {"id"} <= filled


def test_coverage_tells_what_can_be_answered_and_what_to_add(call):
    code, out, _ = call("mapping", "coverage", "leverantorsreskontra", "--lang", "en", "--verbose")
    swedish = call("mapping", "coverage", "leverantorsreskontra", "--lang", "sv")[1]

    assert code == 0
    assert "contracts/implementation/transactions/value/amount" in out
    assert "belopp" in out
    assert "✓ U057" in out
    assert "· U015" in out
    assert "lacks" in out
    assert "The next fields that give most:" in out
    assert "Indikatorer som går att räkna ut:" in swedish


def test_coverage_lists_the_fields_of_the_source_and_what_the_data_has_besides(call, tmp_path):
    notice = (MAPPINGS / "eforms" / "examples" / "upphandling.xml").read_text(encoding="utf-8")
    strange = tmp_path / "a.xml"
    strange.write_text(
        notice.replace("<cbc:VersionID>", "<cbc:Strange>1</cbc:Strange><cbc:VersionID>"), encoding="utf-8"
    )

    code, out, _ = call("mapping", "coverage", "eforms", strange, "--lang", "en", "-v")
    data = json.loads(call("mapping", "coverage", "eforms", strange, "--json")[1])

    assert code == 0
    assert "Fields of the source: 746" in out
    assert re.search(r"unplaced +3\n +BT-682-Tender\n", out)
    assert "1 /cn:ContractNotice/cbc:Strange" in out
    assert data["source_fields"]["counts"]["mapped"] == 622
    assert data["values"]["unclaimed"] == {"/cn:ContractNotice/cbc:Strange": 1}
    assert data["values"]["left_out_with_reason"] > 0
    assert data["values"]["values"] > 50


@pytest.mark.parametrize("lang", ["sv", "en"])
def test_coverage_tells_what_cannot_be_read_and_goes_on(call, tmp_path, lang):
    notice = (MAPPINGS / "eforms" / "examples" / "upphandling.xml").read_bytes()
    strange = notice.replace(b"<cbc:VersionID>", b"<cbc:Strange>1</cbc:Strange><cbc:VersionID>")
    given = tmp_path / "in"
    given.mkdir()
    with zipfile.ZipFile(given / "b å.zip", "w") as made:
        members = {"1.xml": notice, "2.xml": b"%PDF-1.7", "3.xml": notice[:-400], "4.xml": b"", "5.xml": strange}
        for name, content in members.items():
            made.writestr(name, content)
    (given / "a.xml").write_bytes(b"<oj>")
    (given / "c.xml").write_bytes(notice)

    code, out, err = call("mapping", "coverage", "eforms", given, "--lang", lang)
    data = json.loads(call("mapping", "coverage", "eforms", given, "--lang", lang, "--json")[1])
    alone = json.loads(call("mapping", "coverage", "eforms", given / "c.xml", "--json")[1])

    assert code == 4
    assert [re.search(r"in/(b å.zip!)?(\w)\.xml[:,] \w", line)[2] for line in err.splitlines()] == ["a", "2", "3", "4"]
    assert data["unread"] == err.splitlines()
    assert "/cn:ContractNotice/cbc:Strange" in out
    assert data["values"]["records"] == 3
    assert data["values"]["values"] == 3 * alone["values"]["values"] + 1
    assert alone["unread"] == []


def test_where_nothing_can_be_read_coverage_says_why(call, tmp_path):
    with zipfile.ZipFile(tmp_path / "a.zip", "w") as made:
        made.writestr("1.xml", b"%PDF-1.7")

    code, out, err = call("mapping", "coverage", "eforms", tmp_path / "a.zip", "--lang", "en")

    assert (code, out) == (3, "")
    assert err.startswith(f"{tmp_path / 'a.zip'}!1.xml: the file is PDF")
    assert call("mapping", "coverage", "eforms", tmp_path / "absent.xml")[0] == 3


def test_values_are_counted_of_xml_alone(call):
    code, _, err = call("mapping", "coverage", "leverantorsreskontra", LEDGER, "--lang", "en")

    assert code == 2
    assert "does not read XML" in err


def test_a_preview_shows_which_column_fed_which_field_and_nobody(call):
    code, out, err = call("mapping", "preview", "leverantorsreskontra", LEDGER, "--limit", "50", "--lang", "en")

    assert code == 0
    lines = [line for line in out.splitlines() if "transactions/0/value/amount" in line]
    assert lines
    assert all(line.rstrip().endswith("← belopp") for line in lines)
    assert "values that come from no column" in out
    assert "from no column" in call("mapping", "preview", "leverantorsreskontra", LEDGER, "-v", "--lang", "en")[1]
    assert "811228" not in out + err


def test_a_preview_in_json_has_rows_values_and_columns(call):
    _, out, _ = call("mapping", "preview", "leverantorsreskontra", LEDGER, "--limit", "1", "--json")

    (first,) = [json.loads(line) for line in out.splitlines()]
    assert first["rows"][0] >= 2
    names = {one["pointer"]: one["columns"] for one in first["values"]}
    assert names["parties/0/name"] == ["kopare"]
    assert first["release"]["parties"][0]["name"]


def test_the_workbook_opens_with_its_sheets_and_measures(tmp_path, call):
    target = tmp_path / "fält för reskontra.xlsx"

    code, _, err = call("mapping", "export", "leverantorsreskontra", "-o", target, "--lang", "sv")

    assert code == 0
    assert "mätt i" in err
    book = CalamineWorkbook.from_path(target)
    assert book.sheet_names[0] == "1. General"
    assert book.sheet_names[-2:] == ["Not published", "Systems"]
    rows = book.get_sheet_by_name("6. Implementation").to_python()
    assert rows[0] == ["Path", "Title", "Description", "Mapping", "Example", "Filled", "Notes"]
    amount = next(row for row in rows if row[0] == "contracts/implementation/transactions/value/amount")
    assert amount[1:4] == ["Belopp", amount[2], "{$net_amount}"]
    assert 0 < amount[5] <= 1
    assert set(amount[4]) <= set("9.-,")
    systems = book.get_sheet_by_name("Systems").to_python()
    assert systems[1][:2] == ["leverantorsreskontra", "Leverantörsreskontra"]
    assert systems[1][systems[0].index("Implementation")] == "yes"


def test_the_same_mapping_gives_the_same_bytes_and_no_formula(tmp_path, call):
    mapping = tmp_path / "m.yaml"
    mapping.write_text(
        "title: '=1+1'\nunmapped: {'=cmd': '@x'}\n"
        "source: {columns: {a: [a]}}\n"
        "release: {ocid: '{a}', date: 2024-01-01, tag: [tender], initiationType: tender}\n",
        encoding="utf-8",
    )
    for name in ("1.xlsx", "2.xlsx"):
        assert call("mapping", "export", mapping, "-o", tmp_path / name)[0] == 0

    content = (tmp_path / "1.xlsx").read_bytes()
    assert content == (tmp_path / "2.xlsx").read_bytes()
    with zipfile.ZipFile(io.BytesIO(content)) as parts:
        sheets = [parts.read(name) for name in parts.namelist() if "worksheets/sheet" in name]
    assert not any(b"<f>" in sheet for sheet in sheets)


def test_a_workbook_is_measured_in_the_data_given(tmp_path, call):
    target = tmp_path / "f.xlsx"

    code, _, err = call("mapping", "export", "leverantorsreskontra", "-o", target, "--data", LEDGER, "--lang", "en")
    wrong = call("mapping", "export", "leverantorsreskontra", "-o", tmp_path / "f.csv", "--lang", "en")

    assert code == 0
    assert "measured in" in err
    assert wrong[0] == 2
    assert ".xlsx" in wrong[2]
