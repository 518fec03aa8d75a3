import csv
from datetime import date
from pathlib import Path

import pytest

from ocds_sv.errors import UnknownName
from ocds_sv.sweden import tables
from ocds_sv.sweden.tables import TABLES, table

SHARED = Path(__file__).resolve().parents[3] / "shared" / "data"
METHODS = {"", "open", "selective", "limited", "direct"}
TAGS = {
    "planning", "planningUpdate", "tender", "tenderAmendment", "tenderUpdate", "tenderCancellation", "award",
    "awardUpdate", "awardCancellation", "contract", "contractUpdate", "contractAmendment", "implementation",
    "implementationUpdate", "contractTermination",
}  # fmt: skip


def shared(path: str) -> list[dict[str, str]]:
    if not (SHARED / path).exists():
        pytest.skip(f"{path} is not beside the repository")
    with (SHARED / path).open(encoding="utf-8-sig", newline="") as lines:
        return list(csv.DictReader(lines))


def test_every_file_is_listed_and_has_a_source_and_a_date():
    files = {path.name.partition(".")[0] for path in tables._FOLDER.glob("*.csv*")} - {"index"}
    index = table("index")

    assert list(TABLES) == sorted(files) == [row["name"] for row in index]
    for row in index:
        assert row["content"]
        assert row["source"]
        assert date.fromisoformat(row["as_of"])


@pytest.mark.parametrize("name", TABLES)
def test_a_table_is_rectangular_tidy_and_has_no_row_twice(name):
    rows = table(name)

    assert rows
    assert all(None not in row and None not in row.values() for row in rows)
    assert all(" ".join(cell.split()) == cell for row in rows for cell in row.values())
    assert len({tuple(row.values()) for row in rows}) == len(rows)


@pytest.mark.parametrize(
    "name",
    [
        "booleans",
        "categories",
        "company_sizes",
        "legal_bases",
        "legal_forms",
        "notice_types",
        "procedures",
        "statuses",
    ],
)
def test_a_term_stands_once_however_it_is_capitalised(name):
    terms = [row["term_sv"].casefold() for row in table(name)]

    assert len(set(terms)) == len(terms)


def test_an_unknown_table_names_the_near_ones():
    with pytest.raises(UnknownName) as caught:
        table("municipalitys")

    assert "municipalities" in caught.value.text("en")
    assert "municipalities" in caught.value.text("sv")
    with pytest.raises(UnknownName, match="counties"):
        table("../index")


def test_a_table_is_read_once():
    assert table("nuts") is table("nuts")


def test_places_fit_together():
    counties = {row["code"]: row for row in table("counties")}
    regions = {row["code"]: row for row in table("nuts")}

    assert len(counties) == 21
    assert len({row["code"] for row in table("municipalities")}) == 290
    for row in table("municipalities"):
        assert row["county_code"] == row["code"][:2]
        assert row["county_code"] in counties
    for code, county in counties.items():
        assert regions[county["nuts3"]]["county_code"] == code
        assert regions[county["nuts3"]]["name_sv"] == county["name_sv"]
    for code, region in regions.items():
        assert int(region["level"]) == len(code) - 2
        assert region["parent"] == ("" if code == "SE" else code[:-1])
        assert region["parent"] in {"", *regions}


def test_codes_are_those_of_ocds():
    assert {row["method"] for row in table("procedures")} <= METHODS
    assert {row["category"] for row in table("categories")} <= {"", "goods", "services", "works"}
    assert {row["scale"] for row in table("company_sizes")} <= {"", "micro", "sme", "small", "medium", "large"}
    for name in ("statuses", "notice_types"):
        assert {tag for row in table(name) for tag in row["tag"].split("|")} <= TAGS
    assert {row["tender_status"] for row in table("statuses")} <= {"", "planned", "active", "cancelled", "complete"}
    assert {row["award_status"] for row in table("statuses")} <= {"", "pending", "active"}
    assert {row["contract_status"] for row in table("statuses")} <= {"", "active", "cancelled", "terminated"}


def test_validity_is_a_period():
    for row in table("procedures"):
        days = [date.fromisoformat(row[end]) for end in ("valid_from", "valid_until") if row[end]]
        assert days == sorted(days)


@pytest.mark.parametrize(
    ("name", "ours", "codelist"),
    [
        ("procedures", "eforms_code", "procurement-procedure-type"),
        ("categories", "eforms_code", "contract-nature"),
        ("notice_types", "eforms_code", "notice-type"),
        ("legal_bases", "eforms_code", "legal-basis"),
        ("sectors", "eforms_code", "buyer-legal-type"),
        ("company_sizes", "scale", "economic-operator-size"),
        ("counties", "nuts3", "nuts-swe-lvl3"),
    ],
)
def test_eforms_codes_exist(name, ours, codelist):
    known = {row["code"] for row in shared("sv/codelists/eforms_codes_sv.csv") if row["codelist"] == codelist}

    assert {row[ours] for row in table(name)} - {""} <= known


@pytest.mark.parametrize(
    ("name", "ours", "path", "theirs"),
    [
        ("procedures", "method", "sv/codelists/forfarande_to_ocds.csv", "ocds_procurementMethod"),
        ("categories", "category", "sv/codelists/upphandlingsslag_to_ocds.csv", "ocds_mainProcurementCategory"),
        ("statuses", "tag", "sv/codelists/status_to_ocds.csv", "tag"),
        ("notice_types", "tag", "sv/codelists/notice_type_to_ocds.csv", "ocds_tag"),
    ],
)
def test_terms_agree_with_the_reference_tables(name, ours, path, theirs):
    mine = {row["term_sv"]: row[ours] for row in table(name)}

    for row in shared(path):
        assert mine[row["term_sv"]] == row[theirs]
