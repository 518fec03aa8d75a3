"""A run told to stop with all its processes, fresh interpreters, ends with one sentence and leaves nothing."""

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from tests.cli.test_lost_workers import MAPPING, RELEASES, ROOT, ROWS
from tests.groups import alive, wait_until

RUN = """
import importlib, signal, sys

# Who runs in the background may have been started deaf to it.
signal.signal(signal.SIGINT, signal.default_int_handler)

if __name__ == "__main__":
    from ocds_sv import cli
    from ocds_sv.merge import shares
    shares.LEAST = 1
    for name in ("checks.workers", "conversion.crew", "merge.hands"):
        importlib.import_module(f"ocds_sv.{name}").may_copy = lambda: False
    cli.main()
"""
COMMANDS = {
    "check": ["in.jsonl", "-o", "out.json"],
    "convert": ["in å.csv", "-m", "min.yaml", "-o", "out.jsonl"],
    "compile": ["in.jsonl", "-o", "out.jsonl"],
}


@pytest.mark.skipif(not Path("/proc/self/cmdline").exists(), reason="the system does not show its processes as files")
@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
@pytest.mark.parametrize("command", COMMANDS)
def test_fresh_interpreters_that_have_just_begun_are_ended(tmp_path, command, number):
    content = {"in.jsonl": RELEASES, "in å.csv": ROWS, "min.yaml": MAPPING, "run.py": RUN}
    for name, text in content.items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    (tmp_path / "temp").mkdir()
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "PYTHONUTF8": "1", "TMPDIR": str(tmp_path / "temp")}
    words = [sys.executable, "run.py", command, *COMMANDS[command], "--workers", "2", "--lang", "en"]

    with subprocess.Popen(
        words, cwd=tmp_path, env=environment, stdout=-1, stderr=-1, start_new_session=True, encoding="utf-8"
    ) as run:
        wait_until(lambda: run.poll() is not None or begun(run.pid))
        os.killpg(run.pid, number)
        out, told = run.communicate(timeout=60)

    assert (run.returncode, out) == (128 + number, "")
    assert len(told.splitlines()) == 1
    assert "Nothing half-done is left." in told
    wait_until(lambda: not alive(run.pid))
    assert {path.name for path in tmp_path.iterdir()} - {"__pycache__"} == {*content, "temp"}
    assert list((tmp_path / "temp").iterdir()) == []


def begun(group):
    """Whether a process of the group is an interpreter that was started to work."""
    for process in Path("/proc").glob("[0-9]*"):
        try:
            if os.getpgid(int(process.name)) == group and b"spawn_main" in (process / "cmdline").read_bytes():
                return True
        except OSError:
            continue
    return False
