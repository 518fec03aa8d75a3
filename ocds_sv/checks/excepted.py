"""What waivers leave of findings about all the data together, which are known only when everything was counted."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date

from ocds_sv.checks.judge import Outcome
from ocds_sv.checks.marks import Marks
from ocds_sv.checks.tally import Result
from ocds_sv.checks.waivers import Waivers


def without_waived(result: Result, waivers: Waivers, as_of: date) -> Result:
    """``result`` of a rule about all the data, what is waived counted apart."""
    waived = waivers.over_all(result.check.name, result.paths, as_of)
    if not waived:
        return result
    left = {path: count for path, count in result.paths.items() if path not in waived}
    kept = [sample for sample in result.samples if left and sample.facts.get("path") not in waived]
    made = replace(result, failed=sum(left.values()), waived=result.failed - sum(left.values()), samples=kept)
    made.paths = type(result.paths)(left)
    made.marks, made.waived_marks = Marks(), Marks()
    for sample in result.samples:
        (made.marks if sample in kept else made.waived_marks).add(sample.fingerprint)
    return made


def settled(outcomes: Mapping[str, Outcome], results: Mapping[str, Result]) -> dict[str, Outcome]:
    """``outcomes`` of which those that fail agree with the ``results``."""
    told = dict(outcomes)
    for name, outcome in outcomes.items():
        if outcome.state == "fail" and name in results and results[name].failed != outcome.failed:
            failed = results[name].failed
            told[name] = replace(outcome, failed=failed) if failed else Outcome("pass", outcome.checked)
    return told
