import os
import subprocess
import sys
from contextlib import nullcontext
from pathlib import Path

import jsonschema
import jsonschema_rs
import pytest
from hypothesis import given
from hypothesis import strategies as st
from ocdsmerge.rules import get_merge_rules

from ocds_sv.errors import UnknownName
from ocds_sv.standard import Standard

ROOT = Path(__file__).resolve().parents[2]
CORE = Standard.load()
LOTS = Standard.load(("lots",))
ALL = Standard.load(Standard.known_extensions())
WORDS = sorted({word for path in CORE.paths() for word in path.split("/")})
CORE_PATHS = {"", *CORE.paths()}

RELEASE = {
    "ocid": "ocds-213czf-1",
    "id": "1",
    "date": "2024-05-02T12:00:00+02:00",
    "tag": ["tender"],
    "initiationType": "tender",
    "tender": {"id": "1", "title_sv": "Snöröjning", "lots": [{"id": "1", "status": "active"}]},
}
PACKAGE = {
    "uri": "https://example.org/package.json",
    "version": "1.1",
    "publisher": {"name": "Exempelstads kommun"},
    "publishedDate": "2024-05-02T12:00:00+02:00",
}
VERSIONED = {
    "ocid": "ocds-213czf-1",
    "initiationType": [{"releaseID": "1", "releaseDate": RELEASE["date"], "releaseTag": ["tender"], "value": "tender"}],
}
RECORD = {"ocid": "ocds-213czf-1", "releases": [RELEASE], "compiledRelease": RELEASE, "versionedRelease": VERSIONED}
DOCUMENTS = [
    ("release", RELEASE),
    ("release-package", {**PACKAGE, "releases": [RELEASE]}),
    ("record-package", {**PACKAGE, "records": [RECORD]}),
]


def test_the_same_extensions_give_the_same_object() -> None:
    assert Standard.load(["lots"]) is LOTS
    assert Standard.load() is CORE
    assert CORE.version == "1.1.5"


def test_an_unknown_extension_names_the_near_ones() -> None:
    with pytest.raises(UnknownName) as caught:
        Standard.load(("lot",))

    assert str(caught.value) == "There is no extension 'lot'. Did you mean 'lots'?"
    assert caught.value.text("sv") == "Tillägget 'lot' finns inte. Menade du 'lots'?"


def test_extensions_bring_those_they_depend_on() -> None:
    extensions = Standard.load(("statistics",)).extensions

    assert [extension.id for extension in extensions] == ["bids", "statistics"]
    assert extensions[0].url.endswith("/ocds_bid_extension/v1.1.5/extension.json")


def test_a_misspelt_field_names_the_near_ones() -> None:
    with pytest.raises(UnknownName, match=r"no OCDS field 'tender/titel'. Did you mean 'tender/title'"):
        CORE.node("tender/titel")


def test_a_field_of_an_extension_names_the_extension() -> None:
    with pytest.raises(UnknownName) as caught:
        CORE.node("tender/lots/title")

    assert "It comes with the extension 'lots'." in str(caught.value)
    assert CORE.extension_for("tender/lots/title") == "lots"
    assert LOTS.extension_for("tender/lots/title") is None
    assert LOTS.extension_for("tender/nowhere") is None
    assert CORE.extension_for("tender/lots/techniques/hasElectronicAuction") == "lots"
    assert LOTS.extension_for("tender/lots/techniques/hasElectronicAuction") == "techniques"


def test_a_field_below_a_plain_value_does_not_exist() -> None:
    with pytest.raises(UnknownName):
        CORE.node("tender/title/language")


def test_codelists_by_name() -> None:
    assert CORE.codelist("currency").open is False
    assert "SEK" in CORE.codelist("currency")
    assert CORE.codelist("awardCriteria").deprecated == {
        "lowestCost",
        "bestProposal",
        "bestValueToGovernment",
        "singleBidOnly",
    }
    with pytest.raises(UnknownName, match="Did you mean 'currency'"):
        CORE.codelist("curency")


def test_extensions_add_codes_to_open_codelists() -> None:
    assert "CELEX" not in CORE.codelist("itemClassificationScheme")
    assert {"CELEX", "CPV"} <= Standard.load(("legalBasis",)).codelist("itemClassificationScheme").codes
    assert {"bids", "complainants"} <= Standard.load(("statistics",)).codelist("statistic").codes


def test_every_codelist_of_every_extension_has_codes_and_fits_the_enum_of_its_field() -> None:
    for node in ALL.release.walk():
        if node.codelist is None:
            continue
        assert node.codelist.codes, node.path
        enum = (node.items or node).schema.get("enum")
        assert node.codelist.open is (enum is None), node.path
        assert enum is None or set(enum) - {None} == node.codelist.codes, node.path


@pytest.mark.parametrize("standard", [CORE, LOTS, ALL], ids=["core", "lots", "all"])
def test_merge_rules_are_those_of_the_reference_merge(standard: Standard) -> None:
    expected = {"/".join(path): rule for path, rule in get_merge_rules(standard.schema()).items()}
    ours = {
        node.path: node.merge for node in standard.release.walk() if node.merge in ("omitWhenMerged", "wholeListMerge")
    }
    # The reference merge does not look inside what it replaces whole.
    outermost = {path: rule for path, rule in ours.items() if not any(path.startswith(f"{above}/") for above in ours)}

    assert outermost == expected


def test_counts_of_the_merge_rules() -> None:
    rules = [node.merge for node in CORE.release.walk()]
    inside = [
        node.path
        for node in CORE.release.walk()
        if node.merge == "wholeListMerge" and any(f"{above}/" in node.path for above in ("changes", "Identifiers"))
    ]

    assert rules.count("omitWhenMerged") == 3
    assert rules.count("wholeListMerge") - len(inside) == 21


def test_paths_are_unique_and_each_leads_to_its_node() -> None:
    paths = list(ALL.paths())

    assert len(paths) == len(set(paths))
    assert all(ALL.node(path).path == path for path in paths)


def test_every_extension_alone_gives_a_schema_without_loose_ends() -> None:
    for extension in Standard.known_extensions():
        standard = Standard.load((extension,))

        jsonschema_rs.Draft4Validator(standard.schema())
        assert len(list(standard.paths())) >= len(list(CORE.paths()))


def test_a_type_of_an_extension_not_in_use_takes_its_fields_with_it() -> None:
    assert LOTS.node("tender/lots").child("submissionTerms") is None
    assert Standard.load(("lots", "submissionTerms")).node("tender/lots/submissionTerms").kind == "object"


def test_loading_extensions_leaves_the_core_as_it_was() -> None:
    assert "lots" not in CORE.schema()["definitions"]["Tender"]["properties"]
    assert "x-extension" not in str(CORE.schema())


@pytest.mark.parametrize(("document", "example"), DOCUMENTS)
def test_both_validators_take_each_schema_and_an_example_without_a_network(document: str, example: object) -> None:
    schema = LOTS.schema(document)

    jsonschema.Draft4Validator.check_schema(schema)
    assert list(jsonschema.Draft4Validator(schema).iter_errors(example)) == []
    assert jsonschema_rs.Draft4Validator(schema).is_valid(example)


@pytest.mark.parametrize(
    ("document", "example"),
    [
        ("release", {**RELEASE, "tender": {"title": "no id"}}),
        ("release", {**RELEASE, "tender": {"id": "1", "lots": [{"id": "1", "status": "pågår"}]}}),
        ("release-package", {**PACKAGE, "releases": [{**RELEASE, "tag": ["none"]}]}),
        ("record-package", {**PACKAGE, "records": [{**RECORD, "compiledRelease": {"ocid": "x"}}]}),
        ("record-package", {**PACKAGE, "records": [{**RECORD, "versionedRelease": {**VERSIONED, "tender": {}}}]}),
        ("record-package", {**PACKAGE, "records": [{"ocid": "x"}]}),
    ],
)
def test_both_validators_see_faults_deep_inside(document: str, example: object) -> None:
    schema = LOTS.schema(document)

    assert not jsonschema.Draft4Validator(schema).is_valid(example)
    assert not jsonschema_rs.Draft4Validator(schema).is_valid(example)


@given(st.lists(st.sampled_from(Standard.known_extensions()), max_size=4, unique=True).map(tuple))
def test_extensions_only_ever_add_paths(extensions: tuple[str, ...]) -> None:
    assert set(CORE.paths()) <= set(Standard.load(extensions).paths())


@given(st.lists(st.sampled_from([*WORDS, "", "x", "å"]), max_size=4).map("/".join) | st.text(max_size=30))
def test_no_path_raises_anything_but_unknown_name(path: str) -> None:
    known = path in CORE_PATHS

    with nullcontext() if known else pytest.raises(UnknownName):
        assert CORE.node(path).path == path


def test_a_fresh_interpreter_loads_the_core_quickly() -> None:
    code = (
        "import ocds_sv.standard as s, time\n"
        "t = time.process_time(); s.Standard.load().node('tender/items/classification/id')\n"
        "print(time.process_time() - t)"
    )
    env = {**os.environ, "PYTHONPATH": str(ROOT)}
    seconds = [
        float(subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, env=env).stdout)
        for _ in range(3)
    ]

    assert min(seconds) < 0.015
