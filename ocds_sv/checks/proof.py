"""
What of the schema is settled by the shape of an object, and what is left to be asked of its values.

The schema says of an object which fields it must have and of which types, and of some texts that they are codes, dates
or addresses. The first is settled once for all objects of a shape, the second asked of whole columns. Where both prove
that a release fits, the engine need not go through it. Where they do not, nothing is said: the engine is asked, which
alone finds faults. A keyword that is not known here proves nothing.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Mapping, Sequence
from functools import cache, cached_property
from typing import Any

import jsonschema_rs

from ocds_sv.checks.columns import Kind
from ocds_sv.standard.files import Schema

Asks = Callable[[Collection[Any]], bool]
"""Whether all values of a column are what the schema wants."""

_SAYS_NOTHING = {
    "$schema", "codelist", "default", "definitions", "deprecated", "deprecatedVersion", "description", "id",
    "mergeStrategy", "omitWhenMerged", "openCodelist", "title", "versionId", "wholeListMerge",
}  # fmt: skip
_OF_OBJECTS = frozenset({"type", "properties", "patternProperties", "required"})
_OF_LISTS = frozenset({"type", "items", "uniqueItems", "minItems"})
_OF_TEXTS = frozenset({"type", "enum", "format", "minLength"})
_MORE_OF_EMPTY = frozenset({"enum", "format", "minLength", "minItems"})
_TYPES: dict[Kind, tuple[str, ...]] = {
    str: ("string",),
    dict: ("object",),
    list: ("array",),
    bool: ("boolean",),
    int: ("integer", "number"),
    float: ("number",),
    type(None): ("null",),
}
_KNOWN = 8_192
"""Texts of one format that are remembered as right."""


class Part:
    """
    A part of the schema, as a place in a release has it.

    Attributes:
        schema: its keywords, references followed.
        known: none of them is unknown here.
    """

    def __init__(self, root: Schema, schema: Schema) -> None:
        self._root = root
        beside: set[str] = set()
        while "$ref" in schema:
            beside |= schema.keys() - {"$ref"}
            schema = root["definitions"][schema["$ref"].rpartition("/")[2]]
        self.schema = schema
        asked = schema.keys() - _SAYS_NOTHING
        allowed = any(asked <= known for known in (_OF_OBJECTS, _OF_LISTS, _OF_TEXTS))
        self.known = allowed and beside <= _SAYS_NOTHING

    @cached_property
    def fields(self) -> dict[str, Part]:
        """The parts of an object's fields."""
        return {name: Part(self._root, one) for name, one in self.schema.get("properties", {}).items()}

    @cached_property
    def items(self) -> Part | None:
        """The part of a list's items; None where they may be anything."""
        return Part(self._root, self.schema["items"]) if "items" in self.schema else None

    @property
    def one(self) -> Part | None:
        """That of an object, whether it stands in a list or alone."""
        return self.items if "items" in self.schema else self

    @property
    def is_unique(self) -> bool:
        """Whether no two items of a list may be the same."""
        return bool(self.schema.get("uniqueItems"))

    def takes(self, kind: Kind) -> bool:
        """Whether a value of a kind may stand here, as far as its type and its being empty tell."""
        types = _TYPES.get(kind[0] if isinstance(kind, tuple) else kind)
        if types is None or not self.known:
            return False
        asked = self.schema.get("type", types)
        if set(types).isdisjoint((asked,) if isinstance(asked, str) else asked):
            return False
        if isinstance(kind, tuple) and types[0] in {"string", "array"}:
            return self.schema.keys().isdisjoint(_MORE_OF_EMPTY)
        return bool(self.schema.get("minItems", 0) <= 1 and self.schema.get("minLength", 0) <= 1)

    def doubtful(self, items: Sequence[Any], kinds: Collection[type]) -> Sequence[int]:
        """Which items of lists, of such ``kinds``, may not be right; of objects, what is in them aside."""
        if self._holds(items, kinds):
            return ()
        return [row for row, item in enumerate(items) if not self._holds((item,), {type(item)})]

    def _holds(self, items: Sequence[Any], kinds: Collection[type]) -> bool:
        one = self.items
        if one is None:
            return self.known
        if not all(map(one.takes, kinds)) or list in kinds:
            return False
        if kinds == {str}:
            return all(items) and (one.asks is None or one.asks(items))
        return str not in kinds and "enum" not in one.schema

    @cached_property
    def asks(self) -> Asks | None:
        """What is asked of the texts that stand here."""
        codes, form = self.schema.get("enum"), self.schema.get("format")
        if codes is not None and form is not None:
            return _never
        if codes is not None:
            return frozenset(code for code in codes if isinstance(code, str)).issuperset
        return _form(form) if form is not None else None


def proof(part: Part | None, here: Mapping[str, Kind], known: Collection[str]) -> list[tuple[int, Asks]] | None:
    """
    What is left to be asked of the objects of a shape, by the position of the field; None when nothing proves it.

    Args:
        part: what the schema says of them.
        here: their fields, with the kinds of what stands in them.
        known: the fields whose objects are walked through.
    """
    if part is None:
        return []
    schema = part.schema
    if not part.known or not here.keys() >= set(schema.get("required", ())):
        return None
    if "patternProperties" in schema and any("_" in name for name in here):
        return None
    found: list[tuple[int, Asks]] = []
    for position, (name, kind) in enumerate(here.items()):
        below = part.fields.get(name)
        if below is None:
            continue
        if not below.takes(kind) or (kind in (dict, list) and name not in known):
            return None
        if kind is not str and "enum" in below.schema:
            return None
        if kind is str and below.asks is not None:
            found.append((position, below.asks))
    return found


def perhaps_alike(items: Sequence[Any], lists: Sequence[int]) -> Sequence[int]:
    """Which items may be the same as another of their list; objects with different ids are not."""
    keys = [(at, item.get("id") if isinstance(item, dict) else item) for at, item in zip(lists, items, strict=True)]
    told = [key for key in keys if type(key[1]) is str or type(key[1]) is int]
    if len(told) == len(items) and len(set(told)) == len(told):
        return ()
    sizes, counts = Counter(lists), Counter(told)
    return [row for row, key in enumerate(keys) if sizes[key[0]] > 1 and _count(counts, key) != 1]


def _count(counts: Mapping[tuple[int, Any], int], key: tuple[int, Any]) -> int:
    return counts.get(key, 0) if type(key[1]) is str or type(key[1]) is int else 0


class _Form:
    """Texts in a format, by the engine itself; those that were right are remembered."""

    def __init__(self, form: str) -> None:
        schema = {"type": "array", "items": {"type": "string", "format": form}}
        self._is_valid = jsonschema_rs.Draft4Validator(schema, validate_formats=True).is_valid
        self._right: set[str] = set()

    def __call__(self, texts: Collection[str]) -> bool:
        new = set(texts) - self._right
        if new and not self._is_valid(list(new)):
            return False
        if len(self._right) + len(new) > _KNOWN:
            self._right.clear()
        self._right |= new
        return True


@cache
def _form(form: str) -> Asks:
    return _Form(form)


def _never(_: Collection[Any]) -> bool:
    return False
