"""In which order rules are told, what they looked at, and in what share of it they found something."""

from datetime import date
from typing import Any

from ocds_sv.checks import Checker
from ocds_sv.checks.documents import Entry

AS_OF = date(2026, 1, 1)


def results(*releases: dict[str, Any], select: tuple[str, ...] = ()) -> dict[str, dict[str, Any]]:
    checker = Checker(as_of=AS_OF, select=select)
    for release in releases:
        checker.release(release)
    return {one["rule"]: one for one in checker.report()["results"]}


def test_a_release_with_two_faults_is_one_of_those_with_faults() -> None:
    found = results({"titel": "x", "rubrik": "y"}, {"ocid": "ocds-a1b2c3-1"}, select=("additional-field",))

    told = found["additional-field"]
    assert (told["unit"], told["failed"], told["releases"], told["checked"]) == ("release", 2, 1, 2)
    assert told["rate"] == "0.5"


def test_of_single_objects_the_share_is_that_of_the_objects() -> None:
    dates = {"startDate": "2024-03-01T00:00:00Z", "endDate": "2024-02-01T00:00:00Z"}
    right = {**dates, "endDate": "2024-04-01T00:00:00Z"}
    found = results({"tender": {"tenderPeriod": dates, "enquiryPeriod": right, "awardPeriod": right}})

    told = found["period-ends-before-it-starts"]
    assert (told["unit"], told["failed"], told["checked"], told["rate"]) == ("object", 1, 3, "0.3333")


def test_packages_records_and_all_the_data_are_told_apart() -> None:
    checker = Checker(as_of=AS_OF)
    checker.feed(Entry("package", {"releases": []}, "a.json", 1))
    found = {one["rule"]: one for one in checker.report()["results"]}

    assert (found["package-without-a-licence"]["unit"], found["package-without-a-licence"]["rate"]) == ("package", "1")
    assert found["record-without-a-compiled-release"]["unit"] == "record"
    assert {found[name]["unit"] for name in ("one-procurement-category", "coverage-below-the-profile")} == {"data"}


def test_of_equally_bad_rules_the_one_with_most_findings_comes_first() -> None:
    found = results(
        {"ocid": "x", "awards": [{"value": {"amount": 1}}]}, {"ocid": "y"}, {"id": "1#2", "ocid": "ocds-a1b2c3-1"}
    )

    errors = [one for one in found.values() if one["severity"] == "error" and one["outcome"] == "fail"]
    assert [one["failed"] for one in errors] == sorted((one["failed"] for one in errors), reverse=True)
    names = list(found)
    assert names.index("ocid-without-prefix") < names.index("amount-without-currency")
    assert names.index("amount-without-currency") < names.index("release-id-with-a-hash")
