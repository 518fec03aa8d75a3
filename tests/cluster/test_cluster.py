"""Convert, check and compile on a cluster that is really there: the same bytes, also when a worker is killed."""

import importlib.util
import random
import time
from contextlib import ExitStack
from pathlib import Path

import orjson
import pytest

pytestmark = pytest.mark.cluster
pytest.importorskip("distributed", reason="Dask is not installed: run tox -e cluster")

BENCHMARKS = Path(__file__).parents[1] / "benchmarks"
FILES = 5
CONVERT = ("convert", "ledger", "-m", "leverantorsreskontra", "--as-of", "2024-05-01", "--fail-on", "never", "-q")
CHECK = ("check", "releases", "--as-of", "2024-05-01", "--fail-on", "never")
COMPILE = ("compile", "releases", "--fail-on", "never", "-q")
JOBS = {
    "convert": (CONVERT, ("out.jsonl", "out.provenance.jsonl", "report.json"), ("--report", "report.json")),
    "check": (CHECK, ("out.json",), ()),
    "compile": (COMPILE, ("out.jsonl", "report.json"), ("--report", "report.json")),
}


def load(name):
    spec = importlib.util.spec_from_file_location(name, BENCHMARKS / f"{name}.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture
def data(tmp_path):
    """Five files each of a ledger and of releases, those of a process far from each other, of a megabyte each."""
    for folder in ("ledger", "releases"):
        (tmp_path / folder).mkdir()
    ledger, releases = load("generate").ledger, load("releases").process
    for place in range(FILES):
        ledger(tmp_path / "ledger" / f"{place:02d}.csv", 7_000)
    chance = random.Random(4)
    with ExitStack() as stack:
        files = [
            stack.enter_context((tmp_path / "releases" / f"{place:02d}.jsonl").open("wb")) for place in range(FILES)
        ]
        for process in range(700):
            for release in releases(chance, process):
                chance.choice(files).write(orjson.dumps(release) + b"\n")
    return tmp_path


@pytest.fixture
def alone(data, call):
    """What the run without a cluster writes, by the name of the job; the files are taken away again."""

    def run(job):
        command, names, more = JOBS[job]
        code, out, err = call(*command, "-o", names[0], *more, "--workers", "1")
        assert code == 0, err
        contents = [(data / name).read_bytes() for name in names]
        for name in names:
            (data / name).unlink()
        return contents, out

    return run


def written(data, job):
    return [(data / name).read_bytes() for name in JOBS[job][1]]


@pytest.mark.parametrize("job", JOBS)
def test_a_cluster_of_its_own(data, call, alone, job):
    command, names, more = JOBS[job]
    expected = alone(job)

    code, out, err = call(*command, "-o", names[0], *more, "--engine", "dask", "--workers", "2")

    assert code == 0, err
    assert (written(data, job), out) == expected
    assert not list(data.glob("ocds-sv-scratch-*"))


@pytest.mark.parametrize("job", JOBS)
def test_a_worker_that_is_killed_in_the_middle_changes_nothing(data, machines, command, alone, job):
    arguments, names, more = JOBS[job]
    expected = alone(job)
    for _ in range(3):
        machines.add()

    run = command(*arguments, "-o", names[0], *more, "--engine", "dask", "--scheduler", machines.address)
    machines.until(lambda: busy(machines, data, job))
    machines.kill(machines.workers[0])
    out, err = run.communicate(timeout=600)

    assert run.returncode == 0, err
    assert (written(data, job), out) == expected
    # The scheduler lost a worker before it had done all that the run asked for.
    assert 0 < machines.log().find("Remove worker addr") < machines.log().find("Remove client")
    assert not list(data.glob("ocds-sv-scratch-*"))


def busy(machines, data, job):
    """Whether the tasks have begun: something of them is there, or, of a check, time has passed."""
    if job != "check":
        return any(data.glob("ocds-sv-scratch-*/*.part")) or any(data.glob("ocds-sv-scratch-*/*.run"))
    if machines.log().count("out-of-band function") < len(machines.workers):
        return False
    time.sleep(1)
    return True


def test_a_cluster_that_dies_is_one_sentence_and_leaves_nothing(data, machines, command):
    machines.add()
    run = command(*COMPILE, "-o", "out.jsonl", "--engine", "dask", "--scheduler", machines.address)
    machines.until(lambda: any(data.glob("ocds-sv-scratch-*/*.run")))

    machines.kill(machines.workers[0])
    machines.kill(machines.scheduler)
    _, err = run.communicate(timeout=600)

    assert run.returncode == 4
    assert err.startswith("The cluster: the scheduler is gone.")
    assert not (data / "out.jsonl").exists()
    assert not list(data.glob("ocds-sv-scratch-*"))


def test_a_worker_with_threads_is_refused(data, machines, call):
    machines.add("--nthreads", "2")

    code, _, err = call(*CHECK, "--engine", "dask", "--scheduler", machines.address)

    assert code == 4
    assert "--nthreads 1" in err


def test_a_mistake_in_a_task_is_told_as_without_a_cluster(data, call):
    (data / "releases.gz").write_bytes(b"\x1f\x8b no gzip")
    arguments = ("compile", "releases.gz", "-o", "out.jsonl")

    alone = call(*arguments)

    assert call(*arguments, "--engine", "dask", "--workers", "1") == alone
    assert alone[0] == 3


@pytest.mark.parametrize("address", ["absent.json", "tcp://127.0.0.1:9"])
def test_nobody_answers(data, call, address):
    code, _, err = call(*CHECK, "--engine", "dask", "--scheduler", address)

    assert code == 4
    assert err == f"The cluster: no scheduler answers at {address}: is it started, and can this machine reach it?\n"
