from typing import Any

import pytest

from ocds_sv.findings import Findings, Place
from ocds_sv.mapping.assertions import FillCounter
from ocds_sv.mapping.language import Assertions

WANTED = Assertions(2, {"tender/title": 0.5, "awards/suppliers/name": 1.0})
FULL = {"tender": {"title": "T"}, "awards": [{}, {"suppliers": [{"name": "N"}]}]}
POOR: dict[str, Any] = {"tender": {}, "awards": [{"suppliers": [{"id": "1"}]}]}


def judged(*counters: list[dict[str, Any]], wanted: Assertions = WANTED) -> list[str]:
    whole = FillCounter(wanted)
    for releases in counters:
        part = FillCounter(wanted)
        for release in releases:
            part.add(release)
        whole.merge(part)
    findings = Findings()
    whole.judge(findings, Place("a.csv"))
    return [finding.message() for finding in findings.examples.get("assertion-failed", [])]


def test_what_is_reached_is_not_told() -> None:
    assert judged([FULL, FULL]) == []


@pytest.mark.parametrize("parts", [([FULL, POOR, POOR],), ([FULL], [POOR], [POOR])])
def test_a_share_that_is_not_reached_is_told_whoever_counted(parts: tuple[list[dict[str, Any]], ...]) -> None:
    assert judged(*parts) == [
        "a.csv: tender/title: expected at least 50.0%, got 33.3%",
        "a.csv: awards/suppliers/name: expected at least 100.0%, got 33.3%",
    ]


def test_too_few_releases_are_told() -> None:
    assert judged([FULL]) == ["a.csv: releases: expected at least 2, got 1"]
    assert judged([]) == ["a.csv: releases: expected at least 2, got 0"]
