"""Which rules a check is asked for, and the check that asks the schema alone."""

import json
from datetime import date
from pathlib import Path
from typing import Any

import jsonschema_rs
import pytest

from ocds_sv.checks import check_files
from ocds_sv.checks.choice import ALL, OF_SCHEMA, chosen
from ocds_sv.checks.profile import Profile
from ocds_sv.errors import UsageError
from ocds_sv.resources import SCHEMAS

AS_OF = date(2026, 1, 1)
PLAIN = Profile("", "")
RAW = "https://raw.githubusercontent.com/open-contracting-extensions"


def test_everything_is_chosen_unless_somebody_says_otherwise() -> None:
    assert chosen([], [], PLAIN, schema_only=False) == set(ALL)
    assert chosen(["schema-type"], [], PLAIN, schema_only=False) == {"schema-type"}
    assert chosen([], ["schema-type"], PLAIN, schema_only=False) == set(ALL) - {"schema-type"}
    assert chosen([], ["schema-type"], PLAIN, schema_only=True) == OF_SCHEMA - {"schema-type"}


@pytest.mark.parametrize("select", [["ocid-without-prefix"], ["no-such-rule"]])
def test_what_leaves_nothing_to_ask_is_refused(select: list[str]) -> None:
    with pytest.raises(UsageError):
        chosen(select, [], PLAIN, schema_only=True)


def release(number: int) -> dict[str, Any]:
    """Each one wrong in its own way, or not at all."""
    return {
        "ocid": f"ocds-a1b2c3-{number % 7}",
        "id": str(number) if number % 3 else number,
        "date": "2024-04-01T00:00:00Z" if number % 5 else "den 1 april",
        "tag": ["tender"],
        "initiationType": "tender" if number % 4 else "x",
        "tender": {"id": "1", "title_en": "Cleaning", "titel": "Ring 811228-9874", "lots": [{"id": ""}] * (number % 3)},
    }


CONTENTS = {
    "lines": "".join(json.dumps(release(number)) + "\n" for number in range(150)),
    "package": json.dumps(
        {
            "version": "1.1",
            "extensions": [f"{RAW}/ocds_lots_extension/v1.1.5/extension.json"],
            "publishedDate": 5,
            "releases": [release(number) for number in range(90)],
        }
    ),
    "records": json.dumps({"records": [{"ocid": "a", "releases": [release(n)], "x": 1} for n in range(30)]}),
    "versioned": json.dumps({"ocid": "a", "tender": {"title": [{"releaseID": "1", "value": "x"}]}}),
    "broken": '{"ocid": }\n' + json.dumps(release(1)) + "\n",
}


@pytest.mark.parametrize("name", CONTENTS)
@pytest.mark.parametrize("workers", [1, 2])
def test_the_schema_alone_finds_what_the_schema_among_others_finds(tmp_path: Path, name: str, workers: int) -> None:
    path = tmp_path / "utgåva.json"
    path.write_text(CONTENTS[name], encoding="utf-8")

    alone = check_files([path], as_of=AS_OF, schema_only=True, workers=workers)
    among = check_files([path], as_of=AS_OF, select=sorted(OF_SCHEMA))

    for part in ("scope", "results", "systemErrors", "fingerprints", "rules"):
        assert alone[part] == among[part], part
    assert alone["verdict"] == {**among["verdict"], "publishable": False}
    assert alone["coverage"] == []
    assert alone["assessment"]["indicators"] == []
    schema = json.loads((SCHEMAS / "report.schema.json").read_text(encoding="utf-8"))
    assert [error.message for error in jsonschema_rs.Draft202012Validator(schema).iter_errors(alone)] == []


def test_a_profile_cannot_ask_for_shares_that_nobody_counts(tmp_path: Path) -> None:
    path = tmp_path / "utgåva.json"
    path.write_text(CONTENTS["lines"], encoding="utf-8")
    profile = Profile("egen", "", coverage={"tender/description": 0.9})

    report = check_files([path], as_of=AS_OF, schema_only=True, profile=profile)

    assert report["profile"]["thresholds"] == []
