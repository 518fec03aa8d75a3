"""Waivers: which findings they except, and for how long."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from ocds_sv.checks.checker import Checker
from ocds_sv.checks.documents import Entry
from ocds_sv.checks.profile import Profile
from ocds_sv.errors import InputNotFound, MappingError
from ocds_sv.profiles import load_waivers

GOOD = (
    "waivers:\n  - {rule: negative-value, path: awards, ocid: 'ocds-a1b2c3-*', reason: r, name: n, until: 2024-06-30}\n"
)


def written(folder: Path, text: str) -> Path:
    path = folder / "undantag.yaml"
    path.write_text(text, encoding="utf-8")
    return path


def release(ocid: str) -> dict[str, Any]:
    value = {"amount": -5, "currency": "SEK"}
    return {
        "ocid": ocid,
        "id": "1",
        "date": "2024-04-01T00:00:00Z",
        "tag": ["award"],
        "initiationType": "tender",
        "tender": {"id": "1", "value": value},
        "awards": [{"id": "1", "value": value}],
    }


def checked(path: Path, day: date) -> dict[str, Any]:
    checker = Checker(as_of=day, waivers=load_waivers(path))
    for ocid in ("ocds-a1b2c3-1", "ocds-a1b2c3-2", "ocds-x9y8z7-1"):
        checker.release(release(ocid), "a", 1)
    return checker.report()


def test_only_what_is_in_its_scope_is_excepted(tmp_path: Path) -> None:
    report = checked(written(tmp_path, GOOD), date(2024, 6, 30))

    (result,) = [one for one in report["results"] if one["rule"] == "negative-value"]
    assert (result["failed"], result["waived"]) == (4, 2)
    assert {group["path"]: group["failed"] for group in result["groups"]} == {
        "tender/value/amount": 3,
        "awards/value/amount": 1,
    }
    assert [(one["state"], one["findings"]) for one in report["waivers"]] == [("used", 2)]


def test_an_expired_one_excepts_nothing_and_says_what_it_would_have(tmp_path: Path) -> None:
    report = checked(written(tmp_path, GOOD), date(2024, 7, 1))

    (result,) = [one for one in report["results"] if one["rule"] == "negative-value"]
    assert (result["failed"], result["waived"]) == (6, 0)
    assert [(one["state"], one["findings"]) for one in report["waivers"]] == [("expired", 2)]


def test_all_faults_are_told_at_once_with_their_lines(tmp_path: Path) -> None:
    path = written(
        tmp_path,
        "waivers:\n"
        "  - rule: personal-number\n"
        "    reason: r\n"
        "    name: n\n"
        "    until: 2024-06-31\n"
        "  - rule: negative-valu\n"
        "    who: n\n"
        "  - text\n"
        "waiver: []\n",
    )
    with pytest.raises(MappingError) as caught:
        load_waivers(path)

    told = caught.value.text("sv").splitlines()
    assert [line.split(":")[1] for line in told] == ["2", "5", "6", "6", "6", "6", "7", "8", "9"]
    assert "kan inte undantas" in told[0]
    assert "negative-value" in caught.value.text("en")


def test_a_missing_file_is_one_sentence(tmp_path: Path) -> None:
    with pytest.raises(InputNotFound):
        load_waivers(tmp_path / "finns inte.yaml")


def test_a_personal_number_in_a_waiver_is_not_repeated(tmp_path: Path) -> None:
    report = checked(written(tmp_path, GOOD.replace("reason: r", "reason: 811228-9874")), date(2024, 6, 1))

    assert "811228" not in str(report)


def of_all(rule: str, more: str = "") -> str:
    return f"waivers:\n  - {{rule: {rule}, reason: r, name: n, until: 2024-06-30{more}}}\n"


@pytest.mark.parametrize("more", ["", ", ocid: '*'"])
def test_a_finding_about_all_the_data_is_excepted(tmp_path: Path, more: str) -> None:
    path = written(tmp_path, of_all("release-id-used-again", more))
    for day, state, failed, waived in ((date(2024, 6, 30), "pass", 0, 3), (date(2024, 7, 1), "fail", 3, 0)):
        checker = Checker(as_of=day, waivers=load_waivers(path), select=["release-id-used-again"])
        for _ in range(3):
            checker.release(release("ocds-a1b2c3-1"), "a", 1)
        report = checker.report()
        assert checker.report() == report

        (result,) = [one for one in report["results"] if one["outcome"] != "skipped"]
        assert (result["outcome"], result["failed"], result["waived"]) == (state, failed, waived)
        assert [one["findings"] for one in report["waivers"]] == [3]
        assert bool(result["samples"]) is bool(failed)


def test_a_waiver_of_one_process_does_not_except_what_all_of_them_show(tmp_path: Path) -> None:
    path = written(tmp_path, of_all("release-id-used-again", ", ocid: ocds-a1b2c3-1"))
    checker = Checker(as_of=date(2024, 6, 1), waivers=load_waivers(path))
    for _ in range(3):
        checker.release(release("ocds-a1b2c3-1"), "a", 1)
    report = checker.report()

    (result,) = [one for one in report["results"] if one["rule"] == "release-id-used-again"]
    assert (result["outcome"], result["failed"], result["waived"]) == ("fail", 3, 0)
    assert [one["state"] for one in report["waivers"]] == ["unused"]


def test_a_share_that_the_profile_asks_for_is_excepted_by_its_path(tmp_path: Path) -> None:
    path = written(tmp_path, of_all("coverage-below-the-profile", ", path: tender/title"))
    profile = Profile("p", "", coverage={"tender/title": Decimal("0.9"), "buyer/id": Decimal("0.5")})
    checker = Checker(as_of=date(2024, 6, 1), waivers=load_waivers(path), profile=profile)
    checker.release(release("ocds-a1b2c3-1"), "a", 1)
    report = checker.report()

    (result,) = [one for one in report["results"] if one["rule"] == "coverage-below-the-profile"]
    assert (result["outcome"], result["failed"], result["waived"], result["checked"]) == ("fail", 1, 1, 2)
    assert [group["path"] for group in result["groups"]] == ["buyer/id"]
    assert len(result["samples"]) == 1


def test_a_finding_about_a_package_is_excepted(tmp_path: Path) -> None:
    path = written(tmp_path, of_all("package-without-a-licence"))
    checker = Checker(as_of=date(2024, 6, 1), waivers=load_waivers(path))
    checker.feed(Entry("package", {"version": "1.1", "releases": []}, "a.json", 1))
    report = checker.report()

    (result,) = [one for one in report["results"] if one["rule"] == "package-without-a-licence"]
    assert (result["outcome"], result["failed"], result["waived"]) == ("pass", 0, 1)
