from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ocds_sv.findings import Finding, Place
from ocds_sv.privacy.amounts import add_amounts, has_amount
from ocds_sv.privacy.rules import RULES
from ocds_sv.privacy.vocabulary import is_identifier_key, release_token, whole_number


@given(st.lists(st.text()))
def test_a_token_has_letters_only_and_follows_from_its_parts(parts):
    token = release_token(*parts)

    assert len(token) == 16
    assert token.isascii()
    assert token.isalpha()
    assert token == release_token(*parts)


def test_the_parts_of_a_token_do_not_run_together():
    assert release_token("a.csv", 11) != release_token("a.csv1", 1)


@pytest.mark.parametrize("key", ["id", "ocid", "awardID", "relatedLots", "uri", "documentUrl", "originalUrl"])
def test_references_are_known_by_their_key(key):
    assert is_identifier_key(key)


@pytest.mark.parametrize("key", ["title", "description", "name", "paid"])
def test_texts_are_no_references(key):
    assert not is_identifier_key(key)


@pytest.mark.parametrize(
    ("value", "key", "digits"),
    [
        (12, "id", "12"),
        (-12, "id", "12"),
        (Decimal("12.0"), "x", "12"),
        (12.0, "x", "12"),
        (12.5, "x", None),
        (float("inf"), "x", None),
        (Decimal("NaN"), "x", None),
        (True, "x", None),
        ("12", "x", None),
        (12, "amount", None),
        (12, "amountNet", None),
        (12, "quantity", None),
    ],
)
def test_whole_numbers_that_neither_count_nor_measure(value, key, digits):
    assert whole_number(value, key) == digits


def test_amounts_are_summed_by_currency_without_loss():
    sums = {}
    add_amounts(
        [
            {"value": {"amount": Decimal("0.1"), "currency": "SEK"}},
            {"amount": 0.2, "currency": "SEK", "x": [{"amount": 3, "currency": "EUR"}]},
            {"amount": 9},
            {"amount": True, "currency": "SEK"},
            {"amount": "9", "currency": "SEK"},
        ],
        sums,
    )

    assert sums == {"SEK": Decimal("0.3"), "EUR": Decimal(3)}
    assert has_amount({"a": [{"amount": 0, "currency": "SEK"}]})
    assert not has_amount({"amount": 0})


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.id)
def test_every_rule_says_what_where_and_how_often_in_both_languages(rule):
    finding = Finding(rule, Place("a.csv"), {"count": 3, "path": "tender/title", "reason": "skäl"})

    for lang in ("sv", "en"):
        assert "3" in finding.message(lang)
        assert "tender/title" in finding.message(lang)
    assert rule.remedy_sv
    assert rule.remedy_en


def test_rules_have_names_of_their_own():
    assert len({rule.id for rule in RULES}) == len(RULES)
