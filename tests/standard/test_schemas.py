"""The files under schemas/ocds: what they must hold, and that they say the same as the official ones."""

import csv
import hashlib
import importlib.util
import json
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType
from typing import Any

import jsonref
import jsonschema
import pytest
from ocdsmerge.rules import get_merge_rules

from ocds_sv.resources import SCHEMAS

ROOT = Path(__file__).resolve().parents[2]
OURS = SCHEMAS / "ocds"
CORE = OURS / "1.1.5"
TEXTS = OURS / "texts"
OFFICIAL = ROOT.parent / "shared" / "data" / "ocds" / "schema-1.1.5"
OFFICIAL_EXTENSIONS = ROOT.parent / "shared" / "data" / "eforms" / "ocds-extensions"
EXTENSIONS = sorted(path.name for path in (OURS / "extensions").iterdir())

with_official_files = pytest.mark.skipif(
    not (OFFICIAL.is_dir() and OFFICIAL_EXTENSIONS.is_dir()), reason="the official OCDS files are not beside the repo"
)


def read(path: Path) -> Any:
    return json.loads(path.read_text("utf-8"))


def codes(path: Path, column: str = "code") -> list[str]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return [row[column] for row in csv.DictReader(file)]


def below(schema: dict[str, Any]) -> Iterator[tuple[str, Any]]:
    """The subschemas right under ``schema``, by what leads to them."""
    for key, value in schema.items():
        if key in ("properties", "definitions", "patternProperties"):
            yield from ((f"{key}/{name}", child) for name, child in value.items())
        elif isinstance(value, dict) and key != "deprecated":
            yield key, value
        elif isinstance(value, list):
            yield from ((f"{key}/{number}", child) for number, child in enumerate(value) if isinstance(child, dict))


def fact(key: str, value: Any) -> Any:
    """What must be equal in a keyword: of a deprecation the version, of a reference to a file its name."""
    if key == "deprecated":
        return value["deprecatedVersion"]
    return value.rsplit("/", 1)[-1] if key == "$ref" and value.startswith("http") else value


def nodes(schema: dict[str, Any], path: str = "#") -> dict[str, dict[str, Any]]:
    """Every subschema by its pointer, prose and its own address left out."""
    children = dict(below(schema))
    skipped = {"title", "description", *(name.split("/")[0] for name in children), *(("id",) if path == "#" else ())}
    found = {path: {key: fact(key, value) for key, value in schema.items() if key not in skipped}}
    for name, child in children.items():
        found |= nodes(child, f"{path}/{name}")
    return found


@pytest.fixture(scope="module")
def builder() -> ModuleType:
    spec = importlib.util.spec_from_file_location("build_schemas", ROOT / "tools" / "build_schemas.py")
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_counts_are_those_of_ocds_1_1_5() -> None:
    index = read(CORE / "codelists.json")

    assert len(index) == 19
    assert sorted(index) == sorted(path.stem for path in (CORE / "codelists").glob("*.csv"))
    assert sum(not entry["open"] for entry in index.values()) == 9
    assert len(set(codes(CORE / "codelists/currency.csv"))) == 302
    assert len(set(codes(CORE / "codelists/documentType.csv"))) == 41
    assert len(set(codes(CORE / "codelists/releaseTag.csv"))) == 16
    assert len(read(CORE / "release-schema.json")["definitions"]) == 20


def test_the_reference_merge_finds_its_rules_in_our_schema() -> None:
    rules = list(get_merge_rules(read(CORE / "release-schema.json")).values())

    assert rules.count("omitWhenMerged") == 3
    assert rules.count("wholeListMerge") == 21
    assert len(rules) == 24


def test_closed_lists_are_the_enums_of_the_schema() -> None:
    for path, facts in nodes(read(CORE / "release-schema.json")).items():
        if facts.get("openCodelist") is False:
            enum = facts.get("enum") or nodes(read(CORE / "release-schema.json"))[f"{path}/items"]["enum"]
            assert set(enum) - {None} == set(codes(CORE / "codelists" / facts["codelist"])), path


def test_no_prose_came_along() -> None:
    for path in OURS.rglob("*-schema.json"):

        def look(schema: Any, *, names: bool, where: Path = path) -> None:
            if isinstance(schema, dict):
                for key, value in schema.items():
                    assert names or key not in ("title", "description"), where
                    look(value, names=key in ("properties", "definitions", "patternProperties") and not names)
            elif isinstance(schema, list):
                for item in schema:
                    look(item, names=False)

        look(read(path), names=False)


def test_nothing_points_to_the_network() -> None:
    for path in OURS.rglob("*schema.json"):
        refs = [facts["$ref"] for facts in nodes(read(path)).values() if "$ref" in facts]
        assert all(ref.startswith("#/definitions/") or (path.parent / ref).is_file() for ref in refs), path


@pytest.mark.parametrize("name", ["release", "release-package", "record-package", "versioned-release-validation"])
def test_each_schema_is_a_valid_schema_and_its_references_resolve_from_the_folder(name: str) -> None:
    path = CORE / f"{name}-schema.json"
    jsonschema.Draft4Validator.check_schema(read(path))

    whole = jsonref.replace_refs(read(path), base_uri=path.as_uri(), proxies=False, lazy_load=False)

    assert whole["type"] == "object"


def test_checksums_are_those_of_the_files() -> None:
    files = read(CORE / "manifest.json")["files"]
    present = {
        path.relative_to(OURS).as_posix()
        for path in OURS.rglob("*")
        if path.is_file() and path.name not in ("manifest.json", "extensions.csv") and path.parent != TEXTS
    }

    assert set(files) == present
    for name, digest in files.items():
        assert hashlib.sha256((OURS / name).read_bytes()).hexdigest() == digest, name


@pytest.mark.parametrize("name", EXTENSIONS)
def test_each_extension_is_named_pinned_and_has_what_it_names(name: str) -> None:
    facts = read(OURS / "extensions" / name / "extension.json")

    assert facts["id"] == name
    assert facts["url"].startswith("https://raw.githubusercontent.com/open-contracting-extensions/ocds_")
    assert facts["url"].endswith("/extension.json")
    assert set(facts["dependencies"]) <= set(EXTENSIONS)
    assert all((OURS / "extensions" / name / "codelists" / codelist).is_file() for codelist in facts["codelists"])


@with_official_files
@pytest.mark.parametrize("name", ["release", "release-package", "record-package", "versioned-release-validation"])
def test_core_structure_is_the_official_one_node_by_node(name: str) -> None:
    ours, official = (nodes(read(home / f"{name}-schema.json")) for home in (CORE, OFFICIAL))

    assert set(ours) == set(official)
    assert [path for path in ours if ours[path] != official[path]] == []


@with_official_files
@pytest.mark.parametrize("name", EXTENSIONS)
def test_extension_structure_is_the_official_one_node_by_node(name: str) -> None:
    ours, official = (
        nodes(read(home / name / "release-schema.json")) for home in (OURS / "extensions", OFFICIAL_EXTENSIONS)
    )

    assert ours == official


@with_official_files
def test_codes_and_their_order_are_the_official_ones() -> None:
    homes = [(CORE, OFFICIAL), *((OURS / "extensions" / name, OFFICIAL_EXTENSIONS / name) for name in EXTENSIONS)]
    for ours, official in homes:
        for path in (official / "codelists").glob("*.csv"):
            assert codes(ours / "codelists" / path.name) == codes(path, "Code"), path.name
    deprecated = dict(
        zip(
            codes(CORE / "codelists/awardCriteria.csv"),
            codes(CORE / "codelists/awardCriteria.csv", "deprecated"),
            strict=True,
        )
    )
    assert deprecated["lowestCost"] == "1.1"
    assert deprecated["priceOnly"] == ""


@with_official_files
def test_the_tool_writes_what_is_in_the_repository(builder: ModuleType) -> None:
    files = dict(builder.built(OFFICIAL, OFFICIAL_EXTENSIONS))

    assert [name for name, text in files.items() if (OURS / name).read_text("utf-8") != text] == []
