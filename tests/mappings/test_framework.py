"""All mappings of contract catalogues give the one shape that docs/framework-agreements.md describes."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from ocdsmerge import Merger
from ruamel.yaml import YAML

from ocds_sv.mapping import Mapping
from ocds_sv.resources import MAPPINGS

BLOCK = "../_common/framework.yaml"
CATALOGUES = sorted(
    path.parent
    for path in MAPPINGS.glob("[!_]*/mapping.yaml")
    if f"include: {BLOCK}" in path.read_text(encoding="utf-8")
)
OF_ONE_SOURCE = {"contracts/value/amount", "contracts/value/currency", "contracts/title"}
"""What a single source adds to the shape."""


def releases(folder: Path) -> list[dict[str, Any]]:
    lines = (path.read_text(encoding="utf-8") for path in sorted(folder.glob("examples/*.releases.jsonl")))
    return [json.loads(line) for text in lines for line in text.splitlines()]


def paths(value: Any, path: str = "") -> Iterator[str]:
    """The paths of all leaves, without list positions."""
    if isinstance(value, dict):
        for name, child in value.items():
            yield from paths(child, f"{path}/{name}" if path else name)
    elif isinstance(value, list):
        for child in value:
            yield from paths(child, path)
    else:
        yield path


@pytest.fixture(params=CATALOGUES, ids=lambda folder: folder.name)
def catalogue(request: pytest.FixtureRequest) -> list[dict[str, Any]]:
    return releases(request.param)


def test_the_shape_is_the_same_for_all() -> None:
    block = YAML(typ="safe").load((MAPPINGS / "_common" / "framework.yaml").read_text(encoding="utf-8"))
    allowed = {re.sub("/(each|from|rows|required)$", "", path) for path in paths(block["release"])} | OF_ONE_SOURCE
    shapes = {folder.name: set(paths(releases(folder))) for folder in CATALOGUES}

    assert {name: shape - allowed for name, shape in shapes.items()} == {name: {"id"} for name in shapes}
    assert set.intersection(*shapes.values()) >= {
        "ocid",
        "date",
        "parties/id",
        "parties/name",
        "tender/id",
        "tender/title",
        "tender/procuringEntity/id",
        "tender/contractPeriod/startDate",
        "awards/id",
        "awards/status",
        "awards/suppliers/id",
        "contracts/id",
        "contracts/awardID",
        "contracts/period/startDate",
        "contracts/period/endDate",
    }


def test_each_award_has_one_supplier_and_at_most_one_lot(catalogue: list[dict[str, Any]]) -> None:
    for release in catalogue:
        for award in release["awards"]:
            assert len(award["suppliers"]) == 1
            assert len(award.get("relatedLots", [])) <= 1
        assert len({award["id"] for award in release["awards"]}) == len(release["awards"])
        assert {award["id"] for award in release["awards"]} == {one["awardID"] for one in release["contracts"]}


def test_a_rank_stands_with_a_bid_that_its_award_names(catalogue: list[dict[str, Any]]) -> None:
    for release in catalogue:
        bids = {bid["id"]: bid for bid in release.get("bids", {}).get("details", [])}
        named = {bid: award for award in release["awards"] for bid in award.get("relatedBids", [])}
        assert bids.keys() == named.keys()
        for key, bid in bids.items():
            assert bid["hasRank"]
            assert bid["rank"] > 0
            assert bid["tenderers"] == named[key]["suppliers"]
            assert bid.get("relatedLots") == named[key].get("relatedLots")


def test_the_periods_of_the_contracts_lie_within_that_of_the_agreement(catalogue: list[dict[str, Any]]) -> None:
    for release in catalogue:
        whole = release["tender"].get("contractPeriod", {})
        periods = [contract["period"] for contract in release["contracts"] if "period" in contract]
        for name, end in (("startDate", min), ("endDate", max), ("maxExtentDate", max)):
            days = [period[name] for period in periods if name in period]
            assert whole.get(name) == (end(days) if days else None)


def test_a_call_off_names_the_process_of_its_framework_agreement() -> None:
    found = {release["ocid"]: release for release in releases(MAPPINGS / "cloudia-avtal")}
    call_offs = {ocid: release["relatedProcesses"] for ocid, release in found.items() if "relatedProcesses" in release}

    assert len(call_offs) == 1
    for ocid, (related,) in call_offs.items():
        assert related["relationship"] == ["framework"]
        assert related["scheme"] == "ocid"
        assert related["identifier"] != ocid
        assert found[related["identifier"]]["tender"]["techniques"]["hasFrameworkAgreement"]
        assert "techniques" not in found[ocid]["tender"]


def test_a_status_is_never_concluded_from_a_date() -> None:
    statuses = {
        folder.name: {contract.get("status") for release in releases(folder) for contract in release["contracts"]}
        for folder in CATALOGUES
    }

    assert statuses == {
        "avropa-ramavtal": {"active"},
        "avtalskatalog-goteborg": {None},
        "avtalskatalog-huddinge": {"active", "terminated"},
        "cloudia-avtal": {"active", "terminated", None},
        "e-avrop-avtalsstatistik": {None},
        "mercell-avtalsdatabas": {None},
    }


def test_releases_of_one_agreement_on_two_sheets_compile_to_both_periods_with_the_current_one_on_top() -> None:
    folder = MAPPINGS / "avtalskatalog-huddinge"
    both = [release for release in releases(folder) if release["ocid"].endswith("-ks-2023-901")]
    merger = Merger(Mapping.load(folder.name).standard.schema("release"))

    compiled = merger.create_compiled_release(sorted(both, key=lambda release: release["date"]))

    assert len(both) == 2
    assert {contract["id"].rpartition("/")[0]: contract["status"] for contract in compiled["contracts"]} == {
        "ks-2023-901-2019-05-01/mejeri-43a3068c": "terminated",
        "ks-2023-901-2023-05-01/mejeri-43a3068c": "active",
        "ks-2023-901-2023-05-01/farsk-fisk-1f382aaa": "active",
    }
    assert compiled["tender"]["contractPeriod"]["endDate"].startswith("2027")
