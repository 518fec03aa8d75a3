"""Blocks shared between releases for speed give the same releases as blocks built anew."""

from pathlib import Path

import orjson
import pytest

import ocds_sv
from ocds_sv.conversion import Options, convert_files
from ocds_sv.jsonio import encode
from ocds_sv.resources import MAPPINGS

LEDGERS = [
    path
    for path in sorted((MAPPINGS / "leverantorsreskontra" / "examples").glob("*.csv"))
    if not path.with_name(f"{path.name}.params.json").exists()
]


@pytest.mark.parametrize("path", LEDGERS, ids=lambda path: path.name)
def test_the_library_and_the_command_give_the_same_releases(path: Path, tmp_path):
    target = tmp_path / "out.jsonl"
    convert_files([str(path)], Options(mapping="leverantorsreskontra", output=str(target)))

    lazily = [encode(release) for release in ocds_sv.convert(path, "leverantorsreskontra")]

    assert [orjson.loads(line) for line in lazily] == [orjson.loads(line) for line in target.read_bytes().splitlines()]


def test_altering_one_release_leaves_the_next_alone(tmp_path):
    source = tmp_path / "l.csv"
    line = "2120009994,Påhittade kommun,V{n},Bygg AB,5560912148,46300,Köp,100.00,2024-01-01"
    header = "kopare_id,kopare,verifikationsnummer,leverantor,leverantor_id,konto_nr,konto_text,belopp,datum"
    source.write_text("\n".join([header, *(line.format(n=n) for n in range(3))]), encoding="utf-8")

    names = []
    for release in ocds_sv.convert(source, "leverantorsreskontra"):
        names.append([party["name"] for party in release["parties"]])
        release["parties"][0]["name"] = "altered"
        release["tag"].append("altered")

    assert names[0] == names[1] == names[2]
