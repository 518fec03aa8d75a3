"""Schemas put together: extensions merged into the release schema, packages with all that they refer to inside."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from ocds_sv.standard import files
from ocds_sv.standard.files import Schema

NAMED = frozenset({"properties", "definitions", "patternProperties"})
"""Keywords whose keys are names, not keywords."""

ORIGIN = "x-extension"
"""Our own keyword: the id of the extension that brought a property."""

_LOCAL = "#/definitions/"


def extended(release: Schema, extensions: tuple[str, ...]) -> Schema:
    """``release`` with the patches of ``extensions`` applied in order; ``release`` itself stays as it is."""
    for extension in extensions:
        release = _patched(release, files.extension_patch(extension), extension, keyword="")
    return _without_dangling(release, frozenset(release["definitions"])) if extensions else release


def _patched(target: Schema, patch: Schema, extension: str, keyword: str) -> Schema:
    """
    ``target`` after a JSON merge patch (RFC 7386), new properties marked with their extension.

    ``keyword`` is the one of ``NAMED`` whose names the keys are, or empty.
    """
    result = dict(target)
    for key, value in patch.items():
        below = key if not keyword and key in NAMED else ""
        if value is None:
            result.pop(key, None)
        elif not isinstance(value, dict):
            result[key] = value
        elif key in result or keyword != "properties":
            result[key] = _patched(result.get(key, {}), value, extension, below)
        else:
            result[key] = {**_patched({}, value, extension, below), ORIGIN: extension}
    return result


def _without_dangling(schema: Schema, known: frozenset[str]) -> Schema:
    """``schema`` without properties of a type that only an extension not in use would define."""

    def dangles(child: Any) -> bool:  # noqa: ANN401 - a property may be named like a keyword, so anything stands here
        places = (child, child.get("items")) if isinstance(child, dict) else ()
        refs = [place["$ref"] for place in places if isinstance(place, dict) and "$ref" in place]
        return any(ref.removeprefix(_LOCAL) not in known for ref in refs)

    result: Schema = {}
    for key, value in schema.items():
        if key in NAMED:
            kept = {name: child for name, child in value.items() if not dangles(child)}
            result[key] = {name: _without_dangling(child, known) for name, child in kept.items()}
        elif isinstance(value, dict):
            result[key] = _without_dangling(value, known)
        else:
            result[key] = value
    return result


def release_package(release: Schema) -> Schema:
    """The release package schema with ``release`` inside, under ``definitions``."""
    package = files.schema("release-package-schema.json")
    inside = {"release-schema.json": _LOCAL + "Release"}
    return {**_redirected(package, inside.get), "definitions": dict(_hoisted(release, "Release"))}


def record_package(release: Schema) -> Schema:
    """The record package schema with ``release`` and the versioned release inside, under ``definitions``."""
    package = files.schema("record-package-schema.json")
    versioned = _prefixed(files.schema("versioned-release-validation-schema.json"))
    inside = {
        "release-schema.json": _LOCAL + "Release",
        "versioned-release-validation-schema.json": _LOCAL + "VersionedRelease",
        _LOCAL + "record": _LOCAL + "Record",
    }
    package = _redirected(package, inside.get)
    definitions = {
        "Record": package["definitions"]["record"],
        **dict(_hoisted(release, "Release")),
        **dict(_hoisted(versioned, "VersionedRelease")),
    }
    return {**package, "definitions": definitions}


def _hoisted(schema: Schema, name: str) -> Iterator[tuple[str, Schema]]:
    """``schema`` as a definition called ``name``, followed by its own definitions."""
    yield name, {key: value for key, value in schema.items() if key not in ("$schema", "definitions")}
    yield from schema["definitions"].items()


def _prefixed(schema: Schema) -> Schema:
    """``schema`` with ``Versioned`` before the name of each definition, so that it can stand beside the release's."""
    schema = _redirected(schema, lambda ref: _LOCAL + "Versioned" + ref.removeprefix(_LOCAL))
    return {**schema, "definitions": {f"Versioned{name}": value for name, value in schema["definitions"].items()}}


def _redirected(schema: Any, target: Callable[[str], str | None]) -> Any:  # noqa: ANN401 - any part of a schema
    """``schema`` with each reference replaced by what ``target`` says, when it says anything."""
    if isinstance(schema, dict):
        ref = schema.get("$ref")
        if isinstance(ref, str):
            return {**schema, "$ref": target(ref) or ref}
        return {key: _redirected(value, target) for key, value in schema.items()}
    return [_redirected(item, target) for item in schema] if isinstance(schema, list) else schema
