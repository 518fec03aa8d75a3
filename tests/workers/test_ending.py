"""The processes of a pool end when they are told to, also when one is gone and the others heed nobody else."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
ENDS = """
import os, sys, time
from concurrent.futures import BrokenExecutor, ProcessPoolExecutor
from multiprocessing import active_children, get_context
from ocds_sv.workers import end, heed_parent_alone

def die(_):
    os._exit(9)

if __name__ == "__main__":
    pool = ProcessPoolExecutor(2, get_context(sys.argv[1]), heed_parent_alone)
    asked = [pool.submit(time.sleep, 600), pool.submit(die if sys.argv[2] == "lost" else time.sleep, 600)]
    if sys.argv[2] == "lost":
        assert isinstance(asked[1].exception(), BrokenExecutor)
    end(pool, at_once=True)
    print(len(active_children()))
"""


@pytest.mark.parametrize("how", ["busy", "lost"])
@pytest.mark.parametrize("method", ["spawn", pytest.param("fork", marks=pytest.mark.skipif(
    sys.platform != "linux", reason="only on Linux is a copy safe"))])  # fmt: skip
def test_processes_that_heed_their_parent_alone_are_ended(tmp_path: Path, method: str, how: str) -> None:
    (tmp_path / "ends.py").write_text(ENDS, encoding="utf-8")

    done = subprocess.run(
        [sys.executable, "-W", "ignore", tmp_path / "ends.py", method, how],
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        capture_output=True,
        encoding="utf-8",
        timeout=60,
        check=False,
    )

    assert (done.returncode, done.stdout, done.stderr) == (0, "0\n", "")
