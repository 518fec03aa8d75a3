"""The measured sections of the assessment: counted, never guessed."""

import copy
import pickle
from datetime import date
from typing import Any

import pytest

from ocds_sv.checks.census import Census
from ocds_sv.checks.checker import Checker
from ocds_sv.checks.rule import Context
from ocds_sv.checks.walk import Walk
from ocds_sv.standard import Standard

STANDARD = Standard.load(())

PROCESS: dict[str, Any] = {
    "ocid": "ocds-a1b2c3-1",
    "id": "1",
    "date": "2024-04-01T00:00:00Z",
    "tag": ["tender"],
    "initiationType": "tender",
    "buyer": {"id": "K", "name": "Påhittade kommun"},
    "parties": [{"id": "K", "name": "Påhittade kommun", "roles": ["buyer"]}],
    "tender": {"id": "1", "title": "Städning", "procurementMethod": "open"},
}
AWARD: dict[str, Any] = {
    "ocid": "ocds-a1b2c3-1",
    "id": "2",
    "date": "2024-05-01T00:00:00Z",
    "tag": ["award"],
    "initiationType": "tender",
    "awards": [{"id": "A", "date": "2024-04-20T00:00:00Z", "suppliers": [{"id": "L", "name": "Städ AB"}]}],
    "contracts": [{"id": "C", "awardID": "A"}, {"id": "D", "awardID": "B"}],
}


class Counted(Census):
    """A census with a walk of its own."""

    def walk_and_add(self, release: dict[str, Any], file: str) -> None:
        seen = Walk(STANDARD, fields=self.fields).release(release, Context(release, date(2024, 6, 1)))
        self.add([release], [file], [seen.filled])


def assessed(*releases: dict[str, Any], files: tuple[str, ...] = ()) -> dict[str, Any]:
    checker = Checker(as_of=date(2024, 6, 1))
    for at, release in enumerate(releases):
        checker.release(release, files[at] if files else "a.jsonl", at + 1)
    found: dict[str, Any] = checker.report()["assessment"]
    return found


def test_stages_are_counted_by_release_process_and_object() -> None:
    stages = {one["stage"]: one for one in assessed(PROCESS, AWARD, AWARD)["availability"]["stages"]}

    contract = stages["contract"]
    assert (contract["releases"], contract["processes"], contract["objects"], contract["share"]) == (2, 1, 4, "1")
    assert stages["award"]["dates"] == {"min": "2024-04-20T00:00:00Z", "max": "2024-04-20T00:00:00Z"}
    assert stages["planning"]["processes"] == 0


def test_months_are_those_of_the_releases() -> None:
    months = assessed(PROCESS, AWARD)["availability"]["months"]

    assert [(one["month"], one["releases"], one["tender"], one["contract"]) for one in months] == [
        ("2024-04", 1, 1, 0),
        ("2024-05", 1, 0, 1),
    ]


def test_the_ocid_joins_stages_and_inputs_over_releases() -> None:
    other = {**AWARD, "ocid": "ocds-a1b2c3-2"}
    linking = assessed(PROCESS, AWARD, other, files=("notices.jsonl", "ledger.jsonl", "ledger.jsonl"))["linking"]

    pairs = {one["to"]: (one["processes"], one["joined"], one["rate"]) for one in linking["stages"]}
    assert pairs["award"] == (2, 1, "0.5")
    assert {one["path"]: (one["ocids"], one["joined"]) for one in linking["inputs"]} == {
        "notices.jsonl": (1, 1),
        "ledger.jsonl": (2, 1),
    }
    assert linking["references"] == [{"path": "contracts/awardID", "references": 4, "orphans": 2, "rate": "0.5"}]
    assert linking["identifiers"] == [{"role": "buyer", "parties": 1, "identified": 0, "rate": "0"}]


def test_the_six_questions_are_asked_of_a_process_and_not_of_a_release() -> None:
    priced = copy.deepcopy(AWARD)
    priced["awards"][0]["value"] = {"amount": 5, "currency": "SEK"}
    told = {one["question"]: one["processes"] for one in assessed(PROCESS, priced)["relevance"]}

    assert set(told.values()) == {1}
    assert {one["id"]: one["outcome"] for one in assessed(PROCESS, AWARD)["criteria"]}["relevant"] == "fail"


def test_what_people_must_answer_is_listed_and_left_open() -> None:
    told = assessed(PROCESS)

    assert [one["id"] for one in told["criteria"] if one["outcome"] == "open"] == [
        "registered",
        "discoverable",
        "representative",
        "retrievable",
    ]
    assert "systems" in {one["key"] for one in told["humanSections"]}


def test_a_recommended_field_makes_possible_what_it_says() -> None:
    told = assessed(PROCESS, AWARD)
    field = next(one for one in told["recommendations"] if one["kind"] == "field")
    missing = {one["id"]: one["missing"] for one in (*told["indicators"], *told["redFlags"])}

    assert field["unlocks"]["indicators"]
    for name in (*field["unlocks"]["indicators"], *field["unlocks"]["redFlags"]):
        (need,) = missing[name]
        assert field["subject"] in need.split(" | ")


def test_required_mends_come_first_and_have_an_owner() -> None:
    told = assessed({**PROCESS, "ocid": "x"})["recommendations"]

    assert [one["rank"] for one in told] == list(range(1, len(told) + 1))
    assert (told[0]["priority"], told[0]["kind"]) == ("required", "rule")
    assert {one["owner"] for one in told} <= {"converter", "mapping", "source-system", "publisher"}


def test_counts_of_two_halves_merged_are_those_of_the_whole() -> None:
    other = {**AWARD, "ocid": "ocds-a1b2c3-2"}
    whole, left, right = Counted(), Counted(), Counted()
    for census, release, file in (
        (left, PROCESS, "a"),
        (left, other, "b"),
        (right, AWARD, "c"),
        (right, AWARD, "b"),
    ):
        census.walk_and_add(release, file)
        whole.walk_and_add(release, file)
    left.merge(right)

    assert left.processes.combinations() == whole.processes.combinations()
    assert (left.inputs, left.months, left.orphans, left.spans) == (
        whole.inputs,
        whole.months,
        whole.orphans,
        whole.spans,
    )
    assert list(left.fields.coverage()) == list(whole.fields.coverage())


def test_what_was_counted_travels_between_processes() -> None:
    counted = Counted()
    counted.walk_and_add(PROCESS, "a")

    arrived = pickle.loads(pickle.dumps(counted))
    for census in (counted, arrived):
        census.walk_and_add(AWARD, "a")

    assert arrived.processes.combinations() == counted.processes.combinations()
    assert list(arrived.fields.coverage()) == list(counted.fields.coverage())


def test_what_is_remembered_of_filled_fields_changes_no_count(monkeypatch: pytest.MonkeyPatch) -> None:
    releases = [AWARD, {"ocid": "x", "tender": {"id": "1"}}, {"ocid": "y", "awards": []}, AWARD]
    counts = []
    for most in (4_096, 1):
        monkeypatch.setattr("ocds_sv.checks.fields.COMBINATIONS", most)
        census = Census()
        walk = Walk(STANDARD, fields=census.fields)
        for one in releases:
            census.add([one], ["a"], [walk.release(one, Context(one, date(2024, 6, 1))).filled])
        counts.append((census.processes.combinations(), census.months, list(census.fields.coverage())))

    assert counts[0] == counts[1]
