"""Every field, type, codelist, code and extension is told in both languages, in words of our own."""

import csv
import json
import re
import subprocess
import sys
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

import ocds_sv.models
from ocds_sv.errors import UnknownName
from ocds_sv.resources import SCHEMAS
from ocds_sv.standard import Standard, texts

ROOT = Path(__file__).resolve().parents[2]
OCDS = SCHEMAS / "ocds"
TEXTS = OCDS / "texts"
SHARED = ROOT.parent / "shared" / "data"
OFFICIAL = SHARED / "ocds" / "schema-1.1.5"
OFFICIAL_EXTENSIONS = SHARED / "eforms" / "ocds-extensions"
ALL = Standard.load(Standard.known_extensions())

LONGEST_TITLE, LONGEST_DESCRIPTION = 50, 130
RUN = 8
"""So many words in a row are not the same by chance."""

Row = dict[str, str]


def read(name: str) -> list[Row]:
    with (TEXTS / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


TABLES = {name: read(name) for name in ("fields", "types", "codelists", "extensions", "codes", "names")}
KEYS: dict[str, Callable[[Row], tuple[str, ...]]] = {
    "fields": lambda row: (row["key"],),
    "types": lambda row: (row["name"],),
    "codelists": lambda row: (row["name"],),
    "extensions": lambda row: (row["id"],),
    "codes": lambda row: (row["codelist"], row["code"]),
    "names": lambda row: (row["codelist"], row["code"]),
}
TITLES = ("title_sv", "title_en")
DESCRIPTIONS = ("description_sv", "description_en")
every_table = pytest.mark.parametrize("table", TABLES)
described = pytest.mark.parametrize("table", [name for name in TABLES if name != "names"])


def schemas() -> Iterator[tuple[str, Any]]:
    """Every schema of a release or package, and the type of its root."""
    core = {"release": "Release", "release-package": "ReleasePackage", "record-package": "RecordPackage"}
    yield from ((root, json.loads((OCDS / "1.1.5" / f"{name}-schema.json").read_text())) for name, root in core.items())
    for path in sorted((OCDS / "extensions").glob("*/release-schema.json")):
        yield "Release", json.loads(path.read_text())


def fields(schema: Any, owner: str) -> Iterator[str]:
    """The keys of an object's fields and of the nameless objects in it; a patch takes fields away with ``None``."""
    for name, child in schema.get("properties", {}).items():
        if isinstance(child, dict):
            yield f"{owner}.{name}"
            yield from fields(child, f"{owner}.{name}")
            yield from fields(child.get("items", {}), f"{owner}.{name}")
    for variant in schema.get("oneOf", ()):
        if isinstance(variant.get("items"), dict) and "properties" in variant["items"]:
            yield from fields(variant["items"], "LinkedRelease")


def types(schema: Any) -> Iterator[tuple[str, Any]]:
    yield from ((name[0].upper() + name[1:], child) for name, child in schema.get("definitions", {}).items() if child)


def wanted_fields() -> set[str]:
    found = set()
    for root, schema in schemas():
        found |= set(fields(schema, root))
        for name, child in types(schema):
            found |= set(fields(child, name))
            for field in child["properties"].values():
                found |= set(fields({"oneOf": field.get("oneOf", ())}, name))
    return found


def wanted_codes() -> dict[str, set[str]]:
    """The codes of every codelist file; ``+name`` adds to ``name``."""
    found: dict[str, set[str]] = {}
    for path in OCDS.rglob("codelists/*.csv"):
        with path.open(encoding="utf-8", newline="") as file:
            codes = {row["code"] for row in csv.DictReader(file)}
        found.setdefault(path.stem.lstrip("+"), set()).update(codes)
    return found


def test_every_field_has_a_text_and_no_text_is_without_its_field() -> None:
    assert {row["key"] for row in TABLES["fields"]} == wanted_fields()


def test_every_field_of_a_release_leads_to_its_text() -> None:
    for node in ALL.release.walk():
        assert node.key in texts.fields(), node.path
        assert (node.items or node).key == node.key


def test_every_type_has_a_text() -> None:
    of_schemas = {name for _, schema in schemas() for name, _ in types(schema)}
    of_models = set(ocds_sv.models.__all__) - {"OcdsModel"}

    assert set(texts.types()) == of_schemas | of_models
    assert all(texts.fields_of(name) for name in texts.types())
    assert texts.fields_of("Period")[:2] == ("Period.startDate", "Period.endDate")
    assert texts.fields_of("Change") == ("Amendment.changes.property", "Amendment.changes.former_value")


def test_every_codelist_and_code_has_a_text() -> None:
    wanted = wanted_codes()

    assert set(texts.codelists()) == set(wanted)
    assert {name: set(texts.codes(name)) for name in wanted} == wanted


def test_every_codelist_of_the_standard_can_be_told() -> None:
    for node in ALL.release.walk():
        if node.codelist:
            assert set(texts.codes(node.codelist.name)) == node.codelist.codes


def test_every_extension_has_a_text() -> None:
    assert {row["id"] for row in TABLES["extensions"]} == set(Standard.known_extensions())


def test_the_codes_of_a_described_list_stand_in_its_own_table_only() -> None:
    named = {row["codelist"] for row in TABLES["names"]}

    assert named == {name for name in texts.codelists() if not texts.are_described(name)}
    assert named.isdisjoint({row["codelist"] for row in TABLES["codes"]})


@every_table
def test_no_key_stands_twice(table: str) -> None:
    keys = Counter(KEYS[table](row) for row in TABLES[table])

    assert [key for key, count in keys.items() if count > 1] == []


@every_table
def test_nothing_is_empty_overlong_or_untidy(table: str) -> None:
    for row in TABLES[table]:
        for column, text in row.items():
            if column == "nameless_at":
                continue
            longest = LONGEST_TITLE if column in TITLES else LONGEST_DESCRIPTION
            assert text, row
            assert text == " ".join(text.split()), row
            assert len(text) <= longest, row
            assert column not in TITLES or not text.endswith("."), row
            assert column not in DESCRIPTIONS or text.endswith("."), row


def siblings(table: str, row: Row) -> str:
    """What a text must differ from: the fields of the same type, the codes of the same list."""
    return row["key"].rpartition(".")[0] if table == "fields" else row.get("codelist", "")


@every_table
def test_no_two_that_stand_together_have_the_same_text(table: str) -> None:
    for column in (*TITLES, *DESCRIPTIONS):
        if column not in TABLES[table][0]:
            continue
        found = Counter((siblings(table, row), row[column].casefold()) for row in TABLES[table])
        assert [text for text, count in found.items() if count > 1] == []


@described
def test_a_text_that_is_the_same_in_both_languages_is_a_declared_loan(table: str) -> None:
    loans = {row["text"] for row in read("loans")}

    assert {row["title_sv"] for row in TABLES[table] if row["title_sv"] == row["title_en"]} <= loans
    assert [row for row in TABLES[table] if row["description_sv"] == row["description_en"]] == []


def test_a_loan_is_used_and_has_a_reason() -> None:
    same = {row["title_sv"] for table in TABLES.values() for row in table if row["title_sv"] == row["title_en"]}

    assert {row["text"] for row in read("loans")} <= same
    assert all(row["reason"] for row in read("loans"))


SWEDISH = re.compile(r"[åäöÅÄÖ]|\b(och|som|för|den|det|av|med|till|är|en|ett|i)\b")
ENGLISH = re.compile(r"\b(the|and|of|which|that|is|are|with|by|was|were)\b")


@described
def test_each_language_stands_in_its_own_column(table: str) -> None:
    for row in TABLES[table]:
        assert not ENGLISH.search(row["description_sv"]), row
        assert not re.search(r"[åäöÅÄÖ]", row["description_en"].replace("Umeå", "")), row
    swedish = [row for row in TABLES[table] if SWEDISH.search(row["description_sv"])]
    assert len(swedish) > 0.85 * len(TABLES[table])


def test_deprecated_fields_and_codes_say_so() -> None:
    for node in ALL.release.walk():
        in_use = not node.deprecated and "/changes/" not in node.path
        assert in_use is ("äldre form" not in node.text("sv").title), node.path
        assert in_use is ("old form" not in node.text("en").title), node.path
    criteria = ALL.codelist("awardCriteria")
    for code in criteria.codes:
        assert (code in criteria.deprecated) is ("äldre kod" in texts.of_code("awardCriteria", code, "sv").title)


def words(text: str) -> list[str]:
    return re.findall(r"\w+", text.casefold())


def runs(text: str) -> Iterator[tuple[str, ...]]:
    found = words(text)
    yield from (tuple(found[start : start + RUN]) for start in range(len(found) - RUN + 1))


def prose(value: Any) -> Iterator[str]:
    """Every text in a JSON document."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict | list):
        for below in value.values() if isinstance(value, dict) else value:
            yield from prose(below)


def official_runs() -> set[tuple[str, ...]]:
    found: set[tuple[str, ...]] = set()
    for path in (*OFFICIAL.glob("*.json"), *OFFICIAL_EXTENSIONS.glob("*/*.json")):
        for text in prose(json.loads(path.read_text("utf-8"))):
            found.update(runs(text))
    for path in (*OFFICIAL.glob("codelists/*.csv"), *OFFICIAL_EXTENSIONS.glob("*/codelists/*.csv")):
        with path.open(encoding="utf-8-sig", newline="") as file:
            for row in csv.DictReader(file):
                found.update(run for text in row.values() for run in runs(text or ""))
    return found


@pytest.mark.skipif(
    not (OFFICIAL.is_dir() and OFFICIAL_EXTENSIONS.is_dir()), reason="the official OCDS files are not beside the repo"
)
def test_no_run_of_words_is_that_of_the_standard() -> None:
    official = official_runs()
    ours = [(row["description_en"], run) for table in TABLES.values() for row in table for run in described_runs(row)]

    assert len(official) > 10_000
    assert [text for text, run in ours if run in official] == []


def described_runs(row: Row) -> Iterator[tuple[str, ...]]:
    yield from runs(row.get("description_en", ""))


def test_texts_by_name() -> None:
    assert texts.of_field("Tender.procuringEntity", "sv").title == "Upphandlande organisation"
    assert texts.of_field("Tender.procuringEntity").title == "Procuring entity"
    assert texts.of_type("Lot", "sv").title == "Anbudsområde"
    assert texts.of_codelist("method", "sv").title == "Typ av förfarande"
    assert texts.of_extension("lots", "sv").title == "Anbudsområden"
    assert texts.of_code("procurementCategory", "works", "sv").title == "Byggentreprenader"
    assert texts.of_code("currency", "SEK", "sv") == texts.Text("svensk krona", "")
    assert texts.of_code("partyRole", "mayor") is None


@pytest.mark.parametrize(
    ("ask", "message"),
    [
        (lambda: texts.of_field("Tender.titel"), "Did you mean 'Tender.title'"),
        (lambda: texts.of_type("Lott"), "Did you mean 'Lot'"),
        (lambda: texts.of_codelist("curency"), "Did you mean 'currency'"),
        (lambda: texts.of_extension("lot"), "Did you mean 'lots'"),
        (lambda: texts.of_code("curency", "SEK"), "no codelist 'curency'"),
    ],
)
def test_an_unknown_name_is_answered_with_the_near_ones(ask: Callable[[], object], message: str) -> None:
    with pytest.raises(UnknownName, match=message):
        ask()


def test_codes_come_in_the_order_of_the_standard() -> None:
    assert texts.codes("method") == ("open", "selective", "limited", "direct")
    for path in (OCDS / "1.1.5" / "codelists").glob("*.csv"):
        with path.open(encoding="utf-8", newline="") as file:
            official = [row["code"] for row in csv.DictReader(file)]
        assert [code for code in texts.codes(path.stem) if code in official] == list(dict.fromkeys(official)), path.stem


def test_the_standard_is_used_without_reading_a_text() -> None:
    code = (
        "from ocds_sv.standard import Standard, files\n"
        "standard = Standard.load(['lots'])\n"
        "assert standard.node('tender/lots/status').codelist.codes\n"
        "assert list(standard.paths())\n"
        "print(files.texts.cache_info().currsize)\n"
        "standard.node('tender').text('sv')\n"
        "print(files.texts.cache_info().currsize)\n"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=ROOT)

    assert done.stdout.split() == ["0", "1"]
