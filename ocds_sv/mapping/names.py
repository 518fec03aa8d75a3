"""The names of the shipped mappings, and where they lie."""

from __future__ import annotations

import re
from difflib import get_close_matches
from functools import cache
from pathlib import Path

from ocds_sv.errors import UnknownName
from ocds_sv.resources import MAPPINGS
from ocds_sv.standard.unknown import unknown

_SUFFIXES = {".yaml", ".yml"}
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
    close = get_close_matches(text, known)
    if close and Path(text).suffix not in _SUFFIXES:
        raise unknown("mapping", "Mappningen", text, close)
    raise UnknownName(kind="mapping", kind_sv="Mappningen", name=text, **_where_to_look(text))


def _where_to_look(text: str) -> dict[str, str]:
    if Path(text).suffix in _SUFFIXES:
        return {"near_sv": " Kontrollera sökvägen.", "near": " Check the path."}
    shown = " `ocds-sv mapping list`"
    return {
        "near_sv": f"{shown} visar dem som följer med; en egen anges med sin fil, som min.yaml.",
        "near": f"{shown} shows those that come with the program; one of your own is given by its file, as my.yaml.",
    }


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
    """The error for a name that none of ``names`` is; the nearest are told, or all."""
    close = get_close_matches(name, names)
    if close or not names:
        return unknown(kind, kind_sv.capitalize(), name, close)
    listed = ", ".join(names)
    facts = {"near_sv": f" Det finns: {listed}.", "near": f" There are: {listed}."}
    return UnknownName(kind=kind, kind_sv=kind_sv.capitalize(), name=name, **facts)
