"""Real exports beside the checkout convert whole: no row, amount or supplier is lost, nobody's number is published."""

from __future__ import annotations

import io
import json
import logging
import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
from contextlib import redirect_stderr, redirect_stdout
from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path
from typing import Any, NamedTuple

import jsonschema_rs
import pytest
from ocdsmerge import Merger
from python_calamine import CalamineWorkbook

from ocds_sv.conversion import Options, Run, convert_files
from ocds_sv.mapping import Mapping
from ocds_sv.privacy.vocabulary import WITHHELD_ID, WITHHELD_NAME

UHM = {
    "number_of_procurements": ("uhm-upphandlingar/procurements", 18_421),
    "contracted_value": ("uhm-upphandlingar/contracted-value", 9_780),
    "number_of_contracted_tenders_with_suppliers": ("uhm-upphandlingar/contracted-tenders", 23_187),
    "number_of_tenders": ("uhm-upphandlingar/tenders", 11_395),
}
"""Workbook → the mapping it is recognised by, and its rows."""

LEDGER_ROWS = 68_021
ORE = Decimal("0.01")
MASK = "Personuppgift"


class Converted(NamedTuple):
    run: Run
    output: Path
    said: str

    def releases(self) -> Iterator[dict[str, Any]]:
        with self.output.open(encoding="utf-8") as lines:
            yield from map(parsed, lines)


def convert(path: Path, folder: Path) -> Converted:
    """One conversion, with everything it logs or prints."""
    said = io.StringIO()
    handler, root = logging.StreamHandler(said), logging.getLogger()
    level = root.level
    root.addHandler(handler)
    root.setLevel(logging.DEBUG)
    output = folder / f"{path.stem}.jsonl"
    options = Options(output=str(output), report=str(folder / f"{path.stem}.report.json"), lang="sv")
    try:
        with redirect_stdout(said), redirect_stderr(said):
            run = convert_files([str(path)], options)
    finally:
        root.removeHandler(handler)
        root.setLevel(level)
    return Converted(run, output, said.getvalue())


def table(path: Path) -> list[dict[str, Any]]:
    """The rows of a workbook's first sheet by header, read without any of our code."""
    header, *rows = CalamineWorkbook.from_path(path).get_sheet_by_index(0).to_python()
    return [dict(zip(header, row, strict=True)) for row in rows]


@pytest.fixture(scope="module")
def official(shared: Path) -> jsonschema_rs.Draft4Validator:
    schema = json.loads((shared / "ocds/schema-1.1.5/release-schema.json").read_text(encoding="utf-8"))
    return jsonschema_rs.Draft4Validator(schema, validate_formats=True)


@pytest.fixture(scope="module")
def uhm(shared: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Converted]:
    folder = tmp_path_factory.mktemp("uhm")
    missing = [name for name in UHM if not (shared / f"sv/uhm/{name}.xlsx").is_file()]
    if missing:
        pytest.skip(f"../shared/data/sv/uhm lacks {', '.join(missing)}")
    return {name: convert(shared / f"sv/uhm/{name}.xlsx", folder) for name in UHM}


@pytest.fixture(scope="module")
def ledger_file(shared: Path) -> Path:
    path = shared / "sv/ledgers/kommun-2016-03.xlsx"
    if not path.is_file():
        pytest.skip("../shared/data/sv/ledgers has no kommun-2016-03.xlsx")
    return path


@pytest.fixture(scope="module")
def ledger(ledger_file: Path, tmp_path_factory: pytest.TempPathFactory) -> Converted:
    return convert(ledger_file, tmp_path_factory.mktemp("ledger"))


@pytest.fixture(scope="module")
def ledger_rows(ledger_file: Path) -> list[dict[str, Any]]:
    return table(ledger_file)


class Facts(NamedTuple):
    """What is asked of a compiled release."""

    suppliers: int
    lots: frozenset[str]
    value: Decimal
    bids: int
    contracted: int


def facts(release: dict[str, Any]) -> Facts:
    awards = release.get("awards", [])
    counts: Counter[str] = Counter()
    for one in release.get("bids", {}).get("statistics", []):
        counts[one["measure"]] += one["value"]
    return Facts(
        len({one["id"] for award in awards for one in award.get("suppliers", [])}),
        frozenset(lot["id"] for lot in release["tender"].get("lots", [])),
        sum((Decimal(award["value"]["amount"]) for award in awards if "value" in award), Decimal(0)),
        counts["bids"],
        counts["contractedBids"],
    )


@pytest.fixture(scope="module")
def compiled(uhm: dict[str, Converted]) -> dict[str, Facts]:
    """The facts of one compiled release per ocid, from all four files."""
    lines: defaultdict[str, list[str]] = defaultdict(list)
    for converted in uhm.values():
        for line in converted.output.read_text(encoding="utf-8").splitlines():
            lines[re.search(r'"ocid":"([^"]+)"', line)[1]].append(line)
    merger = Merger(Mapping.load("uhm-upphandlingar").standard.schema("release"))
    return {key: facts(merger.create_compiled_release(map(parsed, several))) for key, several in lines.items()}


def parsed(line: str) -> dict[str, Any]:
    return json.loads(line, parse_float=Decimal)


@pytest.fixture(scope="module")
def workbooks(shared: Path, uhm: dict[str, Converted]) -> dict[str, list[dict[str, Any]]]:
    return {name: table(shared / f"sv/uhm/{name}.xlsx") for name in UHM}


def ocid(row: dict[str, Any]) -> str:
    return f"ocds-213czf-{row['Upphandlings-ID'].strip()}"


# The ledger


def test_every_line_of_the_ledger_is_in_a_release(ledger: Converted) -> None:
    run = ledger.run
    lines = sum(len(release["contracts"][0]["implementation"]["transactions"]) for release in ledger.releases())

    assert run.mapping == "orebro-leverantorsfakturor"
    assert (run.rows, run.rejected, run.skipped.total()) == (LEDGER_ROWS, 0, 0)
    assert lines == LEDGER_ROWS


def test_the_ledger_s_amounts_are_kept_to_the_ore(ledger: Converted, ledger_rows: list[dict[str, Any]]) -> None:
    lines = Counter(Decimal(repr(row["UTFALL"])).quantize(ORE, ROUND_HALF_UP) for row in ledger_rows)
    found = Counter(
        Decimal(transaction["value"]["amount"]).quantize(ORE, ROUND_HALF_UP)
        for release in ledger.releases()
        for transaction in release["contracts"][0]["implementation"]["transactions"]
    )

    assert found == lines
    assert sum(a * n for a, n in found.items()) == sum(a * n for a, n in lines.items())


def test_every_release_of_the_ledger_is_valid(
    ledger: Converted,
    official: jsonschema_rs.Draft4Validator,
    schema_of: Callable[..., Any],
    unresolved: Callable[..., Any],
) -> None:
    extended = schema_of(ledger.run.mapping)
    lines = ledger.output.read_text(encoding="utf-8").splitlines()

    assert len(lines) == ledger.run.releases
    releases = [json.loads(line) for line in lines]
    assert [one["id"] for one in releases if not (official.is_valid(one) and extended.is_valid(one))] == []
    assert [fault for release in releases for fault in unresolved(release)] == []


def personal(cell: object) -> set[str]:
    """The ten digits of every number in a cell whose third digit no legal entity has."""
    found = {first + last for first, last in re.findall(r"(\d{6})\s?[-+]?\s?(\d{4})", str(cell))}
    return {digits for digits in found if digits[2] in "01"}


def windows(text: str) -> set[str]:
    """Every ten digits that stand together in ``text``, whatever hyphens, plus signs and spaces are between."""
    found = set()
    for run in set(re.findall(r"\d[\d+\- ]{8,}\d", text)):
        digits = re.sub(r"\D", "", run)
        found.update(digits[start : start + 10] for start in range(len(digits) - 9))
    return found


def test_no_personal_number_of_the_ledger_is_anywhere(ledger: Converted, ledger_rows: list[dict[str, Any]]) -> None:
    numbers = set().union(*(personal(cell) for cell in {row["ORGANISATIO"] for row in ledger_rows}))
    assert len(numbers) >= 9

    files = sorted(ledger.output.parent.iterdir())
    assert [path.suffixes for path in files] == [[".jsonl"], [".provenance", ".jsonl"], [".report", ".json"]]
    for path in files:
        assert windows(path.read_text(encoding="utf-8")) & numbers == set(), path.name
    assert windows(ledger.said) & numbers == set()


def test_no_sole_trader_of_the_ledger_is_named(ledger: Converted, ledger_rows: list[dict[str, Any]]) -> None:
    named: defaultdict[bool, set[str]] = defaultdict(set)
    for row in ledger_rows:
        named[bool(personal(row["ORGANISATIO"]))].add(row["LEVERANTÖR"].strip())
    private = named[True] - named[False]
    published = {party.get("name") for release in ledger.releases() for party in release["parties"]}

    assert len(private) > 50
    assert private & published == set()
    assert WITHHELD_NAME in published


# The procurements


@pytest.mark.parametrize("name", UHM)
def test_every_row_is_in_a_release_or_reported(name: str, uhm: dict[str, Converted]) -> None:
    mapping, rows = UHM[name]
    run = uhm[name].run

    assert run.mapping == mapping
    assert run.rows == rows == run.converted + run.rejected
    assert run.rejected == run.findings.counts["record-rejected"]
    assert not run.skipped
    assert not run.unmapped
    assert run.complete


def test_one_procurement_row_is_one_release(uhm: dict[str, Converted]) -> None:
    run = uhm["number_of_procurements"].run

    assert run.rows == run.releases + run.rejected


@pytest.mark.parametrize("name", UHM)
def test_every_release_is_valid(
    name: str, uhm: dict[str, Converted], official: jsonschema_rs.Draft4Validator, schema_of: Callable[..., Any]
) -> None:
    extended = schema_of(UHM[name][0])
    lines = uhm[name].output.read_text(encoding="utf-8").splitlines()

    assert len(lines) == uhm[name].run.releases
    assert [line for line in map(json.loads, lines) if not (official.is_valid(line) and extended.is_valid(line))] == []


@pytest.mark.parametrize("name", UHM)
def test_every_reference_is_answered(name: str, uhm: dict[str, Converted], unresolved: Callable[..., Any]) -> None:
    assert [fault for release in uhm[name].releases() for fault in unresolved(release)] == []


def test_the_four_files_join_to_one_process_per_procurement(
    compiled: dict[str, Facts], workbooks: dict[str, list[dict[str, Any]]]
) -> None:
    assert compiled.keys() == {ocid(row) for rows in workbooks.values() for row in rows}


def test_the_compiled_suppliers_are_those_of_the_workbook(
    compiled: dict[str, Facts], workbooks: dict[str, list[dict[str, Any]]]
) -> None:
    names: defaultdict[str, set[str]] = defaultdict(set)
    for number, row in enumerate(workbooks["number_of_contracted_tenders_with_suppliers"]):
        name = " ".join(row["Namn för leverantör"].split()).casefold()
        # Each row whose supplier the source masked is a supplier of its own.
        names[ocid(row)].add(f"{name} {number}" if name == MASK.casefold() else name)

    found = {key: one.suppliers for key, one in compiled.items() if one.suppliers}
    assert found == {key: len(value) for key, value in names.items()}


def test_the_compiled_lots_are_those_of_the_workbooks(
    compiled: dict[str, Facts], workbooks: dict[str, list[dict[str, Any]]]
) -> None:
    lots: defaultdict[str, set[str]] = defaultdict(set)
    for name in ("number_of_contracted_tenders_with_suppliers", "number_of_tenders"):
        for row in workbooks[name]:
            lots[ocid(row)].add(row["Anbudsområdes-ID"].strip())

    assert {key: set(one.lots) for key, one in compiled.items() if one.lots} == lots


def test_the_compiled_values_sum_up_to_those_of_the_workbook(
    compiled: dict[str, Facts], workbooks: dict[str, list[dict[str, Any]]], uhm: dict[str, Converted]
) -> None:
    values: Counter[str] = Counter()
    placeholders = 0
    for row in workbooks["contracted_value"]:
        amount = Decimal(str(row["Kontrakterat värde, Summa"])).quantize(ORE, ROUND_HALF_UP)
        if amount > 1:
            values[ocid(row)] += amount
        else:
            placeholders += 1

    assert {key: one.value for key, one in compiled.items() if one.value} == dict(values)
    assert uhm["contracted_value"].run.findings.counts["placeholder-amount"] == placeholders


def test_the_counts_of_tenders_are_those_of_the_workbooks(
    compiled: dict[str, Facts], workbooks: dict[str, list[dict[str, Any]]]
) -> None:
    tenders = workbooks["number_of_tenders"]
    contracted = workbooks["number_of_contracted_tenders_with_suppliers"]

    assert sum(one.bids for one in compiled.values()) == sum(row["Antal anbud, Summa"] for row in tenders)
    assert sum(one.contracted for one in compiled.values()) == sum(
        row["Antal kontrakterade anbud*, Summa"] for row in contracted
    )


def test_no_two_masked_suppliers_are_one(uhm: dict[str, Converted]) -> None:
    where: defaultdict[str, set[str]] = defaultdict(set)
    for release in uhm["number_of_contracted_tenders_with_suppliers"].releases():
        for party in release["parties"]:
            if party["id"].startswith(WITHHELD_ID):
                where[party["id"]].add(release["id"])

    assert len(where) > 229
    assert all(len(releases) == 1 for releases in where.values())


def test_natural_persons_among_the_suppliers_are_not_named(
    uhm: dict[str, Converted], workbooks: dict[str, list[dict[str, Any]]]
) -> None:
    rows = workbooks["number_of_contracted_tenders_with_suppliers"]
    named: defaultdict[bool, set[tuple[str, str]]] = defaultdict(set)
    for row in rows:
        person = row["Juridisk form för leverantör"].strip() == "Fysiska personer"
        named[person].add((ocid(row), " ".join(row["Namn för leverantör"].split()).casefold()))
    private = named[True] - named[False]
    published = {
        (release["ocid"], " ".join(party.get("name", "").split()).casefold())
        for release in uhm["number_of_contracted_tenders_with_suppliers"].releases()
        for party in release["parties"]
    }

    assert len(private) > 200
    assert private & published == set()
