"""Reports for the tests: one that the check makes of invented data, with cells, a baseline and a waiver put in."""

from __future__ import annotations

import copy
import json
from datetime import date
from functools import cache

from ocds_sv.review import Asked, Review

HOSTILE = "=cmd|' /C calc'!A0</script><img src=x onerror=alert(1)>|*`_[a](javascript:x)::error::\"&"
"""What a supplier could call itself to reach a spreadsheet, a browser, Markdown or a workflow."""


def release(number: int) -> dict:
    return {
        "ocid": f"ocds-a1b2c3-{number}",
        "id": "1",
        "date": f"2024-{number % 9 + 1:02}-01T00:00:00Z",
        "tag": ["tender", "award", "contract"],
        "initiationType": "tender",
        "buyer": {"id": "k", "name": "Granby kommun"},
        "parties": [{"id": "k", "name": "Granby kommun", "roles": ["buyer"]}],
        "tender": {"id": "t", "title": "Snöröjning", "value": {"amount": 100000, "currency": "SEK"}},
        "awards": [
            {"id": "a", "value": {"amount": -5, "currency": "SEK"}, "suppliers": [{"id": "x", "name": HOSTILE}]}
        ],
        "contracts": [{"id": "c", "awardID": HOSTILE, "value": {"amount": 9, "currency": "SEK"}}],
        "Titel": HOSTILE,
    }


@cache
def _made() -> str:
    review = Review(Asked(as_of=date(2026, 1, 1), ignore=("negative-value",)))
    for number in range(40):
        review.release(json.dumps(release(number)).encode(), "releaser.jsonl", number + 1)
    return json.dumps(review.report())


def made() -> dict:
    """A report as the check makes it, with everything that a report can have."""
    report = json.loads(_made())
    failed = [one for one in report["results"] if one["outcome"] == "fail"]
    for result in failed:
        result["status"] = {"new": 1, "persisting": result["failed"] - 1, "fixed": 2, "waived": 0, "exact": True}
        for number, sample in enumerate(result["samples"]):
            sample["status"] = "new" if number == 0 else "persisting"
            header = HOSTILE if number == 1 else "Leverantör"
            cell = {"file": "avtal å 2024.xlsx", "sheet": "Avtal", "row": number + 2, "column": "D", "header": header}
            sample["cells"] = [cell, cell | {"column": "", "to": number + 3}] if number % 2 else []
    report["run"]["inputs"] = [{"path": "releaser.jsonl", "sha256": "0" * 64, "bytes": 9}]
    told = "unexpected end\nof % file"
    report["systemErrors"] = [{"file": "b, c:d.jsonl", "line": 7, "message": {"sv": told, "en": told}}]
    report["baseline"] = {
        "path": "förra.json",
        "sha256": "0" * 64,
        "reportId": "sha256:" + "0" * 64,
        "asOf": "2025-10-01",
        "sameRules": False,
        "exact": False,
        "new": len(failed),
        "persisting": 30,
        "fixed": 5,
        "previous": {
            "releases": 20,
            "ocids": 20,
            "indicators": 45,
            "counts": {"error": {"rules": 1, "occurrences": 9}},
        },
    }
    waiver = {"rule": "negative-value", "ocid": "", "path": "", "reason": HOSTILE, "name": "Bo Ek", "findings": 0}
    report["waivers"] = [waiver | {"until": "2025-06-30", "state": "expired"}]
    report["profile"] = {
        "name": "egen",
        "sha256": "0" * 64,
        "thresholds": [
            {"path": "buyer/id", "minimum": "0.95", "rate": "1", "objects": 4, "filled": 4, "severity": "error",
             "outcome": "pass"},
        ],
    }  # fmt: skip
    return report


def huge() -> dict:
    """A report of 300 rules with long texts, and 3,000 fields: nothing that fits on a page."""
    report = made()
    result = next(one for one in report["results"] if one["outcome"] == "fail")
    long = {lang: f"{lang} {HOSTILE} " * 400 for lang in ("sv", "en")}
    sample = result["samples"][0] | {"message": long, "ocid": "o" * 5_000, "file": "f" * 5_000}
    for number in range(300):
        name = "regel-" + "".join(chr(97 + int(digit)) for digit in str(number))
        texts = {"title": long, "why": long, "fix": long}
        report["rules"].append(copy.deepcopy(report["rules"][0]) | {"name": name} | texts)
        report["results"].append(result | {"rule": name, "failed": 10**9, "samples": [sample] * 25})
    field = report["coverage"][0]
    report["coverage"] += [field | {"path": f"awards/{'p' * 900}{number}"} for number in range(3_000)]
    report["run"]["inputs"] = [{"path": "i" * 5_000, "sha256": "0" * 64, "bytes": 1}] * 500
    report["systemErrors"] *= 500
    report["waivers"] *= 500
    return report
