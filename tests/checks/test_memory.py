"""What rules have said of the same values before spares them the question, and changes nothing."""

import copy
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ocds_sv.checks import Checker
from ocds_sv.checks.dataset.identities import OneFact
from ocds_sv.checks.dataset.shares import Buyers, Shares, one_dominates
from ocds_sv.checks.judge import Counting
from ocds_sv.checks.memory import Call
from ocds_sv.checks.rule import Check, Context
from ocds_sv.checks.rules import RULES

AS_OF = date(2026, 1, 1)
READING = [check for check in RULES.values() if check.reads]
NOWHERE: Any = None
"""A context of which nothing can be asked."""


class Watched(dict[str, Any]):
    """An object that remembers which of its fields were looked at."""

    def __init__(self, value: dict[str, Any]) -> None:
        super().__init__(value)
        self.seen: set[str] = set()

    def get(self, name: str, default: Any = None) -> Any:
        self.seen.add(name)
        return super().get(name, default)

    def __getitem__(self, name: str) -> Any:
        self.seen.add(name)
        return super().__getitem__(name)

    def __contains__(self, name: object) -> bool:
        self.seen.add(str(name))
        return super().__contains__(name)

    def __iter__(self) -> Any:
        raise AssertionError("all fields are looked at")

    items = values = keys = __iter__


@pytest.mark.parametrize("check", READING, ids=lambda check: str(check.name))
def test_a_rule_reads_what_it_says_that_it_reads(check: Check) -> None:
    samples = [dict.fromkeys(check.reads, value) for value in ("SE-ON", "x", "", " ", 5, -5, 1.5, True)]
    examples = [] if check.judge is not None else [*check.refused, *check.accepted]
    for one in (*samples, *examples):
        watched = Watched(one)
        if all(name in one for name in check.needs):
            list(check.function(watched, NOWHERE))
        assert watched.seen <= set(check.reads)
    assert set(check.needs) <= set(check.reads)


@pytest.mark.parametrize("judge", [Shares(least=1), Buyers(one_dominates, least=1), OneFact()])
def test_what_came_again_counts_as_often(judge: Any) -> None:
    other = type(judge)(one_dominates, least=1) if isinstance(judge, Buyers) else copy.deepcopy(judge)
    key: Any = ("a", "b") if isinstance(judge, OneFact) else "a"
    context = Context({"ocid": "1"}, AS_OF)

    for _ in range(5):
        judge.add(key, context)
    other.add(key, context)
    other.again(key, 4)

    assert isinstance(judge, Counting)
    assert judge.outcome() == other.outcome()
    assert judge.outcome().checked


def told(releases: list[Any]) -> Any:
    checker = Checker(as_of=AS_OF)
    for one in releases:
        checker.release(one)
    return checker.report()


_ID = st.sampled_from(["SE-ON", "SE-KK", "x", "", "556091-2148", "556091-2149", 5, 1, True, 1.0, None, ["x"], {}])
_PARTY = st.fixed_dictionaries(
    {"identifier": st.fixed_dictionaries({}, optional={"scheme": _ID, "id": _ID, "legalName": _ID})},
    optional={"id": _ID, "name": _ID, "contactPoint": st.fixed_dictionaries({}, optional={"email": _ID})},
)
_VALUE = st.fixed_dictionaries({}, optional={"amount": _ID, "currency": _ID})
_RELEASE = st.fixed_dictionaries(
    {"ocid": st.sampled_from(["1", "2"])},
    optional={
        "parties": st.lists(_PARTY, max_size=3),
        "tender": st.fixed_dictionaries({}, optional={"value": _VALUE, "status": _ID, "procurementMethod": _ID}),
    },
)


@pytest.mark.hypothesis
@given(st.lists(_RELEASE, max_size=6))
def test_a_check_that_remembers_finds_what_one_finds_that_forgets(releases: list[Any]) -> None:
    remembering = told(releases)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("ocds_sv.checks.memory.MOST", 1)
        assert told(releases) == remembering
        patch.setattr("ocds_sv.checks.walk.Call", Asked)
        assert told(releases) == remembering


class Asked(Call):
    """A rule that is asked about every object."""

    def __init__(self, check: Check, judge: Any = None) -> None:
        super().__init__(check, judge)
        self.reads = ()
