"""Notices that refer to each other become one process in any order: in TED XML, in eForms, and between the two."""

from __future__ import annotations

import itertools
import json
from pathlib import Path
from typing import Any

import pytest
from lxml import etree

from ocds_sv.conversion import Options, convert_files
from ocds_sv.resources import MAPPINGS
from tests.mappings.minimal_notices import EXTENSION, PREFIXES, below

EXAMPLES = MAPPINGS / "eforms" / "examples"
FORMS = {
    "F02": "<OBJECT_CONTRACT/>",
    "F03": "<AWARD_CONTRACT ITEM='1'/>",
    "F14": "<CHANGES/>",
    "F20": "<AWARD_CONTRACT ITEM='1'/><MODIFICATIONS_CONTRACT/>",
    "F01": "<OBJECT_CONTRACT/>",
}


def ted(form: str, number: str, earlier: str = "") -> str:
    """A notice of TED XML, and the number of the one that it names."""
    named = f"<REF_NOTICE><NO_DOC_OJS>{earlier}</NO_DOC_OJS></REF_NOTICE>" if earlier else ""
    return (
        '<TED_EXPORT xmlns="http://publications.europa.eu/resource/schema/ted/R2.0.9/publication"><CODED_DATA_SECTION>'
        f"<NOTICE_DATA><NO_DOC_OJS>{number}</NO_DOC_OJS>{named}</NOTICE_DATA>"
        "<CODIF_DATA><DS_DATE_DISPATCH>20210329</DS_DATE_DISPATCH></CODIF_DATA></CODED_DATA_SECTION><FORM_SECTION>"
        f'<{form}_2014 CATEGORY="ORIGINAL" FORM="{form}" LG="SV">{FORMS[form]}</{form}_2014>'
        "</FORM_SECTION></TED_EXPORT>"
    )


CHAIN = {
    "2021-100": ted("F02", "2021/S 002-000100", "2020/S 200-000007"),
    "2021-200": ted("F14", "2021/S 20-200", "2021/S 2-100"),
    "2021-300": ted("F03", "2021/S 100-000300", "2021/S 020-000200"),
    "2022-4": ted("F20", "2022/S 001-000004", "2021/S 100-000300"),
}
"""A contract notice, its correction, a result that names the correction, a modification that names the result."""


def eforms(name: str, publication: str, folder: str = "", **references: str) -> str:
    """An example of eForms with a number, perhaps of another procedure, and what it refers to."""
    root = etree.parse(EXAMPLES / f"{name}.xml").getroot()
    extension = root
    for step in EXTENSION.split("/"):
        extension = below(extension, step)
    number = below(below(extension, "efac:Publication"), "efbc:NoticePublicationID")
    number.text = publication
    if folder:
        root.find("cbc:ContractFolderID", PREFIXES).text = folder
    if "previous" in references:
        place = below(root, "cac:TenderingProcess")
        below(below(place, "cac:NoticeDocumentReference"), "cbc:ID").text = references["previous"]
    if "planned" in references:
        lot = below(root.find("cac:ProcurementProjectLot", PREFIXES), "cac:TenderingProcess")
        for old in lot.findall("cac:NoticeDocumentReference", PREFIXES):
            lot.remove(old)
        below(below(lot, "cac:NoticeDocumentReference"), "cbc:ID").text = references["planned"]
    return etree.tostring(root, encoding="unicode")


def converted(folder: Path, texts: dict[str, str], mapping: str) -> tuple[dict[str, dict[str, Any]], Any]:
    """Releases by the names of their files, and the account."""
    inputs = folder / "in"
    inputs.mkdir(exist_ok=True)
    for old in inputs.iterdir():
        old.unlink()
    found: dict[str, dict[str, Any]] = {}
    for number, (name, text) in enumerate(texts.items()):
        (inputs / f"{number}-{name}.xml").write_text(text, encoding="utf-8")
    target = folder / "out.jsonl"
    account = convert_files([str(inputs)], Options(mapping=mapping, output=str(target), links=folder / "eu.sqlite"))
    for name, line in zip(texts, target.read_text(encoding="utf-8").splitlines(), strict=True):
        found[name] = json.loads(line)
    return found, account


@pytest.mark.parametrize("order", list(itertools.permutations(CHAIN))[::5])
def test_a_chain_of_ted_xml_is_the_process_of_its_contract_notice(tmp_path: Path, order: tuple[str, ...]) -> None:
    releases, account = converted(tmp_path, {name: CHAIN[name] for name in order}, "ted-xml")

    assert {release["ocid"] for release in releases.values()} == {"ocds-213czf-2021-100"}
    assert {name: release["id"] for name, release in releases.items()} == {name: name for name in order}
    assert account.links == {"records": 4, "joined": 2, "unknown": 0}


def test_a_chain_over_years_is_told_and_mended(tmp_path: Path) -> None:
    late = {name: CHAIN[name] for name in ("2021-300", "2022-4")}
    first, _ = converted(tmp_path, late, "ted-xml")
    _, account = converted(tmp_path, {name: CHAIN[name] for name in ("2021-100", "2021-200")}, "ted-xml")
    mended, _ = converted(tmp_path, late, "ted-xml")

    assert {release["ocid"] for release in first.values()} == {"ocds-213czf-2021-200"}
    assert account.findings.counts["release-of-another-process"] == 2
    assert {release["ocid"] for release in mended.values()} == {"ocds-213czf-2021-100"}


def test_the_plan_of_a_contract_notice_is_a_process_that_it_names(tmp_path: Path) -> None:
    plan = ted("F01", "2020/S 200-000007")
    releases, _ = converted(tmp_path, {"plan": plan, "call": CHAIN["2021-100"]}, "ted-xml")

    related = releases["call"]["relatedProcesses"]
    assert releases["plan"]["ocid"] == "ocds-213czf-2020-7"
    assert related[-1] == {
        "id": "ocds-213czf-2020-7",
        "relationship": ["planning"],
        "scheme": "ocid",
        "identifier": "ocds-213czf-2020-7",
    }


@pytest.mark.parametrize("backwards", [False, True])
def test_a_result_with_another_identifier_of_the_procedure_belongs_to_the_notice_that_it_names(
    tmp_path: Path, *, backwards: bool
) -> None:
    other = "99999999-0000-4000-8000-000000000001"
    texts = {
        "call": eforms("upphandling", "00123456-2024"),
        "result": eforms("efterannons", "00200000-2024", other, previous="123456-2024"),
    }
    texts = dict(reversed(texts.items())) if backwards else texts

    releases, account = converted(tmp_path, texts, "eforms")

    assert releases["result"]["ocid"] == releases["call"]["ocid"]
    assert other not in releases["result"]["ocid"]
    assert account.links["joined"] == 1


def test_a_notice_of_eforms_names_the_process_of_a_plan_in_ted_xml(tmp_path: Path) -> None:
    converted(tmp_path, {"plan": ted("F01", "2023/S 200-600924")}, "ted-xml")

    releases, _ = converted(tmp_path, {"call": eforms("upphandling", "00123456-2024", planned="600924-2023")}, "eforms")

    related = {one["scheme"]: one["identifier"] for one in releases["call"]["relatedProcesses"]}
    assert related == {"eu-ojs-notice-id": "2023-00600924", "ocid": "ocds-213czf-2023-600924"}


def test_real_notices_keep_together_in_any_order(shared: Path, tmp_path: Path) -> None:
    """Of the real procedures, none falls apart by the index, and each reference that is known is followed."""
    files = [str(path) for path in sorted((shared / "tedxml" / "real").glob("*.xml"))[::3]]
    target = tmp_path / "out.jsonl"

    def processes(inputs: list[str], **given: Any) -> dict[str, str]:
        convert_files(inputs, Options(mapping="ted-xml", output=str(target), **given))
        releases = map(json.loads, target.read_text(encoding="utf-8").splitlines())
        return {release["id"]: release["ocid"] for release in releases}

    alone = processes(files)
    linked = processes(files, links=tmp_path / "a.sqlite")
    assert processes(files[::-1], links=tmp_path / "b.sqlite") == linked
    together = {ocid: {linked[one] for one in alone if alone[one] == ocid} for ocid in alone.values()}
    assert {len(ocids) for ocids in together.values()} == {1}
