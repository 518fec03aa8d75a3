"""What docs/cluster.md tells people to type is understood by the programs that it names."""

import re
import shlex
import subprocess
import sys
from pathlib import Path

import click
import pytest

from ocds_sv.cli import group

GUIDE = (Path(__file__).resolve().parents[2] / "docs/cluster.md").read_text(encoding="utf-8")
TEXTS = "\n".join(re.findall(r"```text\n(.*?)```", GUIDE, re.DOTALL))
OURS = re.findall(r"^ocds-sv (.+)$", TEXTS, re.MULTILINE)
DASK = re.findall(r"\bdask (scheduler|worker)\b([^&\n]*)", TEXTS)
PODS = [(words[1], " ".join(words[2:])) for words in (line.split(", ") for line in re.findall(r"\[dask, .*?\]", GUIDE))]


def test_the_guide_has_commands():
    assert len(OURS) >= 6
    assert len(DASK) >= 4
    assert len(PODS) == 2


@pytest.mark.parametrize("line", OURS)
def test_our_commands_are_understood(line):
    name, *arguments = shlex.split(line)
    command = group.make().get_command(click.Context(click.Command("x")), name)
    assert command is not None

    with command.make_context(name, arguments) as context:
        assert context.params["engine"] in {"local", "dask"}


@pytest.mark.parametrize("program", ["scheduler", "worker"])
def test_dask_knows_the_options(program):
    pytest.importorskip("distributed", reason="Dask is not installed: run tox -e cluster")
    told = subprocess.run(
        [sys.executable, "-m", "dask", program, "--help"], check=True, capture_output=True, text=True
    ).stdout
    known = set(re.findall(r"--[a-z-]+", told))

    asked = {option for name, rest in [*DASK, *PODS] if name == program for option in re.findall(r"--[a-z-]+", rest)}
    assert asked
    assert asked <= known
