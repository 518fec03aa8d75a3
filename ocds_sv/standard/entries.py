"""
All that can be told of a name in the standard, as one looks up a word: a field, a codelist, an extension or a type.

    >>> from ocds_sv.standard import entries
    >>> [entry.kind for entry in entries.found("language", "sv")]
    ['field', 'codelist']

The standard is taken with every extension that comes with the package.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from difflib import get_close_matches
from functools import cache
from typing import ClassVar

from ocds_sv.standard import files, texts
from ocds_sv.standard.files import Schema
from ocds_sv.standard.node import ROOT, Node
from ocds_sv.standard.standard import Standard
from ocds_sv.standard.texts import Text
from ocds_sv.standard.unknown import unknown

NEAR = 3
"""So many names are offered for one that does not exist."""

LIKENESS = 0.75
"""Paths share much without being alike: less than this brings strangers."""

PART = 4
"""A title is searched for a word of at least so many letters."""


@dataclass(frozen=True, slots=True)
class Named:
    """
    A field, code, codelist or extension among others.

    Attributes:
        name: what it is called there.
        title: in the language asked for.
        description: in the language asked for; empty when there is only a name.
        extension: of a field, the extension to declare, or ``None``.
        deprecated: whether the standard advises against it.
    """

    name: str
    title: str
    description: str
    extension: str | None = None
    deprecated: bool = False


@dataclass(frozen=True, slots=True)
class CodelistEntry:
    """
    A codelist.

    Attributes:
        name: as the standard calls it.
        title: in the language asked for.
        description: in the language asked for.
        open: whether a publisher may use codes of its own.
        described: whether the codes have descriptions, or names only.
        codes: in the standard's order.
        fields: the fields that take these codes, as ``Definition.property``.
    """

    kind: ClassVar[str] = "codelist"

    name: str
    title: str
    description: str
    open: bool
    described: bool
    codes: tuple[Named, ...]
    fields: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class FieldEntry:
    """
    A field of a release; what is not explained here is explained at ``Node``.

    Attributes:
        name: the path, such as ``tender/value``.
        title: in the language asked for.
        description: in the language asked for.
        key: ``Definition.property``.
        type: the JSON type.
        items: of an array, the JSON type of what stands in it.
        definition: the type whose fields stand below, such as ``Value``.
        format: ``date-time``, ``uri``, ``email`` or ``None``.
        required: whether the object around it must have it.
        merge: how releases merge here, or ``None`` for the newest value.
        extension: the extension to declare, or ``None``.
        deprecated: whether the standard advises against it.
        codelist: the codes that may stand here.
        children: the fields right below.
    """

    kind: ClassVar[str] = "field"

    name: str
    title: str
    description: str
    key: str
    type: str
    items: str | None
    definition: str | None
    format: str | None
    required: bool
    merge: str | None
    extension: str | None
    deprecated: bool
    codelist: CodelistEntry | None
    children: tuple[Named, ...]


@dataclass(frozen=True, slots=True)
class ExtensionEntry:
    """
    An extension.

    Attributes:
        name: its id.
        title: in the language asked for.
        description: in the language asked for.
        url: the public address of its ``extension.json``.
        needs: the extensions that it depends on.
        fields: those that it brings, as ``Definition.property``.
    """

    kind: ClassVar[str] = "extension"

    name: str
    title: str
    description: str
    url: str
    needs: tuple[str, ...]
    fields: tuple[Named, ...]


@dataclass(frozen=True, slots=True)
class TypeEntry:
    """
    A type.

    Attributes:
        name: as the schema calls it.
        title: in the language asked for.
        description: in the language asked for.
        fields: its own.
        used_by: the fields of a release that are of this type, as ``Definition.property``.
    """

    kind: ClassVar[str] = "type"

    name: str
    title: str
    description: str
    fields: tuple[Named, ...]
    used_by: tuple[str, ...]


Entry = FieldEntry | CodelistEntry | ExtensionEntry | TypeEntry


def found(name: str, lang: str) -> list[Entry]:
    """
    Everything that is called ``name``; a word such as ``language`` is both a field and a codelist.

    Raises:
        UnknownName: when nothing is; the error has the near names.
    """
    path = name.strip("/")
    makers = (
        (_node(path) is not None, field),
        (name in texts.codelists(), codelist),
        (name in files.extension_ids(), extension),
        (name in texts.types(), type_),
    )
    entries = [make(path, lang) for is_one, make in makers if is_one]
    if not entries:
        raise unknown("OCDS name", "OCDS-namnet", name, _near(path))
    return entries


def field(path: str, lang: str) -> FieldEntry:
    """The field at ``path``, such as ``tender/title`` or ``tender/title_sv``."""
    node = _standard().node(path)
    parent = _standard().node(path.rpartition("/")[0])
    text = node.text(lang)
    return FieldEntry(
        name=path,
        title=text.title,
        description=text.description,
        key=node.key,
        type=node.kind,
        items=node.items.kind if node.items else None,
        definition=(node.items or node).definition,
        format=node.format,
        required=node.name in (parent.items or parent).required,
        merge=node.merge,
        extension=node.extension,
        deprecated=node.deprecated,
        codelist=codelist(node.codelist.name, lang) if node.codelist else None,
        children=tuple(_field_named(child.name, child, lang) for child in (node.items or node).properties.values()),
    )


def codelist(name: str, lang: str) -> CodelistEntry:
    """The codelist ``name``."""
    text = texts.of_codelist(name, lang)
    facts = _standard().codelist(name)
    codes = ((code, texts.of_code(name, code, lang)) for code in texts.codes(name))
    return CodelistEntry(
        name=name,
        title=text.title,
        description=text.description,
        open=facts.open,
        described=texts.are_described(name),
        codes=tuple(_named(code, said, deprecated=code in facts.deprecated) for code, said in codes if said),
        fields=_keys(node for node in _walked() if node.codelist and node.codelist.name == name),
    )


def extension(name: str, lang: str) -> ExtensionEntry:
    """The extension with the id ``name``."""
    text = texts.of_extension(name, lang)
    facts = files.extension_facts(name)
    return ExtensionEntry(
        name=name,
        title=text.title,
        description=text.description,
        url=facts["url"],
        needs=tuple(facts["dependencies"]),
        fields=tuple(_named(key, texts.of_field(key, lang)) for key in _brought(name)),
    )


def type_(name: str, lang: str) -> TypeEntry:
    """The type ``name``."""
    text = texts.of_type(name, lang)
    return TypeEntry(
        name=name,
        title=text.title,
        description=text.description,
        fields=tuple(_named(key.rpartition(".")[2], texts.of_field(key, lang)) for key in texts.fields_of(name)),
        used_by=_keys(node for node in _walked() if (node.items or node).definition == name),
    )


def fields(below: str, lang: str) -> list[Named]:
    """
    The fields below a path, by their paths, or all when it is empty.

    Raises:
        UnknownName: when there is no such path.
    """
    root = _standard().node(below.strip("/"))
    return [_field_named(node.path, node, lang) for node in root.walk()]


def codelists(lang: str) -> list[Named]:
    """Every codelist."""
    return [_named(name, texts.of_codelist(name, lang)) for name in sorted(texts.codelists())]


def extensions(lang: str) -> list[Named]:
    """Every extension."""
    return [_named(name, texts.of_extension(name, lang)) for name in files.extension_ids()]


@cache
def _walked() -> tuple[Node, ...]:
    return tuple(_standard().release.walk())


def _node(path: str) -> Node | None:
    node: Node | None = _standard().release
    for name in path.split("/"):
        node = node.child(name) if node else None
    return node


def _standard() -> Standard:
    return Standard.load(Standard.known_extensions())


def _brought(extension: str) -> tuple[str, ...]:
    """The keys that an extension's patch has and the core has not, also of types that no field of a release uses."""
    core = {node.key for node in Standard.load().release.walk()}
    patch = files.extension_patch(extension)
    owners = {ROOT: patch, **patch.get("definitions", {})}
    return tuple(
        key for owner, schema in owners.items() if schema for key in _patched(schema, owner) if key not in core
    )


def _patched(schema: Schema, owner: str) -> Iterator[str]:
    for name, child in schema.get("properties", {}).items():
        if child:  # a patch takes away with null
            yield f"{owner}.{name}"
            yield from _patched({**child, **child.get("items", {})}, f"{owner}.{name}")


def _keys(nodes: Iterator[Node]) -> tuple[str, ...]:
    """The keys of ``nodes``, each once."""
    return tuple(dict.fromkeys(node.key for node in nodes))


def _named(name: str, text: Text, *, deprecated: bool = False) -> Named:
    return Named(name, text.title, text.description, deprecated=deprecated)


def _field_named(name: str, node: Node, lang: str) -> Named:
    text = node.text(lang)
    return Named(name, text.title, text.description, node.extension, node.deprecated)


def _near(name: str) -> list[str]:
    """The names most like ``name``: as the end of a path, by spelling, in a title; the shortest paths first."""
    nodes = sorted(_walked(), key=lambda node: node.path.count("/"))
    ends = [node.path for node in nodes if node.name == name]
    words = [*texts.codelists(), *files.extension_ids(), *texts.types()]
    spelt = get_close_matches(name, words, n=NEAR, cutoff=LIKENESS)
    part = name.casefold()
    titled = [node.path for node in nodes if len(part) >= PART and any(part in title for title in _titles(node))]
    paths = [node.path for node in nodes]
    return (ends or spelt or titled)[:NEAR] or get_close_matches(name, paths, n=NEAR, cutoff=LIKENESS)


def _titles(node: Node) -> tuple[str, ...]:
    return tuple(node.text(lang).title.casefold() for lang in texts.LANGUAGES)
