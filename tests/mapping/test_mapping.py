"""Every fault of a mapping is told when it loads, all at once, with its place."""

import json
import string
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ocds_sv.errors import MappingError, UnknownName, UsageError
from ocds_sv.mapping import Mapping
from ocds_sv.mapping.language import Constant
from ocds_sv.resources import MAPPINGS

Refused = Callable[..., list[str]]
Load = Callable[[str], Mapping]

HEAD = """\
source: {columns: {a: a}}
release:
  ocid: "x-{a}"
  tag: [tender]
  date: 2024-01-01
  initiationType: tender
"""


@pytest.mark.parametrize(
    ("line", "fault"),
    [
        (
            "  tender: {id: t, titel: X}",
            "7:19: release.tender.titel: no such OCDS field (did you mean 'title', 'items'?)",
        ),
        ("  tender: X", "7:11: release.tender: the field is an object, give its keys"),
        ("  tender: {id: t, title: {a: b}}", "7:26: release.tender.title: a text or a block with from is expected"),
        ("  tender: {id: t, status: activ}", "7:27: release.tender.status: 'activ' does not fit (code-unknown)"),
        ("  tender: {id: t, value: {amount: tolv}}", "7:35: release.tender.value.amount: 'tolv' does not fit"),
        ("  tender: {title: '{a}'}", "7:11: release.tender: the standard requires id"),
        ("  tender: {each: rows, id: t}", "7:11: release.tender: only blocks of a list can be repeated"),
        ("  parties: [x]", "7:13: release.parties[0]: a block of keys is expected here"),
        ("  parties: [{each: l, id: a}]", "7:20: release.parties[0].each: a table is repeated with 'rows'"),
        (
            "  language: '{aa}'",
            "7:13: release.language: the column 'aa' is not among source.columns (did you mean 'a'?)",
        ),
        ("  language: '{^.a}'", "7:13: release.language: '^.' leads out of the record"),
        ("  language: '{a|uper}'", "7:13: release.language: there is no function 'uper' (did you mean 'upper'"),
        ("  language: '{a|upper(1)}'", "7:13: release.language: the function 'upper' takes 0 arguments, not 1"),
        (
            "  language: '{$ocid_prefx}'",
            "7:13: release.language: no parameter 'ocid_prefx' (did you mean 'ocid_prefix'",
        ),
        ("  language: '{@rad}'", "7:13: release.language: there is no '@rad'"),
        ("  language: '{a'", "7:13: release.language: a lone brace '{'"),
        ("  language: '{}'", "7:13: release.language: an empty hole '{}'"),
        ("  language: {from: '{a}', lookup: no}", "7:27: release.language: there is no lookup 'no'"),
        (
            "  language: {from: '{a}', defualt: x}",
            "7:27: release.language.defualt: unknown key (did you mean 'default'",
        ),
        ("  language: {from: '{a}', rows: least}", "7:27: release.language.rows: rows is min or max"),
        ("  language: {from: '{a}', rows: min, split: x}", "7:38: release.language.split: split does not go with"),
        ("  language: {from: '{a}', required: ja}", "7:37: release.language.required: true or false is expected"),
        ("  language: {from: '{a}', apply: uper}", "7:34: release.language.apply: there is no function 'uper'"),
        ("  ocid: y", "7:3: ocid: the key is given already on line 3"),
        ("unmapped: {b: }", "7:12: unmapped.b: give a reason"),
        ("assert: {filled: {tender/titel: 1}}", "assert.filled.tender/titel: There is no OCDS field 'tender/titel'."),
        ("assert: {filled: {tender/title: 2}}", "7:33: assert.filled.tender/title: a number between 0 and 1"),
        ("assert: {releases: -1}", "7:20: assert.releases: a whole number is expected here"),
        ("lookups: {t: {x: y}}", "7:14: lookups.t: the lookup is not used"),
        (
            "lookups: {t: {csv: finns-inte.csv}}",
            "7:14: lookups.t: there is no file 'finns-inte.csv' beside",
        ),
        ("lookups: {t: {table: no}}", "7:14: lookups.t: "),
        ("lookups: {t: {x: y, else: drop}}", "7:21: lookups.t.else: else is keep or show"),
        ("values: {v: '{$w}', w: '{$v}'}", "7:10: v: the value is built on itself"),
        ("values: {ocid_prefix: x}", "7:10: values.ocid_prefix: the name is a parameter already"),
        ("params: {p: {default: c, choices: {a: x}}}", "7:14: params.p: no such choice"),
        ("extensions: [lot]", "7:1: extensions: There is no extension 'lot'. Did you mean 'lots'"),
        ("include: no.yaml", "7:10: include: there is no file 'no.yaml', or it includes itself"),
        ("privacy: {persons: [{when: {'{a}': x}}]}", "7:21: privacy.persons[0]: give name"),
        ("privacy: {accept: {tender/titel: x}}", "privacy.accept.tender/titel: There is no OCDS field"),
        ("utgivare: x", "7:1: utgivare: unknown key"),
        ("x: *y", "7:4: invalid YAML: found undefined alias"),
        ("x: [", "invalid YAML: "),
    ],
)
def test_a_fault_is_told_with_its_place(line: str, fault: str, refused: Refused) -> None:
    told = refused(HEAD + line + "\n")

    assert [text for text in told if fault in text], told


def test_a_fault_is_told_in_swedish(refused: Refused) -> None:
    told = refused(HEAD + "  tender: {id: t, titel: X}\n", "sv")

    assert told == ["7:19: release.tender.titel: fältet finns inte i OCDS (menade du 'title', 'items'?)"]


@pytest.mark.parametrize("block", ["each: rows", "each: {from: '{a}', split: ','}"])
@pytest.mark.parametrize(
    ("inner", "fault"),
    [
        ("suppliers: [{each: rows, id: x}]", "the block around it is repeated already"),
        ("title: {from: '{a}', rows: min}", "rows: min and max are of the whole group"),
        ("title: '{$least}'", "rows: min and max are of the whole group"),
        ("title: '{$indirect}'", "rows: min and max are of the whole group"),
    ],
)
def test_what_a_repeated_block_cannot_hold(block: str, inner: str, fault: str, refused: Refused) -> None:
    values = "values: {least: {from: '{a}', rows: min}, indirect: '{$least}'}\n"

    told = refused(f"{HEAD}  awards: [{{{block}, id: x, {inner}}}]\n{values}")

    assert len(told) == 1
    assert fault in told[0]


def test_all_faults_are_told_at_once_in_the_order_of_the_file(refused: Refused) -> None:
    told = refused(
        """\
        source:
          formt: csv
          columns: {a: a}
        release:
          ocid: "{b}"
          tag: [tendr]
          initiationType: "{a|uper}"
          tender:
            id: "{$prefix}"
            titel: X
        """
    )

    assert [text.partition(": ")[2].partition(": ")[0] for text in told] == [
        "source.formt",
        *["release"] * any("requires" in text for text in told),
        "release.ocid",
        "release.tag[0]",
        "release.initiationType",
        "release.tender.id",
        "release.tender.titel",
    ]


def test_an_unused_column_is_refused(refused: Refused) -> None:
    told = refused(HEAD.replace("{a: a}", "{a: a, b: b}"))

    assert told == ["1:26: source.columns.b: the column is not used; move it to unmapped with a reason"]


def test_a_value_of_a_lookup_must_fit_the_field(refused: Refused) -> None:
    told = refused(HEAD + "  tender: {id: t, status: {from: '{a}', lookup: s}}\nlookups: {s: {pågår: aktive}}\n")

    assert told == ["8:14: lookups.s: 'aktive' does not fit (code-unknown) (did you mean 'active'?)"]


def test_texts_stay_texts(load: Load) -> None:
    mapping = load(
        HEAD + "  tender: {id: 0212000142, title: NO, description: 1e3, procurementMethodDetails: 2024-01-01}\n"
    )

    tender = dict(mapping.release.fields)["tender"]
    assert {name: field.expression for name, field in tender.fields} == {
        "id": Constant("0212000142"),
        "title": Constant("NO"),
        "description": Constant("1e3"),
        "procurementMethodDetails": Constant("2024-01-01"),
    }


def test_null_is_nothing(load: Load) -> None:
    mapping = load(HEAD + "  language: ~\n  parties: [{id: x, name: null, roles: [~]}]\n")

    fields = dict(mapping.release.fields)
    assert "language" not in fields
    assert [name for name, _ in fields["parties"].blocks[0].fields] == ["id"]


def test_an_included_file_is_laid_under_the_one_that_includes_it(tmp_path: Path) -> None:
    (tmp_path / "under.yaml").write_text(HEAD + "  language: sv\n  parties: [{id: a}]\ntitle: Under\n", "utf-8")
    (tmp_path / "over.yaml").write_text("include: under.yaml\ntitle: Över\nrelease: {parties: [{id: b}]}\n", "utf-8")

    mapping = Mapping.load(tmp_path / "over.yaml")

    assert mapping.title == "Över"
    assert len(dict(mapping.release.fields)["parties"].blocks) == 2
    assert dict(mapping.release.fields)["language"].expression == Constant("sv")


def test_a_fault_in_an_included_file_names_that_file(tmp_path: Path) -> None:
    (tmp_path / "under.yaml").write_text("release: {titel: x}\n", "utf-8")
    (tmp_path / "over.yaml").write_text(f"include: under.yaml\n{HEAD}", "utf-8")

    with pytest.raises(MappingError) as caught:
        Mapping.load(tmp_path / "over.yaml")

    assert [(fault.file, fault.line, fault.column) for fault in caught.value.faults] == [("under.yaml", 1, 11)]


def test_files_that_include_each_other_are_refused(tmp_path: Path) -> None:
    (tmp_path / "a.yaml").write_text(f"include: b.yaml\n{HEAD}", "utf-8")
    (tmp_path / "b.yaml").write_text("include: a.yaml\n", "utf-8")

    with pytest.raises(MappingError, match=r"b\.yaml:1:10: include: .*includes itself"):
        Mapping.load(tmp_path / "a.yaml")


def test_the_checksum_follows_the_content_not_the_layout(load: Load) -> None:
    first = load(HEAD).checksum

    assert load("# a remark\n\n" + HEAD).checksum == first
    assert load(HEAD.replace("2024", "2025")).checksum != first


def test_a_mapping_that_is_not_there_is_named_with_the_nearest() -> None:
    with pytest.raises(UnknownName, match=r"'leverantorsreskontr'.*Did you mean 'leverantorsreskontra'"):
        Mapping.load("leverantorsreskontr")
    with pytest.raises(UnknownName, match=r"'qqq'\. `ocds-sv mapping list` shows"):
        Mapping.load("qqq")
    with pytest.raises(UnknownName, match=r"'leverantorsreskontra\.yaml'\. Check the path"):
        Mapping.load("leverantorsreskontra.yaml")


def test_parameters_are_checked(load: Load) -> None:
    mapping = load(
        HEAD + "params: {r: {required: true, help: the year}, c: {choices: {one: '{a}'}}, p: P, n: }\nvalues: {v: x}\n"
    )

    assert mapping.parameters({"r": "1"})["p"] == "P"
    assert mapping.parameters({"r": "1"})["n"] is None
    assert mapping.parameters({"r": "1", "c": "one"})["c"] == mapping.params["c"].choices["one"]
    for given_, message in (
        ({}, "must be given: --set r=… \\(the year\\)"),
        ({"r": ""}, "must be given"),
        ({"r": "1", "x": "1"}, "'x'\\. There are: r, c, p, n, ocid_prefix"),
        ({"r": "1", "v": "1"}, "'v'"),
        ({"r": "1", "c": "on"}, "'on'.*Did you mean 'one'"),
    ):
        with pytest.raises(UsageError, match=message):
            mapping.parameters(given_)


def test_all_parameters_that_are_missing_are_told_at_once(load: Load) -> None:
    mapping = load(HEAD + "params: {r: {required: true, help: the year}, s: {required: true, help: who}}\n")

    with pytest.raises(UsageError) as caught:
        mapping.parameters({})

    assert "parametrarna 'r', 's' måste anges: --set r=… (the year) --set s=… (who)" in caught.value.text("sv")


@pytest.mark.parametrize("prefix", ["ocds-abc123", "ocds-213czf", "ocds-a1b2c3-kommun"])
def test_an_ocid_prefix_has_the_form_of_the_partnerships(load: Load, prefix: str) -> None:
    assert load(HEAD).parameters({"ocid_prefix": prefix})["ocid_prefix"] == prefix


@pytest.mark.parametrize("prefix", ["abc", "ocds-abc12", "ocds-ABC123", "ocds-abc123-", "OCDS-abc123", "ocds-abc1234"])
def test_what_is_no_ocid_prefix_is_refused(load: Load, prefix: str) -> None:
    with pytest.raises(UsageError, match=f"'{prefix}' is no ocid prefix.*ocds-abc123"):
        load(HEAD).parameters({"ocid_prefix": prefix})


def loads_or_is_refused(path: Path, content: bytes) -> None:
    path.write_bytes(content)
    try:
        Mapping.load(path)
    except (MappingError, UnknownName) as error:
        refusal = error
    else:
        return
    assert refusal.text("sv")
    assert refusal.text("en")


@pytest.fixture(scope="module")
def file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("fuzz") / "mapping.yaml"


@given(content=st.one_of(st.binary(max_size=200), st.text(max_size=200).map(str.encode)))
def test_any_bytes_load_or_are_refused(content: bytes, file: Path) -> None:
    loads_or_is_refused(file, content)


WORDS = """
title include extensions source params values lookups privacy unmapped assert release format columns optional group
header from lookup default split apply required rows each when persons name masks accept filled releases csv table key
value terms else choices help tender parties awards id tag ocid status amount << a
"""
KEYS = st.sampled_from(WORDS.split())
SCALARS = st.sampled_from(
    [
        "{a}",
        "{$v}",
        "{",
        "{a|",
        "{a|before('|')}",
        "{.}",
        "{#|upper}",
        "^.a",
        "rows",
        "keep",
        "true",
        "~",
        "",
        "1",
        "sv",
    ]
) | st.text(string.printable, max_size=6)
TREES = st.recursive(
    SCALARS | st.none() | st.integers() | st.booleans(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(KEYS, inner, max_size=4),
    max_leaves=25,
)


@given(tree=st.dictionaries(KEYS, TREES, max_size=6))
def test_any_tree_loads_or_is_refused(tree: dict[str, Any], file: Path) -> None:
    loads_or_is_refused(file, json.dumps(tree).encode())


VALID = (MAPPINGS / "_common" / "ledger.yaml").read_text("utf-8") + "\n"


@settings(max_examples=60)
@given(data=st.data())
def test_a_damaged_mapping_loads_or_is_refused(data: st.DataObject, file: Path) -> None:
    text = VALID
    for _ in range(data.draw(st.integers(1, 4))):
        start = data.draw(st.integers(0, len(text) - 1))
        end = min(len(text), start + data.draw(st.integers(0, 12)))
        text = text[:start] + data.draw(st.text(string.printable, max_size=4)) + text[end:]

    loads_or_is_refused(file, text.encode())
