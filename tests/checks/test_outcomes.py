"""Every rule has an outcome, and the reason where there is none to be had."""

from datetime import date

import pytest

from ocds_sv.checks import Checker
from ocds_sv.checks.choice import ALL
from ocds_sv.checks.documents import Entry
from ocds_sv.errors import UsageError

AS_OF = date(2026, 1, 1)
LOTS = "https://raw.githubusercontent.com/open-contracting-extensions/ocds_lots_extension/v1.1.4/extension.json"


def test_every_rule_has_one_and_what_passes_was_looked_at() -> None:
    checker = Checker(as_of=AS_OF)
    checker.release({"ocid": "ocds-a1b2c3-1", "id": "1", "tender": {"id": "1", "value": {"amount": 5}}})

    outcomes = checker.outcomes()

    assert set(outcomes) == set(ALL)
    for outcome in outcomes.values():
        assert (outcome.state == "na") <= (not outcome.checked)
        assert (outcome.state == "pass") <= bool(outcome.checked)
        assert (outcome.state in {"na", "skipped"}) == bool(outcome.reason_en and outcome.reason_sv)
    assert (outcomes["amount-without-currency"].checked, outcomes["amount-without-currency"].failed) == (1, 1)
    assert outcomes["schema-required"].state == "fail"
    assert outcomes["negative-quantity"].state == "na"


def test_rules_that_are_left_out_have_none() -> None:
    checker = Checker(as_of=AS_OF, select=["negative-value", "tender-id-of-several-processes"])
    checker.release({"ocid": "ocds-a1b2c3-1"})

    assert set(checker.outcomes()) == {"negative-value", "tender-id-of-several-processes"}


def test_a_scope_silences_what_it_decides() -> None:
    name = "one-buyer-out-of-proportion"
    states = {}
    for scope in ("", "single-buyer", "national"):
        checker = Checker(as_of=AS_OF, select=[name], scope=scope)
        for number in range(1000):
            checker.release({"ocid": str(number), "buyer": {"id": "A"}})
        states[scope] = checker.outcomes()[name]
        assert (name in checker.results()) == (scope != "single-buyer")
    assert [outcome.state for outcome in states.values()] == ["fail", "na", "fail"]
    assert "single-buyer" in states["single-buyer"].reason_sv


def test_a_scope_that_does_not_exist_is_refused() -> None:
    with pytest.raises(UsageError):
        Checker(scope="galaxy")


def test_an_extension_declared_midway_loses_no_counts() -> None:
    checker = Checker(as_of=AS_OF)
    release = {"ocid": "ocds-a1b2c3-1", "tender": {"id": "1", "value": {"amount": 5}}}
    checker.release(release)
    checker.feed(Entry("package", {"extensions": [LOTS], "version": "1.1"}, "a.json", 1))
    checker.release({**release, "id": "2"})

    outcomes = checker.outcomes()

    assert outcomes["amount-without-currency"].checked == 2
    assert outcomes["tender-id-of-several-processes"].checked == 2
    assert (outcomes["package-of-another-version"].state, outcomes["package-of-another-version"].checked) == ("pass", 1)
    assert outcomes["schema-required"].failed >= 3
    assert outcomes["record-of-several-processes"].state == "na"
