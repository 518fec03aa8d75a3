"""
The oldest versions that ``pyproject.toml`` admits, as a file for ``pip install --requirement``.

    python tools/lowest.py floors.txt

``tox -e lowest`` installs them before it runs the tests, so that a floor is a promise and not a guess.
Only the direct dependencies are pinned, as in uv's ``--resolution lowest-direct``.
"""

import re
import sys
import tomllib
from pathlib import Path

PYPROJECT = Path(__file__).resolve().parents[1] / "pyproject.toml"
REQUIREMENT = re.compile(r"(?P<name>[\w.-]+(?:\[[\w,.-]+\])?)>=(?P<floor>[\w.]+)(?P<marker>\s*;.*)?")


class NoFloorError(ValueError):
    """A dependency that is not written as ``name>=floor``."""


def pin(requirement: str) -> str:
    """``click>=8.2`` becomes ``click==8.2``; a marker stays."""
    match = REQUIREMENT.fullmatch(requirement)
    if match is None:
        raise NoFloorError(requirement)
    return f"{match['name']}=={match['floor']}{match['marker'] or ''}"


def floors(pyproject: Path = PYPROJECT) -> list[str]:
    """One pin per core dependency, in the file's order."""
    project = tomllib.loads(pyproject.read_text(encoding="utf-8"))["project"]
    return [pin(requirement) for requirement in project["dependencies"]]


if __name__ == "__main__":
    Path(sys.argv[1]).write_text("\n".join(floors()) + "\n", encoding="utf-8")
