"""A parsed value as what there is to look at in it: releases, records, and what stands around them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any, cast

from ocds_sv.checks.brackets import NESTING
from ocds_sv.checks.entry import Broken, Entry
from ocds_sv.checks.kinds import Kind, kind_of
from ocds_sv.checks.parsing import Place, reason

if TYPE_CHECKING:  # see entry
    from ocds_sv.checks.rule import Json


def classified(value: Any, name: str, line: int, place: Place) -> Iterator[Entry | Broken]:  # noqa: ANN401 - any JSON
    """What there is to check in a parsed value: packages and records are taken apart, whatever holds them."""
    if not isinstance(value, dict):
        yield Broken(name, line, reason("no-object"))
        return
    if len(place) > NESTING:
        yield Broken(name, line, reason("nesting", limit=NESTING))
        return
    if "ocid" not in value and (lists := lists_of(value)):
        yield Entry("declaration", value, name, line, place)
        for key in lists:
            for number, item in enumerate(value[key]):
                yield from classified(item, name, line, (*place, key, number))
        yield Entry("package", {**value, **{key: [] for key in lists}}, name, line, place)
        return
    if "compiledRelease" in value or "versionedRelease" in value or isinstance(value.get("releases"), list):
        yield from _record(value, name, line, place)
        return
    yield Entry(kind_of(value), value, name, line, place)


def lists_of(package: Json) -> list[str]:
    """The lists that a package has; in one that has both, neither is passed over."""
    return [key for key in ("releases", "records") if isinstance(package.get(key), list)]


def _record(record: Json, name: str, line: int, place: Place) -> Iterator[Entry | Broken]:
    """A record's embedded, compiled and versioned releases; linked releases are addresses only."""
    yield Entry("record", record, name, line, place)
    releases = record.get("releases")
    for number, release in enumerate(releases if isinstance(releases, list) else ()):
        if isinstance(release, dict) and "url" not in release:
            yield Entry(kind_of(release), release, name, line, (*place, "releases", number))
    for key, kind in (("compiledRelease", "compiled"), ("versionedRelease", "versioned")):
        if isinstance(record.get(key), dict):
            yield Entry(cast("Kind", kind), record[key], name, line, (*place, key))
