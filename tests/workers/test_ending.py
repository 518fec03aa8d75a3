"""The processes of a pool end at once when they are told to, although they heed nobody but their parent."""

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
from pathlib import Path
from ocds_sv.workers import end, heed_parent_alone

def die():
    os._exit(9)

def answer():
    Path("answering").touch()
    return bytes(200_000_000)

if __name__ == "__main__":
    _, method, how = sys.argv
    pool = ProcessPoolExecutor(2, get_context(method), heed_parent_alone)
    pool.submit(time.sleep, 600)
    # With an answer the pool has seen both.
    pool.submit(os.getpid).result()
    if how == "lost":
        assert isinstance(pool.submit(die).exception(), BrokenExecutor)
    elif how == "answering":
        pool.submit(answer)
        while not Path("answering").exists():
            time.sleep(0.01)
        time.sleep(0.05)
    end(pool, at_once=True)
    print(len(active_children()))
"""


@pytest.mark.parametrize("how", ["busy", "answering", "lost"])
@pytest.mark.parametrize("method", ["spawn", pytest.param("fork", marks=pytest.mark.skipif(
    sys.platform != "linux", reason="only on Linux is a copy safe"))])  # fmt: skip
def test_processes_that_heed_their_parent_alone_are_ended(tmp_path: Path, method: str, how: str) -> None:
    (tmp_path / "ends.py").write_text(ENDS, encoding="utf-8")

    done = subprocess.run(
        [sys.executable, "-W", "ignore", "ends.py", method, how],
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        capture_output=True,
        encoding="utf-8",
        timeout=60,
        check=False,
    )

    assert (done.returncode, done.stdout, done.stderr) == (0, "0\n", "")
