"""
The confusion matrix: headers of real files are recognised as the mapping that is made for them, and as no other.

``headers.json`` has the headers alone, as their publishers write them, none of their data. A mapping of ``null`` stands
for files that none of the mappings in the list is made for.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
import xlsxwriter

from ocds_sv.detection import ENOUGH, detect
from ocds_sv.mapping import catalogue

VARIANTS: list[dict[str, Any]] = json.loads(Path(__file__).with_name("headers.json").read_text(encoding="utf-8"))
OWN = [variant for variant in VARIANTS if variant["mapping"]]
OTHERS = [variant for variant in VARIANTS if not variant["mapping"]]


def written(variant: dict[str, Any], folder: Path) -> Path:
    """A file in the variant's format, whose name gives nothing away."""
    header = variant["header"]
    row = ["1" for _ in header]
    path = folder / f"x.{variant['format']}"
    if variant["format"] == "xlsx":
        with xlsxwriter.Workbook(path) as book:
            sheet = book.add_worksheet()
            sheet.write_row(0, 0, header)
            sheet.write_row(1, 0, row)
    elif variant["format"] == "json":
        path.write_text(json.dumps({"results": [dict(zip(header, row, strict=True))]}), encoding="utf-8")
    else:
        mark = variant["delimiter"]
        path.write_text(f"{mark.join(header)}\n{mark.join(row)}\n", encoding="utf-8")
    return path


@pytest.mark.parametrize("variant", OWN, ids=lambda variant: variant["id"])
def test_a_header_is_recognised_as_its_own_mapping_and_as_no_other(variant: dict[str, Any], tmp_path: Path) -> None:
    best, *others = detect(written(variant, tmp_path))

    assert (best.name, best.missing) == (variant["mapping"], ())
    assert best.score > (0.69 if "89" in variant["id"] else 0.9)
    assert [other.name for other in others if other.score >= best.score] == []


@pytest.mark.parametrize("variant", OTHERS, ids=lambda variant: variant["id"])
def test_other_files_are_taken_for_none_of_these(variant: dict[str, Any], tmp_path: Path) -> None:
    made_for_others = {one["mapping"] for one in OWN}

    found = [match for match in detect(written(variant, tmp_path)) if match.name in made_for_others]
    assert [(match.name, match.score) for match in found if match.score >= ENOUGH or not match.missing] == []


def test_every_ledger_and_every_export_of_uhm_stands_in_the_matrix() -> None:
    names = {shipped.name for shipped in catalogue()}
    tested = {variant["mapping"] for variant in OWN}

    assert tested <= names
    assert {
        shipped.name for shipped in catalogue() if "_common/ledger.yaml" in shipped.path.read_text("utf-8")
    } <= tested
    assert {name for name in names if name.startswith("uhm-")} <= tested


def test_the_list_has_every_ledger_header_that_is_known(shared: Path) -> None:
    path = shared / "sv/codelists/ledger_header_variants.json"
    if not path.is_file():
        pytest.skip("../shared/data/sv/codelists has no ledger_header_variants.json")
    known = {row["id"]: row for row in json.loads(path.read_text(encoding="utf-8"))}
    ours = {variant["id"]: variant for variant in VARIANTS}

    # Of Agresso's extract only the order of the columns is known; it is a template.
    assert known.keys() - ours.keys() == {"agresso-levstat"}
    for name, row in known.items():
        header = row.get("header") or row.get("header_subset")
        if header is not None:
            assert set(ours[name]["header"]) == set(header), name
