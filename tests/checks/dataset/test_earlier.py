"""An earlier edition of the same data."""

import json
from datetime import date
from pathlib import Path

import pytest

from ocds_sv.checks import Checker
from ocds_sv.checks.dataset.earlier import Earlier, read_earlier

AS_OF = date(2026, 1, 1)


def checked(before: list[dict], now: list[dict]) -> dict[str, str]:
    checker = Checker(as_of=AS_OF, previous=Earlier(before))
    for release in now:
        checker.release(release)
    return {
        name: outcome.state
        for name, outcome in checker.outcomes().items()
        if name in {"process-that-is-gone", "process-that-fell-back", "tender-with-a-new-title"}
    }


def test_the_stages_of_a_process_are_gathered_from_all_its_releases() -> None:
    before = [{"ocid": "1", "tender": {"title": "Bro"}}, {"ocid": "1", "awards": [{"id": "A"}]}]

    assert checked(before, [before[0]])["process-that-fell-back"] == "fail"
    assert checked(before, before[::-1])["process-that-fell-back"] == "pass"


@pytest.mark.parametrize(("gone", "state"), [(5, "pass"), (6, "fail")])
def test_one_process_of_twenty_may_go(gone: int, state: str) -> None:
    before = [{"ocid": str(number)} for number in range(100)]

    assert checked(before, before[gone:])["process-that-is-gone"] == state


def test_titles_are_only_compared_where_both_editions_have_one() -> None:
    assert checked([{"ocid": "1", "tender": {"title": "Bro"}}], [{"ocid": "1"}])["tender-with-a-new-title"] == "na"


def test_without_an_earlier_edition_the_reason_is_told() -> None:
    outcome = Checker(as_of=AS_OF).outcomes()["process-that-is-gone"]

    assert (outcome.state, outcome.reason_en) == ("na", "no earlier edition was given to compare with")


def test_an_edition_is_read_from_files_in_any_wrapping(tmp_path: Path) -> None:
    releases = [{"ocid": "1", "id": "1", "tag": ["award"], "awards": [{"id": "A"}]}, {"ocid": "2", "id": "1"}]
    record = {"ocid": "3", "compiledRelease": {"ocid": "3", "tag": ["compiled"], "tender": {"title": "Bro"}}}
    lines = tmp_path / "a å.jsonl"
    lines.write_text("\n".join(map(json.dumps, releases)) + "\n", encoding="utf-8")
    package = tmp_path / "b.json"
    package.write_text(json.dumps({"version": "1.1", "records": [record]}), encoding="utf-8")

    found = read_earlier([lines, package])

    assert found.stands == Earlier([*releases, record["compiledRelease"]]).stands
    assert len(found.stands) == 3
