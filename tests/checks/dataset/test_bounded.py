"""What is told of many thousands of different things takes the memory that some thousands take."""

import tracemalloc
from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from ocds_sv.checks.dataset.amounts import Repetition, TopShare
from ocds_sv.checks.dataset.identities import OneFact, Related, Unique
from ocds_sv.checks.dataset.shares import Buyers, one_dominates
from ocds_sv.checks.rule import Context

THINGS = 40_000
BATCH = 100
MOST = 2_200_000
"""Bytes; as many texts of Python's own in a dictionary take five million."""

JUDGES: dict[str, tuple[Callable[[], Any], Callable[[int], Any]]] = {
    "ids of tenders": (Unique, str),
    "ids of releases": (lambda: Unique(within=True), str),
    "one id for all": (Unique, lambda _: "1"),
    "processes": (Related, lambda number: (f"ocds-a1b2c3-{number + 7}" if number % 2 else "", "")),
    "titles": (lambda: Related(titles=True), lambda number: (f"ocds-{number - 1}" if number % 2 else "", str(number))),
    "names": (OneFact, lambda number: (str(number // 2), str(number))),
    "buyers": (lambda: Buyers(one_dominates), str),
    "largest": (TopShare, lambda number: (number, "SEK")),
    "most common": (Repetition, lambda number: (number, "SEK")),
}


@pytest.mark.parametrize("name", JUDGES)
def test_memory_does_not_follow_the_data(name: str) -> None:
    make, key = JUDGES[name]
    judge, as_of = make(), date(2026, 1, 1)
    tracemalloc.start()
    try:
        for start in range(0, THINGS, BATCH):
            numbers = range(start, start + BATCH)
            if hasattr(judge, "extend"):
                judge.extend([key(number) for number in numbers], [f"ocds-{number}" for number in numbers])
            else:
                for number in numbers:
                    judge.add(key(number), Context({"ocid": f"ocds-{number}"}, as_of))
        outcome = judge.outcome()
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()

    assert outcome.checked
    assert peak < MOST
