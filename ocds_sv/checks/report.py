"""The report of a check as one JSON document; every rendering reads it and nothing else."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import replace
from importlib.metadata import version
from typing import TYPE_CHECKING, Any

import orjson

from ocds_sv.checks.assessment import assessment, of_schema_only
from ocds_sv.checks.baseline import Baseline
from ocds_sv.checks.fields import Coverage, rate
from ocds_sv.checks.judge import Outcome
from ocds_sv.checks.marks import LIMIT
from ocds_sv.checks.results import Cells, results, rule
from ocds_sv.checks.tally import SAMPLES
from ocds_sv.findings import Severity
from ocds_sv.sources import InputFile
from ocds_sv.standard import files as standard_files
from ocds_sv.standard.files import VERSION
from ocds_sv.sweden.identity import mask_text

if TYPE_CHECKING:
    from ocds_sv.checks.checker import Checker

SCHEMA_VERSION = "1.0"
LEFT_OUT = Outcome("skipped", reason_en="the rule was left out", reason_sv="regeln är bortvald")
CELLS = 6
"""Cells shown of one sample."""


def report(
    checker: Checker, files: Sequence[InputFile], baseline: Baseline | None = None, cells: Cells | None = None
) -> dict[str, Any]:
    """The report; the same for the same inputs, rules and date."""
    found = checker.results()
    if baseline is not None and (checker.stages or checker.broken):
        baseline = replace(baseline, whole=False)
    outcomes = checker.outcomes()
    told = results(
        checker.rules, found, {name: outcomes.get(name, LEFT_OUT) for name in checker.rules}, baseline, cells
    )
    ruleset = _digest([rule(checker.rules[name]) for name in sorted(checker.wanted)])
    verdict = _verdict(checker, told)
    body = {
        "schemaVersion": SCHEMA_VERSION,
        "tool": _tool(checker, ruleset),
        "run": _run(checker, files),
        "profile": _profile(checker),
        "verdict": verdict,
        "scope": _scope(checker),
        "rules": [rule(checker.rules[name]) for name in sorted(one["rule"] for one in told)],
        "results": told,
        "systemErrors": [
            {"file": one.file, "line": one.line, "message": {"sv": one.reason_sv, "en": one.reason}}
            for one in checker.broken
        ],
        "coverage": [coverage(one) for one in checker.census.fields.coverage()],
        "baseline": baseline.summary(told, ruleset) if baseline is not None else None,
        "waivers": checker.waivers.json(checker.as_of) if checker.waivers is not None else [],
        "fingerprints": {
            name: {"complete": one.marks.complete, "marks": one.marks.sorted()}
            for name, one in sorted(found.items())
            if one.failed
        },
        "assessment": _assessment(checker, told, verdict),
    }
    digest = hashlib.sha256(orjson.dumps(body, option=orjson.OPT_SORT_KEYS)).hexdigest()
    return {"schemaVersion": SCHEMA_VERSION, "reportId": f"sha256:{digest}", **body}


def _assessment(checker: Checker, told: Sequence[Mapping[str, Any]], verdict: Mapping[str, Any]) -> dict[str, Any]:
    if checker.schema_only:
        return of_schema_only(checker.census, told, checker.rules)
    return assessment(checker.census, told, checker.rules, verdict, checker.criteria())


def _tool(checker: Checker, ruleset: str) -> dict[str, Any]:
    return {
        "name": "ocds_sv",
        "version": version("ocds-sv"),
        "rulesetSha256": ruleset,
        "standard": {
            "ocds": VERSION,
            "schemaSha256": _digest(standard_files.schema("release-schema.json")),
            "extensions": [
                {
                    "id": name,
                    "version": str(standard_files.extension_facts(name).get("version", "")),
                    "sha256": _digest(standard_files.extension_patch(name)),
                }
                for name in checker.extensions
            ],
        },
    }


def _run(checker: Checker, files: Sequence[InputFile]) -> dict[str, Any]:
    return {
        "asOf": checker.as_of.isoformat(),
        "scope": checker.publisher,
        "engine": checker.engine,
        "schemaOnly": checker.schema_only,
        "extensions": list(checker.extensions),
        "unknownExtensions": sorted(map(mask_text, checker.scope.unknown_extensions)),
        "select": sorted(checker.select),
        "ignore": sorted(checker.ignore),
        "stages": list(checker.stages),
        "limits": {"samplesPerRule": SAMPLES, "fingerprintsPerRule": LIMIT, "cellsPerSample": CELLS},
        "inputs": [{"path": file.name, "sha256": file.sha256, "bytes": file.size} for file in files],
        "passedOver": checker.passed,
        "provenance": checker.provenance,
    }


def _profile(checker: Checker) -> dict[str, Any] | None:
    profile = checker.profile
    return profile.json(checker.thresholds()) if profile is not None and profile.name else None


def _scope(checker: Checker) -> dict[str, Any]:
    scope, dates = checker.scope, checker.census.dates
    return {
        "releases": scope.releases,
        "compiledReleases": scope.compiled,
        "records": scope.records,
        "packages": scope.packages,
        "ocids": len(checker.census.processes),
        "dates": {"min": dates.earliest, "max": dates.latest},
    }


def _verdict(checker: Checker, told: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    counts = {str(severity): {"rules": 0, "occurrences": 0} for severity in Severity}
    for one in told:
        # A rule that broke in one place may have found something in others.
        if one["failed"]:
            counts[one["severity"]]["rules"] += 1
            counts[one["severity"]]["occurrences"] += one["failed"]
    bad = any(counts[str(severity)]["rules"] for severity in (Severity.BLOCKER, Severity.ERROR))
    worst = next((str(severity) for severity in Severity if counts[str(severity)]["rules"]), "")
    broke = [one for one in told if one["outcome"] == "system_error"]
    complete = not checker.broken and not broke
    return {
        "status": "reject" if bad else "acceptable" if complete else "undefined",
        "worstSeverity": worst,
        # Whether a person's number stands in it, the schema does not say.
        "publishable": complete and not bad and not checker.schema_only,
        "complete": complete,
        "incompleteReasons": [
            {"sv": f"{one.file}, rad {one.line}: {one.reason_sv}", "en": f"{one.file}, line {one.line}: {one.reason}"}
            for one in checker.broken
        ]
        + [{lang: f"{one['rule']}: {one['reason'][lang]}" for lang in ("sv", "en")} for one in broke],
        "counts": counts,
    }


def coverage(one: Coverage) -> dict[str, Any]:
    """How often a field is filled."""
    return {
        "path": one.path,
        "stage": one.stage,
        "objects": one.objects,
        "filled": one.filled,
        "rate": rate(one.filled, one.objects),
        "releases": one.releases,
    }


def _digest(value: object) -> str:
    return hashlib.sha256(orjson.dumps(value, option=orjson.OPT_SORT_KEYS)).hexdigest()
