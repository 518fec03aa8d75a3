"""What an object of OCDS is: a release, a compiled or a versioned one, or what holds others."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Literal

from ocds_sv.checks.parsing import Place

if TYPE_CHECKING:  # see entry
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
        first = value[0] if isinstance(value, list) and value else None
        if isinstance(first, dict) and "releaseID" in first and first.keys() >= _VERSION_KEYS:
            return "versioned"
    return "release"


_HOLDS = re.compile(rb'"(?:releases|records)"|\\u00[67]')
"""The lists of packages and records; JSON may write a letter by its number."""


def may_hold(text: bytes, place: Place) -> bool:
    """Whether a text that was cut out may be an item of a package, or a package; told without parsing it."""
    return bool(place) or not text or _HOLDS.search(text) is not None
