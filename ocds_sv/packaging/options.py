"""What packages are to be like."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal

from yaml.error import YAMLError

from ocds_sv.errors import InputBroken, InputNotFound, UsageError
from ocds_sv.jsonio.reasons import reason
from ocds_sv.mapping.yamltree import plainly
from ocds_sv.standard import Standard

INSIDE = frozenset({"releases", "records", "packages", "links", "version"})
"""What stands in a package and is not for the user to say."""


@dataclass(frozen=True, kw_only=True)
class Options:
    """
    How to wrap.

    Attributes:
        size: releases or records in a package at most; ``None`` is no limit.
        by: a package for each ``year`` or ``month`` of the releases' dates.
        base: the address of the folder in which the packages will be published.
        metadata: what stands in each package, instead of what the inputs say.
    """

    size: int | None = None
    by: Literal["year", "month"] | None = None
    base: str = ""
    metadata: Mapping[str, Any] = field(default_factory=dict)


def metadata(path: str) -> dict[str, Any]:
    """
    What a YAML file says of packages: ``publisher``, ``license``, ``publicationPolicy`` and the like.

    Raises:
        InputNotFound: there is no such file.
        InputBroken: it is no YAML.
        MappingError: a key stands there twice, and the like.
        UsageError: it has a key that packages do not have.
    """
    try:
        found = plainly(Path(path).read_text(encoding="utf-8-sig"), path)
    except FileNotFoundError:
        raise InputNotFound(place=path, reason="there is no such file.", reason_sv="filen finns inte.") from None
    except OSError as error:
        raise InputBroken(place=path, reason=reason(error, "en"), reason_sv=reason(error, "sv")) from None
    except (YAMLError, UnicodeDecodeError):
        raise InputBroken(place=path, reason="this is no YAML.", reason_sv="det är inte YAML.") from None
    known = set(Standard.load().schema("release-package")["properties"]) - INSIDE
    given = found if isinstance(found, dict) else {type(found).__name__: None}
    strange = ", ".join(sorted(given.keys() - known))
    if strange:
        names = ", ".join(sorted(known))
        raise UsageError(
            reason=f"{path}: '{strange}' is nothing that a package has; it has {names}",
            reason_sv=f"{path}: '{strange}' finns inte i ett paket; där finns {names}",
        )
    return dict(given)
