"""Profiles: what they choose, what they cannot soften, and every fault told at once."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from ocds_sv.checks.checker import Checker
from ocds_sv.checks.choice import ALL
from ocds_sv.errors import MappingError, UnknownName
from ocds_sv.findings import Severity
from ocds_sv.profiles import load_profile, shipped_profiles

RELEASE: dict[str, Any] = {
    "ocid": "ocds-a1b2c3-1",
    "id": "1",
    "date": "2024-04-01T00:00:00Z",
    "tag": ["tender"],
    "initiationType": "tender",
    "tender": {"id": "1", "title": "Städning", "titel": "x"},
}


def written(folder: Path, text: str) -> Path:
    path = folder / "egen.yaml"
    path.write_text(text, encoding="utf-8")
    return path


def faults(folder: Path, text: str) -> list[str]:
    with pytest.raises(MappingError) as caught:
        load_profile(written(folder, text))
    return caught.value.text("en").splitlines()


@pytest.mark.parametrize("name", shipped_profiles())
def test_shipped_profiles_are_without_fault_and_name_rules_that_exist(name: str) -> None:
    assert set(load_profile(name).severities) <= set(ALL)


def test_the_two_of_the_house_are_there() -> None:
    assert shipped_profiles() == ["ocds", "se-publication"]
    assert load_profile("se-publication").scope == "single-buyer"


def test_a_profile_changes_severities_and_leaves_rules_out(tmp_path: Path) -> None:
    profile = load_profile(written(tmp_path, "severities: {additional-field: error}\nignore: [empty-value]\n"))
    checker = Checker(profile=profile)
    checker.release(RELEASE, "a", 1)

    results = {one["rule"]: one for one in checker.report()["results"]}

    assert (results["additional-field"]["severity"], results["additional-field"]["outcome"]) == ("error", "fail")
    assert results["empty-value"]["outcome"] == "skipped"


def test_one_profile_builds_on_another(tmp_path: Path) -> None:
    path = written(tmp_path, "extends: se-publication\ncoverage: {tender/title: 50 %, tender/value/amount: '0,25'}\n")

    profile = load_profile(path)

    assert profile.scope == "single-buyer"
    assert profile.severities["empty-value"] is Severity.ERROR
    assert profile.coverage["tender/title"] == Decimal("0.5")
    assert profile.coverage["tender/value/amount"] == Decimal("0.25")
    assert profile.coverage["buyer/id"] == Decimal("0.95")
    assert profile.name == "egen"


def test_a_field_filled_too_seldom_fails(tmp_path: Path) -> None:
    profile = load_profile(written(tmp_path, "coverage: {buyer/id: 95 %, tender/id: 100 %, contracts/id: 100 %}\n"))
    checker = Checker(profile=profile)
    for number in range(20):
        checker.release({**RELEASE, **({"buyer": {"id": "K"}} if number else {})}, "a", number)
    checker.release(RELEASE, "a", 20)

    report = checker.report()

    outcomes = {one["path"]: one["outcome"] for one in report["profile"]["thresholds"]}
    assert outcomes == {"buyer/id": "fail", "tender/id": "pass", "contracts/id": "na"}
    (result,) = [one for one in report["results"] if one["rule"] == "coverage-below-the-profile"]
    assert (result["failed"], result["checked"], result["outcome"]) == (1, 2, "fail")
    assert "buyer/id is filled in 19 of 21" in result["samples"][0]["message"]["en"]
    assert report["verdict"]["status"] == "reject"


def test_exactly_the_share_is_enough(tmp_path: Path) -> None:
    profile = load_profile(written(tmp_path, "coverage: {buyer/id: 95 %}\n"))
    checker = Checker(profile=profile)
    for number in range(20):
        checker.release({**RELEASE, **({"buyer": {"id": "K"}} if number else {})}, "a", number)

    assert checker.report()["profile"]["thresholds"][0]["outcome"] == "pass"


def test_chosen_rules_always_include_what_must_not_be_left_out(tmp_path: Path) -> None:
    profile = load_profile(written(tmp_path, "select: [negative-value]\n"))

    assert {"negative-value", "schema-required", "personal-number"} <= profile.select
    assert "empty-value" not in profile.select


def test_all_faults_are_told_at_once_with_their_lines(tmp_path: Path) -> None:
    told = faults(
        tmp_path,
        "titel: x\n"
        "scope: world\n"
        "ignore: [schema-required, no-such]\n"
        "severities:\n"
        "  schema-type: warning\n"
        "  personal-number: notice\n"
        "  empty-value: bad\n"
        "  negative-value: blocker\n"
        "coverage:\n"
        "  buyer/id: 120 %\n"
        "extends: nothing\n",
    )

    assert [line.split(":")[1] for line in told] == ["1", "2", "3", "3", "5", "6", "7", "8", "10", "11"]
    assert "did you mean 'title'" in told[0]
    assert "cannot soften 'schema-type'" in told[4]


def test_a_profile_may_not_extend_itself(tmp_path: Path) -> None:
    assert "extends itself" in faults(tmp_path, "extends: egen.yaml\n")[0]


def test_an_unknown_profile_is_answered_with_the_nearest() -> None:
    with pytest.raises(UnknownName) as caught:
        load_profile("se-publikation")

    assert "se-publication" in caught.value.text("sv")
