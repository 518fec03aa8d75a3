"""Whoever sorts and merges, the bytes, the counts and the findings are those of one process alone."""

import gzip
import json
import os
import pickle
import subprocess
import sys
from concurrent.futures import Future
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ocds_sv.jsonio import encode
from ocds_sv.merge import Options, compile_files, crew, hands, runs, sharing
from ocds_sv.merge.sorting import Sorter
from ocds_sv.merge.stretches import sort_stretch

ROOT = Path(__file__).resolve().parents[2]
LOTS = "https://raw.githubusercontent.com/open-contracting-extensions/ocds_lots_extension/v1.1.5/extension.json"
STRANGE = "https://example.org/extension.json"
KINDS = [{}, {"versioned": True}, {"records": True, "linked": True, "versioned": True}]


def release(process, number, date="", **fields):
    date = date or f"2024-01-{1 + number % 28:02d}T12:00:00+01:00"
    title = {"tender": {"id": "1", "title": f"Städning {number}", "value": {"amount": number}}}
    return {"ocid": f"ocds-213czf-{process}", "id": str(number), "date": date, "tag": ["tender"], **title, **fields}


def package(releases, **head):
    return encode({"uri": "https://example.org/x", **head, "releases": releases})


def lines(releases):
    return b"".join(encode(one) + b"\n" for one in releases)


FILES = {
    "a.jsonl": lines(release(number % 5, number) for number in range(40)) + b"{cut\n" + lines([release(1, 41)]),
    "b.json": package([release(1, 200, "2024-03-01T00:00:00Z"), *(release(8, 201 + number) for number in range(9))],
                      extensions=[LOTS, STRANGE], publishedDate="2024-02-01T00:00:00Z"),
    "c.jsonl": lines([release(1, 202, "2024-03-01T01:00:00+01:00"), release(3, 3), {"ocid": "x"}, {"date": "x"}]),
    "d.jsonl": b"\n".join(package([release(2, 300 + n), release(3, 300 + n)], uri=f"tag:{n}") for n in range(5)),
    "e.json.gz": gzip.compress(package([release(4, 400 + n, "2024-03-01") for n in range(5)], extensions=[STRANGE])),
    "f.json": encode({"records": [{"ocid": "r", "compiledRelease": release(f"r{n}", 9)} for n in range(5)]}),
    "g.jsonl": "\n".join(encode(release(1, 500 + n)).decode() for n in range(5)).encode("utf-16"),
    "h.json": package([release(6, 1), {"ocid": "r", "releases": [release(6, 2)]}, release(6, 3), 7, release(6, 4)]),
}  # fmt: skip


def compiled(output, inputs=("in",), **options):
    account = compile_files(list(inputs), output, Options(**options))
    return Path(output).read_bytes(), account.json("sv")


class Pool:
    """Stands for another process: does the work at once, and what travels is pickled."""

    def __init__(self, start, *given):
        self._worker = type("_Worker", (crew._Worker,), {})
        self._in_worker(start, *given)

    def _in_worker(self, function, *given):
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(crew, "_Worker", self._worker)
            return function(*given)

    def submit(self, function, *given):
        future = Future()
        future.set_result(pickle.loads(pickle.dumps(self._in_worker(function, *pickle.loads(pickle.dumps(given))))))
        return future

    def shutdown(self, **_):
        pass


@pytest.fixture
def small(monkeypatch):
    """Everything in so small pieces that a crew has something to do."""
    for module, name, size in (
        (crew, "LEAST", 1), (crew, "TASK", 600), (crew, "PER_RUN", 1), (sharing, "LEAST", 1), (sharing, "BATCH", 700),
        (runs, "_STRIDE", 300),
    ):  # fmt: skip
        monkeypatch.setattr(module, name, size)


@pytest.fixture
def apart(small, monkeypatch):
    monkeypatch.setattr(hands, "hand", Pool)
    monkeypatch.setattr("gc.freeze", lambda: None)


@pytest.fixture
def folder(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    Path("in").mkdir()
    for name, content in FILES.items():
        Path("in", name).write_bytes(content)


@pytest.mark.parametrize("output", ["out.jsonl", "out.json"])
@pytest.mark.parametrize("options", KINDS, ids=["compiled", "versioned", "linked"])
@pytest.mark.parametrize("workers", [2, 5])
def test_any_wrapping(folder, apart, options, output, workers):
    assert compiled(output, workers=workers, **options) == compiled(output, **options)


@pytest.mark.parametrize("name", FILES)
def test_each_file_alone(folder, apart, name):
    inputs = [f"in/{name}"]

    assert compiled("out.json", inputs, workers=3) == compiled("out.json", inputs)


REAL = """
import json, sys
from ocds_sv.merge import Options, compile_files, crew, hands, runs, sharing
crew.LEAST, crew.TASK, crew.PER_RUN, sharing.LEAST, sharing.BATCH, runs._STRIDE = 1, 600, 1, 1, 700, 300
if sys.argv[1] == "fresh":
    hands.may_copy = lambda: False
account = compile_files(["in"], "several.json", Options(workers=2))
print(json.dumps(account.json("sv")))
"""


@pytest.mark.parametrize("kind", ["as they come", "fresh"])
def test_real_processes(folder, kind):
    done = subprocess.run(
        [sys.executable, "-c", REAL, kind],
        env={**os.environ, "PYTHONPATH": str(ROOT), "PYTHONUTF8": "1"},
        stdout=subprocess.PIPE,
        check=True,
    )

    text, account = compiled("one.json")

    assert Path("several.json").read_bytes() == text
    assert json.loads(done.stdout) == account


@settings(max_examples=40)
@given(
    placed=st.lists(st.tuples(st.integers(0, 4), st.integers(0, 6), st.sampled_from("abcd")), max_size=40),
    batch=st.integers(1, 1_500),
    room=st.sampled_from([1_000, 10_000, 1 << 20]),
    workers=st.integers(2, 4),
)
def test_any_releases_in_any_pieces(tmp_path_factory, placed, batch, room, workers):
    folder = tmp_path_factory.mktemp("any")
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(folder)
        patch.setattr(hands, "hand", Pool)
        patch.setattr("gc.freeze", lambda: None)
        patch.setattr(sharing, "BATCH", batch)
        patch.setattr(sharing, "LEAST", 1)
        patch.setattr(crew, "TASK", 1)
        patch.setattr(crew, "PER_RUN", 1)
        patch.setattr(runs, "_STRIDE", 300)
        patch.setattr("ocds_sv.merge.compilation.room", lambda _: room)
        Path("in").mkdir()
        for file in "abcd":
            chosen = [release(process, number) for process, number, at in placed if at == file]
            text = package(chosen, uri=file) if file < "c" else lines(chosen)
            Path("in", f"{file}.json").write_bytes(text or b"\n")

        assert compiled("out.jsonl", workers=workers) == compiled("out.jsonl")


def test_little_is_done_here(folder, monkeypatch):
    monkeypatch.setattr(hands, "hand", None)

    assert compiled("out.jsonl", workers=2) == compiled("out.jsonl")


def test_what_holds_releases_is_handed_back_whole(tmp_path):
    section = sharing.section_of(sharing.Piece(package([release(1, 1)]), "in.jsonl", 7))
    sorter = Sorter(tmp_path, 1 << 20)

    assert sort_stretch(sharing.Stretch(section, 3, 100), sorter, whole=False) is None
    assert sorter.count == 0
