"""What an object of OCDS is: a release, a compiled or a versioned one, or what holds others."""

from __future__ import annotations

from typing import Any, Literal

from ocds_sv.checks.rule import Json

Kind = Literal["release", "record", "compiled", "versioned", "package", "declaration"]

_VERSION_KEYS = {"releaseID", "releaseDate", "releaseTag", "value"}


def holds_others(value: Any) -> bool:  # noqa: ANN401 - any JSON
    """Whether releases or records stand in it."""
    return isinstance(value, dict) and any(name in value for name in ("releases", "records", "compiledRelease"))


def kind_of(release: Json) -> Kind:
    """A release by its tags and the shape of its values."""
    tags = release.get("tag")
    if isinstance(tags, list) and "compiled" in tags:
        return "compiled"
    for value in release.values():
        # Of a versioned release, a field holds its values through time, each with the release that it came with.
        if isinstance(value, list) and value and isinstance(value[0], dict) and value[0].keys() >= _VERSION_KEYS:
            return "versioned"
    return "release"
