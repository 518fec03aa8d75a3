"""Counts of shares of the data, merged in order, are those of the whole."""

import pickle
from datetime import date
from typing import Any

import pytest

from ocds_sv.checks import Checker
from ocds_sv.checks.tally import SAMPLES

AS_OF = date(2026, 1, 1)
RELEASES: list[dict[str, Any]] = [
    {"ocid": f"ocds-a1b2c3-{number}", "id": "1", "awards": [{"id": "1", "value": {"amount": -number}}, {"id": "1"}]}
    for number in range(1, 61)
]


def checked(releases: list[dict[str, Any]], start: int = 0) -> Checker:
    checker = Checker(as_of=AS_OF)
    for line, release in enumerate(releases, start + 1):
        checker.release(release, "a.jsonl", line)
    return checker


@pytest.mark.parametrize("cut", [0, 1, 10, SAMPLES, 40, 60])
def test_merged_in_order_they_say_what_one_would_have_said(cut: int) -> None:
    whole = checked(RELEASES)
    first, second = checked(RELEASES[:cut]), checked(RELEASES[cut:], cut)

    first.merge(second.counted())

    assert first.tally.results == whole.tally.results
    assert first.results() == whole.results()
    assert first.tally.failed("negative-value") == 60
    assert [sample.line for sample in first.tally.results["negative-value"].samples] == list(range(1, SAMPLES + 1))


def test_a_tally_travels_between_processes() -> None:
    tally = checked(RELEASES).tally

    assert pickle.loads(pickle.dumps(tally)).results == tally.results
