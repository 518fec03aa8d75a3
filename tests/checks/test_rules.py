"""The examples in a rule's docstring are its test; and what all rules owe their readers."""

import copy
import csv
import json
import pickle
import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from ocds_sv.checks import Checker
from ocds_sv.checks.choice import ALL as EVERY
from ocds_sv.checks.dataset.earlier import Earlier
from ocds_sv.checks.outcomes import DOCUMENTS
from ocds_sv.checks.rule import Check, Context
from ocds_sv.checks.rules import FAMILIES, RULES
from ocds_sv.findings import Severity
from ocds_sv.standard import Standard

AS_OF = date(2026, 1, 1)
ALL = list(RULES.values())
SINGLE = [check for check in ALL if check.judge is None]
TOGETHER = [check for check in ALL if check.judge is not None]


def faults(check: Check, example: dict) -> list:
    return list(check.function(example, Context(example, AS_OF)))


@pytest.mark.parametrize("check", SINGLE, ids=lambda check: check.name)
def test_what_a_rule_refuses_it_finds_with_a_place_and_a_message(check: Check) -> None:
    assert check.refused
    for example in check.refused:
        found = faults(check, example)
        assert found, example
        for fault in found:
            for lang in ("sv", "en"):
                assert check.says(lang, fault.facts)
            value = example
            for part in fault.path:
                value = value[part]


@pytest.mark.parametrize("check", SINGLE, ids=lambda check: check.name)
def test_what_a_rule_accepts_it_leaves_alone(check: Check) -> None:
    assert check.accepted
    for example in check.accepted:
        assert faults(check, example) == [], example


def releases(example: dict) -> Iterator[dict]:
    """The releases of an example, ``{n}`` numbered."""
    number = 0
    for part in example["releases"]:
        text = json.dumps(part["release"], ensure_ascii=False)
        for _ in range(part["times"]):
            number += 1
            yield json.loads(text.replace("{n}", str(number)))


def checker(check: Check, example: dict) -> Checker:
    previous = Earlier(example["previous"]) if "previous" in example else None
    return Checker(select=[check.name], as_of=AS_OF, previous=previous, urls=lambda address: "borta" not in address)


def told(check: Check, example: dict) -> Checker:
    made = checker(check, example)
    for release in releases(example):
        made.release(release)
    return made


@pytest.mark.parametrize("check", TOGETHER, ids=lambda check: check.name)
def test_a_rule_about_all_the_data_refuses_and_accepts_its_examples(check: Check) -> None:
    assert check.refused
    assert check.accepted
    for example in check.refused:
        made = told(check, example)
        outcome = made.outcomes()[check.name]
        assert outcome.state == "fail", outcome
        assert 0 < outcome.failed <= outcome.checked
        result = made.results()[check.name]
        assert result.failed == outcome.failed
        for sample in result.samples:
            assert check.says("sv", sample.facts) != check.says("en", sample.facts)
    for example in check.accepted:
        assert told(check, example).outcomes()[check.name].state in {"pass", "na", "skipped"}


@pytest.mark.parametrize("check", TOGETHER, ids=lambda check: check.name)
@pytest.mark.parametrize("share", [0.0, 0.3, 1.0])
def test_shares_of_the_data_merged_in_order_say_the_same_as_the_whole(check: Check, share: float) -> None:
    for example in (*check.refused, *check.accepted):
        whole = told(check, example)
        everything = list(releases(example))
        cut = round(len(everything) * share)
        first, second = checker(check, example), checker(check, example)
        for made, part in ((first, everything[:cut]), (second, everything[cut:])):
            for release in part:
                made.release(release)
        first.merge(second.counted())
        assert first.outcomes() == whole.outcomes()
        assert first.results() == whole.results()


@pytest.mark.parametrize("check", TOGETHER, ids=lambda check: check.name)
def test_what_was_counted_travels_between_processes(check: Check) -> None:
    made = told(check, check.refused[0])
    sent = pickle.loads(pickle.dumps(made.counted()["outcomes"]))
    received = checker(check, check.refused[0])
    received._outcomes.take(sent)

    assert received.outcomes() == made.outcomes()


@pytest.mark.parametrize("check", TOGETHER, ids=lambda check: check.name)
def test_without_data_a_rule_about_all_of_it_says_nothing(check: Check) -> None:
    outcome = Checker(select=[check.name], as_of=AS_OF).outcomes()[check.name]
    assert outcome.state == "na"
    assert outcome.reason_sv != outcome.reason_en


@pytest.mark.parametrize("check", SINGLE, ids=lambda check: check.name)
def test_a_rule_bears_every_kind_of_value(check: Check) -> None:
    for example in (*check.refused, *check.accepted):
        for changed in changes(example):
            if all(changed.get(name) is not None for name in check.needs):
                list(check.function(changed, Context(changed, AS_OF)))


@pytest.mark.parametrize("check", TOGETHER, ids=lambda check: check.name)
def test_a_rule_about_all_the_data_bears_every_kind_of_value(check: Check) -> None:
    example = check.refused[0]
    made = checker(check, example)
    for changed in changes(example["releases"][0]["release"]):
        made.release(changed)
    assert made.outcomes()[check.name].state


ODD = (None, True, 7, -1.5, 10**400, "x", "", [], {}, [None, 1, "x", [], {}], {"id": None}, {"id": [1]})


def changes(value: Any) -> Iterator[Any]:
    """``value`` with each thing in it in turn replaced by something odd."""
    for key, inner in value.items() if isinstance(value, dict) else enumerate(value):
        for odd in (*ODD, *(changes(inner) if isinstance(inner, dict | list) else ())):
            changed = copy.copy(value)
            changed[key] = odd
            yield changed


def test_names_are_names_of_faults_and_of_functions() -> None:
    for name, check in RULES.items():
        assert re.fullmatch(r"[a-z]+(-[a-z]+)*", name)
        assert check.function.__name__.replace("_", "-") == name


def test_every_rule_is_about_a_type_of_the_standard_and_has_one_sentence_first() -> None:
    standard = Standard.load(Standard.known_extensions())
    types = {node.definition for node in (standard.release, *standard.release.walk())}
    types |= set(DOCUMENTS)
    types |= {(node.items or node).definition for node in standard.release.walk()}
    for check in ALL:
        assert check.on in types
        assert re.fullmatch(r"[A-Z][^\n]*\.", check.title("en")), check.name
        assert check.says_en != check.says_sv
        assert check.fix_en != check.fix_sv
        assert check.sources


def test_every_check_of_pelican_has_its_twin() -> None:
    with (Path(__file__).parent / "pelican_checks.csv").open(encoding="utf-8", newline="") as file:
        named = [row["name"] for row in csv.DictReader(file)]
    ours = {twin for check in EVERY.values() for twin in check.pelican}

    assert len(named) == len(set(named)) == 76
    assert set(named) - ours == set()
    assert ours - set(named) == set()


def test_only_privacy_blocks() -> None:
    assert {check.dimension for check in ALL if check.severity is Severity.BLOCKER} == {"privacy"}


def test_every_rule_of_a_family_is_listed() -> None:
    for family in FAMILIES:
        made = {value.name for value in vars(family).values() if isinstance(value, Check)}
        assert made == {check.name for check in family.RULES}
