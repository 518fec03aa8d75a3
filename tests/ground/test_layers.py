"""The picture in docs/architecture.md is true: rooms, levels, and the direction of every import."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
PACKAGE = ROOT / "ocds_sv"
ROW = re.compile(r"^\| (?P<level>\d+) \| (?P<rooms>[^|]+) \|", re.MULTILINE)


def drawn() -> dict[str, int]:
    """Room → level, as the table in docs/architecture.md has it."""
    text = (ROOT / "docs/architecture.md").read_text(encoding="utf-8")
    return {room: int(row["level"]) for row in ROW.finditer(text) for room in re.findall(r"`(\w+)`", row["rooms"])}


def built() -> set[str]:
    """The modules and packages directly under ocds_sv."""
    folders = {path.parent.name for path in PACKAGE.glob("*/__init__.py")}
    return folders | {path.stem for path in PACKAGE.glob("*.py")}


def room_of(module: Path) -> str:
    return module.relative_to(PACKAGE).parts[0].removesuffix(".py")


def imported(tree: ast.AST, package: list[str], rooms: set[str]) -> Iterator[tuple[int, str]]:
    """Line and room of every import of our own, wherever in the module it stands; relative ones are resolved."""
    for node in ast.walk(tree):
        names: list[str] = []
        if isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            start = package[: len(package) - node.level + 1] if node.level else []
            base = ".".join([*start, *([node.module] if node.module else [])])
            names = [f"{base}.{alias.name}" for alias in node.names]
        for name in names:
            parts = name.split(".")
            if parts[0] == "ocds_sv":
                # A name that is no room is one of the package's public names.
                yield node.lineno, parts[1] if len(parts) > 1 and parts[1] in rooms else "__init__"


def package_of(module: Path) -> list[str]:
    return list(module.relative_to(ROOT).parent.parts)


def wrong_imports(source: str, room: str, package: list[str], levels: dict[str, int]) -> list[str]:
    """The imports in ``source`` that do not go down."""
    found = imported(ast.parse(source), package, set(levels))
    return [f"line {line}: {room} imports {other}" for line, other in found if not allowed(room, other, levels)]


def allowed(room: str, other: str, levels: dict[str, int]) -> bool:
    return other == room or levels[other] > levels[room]


MODULES = sorted(path for path in PACKAGE.rglob("*.py") if "_data" not in path.parts)


def test_every_room_is_in_the_picture_and_every_drawn_room_exists() -> None:
    assert built() == set(drawn())


@pytest.mark.parametrize("module", MODULES, ids=lambda path: path.relative_to(PACKAGE).as_posix())
def test_imports_go_down(module: Path) -> None:
    """Also those inside functions: a late import is still knowledge of the other room."""
    wrong = wrong_imports(module.read_text(encoding="utf-8"), room_of(module), package_of(module), drawn())

    assert not wrong


LEVELS = {"__init__": 1, "cli": 2, "mapping": 3, "privacy": 3, "errors": 4}


@pytest.mark.parametrize(
    "source",
    [
        "import ocds_sv.cli",
        "from ocds_sv.cli import main",
        "from ocds_sv import cli",
        "from ocds_sv import convert",
        "import ocds_sv",
        "from ..cli import main",
        "from .. import cli",
        "from ocds_sv.privacy import Gate",
        "def late():\n    from ocds_sv.privacy import Gate",
        "if TYPE_CHECKING:\n    from ocds_sv.cli import main",
    ],
)
def test_an_import_upwards_or_sideways_is_seen(source: str) -> None:
    assert wrong_imports(source, "mapping", ["ocds_sv", "mapping"], LEVELS)


@pytest.mark.parametrize(
    "source",
    [
        "from ocds_sv.errors import OcdsSvError",
        "from ocds_sv import errors",
        "from .. import errors",
        "from . import values",
        "from ocds_sv.mapping.values import text_of",
        "import json",
    ],
)
def test_an_import_downwards_or_within_the_room_passes(source: str) -> None:
    assert not wrong_imports(source, "mapping", ["ocds_sv", "mapping"], LEVELS)


def words(room: str) -> Iterator[tuple[str, int, str]]:
    """Module, line and text of every name, attribute and string constant of a room; docstrings are prose."""
    for module in sorted((PACKAGE / room).rglob("*.py")):
        tree = ast.parse(module.read_text(encoding="utf-8"))
        prose = {
            id(node.value)
            for node in ast.walk(tree)
            if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)
        }
        for node in ast.walk(tree):
            text = None
            if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in prose:
                text = node.value
            elif isinstance(node, ast.Name):
                text = node.id
            elif isinstance(node, ast.Attribute):
                text = node.attr
            if text is not None:
                yield module.name, node.lineno, text


# Names of OCDS that no source file and no programming language has of itself.
OCDS_FIELDS = {
    "ocid", "tender", "tenderers", "awards", "contracts", "parties", "procuringEntity", "procurementMethod",
    "procurementMethodDetails", "mainProcurementCategory", "initiationType", "tenderPeriod", "awardPeriod",
    "submissionMethod", "contractPeriod", "suppliers", "relatedProcesses", "additionalIdentifiers", "compiledRelease",
    "awardCriteria", "implementation", "transactions", "payee", "payer", "buyer", "lots", "bids", "unitValue",
    "planning", "versionedRelease", "publicationPolicy", "statusDetails", "dateSigned", "amendments", "milestones",
}  # fmt: skip
SWEDISH = {"orgnr", "personnummer", "kommun", "upphandling", "svenska", "sverige", "sweden", "swedish", "SE-ON"}


@pytest.mark.parametrize(
    ("room", "unknown"),
    [("sources", OCDS_FIELDS), ("mapping", OCDS_FIELDS - {"ocid"}), ("standard", SWEDISH)],
)
def test_a_room_does_not_know_what_is_none_of_its_business(room: str, unknown: set[str]) -> None:
    told = [f"{module}:{line}: {text}" for module, line, text in words(room) if text in unknown]

    assert not told
