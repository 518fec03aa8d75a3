"""``inspect``: what a file holds, without showing anybody in it."""

import json
import re
import zipfile

import pytest

from ocds_sv import demo_data
from ocds_sv.mapping import Mapping
from ocds_sv.resources import MAPPINGS


@pytest.fixture
def samples(tmp_path):
    return demo_data.write(tmp_path)


def test_the_file_is_described_and_the_fitting_mapping_comes_first(samples, call):
    code, out, _ = call("inspect", samples[0].path, "--lang", "sv")

    assert code == 0
    for word in ("Windows-1252", "avgränsare: ;", "rubrikrad: 1", "leverantor_id", "organisationsnummer"):
        assert word in out
    fitting = out.partition("Mappningar som passar:")[2].split()
    assert fitting[:2] == ["leverantorsreskontra", "100%"]


@pytest.mark.parametrize("lang", ["sv", "en"])
def test_the_columns_stand_below_each_other_within_eighty_characters(tmp_path, call, lang):
    path = tmp_path / "a.csv"
    rows = ["559999-9017"] * 600 + ["811228-9874", "A 1"]
    header = "Organisationsnummer för den som levererar varan;a;Mycketlångtordutanmellanslagsomintegårattdela"
    path.write_text("\n".join([header, *(f"{row};;{'AB' * 20}-{n}" for n, row in enumerate(rows))]), encoding="utf-8")

    _, out, _ = call("inspect", path, "--lang", lang)

    lines = out.partition("\n\n")[0].splitlines()[1:]
    assert max(map(len, lines)) <= 80
    for word in ("levererar", "organisationsnummer >99%", "<1%", "attdela"):
        assert word in out


def test_no_value_is_shown_and_personal_numbers_are_counted(samples, call):
    _, out, err = call("inspect", samples[0].path, "--lang", "en")

    assert "; 1 with" in out
    for value in ("811228", "9874", "Testa", "Åkerbärets", "48\u00a0250", "559999"):
        assert value not in out + err


def test_json_has_every_column_with_its_fill_rate(samples, call):
    _, out, _ = call("inspect", samples[1].path, "--json")

    answer = json.loads(out)
    table = answer["tables"][0]
    columns = {column["name"]: column for column in table["columns"]}
    assert len(columns) == 33
    assert table["rows"] == table["sampled_rows"] == 12
    assert columns["Upphandlings-ID"]["fill_rate"] == 1
    assert columns["CPV-Underkategori"]["fill_rate"] == 0.25
    assert columns["Organisationsnummer för köpare"]["kinds"] == {"organisationsnummer": 12}
    assert answer["mappings"][0]["name"] == "uhm-upphandlingar/procurements"


def test_json_records_are_described_by_their_paths(tmp_path, call):
    file = tmp_path / "avtal.json"
    rows = [{"nr": 1, "part": {"orgnr": "559999-9017"}, "cpv": ["79212000-3", "90910000-9"]}, {"nr": 2}]
    file.write_text(json.dumps({"data": rows}), encoding="utf-8")

    _, out, _ = call("inspect", file, "--json")

    columns = {column["name"]: column for column in json.loads(out)["tables"][0]["columns"]}
    assert columns["part.orgnr"]["kinds"] == {"organisationsnummer": 1}
    assert columns["cpv[]"]["kinds"] == {"CPV": 2}


@pytest.mark.parametrize("lang", ["sv", "en"])
def test_what_cannot_be_inspected_is_said(tmp_path, lang, call):
    missing = call("inspect", tmp_path / "finns inte.csv", "--lang", lang)
    pipe = call("inspect", "-", "--lang", lang)

    assert (missing[0], pipe[0]) == (3, 2)
    assert "finns inte.csv" in missing[2]
    assert pipe[2].strip()


def test_a_member_that_cannot_be_read_is_said_and_the_others_are_described(tmp_path, call):
    path = tmp_path / "a.zip"
    with zipfile.ZipFile(path, "w") as archive:
        for name, content in (("1.csv", b"%PDF-1.7"), ("2.csv", b"namn;belopp\nBo;1\n"), ("3.json", b'[{"a": 1}, {')):
            archive.writestr(name, content)

    code, out, err = call("inspect", path, "--json", "--lang", "sv")

    answer = json.loads(out)
    assert code == 4
    assert [table["file"] for table in answer["tables"]] == [f"{path}!2.csv"]
    assert [f"a.zip!{name}" in text for name, text in zip(("1.csv", "3.json"), answer["unread"], strict=True)] == [
        True,
        True,
    ]
    assert all(text in err for text in answer["unread"])


def test_a_sheet_can_be_chosen(samples, call):
    chosen = call("inspect", samples[1].path, "--sheet", demo_data.SHEET, "--json")
    wrong = call("inspect", samples[1].path, "--sheet", "Finns inte", "--json")

    assert json.loads(chosen[1])["tables"][0]["sheet"] == demo_data.SHEET
    assert wrong[0] != 0


def test_a_starting_mapping_is_written_once_and_never_over_another(samples, tmp_path, call):
    new = tmp_path / "ny mappning å.yaml"

    code, out, err = call("inspect", samples[0].path, "--new", new, "--lang", "sv")
    again = call("inspect", samples[0].path, "--new", new, "--lang", "en")
    shown = call("inspect", samples[0].path, "--new", "-", "--lang", "sv")

    assert (code, out) == (0, "")
    assert f'ocds-sv mapping check "{new}"' in err
    preview = next(line for line in err.splitlines() if "mapping preview" in line)
    needed = [name for name, param in Mapping.load(new).params.items() if param.required]
    assert re.findall(r"--set (\w+)=…", preview) == needed
    assert again[0] == 2
    assert "is there already" in again[2]
    assert shown[1] == new.read_text(encoding="utf-8")
    assert call("mapping", "check", new)[0] == 0


@pytest.mark.parametrize("packed", [False, True])
def test_xml_is_told_with_the_mapping_that_reads_it(tmp_path, call, packed):
    notice = MAPPINGS / "ted-xml" / "examples" / "F02-upphandling.xml"
    given = str(notice)
    if packed:
        given = str(tmp_path / "dag å 1.zip")
        with zipfile.ZipFile(given, "w") as archive:
            archive.write(notice, "1/å.xml")

    code, out, err = call("inspect", given, "--lang", "sv")

    assert (code, err) == (0, "")
    assert "XML" in out
    assert f'ocds-sv mapping coverage ted-xml "{given}"' in out
    assert out.partition("Mappningar som passar:")[2].split() == ["ted-xml", "100%"]
    assert json.loads(call("inspect", given, "--json")[1])["mappings"][0]["name"] == "ted-xml"


def test_a_file_that_no_mapping_fits_is_told_how_to_begin(tmp_path, call):
    (tmp_path / "å.csv").write_text("leverantor;Kanin\na;b\n", encoding="utf-8")
    (tmp_path / "a.xml").write_text("<a/>", encoding="utf-8")

    table = call("inspect", tmp_path / "å.csv", "--lang", "sv")[1]
    xml = call("inspect", tmp_path / "a.xml", "--lang", "sv")[1]

    assert f'Ett utkast till en egen: ocds-sv inspect "{tmp_path / "å.csv"}" --new min.yaml' in table
    assert "Mappningar som passar" not in table
    assert "Närmast:" in table
    assert "Ingen mappning passar." in xml
    assert "--new" not in xml


def test_a_mapping_for_xml_is_not_proposed(call):
    code, _, err = call("inspect", str(MAPPINGS / "ted-xml" / "examples" / "F02-upphandling.xml"), "--new", "-")

    assert code == 3
    assert "format: xml" in err
