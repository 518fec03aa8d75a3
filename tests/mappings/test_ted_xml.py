"""The mapping of TED XML: what it reads, how notices hang together, and that every notice becomes a valid release."""

from __future__ import annotations

import csv
import dataclasses
import json
import re
from collections import Counter
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import pytest
from lxml import etree

from ocds_sv.conversion import Options, convert_files
from ocds_sv.coverage import coverage
from ocds_sv.detection import detect
from ocds_sv.findings import Findings, Place
from ocds_sv.mapping import Mapping
from ocds_sv.mapping.mapper import Mapper
from ocds_sv.resources import MAPPINGS
from ocds_sv.sources import XmlRecord, open_streams

FOLDER = MAPPINGS / "ted-xml"
FORM = "/t:TED_EXPORT/t:FORM_SECTION/t:F02_2014"
CODES = {
    **dict.fromkeys(("COUNTRY", "CA_TYPE", "CA_ACTIVITY", "CE_ACTIVITY", "LEGAL_BASIS", "LANGUAGE"), "VALUE"),
    **dict.fromkeys(("NUTS", "CPV_CODE", "CPV_SUPPLEMENTARY_CODE"), "CODE"),
    "TYPE_CONTRACT": "CTYPE",
}
"""Elements whose value is an attribute."""


def table() -> list[dict[str, str]]:
    with (FOLDER / "xpaths.csv").open(encoding="utf-8", newline="") as file:
        return [{"xpath": row.pop("field"), **row} for row in csv.DictReader(file)]


def golden(name: str) -> dict[str, Any]:
    (text,) = (FOLDER / "examples" / f"{name}.xml.releases.jsonl").read_text(encoding="utf-8").splitlines()
    return json.loads(text)


def leaf(xpath: str) -> str:
    """Where the value of what ``xpath`` leads to stands."""
    code = CODES.get(xpath.rpartition("/")[2])
    return f"{xpath}/@{code}" if code else xpath


def everything(xpaths: Iterable[str], uri: str) -> XmlRecord:
    """A notice in which there is a value at the end of every XPath."""
    root = etree.Element(f"{{{uri}}}TED_EXPORT")
    form = etree.SubElement(etree.SubElement(root, f"{{{uri}}}FORM_SECTION"), f"{{{uri}}}F02_2014")
    for xpath in xpaths:
        element = form
        for step in leaf(xpath).strip("/").split("/"):
            if step.startswith("@"):
                element.set(step[1:], "x")
            else:
                name = f"{{{uri}}}{step}"
                found = element.find(name)
                element = etree.SubElement(element, name) if found is None else found
    for element in form.iter():
        if not len(element) and {*CODES.values()}.isdisjoint(element.attrib):
            element.text = "x"
    return XmlRecord(root)


def unread(mapping: Mapping, record: XmlRecord) -> set[str]:
    """The leaves that no XPath of a mapping names and no reason covers."""
    mapper = Mapper(mapping, mapping.parameters({}), None, Place("a.xml"), Findings())
    mapper.map([(1, record)])
    return {path.removeprefix(FORM).replace("t:", "") for path in mapper.unclaimed}


def test_what_the_table_says_is_mapped_is_read_and_nothing_else() -> None:
    mapping = Mapping.load("ted-xml")
    rows = table()
    record = everything((row["xpath"] for row in rows), mapping.source.namespaces["t"])

    missed = unread(dataclasses.replace(mapping, unmapped={}), record)
    unexplained = unread(mapping, record)

    leaves = {row["xpath"] for row in rows if not any(one["xpath"].startswith(f"{row['xpath']}/") for one in rows)}
    mapped = {row["xpath"] for row in rows if row["status"] == "mapped"}
    assert {path for path in mapped & leaves if leaf(path) in missed} == set()
    assert {path for path in leaves - mapped if leaf(path) not in missed} == set()
    # What is not mapped is told of, or has a reason in the mapping, too: an empty element says nothing by itself.
    with_values = {row["xpath"] for row in rows if row["xpath"].endswith(("/@CURRENCY", "_NAME"))}
    assert unexplained.isdisjoint(with_values - {"/AWARD_CONTRACT/AWARDED_CONTRACT/CONTRACTORS/CONTRACTOR/OWNERSHIP"})
    assert all(row["reason"] for row in rows if row["status"] != "mapped")


def test_the_readme_counts_as_the_table_does() -> None:
    readme = (FOLDER / "README.md").read_text(encoding="utf-8")

    assert dict(re.findall(r"\| `(\w+)` \| (\d+) \|", readme)) == {
        status: str(count) for status, count in Counter(row["status"] for row in table()).items()
    }


def test_the_table_has_every_xpath_of_the_guidance(shared: Path) -> None:
    guidance = json.loads((shared / "tables" / "tedxml_mapping.json").read_text(encoding="utf-8"))
    rows = table()

    assert {row["xpath"] for row in rows} == {row["xpath"] for row in guidance if row["guidance"]}
    assert (len(rows), sum(row["status"] == "mapped" for row in rows)) == (499, 468)


@pytest.mark.parametrize("example", sorted((FOLDER / "examples").glob("*.xml")), ids=lambda path: path.stem)
def test_its_files_are_recognised(example: Path) -> None:
    best, *others = detect(example)

    assert (best.name, best.score) == ("ted-xml", 1.0)
    assert all(match.score < 0.5 for match in others)


def test_eforms_are_not_taken_for_it() -> None:
    for example in (MAPPINGS / "eforms" / "examples").glob("*.xml"):
        assert "ted-xml" not in [match.name for match in detect(example) if match.score]


def test_notices_of_one_procedure_are_one_process() -> None:
    plan, call, correction, result = map(
        golden, ("F01-forhandsannons", "F02-upphandling", "F14-rattelse", "F03-efterannons")
    )

    assert call["ocid"] == correction["ocid"] == result["ocid"] != plan["ocid"]
    assert [release["tag"] for release in (plan, call, correction, result)] == [
        ["planning"],
        ["tender"],
        ["tenderUpdate"],
        ["award", "contract"],
    ]
    (before,) = call["relatedProcesses"]
    assert plan["ocid"].endswith(before["id"])
    assert [one["amendsReleaseID"] for one in correction["tender"]["amendments"]] == [call["id"]] * 3
    assert correction["tender"]["tenderPeriod"]["endDate"] == "2021-05-17T23:59:00+02:00"
    assert golden("F20-andring")["ocid"].endswith(result["id"])


def test_the_original_is_read_and_no_translation() -> None:
    assert golden("F02-upphandling")["tender"]["title"] == "Lokalvård 2021"
    assert golden("F05-forsorjning")["tender"]["title"] == "Vattenledningar"


def test_awards_with_one_contract_number_are_kept_apart() -> None:
    awards = golden("F03-efterannons")["awards"]

    assert [award["id"] for award in awards] == ["2021-4004-1", "2021-4004-2", "2021-4004-3"]
    assert [award["status"] for award in awards] == ["active", "active", "unsuccessful"]
    assert [len(award.get("suppliers", ())) for award in awards] == [2, 1, 0]


def test_what_the_sender_keeps_back_is_left_out_and_told() -> None:
    release = golden("F06-forsorjning-resultat")

    assert "Hemliga" not in json.dumps(release)
    assert [one["field"] for one in release["withheldInformation"]] == ["AC", "CONTRACTORS", "VALUES"]
    assert "value" not in release["contracts"][0]


def test_persons_stay_in() -> None:
    texts = json.dumps([golden("F12-projekttavling"), golden("F03-efterannons")], ensure_ascii=False)

    assert "Testa" not in texts
    assert "811228" not in texts


def test_a_number_is_swedish_where_the_address_is() -> None:
    parties = {party["name"]: party for party in golden("F03-efterannons")["parties"]}

    assert parties["Låtsas Siivous Oy"]["id"] == "FIN-0000001-9"
    assert "identifier" not in parties["Låtsas Siivous Oy"]
    assert parties["Åkerbärets Städ AB"]["identifier"] == {"scheme": "SE-ON", "id": "559999-9017"}


@pytest.mark.parametrize("kind", ["swedish", "real"])
def test_every_notice_converts_and_every_release_is_valid(kind: str, shared: Path, tmp_path: Path, schema_of) -> None:
    target = tmp_path / "out.jsonl"
    run = convert_files([str(shared / "tedxml" / kind)], Options(mapping="ted-xml", output=str(target)))

    releases = [json.loads(line) for line in target.read_text(encoding="utf-8").splitlines()]
    faults = [(one["id"], error.message) for one in releases for error in schema_of("ted-xml").iter_errors(one)]
    assert not faults
    assert len(releases) == {"swedish": 24, "real": 218}[kind]
    told = {rule.id for rule in run.findings.ordered() if run.findings.counts[rule.id]}
    assert told <= {
        "example-prefix",
        "field-not-mapped",
        "no-usable-number",
        "number-masked",
        "number-replaced-in-identifier",
        "party-withheld",
        "placeholder-amount",
        "reference-withheld",
        "values-differ",
    }


def test_of_the_real_notices_hardly_a_leaf_is_left(shared: Path) -> None:
    files = sorted((shared / "tedxml").glob("*/*.xml"))
    mapping = Mapping.load("ted-xml")
    told, untold = (
        Mapper(one, one.parameters({}), None, Place("a.xml"), Findings())
        for one in (mapping, dataclasses.replace(mapping, unmapped={}))
    )
    leaves = 0
    for path in files:
        form = etree.parse(path).getroot().find("{*}FORM_SECTION/*[@CATEGORY='ORIGINAL']")
        leaves += sum(len(one.attrib) + bool(not len(one) and (one.text or "").strip()) for one in form.iter())
        for mapper in (told, untold):
            for stream in open_streams([path], mapping.source, Findings()):
                for record in stream.records:
                    mapper.map([record])

    left, unread = (
        sum(count for path, count in mapper.unclaimed.items() if "/t:FORM_SECTION/" in path)
        for mapper in (told, untold)
    )
    assert 1 - left / leaves > 0.99
    assert 1 - unread / leaves > 0.96


def test_the_coverage_tells_what_becomes_of_each_xpath() -> None:
    listed = coverage(Mapping.load("ted-xml")).listed

    assert listed == {row["xpath"]: row["status"] for row in table()}
