"""The report as SARIF 2.1.0 (OASIS), for GitHub's code scanning, Azure DevOps and editors."""

from __future__ import annotations

from itertools import islice
from typing import Any
from urllib.parse import quote

import orjson

from ocds_sv.report.reading import Example, Json, examples, rules

MOST = 5_000
"""Results; GitHub shows no more of one run."""
_SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json"
_LEVELS = {"blocker": "error", "error": "error", "warning": "warning", "notice": "note", "info": "note"}
_STATES = {"new": "new", "persisting": "unchanged"}


def as_sarif(report: Json, lang: str) -> bytes:
    """One run; the counts of each rule stand in its properties, since examples are bounded."""
    log = {"$schema": _SCHEMA, "version": "2.1.0", "runs": [_run(report, lang)]}
    return orjson.dumps(log, option=orjson.OPT_INDENT_2) + b"\n"


def _run(report: Json, lang: str) -> Json:
    known = rules(report)
    results = {one["rule"]: one for one in report["results"]}
    indexes = {name: index for index, name in enumerate(known)}
    # What is found in all the data together stands in no file, and GitHub takes no result without one.
    anywhere = next((one["path"] for one in report["run"]["inputs"]), "")
    return {
        "tool": {
            "driver": {
                "name": report["tool"]["name"],
                "version": report["tool"]["version"],
                "rules": [_rule(rule, results[name], lang) for name, rule in known.items()],
            }
        },
        "invocations": [
            {
                "executionSuccessful": report["verdict"]["complete"],
                "toolExecutionNotifications": [_notification(one, lang) for one in report["systemErrors"]],
            }
        ],
        "columnKind": "unicodeCodePoints",
        "results": [_result(one, indexes, anywhere, lang) for one in islice(examples(report), MOST)],
        "properties": {"verdict": report["verdict"]["status"], "asOf": report["run"]["asOf"]},
    }


def _rule(rule: Json, result: Json, lang: str) -> Json:
    told: dict[str, Any] = {
        "id": rule["name"],
        "shortDescription": {"text": rule["title"][lang] or rule["name"]},
        "fullDescription": {"text": rule["why"][lang] or rule["title"][lang] or rule["name"]},
        "help": {"text": rule["fix"][lang] or rule["name"]},
        "defaultConfiguration": {"level": _LEVELS[rule["severity"]]},
        "properties": {
            "tags": [tag for tag in (rule["dimension"], result["owner"]) if tag],
            **{key: result[key] for key in ("severity", "outcome", "failed", "waived", "checked", "truncated")},
        },
    }
    # Only an address may stand here; laws and sections are named in words.
    address = next((one for one in rule["sources"] if one.startswith("https://")), None)
    return told | ({"helpUri": quote(address, safe=":/?#=&%+,;@~!$'()*[]")} if address else {})


def _result(example: Example, indexes: dict[str, int], anywhere: str, lang: str) -> Json:
    result, sample = example.result, example.sample
    told: dict[str, Any] = {
        "ruleId": result["rule"],
        "ruleIndex": indexes[result["rule"]],
        "level": _LEVELS[result["severity"]],
        "message": {"text": sample["message"][lang] or result["rule"]},
        "locations": [_location(example, anywhere)],
    }
    if sample["fingerprint"]:
        told["partialFingerprints"] = {"ocdsSv/v1": sample["fingerprint"]}
    if sample["status"]:
        told["baselineState"] = _STATES[sample["status"]]
    return told


def _location(example: Example, anywhere: str) -> Json:
    sample, cell = example.sample, example.cell
    place = f"{sample['ocid']}{sample['pointer']}"
    location: dict[str, Any] = {"logicalLocations": [{"fullyQualifiedName": place, "kind": "element"}]}
    if example.file or anywhere:
        physical: dict[str, Any] = {"artifactLocation": {"uri": uri(example.file or anywhere)}}
        if example.line > 0:
            physical["region"] = {"startLine": example.line}
        location["physicalLocation"] = physical
    words = [cell["sheet"], f"{cell['column']}{cell['row']}" if cell["column"] and cell["row"] else "", cell["header"]]
    if any(words):
        location["message"] = {"text": " ".join(filter(None, words))}
    return location


def _notification(broken: Json, lang: str) -> Json:
    physical: dict[str, Any] = {"artifactLocation": {"uri": uri(broken["file"])}}
    if broken["line"] > 0:
        physical["region"] = {"startLine": broken["line"]}
    message = {"text": broken["message"][lang]}
    return {"level": "error", "message": message, "locations": [{"physicalLocation": physical}]}


def uri(path: str) -> str:
    """A path as a URI reference: forward slashes, everything else that is no letter or digit escaped."""
    # A colon in the first part would be read as a scheme.
    return quote(path.replace("\\", "/").encode("utf-8", "replace"), safe="/-._~!()'")
