"""What refers to what across processes."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ocds_sv.checks.dataset import packed
from ocds_sv.checks.dataset.identities import EXAMPLES, SAMPLE, Addresses, OneFact, Related, Unique
from ocds_sv.checks.judge import Outcome
from ocds_sv.checks.rule import Context
from ocds_sv.jsonio import ordering, roll


def of(ocid: str) -> Context:
    return Context({"ocid": ocid}, date(2026, 1, 1))


def test_all_that_share_an_id_are_counted_and_a_few_are_named() -> None:
    judge = Unique()
    for number in range(40):
        judge.add("samma", of(f"ocds-a1b2c3-{number}"))
    judge.add("egen", of("ocds-a1b2c3-x"))

    outcome = judge.outcome()

    assert (outcome.checked, outcome.failed, len(outcome.ocids)) == (41, 40, EXAMPLES)
    assert outcome.ocids[0] == "ocds-a1b2c3-0"


def test_no_personal_number_is_named() -> None:
    judge = Unique()
    for number in ("811228-9874", "701063-2391"):
        judge.add("samma", of(f"ocds-a1b2c3-{number}"))

    assert not any(sign in " ".join(judge.outcome().ocids) for sign in ("811228", "701063"))


def test_an_organisation_with_two_names_is_found_across_merged_shares() -> None:
    first, second = OneFact(), OneFact()
    first.add(("SE-ON-556091-2148", "ett ab"), of("1"))
    second.add(("SE-ON-556091-2148", "två ab"), of("2"))
    assert first.outcome().state == second.outcome().state == "pass"

    first.merge(second)

    assert (first.outcome().state, first.outcome().failed) == ("fail", 1)


def test_a_process_may_be_named_before_it_comes() -> None:
    judge = Related()
    judge.add(("ocds-a1b2c3-2", ""), of("ocds-a1b2c3-1"))
    assert judge.outcome().state == "fail"

    judge.add(("", ""), of("ocds-a1b2c3-2"))

    assert judge.outcome().state == "pass"


def test_addresses_are_sampled_the_same_in_any_order_and_never_asked_without_somebody_to_ask() -> None:
    asked: list[list[str]] = [[], []]
    for seen, order in zip(asked, (1, -1), strict=True):
        judge = Addresses(lambda address, seen=seen: bool(seen.append(address)) or True)
        for number in range(3000)[::order]:
            judge.add(f"https://example.org/{number}", of(""))
        assert judge.outcome().state == "pass"
    assert asked[0] == asked[1]
    assert len(asked[0]) == SAMPLE

    silent = Addresses(None)
    silent.add("https://example.org/1", of(""))
    assert silent.outcome().state == "skipped"
    assert silent.sample == {}


IDS = st.lists(st.tuples(st.sampled_from("abcd"), st.sampled_from("1234567")), max_size=40)
CUTS = st.integers(0, 40)


def told(kind: Callable[[], Any], things: list[tuple[Any, str]], cut: int) -> Outcome:
    """What one judge says of all, as two say who are merged."""
    first, second, whole = kind(), kind(), kind()
    for at, (key, ocid) in enumerate(things):
        (first if at < cut else second).add(key, of(ocid))
        whole.add(key, of(ocid))
    first.merge(second)
    outcome: Outcome = whole.outcome()
    assert first.outcome() == outcome
    return outcome


@pytest.fixture
def on_disk(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ordering, "RUN", 3)
    monkeypatch.setattr(roll, "IN_MEMORY", 30)
    monkeypatch.setattr(packed, "TEXTS", 4)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(IDS, CUTS, st.booleans())
def test_ids_are_found_as_by_a_dictionary(on_disk: None, ids: list[tuple[str, str]], cut: int, within: bool) -> None:
    groups: dict[object, list[str]] = {}
    for key, ocid in ids:
        groups.setdefault((ocid, key) if within else key, []).append(ocid)
    sizes = {name: len(ocids) if within else len(set(ocids)) for name, ocids in groups.items()}
    named: list[str] = []
    for name, ocids in groups.items():
        named += ocids[:EXAMPLES] if sizes[name] > 1 and len(named) < EXAMPLES else []

    outcome = told(lambda: Unique(within=within), list(ids), cut)

    assert (outcome.checked, outcome.failed) == (len(ids), sum(size for size in sizes.values() if size > 1))
    assert outcome.ocids == tuple(dict.fromkeys(named))[:EXAMPLES]


REFERENCES = st.lists(
    st.tuples(st.tuples(st.sampled_from(["", "1", "2", "3"]), st.sampled_from("AB")), st.sampled_from("1245"))
)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(REFERENCES, CUTS, st.booleans())
def test_references_are_looked_up_as_in_a_dictionary(
    on_disk: None, things: list[tuple[tuple[str, str], str]], cut: int, titles: bool
) -> None:
    there: dict[str, set[str]] = {}
    for (to, title), ocid in things:
        if not to:
            there.setdefault(ocid, set()).add(title)
    asked = [(to, title, ocid) for (to, title), ocid in things if to and (to in there or not titles)]
    wrong = [ocid for to, title, ocid in asked if (title not in there[to] if titles else to not in there)]

    outcome = told(lambda: Related(titles=titles), things, cut)

    assert (outcome.checked, outcome.failed) == (len(asked), len(wrong))
    assert outcome.ocids == tuple(dict.fromkeys(wrong))[:EXAMPLES]


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.lists(st.tuples(st.tuples(st.sampled_from("abcd"), st.sampled_from("AB")), st.sampled_from(["", "1", "2"]))),
    CUTS,
)
def test_facts_are_compared_as_in_a_dictionary(
    on_disk: None, things: list[tuple[tuple[str, str], str]], cut: int
) -> None:
    facts: dict[str, str] = {}
    several: dict[str, str] = {}
    for (name, fact), ocid in things:
        if facts.setdefault(name, fact) != fact:
            several.setdefault(name, ocid)

    outcome = told(OneFact, things, cut)

    assert (outcome.checked, outcome.failed) == (len(facts), len(several))
    assert outcome.ocids == tuple(dict.fromkeys(filter(None, several.values())))[:EXAMPLES]
