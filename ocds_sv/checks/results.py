"""What each rule came to: its outcome, exact counts, examples, and how it stands against a baseline."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, Literal

from ocds_sv.checks.baseline import Baseline
from ocds_sv.checks.fields import rate
from ocds_sv.checks.judge import Outcome
from ocds_sv.checks.marks import Marks
from ocds_sv.checks.profile import COVERAGE
from ocds_sv.checks.rule import Check
from ocds_sv.checks.tally import Result, Sample
from ocds_sv.sweden.identity import mask_text

LANGUAGES = ("sv", "en")
ORDER = ("fail", "system_error", "pass", "na", "skipped")
_OWNERS = {"structure": "converter", "references": "converter", "identity": "source-system", "privacy": "publisher"}

Cells = Callable[[Sequence[Sample]], Sequence[list[dict[str, Any]]]]
"""Of each sample the cells of the source that it comes from."""

Places = Mapping[int, list[dict[str, Any]]]
"""The cells by the sample's identity."""


def results(
    rules: Mapping[str, Check],
    found: Mapping[str, Result],
    outcomes: Mapping[str, Outcome],
    baseline: Baseline | None = None,
    cells: Cells | None = None,
) -> list[dict[str, Any]]:
    """One for each rule: failed ones first, worst first, then those with most findings, then by name."""
    # All samples at once: what leads back to the source is read once.
    samples = [sample for name in outcomes if name in found for sample in found[name].samples]
    places = dict(zip(map(id, samples), cells(samples), strict=True)) if cells is not None else {}
    told = [_result(rules[name], found.get(name), outcome, baseline, places) for name, outcome in outcomes.items()]
    return sorted(
        told,
        key=lambda one: (ORDER.index(one["outcome"]), rules[one["rule"]].severity.rank, -one["failed"], one["rule"]),
    )


def _result(
    check: Check, result: Result | None, outcome: Outcome, baseline: Baseline | None, places: Places
) -> dict[str, Any]:
    one = result or Result(check)
    unit = unit_of(check)
    wrong = one.failed if unit in {"object", "data"} else min(one.releases, outcome.checked)
    before = baseline.marks.get(check.name, Marks()) if baseline is not None else None
    return {
        "rule": check.name,
        "severity": str(check.severity),
        "outcome": outcome.state,
        **_reason(outcome),
        "unit": unit,
        "checked": outcome.checked,
        "failed": one.failed,
        "waived": one.waived,
        "rate": rate(wrong, outcome.checked),
        "releases": one.releases,
        "owner": _OWNERS.get(check.dimension, "source-system"),
        "status": _status(one, baseline, outcome),
        "groups": [{"path": path, "failed": count} for path, count in sorted(_paths(one), key=_most_first)],
        "shown": len(one.samples),
        "truncated": one.failed > len(one.samples),
        "samples": _samples(check, one, before, places),
    }


Unit = Literal["release", "package", "record", "data", "object"]
_WHOLES: dict[str, Unit] = {"Release": "release", "Package": "package", "Record": "record"}


def unit_of(check: Check) -> Unit:
    """What the rule looks at: wholes, in which it may find several faults; all the data; or single objects."""
    return "data" if check.judge is not None or check.name == COVERAGE.name else _WHOLES.get(check.on, "object")


def _reason(outcome: Outcome) -> dict[str, Any]:
    if not outcome.reason_en or outcome.state in {"pass", "fail"}:
        return {}
    return {"reason": {"sv": outcome.reason_sv, "en": outcome.reason_en}}


def _status(one: Result, baseline: Baseline | None, outcome: Outcome) -> dict[str, Any] | None:
    if baseline is None:
        return None
    change = one.marks.since(baseline.marks.get(one.check.name, Marks()), one.waived_marks)
    # What was not looked for is not fixed.
    looked = outcome.state in {"pass", "fail"} and baseline.whole
    return {
        "new": change.new,
        "persisting": change.persisting,
        "fixed": change.fixed if looked else 0,
        "waived": one.waived,
        "exact": change.exact and baseline.whole,
    }


def _samples(check: Check, one: Result, before: Marks | None, places: Places) -> list[dict[str, Any]]:
    return [
        {
            "ocid": sample.ocid,
            "release": sample.release,
            "pointer": mask_text(sample.pointer),
            "file": sample.file,
            "line": sample.line,
            "message": {lang: check.says(lang, sample.facts) for lang in LANGUAGES},
            "status": _WORDS[before.knows(sample.fingerprint)] if before is not None else "",
            "fingerprint": sample.fingerprint,
            "cells": places.get(id(sample), []),
        }
        for sample in one.samples
    ]


_WORDS: dict[bool | None, str] = {True: "persisting", False: "new", None: ""}


def _paths(one: Result) -> Iterable[tuple[str, int]]:
    """Findings by path; a personal number may stand in the name of a field."""
    shown: Counter[str] = Counter()
    for path, count in one.paths.items():
        shown[mask_text(path)] += count
    return shown.items()


def _most_first(group: tuple[str, int]) -> tuple[int, str]:
    return -group[1], group[0]


def rule(check: Check) -> dict[str, Any]:
    """What is told of a rule."""
    return {
        "name": check.name,
        "severity": str(check.severity),
        "dimension": check.dimension,
        "title": {lang: check.title(lang) for lang in LANGUAGES},
        "why": {lang: check.why(lang) for lang in LANGUAGES},
        "fix": {lang: check.fix(lang) for lang in LANGUAGES},
        "pelican": ", ".join(check.pelican),
        "sources": list(check.sources),
    }
