"""The names of the shipped mappings, and where they lie."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

from ocds_sv.errors import UnknownName
from ocds_sv.mapping.templates import near
from ocds_sv.resources import MAPPINGS

_TEMPLATE = re.compile(r"^template: true$", re.MULTILINE)
_XML = re.compile(r"^  format: xml$", re.MULTILINE)


def find(name: str | Path) -> Path:
    """
    The YAML file of a mapping: a shipped one by its name (``uhm-upphandlingar/tenders``), or a path.

    Raises:
        UnknownName: neither.
    """
    text = str(name)
    candidates = [Path(text), Path(text) / "mapping.yaml"]
    known = [*shipped_names(), *template_names()]
    if text in known:
        candidates = [MAPPINGS / text / "mapping.yaml", MAPPINGS / f"{text}.yaml"]
    for path in candidates:
        if path.is_file():
            return path
    raise no_such("mapping", "mappningen", text, known)


def shipped_names() -> list[str]:
    """The names of the mappings that come with the package and are ready for use, sorted."""
    return [name for name, template in _all() if not template]


def template_names() -> list[str]:
    """The names of the templates that come with the package, sorted."""
    return [name for name, template in _all() if template]


def is_of_xml(name: str) -> bool:
    """Whether a shipped mapping reads XML; what is asked for its format must not need the whole mapping."""
    return _XML.search(find(name).read_text(encoding="utf-8")) is not None


@cache
def _all() -> tuple[tuple[str, bool], ...]:
    """Every name, and whether it is a template's; what is asked for a name must not need the whole mapping."""
    paths = MAPPINGS.glob("[!_]*/[!_]*.yaml")
    return tuple(
        sorted(
            (
                path.parent.name if path.stem == "mapping" else f"{path.parent.name}/{path.stem}",
                _TEMPLATE.search(path.read_text(encoding="utf-8")) is not None,
            )
            for path in paths
        )
    )


def no_such(kind: str, kind_sv: str, name: str, names: list[str]) -> UnknownName:
    """The error for a name that none of ``names`` is; the nearest are told."""
    sv, en = near(name, names)
    return UnknownName(kind=kind, kind_sv=kind_sv.capitalize(), name=name, near_sv=sv, near=en)
