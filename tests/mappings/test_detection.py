"""Which mapping a file is taken for: by its columns or keys, its format, and as far as they are known."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from ocds_sv import detection
from ocds_sv.detection import ENOUGH, Match, best_mapping, detect
from ocds_sv.errors import InputBroken

RELEASE = """
release:
  {{ocid: "{{$ocid_prefix}}-{{{name}}}", date: "2024-01-01", tag: [contract], initiationType: tender}}
"""

Detect = Callable[..., list[Match]]


@pytest.fixture
def detected(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Detect:
    """Detection of a file among mappings given by the YAML of their ``source``."""

    def run(file: str, content: str, **sources: str) -> list[Match]:
        names = []
        for name, source in sources.items():
            path = tmp_path / f"{name}.yaml"
            path.write_text(f"source: {source}\n" + RELEASE.format(name="nr"), encoding="utf-8")
            names.append(str(path))
        monkeypatch.setattr(detection, "shipped_names", lambda: names)
        (tmp_path / file).write_text(content, encoding="utf-8")
        return [Match(Path(one.name).stem, one.title, one.score, one.missing) for one in detect(tmp_path / file)]

    return run


def test_a_mapping_made_for_the_format_comes_before_one_for_any(detected: Detect) -> None:
    found = detected(
        "a.csv", "Nr\n1\n", any="{columns: {nr: [Nr]}}", made="{format: csv, columns: {nr: [Nr]}}", x="{format: json}"
    )

    assert [match.name for match in found] == ["made", "any"]
    assert found[0].score > found[1].score > 0.99


def test_a_mapping_for_another_format_is_not_named(detected: Detect) -> None:
    assert detected("a.csv", "Nr\n1\n", one="{format: workbook, columns: {nr: [Nr]}}") == []


def test_a_partly_known_file_is_recognised_by_the_columns_that_are_known(detected: Detect) -> None:
    header = ";".join(["Nr", *(f"Okänd {number}" for number in range(88))])
    told, part = detected(
        "a.csv", f"{header}\n1\n", whole="{columns: {nr: [Nr]}}", part="{columns: {nr: [Nr]}, partial: true}"
    )[::-1]

    assert (part.name, told.name) == ("part", "whole")
    assert told.score < ENOUGH < part.score


def test_a_mapping_that_knows_more_of_the_file_comes_before_a_partial_one(detected: Detect) -> None:
    more = '{columns: {nr: [Nr], a: [A], b: [B]}, optional: [a, b], sum_row: a, join: {r: {file: "*r", on: {b: c}}}}'
    found = detected("a.csv", "Nr;A;B\n1;2;3\n", part="{format: csv, partial: true, columns: {nr: [Nr]}}", more=more)

    assert [match.name for match in found] == ["more", "part"]


def test_json_without_columns_is_recognised_by_its_keys(detected: Detect) -> None:
    right = json.dumps([{"nr": 1, "lines": [], "extra": 2}])
    source = "{format: json, keys: [nr, lines]}"

    (match,) = detected("a.json", right, one=source)
    assert (match.missing, match.score) == ((), pytest.approx(0.5 + 0.5 * 2 / 3, abs=0.001))

    (match,) = detected("b.json", json.dumps([{"nr": 1}]), one=source)
    assert match.missing == ("lines",)
    assert match.score < ENOUGH


LEDGER = "verifikationsnummer;leverantor;leverantor_id;belopp;datum;kopare;kopare_id;konto_nr;konto_text\n"


def test_what_cannot_be_read_is_passed_over_until_a_file_tells(tmp_path: Path) -> None:
    for name in ("0.csv", "1.csv", "2.csv"):
        (tmp_path / name).write_bytes(b"%PDF-1.7\n")
    (tmp_path / "a.csv").write_text(LEDGER, encoding="utf-8")

    assert best_mapping([tmp_path]) == "leverantorsreskontra"


def test_where_nothing_can_be_read_the_first_file_says_why(tmp_path: Path) -> None:
    (tmp_path / "0.csv").write_bytes(b"%PDF-1.7\n")
    (tmp_path / "1.csv").write_bytes(b"\x89PNG\r\n\x1a\n")

    with pytest.raises(InputBroken, match=r"0\.csv: the file is PDF"):
        best_mapping([tmp_path])
