"""A wrong mapping is refused whole: every fault at its line, with the nearest right word."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ocds_sv.errors import MappingError, UnknownName
from ocds_sv.mapping import Mapping

GOOD = """\
title: Test
source:
  format: csv
  columns: {nr: [Nr], titel: [Titel]}
release:
  ocid: "{$ocid_prefix}-{nr}"
  date: 2024-01-01
  tag: [tender]
  initiationType: tender
  tender: {id: "{nr}", title: "{titel}"}
"""


@pytest.fixture
def faults(tmp_path):
    """The faults of a mapping's text, with places, in a language."""

    def of(text, lang="en"):
        path = tmp_path / "m.yaml"
        path.write_text(text, encoding="utf-8")
        with pytest.raises(MappingError) as caught:
            Mapping.load(path)
        return caught.value.text(lang).splitlines()

    return of


def test_the_mapping_that_the_faults_are_made_from_is_right(tmp_path):
    (tmp_path / "m.yaml").write_text(GOOD, encoding="utf-8")

    assert Mapping.load(tmp_path / "m.yaml").title == "Test"


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        (
            'title: "{titel}"',
            'titel: "{titel}"',
            "m.yaml:10:24: release.tender.titel: no such OCDS field",
        ),
        (
            "release:",
            "lookups: {t: {csv: borta.csv, key: a, value: b}}\nrelease:",
            "m.yaml:5:14: lookups.t: there is no file 'borta.csv' beside the mapping",
        ),
        ('{nr}", title', '{nummer}", title', "m.yaml:10:16: release.tender.id: the column 'nummer' is not among"),
        (
            "[tender]",
            "[tendr]",
            "m.yaml:8:9: release.tag[0]: 'tendr' does not fit (code-unknown) (did you mean",
        ),
        ('{titel}"', '{titel|uper}"', "there is no function 'uper' (did you mean 'upper'"),
        ('{titel}"', "{titel|slug('a')}\"", "the function 'slug' takes 0 arguments, not 1"),
        ('{titel}"', "{titel|cpv_name('de')}\"", "there is no cpv_name('de')"),
        ("{$ocid_prefix}", "{$ocid_prefx}", "no parameter 'ocid_prefx' (did you mean 'ocid_prefix'?)"),
        ('{titel}"', '{titel"', "a lone brace '{'"),
        ('{titel}"', '{}"', "an empty hole '{}'"),
        ('{titel}"', '{@fil}"', "there is no '@fil' (did you mean 'file'?)"),
        ("  date: 2024-01-01\n", "", "release: the standard requires date"),
        ("  date: 2024-01-01\n", "  date: i morgon\n", "'i morgon' does not fit (not-a-date)"),
        (
            "  tag: [tender]\n",
            "  tag: [tender]\n  tag: [award]\n",
            ":9:3: tag: the key is given already on line 8",
        ),
        ("format: csv", "format: cvs", "there is no format 'cvs' (did you mean 'csv'?)"),
        ("title: Test", "titel: Test", "m.yaml:1:1: titel: unknown key (did you mean 'title'?)"),
        ("titel: [Titel]", "titel: [Titel], mer: [Mer]", "the column is not used; move it to unmapped with a reason"),
        ("title: Test", "title: Test\nextensions: [lotts]", "lots"),
        ("title: Test", "title: Test\nunmapped: {x: }", "give a reason"),
        ("title: Test", "title: Test\nlookups: {a: {b: c}}", "the lookup is not used"),
        ("title: Test", "title: Test\nassert: {filled: {tender/titel: 0.5}}", "assert.filled.tender/titel"),
        ("title: Test", "title: Test\nvalues: {a: '{$b}', b: '{$a}'}", "the value is built on itself"),
        ("title: Test", "title: Test\ninclude: finns-inte.yaml", "there is no file 'finns-inte.yaml'"),
        ("tender: {id", "tender: {each: rows, id", "only blocks of a list can be repeated"),
        ('tender: {id: "{nr}", title: "{titel}"}', "tender: text", "the field is an object, give its keys"),
        ("title: Test", "title: [", "invalid YAML"),
    ],
)
def test_each_fault_has_its_place_and_remedy(faults, old, new, expected):
    assert old in GOOD

    told = faults(GOOD.replace(old, new, 1))

    assert any(expected in line for line in told), told


def test_all_faults_are_told_at_once_in_the_order_of_the_file_in_both_languages(faults):
    wrong = GOOD.replace("[tender]", "[tendr]").replace('title: "{titel}"', 'titel: "{nix|uper}"')

    english, swedish = faults(wrong), faults(wrong, "sv")

    lines = [int(line.split(":")[1]) for line in english]
    assert lines == sorted(lines)
    assert len(english) == len(swedish) >= 2
    assert any("menade du 'title'" in line for line in swedish)


def test_no_stays_text_and_a_number_keeps_its_zero(tmp_path):
    text = GOOD.replace('title: "{titel}"', "title: NO, description: 0212000142").replace(", titel: [Titel]", "")
    (tmp_path / "m.yaml").write_text(text, encoding="utf-8")

    tender = dict(dict(Mapping.load(tmp_path / "m.yaml").release.fields)["tender"].fields)

    assert tender["title"].expression.value == "NO"
    assert tender["description"].expression.value == "0212000142"


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(place=st.integers(0, len(GOOD)), length=st.integers(0, 12), put=st.text(max_size=8))
def test_any_damage_to_a_mapping_is_refused_in_order_or_harmless(tmp_path, place, length, put):
    path = tmp_path / "m.yaml"
    path.write_bytes((GOOD[:place] + put + GOOD[place + length :]).encode("utf-8", "surrogatepass"))

    try:
        Mapping.load(path)
    except (MappingError, UnknownName) as refusal:
        told = refusal.text("sv"), refusal.text("en")
        assert all(told)
