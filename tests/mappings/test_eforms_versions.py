"""Every XPath of every version of the SDK: the mapping reads it, or leaves it out with a reason."""

from __future__ import annotations

import csv
import json
import re
from collections import Counter
from functools import reduce
from pathlib import Path

import pytest

from ocds_sv.findings import Findings, Place
from ocds_sv.mapping import Mapper, Mapping
from ocds_sv.mapping.mapper import exempt
from ocds_sv.mapping.xmlleaves import Patterns, after, opened
from ocds_sv.resources import MAPPINGS

ROOTS = ("/cn:ContractNotice", "/can:ContractAwardNotice", "/pin:PriorInformationNotice")
BEFORE_USE = frozenset({"1.0.0", "1.1.1", "1.2.1"})
"""Versions in which no notice has been published."""
BUSINESS = re.compile(
    r"/\*/(cac:BusinessParty|cac:BusinessCapability|cac:SenderParty|efac:NoticePurpose|cbc:Note|"
    r"cac:AdditionalDocumentReference)\b"
)
"""What only stands in notices of the registration of companies, which are no procurement."""


def without_predicates(xpath: str) -> str:
    kept, depth = "", 0
    for sign in xpath:
        depth += (sign == "[") - (sign == "]")
        kept += sign if depth == 0 and sign != "]" else ""
    return kept


@pytest.fixture(scope="module")
def xpaths(shared: Path) -> dict[str, dict[str, list[str]]]:
    return json.loads((shared / "tables" / "eforms_xpaths_by_sdk.json").read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def outcomes(xpaths: dict[str, dict[str, list[str]]]) -> dict[tuple[str, str], str]:
    """Field and XPath → what becomes of what stands there."""
    mapping = Mapping.load("eforms")
    mapper = Mapper(mapping, mapping.parameters({}), None, Place("x"), Findings())
    claimed = Patterns()
    for steps in mapper.claimed:
        claimed.add(steps)

    def outcome(xpath: str) -> str:
        paths = [root + without_predicates(xpath).removeprefix("/*") for root in ROOTS]
        ways = (reduce(after, path.strip("/").split("/"), opened([claimed])) for path in paths)
        if any(tree.end for trees in ways for tree in trees):
            return "read"
        return "left out" if all(exempt(path, mapping.unmapped) for path in paths) else "unknown"

    return {
        (field, xpath): outcome(xpath)
        for field, versions in xpaths.items()
        for xpath, used in versions.items()
        if not BEFORE_USE.issuperset(used) and not BUSINESS.match(xpath)
    }


def test_every_xpath_is_read_or_left_out_with_a_reason(outcomes: dict[tuple[str, str], str]) -> None:
    assert [where for where, outcome in outcomes.items() if outcome == "unknown"] == []


def test_every_mapped_field_is_read_in_every_version(outcomes: dict[tuple[str, str], str]) -> None:
    with (MAPPINGS / "eforms" / "fields.csv").open(encoding="utf-8", newline="") as file:
        mapped = {row["field"] for row in csv.DictReader(file) if row["status"] == "mapped"}

    assert [where for where, outcome in outcomes.items() if where[0] in mapped and outcome != "read"] == []


def test_the_readme_counts_the_xpaths(outcomes: dict[tuple[str, str], str]) -> None:
    readme = " ".join((MAPPINGS / "eforms" / "README.md").read_text(encoding="utf-8").split())
    counts = Counter(outcomes.values())

    assert f"{len(outcomes)} XPaths: {counts['read']} are read, {counts['left out']} left out with a reason" in readme
