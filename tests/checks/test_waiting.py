"""How many releases are looked at together is not seen in the report, nor whether one was looked at before the next."""

import copy
import json
import random
from datetime import date
from pathlib import Path
from typing import Any

import orjson
import pytest

from ocds_sv.checks import Checker, check_files, waiting, workers

AS_OF = date(2026, 1, 1)
RAW = "https://raw.githubusercontent.com/open-contracting-extensions"
LOTS = f"{RAW}/ocds_lots_extension/v1.1.5/extension.json"
VALUE = {"amount": 5, "currency": "SEK"}
PROCESS: dict[str, Any] = {
    "ocid": "ocds-a1b2c3-1",
    "id": "1",
    "date": "2024-09-01T00:00:00+02:00",
    "tag": ["tender", "award", "contract"],
    "initiationType": "tender",
    "language": "sv",
    "parties": [
        {"id": "A", "name": "Påhittade kommun", "roles": ["buyer"], "identifier": {"scheme": "SE-ON", "id": "1"}},
        {"id": "B", "name": "Påhittade AB", "roles": ["supplier", "tenderer"], "details": {"scale": "sme"}},
    ],
    "buyer": {"id": "A", "name": "Påhittade kommun"},
    "tender": {
        "id": "1",
        "title": "Städning",
        "status": "complete",
        "value": VALUE,
        "items": [{"id": "1", "quantity": 2, "classification": {"scheme": "CPV", "id": "90910000"}}],
        "tenderPeriod": {"startDate": "2024-01-01T09:00:00+01:00", "endDate": "2024-02-01T23:59:59+01:00"},
        "documents": [{"id": "1", "documentType": "tenderNotice", "url": "https://example.org"}],
    },
    "awards": [{"id": "T", "status": "active", "value": VALUE, "suppliers": [{"id": "B"}], "date": "2024-05-15"}],
    "contracts": [
        {"id": "K", "awardID": "T", "value": VALUE, "dateSigned": "2024-06-20T12:00:00Z", "period": {}},
        {"id": "L", "awardID": "U", "implementation": {"transactions": [{"id": "1", "payer": {"id": "A"}}]}},
    ],
}
ODD: list[Any] = [
    None, "", " ", "x", "active", 0, -5, 1.5, True, [], {}, ["a", "active", ""], [None, {}, "x"], {"id": 1},
    [{"id": "1"}, {"id": 1}, {}], [[{"id": "1"}, []]], "2024-13-01", "2031-03-01T00:00:00Z", "ocds-213czf-1", "#",
]  # fmt: skip
NAMES = ("eget", "title_en", "id", "relatedLots", "status", "date", "amount", "items", "period", "roles", "scheme")


def fields(value: Any) -> list[tuple[Any, Any]]:
    """Every place in a value where something else can be put."""
    inner = (
        list(value.items()) if isinstance(value, dict) else list(enumerate(value)) if isinstance(value, list) else []
    )
    return [(value, key) for key, _ in inner] + [place for _, one in inner for place in fields(one)]


def releases(count: int) -> list[dict[str, Any]]:
    """Each with a few faults of all kinds; the same every time."""
    chance, made = random.Random(7), []
    for number in range(count):
        release = copy.deepcopy({**PROCESS, "ocid": f"ocds-a1b2c3-{number % 90}", "id": str(number)})
        for _ in range(chance.choice([0, 1, 2, 5])):
            holder, key = chance.choice(fields(release))
            if chance.random() < 0.3 and isinstance(holder, dict):
                holder[chance.choice(NAMES)] = copy.deepcopy(chance.choice(ODD))
            elif chance.random() < 0.2 and isinstance(holder, list):
                holder.append(copy.deepcopy(holder[key]))
            elif chance.random() < 0.2:
                del holder[key]
            else:
                holder[key] = copy.deepcopy(chance.choice(ODD))
        made.append(release)
    return made


def package(some: list[dict[str, Any]], *extensions: str) -> dict[str, Any]:
    return {"uri": "https://example.org", "version": "1.1", "extensions": list(extensions), "releases": some}


SOME = releases(80)
CONTENTS: dict[str, list[Any]] = {
    "one package": [package(SOME, LOTS)],
    "lines": SOME,
    "a package each": [package([one], *([LOTS] if at % 3 else []), *(["https://example.org/own"] if at % 5 else []))
                       for at, one in enumerate(SOME)],
    "records": [{"records": [{"ocid": one.get("ocid"), "releases": [one], "compiledRelease": one} for one in SOME]}],
}  # fmt: skip


@pytest.mark.parametrize("content", CONTENTS)
def test_the_report_is_the_same_however_many_wait(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, content: str
) -> None:
    path = tmp_path / "a.json"
    path.write_text("\n".join(json.dumps(one) for one in CONTENTS[content]), encoding="utf-8")
    reports = []

    for most, size in ((64, 1 << 20), (1, 1 << 20), (3, 9_000)):
        monkeypatch.setattr(waiting, "RELEASES", most)
        monkeypatch.setattr(waiting, "BYTES", size)
        reports.append(orjson.dumps(check_files([path], as_of=AS_OF)))

    assert len({one.count(b'"fail"') for one in reports}) == 1
    assert reports[1:] == reports[:1] * 2
    assert len(reports[0]) > 10_000


def test_several_processes_say_the_same_of_all_that_is_wrong(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for content in ("one package", "lines"):
        text = "\n".join(json.dumps(one) for one in CONTENTS[content])
        (tmp_path / f"{content}.json").write_text(text, encoding="utf-8")
    monkeypatch.setattr(workers, "BATCH", 50_000)

    one, two = (orjson.dumps(check_files([tmp_path], as_of=AS_OF, workers=count)) for count in (1, 2))

    assert one == two


def test_who_looks_finds_all_that_was_fed() -> None:
    checker = Checker(as_of=AS_OF)
    checker.release(SOME[0])

    assert checker.census.fields.number == 1
    checker.release({**PROCESS, "id": "a#b"})
    assert checker.tally.failed("release-id-with-a-hash") == 1
    checker.release(PROCESS)
    assert checker.outcomes()["release-id-with-a-hash"].checked == 3
