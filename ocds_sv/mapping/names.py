"""The names of the shipped mappings, and where they lie."""

from __future__ import annotations

from pathlib import Path

from ocds_sv.errors import UnknownName
from ocds_sv.mapping.templates import near
from ocds_sv.resources import MAPPINGS


def find(name: str | Path) -> Path:
    """
    The YAML file of a mapping: a shipped one by its name (``uhm-upphandlingar/tenders``), or a path.

    Raises:
        UnknownName: neither.
    """
    text = str(name)
    candidates = [Path(text), Path(text) / "mapping.yaml"]
    if text in shipped_names():
        candidates = [MAPPINGS / text / "mapping.yaml", MAPPINGS / f"{text}.yaml"]
    for path in candidates:
        if path.is_file():
            return path
    raise no_such("mapping", "mappningen", text, shipped_names())


def shipped_names() -> list[str]:
    """The names of the mappings that come with the package, sorted."""
    paths = MAPPINGS.glob("[!_]*/[!_]*.yaml")
    return sorted(p.parent.name if p.stem == "mapping" else f"{p.parent.name}/{p.stem}" for p in paths)


def no_such(kind: str, kind_sv: str, name: str, names: list[str]) -> UnknownName:
    """The error for a name that none of ``names`` is; the nearest are told."""
    sv, en = near(name, names)
    return UnknownName(kind=kind, kind_sv=kind_sv.capitalize(), name=name, near_sv=sv, near=en)
