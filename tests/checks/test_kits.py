"""The extensions of a package are those of its own releases."""

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from ocds_sv.checks import Checker, check_files, kits, shapes

AS_OF = date(2026, 1, 1)
LOTS = "https://raw.githubusercontent.com/open-contracting-extensions/ocds_lots_extension/v1.1.5/extension.json"
OWN = "https://data.paahittade.se/own/extension.json"


def release(number: int) -> dict[str, Any]:
    return {
        "ocid": f"ocds-a1b2c3-{number}",
        "id": "1",
        "date": "2024-01-01T00:00:00Z",
        "tag": ["tender"],
        "initiationType": "tender",
        "tender": {"id": "1", "lots": [{"id": "1", "title": "Norr"}]},
    }


def package(number: int, *extensions: str) -> dict[str, Any]:
    return {"version": "1.1", "extensions": list(extensions), "releases": [release(number)]}


def additional(report: dict[str, Any]) -> list[str]:
    return [
        sample["ocid"][-1]
        for one in report["results"]
        if one["rule"] == "additional-field"
        for sample in one["samples"]
    ]


@pytest.mark.parametrize("indent", [None, 1])
@pytest.mark.parametrize("one_file", [True, False])
def test_what_one_package_declares_does_not_hold_for_the_next(
    tmp_path: Path, indent: int | None, one_file: bool
) -> None:
    parts = [package(1, LOTS), package(2), release(3), package(4, LOTS), release(5)]
    texts = [json.dumps(part, indent=indent) for part in parts]
    if one_file:
        (tmp_path / "a.json").write_text("\n".join(texts), encoding="utf-8")
    else:
        for number, text in enumerate(texts):
            (tmp_path / f"{number}.json").write_text(text, encoding="utf-8")

    report = check_files([tmp_path], as_of=AS_OF)

    assert additional(report) == ["2", "3", "5"]
    assert report["run"]["extensions"] == ["lots"]


def test_a_package_that_is_cut_off_hands_nothing_on_to_the_next_file(tmp_path: Path) -> None:
    whole = json.dumps(package(1, LOTS), indent=1)
    (tmp_path / "a.json").write_text(whole[: whole.rindex("]")], encoding="utf-8")
    (tmp_path / "b.jsonl").write_text(json.dumps(release(2)), encoding="utf-8")

    assert additional(check_files([tmp_path], as_of=AS_OF)) == ["2"]


def test_only_a_package_that_declares_it_is_said_to_use_an_unknown_extension(tmp_path: Path) -> None:
    for name, part in (("a", package(1, OWN)), ("b", package(2))):
        part["releases"][0]["tender"] = {"id": "1", "egetFält": 1}
        (tmp_path / f"{name}.json").write_text(json.dumps(part), encoding="utf-8")

    report = check_files([tmp_path], as_of=AS_OF)

    (one,) = [one for one in report["results"] if one["rule"] == "additional-field"]
    first, second = (sample["message"]["en"] for sample in one["samples"])
    assert first != second
    assert report["run"]["unknownExtensions"] == [OWN]


def test_extensions_asked_for_hold_always() -> None:
    checker = Checker(["lots"], as_of=AS_OF)
    checker.release(release(1))

    assert "additional-field" not in checker.results()
    assert checker.extensions == ("lots",)


def test_of_many_sets_of_extensions_a_few_are_kept_and_no_count_is_lost(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(kits, "KEPT", 1)
    checker = Checker(as_of=AS_OF)
    for number in range(4):
        checker.declare([LOTS] if number % 2 else [])
        checker.release({**release(number), "tender": {"id": "1", "value": {"amount": 5}}})
        checker._kits.leave()

    assert checker.outcomes()["amount-without-currency"].checked == 4
    assert checker.census.fields.at("tender/value/amount").filled == 4


def test_walks_that_share_their_counts_forget_together(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shapes, "MOST", 2)
    checker = Checker(as_of=AS_OF)
    for number in range(12):
        checker.declare([LOTS] if number % 2 else [])
        checker.release({**release(number), f"eget{number}": 1, "tender": {"id": "1", "value": {"amount": 5}}})
        checker._kits.leave()

    assert checker.outcomes()["amount-without-currency"].checked == 12
    assert checker.census.fields.at("tender/value/amount").filled == 12


@pytest.mark.parametrize("indent", [None, 1])
def test_an_empty_package_is_told_and_only_that(tmp_path: Path, indent: int | None) -> None:
    parts = [release(1), {**package(2), "releases": []}, package(3), {"version": "1.1", "records": []}]
    path = tmp_path / "a.json"
    path.write_text("\n".join(json.dumps(part, indent=indent) for part in parts), encoding="utf-8")

    report = check_files([path], as_of=AS_OF)

    (one,) = [one for one in report["results"] if one["rule"] == "schema-empty-list"]
    assert [group["path"] for group in one["groups"]] == ["records", "releases"]
    assert one["failed"] == 2
