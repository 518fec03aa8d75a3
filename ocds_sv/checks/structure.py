"""
What the schema leaves open: fields and codes that the standard does not have, empty values, ids that stand twice.

One walk over the whole release finds all of it; the walk is compiled from the standard with the extensions in use.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, field
from difflib import get_close_matches
from functools import cache
from typing import Any

from ocds_sv.checks.rule import Check, Fault, Json
from ocds_sv.findings import Severity
from ocds_sv.standard import Node, Standard
from ocds_sv.sweden.identity import mask_text

Place = tuple[str | int, ...]
Found = tuple[Check, Place, Fault]

_REFERENCE = ("https://standard.open-contracting.org/1.1/en/schema/reference/",)
_SHOWN = 60


def _check(
    name: str,
    severity: Severity,
    says: tuple[str, str],
    fix: tuple[str, str],
    source: str = "",
    pelican: tuple[str, ...] = (),
) -> Check:
    def found_by_the_walk(_: Json, __: object) -> Iterator[Fault]:
        return iter(())

    sources = (source,) if source else _REFERENCE
    return Check(name, "Release", severity, "structure", found_by_the_walk, *says, *fix, pelican, sources)


ADDITIONAL_FIELD = _check(
    "additional-field",
    Severity.NOTICE,
    ("the standard has no field '{name}' here{near}", "standarden har inget fält '{name}' här{near_sv}"),
    (
        "Mend the name, declare the extension that it comes with, or describe it in the publication policy.",
        "Rätta namnet, ange tillägget som det hör till, eller beskriv det i publiceringspolicyn.",
    ),
)
ADDITIONAL_CODE = _check(
    "additional-code",
    Severity.NOTICE,
    ("'{code}' is a code of your own{near}", "'{code}' är en egen kod{near_sv}"),
    (
        "Use the standard's code where it has one; else describe yours in the publication policy.",
        "Använd standardens kod där det finns en; beskriv annars din egen i publiceringspolicyn.",
    ),
    "https://standard.open-contracting.org/1.1/en/schema/codelists/",
)
DEPRECATED_FIELD = _check(
    "deprecated-field",
    Severity.WARNING,
    ("the field is deprecated", "fältet är utfasat"),
    ("See the standard's reference for what has taken its place.", "Se i standarden vad som har ersatt det."),
)
EMPTY_VALUE = _check(
    "empty-value",
    Severity.WARNING,
    ("the value is empty", "värdet är tomt"),
    ("Leave out fields that have nothing to say.", "Utelämna fält som inte har något att säga."),
    pelican=("coverage.non_empty",),
)
NULL_VALUE = _check(
    "null-value",
    Severity.WARNING,
    ("null removes the field when releases are merged", "null tar bort fältet när releaser slås samman"),
    ("Leave the field out, unless it is to be removed.", "Utelämna fältet, om det inte ska tas bort."),
    "https://standard.open-contracting.org/1.1/en/schema/merging/",
    ("coverage.non_empty",),
)
REPEATED_ID = _check(
    "id-repeated-in-a-list",
    Severity.ERROR,
    ("another object of the list has the id '{id}'", "ett annat objekt i listan har id '{id}'"),
    (
        "Give each object an id of its own: merging takes equal ids for one.",
        "Ge varje objekt ett eget id: vid sammanslagning är lika id samma objekt.",
    ),
    "https://standard.open-contracting.org/1.1/en/schema/merging/",
)

RULES = (ADDITIONAL_FIELD, ADDITIONAL_CODE, DEPRECATED_FIELD, EMPTY_VALUE, NULL_VALUE, REPEATED_ID)


_Way = tuple["_Way", str | int] | None
"""The way to a value, its last step first: spelled out where something is found."""


@dataclass(slots=True)
class _Shape:
    """What may stand at one place."""

    node: Node
    children: dict[str, _Shape] = field(default_factory=dict)
    codes: frozenset[str] | None = None
    by_id: bool = False
    deprecated: bool = False


class Structure:
    """
    The walk for one standard.

    Args:
        standard: with the extensions in use.
        unknown: addresses of the extensions that are declared and not shipped; looked at when it is needed.
    """

    def __init__(self, standard: Standard, unknown: Collection[str] = ()) -> None:
        self._root = _shape(standard.release)
        self._unknown_extensions = unknown
        self._extension_for = cache(standard.extension_for)

    def release(self, release: Json) -> Iterator[Found]:
        """What is found in ``release``."""
        found: list[Found] = []
        self._object(release, self._root, None, found)
        return iter(found)

    def _object(self, value: Json, shape: _Shape, way: _Way, found: list[Found]) -> None:
        children = shape.children
        for name, inner in value.items():
            child = children.get(name)
            if child is None:
                self._unknown(name, inner, shape, (way, name), found)
                continue
            if child.deprecated:
                found.append((DEPRECATED_FIELD, _place((way, name)), Fault()))
            if isinstance(inner, str):
                # The common case first: a text that is neither empty nor a code.
                if child.codes is not None or not inner or inner.isspace():
                    _text(inner, child, (way, name), found)
            elif isinstance(inner, dict | list) or inner is None:
                self._value(inner, child, (way, name), found)

    def _value(self, value: Any, shape: _Shape, way: _Way, found: list[Found]) -> None:  # noqa: ANN401 - any JSON
        if isinstance(value, str):
            _text(value, shape, way, found)
        elif value is None:
            found.append((NULL_VALUE, _place(way), Fault()))
        elif isinstance(value, dict):
            if value:
                self._object(value, shape, way, found)
            else:
                found.append((EMPTY_VALUE, _place(way), Fault()))
        elif isinstance(value, list):
            self._list(value, shape, way, found)

    def _list(self, value: list[Any], shape: _Shape, way: _Way, found: list[Found]) -> None:
        if not value:
            found.append((EMPTY_VALUE, _place(way), Fault()))
        seen: set[str] = set()
        for number, item in enumerate(value):
            self._value(item, shape, (way, number), found)
            if shape.by_id and isinstance(item, dict) and isinstance(item.get("id"), str | int):
                identifier = str(item["id"])
                if identifier in seen:
                    place = (*_place(way), number, "id")
                    found.append((REPEATED_ID, place, Fault(id=mask_text(identifier[:_SHOWN]))))
                seen.add(identifier)

    def _unknown(self, name: str, value: object, shape: _Shape, way: _Way, found: list[Found]) -> None:
        node = (shape.node.items or shape.node).child(name)
        if node is not None:
            # A translation, such as title_en.
            if value is None or value == "":
                found.append((EMPTY_VALUE, _place(way), Fault()))
            return
        place = _place(way)
        facts = self._hint(name, shape, place)
        found.append((ADDITIONAL_FIELD, place, Fault(name=mask_text(name[:_SHOWN]), **facts)))

    def _hint(self, name: str, shape: _Shape, place: Place) -> dict[str, str]:
        """Where an additional field may come from."""
        path = "/".join(part for part in place if isinstance(part, str))
        extension = self._extension_for(path)
        if extension is not None:
            return {
                "near": f" (the extension '{extension}' has it, which is not declared)",
                "near_sv": f" (tillägget '{extension}' har det, men är inte angivet)",
            }
        near = _near(name, shape.children)
        if near["near"] or not self._unknown_extensions:
            return near
        names = ", ".join(sorted(self._unknown_extensions))
        return {
            "near": f" (it may belong to an extension that is not shipped: {names})",
            "near_sv": f" (det kan höra till ett tillägg som inte följer med: {names})",
        }


def _text(value: str, shape: _Shape, way: _Way, found: list[Found]) -> None:
    if not value.strip():
        found.append((EMPTY_VALUE, _place(way), Fault()))
    elif shape.codes is not None and value not in shape.codes:
        code = mask_text(value[:_SHOWN])
        found.append((ADDITIONAL_CODE, _place(way), Fault(code=code, **_near(value, shape.codes))))


def _place(way: _Way) -> Place:
    parts: list[str | int] = []
    while way is not None:
        way, part = way
        parts.append(part)
    return tuple(reversed(parts))


@cache
def _close(word: str, words: frozenset[str]) -> str | None:
    folded = {one.casefold(): one for one in words}
    if word.casefold() in folded:
        return folded[word.casefold()]
    return next(iter(get_close_matches(word, words, 1, 0.8)), None)


def _near(word: str, words: Iterable[str]) -> dict[str, str]:
    near = _close(word[:_SHOWN], frozenset(words))
    if near is None:
        return {"near": "", "near_sv": ""}
    return {"near": f" (did you mean '{near}'?)", "near_sv": f" (menade du '{near}'?)"}


def _shape(node: Node) -> _Shape:
    one = node.items or node
    codelist = node.codelist or one.codelist
    codes = codelist.codes if codelist is not None and codelist.open else None
    children = {name: _shape(child) for name, child in one.properties.items()}
    by_id = node.merge == "identifierMerge"
    return _Shape(node, children, codes, by_id=by_id, deprecated=bool(node.deprecated))
