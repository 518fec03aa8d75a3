"""What the HTML page shows, in its order and within its bounds."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from ocds_sv.report.figures import percent
from ocds_sv.report.labels import counted
from ocds_sv.report.reading import clean_of, failed, rules, verdict_of

if TYPE_CHECKING:
    from ocds_sv.report.html import _Words
    from ocds_sv.report.reading import Json

SEVERITIES = ("blocker", "error", "warning", "notice", "info")
STAGES = ("planning", "tender", "award", "contract", "implementation")
OUTCOMES = ("fail", "pass", "na", "skipped", "system_error")
_OPEN = 3
"""Rules that stand open when the page is."""
_MONTHS = 60
_FIELDS_OF_RULE = 8
_ROLES = 8


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """
    How much of everything the page shows.

    Attributes:
        examples: of each rule.
        fields: of each stage.
        questions: whether indicators and flags are listed one by one.
        rules: with findings, of each severity.
        quiet: rules without findings.
        listed: of any other list.
        longest: characters of a text that comes from the data.
    """

    examples: int
    fields: int
    questions: bool
    rules: int = 500
    quiet: int = 500
    listed: int = 40
    longest: int = 160


@dataclass(frozen=True, slots=True)
class Part:
    """The first members of a list, and how many are left out."""

    shown: Sequence[Any]
    left: int

    @property
    def total(self) -> int:
        """All of them."""
        return len(self.shown) + self.left


def part(members: Sequence[Any], most: int) -> Part:
    """The first ``most`` members."""
    return Part(members[:most], max(len(members) - most, 0))


def content(report: Json, limits: Limits, words: _Words) -> dict[str, Any]:
    """What the template reads."""
    assessment, profile = report["assessment"], report["profile"]
    advice = assessment["recommendations"]
    fields = [one for one in advice if one["kind"] == "field"]
    first = {one["rank"]: one for one in reversed(advice)}
    known = rules(report)
    actions = [
        {**first[rank], "title": known[first[rank]["subject"]]["title"] if first[rank]["subject"] in known else None}
        for rank in assessment["summary"]["actions"]
        if rank in first
    ]
    quiet = [
        {**{key: one.get(key) for key in ("rule", "outcome", "reason")}, "title": known[one["rule"]]["title"]}
        for one in report["results"]
        if one["outcome"] not in {"fail", "system_error"}
    ]
    outcomes = Counter(one["outcome"] for one in report["results"])
    return {
        **{name: report[name] for name in ("tool", "run", "verdict", "scope", "profile", "baseline")},
        **{name: assessment[name] for name in ("criteria", "relevance", "linking")},
        "said": verdict_of(report),
        "levels": [
            {"name": one["level"], "filled": one["filled"], "fields": one["filled"] + len(one["missing"])}
            for one in assessment["legacyLevels"]
        ],
        "roles": part(_most(assessment["linking"]["identifiers"], "parties"), min(limits.listed, _ROLES)),
        "references": part(_most(assessment["linking"]["references"], "references"), limits.listed),
        "joined": part(assessment["linking"]["inputs"], min(limits.listed, 20)),
        "broken": part(report["systemErrors"], min(limits.listed, 5)),
        "actions": part(actions, 5),
        "next_fields": part(fields, 5),
        "indicators": _questions(assessment["indicators"], limits),
        "flags": _questions(assessment["redFlags"], limits),
        "stages": assessment["availability"]["stages"],
        "stage_names": STAGES,
        "months": _months(assessment["availability"]["months"]),
        "then": _then(report["baseline"]),
        "clean": clean_of(report),
        "findings": _findings(report, limits, words),
        "coverage": _coverage(report["coverage"], limits),
        "thresholds": part(profile["thresholds"] if profile is not None else [], limits.listed),
        "outcomes": [(name, outcomes[name]) for name in OUTCOMES if outcomes[name]],
        "inputs": part(report["run"]["inputs"], min(limits.listed, 20)),
        "waivers": part(report["waivers"], limits.listed),
        "quiet": part(quiet, limits.quiet),
        "human": part(assessment["humanSections"], limits.listed),
    }


def _most(members: list[Json], key: str) -> list[Json]:
    return sorted(members, key=lambda one: -one[key])


def _questions(members: list[Json], limits: Limits) -> dict[str, Any]:
    groups: dict[str, list[Json]] = {}
    for one in members:
        groups.setdefault(one["group"], []).append(one)
    return {
        "able": sum(one["computable"] for one in members),
        "total": len(members),
        "listed": limits.questions and bool(members),
        "groups": [
            {
                "name": name,
                "able": sum(one["computable"] for one in of),
                "near": sum(not one["computable"] and len(one["missing"]) == 1 for one in of),
                "total": len(of),
                "members": of,
            }
            for name, of in list(groups.items())[: limits.listed]
        ],
    }


def _months(months: list[Json]) -> dict[str, Any]:
    shown = months[-_MONTHS:]
    most = max((one[stage] for one in shown for stage in STAGES), default=0)
    return {"shown": shown, "left": len(months) - len(shown), "most": most}


def _then(baseline: Json | None) -> dict[str, int]:
    """Findings of the baseline by severity; an old report may not have counted all of them."""
    counts = baseline["previous"]["counts"] if baseline is not None else {}
    told = {name: one.get("occurrences") for name, one in counts.items() if isinstance(one, dict)}
    return {name: count if isinstance(count := told.get(name), int) else 0 for name in SEVERITIES}


def _findings(report: Json, limits: Limits, words: _Words) -> list[tuple[str, Part]]:
    known, results = rules(report), failed(report)
    opened = {id(one) for one in results[:_OPEN]}
    found = []
    for severity in SEVERITIES:
        of = part([one for one in results if one["severity"] == severity], limits.rules)
        if of.total:
            told = [_finding(one, known[one["rule"]], limits, words) | {"open": id(one) in opened} for one in of.shown]
            found.append((severity, Part(told, of.left)))
    return found


def _finding(result: Json, rule: Json, limits: Limits, words: _Words) -> dict[str, Any]:
    samples = part(result["samples"], limits.examples)
    return {
        **{key: result[key] for key in ("rule", "failed", "owner", "status", "waived")},
        "reason": result.get("reason"),
        "title": words.texts(rule["title"]),
        "of": words.t(*(_of(result, lang) for lang in ("sv", "en"))),
        "why": rule["why"],
        "fix": rule["fix"],
        "groups": part([one for one in result["groups"] if one["path"]], min(_FIELDS_OF_RULE, limits.listed)),
        "samples": samples,
        "hidden": max(result["failed"] - len(samples.shown), 0),
    }


def _of(result: Json, lang: str) -> str:
    rate = percent(result["rate"], lang)
    return counted(result, lang) + (f" ({rate})" if rate else "")


def _coverage(fields: list[Json], limits: Limits) -> list[dict[str, Any]]:
    stages: dict[str, list[Json]] = {}
    for one in fields:
        stages.setdefault(one["stage"], []).append(one)
    order = ("release", "parties", *STAGES)
    return [
        {"name": name, "total": len(stages[name]), "fields": part(stages[name], limits.fields)}
        for name in order
        if name in stages
    ]
