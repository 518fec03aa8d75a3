"""Promises about the tree as a whole."""

from __future__ import annotations

import ast
import configparser
import re
import subprocess
import sys
import tomllib
import zipfile
from pathlib import Path

import pytest

from tools.lowest import NoFloorError, floors, pin

ROOT = Path(__file__).resolve().parents[2]
PACKAGE = ROOT / "ocds_sv"
FOLDERS = ("ocds_sv", "schemas", "mappings", "tests", "docs", "tools", ".ci")
WRITTEN = {".py", ".md", ".yaml", ".toml", ".ini", ".html", ".jinja", ""}
LONGEST = 350
GENERATED = re.compile(r"\bwritten by tools/\w+\.py\b.*\bdo not edit\b", re.IGNORECASE)
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))


def tree() -> list[Path]:
    """Every file of the project; what tools leave behind lies in folders that are not the project's."""
    inside = [path for folder in FOLDERS for path in (ROOT / folder).rglob("*") if "__pycache__" not in path.parts]
    return sorted(path for path in [*ROOT.glob("*"), *inside] if path.is_file())


def places(pattern: re.Pattern[str]) -> list[str]:
    """File and line of every match in what people wrote."""
    found = []
    for path in tree():
        if path.suffix in WRITTEN:
            for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1):
                if pattern.search(line):
                    found.append(f"{path.relative_to(ROOT).as_posix()}:{number}")
    return found


def test_no_path_of_one_machine_stands_in_the_tree() -> None:
    # Split, or this line would be its own finding.
    machine = re.compile("/ho" + r"me/\w|/ro" + r"ot/|/Us" + r"ers/\w|/wo" + r"rk/|[A-Z]:\\Us" + r"ers\\\w")

    assert not places(machine)


def test_nothing_is_left_open() -> None:
    """What is unfinished is an issue, not a note in the code."""
    left = re.compile(r"\b(TO" + "DO|FIX" + r"ME)\b|#\s*X" + r"XX\b|\braise NotImplemented" + "Error\\b")

    assert not places(left)


def test_the_version_stands_in_one_place() -> None:
    version = re.escape(PROJECT["project"]["version"])
    literal = re.compile(rf"""version\w*\s*(:\s*\w+\s*)?=\s*["']{version}["']""", re.IGNORECASE)

    assert [place.partition(":")[0] for place in places(literal)] == ["pyproject.toml"]


def test_the_changelog_starts_with_what_is_not_released_or_with_this_version() -> None:
    text = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
    newest = re.search(r"^## \[(.+?)\]", text, re.MULTILINE)

    assert newest is not None
    assert newest[1] in {"Unreleased", PROJECT["project"]["version"]}


MODULES = sorted(PACKAGE.rglob("*.py"))


@pytest.mark.parametrize("module", MODULES, ids=lambda path: path.relative_to(PACKAGE).as_posix())
def test_a_module_says_what_it_is_for(module: Path) -> None:
    assert ast.get_docstring(ast.parse(module.read_text(encoding="utf-8")))


def test_a_module_fits_in_a_head() -> None:
    """A longer one has more than one job; only generated files may be long."""
    texts = {path: path.read_text(encoding="utf-8") for path in [*MODULES, *(ROOT / "tools").glob("*.py")]}
    long = {
        path.relative_to(ROOT).as_posix(): text.count("\n")
        for path, text in texts.items()
        if text.count("\n") > LONGEST and not GENERATED.search(text[:500])
    }

    assert not long


def test_every_dependency_has_a_floor_and_a_reason() -> None:
    """The table in docs/dependencies.md names the same packages and floors as pyproject.toml."""
    text = (ROOT / "docs/dependencies.md").read_text(encoding="utf-8")
    table = text.partition("## Core")[2].partition("\n## ")[0]
    told = dict(re.findall(r"^\| (\S+) \| ([\d.]+) \| \w", table, re.MULTILINE))
    wanted = dict(floor.partition(";")[0].strip().split("==") for floor in floors())

    assert told == wanted


def test_a_floor_is_pinned_with_its_marker() -> None:
    assert pin("click>=8.2") == "click==8.2"
    assert pin("tzdata>=2024.1; sys_platform == 'win32'") == "tzdata==2024.1; sys_platform == 'win32'"
    with pytest.raises(NoFloorError):
        pin("click")


def test_one_environment_tries_what_needs_an_extra() -> None:
    """Elsewhere these tests skip, since most users have no data frames."""
    tox = configparser.ConfigParser(interpolation=None)
    tox.read(ROOT / "tox.ini", encoding="utf-8")

    groups = PROJECT["dependency-groups"]
    assert "py311" in tox["tox"]["env_list"]
    assert tox["testenv:py311"]["extras"].split() == ["tables"]
    assert set(tox["testenv:py311"]["dependency_groups"].split()) >= {"frames"} <= set(groups)
    assert {requirement.partition(">=")[0] for requirement in groups["frames"]} == {"pandas", "polars"}


@pytest.mark.slow
def test_the_wheel_holds_the_package_its_types_and_its_data(tmp_path: Path) -> None:
    build = [sys.executable, "-m", "pip", "wheel", "--quiet", "--no-deps", "--wheel-dir", str(tmp_path), str(ROOT)]
    subprocess.run(build, check=True)
    (wheel,) = tmp_path.glob("ocds_sv-*-py3-none-any.whl")
    names = set(zipfile.ZipFile(wheel).namelist())

    expected = {path.relative_to(ROOT).as_posix() for path in tree() if path.is_relative_to(PACKAGE)}
    for folder in ("schemas", "mappings"):
        files = (path for path in tree() if path.is_relative_to(ROOT / folder))
        expected |= {f"ocds_sv/_data/{path.relative_to(ROOT).as_posix()}" for path in files}
    assert "ocds_sv/py.typed" in expected
    assert {name for name in names if ".dist-info/" not in name} == expected
    assert any(name.endswith("licenses/LICENSE") for name in names)
