"""``mapping``: list, show, copy, check, schema."""

import json

import pytest

from ocds_sv.mapping import Mapping, catalogue, portable, templates

SHIPPED = catalogue()
TEMPLATES = templates()
FAULTY = "title: Fel\nrelease:\n  ocid: x\n  titel: y\n"


def test_the_list_has_every_shipped_mapping_with_its_title(call):
    code, out, _ = call("mapping", "list")

    assert code == 0
    assert len(out.splitlines()) == len(SHIPPED) + len(TEMPLATES)
    for shipped in SHIPPED:
        assert f"{shipped.title}\n" in out
    for template in TEMPLATES:
        assert f"{template.title} (template)\n" in out


def test_the_list_as_json_has_the_descriptions(call):
    _, out, _ = call("mapping", "list", "--json")

    rows = json.loads(out)
    assert [row["name"] for row in rows if not row["template"]] == [shipped.name for shipped in SHIPPED]
    assert [row["name"] for row in rows if row["template"]] == [template.name for template in TEMPLATES]


def test_what_is_shown_can_be_saved_anywhere(call):
    for shipped in SHIPPED:
        code, out, _ = call("mapping", "show", shipped.name)

        assert code == 0
        assert out == portable(shipped.path)


def test_a_copy_is_written_once_and_loads(tmp_path, call):
    file = tmp_path / "min å.yaml"

    code, out, err = call("mapping", "copy", "goteborg-leverantorsfakturor", file)

    assert (code, out) == (0, "")
    assert f'ocds-sv mapping check "{file}"' in err
    assert Mapping.load(file).title == Mapping.load("goteborg-leverantorsfakturor").title
    code, _, err = call("mapping", "copy", "goteborg-leverantorsfakturor", file)
    assert code == 2
    assert "choose another name" in err


@pytest.mark.parametrize("lang", ["sv", "en"])
def test_a_copy_of_a_template_says_how_many_questions_it_asks(tmp_path, lang, call):
    file = tmp_path / "min.yaml"

    code, _, err = call("mapping", "copy", "raindance-reskontra", file, "--lang", lang)

    assert code == 0
    assert "4 frågor att svara på" in err or "4 questions to answer" in err
    code, _, err = call("mapping", "check", file, "--lang", lang)
    assert code == 2
    assert len(err.splitlines()) == 4


def test_converting_with_an_unanswered_template_is_refused_before_anything_is_read(tmp_path, call):
    code, out, err = call(
        "convert", tmp_path / "finns-inte.csv", "-m", "tendsign-upphandlingar", "-o", tmp_path / "o.jsonl"
    )

    assert (code, out) == (2, "")
    assert "ocds-sv mapping copy tendsign-upphandlingar" in err
    assert "source.columns.referens: " in err
    assert not (tmp_path / "o.jsonl").exists()


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


def test_an_xpath_without_a_fast_way_is_told(tmp_path, call):
    source = 'title: Annonser\nsource: {format: xml, namespaces: {c: "urn:x"}, roots: [c:N]}\n'
    release = (
        'release: {ocid: "{$ocid_prefix}-{c:ID[1]}", date: "{c:Date[last()]}", tag: tender, initiationType: tender}\n'
    )
    (tmp_path / "m.yaml").write_text(source + release, encoding="utf-8")

    code, _, err = call("mapping", "check", tmp_path / "m.yaml", "--lang", "en")

    assert code == 0
    assert err.splitlines()[1:] == ["  slow XPath, which lxml answers by itself: c:Date[last()]"]


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
