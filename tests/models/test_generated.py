import importlib.util
import inspect
import json
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from pydantic import ValidationError

import ocds_sv.models
from ocds_sv.models import OcdsModel, Record, RecordPackage, Release, ReleasePackage, _generated
from ocds_sv.standard import Standard, texts

ROOT = Path(__file__).resolve().parents[2]
SCHEMA = Standard.load().schema("record-package")
CLASSES = {
    name: each for name, each in vars(_generated).items() if inspect.isclass(each) and OcdsModel in each.__bases__
}


def faults(document: str, value: Any) -> list[str]:
    validator = jsonschema.Draft4Validator(Standard.load().schema(document))
    return [f"{error.json_path}: {error.message}" for error in validator.iter_errors(value)]


def test_the_models_are_those_that_the_tool_writes_today() -> None:
    spec = importlib.util.spec_from_file_location("build_models", ROOT / "tools" / "build_models.py")
    assert spec
    assert spec.loader
    tool = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(tool)

    assert tool.models() == Path(_generated.__file__).read_text("utf-8"), "run python tools/build_models.py"


def test_all_models_are_public_and_documented() -> None:
    assert {*CLASSES, "OcdsModel"} == set(ocds_sv.models.__all__)
    assert all(each.__doc__ for each in CLASSES.values())


@pytest.mark.parametrize("name", sorted(CLASSES))
def test_each_model_says_what_it_and_its_fields_are(name: str) -> None:
    told = " ".join(inspect.getdoc(CLASSES[name]).split())
    keys = {key.rpartition(".")[2]: key for key in texts.fields_of(name)}

    assert told.startswith(texts.of_type(name).description)
    for attribute, field in CLASSES[name].model_fields.items():
        assert f" {attribute}: {texts.of_field(keys[field.serialization_alias]).description}" in told


@pytest.mark.parametrize("name", sorted(set(CLASSES) & set(SCHEMA["definitions"])))
def test_each_model_has_the_fields_of_its_definition_and_requires_the_same(name: str) -> None:
    definition, model = SCHEMA["definitions"][name], CLASSES[name]

    assert [field.serialization_alias for field in model.model_fields.values()] == list(definition["properties"])
    required = {field.serialization_alias for field in model.model_fields.values() if field.is_required()}
    assert required == set(definition.get("required", ()))


def test_a_full_release_goes_in_and_out_unchanged(release: dict[str, Any]) -> None:
    text = Release.model_validate(release).model_dump_json()

    assert json.loads(text) == release
    assert faults("release", json.loads(text)) == []
    assert Release.model_validate_json(text) == Release.model_validate(release)


def test_a_release_package_is_valid(release: dict[str, Any], package: dict[str, Any]) -> None:
    model = ReleasePackage.model_validate({**package, "releases": [release]})

    assert faults("release-package", model.model_dump(mode="json")) == []
    assert model.releases[0].awards[0].value.currency == "SEK"


def test_a_record_package_with_embedded_and_linked_releases_is_valid(
    release: dict[str, Any], package: dict[str, Any]
) -> None:
    compiled = {**release, "tag": ["compiled"]}
    linked = {"url": "https://exempelstad.example/1.json#3", "date": release["date"], "tag": release["tag"]}
    versioned = {
        "ocid": release["ocid"],
        "initiationType": [
            {"releaseID": "3", "releaseDate": release["date"], "releaseTag": release["tag"], "value": "tender"}
        ],
    }
    records = [
        {"ocid": release["ocid"], "releases": [release], "compiledRelease": compiled, "versionedRelease": versioned},
        {"ocid": "ocds-213czf-2", "releases": [linked]},
    ]

    model = RecordPackage.model_validate({**package, "records": records})

    assert faults("record-package", model.model_dump(mode="json")) == []
    assert model.model_dump(mode="json")["records"] == records
    assert isinstance(model.records[0].releases[0], Release)


@pytest.mark.parametrize(
    ("path", "value"),
    [
        (("ocid",), None),
        (("ocid",), ""),
        (("tag",), []),
        (("tag",), ["anbud"]),
        (("initiationType",), "direct"),
        (("tender", "status"), "pågår"),
        (("tender", "value", "currency"), "kr"),
        (("tender", "value", "amount"), "1 234,50"),
        (("tender", "numberOfTenderers"), 2.5),
        (("tender", "hasEnquiries"), "nej"),
        (("tender", "id"), ""),
        (("awards", 0, "items"), []),
        (("awards", 0, "suppliers"), [{"id": "1"}, {"id": "1"}]),
        (("contracts", 0, "awardID"), None),
    ],
)
def test_what_the_schema_refuses_the_models_refuse(release: dict[str, Any], path: tuple[Any, ...], value: Any) -> None:
    parent: Any = release
    for step in path[:-1]:
        parent = parent[step]
    parent[path[-1]] = value

    assert faults("release", release)
    with pytest.raises(ValidationError) as caught:
        Release.model_validate(release)
    assert caught.value.errors()[0]["loc"][: len(path)] == path


def test_records_with_neither_kind_of_release_are_refused() -> None:
    with pytest.raises(ValidationError):
        Record.model_validate({"ocid": "ocds-213czf-1", "releases": [{"id": "1"}]})
