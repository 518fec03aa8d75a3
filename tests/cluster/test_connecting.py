"""What is asked of a cluster before any data is read, and what is said when there is none."""

import sys

import pytest

from ocds_sv.cli import run
from ocds_sv.cluster import cluster, connecting, engine
from ocds_sv.errors import ClusterError, UsageError


def refused(folder, *arguments):
    return run(["check", str(folder / "in.jsonl"), "--lang", "en", *arguments])


def test_without_the_extra_one_sentence_says_what_to_install(tmp_path, monkeypatch, capsys):
    monkeypatch.setitem(sys.modules, "distributed", None)
    (tmp_path / "in.jsonl").write_bytes(b"{}\n")

    code = refused(tmp_path, "--engine", "dask", "--temp", str(tmp_path))

    assert code == 2
    assert capsys.readouterr().err == "Wrong usage: --engine dask needs Dask: pip install 'ocds-sv[cluster]'\n"


def test_the_engine_of_one_machine_imports_nothing_of_it(tmp_path, monkeypatch):
    for name in ("dask", "distributed"):
        monkeypatch.setitem(sys.modules, name, None)
    (tmp_path / "in.jsonl").write_bytes(b'{"ocid": "x"}\n')

    assert (
        run(["compile", str(tmp_path / "in.jsonl"), "-o", str(tmp_path / "out.jsonl"), "-q", "--fail-on", "never"]) == 0
    )


def test_a_scheduler_is_for_the_engine_that_has_one(tmp_path, capsys):
    assert refused(tmp_path, "--scheduler", "tcp://10.0.0.4:8786") == 2
    assert "--scheduler is for --engine dask" in capsys.readouterr().err


def test_the_workers_of_a_cluster_that_runs_are_not_ours_to_count(tmp_path):
    pytest.importorskip("distributed")
    with pytest.raises(UsageError, match="contradict"), cluster("tcp://10.0.0.4:8786", folder=tmp_path, workers=2):
        pass


class Workers:
    """Answers as the workers of a cluster do."""

    def __init__(self, *, seen=None, threads=1, error=None):
        self.seen, self.threads, self.error = seen, threads, error

    def wait_for_workers(self, number, timeout):
        if not self.threads:
            raise TimeoutError

    def nthreads(self):
        return {"tcp://10.0.0.5:1": 1, "tcp://10.0.0.6:1": self.threads}

    def run(self, function, *arguments):
        if self.error is not None:
            raise self.error
        return {"tcp://10.0.0.5:1": function(*arguments), "tcp://10.0.0.6:1": self.seen or function(*arguments)}


def test_workers_that_can_do_the_work_are_counted(tmp_path):
    assert connecting._ready(Workers(), tmp_path, 1) == 2


@pytest.mark.parametrize(
    ("workers", "english", "swedish"),
    [
        (Workers(threads=0), "no worker for 1 seconds", "någon arbetare på 1 sekunder"),
        (Workers(threads=4), "has 4 threads: start it with --nthreads 1", "har 4 trådar"),
        (Workers(error=ModuleNotFoundError("ocds_sv")), "the workers lack ocds-sv", "saknar ocds-sv"),
        (Workers(seen=("99.0", True)), "10.0.0.6:1 has ocds-sv 99.0, and this is", "installera samma version"),
        (Workers(seen=(connecting.version("ocds-sv"), False)), "give --temp a folder", "ge --temp en mapp"),
    ],
)
def test_workers_that_cannot_are_told_with_the_remedy(tmp_path, workers, english, swedish):
    with pytest.raises(ClusterError) as caught:
        connecting._ready(workers, tmp_path, 1)

    assert english in caught.value.text("en")
    assert swedish in caught.value.text("sv")
    assert caught.value.exit_code == 4


def test_a_worker_without_the_folder_of_the_run_says_so(tmp_path, monkeypatch):
    with pytest.raises(ClusterError, match="a worker does not see the folder"):
        engine.at(str(tmp_path / "absent"), len, [])


def test_a_task_runs_where_the_run_was_begun(tmp_path, monkeypatch):
    from pathlib import Path

    monkeypatch.chdir(tmp_path)
    (tmp_path / "there").mkdir()

    assert engine.at(str(tmp_path / "there"), lambda name: Path(name).resolve(), "x") == tmp_path / "there/x"


@pytest.mark.parametrize("lost", ["KilledWorker", "CancelledError"])
def test_what_dask_raises_becomes_a_sentence(lost):
    distributed = pytest.importorskip("distributed")

    assert issubclass(getattr(distributed, lost), engine._losses())
    assert "memory" in engine._told(type("KilledWorker", (Exception,), {})()).text("en")
    assert "scheduler" in engine._told(OSError()).text("en")
