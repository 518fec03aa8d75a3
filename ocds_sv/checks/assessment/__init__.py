"""
The measured sections of the Technical Assessment, under their stable keys, from counters alone.

Sections that need an answer of people are listed and not filled in.
"""

from __future__ import annotations

import csv
from collections.abc import Mapping, Sequence
from typing import Any

from ocds_sv.checks.assessment.advice import recommendations
from ocds_sv.checks.assessment.availability import availability, linking
from ocds_sv.checks.assessment.criteria import criteria, legacy_levels, relevance
from ocds_sv.checks.census import Census
from ocds_sv.checks.criteria import Criterion
from ocds_sv.checks.fields import rate
from ocds_sv.checks.rule import Check
from ocds_sv.resources import SCHEMAS
from ocds_sv.standard.indicators import Indicator, indicators, red_flags, with_parents


def assessment(
    census: Census,
    results: Sequence[Mapping[str, Any]],
    rules: Mapping[str, Check],
    verdict: Mapping[str, Any],
    decided: Sequence[Criterion],
) -> dict[str, Any]:
    """The sections, from the census, the results of the rules and the criteria as ``decided``."""
    filled = with_parents(census.fields.filled())
    advice = recommendations(results, rules, filled)
    return {
        "summary": {"publishable": verdict["publishable"], "actions": [one["rank"] for one in advice[:5]]},
        "availability": availability(census),
        "linking": linking(census),
        "quality": _quality(results, rules, len(census.processes)),
        "criteria": criteria(decided),
        "relevance": relevance(census),
        "legacyLevels": legacy_levels(filled),
        "indicators": [_need(one, filled) for one in indicators()],
        "redFlags": [_need(one, filled) for one in red_flags()],
        "recommendations": advice,
        "humanSections": _sections(),
    }


def of_schema_only(census: Census, results: Sequence[Mapping[str, Any]], rules: Mapping[str, Check]) -> dict[str, Any]:
    """The same where the schema alone was asked: what to mend, and nothing of what was not looked at."""
    advice = [one for one in recommendations(results, rules, set()) if one["kind"] == "rule"]
    return {
        "summary": {"publishable": False, "actions": [one["rank"] for one in advice[:5]]},
        "availability": {"stages": [], "months": []},
        "linking": {**linking(census), "stages": []},
        "quality": _quality(results, rules, len(census.processes)),
        **{name: [] for name in ("criteria", "relevance", "legacyLevels", "indicators", "redFlags", "humanSections")},
        "recommendations": advice,
    }


def _need(one: Indicator, filled: set[str]) -> dict[str, Any]:
    missing = one.missing(filled)
    return {
        "id": one.id,
        "group": one.group,
        "title": {"sv": one.title_sv, "en": one.title_en},
        "computable": not missing,
        "missing": sorted(" | ".join(sorted(need)) for need in missing),
    }


def _quality(results: Sequence[Mapping[str, Any]], rules: Mapping[str, Check], processes: int) -> list[dict[str, Any]]:
    told: dict[str, dict[str, Any]] = {}
    for one in results:
        name = rules[one["rule"]].dimension
        entry = told.setdefault(name, {"dimension": name, "rules": 0, "failedRules": 0, "occurrences": 0})
        entry["rules"] += one["outcome"] in {"pass", "fail"}
        entry["failedRules"] += one["outcome"] == "fail"
        entry["occurrences"] += one["failed"]
    return [{**told[name], "perProcess": rate(told[name]["occurrences"], processes)} for name in sorted(told)]


def _sections() -> list[dict[str, Any]]:
    with (SCHEMAS / "assessment_sections.csv").open(encoding="utf-8", newline="") as rows:
        return [
            {
                "key": row["key"],
                "title": {"sv": row["title_sv"], "en": row["title_en"]},
                "questions": {"sv": row["questions_sv"], "en": row["questions_en"]},
            }
            for row in csv.DictReader(rows)
        ]
