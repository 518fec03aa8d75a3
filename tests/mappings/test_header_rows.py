"""
Every header of ``headers.json`` with three invented rows under it converts: no row, amount, supplier or title is lost.

``header_rows.json`` says what stands under each header (one value, or one a row) and what must come out of it.
"""

from __future__ import annotations

import csv
import json
from collections.abc import Callable, Iterator
from decimal import Decimal
from fnmatch import fnmatchcase
from pathlib import Path
from typing import Any, NamedTuple

import pytest
import xlsxwriter

from ocds_sv.conversion import Options, Run, convert_files
from ocds_sv.findings import Severity

HERE = Path(__file__).parent
VARIANTS: list[dict[str, Any]] = json.loads((HERE / "headers.json").read_text(encoding="utf-8"))
ROWS: dict[str, dict[str, Any]] = json.loads((HERE / "header_rows.json").read_text(encoding="utf-8"))
OWN = [variant for variant in VARIANTS if variant["mapping"]]
SUPPLIERS = next(variant for variant in VARIANTS if variant["id"] == "fortnox-suppliers")
E_AVROP = next(variant for variant in VARIANTS if variant["id"] == "e-avrop-list")
COUNT = 3
MONTH = "2024-03"
"""The whole name of each file: some of these exports say their month nowhere else."""


def under(header: str, variant: dict[str, Any]) -> list[Any]:
    """What stands under a header, row by row; headers that only differ in letter case share what they have."""
    own, cells = ROWS["own"].get(variant["id"], {}), ROWS["cells"]
    name = header.removeprefix("\ufeff")
    found = [given[name] for given in (own, cells) if name in given]
    found += [cell for key, cell in cells.items() if fnmatchcase(name.casefold(), key.casefold())]
    return found[0] if isinstance(found[0], list) else [found[0]] * COUNT


def written(variant: dict[str, Any], folder: Path, name: str = MONTH) -> Path:
    """A file in the variant's shape."""
    header = variant["header"]
    rows = list(zip(*(under(name, variant) for name in header), strict=True))
    path = folder / f"{name}.{variant['format']}"
    if variant["format"] == "xlsx":
        with xlsxwriter.Workbook(path) as book:
            sheet = book.add_worksheet("Blad1")
            for number, row in enumerate([header, *rows]):
                sheet.write_row(number, 0, row)
    elif variant["format"] == "json":
        records = [dict(zip(header, row, strict=True)) for row in rows]
        path.write_text(json.dumps({"results": records}, ensure_ascii=False), encoding="utf-8")
    else:
        with path.open("w", encoding="utf-8", newline="") as file:
            csv.writer(file, delimiter=variant["delimiter"]).writerows([header, *rows])
    return path


def amounts(release: dict[str, Any]) -> Iterator[str]:
    """What is paid or agreed in a release."""
    contracts = release.get("contracts", [])
    payments = [one for contract in contracts for one in contract.get("implementation", {}).get("transactions", [])]
    for one in [*payments, *contracts, *release.get("awards", []), release.get("tender", {})]:
        if "value" in one:
            yield f"{Decimal(one['value']['amount']).normalize():f}"


class Result(NamedTuple):
    variant: dict[str, Any]
    run: Run
    releases: list[dict[str, Any]]

    @property
    def found(self) -> dict[str, list[str]]:
        tenders = [release.get("tender", {}) for release in self.releases]
        return {
            "amounts": sorted((one for release in self.releases for one in amounts(release)), key=Decimal),
            "suppliers": sorted(
                {
                    party["name"]
                    for release in self.releases
                    for party in release["parties"]
                    if {"supplier", "tenderer"} & set(party["roles"])
                }
            ),
            "titles": sorted({tender["title"] for tender in tenders if "title" in tender}),
        }


@pytest.fixture(scope="module", params=OWN, ids=lambda variant: variant["id"])
def result(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Result:
    variant, folder = request.param, tmp_path_factory.mktemp("rows")
    params = ROWS["params"]
    given = {"ocid_prefix": "ocds-abc123", **params.get(variant["mapping"], {}), **params.get(variant["id"], {})}
    options = Options(output=str(folder / "out.jsonl"), params=given)
    inputs = [written(variant, folder)]
    if variant["mapping"].startswith("fortnox"):
        inputs.append(written(SUPPLIERS, folder, "suppliers"))
    run = convert_files([str(path) for path in inputs], options)
    lines = Path(options.output).read_text(encoding="utf-8").splitlines()
    return Result(variant, run, [json.loads(line, parse_float=Decimal) for line in lines])


def test_every_row_is_in_a_release(result: Result) -> None:
    run = result.run

    assert run.mapping == result.variant["mapping"]
    assert (run.rows, run.converted, run.rejected, run.skipped.total()) == (COUNT, COUNT, 0, 0)
    assert run.releases == len(result.releases) > 0


def test_no_column_is_left_without_a_reason(result: Result) -> None:
    # What nobody has named is called so.
    assert [name for name in result.run.unmapped if not name.startswith("Okänd kolumn")] == []


def test_every_release_follows_the_standard(
    result: Result, schema_of: Callable[[str], Any], unresolved: Callable[..., list[str]]
) -> None:
    validator = schema_of(result.run.mapping)

    for release in result.releases:
        assert [error.message for error in validator.iter_errors(release)] == []
        assert unresolved(release) == []


def test_amounts_suppliers_and_titles_are_those_of_the_rows(result: Result) -> None:
    expected = ROWS["expected"][result.variant["mapping"]]

    assert result.found == {
        "amounts": sorted((f"{Decimal(one).normalize():f}" for one in expected["amounts"]), key=Decimal),
        "suppliers": expected["suppliers"],
        "titles": expected["titles"],
    }


def test_nothing_in_the_rows_is_doubtful(result: Result) -> None:
    assert [
        rule.id for rule in result.run.findings.ordered() if rule.severity not in {Severity.NOTICE, Severity.INFO}
    ] == []


def test_the_public_list_of_e_avrop_answers_its_template(
    tmp_path: Path, answered_copy: Callable[..., Path], schema_of: Callable[[str], Any]
) -> None:
    """The list has no number of the procurement, so that its title stands in for it."""
    title, published, organisation, cpv, deadline = E_AVROP["header"]
    answers = {"referens": title, "titel": title, "publicerad": published, "organisation": organisation, "cpv": cpv}
    answers["sista_anbudsdag"] = deadline
    mapping = answered_copy("e-avrop-upphandlingar", answers, tmp_path / "my.yaml")
    params = {"ocid_prefix": "ocds-abc123", "buyer_id": "212000-9994", "buyer_name": "Påhittade kommun"}
    options = Options(mapping=str(mapping), output=str(tmp_path / "out.jsonl"), params=params)

    run = convert_files([str(written(E_AVROP, tmp_path))], options)

    releases = [json.loads(line) for line in Path(options.output).read_text(encoding="utf-8").splitlines()]
    assert (run.rows, run.releases, run.rejected, dict(run.unmapped)) == (COUNT, COUNT, 0, {})
    assert [error.message for one in releases for error in schema_of(str(mapping)).iter_errors(one)] == []
    found = {one["tender"]["title"]: one["tender"]["items"][0]["id"] for one in releases}
    assert found == dict(zip(under(title, E_AVROP), under(cpv, E_AVROP), strict=True))
