"""``mapping``: list, show, check, schema."""

import json

import pytest

from ocds_sv.mapping import Mapping, catalogue

SHIPPED = catalogue()
FAULTY = "title: Fel\nrelease:\n  ocid: x\n  titel: y\n"


def test_the_list_has_every_shipped_mapping_with_its_title(call):
    code, out, _ = call("mapping", "list")

    assert code == 0
    assert len(out.splitlines()) == len(SHIPPED) > 0
    for shipped in SHIPPED:
        assert f"{shipped.title}\n" in out


def test_the_list_as_json_has_the_descriptions(call):
    _, out, _ = call("mapping", "list", "--json")

    assert [row["name"] for row in json.loads(out)] == [shipped.name for shipped in SHIPPED]


def test_what_is_shown_is_the_file_itself(call):
    for shipped in SHIPPED:
        code, out, _ = call("mapping", "show", shipped.name)

        assert code == 0
        assert out == shipped.path.read_text(encoding="utf-8")


@pytest.mark.parametrize("lang", ["sv", "en"])
def test_a_misspelt_mapping_is_answered_with_the_nearest(lang, call):
    code, out, err = call("mapping", "show", "leverantorsreskontran", "--lang", lang)

    assert (code, out) == (2, "")
    assert "'leverantorsreskontra'" in err


def test_every_shipped_mapping_passes(call):
    for shipped in SHIPPED:
        code, _, err = call("mapping", "check", shipped.name)

        assert code == 0, err


@pytest.mark.parametrize("lang", ["sv", "en"])
def test_every_fault_is_told_with_file_line_and_column(tmp_path, lang, call):
    file = tmp_path / "min mappning å.yaml"
    file.write_text(FAULTY, encoding="utf-8")

    code, out, err = call("mapping", "check", file, "--lang", lang)

    assert (code, out) == (2, "")
    assert f"{file}:4:" in err or f"{file.name}:4:" in err
    assert "titel" in err


def test_faults_as_json_have_their_place(tmp_path, call):
    file = tmp_path / "fel.yaml"
    file.write_text(FAULTY, encoding="utf-8")

    code, out, _ = call("mapping", "check", file, "--json")

    assert code == 2
    assert any(fault["line"] == 4 and "titel" in fault["path"] for fault in json.loads(out))


def test_a_mapping_that_is_right_as_json_has_no_faults(call):
    assert json.loads(call("mapping", "check", SHIPPED[0].name, "--json")[1]) == []


def test_the_schema_is_a_json_schema(call):
    code, out, _ = call("mapping", "schema")

    assert code == 0
    assert json.loads(out)["$schema"].startswith("http://json-schema.org/draft-07/")


def test_a_shown_mapping_can_be_used_as_ones_own(tmp_path, call):
    _, out, _ = call("mapping", "show", "uhm-upphandlingar")

    assert Mapping.load("uhm-upphandlingar").title in out
