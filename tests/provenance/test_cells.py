"""From a finding to the cells: through the file beside the output alone."""

from __future__ import annotations

import gzip
import tracemalloc
from pathlib import Path
from typing import Any

import orjson
import pytest
import xlsxwriter

from ocds_sv.checks.tally import Sample
from ocds_sv.conversion import Options, convert_files
from ocds_sv.provenance import provenance_path
from ocds_sv.provenance.cells import Origins
from ocds_sv.provenance.facts import _letter
from ocds_sv.review import Asked, Review

MAPPING = """\
title: Avtal
source:
  format: workbook
  columns:
    nummer: [Avtalsnr]
    namn: [Leverantör]
    orgnr: [Org.nr]
    kopare: [Förvaltning]
    belopp: ["Belopp*"]
  group: "{nummer}"
release:
  ocid: "ocds-a1b2c3-{nummer}"
  date: "2024-04-01"
  tag: [contract]
  initiationType: tender
  parties:
    - id: "{kopare}"
      name: "{kopare}"
      roles: [buyer]
    - id: "{namn}"
      name: "{namn}"
      identifier: {scheme: SE-ON, id: "{orgnr}"}
      roles: [supplier]
  buyer: {id: "{kopare}", name: "{kopare}"}
  contracts:
    - id: "{nummer}"
      awardID: "{nummer}"
      title: "{namn}"
      value: {amount: "{belopp}", currency: SEK}
"""
ROWS = [
    ("Avtalsnr", "", "Leverantör", "Org.nr", "Förvaltning", "Belopp i SEK"),
    ("1", "", "Städ AB", "556091-2148", "Skolan", 100),
    ("2", "", "Snö AB", "556091-2149", "Gatan", -5),
    ("2", "", "Snö AB", "556091-2149", "Gatan", -5),
    ("3", "", "Is AB", "556012-5790", "Gatan", -7),
]


@pytest.fixture(params=["ut.jsonl", "ut.json", "ut.jsonl.gz"])
def converted(request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An output whose source and mapping are gone."""
    monkeypatch.chdir(tmp_path)
    with xlsxwriter.Workbook("avtal å.xlsx") as book:
        sheet = book.add_worksheet("Avtal")
        for at, row in enumerate(ROWS):
            sheet.write_row(at, 0, row)
    Path("m.yaml").write_text(MAPPING, encoding="utf-8")
    target = str(request.param)
    convert_files(["avtal å.xlsx"], Options(mapping="m.yaml", output=target))
    Path("avtal å.xlsx").unlink()
    Path("m.yaml").unlink()
    return Path(target)


def samples(path: Path, rule: str) -> list[dict[str, Any]]:
    report = Review(Asked(select=[rule])).files([path])
    (result,) = [one for one in report["results"] if one["rule"] == rule]
    found: list[dict[str, Any]] = result["samples"]
    return found


def test_a_value_leads_to_its_cell(converted: Path) -> None:
    first, second = samples(converted, "negative-value")

    place = {"file": "avtal å.xlsx", "sheet": "Avtal", "column": "F", "header": "Belopp i SEK"}
    assert first["cells"] == [{**place, "row": 3, "to": 4}]
    assert second["cells"] == [{**place, "row": 5}]


def test_roles_tell_apart_the_columns_of_two_parties(converted: Path) -> None:
    (sample,) = samples(converted, "wrong-organisation-number")

    assert [(one["row"], one["column"], one["header"]) for one in sample["cells"]] == [(3, "D", "Org.nr")]


def test_the_report_names_the_file_that_led_back(converted: Path) -> None:
    (used,) = Review(Asked()).files([converted])["run"]["provenance"]

    assert (used["releases"], Path(used["path"]).exists(), len(used["sha256"])) == (3, True, 64)


@pytest.mark.parametrize("content", ["", "{}\n", "[1]\n", "no json\n", '{"mapping": "x", "fields": []}\n{"id": 1}\n'])
def test_a_damaged_file_gives_findings_without_cells(converted: Path, content: str) -> None:
    for path in converted.parent.glob("*.provenance.*"):
        path.write_text(content, encoding="utf-8")

    assert [one["cells"] for one in samples(converted, "negative-value")] == [[], []]


MANY = 10_000


def of_many(path: Path, before: bytes = b"", after: bytes = b"") -> int:
    """Rewrite a provenance file as though the releases came from the last but few of many documents; gives its size."""
    with gzip.open(path) if path.suffix == ".gz" else path.open("rb") as file:
        head, *releases, last = file.read().splitlines()
    known = orjson.loads(last)
    filler = [{"file": f"{'x' * 1000}{n}.xml", "sheet": ""} for n in range(MANY)]
    known["inputs"] = [{"name": f"{n}.xml", "size": 1, "sha256": "0" * 64} for n in range(MANY)]
    known["streams"] = [*filler, *known["streams"], *filler[:3]]
    moved = [line.replace(b'"stream":0', b'"stream":%d' % MANY) for line in releases]
    lines = [head, *moved, before + orjson.dumps(known) + after]
    with gzip.open(path, "wb") if path.suffix == ".gz" else path.open("wb") as file:
        return file.write(b"\n".join(lines) + b"\n")


def test_of_many_documents_only_those_that_are_asked_for_are_held(converted: Path) -> None:
    before = samples(converted, "negative-value")
    provenance = Path(provenance_path(str(converted)))
    size = of_many(provenance)
    asked = [Sample("", one["release"], one["pointer"], str(converted), one["line"], {}, "") for one in before]

    Origins()(asked)
    tracemalloc.start()
    found = Origins()(asked)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()

    assert all(found)
    assert size > 10_000_000
    assert peak < size / 10
    assert samples(converted, "negative-value") == before


@pytest.mark.parametrize(
    ("before", "after"), [(b"", b"x"), (b'{"inputs":[', b""), (b'{"inputs":[],"streams":[[1]]}', b"")]
)
def test_a_damaged_last_line_gives_findings_without_cells(converted: Path, before: bytes, after: bytes) -> None:
    of_many(Path(provenance_path(str(converted))), before, after)

    assert [one["cells"] for one in samples(converted, "negative-value")] == [[], []]


def test_a_release_of_very_many_rows_is_read_whole(converted: Path) -> None:
    path = Path(provenance_path(str(converted)))
    with gzip.open(path) if path.suffix == ".gz" else path.open("rb") as file:
        lines = file.read().splitlines(keepends=True)
    lines[2] = orjson.dumps({**orjson.loads(lines[2]), "rows": list(range(3, 60_003, 2))}) + b"\n"
    with gzip.open(path, "wb") if path.suffix == ".gz" else path.open("wb") as file:
        file.writelines(lines)

    first, second = samples(converted, "negative-value")

    assert [one["row"] for one in first["cells"]][:3] == [3, 5, 7]
    assert second["cells"][0]["row"] == 5


def test_columns_are_called_as_a_spreadsheet_program_does() -> None:
    assert [_letter(index) for index in (0, 25, 26, 51, 701, 702)] == ["A", "Z", "AA", "AZ", "ZZ", "AAA"]
