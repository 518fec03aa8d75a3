"""Two workers of a Dask cluster beside two processes of our own, in one run: ratios, never judged by the clock."""

import importlib.util
import statistics
import sys
from pathlib import Path

import pytest

pytestmark = pytest.mark.benchmark
pytest.importorskip("distributed", reason="Dask is not installed: run tox -e benchmarks")

HERE = Path(__file__).parent
FILES = 16
COMMANDS = {
    "convert": ("convert", "ledger", "-m", "leverantorsreskontra", "--as-of", "2024-05-01", "-q"),
    "check": ("check", "releases", "--as-of", "2024-05-01"),
    "compile": ("compile", "releases", "-q"),
}


def load(name):
    spec = importlib.util.spec_from_file_location(name, HERE / f"{name}.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.mark.parametrize("name", COMMANDS)
def test_dask_beside_our_own_processes(tmp_path, measure, short, tell, name):
    for folder in ("ledger", "releases"):
        (tmp_path / folder).mkdir()
    load("releases").write(tmp_path / "all.jsonl", (10 if short else 100) * 1_000_000)
    lines = (tmp_path / "all.jsonl").read_bytes().splitlines(keepends=True)
    for number in range(FILES):
        load("generate").ledger(tmp_path / f"ledger/{number}.csv", 2_000 if short else 30_000)
        (tmp_path / f"releases/{number:02d}.jsonl").write_bytes(b"".join(lines[number::FILES]))
    ending = "json" if name == "check" else "jsonl"
    command = (sys.executable, "-m", "ocds_sv", *COMMANDS[name], "--fail-on", "never", "--workers", "2")
    own, dask = [], []

    for _ in range(1 if short else 3):
        own.append(measure(*command, "-o", f"own.{ending}"))
        dask.append(measure(*command, "-o", f"dask.{ending}", "--engine", "dask"))

    assert dask[-1].code == own[-1].code == 0, dask[-1].printed
    assert (tmp_path / f"dask.{ending}").read_bytes() == (tmp_path / f"own.{ending}").read_bytes()
    cpu, wall = (
        statistics.median(getattr(theirs, unit) / getattr(ours, unit) for theirs, ours in zip(dask, own, strict=True))
        for unit in ("cpu", "wall")
    )
    tell(
        own[-1].line(f"ocds-sv {name}, two processes"),
        dask[-1].line(f"ocds-sv {name}, Dask, two workers"),
        f"Dask takes {cpu:.1f} times the CPU and {wall:.1f} times the wall time, its start of some seconds included",
    )
