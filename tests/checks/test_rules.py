"""The examples in a rule's docstring are its test; and what all rules owe their readers."""

import copy
import re
from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest

from ocds_sv.checks.rule import Check, Context
from ocds_sv.checks.rules import FAMILIES, RULES
from ocds_sv.findings import Severity
from ocds_sv.standard import Standard

AS_OF = date(2026, 1, 1)
ALL = list(RULES.values())


def faults(check: Check, example: dict) -> list:
    return list(check.function(example, Context(example, AS_OF)))


@pytest.mark.parametrize("check", ALL, ids=lambda check: check.name)
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


@pytest.mark.parametrize("check", ALL, ids=lambda check: check.name)
def test_what_a_rule_accepts_it_leaves_alone(check: Check) -> None:
    assert check.accepted
    for example in check.accepted:
        assert faults(check, example) == [], example


@pytest.mark.parametrize("check", ALL, ids=lambda check: check.name)
def test_a_rule_bears_every_kind_of_value(check: Check) -> None:
    for example in (*check.refused, *check.accepted):
        for changed in changes(example):
            list(check.function(changed, Context(changed, AS_OF)))


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
    types |= {(node.items or node).definition for node in standard.release.walk()}
    for check in ALL:
        assert check.on in types
        assert re.fullmatch(r"[A-Z][^\n]*\.", check.title), check.name
        assert check.says_en != check.says_sv
        assert check.fix_en != check.fix_sv
        assert check.sources


def test_only_privacy_blocks() -> None:
    assert {check.dimension for check in ALL if check.severity is Severity.BLOCKER} == {"privacy"}


def test_every_rule_of_a_family_is_listed() -> None:
    for family in FAMILIES:
        made = {value.name for value in vars(family).values() if isinstance(value, Check)}
        assert made == {check.name for check in family.RULES}
