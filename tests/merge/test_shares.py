"""However many read, sort and merge, the bytes, the counts and the findings are those of one process alone."""

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

from ocds_sv.errors import InputBroken
from ocds_sv.jsonio import encode
from ocds_sv.merge import Options, compilation, compile_files, crew, hands, runs, shares

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
        self._workers = {module: type("_Worker", (module._Worker,), {}) for module in (crew, shares)}
        self._in_worker(start, *pickle.loads(pickle.dumps(given)))

    def _in_worker(self, function, *given):
        with pytest.MonkeyPatch.context() as patch:
            for module, worker in self._workers.items():
                patch.setattr(module, "_Worker", worker)
            return function(*given)

    def submit(self, function, *given):
        future = Future()
        future.set_result(pickle.loads(pickle.dumps(self._in_worker(function, *pickle.loads(pickle.dumps(given))))))
        return future

    def shutdown(self, **_):
        pass


SMALL = (
    (compilation, "LEAST", 1), (crew, "LEAST", 1), (crew, "TASK", 600), (crew, "PER_RUN", 1),
    (runs, "_STRIDE", 300), (shares, "LEAST", 1), (shares, "BATCH", 700),
)  # fmt: skip
"""Everything in so small pieces that several have something to do."""


@pytest.fixture
def small(monkeypatch):
    for module, name, size in SMALL:
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
from ocds_sv.merge import Options, compile_files, hands, shares
shares.LEAST, shares.BATCH = 1, 700
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
        patch.setattr(shares, "BATCH", batch)
        patch.setattr(shares, "LEAST", 1)
        patch.setattr("ocds_sv.merge.compilation.room", lambda _: room)
        Path("in").mkdir()
        for file in "abcd":
            chosen = [release(process, number) for process, number, at in placed if at == file]
            text = package(chosen, uri=file) if file < "c" else lines(chosen)
            Path("in", f"{file}.json").write_bytes(text or b"\n")

        assert compiled("out.jsonl", workers=workers) == compiled("out.jsonl")


def kept(folder):
    return {path.name: path.read_bytes() for path in Path(folder).iterdir()}


@settings(max_examples=25)
@given(
    placed=st.lists(st.tuples(st.integers(0, 4), st.integers(0, 6), st.sampled_from("abcd")), max_size=40),
    broken=st.sampled_from("abcde"),
    room=st.sampled_from([1_000, 1 << 20]),
    workers=st.integers(2, 4),
    options=st.sampled_from(KINDS),
)
def test_any_runs_keep_the_bytes_that_one_process_keeps(tmp_path_factory, placed, broken, room, workers, options):
    folder = tmp_path_factory.mktemp("runs")
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(folder)
        patch.setattr(hands, "hand", Pool)
        patch.setattr("gc.freeze", lambda: None)
        for module, name, size in SMALL:
            patch.setattr(module, name, size)
        patch.setattr("ocds_sv.merge.compilation.room", lambda _: room)
        Path("in").mkdir()
        for file in "abcd":
            chosen = lines(release(process, number) for process, number, at in placed if at == file)
            cut = lines([release(3, 7, "2025-01-01T00:00:00Z")])[:-4]
            Path("in", f"{file}.jsonl").write_bytes((chosen or b"[]") + cut * (file == broken))

            inputs = [f"in/{file}.jsonl"]
            several = compiled("several.jsonl", inputs, state="several", workers=workers, **options)
            one = compiled("one.jsonl", inputs, state="one", **options)

            assert several == one
            assert kept("several") == kept("one")
        assert one[0] == compiled("all.jsonl", **options)[0]


def test_little_is_done_here(folder, monkeypatch):
    monkeypatch.setattr(hands, "hand", None)

    assert compiled("out.jsonl", workers=2) == compiled("out.jsonl")


def test_each_process_falls_to_one_alone():
    options = Options(workers=3)
    every = [shares.Share([], options, sure=False, room=0, folder=Path(), number=number) for number in range(3)]
    owners = [[share.number for share in every if share.has(b"ocds-213czf-%d" % number)] for number in range(300)]

    assert {len(one) for one in owners} == {1}
    assert min(owners.count([number]) for number in range(3)) > 60


ALTERED = {
    "grown": FILES["a.jsonl"] + lines([release(9, 9)]),
    "of one length": FILES["a.jsonl"].replace(b"ning", b"nung"),
}


@pytest.mark.parametrize("how", ALTERED)
def test_inputs_altered_meanwhile_are_refused(folder, apart, monkeypatch, how):
    class Altering(Pool):
        """The file is altered when one has read it."""

        def submit(self, function, *given):
            done = super().submit(function, *given)
            Path("in/a.jsonl").write_bytes(ALTERED[how])
            return done

    monkeypatch.setattr(hands, "hand", Altering)

    with pytest.raises(InputBroken, match=r"a\.jsonl: what stands there was altered while it was read"):
        compiled("out.jsonl", ["in/a.jsonl"], workers=2)

    assert not Path("out.jsonl").exists()


PIPED = """
from ocds_sv.merge import Options, compilation, compile_files, crew, runs
compilation.LEAST, crew.LEAST, crew.TASK, crew.PER_RUN, runs._STRIDE = 1, 1, 600, 1, 300
compile_files(["-"], "piped.jsonl", Options(workers=2))
"""


def test_a_pipe_is_read_once_and_merged_by_several(folder):
    subprocess.run(
        [sys.executable, "-c", PIPED],
        env={**os.environ, "PYTHONPATH": str(ROOT), "PYTHONUTF8": "1"},
        input=FILES["a.jsonl"],
        check=True,
    )

    assert Path("piped.jsonl").read_bytes() == compiled("one.jsonl", ["in/a.jsonl"])[0]


def test_several_read_what_can_be_read_twice_and_is_large(folder, monkeypatch):
    assert not shares.are_worth(["in"])
    monkeypatch.setattr(shares, "LEAST", sum(map(len, FILES.values())))
    assert shares.are_worth(["in"])
    assert not shares.are_worth(["in", "-"])
