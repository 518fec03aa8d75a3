"""A real scheduler and real workers, as processes of this machine that talk over its loopback address."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

PATIENCE = 600
ROOT = Path(__file__).resolve().parents[2]


def started(folder, *command):
    """A process of the cluster in a session of its own; every warning is an error in it."""
    with (folder / "cluster.log").open("ab") as log:
        return subprocess.Popen(
            [sys.executable, "-m", "dask", *command],
            cwd=folder,
            env=environment(),
            stdout=log,
            stderr=log,
            start_new_session=True,
        )


def environment():
    # As users have it: what refuses the network to other tests would refuse the loopback address, too.
    return {**os.environ, "PYTHONPATH": str(ROOT), "PYTHONUTF8": "1", "OCDS_SV_LANG": "en", "PYTHONWARNINGS": "error"}


class Machines:
    """
    A cluster that runs.

    Attributes:
        address: of its scheduler, as a scheduler file.
    """

    def __init__(self, folder):
        self.folder = folder
        self.address = str(folder / "scheduler.json")
        self.workers = []
        self.scheduler = started(
            folder,
            "scheduler",
            "--host",
            "127.0.0.1",
            "--port",
            "0",
            "--no-dashboard",
            "--scheduler-file",
            self.address,
        )
        self.until(lambda: Path(self.address).exists())

    def add(self, *options):
        """Start a worker that nobody starts again when it dies."""
        threads = () if "--nthreads" in options else ("--nthreads", "1")
        command = ("worker", "--scheduler-file", self.address, "--no-nanny", "--no-dashboard", *threads, *options)
        self.workers.append(started(self.folder, *command, "--local-directory", str(self.folder / "local")))

    def until(self, condition):
        """Wait for something."""
        end = time.monotonic() + PATIENCE
        while not condition():
            assert time.monotonic() < end, self.log()[-3_000:]
            assert self.scheduler.poll() is None
            time.sleep(0.02)

    def log(self):
        """What scheduler and workers have said so far."""
        return (self.folder / "cluster.log").read_text(encoding="utf-8")

    @staticmethod
    def kill(process):
        """As a power cut does."""
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()

    def close(self):
        for process in (*self.workers, self.scheduler):
            if process.poll() is None:
                self.kill(process)


@pytest.fixture
def machines(tmp_path):
    cluster = Machines(tmp_path)
    yield cluster
    cluster.close()


@pytest.fixture
def command(tmp_path):
    """The command line, begun in the folder of the test."""

    def begin(*arguments):
        return subprocess.Popen(
            [sys.executable, "-m", "ocds_sv", *map(str, arguments)],
            cwd=tmp_path,
            env=environment(),
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            encoding="utf-8",
        )

    return begin


@pytest.fixture
def call(command):
    """The same, to its end: exit code, output, messages."""

    def run(*arguments):
        process = command(*arguments)
        out, err = process.communicate(timeout=PATIENCE)
        return process.returncode, out, err

    return run
