"""One place in a release: what may stand there."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import cache, cached_property
from types import MappingProxyType

from ocds_sv.standard import texts
from ocds_sv.standard.assembly import ORIGIN
from ocds_sv.standard.codelists import Codelist
from ocds_sv.standard.files import Schema
from ocds_sv.standard.texts import Text

IDENTITY = "id"
"""The field by which the items of an array are told apart when releases merge."""

ROOT = "Release"
"""The type of the release itself, which has no name in its schema."""

_NOTHING: Mapping[str, Node] = MappingProxyType({})


@dataclass(frozen=True)
class Tree:
    """What all nodes of one standard share: definitions by name, and codelists by file name and openness."""

    definitions: Mapping[str, Schema]
    codelist: Callable[[str, bool], Codelist]

    def resolved(self, schema: Schema) -> Schema:
        """``schema`` with the definition it refers to, keywords beside the reference winning."""
        ref = schema.get("$ref")
        if ref is None:
            return schema
        target = self.definitions[ref.rpartition("/")[2]]
        return {**target, **{key: value for key, value in schema.items() if key != "$ref"}}


@dataclass(frozen=True, eq=False)
class Node:
    """
    A field of a release, or the items of an array field.

    Attributes:
        name: the field's name; the items of an array bear the array's.
        path: names from the release down, joined by ``/``; arrays add nothing to it. Empty for the release.
        key: ``Definition.property``, the same at every path where the type is used, such as ``Value.amount``;
            ``Item.unit.name`` where an object has no type of its own, ``Release`` for the release. Items have the
            array's.
        definition: the type whose fields are the children, such as ``Organization``, or ``None``.
        kind: ``object``, ``array``, ``string``, ``number``, ``integer`` or ``boolean``; ids that may be a string
            or an integer are strings.
        types: the JSON types the schema allows.
        format: ``date-time``, ``uri``, ``email`` or ``None``.
        pattern: a regular expression the text must match, or ``None``.
        min_length: the least number of characters, 0 when there is none.
        required: names of the children that must be there.
        codelist: the codes for the value, or for each item of an array of codes.
        merge: how releases merge here: ``omitWhenMerged``, ``wholeListMerge``, ``identifierMerge``, ``version``
            (the schema's ``versionId``) or ``None`` for the newest value.
        identity: ``id`` on the release and on the items of arrays that merge by it, else ``None``.
        extension: id of the extension to declare for this path, or ``None`` for the core.
        deprecated: whether the standard advises against it.
        time_of_day: for a date-time, the time to give a date that has none: ``00:00:00`` at the start of a period,
            else ``23:59:59`` (https://standard.open-contracting.org/1.1/en/schema/reference/#date).
    """

    name: str
    path: str
    key: str
    definition: str | None
    kind: str
    types: tuple[str, ...]
    format: str | None
    pattern: str | None
    min_length: int
    required: frozenset[str]
    codelist: Codelist | None
    merge: str | None
    identity: str | None
    extension: str | None
    deprecated: bool
    time_of_day: str | None
    schema: Schema = field(repr=False)
    _tree: Tree = field(repr=False)

    @cached_property
    def items(self) -> Node | None:
        """What stands in an array; ``None`` for anything else."""
        if self.kind != "array" or "items" not in self.schema:
            return None
        return build(self.schema["items"], self._tree, self.name, self.path, parent=self)

    @cached_property
    def properties(self) -> Mapping[str, Node]:
        """The children of an object by name, in the schema's order; empty for anything else."""
        children = self.schema.get("properties")
        if not children:
            return _NOTHING
        prefix = f"{self.path}/" if self.path else ""
        nodes = {name: build(child, self._tree, name, prefix + name, parent=self) for name, child in children.items()}
        return MappingProxyType(nodes)

    def child(self, name: str) -> Node | None:
        """
        The child called ``name``, of the items when this is an array, or ``None``.

        A name with a language, such as ``title_sv``, is found where the schema allows it:
        https://standard.open-contracting.org/1.1/en/schema/reference/#language
        """
        if self.items is not None:
            return self.items.child(name)
        found = self.properties.get(name)
        return found if found is not None else self._translated(name)

    def _translated(self, name: str) -> Node | None:
        for pattern, schema in self.schema.get("patternProperties", {}).items():
            if _compiled(pattern).search(name):
                path = f"{self.path}/{name}" if self.path else name
                node = build(schema, self._tree, name, path, parent=self)
                return replace(node, key=_key(name.partition("_")[0], self))
        return None

    def names(self) -> list[str]:
        """The names of the children, of the items when this is an array, in the schema's order."""
        return self.items.names() if self.items is not None else list(self.properties)

    def text(self, lang: str = "en") -> Text:
        """Title and description in ``lang`` (``"sv"`` or ``"en"``); a translation has the text of its original."""
        return texts.of_field(self.key, lang) if self.path else texts.of_type(self.key, lang)

    def walk(self) -> Iterator[Node]:
        """All nodes below this one, parents first; an array's items give only their children."""
        for node in (self.items or self).properties.values():
            yield node
            yield from node.walk()


def build(schema: Schema, tree: Tree, name: str, path: str, parent: Node | None) -> Node:
    """The node for ``schema``; ``parent`` is the object it belongs to, the array whose item it is, or ``None``."""
    definition = schema["$ref"].rpartition("/")[2] if "$ref" in schema else None
    schema = tree.resolved(schema)
    types = _types(schema)
    kind = _kind(types)
    merge = _merge(schema, types, tree)
    is_item = parent is not None and parent.kind == "array"
    is_moment = schema.get("format") == "date-time"
    return Node(
        name=name,
        path=path,
        key=_key(name, parent),
        definition=definition if parent else ROOT,
        kind=kind,
        types=types,
        format=schema.get("format"),
        pattern=schema.get("pattern"),
        min_length=schema.get("minLength", 0),
        required=frozenset(schema.get("required", ())),
        codelist=_codelist(schema, tree) or (parent.codelist if parent and is_item else None),
        merge=merge,
        identity=IDENTITY if parent is None or (is_item and parent.merge == "identifierMerge") else None,
        extension=schema.get(ORIGIN) or (parent.extension if parent else None),
        deprecated="deprecated" in schema,
        time_of_day=("00:00:00" if name == "startDate" else "23:59:59") if is_moment else None,
        schema=schema,
        _tree=tree,
    )


def _key(name: str, parent: Node | None) -> str:
    if parent is None:
        return ROOT
    return parent.key if parent.kind == "array" else f"{parent.definition or parent.key}.{name}"


def _types(schema: Schema) -> tuple[str, ...]:
    declared = schema.get("type", "object" if "properties" in schema else "string")
    return (declared,) if isinstance(declared, str) else tuple(declared)


def _kind(types: tuple[str, ...]) -> str:
    return "string" if "string" in types else next(name for name in types if name != "null")


def _codelist(schema: Schema, tree: Tree) -> Codelist | None:
    file = schema.get("codelist")
    return tree.codelist(file.removesuffix(".csv"), schema["openCodelist"]) if isinstance(file, str) else None


def _merge(schema: Schema, types: tuple[str, ...], tree: Tree) -> str | None:
    """https://standard.open-contracting.org/1.1/en/schema/merging/."""
    if schema.get("omitWhenMerged"):
        return "omitWhenMerged"
    if "array" in types and schema.get("wholeListMerge"):
        return "wholeListMerge"
    if schema.get("versionId"):
        return "version"
    if "array" not in types or "items" not in schema:
        return None
    items = tree.resolved(schema["items"])
    by_id = _types(items) == ("object",) and IDENTITY in items.get("properties", {})
    return "identifierMerge" if by_id else "wholeListMerge"


_compiled = cache(re.compile)
