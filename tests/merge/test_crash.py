"""A run that is killed, or that finds the disk full, does no damage: the next one makes up for it."""

import errno
import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from ocds_sv.errors import OutputError
from ocds_sv.jsonio import encode, scratch
from ocds_sv.merge import Options, compilation, compile_files, crew, runs, shares

ROOT = Path(__file__).resolve().parents[2]

DIES = """
import os, signal, sys
from ocds_sv.jsonio import output
from ocds_sv.merge import Options, compilation, compile_files, crew, runs

left = int(sys.argv[1])

def counted(function):
    def call(*args, **given):
        global left
        left -= 1
        if left == 0:
            os.kill(os.getpid(), signal.SIGKILL)
        return function(*args, **given)
    return call

runs.Writer.add = counted(runs.Writer.add)
runs.Writer.__exit__ = counted(runs.Writer.__exit__)
output.WholeFile.write = counted(output.WholeFile.write)
output.WholeFile.commit = counted(output.WholeFile.commit)
os.fsync = counted(os.fsync)
compilation.room = lambda memory: 4_000
crew.LEAST, crew.TASK, crew.PER_RUN, runs._STRIDE = 1, 600, 1, 300
inputs = sys.argv[2].split(os.pathsep)
compile_files(inputs, sys.argv[3], Options(state=sys.argv[4], workers=int(sys.argv[5])))
print(left)
"""


def release(process, number):
    date = f"2024-01-{number + 1:02d}T{process:02d}:00:00Z"
    return {"ocid": f"ocds-213czf-{process}", "id": str(number), "date": date, "tag": ["tender"], "own": {"n": number}}


@pytest.fixture
def parts(tmp_path):
    """Two files: the first day's releases, and the second day's of some of the processes, one of them cut off."""
    first = [release(process, number) for number in range(2) for process in range(20)]
    second = [release(process, 5) for process in range(0, 20, 3)]
    for name, given in (("first.jsonl", first), ("second.jsonl", second)):
        (tmp_path / name).write_bytes(b"".join(encode(one) + b"\n" for one in given))
    with (tmp_path / "second.jsonl").open("ab") as file:
        file.write(encode(release(4, 6))[:-2])
    return tmp_path / "first.jsonl", tmp_path / "second.jsonl"


def expected(parts, tmp_path):
    compile_files([str(part) for part in parts], str(tmp_path / "expected.jsonl"), Options())
    return (tmp_path / "expected.jsonl").read_bytes()


def start(code, *args):
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    return subprocess.Popen([sys.executable, "-c", code, *map(str, args)], env=environment, stdout=subprocess.PIPE)


@pytest.mark.skipif(os.name == "nt", reason="Windows has no SIGKILL")
@pytest.mark.parametrize("workers", [1, 2])
def test_a_state_survives_a_kill_at_any_step(parts, tmp_path, workers):
    out, state = tmp_path / "out.jsonl", tmp_path / "state"
    compile_files([str(parts[0])], str(out), Options(state=state))
    before = out.read_bytes()
    finished = start(DIES, 10**9, parts[1], tmp_path / "other.jsonl", tmp_path / "other", workers)
    steps = 10**9 - int(finished.communicate()[0])

    for step in [*range(1, steps, max(1, steps // 8)), steps]:
        died = start(DIES, step, parts[1], out, state, workers)
        died.communicate()
        assert died.returncode == -signal.SIGKILL
        assert out.read_bytes() in {before, expected(parts, tmp_path)}
    compile_files([str(parts[1])], str(out), Options(state=state))

    assert out.read_bytes() == expected(parts, tmp_path)
    assert not list(state.glob(f"{scratch.PREFIX}*"))
    assert not list(tmp_path.glob(".ocds-sv-*"))


@pytest.mark.slow
@pytest.mark.skipif(os.name == "nt", reason="Windows has no SIGKILL")
@pytest.mark.parametrize("workers", [1, 2])
def test_a_state_survives_fifty_kills_at_random_moments(parts, tmp_path, workers):
    out, state = tmp_path / "out.jsonl", tmp_path / "state"
    chance = random.Random(50)
    began = time.monotonic()
    start(DIES, 10**9, parts[0], tmp_path / "other.jsonl", tmp_path / "other", workers).communicate()
    long = time.monotonic() - began

    for _ in range(50):
        run = start(DIES, 10**9, os.pathsep.join(map(str, parts)), out, state, workers)
        time.sleep(chance.uniform(0, 1.2 * long))
        run.kill()
        run.communicate()
    compile_files([str(part) for part in parts], str(out), Options(state=state))

    assert out.read_bytes() == expected(parts, tmp_path)


@pytest.mark.parametrize("where", ["while sorting", "in the state"])
def test_a_full_disk_is_one_sentence_and_no_damage(where, parts, tmp_path, monkeypatch):
    out, state = tmp_path / "out.jsonl", tmp_path / "state"
    compile_files([str(parts[0])], str(out), Options(state=state))
    before = {path: path.read_bytes() for path in [out, *state.iterdir()]}
    writer = runs.Writer.add
    count = 5 if where == "while sorting" else 12

    def full(self, held):
        nonlocal count
        count -= 1
        if not count:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        writer(self, held)

    monkeypatch.setattr(runs.Writer, "add", full)
    if where == "while sorting":
        monkeypatch.setattr(compilation, "room", lambda _memory: 4_000)
    with pytest.raises(OutputError) as caught:
        compile_files([str(parts[1])], str(out), Options(state=state))
    monkeypatch.undo()

    assert "disken är full" in caught.value.text("sv")
    assert all(path.read_bytes() == content for path, content in before.items())
    compile_files([str(parts[1])], str(out), Options(state=state))
    assert out.read_bytes() == expected(parts, tmp_path)


@pytest.fixture
def small_disk(tmp_path):
    """A file system of 256 KiB, where this process may mount one."""
    folder = tmp_path / "small"
    folder.mkdir()
    command = ["mount", "-t", "tmpfs", "-o", "size=256k", "tmpfs", str(folder)]
    try:
        mounted = subprocess.run(command, capture_output=True, check=False).returncode == 0
    except FileNotFoundError:
        mounted = False
    if not mounted:
        pytest.skip("no file system can be mounted here")
    yield folder
    subprocess.run(["umount", str(folder)], check=True)


@pytest.mark.parametrize("given", [{"folder": "."}, {"state": "state"}])
@pytest.mark.parametrize("workers", [1, 2])
def test_a_small_disk_that_fills_up(given, workers, small_disk, tmp_path, monkeypatch):
    monkeypatch.setattr(compilation, "room", lambda _memory: 100_000)
    for module in (crew, shares):
        monkeypatch.setattr(module, "LEAST", 1)
    lines = [encode(release(n % 30, n % 28) | {"own": "påhitt" * 200}) + b"\n" for n in range(600)]
    (tmp_path / "in.jsonl").write_bytes(b"".join(lines))
    options = Options(**{name: small_disk / value for name, value in given.items()}, workers=workers)

    with pytest.raises(OutputError, match="the disk is full"):
        compile_files([str(tmp_path / "in.jsonl")], str(tmp_path / "out.jsonl"), options)

    assert not (tmp_path / "out.jsonl").exists()
    assert not list(small_disk.rglob(f"{scratch.PREFIX}*"))
    assert not list(small_disk.rglob("manifest.json"))
