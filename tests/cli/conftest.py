"""Two ways to call the command: in this process, and as its users do."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from ocds_sv import cli

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def quiet_environment(monkeypatch):
    """No setting of the machine that runs the tests decides what they see."""
    for name in [*os.environ]:
        if name.startswith(("OCDS_SV_", "LC_", "LANG", "NO_COLOR")):
            monkeypatch.delenv(name)


@pytest.fixture
def call(capfd, quiet_environment):
    """Run a command in this process: (exit code, standard output, standard error)."""

    def run(*args):
        capfd.readouterr()
        code = cli.run([str(arg) for arg in args])
        out, err = capfd.readouterr()
        return code, out, err

    return run


@pytest.fixture
def process(quiet_environment):
    """Run a command as its own process, with bytes in and out."""

    def run(*args, env=None, stdin=b"", cwd=None, code=None):
        how = ["-c", code] if code else ["-m", "ocds_sv"]
        return subprocess.run(
            [sys.executable, *how, *map(str, args)],
            input=stdin,
            capture_output=True,
            check=False,
            cwd=cwd,
            env={**os.environ, "PYTHONPATH": str(ROOT), **(env or {})},
            timeout=60,
        )

    return run
