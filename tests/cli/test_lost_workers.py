"""A worker process that is gone is one sentence, and nothing half-done is left."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
RELEASES = "".join(
    json.dumps({"ocid": f"ocds-a1b2c3-{n}", "id": str(n), "date": "2024-01-01T00:00:00Z", "tag": ["tender"]}) + "\n"
    for n in range(50)
)
RUN = """
import importlib, os, sys

def die(*_):
    os._exit(9)

if __name__ == "__main__":
    from ocds_sv import cli
    from ocds_sv.merge import shares
    shares.LEAST = 1
    setattr(importlib.import_module(sys.argv[1]), sys.argv[2], die)
    sys.exit(cli.run(sys.argv[3:]))
"""
MAPPING = """
source: {format: csv, columns: {nr: [Nr], titel: [Titel]}}
release:
  ocid: "ocds-a1b2c3-{nr}"
  date: "2024-01-01"
  tag: [tender]
  initiationType: tender
  tender: {id: "{nr}", title: "{titel}"}
"""
ROWS = "Nr;Titel\n" + "".join(f"{n};Städning\n" for n in range(50))


@pytest.mark.parametrize(
    ("module", "function", "args"),
    [
        ("ocds_sv.checks.workers", "_work", ["check", "in.jsonl", "-o", "out.json"]),
        ("ocds_sv.conversion.crew", "_work", ["convert", "in å.csv", "-m", "min.yaml", "-o", "out.jsonl"]),
        ("ocds_sv.merge.shares", "_read", ["compile", "in.jsonl", "-o", "out.jsonl"]),
        ("ocds_sv.merge.shares", "_next", ["compile", "in.jsonl", "-o", "out.jsonl"]),
    ],
)
def test_a_worker_that_is_gone_is_told(tmp_path, module, function, args):
    (tmp_path / "in.jsonl").write_text(RELEASES, encoding="utf-8")
    (tmp_path / "in å.csv").write_text(ROWS, encoding="utf-8")
    (tmp_path / "min.yaml").write_text(MAPPING, encoding="utf-8")
    (tmp_path / "run.py").write_text(RUN, encoding="utf-8")

    done = subprocess.run(
        [sys.executable, "run.py", module, function, *args, "--workers", "2", "--lang", "en"],
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": str(ROOT), "PYTHONUTF8": "1"},
        capture_output=True,
        encoding="utf-8",
        timeout=60,
        check=False,
    )

    assert (done.returncode, done.stdout) == (4, "")
    assert "A worker process ended before its work was done" in done.stderr
    assert not [path.name for path in tmp_path.iterdir() if path.name.startswith((".ocds", "out"))]
