"""How a command is measured: as a whole process, by the system's own account of it."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

HERE = Path(__file__).resolve().parent
ROOT = HERE.parents[1]


class Measured:
    """Wall and CPU seconds and peak memory (MB) of a finished process."""

    def __init__(self, command, cwd):
        environment = {**os.environ, "PYTHONPATH": str(ROOT), "PYTHONUTF8": "1"}
        # What is installed has its bytecode beside it; so must what is measured.
        environment.pop("PYTHONDONTWRITEBYTECODE", None)
        launcher = [sys.executable, "-I", "-S", HERE / "account.py", "account.txt"]
        done = subprocess.run(
            [str(word) for word in (*launcher, *command)],
            cwd=cwd,
            env=environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            check=False,
        )
        self.printed = done.stdout.decode(errors="replace")
        assert done.returncode == 0, self.printed
        self.wall, self.cpu, peak, code = map(float, (Path(cwd) / "account.txt").read_text().split())
        self.memory, self.code = peak / 1024, int(code)

    def line(self, name):
        return f"{name:<34}{self.wall:>9.2f} s wall {self.cpu:>9.2f} s CPU {self.memory:>8.0f} MB"


@pytest.fixture
def measure(tmp_path):
    """Run a command in the test's folder and account for it."""
    if not hasattr(os, "wait4"):
        pytest.skip("the system keeps no account of a finished process")
    return lambda *command: Measured(command, tmp_path)


@pytest.fixture
def ours(measure):
    """Convert with everything on: privacy gate, provenance, findings; in one process unless ``words`` say otherwise."""

    def run(source, mapping, target, *words):
        name = Path(mapping) if str(mapping).endswith(".yaml") else mapping
        command = (sys.executable, "-m", "ocds_sv", "convert", source, "-m", name, "-o", target, "--quiet")
        found = measure(*command, *(words or ("--workers", "1")))
        assert found.code == 0, found.printed
        return found

    return run


@pytest.fixture
def short(request):
    """Whether small sizes are enough."""
    return request.config.getoption("--short")


@pytest.fixture
def tell(capsys):
    """Print although pytest captures."""

    def say(*lines):
        with capsys.disabled():
            sys.stdout.write("\n".join(["", *lines, ""]))

    return say
