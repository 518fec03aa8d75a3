"""What was typed becomes the files that are meant, in a fixed order."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from ocds_sv.errors import InputNotFound
from ocds_sv.sources import expand
from ocds_sv.sources.inputs import files_of, named_format


@pytest.fixture
def folder(tmp_path):
    for name in [
        "b.csv",
        "å.csv",
        "a.xlsx",
        "läs mig.md",
        "~$a.xlsx",
        ".gömd.csv",
        "sub/c.json",
        "sub/d.csv.gz",
        ".git/x.csv",
    ]:
        path = tmp_path / name
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(b"x")
    return tmp_path


def test_a_folder_gives_its_data_files_sorted_without_locks_and_hidden_ones(folder):
    names = [Path(path).relative_to(folder).as_posix() for path in expand([folder])]

    assert names == ["a.xlsx", "b.csv", "sub/c.json", "sub/d.csv.gz", "å.csv"]


def test_patterns_are_expanded_here_because_cmd_exe_does_not(folder):
    assert expand([str(folder / "*.csv")]) == [folder / "b.csv", folder / "å.csv"]
    assert expand([str(folder / "*.xlsx")]) == [folder / "a.xlsx"]
    assert expand([str(folder / "**" / "*.json")]) == [folder / "sub/c.json"]


def test_a_file_whose_name_looks_like_a_pattern_is_that_file(tmp_path):
    odd = tmp_path / "avtal [2024].csv"
    odd.write_bytes(b"a")

    assert expand([str(odd)]) == [odd]


def test_what_is_named_twice_is_read_once_where_it_came_first(folder):
    assert expand([folder / "å.csv", folder / "b.csv", str(folder / "*.csv")]) == [folder / "å.csv", folder / "b.csv"]


def test_standard_input_and_members_pass_as_they_are(tmp_path):
    archive = tmp_path / "a.zip"
    archive.write_bytes(b"x")

    assert expand(["-", f"{archive}!b.csv"]) == ["-", f"{archive}!b.csv"]


def test_a_file_with_an_exclamation_mark_is_no_archive(tmp_path):
    odd = tmp_path / "viktigt!.csv"
    odd.write_bytes(b"a")

    assert expand([str(odd)]) == [odd]


@pytest.mark.parametrize("text", ["saknas.csv", "*.nej", "x" * 5000, "nul\0.csv", "a.zip!b.csv", "mapp/saknas/"])
def test_what_names_nothing_is_one_clear_error(text, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)

    with pytest.raises(InputNotFound) as caught:
        expand([text])

    assert caught.value.exit_code == 3
    assert caught.value.text("sv")
    assert caught.value.text("en")


def test_a_misspelt_name_is_answered_with_the_nearest(tmp_path):
    (tmp_path / "leverantorer.csv").write_bytes(b"a")

    with pytest.raises(InputNotFound, match=r"Did you mean leverantorer\.csv\?"):
        expand([tmp_path / "leverantörer.csv"])


def test_an_empty_folder_says_what_it_looked_for(tmp_path):
    with pytest.raises(InputNotFound, match=r"\.xlsx"):
        expand([tmp_path])


@pytest.mark.parametrize(
    ("name", "format_"),
    [
        ("a.CSV", "csv"),
        ("a.tsv.gz", "csv"),
        ("x.zip!b.xlsx", "workbook"),
        ("a.ndjson", "jsonl"),
        ("a", None),
        ("a.gz", None),
    ],
)
def test_the_suffix_promises_a_format(name, format_):
    assert named_format(name) == format_


def test_paths_with_spaces_and_swedish_letters_are_read(reading, tmp_path):
    path = tmp_path / "Öppna data 2024" / "Leverantörer å.csv"
    path.parent.mkdir()
    path.write_text("a;b\n1;2\n", encoding="utf-8")

    assert reading(path).records == [["1", "2"]]
    assert reading(os.fsdecode(path)).streams[0].place.file == str(path)


@pytest.mark.parametrize("given", [".", "in", "./in", "in/", "in/../in"])
def test_a_folder_is_gone_through_in_the_order_of_its_paths(tmp_path, monkeypatch, given):
    monkeypatch.chdir(tmp_path)
    names = [
        "b.xml",
        "b/c.xml",
        "b-.xml",
        "b!.xml",
        "b0/x.xml",
        "b/c/d.xml",
        "b/c.d/e.xml",
        "B.xml",
        "å/ö.csv",
        "a b.XML",
    ]
    for name in names:
        path = tmp_path / "in" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(b"x")
    (tmp_path / "in" / "länk.xml").symlink_to(tmp_path / "in" / "b.xml")
    (tmp_path / "in" / "ring.xml").symlink_to(tmp_path / "in" / "ring.xml")
    (tmp_path / "in" / "mapp").symlink_to(tmp_path / "in" / "b", target_is_directory=True)
    root = Path(given)
    paths = [path for path in root.rglob("*") if path.is_file() and "mapp" not in path.parts]

    found = expand([given])

    assert [str(path) for path in found] == sorted(map(str, paths), key=lambda path: Path(path).as_posix())
    assert list(files_of([given])) == found
    assert [str(one) for one in expand([given, given])] == [str(one) for one in found]
