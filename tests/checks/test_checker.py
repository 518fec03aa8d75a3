"""A check from inputs to report: counts, places, what each change of a clean release sets off, the same every time."""

import copy
import json
from datetime import date
from pathlib import Path
from typing import Any

import jsonschema_rs
import pytest

from ocds_sv.checks import Checker, check_files
from ocds_sv.checks.choice import ALL
from ocds_sv.errors import UsageError
from ocds_sv.report.text import lines
from ocds_sv.resources import SCHEMAS

AS_OF = date(2026, 1, 1)
OFFICIAL = Path(__file__).resolve().parents[3] / "shared" / "data" / "ocds"
CLEAN: dict[str, Any] = {
    "ocid": "ocds-a1b2c3-1",
    "id": "1",
    "date": "2024-04-01T00:00:00Z",
    "tag": ["tender", "award", "contract"],
    "initiationType": "tender",
    "language": "sv",
    "parties": [
        {
            "id": "SE-ON-212000-1355",
            "name": "Påhittade kommun",
            "identifier": {"scheme": "SE-ON", "id": "212000-1355"},
            "roles": ["buyer", "procuringEntity"],
        },
        {
            "id": "SE-ON-556091-2148",
            "name": "Städ AB",
            "identifier": {"scheme": "SE-ON", "id": "556091-2148"},
            "roles": ["supplier", "tenderer"],
        },
    ],
    "buyer": {"id": "SE-ON-212000-1355", "name": "Påhittade kommun"},
    "tender": {
        "id": "1",
        "title": "Städning av skolor",
        "status": "complete",
        "procurementMethod": "open",
        "procuringEntity": {"id": "SE-ON-212000-1355", "name": "Påhittade kommun"},
        "numberOfTenderers": 1,
        "tenderers": [{"id": "SE-ON-556091-2148", "name": "Städ AB"}],
        "value": {"amount": 1_200_000, "currency": "SEK"},
        "tenderPeriod": {"startDate": "2024-01-01T00:00:00+01:00", "endDate": "2024-01-31T23:59:59+01:00"},
    },
    "awards": [
        {
            "id": "A1",
            "status": "active",
            "date": "2024-02-15T12:00:00+01:00",
            "suppliers": [{"id": "SE-ON-556091-2148", "name": "Städ AB"}],
            "value": {"amount": 1_000_000, "currency": "SEK"},
        }
    ],
    "contracts": [
        {
            "id": "K1",
            "awardID": "A1",
            "status": "active",
            "dateSigned": "2024-03-01T12:00:00+01:00",
            "period": {"startDate": "2024-04-01T00:00:00+02:00", "endDate": "2026-03-31T23:59:59+02:00"},
            "value": {"amount": 1_000_000, "currency": "SEK"},
        }
    ],
}


def changed(path: str, value: Any) -> dict[str, Any]:
    release = copy.deepcopy(CLEAN)
    *above, last = [int(part) if part.isdigit() else part for part in path.split("/")]
    inner: Any = release
    for part in above:
        inner = inner[part]
    if value is ...:
        del inner[last]
    else:
        inner[last] = value
    return release


def rules(release: dict[str, Any]) -> dict[str, int]:
    checker = Checker(as_of=AS_OF)
    checker.release(release)
    return {name: result.failed for name, result in checker.results().items()}


def test_a_clean_release_sets_off_nothing() -> None:
    assert rules(CLEAN) == {}


@pytest.mark.parametrize(
    ("path", "value", "rule"),
    [
        ("ocid", "2024-1", "ocid-without-prefix"),
        ("ocid", "ocds-213czf-1", "ocid-with-the-example-prefix"),
        ("id", "1#2", "release-id-with-a-hash"),
        ("date", "2999-01-01T00:00:00Z", "release-in-the-future"),
        ("buyer/id", "SE-ON-556012-5790", "reference-without-party"),
        ("buyer/name", "Annan kommun", "reference-with-another-name"),
        ("parties/1/roles", ["tenderer"], "party-without-its-role"),
        ("parties/1/roles", ["supplier", "tenderer", "payee"], "role-without-reference"),
        ("parties/1/identifier/id", "556091-2149", "wrong-organisation-number"),
        ("parties/1/identifier/id", "5560912148", "organisation-number-in-another-form"),
        ("parties/1/identifier/scheme", "SE-BLV", "retired-swedish-scheme"),
        ("contracts/0/awardID", "A2", "contract-without-its-award"),
        ("contracts/0/value/amount", 9_000_000, "contracts-far-from-their-award"),
        ("contracts/0/dateSigned", "2024-02-14T00:00:00+01:00", "stages-in-the-wrong-order"),
        ("awards/0/date", "2024-05-01T00:00:00Z", "date-after-the-release"),
        ("awards/0/status", "cancelled", "contract-of-an-award-not-in-force"),
        ("awards/0/value/amount", -1_000_000, "negative-value"),
        ("tender/value/amount", 1, "placeholder-value"),
        ("tender/value/currency", ..., "amount-without-currency"),
        ("tender/status", "active", "awards-of-an-open-tender"),
        ("tender/tenderPeriod/endDate", "2023-12-31T00:00:00+01:00", "period-ends-before-it-starts"),
        ("tender/tenderPeriod/endDate", "2024-01-31T00:00:00+01:00", "deadline-at-midnight"),
        ("tender/numberOfTenderers", 4, "another-number-of-tenderers"),
        ("tender/title", "Ring 811228-9874", "personal-number"),
        ("tender/title", " ", "empty-value"),
        ("tender/title", None, "null-value"),
        ("tender/titel", "Städ", "additional-field"),
        ("parties/0/roles", ["buyer", "procuringEntity", "byer"], "additional-code"),
        ("awards/0/id", 1.5, "schema-type"),
        ("tag", ["tender", "award", "contract", "planning"], "tag-without-its-section"),
        ("contracts/0/value/amount", 90_000_000_000, "value-beyond-belief"),
    ],
)
def test_one_thing_changed_sets_off_the_rule_that_is_about_it(path: str, value: Any, rule: str) -> None:
    found = rules(changed(path, value))

    assert found.get(rule) == 1, found
    assert set(found) - {rule} <= FOLLOWING.get(rule, set()), found


FOLLOWING = {
    "period-ends-before-it-starts": {"deadline-at-midnight"},
    "value-beyond-belief": {"contracts-far-from-their-award"},
    "negative-value": {"contracts-far-from-their-award"},
    "party-without-its-role": {"role-without-reference"},
    "reference-without-party": {"role-without-reference", "reference-with-another-name"},
    "contract-without-its-award": {"contracts-far-from-their-award"},
    "release-in-the-future": {"date-in-an-unlikely-year"},
    "date-after-the-release": {"stages-in-the-wrong-order"},
    "schema-type": {"contract-without-its-award"},
}
"""What a change sets off beside the rule that it is about, because it is true as well."""


def write(tmp_path: Path, releases: list[dict[str, Any]]) -> Path:
    path = tmp_path / "releaser å.jsonl"
    path.write_text("".join(json.dumps(one, ensure_ascii=False) + "\n" for one in releases), encoding="utf-8")
    return path


def test_the_report_counts_exactly_and_its_pointers_resolve(tmp_path: Path) -> None:
    wrong = changed("awards/0/value/amount", -5)
    path = write(tmp_path, [CLEAN, *[wrong] * 40])

    report = check_files([path], as_of=AS_OF)

    (result,) = [one for one in report["results"] if one["rule"] == "negative-value"]
    assert (result["failed"], result["releases"], result["shown"], result["truncated"]) == (40, 40, 25, True)
    sample = result["samples"][0]
    assert (sample["line"], sample["pointer"]) == (2, "/awards/0/value/amount")
    assert sample["file"] == str(path)
    assert report["scope"]["releases"] == 41
    assert report["scope"]["ocids"] == 1
    assert report["verdict"]["status"] == "acceptable"
    value: Any = wrong
    for part in sample["pointer"].split("/")[1:]:
        value = value[int(part) if isinstance(value, list) else part]
    assert value == -5


def test_the_report_follows_its_schema_and_is_the_same_each_time(tmp_path: Path) -> None:
    path = write(tmp_path, [CLEAN, changed("tender/title", "Ring 811228-9874"), changed("ocid", "x")])
    schema = json.loads((SCHEMAS / "report.schema.json").read_text(encoding="utf-8"))

    first, second = (check_files([path], as_of=AS_OF) for _ in range(2))

    assert first == second
    assert [error.message for error in jsonschema_rs.Draft202012Validator(schema).iter_errors(first)] == []


def test_no_value_that_may_be_personal_is_shown(tmp_path: Path) -> None:
    release = changed("parties/1/identifier/id", "811228-9874")
    release["parties"][1]["id"] = "SE-ON-811228-9874"
    release["tender"]["811228-9874"] = "x"
    path = write(tmp_path, [release, changed("ocid", "811228-9874")])

    report = check_files([path], as_of=AS_OF)

    shown = json.dumps({**report, "run": None})
    assert "811228" not in shown
    assert report["verdict"]["counts"]["blocker"]["occurrences"] >= 2


def test_a_fingerprint_does_not_depend_on_the_position_in_a_list() -> None:
    first = changed("awards/0/value/amount", -5)
    second = copy.deepcopy(first)
    second["awards"].insert(0, {"id": "A0"})
    marks = []
    for release in (first, second):
        checker = Checker(as_of=AS_OF, select=["negative-value"])
        checker.release(release)
        marks.append(checker.tally.results["negative-value"].samples[0].fingerprint)

    assert marks[0] == marks[1]


def test_extensions_that_a_package_declares_are_applied_and_unknown_ones_named(tmp_path: Path) -> None:
    known = "https://raw.githubusercontent.com/open-contracting-extensions/ocds_lots_extension/v1.1.4/extension.json"
    release = changed("tender/lots", [{"id": "1", "title": "Norr"}])
    path = tmp_path / "paket.json"
    package = {
        "uri": "u",
        "version": "1.1",
        "extensions": [known, "https://example.org/own.json"],
        "releases": [release],
    }
    path.write_text(json.dumps(package), encoding="utf-8")
    bare = write(tmp_path, [release])

    with_it, without = check_files([path], as_of=AS_OF), check_files([bare], as_of=AS_OF)

    assert with_it["run"]["unknownExtensions"] == ["https://example.org/own.json"]
    assert [one["rule"] for one in without["results"] if one["outcome"] == "fail"] == ["additional-field"]


def test_rules_can_be_chosen_and_unknown_ones_are_refused() -> None:
    checker = Checker(as_of=AS_OF, ignore=["negative-value"])
    checker.release(changed("awards/0/value/amount", -5))

    assert "negative-value" not in checker.tally.results
    with pytest.raises(UsageError):
        Checker(select=["no-such-rule"])


@pytest.mark.parametrize("lang", ["sv", "en"])
def test_the_text_says_everything_in_one_language(tmp_path: Path, lang: str) -> None:
    path = write(tmp_path, [changed("awards/0/value/amount", -5)] * 5)
    report = check_files([path], as_of=AS_OF)

    text = "\n".join(lines(report, lang))

    assert "negative-value" in text
    assert "/awards/0/value/amount" in text
    assert str(path) in text
    failed = {one["rule"] for one in report["results"] if one["outcome"] == "fail"}
    for rule in report["rules"]:
        assert rule["name"] not in failed or rule["fix"][lang] in text


def test_names_of_all_rules_are_unique() -> None:
    assert len(ALL) == len({check.name for check in ALL.values()}) > 45


@pytest.mark.skipif(not OFFICIAL.is_dir(), reason="the collected data are not beside the checkout")
def test_every_collected_file_is_checked_and_the_schema_says_what_the_official_one_says() -> None:
    import jsonschema

    schema = json.loads((OFFICIAL / "schema-1.1.5" / "release-schema.json").read_text(encoding="utf-8"))
    official = jsonschema.Draft4Validator(schema)
    compared = 0
    for path in sorted(OFFICIAL.rglob("*.json*")):
        if "schema" in path.name or not path.is_file():
            continue
        report = check_files([path], as_of=AS_OF)
        assert report["verdict"]["status"] in {"acceptable", "reject", "undefined"}
        if path.stat().st_size > 200_000 or report["run"]["extensions"]:
            continue
        from ocds_sv.checks.documents import Entry, entries

        for entry in entries([path]):
            if isinstance(entry, Entry) and entry.kind in {"release", "compiled"}:
                checker = Checker(as_of=AS_OF)
                checker.release(entry.value)
                ours = {name for name in checker.tally.results if name.startswith("schema-")} - {"schema-format"}
                assert bool(ours) is not official.is_valid(entry.value), path
                compared += 1
    assert compared > 100
