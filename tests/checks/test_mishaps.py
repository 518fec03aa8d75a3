"""A rule that breaks is told as a fault of its own; the others go on, and the check is not complete."""

import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import jsonschema_rs
import pytest

from ocds_sv.checks import Checker
from ocds_sv.checks.choice import ALL
from ocds_sv.checks.documents import Entry
from ocds_sv.checks.judge import Setting
from ocds_sv.checks.rule import Context, Fault
from ocds_sv.checks.workers import check_files
from ocds_sv.cli.check import exit_code
from ocds_sv.report import FORMATS
from ocds_sv.report.text import lines
from ocds_sv.resources import SCHEMAS

AS_OF = date(2026, 1, 1)
SECRET = "811228-9874"


def release(number: int, amount: Any) -> dict[str, Any]:
    return {"ocid": f"ocds-a1b2c3-{number}", "id": "1", "tender": {"id": "1", "value": {"amount": amount}}}


def breaks_on_seven(value: dict[str, Any], _: Context) -> Iterator[Fault]:
    if value["amount"] == 7:
        raise KeyError(SECRET)
    yield Fault("amount", amount=value["amount"])


def package_breaks(package: dict[str, Any], _: Context) -> Iterator[Fault]:
    yield Fault(version=1 // (package["version"] == "never"))


class Counts:
    def __init__(self, _: Setting) -> None:
        self.sum = 0

    def add(self, key: Any, _: Context) -> None:
        self.sum += 1 if isinstance(key, int) else key.count

    def merge(self, other: "Counts") -> None:
        self.sum += other.sum

    def outcome(self) -> Any:
        return [][self.sum]


def amounts(value: dict[str, Any], _: Context) -> Iterator[Any]:
    yield value["amount"]


@pytest.fixture
def breaking(monkeypatch: pytest.MonkeyPatch) -> None:
    """The rules negative-value and package-from-the-future, a judge, and one that breaks in the end."""
    made = {
        "negative-value": {"on": "Value", "function": breaks_on_seven, "needs": ("amount",)},
        "package-of-another-version": {"function": package_breaks},
        "a-rare-currency": {"on": "Value", "function": amounts, "needs": ("amount",), "judge": Counts},
    }
    for name, changes in made.items():
        monkeypatch.setitem(ALL, name, replace(ALL[name], **changes))


def told(amounts: list[Any], **options: Any) -> Checker:
    checker = Checker(as_of=AS_OF, **options)
    for number, amount in enumerate(amounts):
        checker.release(release(number, amount))
    return checker


@pytest.mark.usefixtures("breaking")
def test_the_rule_is_a_system_error_and_what_it_found_elsewhere_stays() -> None:
    checker = told([-1, 7, -2, 7])

    outcome = checker.outcomes()["negative-value"]

    assert (outcome.state, outcome.checked, outcome.failed) == ("system_error", 4, 2)
    assert "2" in outcome.reason_sv
    assert "KeyError, test_mishaps.py:" in outcome.reason_en
    assert checker.outcomes()["schema-required"].state == "fail"
    assert checker.results()["negative-value"].failed == 2


@pytest.mark.usefixtures("breaking")
def test_the_check_is_incomplete_says_why_and_ends_with_4(tmp_path: Path) -> None:
    report = told([7, -1]).report()

    assert report["verdict"]["complete"] is False
    assert any("negative-value" in one["sv"] for one in report["verdict"]["incompleteReasons"])
    assert exit_code(report, "never") == 4
    assert report["verdict"]["counts"]["warning"]["occurrences"] >= 1
    schema = json.loads((SCHEMAS / "report.schema.json").read_text(encoding="utf-8"))
    assert [error.message for error in jsonschema_rs.Draft202012Validator(schema).iter_errors(report)] == []
    text = "\n".join(lines(report, "sv"))
    assert "2 kunde inte köras" in text
    for form in FORMATS.values():
        assert SECRET.encode() not in form.render(report, "sv")
    assert SECRET not in json.dumps(report)


@pytest.mark.usefixtures("breaking")
def test_judges_and_rules_about_packages_may_break_too() -> None:
    checker = told([1, None, "x"])
    checker.feed(Entry("package", {"version": "1.1"}, "a.json", 1))

    outcomes = checker.outcomes()

    assert outcomes["a-rare-currency"].state == "system_error"
    assert outcomes["package-of-another-version"].state == "system_error"
    assert "ZeroDivisionError" in outcomes["package-of-another-version"].reason_en
    assert "a-rare-currency" not in checker.results()


@pytest.mark.usefixtures("breaking")
def test_shares_merged_in_order_say_what_the_whole_says() -> None:
    whole, first, second = told([-1, 7, -2, 7, -3]), told([-1, 7]), Checker(as_of=AS_OF)
    for number, amount in enumerate([-2, 7, -3], 2):
        second.release(release(number, amount))
    first.merge(second.counted())

    assert first.outcomes() == whole.outcomes()


def test_what_ends_a_run_ends_it(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    def out_of_memory(_: Any, __: Context) -> Iterator[Fault]:
        raise MemoryError

    monkeypatch.setitem(ALL, "negative-value", replace(ALL["negative-value"], function=out_of_memory, glance=None))
    path = tmp_path / "releaser.json"
    path.write_text(json.dumps(release(1, 5)), encoding="utf-8")

    with pytest.raises(MemoryError):
        check_files([path], as_of=AS_OF)
