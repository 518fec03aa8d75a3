"""A conversion in parts writes what one conversion writes: releases, provenance and report, byte by byte."""

import itertools
import zipfile
from datetime import date
from pathlib import Path

import orjson
import pytest
from openpyxl import Workbook

from ocds_sv.conversion import Options, convert_files
from ocds_sv.errors import InputError, UsageError

MAPPING = """
title: Prov
source:
  format: auto
  columns:
    nummer: [nummer]
    titel: [titel]
    belopp: [belopp]
params:
  ocid_prefix: {default: ocds-213czf, help: the prefix}
release:
  ocid: "{$ocid_prefix}-{nummer}"
  date: "2024-01-01T00:00:00+01:00"
  tag: [tender]
  initiationType: tender
  tender:
    id: "{nummer}"
    title: "{titel}"
    value: {amount: "{belopp}", currency: SEK}
"""


def _csv(path, start, stop, extra=""):
    rows = "".join(f"{number};Städning {number};{number},50{extra}\n" for number in range(start, stop))
    path.write_text(f"nummer;titel;belopp{';mer' if extra else ''}\n{rows}", encoding="utf-8")


@pytest.fixture
def folder(tmp_path, monkeypatch):
    """Files of every sort: two streams in one, broken, without a column, with what is not mapped, repeated."""
    monkeypatch.chdir(tmp_path)
    inputs = tmp_path / "in"
    inputs.mkdir()
    Path("prov.yaml").write_text(MAPPING, encoding="utf-8")
    _csv(inputs / "a.csv", 1, 250)
    book = Workbook()
    for sheet in (book.active, book.create_sheet("Andra")):
        sheet.append(["nummer", "titel", "belopp"])
        sheet.append([1000 + len(book.sheetnames), "Å", 1.5])
        sheet.append(["", "utan nummer", "inget belopp"])
    book.save(inputs / "b.xlsx")
    (inputs / "c.csv").write_text("annat;helt\n1;2\n", encoding="utf-8")
    _csv(inputs / "d.csv", 200, 420, ";öga")
    (inputs / "e.xlsx").write_bytes(b"PK\x03\x04 no workbook")
    with zipfile.ZipFile(inputs / "f.zip", "w") as archive:
        archive.writestr("x.csv", "nummer;titel;belopp\n7;Sju;kr\n")
        archive.writestr("y.csv", "nummer;titel;belopp\n8;Åtta;8\n")
    _csv(inputs / "g.csv", 410, 430)
    return tmp_path


def written(spread=None, inputs=("in",), **options):
    names = ("out.jsonl", "out.provenance.jsonl", "report.json")
    for name in names:
        Path(name).unlink(missing_ok=True)
    given = Options(mapping="prov.yaml", output=names[0], report=names[2], as_of=date(2024, 5, 1), **options)
    run = convert_files(list(inputs), given, spread=spread)
    return run, [Path(name).read_bytes() for name in names]


@pytest.mark.parametrize("twice", [False, True], ids=["once", "every task twice"])
@pytest.mark.parametrize("workers", [1, 2, 9])
def test_the_files_are_the_same(folder, here, workers, twice):
    here.workers, here.twice = workers, twice

    run, alone = written()
    parted_run, parted = written(here)

    assert parted == alone
    assert parted_run.summary() == run.summary()
    assert parted_run.accounted
    assert not run.complete
    rules = {one["rule"] for one in orjson.loads(alone[2])["findings"]}
    assert {"release-repeated", "field-not-mapped", "input-broken", "example-prefix"} <= rules
    assert here.tasks > 1 or workers == 1
    assert twice or not list(here.folder.iterdir())


def test_the_streams_keep_their_numbers_in_rows_and_rejects(folder, here):
    lines = written(here)[1][1].splitlines()

    numbers = [orjson.loads(line)["stream"] for line in lines[1:-1]]
    assert sorted(set(numbers)) == list(range(len(set(numbers))))
    assert sum("rejected" in orjson.loads(line) for line in lines[1:-1]) == 2


def test_every_cut_into_parts_gives_the_same(folder, here, monkeypatch):
    files = sorted(str(path) for path in Path("in").iterdir())
    alone = written()[1]

    for cuts in itertools.product([False, True], repeat=3):
        groups = [[files[0]]]
        for place, file in enumerate(files[1:]):
            if cuts[place % 3]:
                groups.append([file])
            else:
                groups[-1].append(file)
        monkeypatch.setattr("ocds_sv.conversion.parted.grouped", lambda *_, groups=groups: groups)
        assert written(here)[1] == alone


def test_registers_are_read_once_and_told_once(tmp_path, here, monkeypatch):
    monkeypatch.chdir(tmp_path)
    join = "  join:\n    lev: {file: 'register*', on: {titel: nyckel}, columns: {nyckel: [nyckel], namn: [namn]}}\n"
    text = MAPPING.replace("params:", f"{join}params:").replace('title: "{titel}"', 'title: "{lev.namn}"')
    Path("prov.yaml").write_text(text, encoding="utf-8")
    Path("in").mkdir()
    for number, name in enumerate("abc"):
        _csv(Path("in", f"{name}.csv"), 10 * number, 10 * number + 10)
    rows = "".join(f"Städning {number};Namn {number};x\n" for number in range(25))
    Path("in/register.csv").write_text(f"nyckel;namn;annat\n{rows}", encoding="utf-8")

    alone, parted = written()[1], written(here)[1]

    assert parted == alone
    assert here.tasks == 3
    assert b"Namn 3" in parted[0]


def test_changes_since_the_last_run_are_found_by_whoever_joins_the_parts(folder, here):
    first = written(here, inputs=["in/a.csv", "in/g.csv"], state="parted")[1]
    assert first == written(inputs=["in/a.csv", "in/g.csv"], state="alone")[1]
    _csv(Path("in/a.csv"), 1, 251)

    run, parted = written(here, inputs=["in/a.csv", "in/g.csv"], state="parted")

    assert parted == written(inputs=["in/a.csv", "in/g.csv"], state="alone")[1]
    assert run.changes["new"] == 1


def test_nothing_readable_is_the_same_error(folder, here):
    errors = []
    for spread in (None, here):
        with pytest.raises(InputError) as caught:
            written(spread, inputs=["in/c.csv", "in/e.xlsx"])
        errors.append(caught.value.text("sv"))

    assert errors[0] == errors[1]


@pytest.mark.parametrize(("inputs", "options"), [(["-"], {}), (["in"], {"limit": 5})])
def test_what_one_machine_alone_can_do_is_refused(folder, here, inputs, options):
    with pytest.raises(UsageError, match="--engine local"):
        written(here, inputs=inputs, **options)
