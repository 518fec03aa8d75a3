"""The standard with the extensions in use: one object to ask."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from difflib import get_close_matches
from functools import cache, cached_property
from typing import Literal

from ocds_sv.errors import UnknownName
from ocds_sv.standard import assembly, files
from ocds_sv.standard.codelists import Codelist, codelist
from ocds_sv.standard.files import Schema
from ocds_sv.standard.node import Node, Tree, build
from ocds_sv.standard.unknown import unknown

Document = Literal["release", "release-package", "record-package"]
"""The kinds of OCDS document that have a schema."""


@dataclass(frozen=True, slots=True)
class Extension:
    """
    An extension in use.

    Attributes:
        id: its name in the registry of extensions, such as ``lots``.
        url: the public address of its ``extension.json``, for a package's ``extensions``.
    """

    id: str
    url: str


@dataclass(frozen=True, eq=False)
class Standard:
    """
    OCDS 1.1 with some extensions; got from ``Standard.load``.

    Attributes:
        version: the standard's version, ``1.1.5``.
        extensions: the extensions in use, with those that they depend on, in the order in which they are applied.
    """

    version: str
    extensions: tuple[Extension, ...]

    @staticmethod
    def load(extensions: Iterable[str] = ()) -> Standard:
        """
        The standard with ``extensions`` (ids), the same object each time.

        Raises:
            UnknownName: when an extension does not come with the package.
        """
        return _load(tuple(extensions))

    @staticmethod
    def known_extensions() -> tuple[str, ...]:
        """The ids that ``load`` accepts."""
        return files.extension_ids()

    @cached_property
    def release(self) -> Node:
        """The root of a release."""
        tree = Tree(self._release_schema["definitions"], cache(self._codelist))
        return build(self._release_schema, tree, name="", path="", parent=None)

    def node(self, path: str) -> Node:
        """
        The node at ``path``, such as ``tender/lots/title`` (no indexes); the empty path is the release.

        Raises:
            UnknownName: when the standard, with these extensions, has no such field.
        """
        node = self.release
        for name in path.split("/") if path else ():
            child = node.child(name)
            if child is None:
                raise self._unknown_field(path, node, name)
            node = child
        return node

    def extension_for(self, path: str) -> str | None:
        """The extension not in use that brings the first missing field of ``path``; ``None`` when none does."""
        in_use = tuple(extension.id for extension in self.extensions)
        node: Node | None = Standard.load((*in_use, *files.extension_ids())).release
        known: Node | None = self.release
        brought: str | None = None
        for name in path.split("/"):
            node = node.child(name) if node else None
            known = known.child(name) if known else None
            if node and not known:
                brought = brought or node.extension
        return brought if node else None

    def paths(self) -> Iterator[str]:
        """The path of every field, parents before children, in the schema's order."""
        return (node.path for node in self.release.walk())

    def codelist(self, name: str) -> Codelist:
        """
        The codelist ``name``, such as ``currency``.

        Raises:
            UnknownName: when no field uses such a codelist.
        """
        if name not in self._openness:
            raise unknown("codelist", "Kodlistan", name, get_close_matches(name, self._openness))
        return self._codelist(name, self._openness[name])

    def schema(self, document: Document = "release") -> Schema:
        """
        The JSON Schema (draft 4) of ``document``, extensions merged in, without references to other files.

        The same dictionary each time: it must not be altered.
        """
        return self._schemas[document]

    @cached_property
    def _release_schema(self) -> Schema:
        ids = tuple(extension.id for extension in self.extensions)
        return assembly.extended(files.schema("release-schema.json"), ids)

    @cached_property
    def _schemas(self) -> dict[str, Schema]:
        release = self._release_schema
        return {
            "release": release,
            "release-package": assembly.release_package(release),
            "record-package": assembly.record_package(release),
        }

    @cached_property
    def _openness(self) -> dict[str, bool]:
        """Whether each codelist is open, by name."""
        return {node.codelist.name: node.codelist.open for node in self.release.walk() if node.codelist}

    def _codelist(self, name: str, is_open: bool) -> Codelist:
        return codelist(name, is_open=is_open, extensions=[extension.id for extension in self.extensions])

    def _unknown_field(self, path: str, parent: Node, name: str) -> UnknownName:
        extension = self.extension_for(path)
        if extension:
            facts = {
                "near": f" It comes with the extension '{extension}'.",
                "near_sv": f" Det kommer med tillägget '{extension}'.",
            }
            return UnknownName(kind="OCDS field", kind_sv="OCDS-fältet", name=path, **facts)
        prefix = f"{parent.path}/" if parent.path else ""
        near = get_close_matches(name, parent.names()) or get_close_matches(name.lower(), parent.names())
        return unknown("OCDS field", "OCDS-fältet", path, [prefix + word for word in near])


@cache
def _load(ids: tuple[str, ...]) -> Standard:
    ordered: dict[str, Extension] = {}

    def take(extension: str) -> None:
        if extension not in files.extension_ids():
            near = get_close_matches(extension, files.extension_ids())
            raise unknown("extension", "Tillägget", extension, near)
        facts = files.extension_facts(extension)
        for needed in facts["dependencies"]:
            take(needed)
        ordered.setdefault(extension, Extension(extension, facts["url"]))

    for extension in ids:
        take(extension)
    return Standard(version=files.VERSION, extensions=tuple(ordered.values()))
