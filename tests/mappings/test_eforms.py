"""The mapping of eForms: which fields it answers for, and that every notice becomes a valid release."""

from __future__ import annotations

import csv
import json
import re
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from ocds_sv.claimed import claimed
from ocds_sv.conversion import Options, convert, convert_files
from ocds_sv.mapping import Mapping
from ocds_sv.merge import compile_releases
from ocds_sv.resources import MAPPINGS

FOLDER = MAPPINGS / "eforms"
ANSWERS = re.compile(r"\s# ((?:BT|OPT|OPP)-[^\s,]+(?:, (?:BT|OPT|OPP)-[^\s,]+)*)$", re.MULTILINE)
WITHHELD_FOR_A_TIME = re.compile(r"BT-19[5-8]\(")
"""The fields about a withheld value: one block answers for all of them."""


CHAIN = ("upphandling", "rattelse", "efterannons")
"""A call for tenders, its correction and its result."""


def meanings(releases: list[dict[str, Any]]) -> dict[str, set[str]]:
    """The ids that stand for more than one thing: parties of several names, awards and contracts of several notices."""
    found: dict[str, set[str]] = {}
    for release in releases:
        for party in release.get("parties", ()):
            found.setdefault(f"party {party['id']}", set()).add(" ".join(party.get("name", "").casefold().split()))
        for award in release.get("awards", ()):
            found.setdefault(f"award {award['id']}", set()).add(str(award.get("relatedLots")))
        for contract in release.get("contracts", ()):
            found.setdefault(f"contract {contract['id']}", set()).add(str(contract.get("relatedBids")))
    return {one: names for one, names in found.items() if len(names) > 1}


def answered() -> set[str]:
    """The eForms fields that the lines of the YAML name."""
    texts = (path.read_text(encoding="utf-8") for path in FOLDER.glob("*.yaml"))
    return {name for text in texts for names in ANSWERS.findall(text) for name in names.split(", ")}


def fields() -> dict[str, str]:
    with (FOLDER / "fields.csv").open(encoding="utf-8", newline="") as file:
        return {row["field"]: row["status"] for row in csv.DictReader(file)}


def golden(name: str) -> dict[str, Any]:
    return json.loads((FOLDER / "examples" / f"{name}.xml.releases.jsonl").read_text(encoding="utf-8"))


def test_the_table_says_mapped_of_what_the_yaml_names_and_of_nothing_else() -> None:
    mapped = {name for name, status in fields().items() if status == "mapped"}
    in_block = {name for name in mapped if WITHHELD_FOR_A_TIME.match(name)}

    assert mapped - in_block == {name for name in answered() if not name.endswith("(*)")}
    assert {name for name in answered() if name.endswith("(*)")} == {f"BT-{number}(*)" for number in range(195, 199)}


def test_the_readme_counts_as_the_table_does() -> None:
    readme = (FOLDER / "README.md").read_text(encoding="utf-8")

    assert dict(re.findall(r"\| `(\w+)` \| (\d+) \|", readme)) == {
        status: str(count) for status, count in Counter(fields().values()).items()
    }


def test_the_table_has_every_field_of_the_guidance(shared: Path) -> None:
    guidance = json.loads((shared / "tables" / "eforms_mapping.json").read_text(encoding="utf-8"))
    table = fields()

    assert set(table) == {row["field_id"] for row in guidance}
    wanted = [row["field_id"] for row in guidance if row["status"] not in {"discarded", "pending"}]
    assert (len(wanted), sum(table[name] == "mapped" for name in wanted)) == (639, 619)


def test_what_nobody_claims_of_real_notices_is_little(shared: Path) -> None:
    found = claimed(Mapping.load("eforms"), [shared / "eforms" / "real"])
    readme = " ".join((FOLDER / "README.md").read_text(encoding="utf-8").split())

    assert found.share > 0.97
    said = f"Of {found.values:,} values in {found.records} notices of 33 countries, {found.share:.1%} are mapped"
    assert said.replace(",", " ", 1).replace("%", " %") in readme


def test_notices_of_one_procedure_are_one_process() -> None:
    call, change, result = golden("upphandling"), golden("rattelse"), golden("efterannons")

    assert call["ocid"] == change["ocid"] == result["ocid"]
    assert len({call["id"], change["id"], result["id"]}) == 3
    assert [call["tag"], change["tag"], result["tag"]] == [["tender"], ["tender"], ["award", "contract"]]
    (amendment,) = change["tender"]["amendments"]
    assert amendment["amendsReleaseID"] == call["id"]
    assert amendment["releaseID"] == change["id"]
    assert amendment["relatedLots"] == ["LOT-0001"]


def test_a_call_its_change_and_two_results_compile_with_no_id_of_two_meanings(tmp_path: Path) -> None:
    # The second result calls other companies, bids and contracts by the ids of the first.
    texts = [(FOLDER / "examples" / f"{name}.xml").read_text(encoding="utf-8") for name in CHAIN]
    other = texts[-1].replace("8444-555555555503", "8444-555555555599").replace("2024-", "2025-")
    other = other.replace("Påhittad Städ AB", "Annan Städ AB").replace("5599001236", "5599999017")
    assert other.count("5599999017") == 1
    for number, text in enumerate([*texts, other]):
        (tmp_path / f"{number}.xml").write_text(text, encoding="utf-8")

    releases = list(convert([tmp_path], mapping="eforms"))
    (compiled,) = compile_releases(releases)

    assert meanings([*releases, compiled]) == {}
    assert [len(compiled[name]) for name in ("awards", "contracts")] == [4, 2]
    assert len(compiled["bids"]["details"]) == 4
    winners = {award["id"][:36]: award["suppliers"][0]["name"] for award in compiled["awards"] if "suppliers" in award}
    assert sorted(winners.values()) == ["Annan Städ AB", "Påhittad Städ AB"]


@pytest.mark.slow
def test_no_id_of_real_processes_has_two_meanings(shared: Path) -> None:
    releases = list(convert([shared / "eforms" / kind for kind in ("real", "swedish")], mapping="eforms"))
    processes: dict[str, list[dict[str, Any]]] = {}
    for release in {release["id"] + release["ocid"]: release for release in releases}.values():
        processes.setdefault(release["ocid"], []).append(release)

    assert any(len(chain) > 1 for chain in processes.values())
    assert {ocid: found for ocid, chain in processes.items() if (found := meanings(chain))} == {}


def test_a_planning_notice_is_a_process_of_its_own() -> None:
    plan = golden("forhandsannons")

    assert plan["ocid"].endswith(f"{plan['id'].removesuffix('-01')}-par-0001")
    assert plan["tag"] == ["planning"]
    assert "lots" not in plan["tender"]
    assert [item["id"] for item in plan["tender"]["items"]] == ["90910000", "PAR-0001"]


def test_courts_with_one_number_are_two_parties() -> None:
    courts = [party["id"] for party in golden("efterannons")["parties"] if "202100-2742" in party["id"]]

    assert len(courts) == len(set(courts)) == 2


def test_a_withheld_amount_is_left_out_and_explained() -> None:
    result = golden("efterannons")
    won, lost = result["bids"]["details"]

    assert won["value"]["amount"] == 398000.25
    assert "value" not in lost
    (withheld,) = result["withheldInformation"]
    assert (withheld["field"], withheld["availabilityDate"][:10]) == ("win-ten-val", "2030-01-01")


def test_winners_are_suppliers_of_their_award_alone() -> None:
    result = golden("efterannons")
    active, closed = result["awards"]
    (contract,) = result["contracts"]

    assert [one["name"] for one in active["suppliers"]] == ["Påhittad Städ AB"]
    assert active["relatedBids"] == contract["relatedBids"] == [result["bids"]["details"][0]["id"]]
    assert contract["awardID"] == active["id"]
    assert closed["status"] == "unsuccessful"
    assert "suppliers" not in closed
    assert all(one["id"].startswith("11111111-2222-4333-8444-555555555503/") for one in (active, closed, contract))


@pytest.mark.slow
@pytest.mark.parametrize("kind", ["swedish", "sdk-examples", "real"])
def test_every_notice_converts_and_every_release_is_valid(kind: str, shared: Path, tmp_path: Path) -> None:
    import jsonschema_rs

    target = tmp_path / "out.jsonl"
    run = convert_files([str(shared / "eforms" / kind)], Options(mapping="eforms", output=str(target)))

    validator = jsonschema_rs.validator_for(dict(Mapping.load("eforms").standard.schema("release")))
    releases = [json.loads(line) for line in target.read_text(encoding="utf-8").splitlines()]
    faults = [(one["id"], error.message) for one in releases for error in validator.iter_errors(one)]
    assert not faults
    assert len(releases) >= {"swedish": 10, "sdk-examples": 80, "real": 351}[kind]
    assert run.findings.counts["value-not-converted"] == 0


def test_other_languages_stand_beside_the_notices_own(shared: Path, tmp_path: Path, schema_of: Any) -> None:
    """Of a notice in several languages, and of all that are published: the releases stay valid."""
    target = tmp_path / "out.jsonl"
    inputs = [str(shared / "eforms" / kind) for kind in ("swedish", "sdk-examples")]
    given = Options(mapping="eforms", output=str(target), params={"languages": "en,fi,fr,sv,da"})
    convert_files(inputs, given)
    texts = target.read_text(encoding="utf-8").splitlines()

    schema = schema_of("eforms")
    assert not [error.message for text in texts for error in schema.iter_errors(json.loads(text))]
    assert Counter(re.findall(r'"(\w+)_(?:en|fi|fr|sv|da)":', "".join(texts))).keys() >= {
        "title",
        "description",
        "name",
    }
    for release in map(json.loads, texts):
        assert f"title_{release.get('language')}" not in release.get("tender", {})


def test_a_further_language_adds_and_changes_nothing() -> None:
    example = FOLDER / "examples" / "upphandling.xml"

    (plain,) = convert(example, "eforms")
    (more,) = convert(example, "eforms", languages="sv,en")

    assert more["tender"].pop("title_en") == "In English"
    assert more == plain


@pytest.mark.parametrize("truth", ["true", "1"])
def test_a_winner_that_is_a_natural_person_leaves_neither_name_nor_number(tmp_path: Path, truth: str) -> None:
    text = (FOLDER / "examples" / "efterannons.xml").read_text(encoding="utf-8")
    before, company, after = text.partition('<cac:PartyName><cbc:Name languageID="SWE">Påhittad Städ AB')
    at = before.rindex("<efac:Organization>") + len("<efac:Organization>")
    place = (
        '<efac:TouchPoint><cac:PartyIdentification><cbc:ID schemeName="touchpoint">TPO-0099</cbc:ID>'
        '</cac:PartyIdentification><cac:PartyName><cbc:Name languageID="SWE">Provdotters kontor</cbc:Name>'
        "</cac:PartyName></efac:TouchPoint>"
    )
    person = before[:at] + f"<efbc:NaturalPersonIndicator>{truth}</efbc:NaturalPersonIndicator>" + before[at:]
    whole = person + company + after.replace("</efac:Organization>", f"{place}</efac:Organization>", 1)
    whole = whole.replace("Påhittad Städ AB", "Tolvina Provdotter").replace("5599001236", "44051401359")
    (tmp_path / "a.xml").write_text(whole, encoding="utf-8")
    assert whole.count("44051401359") == 1

    (release,) = convert(tmp_path / "a.xml", "eforms", languages="sv,en")

    published = json.dumps(release, default=str)
    for secret in ("Tolvina", "Provdotter", "tolvina", "provdotter", "44051401359"):
        assert secret not in published
    suppliers = [party for party in release["parties"] if "supplier" in party.get("roles", ())]
    assert suppliers
    assert all(party["id"].startswith("withheld-") for party in suppliers)
