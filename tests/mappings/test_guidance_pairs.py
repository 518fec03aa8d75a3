"""The official examples, one notice each: the release says what the guidance says, or the table tells why not."""

from __future__ import annotations

import csv
import json
import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from lxml import etree

from ocds_sv.conversion import Options, convert_files
from ocds_sv.resources import MAPPINGS

from .minimal_notices import clark, differences, minimal_notice

TABLE = Path(__file__).with_name("guidance_differences.csv")
REASONS = {"example", "design", "no-field", "person"}
"""The README says what they mean."""


class Outcome(NamedTuple):
    """What came of the examples that can run: how many there are, and what differs in which."""

    run: int
    differing: dict[str, list[str]]


def table() -> dict[str, dict[str, str]]:
    with TABLE.open(encoding="utf-8", newline="") as file:
        return {row["field"]: row for row in csv.DictReader(file)}


def corrected(row: dict[str, str], fragment: object) -> object:
    """A fragment with the table's correction."""
    text = json.dumps(fragment)
    assert row["reads"] in text, row["field"]
    return json.loads(text.replace(row["reads"], row["should_read"]))


@pytest.fixture(scope="session")
def pairs(shared: Path) -> list[dict[str, Any]]:
    lines = (shared / "eforms" / "guidance-pairs" / "pairs.jsonl").read_text(encoding="utf-8").splitlines()
    return [pair for pair in map(json.loads, lines) if isinstance(pair["ocds"], dict)]


@pytest.fixture(scope="session")
def releases(pairs: list[dict[str, Any]], tmp_path_factory: pytest.TempPathFactory) -> dict[str, dict[str, Any]]:
    """The release of each example that can run, by field."""
    folder = tmp_path_factory.mktemp("guidance")
    fields: dict[str, str] = {}
    with (folder / "all.xml").open("wb") as file:
        file.write(b"<all>")
        for number, pair in enumerate(pairs):
            notice = minimal_notice(pair, number)
            if notice is not None:
                fields[notice.findtext(clark("cbc:ID"))] = pair["field_id"]
                file.write(etree.tostring(notice))
        file.write(b"</all>")
    convert_files([str(folder / "all.xml")], Options(mapping="eforms", output=str(folder / "out.jsonl")))
    found = map(json.loads, (folder / "out.jsonl").read_text(encoding="utf-8").splitlines())
    return {fields[release["id"].removesuffix("-01")]: release for release in found}


def outcome(pairs: list[dict[str, Any]], releases: dict[str, dict[str, Any]]) -> Outcome:
    differing = {}
    for pair in pairs:
        release = releases.get(pair["field_id"])
        if release is not None and (found := list(differences(pair["ocds"], release))):
            differing[pair["field_id"]] = found
    return Outcome(len(releases), differing)


def unexplained(pairs: list[dict[str, Any]], releases: dict[str, dict[str, Any]]) -> Iterator[str]:
    rows = table()
    for pair in pairs:
        field = pair["field_id"]
        row = rows.get(field)
        if field not in releases or (row is not None and not row["reads"]):
            continue
        wanted = pair["ocds"] if row is None else corrected(row, pair["ocds"])
        yield from (f"{field}{fault}" for fault in differences(wanted, releases[field]))


def test_every_example_gives_its_fragment_or_the_corrected_one(
    pairs: list[dict[str, Any]], releases: dict[str, dict[str, Any]]
) -> None:
    assert list(unexplained(pairs, releases)) == []


def test_the_table_tells_of_what_differs_and_of_nothing_else(
    pairs: list[dict[str, Any]], releases: dict[str, dict[str, Any]]
) -> None:
    listed = {field for field in table() if field in releases}

    assert set(outcome(pairs, releases).differing) == listed
    assert {row["reason"] for row in table().values()} <= REASONS


def test_the_readme_counts_the_examples_as_they_are(
    pairs: list[dict[str, Any]], releases: dict[str, dict[str, Any]]
) -> None:
    found = outcome(pairs, releases)
    rows = [row for field, row in table().items() if field in releases]
    mended = sum(row["reads"] != "" for row in rows)
    readme = " ".join((MAPPINGS / "eforms" / "README.md").read_text(encoding="utf-8").split())

    given = found.run - len(found.differing)
    assert f"Of {len(pairs)} examples, {found.run} can run as a notice of their own" in readme
    assert f"{given} give the fragment as it is printed" in readme
    assert f"{mended} give it once a slip is mended" in readme
    assert f"{len(rows) - mended} differ" in readme
    assert (given + mended) / found.run > 0.95
    for reason, count in Counter(row["reason"] for row in rows).items():
        assert re.search(rf"\| `{reason}` \| [^|]+ \| {count} \|", readme)
