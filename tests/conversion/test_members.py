"""A bad member of an archive, a register in one, a table without the columns: told and counted, the rest converted."""

import json
import tarfile
import zipfile
from datetime import date
from io import BytesIO

import pytest
import xlsxwriter

from ocds_sv.conversion import Options, convert_files
from ocds_sv.errors import InputBroken

TABLE = """
title: Avtal
source:
  columns: {nr: [Avtalsnr], titel: [Titel]}
release:
  ocid: "{$ocid_prefix}-{nr}"
  date: "2024-01-01"
  tag: tender
  initiationType: tender
  tender: {id: "{nr}", title: "{titel}"}
"""
OBJECTS = """
title: Avtal i JSON
source: {format: json, records: avtal}
release:
  ocid: "{$ocid_prefix}-{Avtalsnr}"
  date: "2024-01-01"
  tag: tender
  initiationType: tender
  tender: {id: "{Avtalsnr}", title: "{Titel}"}
"""


def csv(*numbers):
    return ("Avtalsnr;Titel\n" + "".join(f"{n};Avtal {n}\n" for n in numbers)).encode()


def objects(*numbers):
    return json.dumps({"avtal": [{"Avtalsnr": str(n), "Titel": f"Avtal {n}"} for n in numbers]}).encode()


def packed(path, members):
    if path.suffix == ".zip":
        with zipfile.ZipFile(path, "w") as archive:
            for name, content in members.items():
                archive.writestr(name, content)
        return
    with tarfile.open(path, "w") as archive:
        for name, content in members.items():
            info = tarfile.TarInfo(name)
            info.size = len(content)
            archive.addfile(info, BytesIO(content))


@pytest.fixture
def converted(tmp_path):
    """Convert an archive of these members; gives the run, the releases' ocids and the report."""

    def run(members, mapping, *, workers=1, name="a.zip"):
        (tmp_path / "m.yaml").write_text(mapping, encoding="utf-8")
        archive, output, report = tmp_path / name, tmp_path / "ut.jsonl", tmp_path / "r.json"
        packed(archive, members)
        run = convert_files(
            [str(archive)],
            Options(
                mapping=str(tmp_path / "m.yaml"),
                output=str(output),
                report=str(report),
                as_of=date(2024, 5, 1),
                workers=workers,
            ),
        )
        ocids = [json.loads(line)["ocid"].rpartition("-")[2] for line in output.read_bytes().splitlines()]
        return run, ocids, json.loads(report.read_bytes())

    return run


def broken(report):
    return next(one for one in report["findings"] if one["rule"] == "input-broken")


@pytest.mark.parametrize("workers", [1, 2])
@pytest.mark.parametrize("name", ["a.zip", "a.tar"])
@pytest.mark.parametrize(
    ("mapping", "good", "suffix"), [(TABLE, csv, "csv"), (OBJECTS, objects, "json"), (TABLE, objects, "json")]
)
def test_the_rest_of_the_archive_is_converted_and_the_run_is_incomplete(
    converted, mapping, good, suffix, name, workers
):
    members = {
        f"1.{suffix}": good(1, 2),
        f"fel1.{suffix}": b"%PDF-1.7",
        f"3.{suffix}": good(3),
        f"fel2.{suffix}": b"",
        f"fel3.{suffix}": bytes(range(256)) * 8,
        f"4.{suffix}": good(4, 5),
    }

    run, ocids, report = converted(members, mapping, workers=workers, name=name)

    assert ocids == ["1", "2", "3", "4", "5"]
    assert run.accounted
    assert (run.complete, report["complete"]) == (False, False)
    assert broken(report)["count"] == 3
    assert all(f"{name}!fel" in one["place"]["file"] for one in broken(report)["examples"])


@pytest.mark.parametrize("workers", [1, 2])
def test_a_table_without_the_columns_is_told_and_the_next_is_converted(converted, workers):
    members = {"1.csv": csv(1), "läs mig.txt": b"Utdrag;Dag\nAvtal;2024\n", "3.csv": csv(3)}

    run, ocids, report = converted(members, TABLE, workers=workers)

    assert ocids == ["1", "3"]
    assert not run.complete
    assert (run.rows, run.releases) == (2, 2)
    assert broken(report)["count"] == 1
    assert broken(report)["examples"][0]["place"]["file"].endswith("a.zip!läs mig.txt")


@pytest.mark.parametrize("workers", [1, 2])
def test_objects_before_the_break_are_rows_of_the_table(converted, workers):
    members = {"1.json": objects(1, 2, 3)[:-20], "2.json": objects(4)}

    run, ocids, report = converted(members, TABLE, workers=workers)

    assert ocids == ["1", "2", "4"]
    assert not run.complete
    assert broken(report)["count"] == 1


def test_when_no_member_can_be_read_the_first_error_is_told(converted):
    with pytest.raises(InputBroken, match=r"a\.zip!1\.csv"):
        converted({"1.csv": b"%PDF-1.7", "2.csv": b""}, TABLE)


def test_when_every_record_is_rejected_that_is_told_beside_what_cannot_be_read(converted):
    without_number = b"Avtalsnr;Titel\n;Ett avtal\n;Ett till\n"

    run, ocids, report = converted({"1.csv": without_number, "2.csv": b""}, TABLE)

    assert (ocids, run.rows, run.rejected, run.complete) == ([], 2, 2, False)
    assert {one["rule"]: one["count"] for one in report["findings"]} | {"input-broken": 1, "record-rejected": 2} == {
        one["rule"]: one["count"] for one in report["findings"]
    }


JOINED = """
title: Fakturor
source:
  sheets: [Fakturor]
  columns: {nr: [Fakturanr], levnr: [Levnr]}
  join:
    leverantor: {sheets: [Register], on: {levnr: nummer}, columns: {nummer: [Nr], namn: [Namn]}}
release:
  ocid: "{$ocid_prefix}-{nr}"
  date: "2024-01-01"
  tag: tender
  initiationType: tender
  tender: {id: "{nr}", title: "{leverantor.namn}"}
"""


def book(**sheets):
    buffer = BytesIO()
    with xlsxwriter.Workbook(buffer, {"in_memory": True}) as made:
        for name, rows in sheets.items():
            sheet = made.add_worksheet(name)
            for number, row in enumerate(rows):
                sheet.write_row(number, 0, row)
    return buffer.getvalue()


@pytest.mark.parametrize("workers", [1, 2])
def test_a_member_whose_register_cannot_be_read_is_left_out_and_told_once(converted, workers):
    register = [["Nr", "Namn"], [7, "Bygg AB"]]
    invoices = {number: [["Fakturanr", "Levnr"], [number, 7]] for number in range(1, 6)}
    members = {
        "1.xlsx": book(Fakturor=invoices[1], Register=register),
        "2.xlsx": book(Fakturor=invoices[2]),
        "3.xlsx": b"%PDF-1.7",
        "4.xlsx": book(Fakturor=invoices[4], Register=[["Nummer"], [7]]),
        "5.xlsx": book(Fakturor=invoices[5], Register=register),
    }

    run, ocids, report = converted(members, JOINED, workers=workers)

    assert ocids == ["1", "5"]
    assert not run.complete
    assert broken(report)["count"] == 3
    told = [one["place"]["file"] for one in broken(report)["examples"]]
    assert [sum(one.endswith(f"!{n}.xlsx") for one in told) for n in (2, 3, 4)] == [1, 1, 1]
