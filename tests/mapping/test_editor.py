import importlib.util
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from ruamel.yaml import YAML

from ocds_sv.mapping.editor import editor_schema
from ocds_sv.resources import MAPPINGS
from ocds_sv.standard import Standard, texts

ROOT = Path(__file__).resolve().parents[2]
FILE = ROOT / "schemas" / "mapping.schema.json"

Check = Callable[[str], list[str]]


@pytest.fixture(scope="module")
def faults() -> Check:
    """Where an editor would show red marks in a YAML text."""
    validator = jsonschema.Draft7Validator(json.loads(FILE.read_text("utf-8")))

    def check(text: str) -> list[str]:
        # Dates and the like are texts to an editor.
        plain = json.loads(json.dumps(YAML(typ="safe").load(text), default=str))
        return sorted(path(error) for error in validator.iter_errors(plain))

    def path(error: jsonschema.ValidationError) -> str:
        # json_path is written differently from version to version.
        return "$" + "".join(f"[{part}]" if isinstance(part, int) else f".{part}" for part in error.absolute_path)

    return check


def test_the_file_is_the_one_that_the_tool_writes_today() -> None:
    spec = importlib.util.spec_from_file_location("build_editor_schema", ROOT / "tools" / "build_editor_schema.py")
    assert spec
    assert spec.loader
    tool = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(tool)

    assert tool.text() == FILE.read_text("utf-8"), "run python tools/build_editor_schema.py"


def test_the_schema_is_itself_right() -> None:
    jsonschema.Draft7Validator.check_schema(editor_schema())


@pytest.mark.parametrize(
    "path", sorted(MAPPINGS.rglob("*.yaml")), ids=lambda path: path.relative_to(MAPPINGS).as_posix()
)
def test_every_shipped_mapping_passes(path: Path, faults: Check) -> None:
    assert faults(path.read_text("utf-8")) == []


def test_every_field_of_the_standard_can_be_written() -> None:
    schema = editor_schema()
    known = {name for block in schema["definitions"].values() for name in block.get("properties", {})}
    nested = json.dumps(schema)
    standard = Standard.load(Standard.known_extensions())

    names = {node.name for node in standard.release.walk()}
    assert {name for name in names if name not in known and f'"{name}":' not in nested} == set()


@pytest.mark.parametrize(
    ("text", "where"),
    [
        ("titel: X", "$"),
        ("release: {titel: X}", "$.release"),
        ("release: {tender: {title: '{A|uper}'}}", "$.release.tender.title"),
        ("release: {tender: {title: '{A'}}", "$.release.tender.title"),
        ("release: {tender: {title: {form: '{A}'}}}", "$.release.tender.title"),
        ("release: {tender: {status: finished}}", "$.release.tender.status"),
        ("release: {tender: {each: rows, id: a}}", "$.release.tender"),
        ("release: {tender: {value: 12}}", "$.release.tender.value"),
        ("release: {parties: [{ecah: rows}]}", "$.release.parties"),
        ("source: {format: excel}", "$.source.format"),
        ("source: {decimal: ';'}", "$.source.decimal"),
        ("extensions: [lot]", "$.extensions"),
        ("unmapped: {kolumn: ''}", "$.unmapped.kolumn"),
        ("assert: {filled: {tender/title: 2}}", "$.assert.filled.tender/title"),
        ("lookups: {t: {csv: a.csv, valeu: x}}", "$.lookups.t"),
        ("params: {p: {requierd: true}}", "$.params.p"),
        ("privacy: {persons: [{when: {'{a}': b}}]}", "$.privacy.persons[0]"),
    ],
)
def test_a_slip_is_marked(text: str, where: str, faults: Check) -> None:
    assert where in faults(text)


@pytest.mark.parametrize(
    "text",
    [
        "release: {tender: {title: 'a {{b}} {A|before('': '')|upper} {$p} {#} {.} {@row}'}}",
        "release: {tender: {title_sv: '{A}'}}",
        "release: {tender: {status: '{A}'}}",
        "release: {tender: {status: {from: '{A}', lookup: status}}}",
        "release: {parties: {id: a}}",
        "release: {tag: tender}",
        "release: {tender: null}",
        "lookups: {t: {Öppet: open, Selektivt: selective}}",
        "params: {year: 2024}",
    ],
)
def test_what_the_language_allows_is_not_marked(text: str, faults: Check) -> None:
    assert faults(text) == []


def test_a_field_says_what_it_is_in_both_languages() -> None:
    definitions = editor_schema()["definitions"]
    told = 0
    for key in texts.fields():
        owner, _, name = key.rpartition(".")
        owner = "release" if owner == "Release" else owner
        if name in definitions.get(owner, {}).get("properties", {}):
            field: dict[str, Any] = definitions[owner]["properties"][name]
            sv, en = texts.of_field(key, "sv"), texts.of_field(key, "en")
            assert field["title"] == f"{sv.title} / {en.title}"
            assert field["description"] == f"{sv.description}\n\n{en.description}"
            assert "$ref" not in field, "draft 7 reads nothing beside a reference"
            told += 1
    assert told > 400


def test_a_field_of_a_nameless_object_says_what_it_is() -> None:
    unit = editor_schema()["definitions"]["Item"]["properties"]["unit"]["allOf"][0]

    assert unit["properties"]["name"]["title"] == "Enhetens namn / Unit name"


def test_a_code_says_what_it_means() -> None:
    definitions = editor_schema()["definitions"]
    for name, codes in definitions.items():
        if name.startswith("codes-"):
            assert len(codes["enum"]) == len(codes["enumDescriptions"]) > 0, name
            assert all(codes["enumDescriptions"]), name
    methods = definitions["codes-method"]
    assert methods["enumDescriptions"][methods["enum"].index("open")].startswith("Öppet: Alla leverantörer")
    currencies = definitions["codes-currency"]
    assert currencies["enumDescriptions"][currencies["enum"].index("SEK")] == "svensk krona\n\nSwedish Krona"


def test_xpaths_may_be_joined_in_a_hole(faults: Check) -> None:
    assert faults('values: {a: "{t:B | t:C/t:D|upper}", b: "{local-name(t:B | t:C)}"}') == []
    assert faults('values: {a: "{t:B | t:C/t:D|uper}"}') == ["$.values.a"]
