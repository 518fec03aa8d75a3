"""The report of a check as one JSON document; every rendering reads it and nothing else."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from importlib.metadata import version
from typing import TYPE_CHECKING, Any

from ocds_sv.checks.rule import Check
from ocds_sv.checks.tally import Result
from ocds_sv.findings import Severity
from ocds_sv.sources import InputFile
from ocds_sv.standard.indicators import indicators, next_fields, possible, with_parents

if TYPE_CHECKING:
    from ocds_sv.checks.checker import Checker

SCHEMA_VERSION = "1.0"
LANGUAGES = ("sv", "en")
_STAGES = ("planning", "tender", "awards", "contracts", "contracts/implementation")
_OWNERS = {"structure": "converter", "references": "converter", "identity": "source-system", "privacy": "publisher"}


def report(checker: Checker, files: Sequence[InputFile]) -> dict[str, Any]:
    """The report; the same for the same inputs, rules and date."""
    results = sorted(checker.tally.results.values(), key=lambda one: (one.check.severity.rank, one.check.name))
    visited = checker.visited()
    scope = checker.scope
    filled = with_parents(scope.filled)
    return {
        "schemaVersion": SCHEMA_VERSION,
        "tool": {"name": "ocds_sv", "version": version("ocds-sv"), "rulesetSha256": _ruleset(checker)},
        "run": {
            "asOf": checker.as_of.isoformat(),
            "extensions": list(checker.extensions),
            "unknownExtensions": sorted(scope.unknown_extensions),
            "inputs": [{"path": file.name, "sha256": file.sha256, "bytes": file.size} for file in files],
            "passedOver": checker.passed,
        },
        "verdict": _verdict(checker, results),
        "scope": {
            "releases": scope.releases,
            "compiledReleases": scope.compiled,
            "records": scope.records,
            "packages": scope.packages,
            "ocids": len(scope.ocids),
            "dates": {"min": scope.earliest, "max": scope.latest},
        },
        "rules": [_rule(one.check) for one in results],
        "results": [_result(one, visited, checker) for one in results],
        "systemErrors": [
            {"file": one.file, "line": one.line, "message": {"sv": one.reason_sv, "en": one.reason}}
            for one in checker.broken
        ],
        "coverage": [{"path": path, "releases": scope.filled[path]} for path in sorted(scope.filled)],
        "assessment": {
            "availability": {stage: scope.filled[stage] for stage in _STAGES},
            "indicators": _indicators(filled),
            "recommendations": [{"field": field, "unlocks": count} for field, count in next_fields(filled)],
        },
    }


def _verdict(checker: Checker, results: Sequence[Result]) -> dict[str, Any]:
    counts = {str(severity): {"rules": 0, "occurrences": 0} for severity in Severity}
    for one in results:
        counts[str(one.check.severity)]["rules"] += 1
        counts[str(one.check.severity)]["occurrences"] += one.failed
    bad = any(counts[str(severity)]["rules"] for severity in (Severity.BLOCKER, Severity.ERROR))
    worst = str(results[0].check.severity) if results else ""
    complete = not checker.broken
    status = "reject" if bad else "acceptable" if complete else "undefined"
    return {"status": status, "worstSeverity": worst, "complete": complete, "counts": counts}


def _rule(check: Check) -> dict[str, Any]:
    return {
        "name": check.name,
        "severity": str(check.severity),
        "dimension": check.dimension,
        "title": check.title,
        "fix": {lang: check.fix(lang) for lang in LANGUAGES},
        "pelican": check.pelican,
        "sources": list(check.sources),
    }


def _result(one: Result, visited: Any, checker: Checker) -> dict[str, Any]:  # noqa: ANN401 - a counter by type
    check = one.check
    total = checker.scope.releases + checker.scope.compiled
    return {
        "rule": check.name,
        "severity": str(check.severity),
        "outcome": "fail",
        "checked": visited[check.on] if check.on != "Release" else total,
        "failed": one.failed,
        "releases": one.releases,
        "owner": _OWNERS.get(check.dimension, "source-system"),
        "groups": [{"path": path, "failed": count} for path, count in sorted(one.paths.items(), key=_most_first)],
        "shown": len(one.samples),
        "truncated": one.failed > len(one.samples),
        "samples": [
            {
                "ocid": sample.ocid,
                "release": sample.release,
                "pointer": sample.pointer,
                "file": sample.file,
                "line": sample.line,
                "message": {lang: check.says(lang, sample.facts) for lang in LANGUAGES},
                "fingerprint": sample.fingerprint,
            }
            for sample in one.samples
        ],
    }


def _most_first(group: tuple[str, int]) -> tuple[int, str]:
    return -group[1], group[0]


def _indicators(filled: set[str]) -> list[dict[str, Any]]:
    able = {one.id for one in possible(filled)}
    return [
        {
            "id": one.id,
            "group": one.group,
            "title": {lang: one.title(lang) for lang in LANGUAGES},
            "computable": one.id in able,
            "missing": sorted(" | ".join(sorted(need)) for need in one.missing(filled)),
        }
        for one in indicators()
    ]


def _ruleset(checker: Checker) -> str:
    return hashlib.sha256("\n".join(sorted(checker.wanted)).encode()).hexdigest()
