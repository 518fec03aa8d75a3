"""The files of ``schemas/ocds``: what is there, and each one read once."""

from __future__ import annotations

import csv
from functools import cache
from pathlib import Path
from typing import Any

import orjson

from ocds_sv.resources import SCHEMAS

VERSION = "1.1.5"

Schema = dict[str, Any]
"""A JSON Schema, or a part of one."""

_OCDS = SCHEMAS / "ocds"
_CORE = _OCDS / VERSION
_EXTENSIONS = _OCDS / "extensions"
_TEXTS = _OCDS / "texts"


@cache
def schema(name: str) -> Schema:
    """The schema ``name`` of the core, such as ``release-schema.json``; not to be altered."""
    return _read(_CORE / name)


@cache
def extension_ids() -> tuple[str, ...]:
    """The extensions that come with the package, sorted."""
    return tuple(sorted(path.name for path in _EXTENSIONS.iterdir() if path.is_dir()))


@cache
def extension_facts(extension: str) -> Schema:
    """Of an extension its ``id``, ``url``, ``dependencies`` (ids) and ``codelists`` (file names)."""
    return _read(_EXTENSIONS / extension / "extension.json")


@cache
def extension_patch(extension: str) -> Schema:
    """What an extension changes in the release schema, a JSON merge patch; not to be altered."""
    return _read(_EXTENSIONS / extension / "release-schema.json")


@cache
def codes(name: str, extension: str | None = None) -> dict[str, bool] | None:
    """The codes of a codelist file and whether each is deprecated; ``None`` when there is no such file."""
    file_name = f"{name}.csv"
    if file_name not in _codelist_files(extension):
        return None
    with (_codelists(extension) / file_name).open(encoding="utf-8", newline="") as file:
        return {row["code"]: bool(row.get("deprecated")) for row in csv.DictReader(file)}


def _codelists(extension: str | None) -> Path:
    return (_EXTENSIONS / extension if extension else _CORE) / "codelists"


@cache
def _codelist_files(extension: str | None) -> frozenset[str]:
    """Asked once for each folder: most extensions have none of the codelists that are sought in all of them."""
    folder = _codelists(extension)
    return frozenset(path.name for path in folder.iterdir()) if folder.is_dir() else frozenset()


@cache
def texts(name: str) -> tuple[dict[str, str], ...]:
    """The rows of a table under ``texts``, such as ``fields``; not to be altered."""
    with (_TEXTS / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return tuple(csv.DictReader(file))


@cache
def sections() -> dict[str, frozenset[str]]:
    """
    The stages to which the code of a type of document belongs, such as ``tender``; not to be altered.

    https://standard.open-contracting.org/1.1/en/schema/codelists/#document-type
    """
    with (_CORE / "codelists" / "documentType.csv").open(encoding="utf-8", newline="") as file:
        return {row["code"]: frozenset(row["section"].replace(" ", "").split(",")) for row in csv.DictReader(file)}


def _read(path: Path) -> Schema:
    content: Schema = orjson.loads(path.read_bytes())
    return content
