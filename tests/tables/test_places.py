"""Where tables are written to: what the machine refuses is told, and nothing of another run is taken for this one's."""

import errno
import gc
import json
import sqlite3
from pathlib import Path

import pytest

from ocds_sv.errors import OutputError
from ocds_sv.tables import flatten_files
from ocds_sv.tables.spreadsheets import _Sink

FILES = ["out.xlsx", "out.sqlite", "out.duckdb"]
FOLDERS = ["out", "out.parquet"]


@pytest.fixture
def source(tmp_path):
    pytest.importorskip("duckdb")
    pytest.importorskip("pyarrow")
    path = tmp_path / "in.jsonl"
    path.write_text(
        json.dumps({"ocid": "o", "id": "1", "tender": {"id": "1"}, "awards": [{"id": "1"}]}), encoding="utf-8"
    )
    return str(path)


@pytest.mark.parametrize("name", FILES)
def test_a_folder_that_is_absent_is_told_before_anything_is_read(name, source, tmp_path):
    with pytest.raises(OutputError, match="the folder does not exist"):
        flatten_files([source], str(tmp_path / "nowhere" / name))


@pytest.mark.parametrize("name", FILES)
def test_a_folder_in_the_place_of_the_file_is_told(name, source, tmp_path):
    (tmp_path / name).mkdir()

    with pytest.raises(OutputError, match="it is a folder"):
        flatten_files([source], str(tmp_path / name))


@pytest.mark.parametrize("name", FOLDERS)
def test_a_file_in_the_place_of_the_folder_is_told(name, source, tmp_path):
    (tmp_path / name).touch()

    with pytest.raises(OutputError, match="a folder is to be written"):
        flatten_files([source], str(tmp_path / name))


@pytest.mark.parametrize("name", FILES + FOLDERS)
def test_a_folder_that_may_not_be_written_is_told(name, source, tmp_path, monkeypatch):
    def refused(*_args, **_named):
        raise PermissionError(errno.EACCES, "no")

    for made in ("touch", "mkdir"):
        monkeypatch.setattr(f"pathlib.Path.{made}", refused)

    with pytest.raises(OutputError, match="access is denied"):
        flatten_files([source], str(tmp_path / name))


@pytest.mark.parametrize(("name", "suffix"), [("out", ".csv"), ("out.parquet", ".parquet")])
def test_a_folder_holds_the_tables_of_one_run(name, suffix, source, tmp_path):
    flatten_files([source], str(tmp_path / name))
    (tmp_path / name / f"own{suffix}").touch()
    (tmp_path / "later.jsonl").write_text('{"ocid": "o", "id": "2", "tender": {"id": "1"}}', encoding="utf-8")

    flatten_files([str(tmp_path / "later.jsonl")], str(tmp_path / name))

    found = sorted(path.name for path in (tmp_path / name).iterdir())
    assert found == [f"own{suffix}", f"release_summary{suffix}", f"tender_summary{suffix}"]


@pytest.mark.parametrize("name", FOLDERS)
def test_a_run_without_releases_leaves_an_empty_folder(name, source, tmp_path):
    flatten_files([source], str(tmp_path / name))
    (tmp_path / "none.json").write_text('{"releases": []}', encoding="utf-8")

    flatten_files([str(tmp_path / "none.json")], str(tmp_path / name))

    assert list((tmp_path / name).iterdir()) == []


@pytest.mark.parametrize("code", [sqlite3.SQLITE_FULL, sqlite3.SQLITE_IOERR])
def test_a_full_disk_under_sqlite_is_told(code, source, tmp_path, monkeypatch):
    class Base:
        def execute(self, _statement):
            return None

        def executemany(self, _statement, _rows):
            error = sqlite3.OperationalError("no")
            error.sqlite_errorcode = code
            raise error

        def close(self):
            return None

    monkeypatch.setattr("ocds_sv.tables.sqlite.sqlite3.connect", lambda *_args, **_named: Base())
    words = "the disk is full" if code == sqlite3.SQLITE_FULL else "the disk answers with an error"

    with pytest.raises(OutputError, match=words):
        flatten_files([source], str(tmp_path / "out.sqlite"))

    assert [path.name for path in tmp_path.iterdir()] == ["in.jsonl"]


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="the system has no disk that is always full")
def test_a_full_disk_under_a_workbook_is_told_and_nothing_else_is_said(source, tmp_path, monkeypatch, capfd):
    opened = Path.open
    full = Path("/dev/full")
    monkeypatch.setattr(
        Path, "open", lambda path, *how, **more: opened(full if path.suffix == ".part" else path, *how, **more)
    )

    with pytest.raises(OutputError, match="the disk is full"):
        flatten_files([source], str(tmp_path / "out.xlsx"))
    gc.collect()

    assert capfd.readouterr() == ("", "")
    assert [path.name for path in tmp_path.iterdir()] == ["in.jsonl"]


def test_a_file_that_has_failed_only_counts_what_comes():
    class Broken:
        def write(self, _data):
            raise OSError(errno.ENOSPC, "full")

        def close(self):
            raise OSError(errno.ENOSPC, "full")

    sink = _Sink(Broken())
    with pytest.raises(OSError, match="full"):
        sink.write(b"x")

    assert (sink.write(b"yz"), sink.tell(), sink.seek(1), sink.tell()) == (2, 3, 1, 1)
    sink.flush()
    sink.close()
