"""Other processes: a copy where that is safe, and whatever happens to it is told to the one who asked."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
COPY = """
import os, sys, time
from concurrent.futures import BrokenExecutor
from ocds_sv.merge import hands

class Kept:
    value = 0

def start(value):
    if value is None:
        raise ValueError("not begun")
    Kept.value = value

def add(value):
    Kept.value += value
    return Kept.value

def fail():
    raise ValueError("failed")

def large(data):
    return data

def die():
    os._exit(3)

if __name__ == "__main__":
    one, other, wrong = (hands.hand(start, value) for value in (1, 10, None))
    assert isinstance(one, hands.Copy)
    assert [one.submit(add, 1).result(), one.submit(add, 1).result(), other.submit(add, 1).result()] == [2, 3, 11]
    several = [one.submit(large, bytes(1 << 20)) for _ in range(20)]
    assert all(len(each.result()) == 1 << 20 for each in several)
    assert [str(each.exception()) for each in (one.submit(fail), wrong.submit(add, 1))] == ["failed", "not begun"]
    assert one.submit(add, value=1).result() == 4
    died = [other.submit(die), other.submit(add, 1)]
    assert all(isinstance(each.exception(), BrokenExecutor) for each in died)
    left = [one.submit(time.sleep, 60) for _ in range(3)]
    for each in (one, other, wrong):
        each.shutdown(wait=False, cancel_futures=True)
        each.shutdown()
    print("well")
"""


@pytest.mark.skipif(sys.platform != "linux", reason="only on Linux is a copy safe")
def test_a_copy_works_keeps_fails_and_ends(tmp_path):
    script = tmp_path / "copy_of.py"
    script.write_text(COPY, encoding="utf-8")

    done = subprocess.run(
        [sys.executable, "-W", "error", script],
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        capture_output=True,
        encoding="utf-8",
        timeout=60,
        check=False,
    )

    assert (done.stdout, done.stderr) == ("well\n", "")


ENDS = """
import sys, time
from pathlib import Path
from ocds_sv.merge import hands
from ocds_sv.merge.pools import Pools

def start(number):
    Path(f"begun-{number}").touch()
    while not Path("go").exists():
        time.sleep(0.01)
    Path(f"ended-{number}").touch()

class Two(Pools):
    def begin(self):
        hands.may_copy = lambda: sys.argv[1] == "copies"
        self._pools = [hands.hand(start, number) for number in range(2)]
        for pool in self._pools:
            pool.submit(int)

if __name__ == "__main__":
    with Two() as two:
        two.begin()
        while not all(Path(f"begun-{number}").exists() for number in range(2)):
            time.sleep(0.01)
    Path("go").touch()
    time.sleep(1)
    print(sum(Path(f"ended-{number}").exists() for number in range(2)))
"""


@pytest.mark.parametrize(
    "how",
    [
        pytest.param("copies", marks=pytest.mark.skipif(sys.platform != "linux", reason="no copies elsewhere")),
        "anew",
    ],
)
def test_none_works_on_after_the_block(tmp_path, how):
    (tmp_path / "ends.py").write_text(ENDS, encoding="utf-8")

    done = subprocess.run(
        [sys.executable, "-W", "error", "ends.py", how],
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        capture_output=True,
        encoding="utf-8",
        timeout=60,
        check=False,
    )

    assert (done.stdout, done.stderr) == ("0\n", "")
