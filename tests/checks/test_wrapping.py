"""What is wrong with how data are written is told once, as a finding, and the data are checked all the same."""

import json
from datetime import date
from pathlib import Path
from typing import Any

import jsonschema_rs
import pytest

from ocds_sv.checks import check_files
from ocds_sv.checks.wrapping import is_old
from ocds_sv.resources import SCHEMAS
from ocds_sv.standard import Standard

AS_OF = date(2026, 1, 1)
RELEASE: dict[str, Any] = {
    "ocid": "ocds-a1b2c3-1",
    "id": "1",
    "date": "2024-04-01T00:00:00Z",
    "tag": ["tender"],
    "initiationType": "tender",
    "tender": {"id": "1", "title": "Städning på Ön"},
}
LOTS = "https://raw.githubusercontent.com/open-contracting-extensions/ocds_lots_extension/master/extension.json"
HEAD = {"uri": "https://example.org/p", "version": "1.1", "publisher": {"name": "Påhittade kommun"},
        "publishedDate": "2024-04-01T00:00:00Z"}  # fmt: skip
WRAPPING = {
    "text-in-another-encoding",
    "repeated-key",
    "data-of-an-older-version",
    "versioned-release",
    "extensions-after-the-releases",
}


def checked(tmp_path: Path, content: str | bytes, name: str = "d.json") -> dict[str, Any]:
    path = tmp_path / name
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    report = check_files([path], as_of=AS_OF)
    schema = json.loads((SCHEMAS / "report.schema.json").read_text(encoding="utf-8"))
    assert [error.message for error in jsonschema_rs.Draft202012Validator(schema).iter_errors(report)] == []
    return report


def told(report: dict[str, Any]) -> dict[str, int]:
    return {one["rule"]: one["failed"] for one in report["results"] if one.get("failed") and one["rule"] in WRAPPING}


def plain(value: object) -> str:
    return json.dumps(value, ensure_ascii=False)


@pytest.mark.parametrize("codec", ["cp1252", "utf-16", "utf-32"])
def test_text_in_another_encoding_is_checked_and_told(tmp_path: Path, codec: str) -> None:
    report = checked(tmp_path, plain(RELEASE).encode(codec))

    assert told(report) == {"text-in-another-encoding": 1}
    assert report["scope"]["releases"] == 1
    assert report["systemErrors"] == []


def test_a_repeated_key_is_told_at_its_place(tmp_path: Path) -> None:
    report = checked(tmp_path, plain(RELEASE).replace('"title":', '"title": "x", "title":'))

    assert told(report) == {"repeated-key": 1}
    (sample,) = next(one["samples"] for one in report["results"] if one["rule"] == "repeated-key")
    assert sample["pointer"] == "/tender/title"
    assert "'title'" in sample["message"]["en"]


@pytest.mark.parametrize("version", ["1.0", "1.0.3"])
def test_a_package_of_the_old_version_is_told_how_to_be_upgraded(tmp_path: Path, version: str) -> None:
    report = checked(tmp_path, plain({**HEAD, "version": version, "releases": [RELEASE]}))

    assert told(report) == {"data-of-an-older-version": 1}
    (rule,) = [one for one in report["rules"] if one["name"] == "data-of-an-older-version"]
    assert "ocdskit upgrade 1.0:1.1" in rule["fix"]["sv"]


@pytest.mark.parametrize(
    ("change", "old"),
    [
        ({}, False),
        ({"buyer": {"name": "Påhittade kommun"}}, False),
        ({"buyer": {"name": "Påhittade kommun", "identifier": {"id": "1"}}}, True),
        ({"tender": {"procuringEntity": {"address": {"locality": "Exempelstad"}}}}, True),
        ({"awards": [{"suppliers": [{"contactPoint": {"name": "x"}}]}]}, True),
        ({"awards": [{"suppliers": "x"}, 7], "tender": [], "buyer": None}, False),
        ({"parties": [], "buyer": {"identifier": {"id": "1"}}}, False),
        ({"version": "1.1"}, False),
        ({"version": 1.0}, False),
    ],
)
def test_what_only_the_old_version_has(change: dict[str, Any], old: bool) -> None:
    assert is_old({**RELEASE, **change}) is old


def test_a_versioned_release_is_checked_by_its_own_schema_and_no_other_rule(tmp_path: Path) -> None:
    version = {"releaseID": "1", "releaseDate": "2024-04-01T00:00:00Z", "releaseTag": ["tender"]}
    versioned: dict[str, Any] = {
        "ocid": "ocds-a1b2c3-1",
        "initiationType": [{**version, "value": "tender"}],
        "tender": {"id": [{**version, "value": "1"}], "title": [{**version, "value": "Städning"}]},
    }

    link = {"url": "https://data.paahittade.se/1.json#1", "date": "2024-04-01T00:00:00Z"}
    record = {"ocid": "ocds-a1b2c3-1", "releases": [link], "versionedRelease": versioned}
    good = checked(tmp_path, plain({**HEAD, "records": [record]}))
    versioned["tender"]["title"] = "Städning"
    bad = checked(tmp_path, plain(versioned))

    assert told(good) == {"versioned-release": 1}
    assert not [one for one in good["results"] if one["rule"].startswith("schema-") and one.get("failed")]
    assert told(bad) == {"versioned-release": 1}
    assert [
        one["samples"][0]["pointer"] for one in bad["results"] if one["rule"] == "schema-type" and one["samples"]
    ] == ["/tender/title"]


@pytest.mark.parametrize("place", ["before", "after", "after, from a pipe"])
def test_extensions_are_applied_wherever_the_package_declares_them(tmp_path: Path, place: str) -> None:
    release = {**RELEASE, "tender": {**RELEASE["tender"], "lots": [{"id": "1", "title": 7}]}}
    package = {"extensions": [LOTS], **HEAD, "releases": [release]}
    if place != "before":
        package = dict(reversed(package.items()))
    content = json.dumps(package, indent=1).encode()
    import gzip

    report = checked(tmp_path, gzip.compress(content) if "pipe" in place else content)

    assert (told(report) == {"extensions-after-the-releases": 1}) is ("pipe" in place)
    wrong = [
        one["samples"][0]["pointer"] for one in report["results"] if one["rule"] == "schema-type" and one["samples"]
    ]
    assert wrong == ([] if "pipe" in place else ["/tender/lots/0/title"])
    assert "lots" in Standard.known_extensions()


def test_texts_that_cannot_be_read_are_counted_beyond_the_first(tmp_path: Path) -> None:
    report = checked(tmp_path, "{x}\n" * 250 + plain(RELEASE) + "\n", "d.jsonl")

    assert len(report["systemErrors"]) == 101
    assert report["systemErrors"][-1]["message"]["en"].startswith("150 more")
    assert report["systemErrors"][0]["message"]["sv"].startswith("texten är ingen giltig JSON")
    assert report["scope"]["releases"] == 1
    assert report["verdict"]["complete"] is False


def test_what_is_passed_over_is_in_the_report(tmp_path: Path) -> None:
    (tmp_path / "a.jsonl").write_text(plain(RELEASE) + "\n", encoding="utf-8")
    (tmp_path / "a.provenance.jsonl").write_text('{"release": "1"}\n', encoding="utf-8")

    report = check_files([tmp_path], as_of=AS_OF)

    assert report["run"]["passedOver"] == [str(tmp_path / "a.provenance.jsonl")]
    assert [one["path"] for one in report["run"]["inputs"]] == [str(tmp_path / "a.jsonl")]
    assert report["systemErrors"] == []
