"""What the tests of the shipped mappings share: releases read back, and the official schema."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path
from typing import Any

import jsonschema_rs
import pytest

from ocds_sv.mapping import Mapping, find, portable

QUESTION = re.compile(r'^(\s+)(\w+): "\? .+ / .+"$', re.MULTILINE)
"""One question a line, so that somebody who knows no YAML can answer it."""


def _answered(name: str, answers: dict[str, str], path: Path) -> Path:
    text = QUESTION.sub(
        lambda found: f'{found[1]}{found[2]}: "{answers.get(found[2], "saknas")}"', portable(find(name))
    )
    path.write_text(text, encoding="utf-8")
    return path


@pytest.fixture(scope="session")
def answered_copy() -> Callable[[str, dict[str, str], Path], Path]:
    """Write a copy of a template with answers by column, and ``saknas`` where there is none."""
    return _answered


@pytest.fixture(scope="session")
def question() -> re.Pattern[str]:
    """A question of a template: its indent and its column."""
    return QUESTION


@cache
def _extended(mapping: str) -> jsonschema_rs.Draft4Validator:
    return jsonschema_rs.Draft4Validator(Mapping.load(mapping).standard.schema("release"))


@pytest.fixture(scope="session")
def schema_of() -> Callable[[str], jsonschema_rs.Draft4Validator]:
    """The release schema with the extensions that a mapping declares."""
    return _extended


def _read(path: Path) -> Iterator[dict[str, Any]]:
    with path.open(encoding="utf-8") as lines:
        for line in lines:
            yield json.loads(line)


@pytest.fixture(scope="session")
def read_releases() -> Callable[[Path], Iterator[dict[str, Any]]]:
    """Releases of a JSON Lines file, one by one."""
    return _read


def _unresolved(release: dict[str, Any]) -> list[str]:
    roles = {party["id"]: set(party["roles"]) for party in release["parties"]}
    lots = {lot["id"] for lot in release.get("tender", {}).get("lots", [])}
    awards = {award["id"] for award in release.get("awards", [])}
    bids = {bid["id"] for bid in release.get("bids", {}).get("details", [])}
    tender = release.get("tender", {})
    # A framework agreement that many may buy from has no buyer.
    wanted = [(release["buyer"], "buyer")] if "buyer" in release else []
    wanted += [(tender["procuringEntity"], "procuringEntity")] if "procuringEntity" in tender else []
    wanted += [(one, "tenderer") for one in tender.get("tenderers", [])]
    wanted += [(one, "tenderer") for bid in release.get("bids", {}).get("details", []) for one in bid["tenderers"]]
    wanted += [(one, "supplier") for award in release.get("awards", []) for one in award.get("suppliers", [])]
    for contract in release.get("contracts", []):
        for transaction in contract.get("implementation", {}).get("transactions", []):
            wanted += [(transaction[role], role) for role in ("payer", "payee") if role in transaction]
    faults = [f"{role} {one['id']}" for one, role in wanted if role not in roles.get(one["id"], set())]
    faults += [contract["awardID"] for contract in release.get("contracts", []) if contract["awardID"] not in awards]
    for award in release.get("awards", []):
        faults += [lot for lot in award.get("relatedLots", []) if lot not in lots]
        faults += [bid for bid in award.get("relatedBids", []) if bid not in bids]
    for bid in release.get("bids", {}).get("details", []):
        faults += [lot for lot in bid.get("relatedLots", []) if lot not in lots]
    for statistic in release.get("bids", {}).get("statistics", []):
        faults += [lot for lot in [statistic.get("relatedLot")] if lot and lot not in lots]
    return faults


@pytest.fixture(scope="session")
def unresolved() -> Callable[[dict[str, Any]], list[str]]:
    """References of a release to parties (in that role), awards, lots or bids that are not there."""
    return _unresolved
