"""Extensions are known by any address that declares them, and all of them together are one valid schema."""

import json
from datetime import date
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from ocds_sv.checks.rule import Context
from ocds_sv.checks.schema import SchemaCheck
from ocds_sv.checks.structure import Structure
from ocds_sv.checks.walk import Walk
from ocds_sv.standard import Standard
from ocds_sv.standard.extensions import by_url
from ocds_sv.standard.files import extension_facts, extension_ids

ALL = Standard.load(extension_ids())
RAW = "https://raw.githubusercontent.com/open-contracting-extensions"


def test_the_41_extensions_of_the_profile_for_eforms_are_shipped() -> None:
    assert len(extension_ids()) == 41


@pytest.mark.parametrize("extension", extension_ids())
def test_the_address_that_is_told_leads_back(extension: str) -> None:
    assert by_url(extension_facts(extension)["url"]) == extension
    assert by_url(f"https://extensions.open-contracting.org/en/extensions/{extension}/master/") == extension


@pytest.mark.parametrize(
    ("url", "extension"),
    [
        (f"{RAW}/ocds_lots_extension/v1.1.5/extension.json", "lots"),
        (f"{RAW}/ocds_lots_extension/master/", "lots"),
        ("https://raw.githubusercontent.com/open-contracting/ocds_location_extension/v1.1/extension.json", "location"),
        ("https://github.com/open-contracting-extensions/ocds_lots_extension", "lots"),
        ("https://github.com/open-contracting-extensions/ocds_lots_extension.git", "lots"),
        ("https://github.com/open-contracting-extensions/ocds_LOTS_extension/archive/refs/heads/main.zip", "lots"),
        ("https://codeload.github.com/open-contracting-extensions/ocds_1_2_draft_extension/zip/master", "1_2_draft"),
        (f"{RAW}/ocds_bids_extension/master/extension.json", "bids"),
        ("https://extensions.open-contracting.org/es/extensions/lots", "lots"),
        ("https://extensions.open-contracting.org/en/extensions/lotsofthem/", None),
        (f"{RAW}/ocds_lots_extension_of_mine/master/extension.json", None),
        ("https://example.org/own/extension.json", None),
        ("lots", None),
        ("", None),
    ],
)
def test_any_form_of_the_address_is_known(url: str, extension: str | None) -> None:
    assert by_url(url) == extension


def test_all_together_are_a_valid_schema_that_takes_what_each_brings() -> None:
    schema = ALL.schema()
    jsonschema.Draft4Validator.check_schema(schema)
    release: dict[str, Any] = {
        "ocid": "ocds-a1b2c3-1",
        "id": "1",
        "date": "2024-04-01T00:00:00Z",
        "tag": ["tender"],
        "initiationType": "tender",
        "links": [{"rel": "canonical", "href": "https://example.org/1"}],
        "parties": [{"id": "1", "details": {"scale": "sme", "listedOnRegulatedMarket": False}}],
        "tender": {
            "id": "1",
            "lots": [{"id": "1", "suitability": {"sme": True}, "secondStage": {"maximumCandidates": 5}}],
            "designContest": {"hasPrizes": True, "prizes": {"details": [{"id": "1", "value": {"amount": 1}}]}},
            "bidOpening": {"date": "2024-05-01T10:00:00+02:00"},
        },
    }

    for check in (SchemaCheck(schema), SchemaCheck(schema, "reference")):
        assert list(check(release)) == []
    assert left_open(ALL, release) == []
    assert len(left_open(Standard.load(), release)) >= 6


def left_open(standard, release):
    walk = Walk(standard, structure=Structure(standard))
    return walk.release(release, Context(release, date(2026, 1, 1))).found


BEYOND = {
    "awards/statusDetails",
    "bids/details/foreignSubsidyMeasures",
    "bids/statistics/relatedLots",
    "relatedProcesses/part",
    "tender/legalBasis/wasDerivedFrom",
}
"""What the guidance writes beyond the profile."""


def test_what_the_guidance_for_eforms_gives_fits(shared: Path) -> None:
    pairs = shared / "eforms" / "guidance-pairs" / "pairs.jsonl"
    schema = SchemaCheck(ALL.schema())
    # One fragment has Infinity, which is not JSON; the versions of jsonschema-rs differ on what type it is.
    lines = pairs.read_text(encoding="utf-8").splitlines()
    fragments = [json.loads(line, parse_constant=lambda _: None)["ocds"] for line in lines]
    objects = [one for one in fragments if isinstance(one, dict)]

    added = {
        "/".join(part for part in place if isinstance(part, str))
        for one in objects
        for check, place, _ in left_open(ALL, one)
        if check.name == "additional-field"
    }
    wrong = [place for one in objects for check, place, _ in schema(one) if check.name != "schema-required"]

    assert len(objects) > 600
    assert added == BEYOND
    assert wrong == []
