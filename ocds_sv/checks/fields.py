"""Which fields are filled: exact counts by path, in a tree that grows with the kinds of fields, not with the data."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from ocds_sv.checks.rule import Json
from ocds_sv.sweden.identity import mask_text

MOST = 20_000
"""Different paths that are counted; data without end in its field names must not fill the memory."""

_STAGES = {
    "planning": "planning",
    "tender": "tender",
    "awards": "award",
    "contracts": "contract",
    "contracts/implementation": "implementation",
    "parties": "parties",
}
_EMPTY = (str, list, dict)
STAGES: dict[str, str] = {stage: path for path, stage in _STAGES.items() if path != "parties"}
"""The five stages of a process, and where each stands in a release."""


def stage_of(path: str) -> str:
    """The stage that a field belongs to; ``release`` or ``parties`` where it is none."""
    parts = path.split("/")
    return _STAGES.get("/".join(parts[:2])) or _STAGES.get(parts[0], "release")


class Field:
    """
    One field.

    Attributes:
        filled: objects in which it holds something.
        objects: objects that stand in it.
        releases: releases in which it holds something.
        last: number of the last such release.
        listed: it is a list of objects.
        inner: the fields of its objects.
    """

    __slots__ = ("filled", "inner", "last", "listed", "objects", "releases")

    def __init__(self) -> None:
        self.filled = self.objects = self.releases = self.last = 0
        self.listed = False
        self.inner: dict[str, Field] = {}


@dataclass(frozen=True, slots=True)
class Coverage:
    """How often a field is filled: in ``filled`` of the ``objects`` that could have it, in so many releases."""

    path: str
    stage: str
    objects: int
    filled: int
    releases: int


class Fields:
    """The fields of all releases."""

    def __init__(self) -> None:
        self._root = Field()
        self._size = 0

    @property
    def number(self) -> int:
        """Releases counted; a field whose ``last`` is this stands in the latest of them."""
        return self._root.objects

    def watch(self, path: str) -> Field:
        """The field at ``path``, there before any release is."""
        field = self._root
        for part in path.split("/"):
            field = field.inner.setdefault(part, Field())
        return field

    def add(self, release: Json) -> None:
        """Count what ``release`` fills."""
        self._object(release, self._root, self._root.objects + 1)

    def _object(self, value: Json, field: Field, number: int) -> None:
        field.objects += 1
        known = field.inner
        for name, content in value.items():
            # 0 and false say something.
            if not content and (content is None or isinstance(content, _EMPTY)):
                continue
            inner = known.get(name)
            if inner is None:
                if self._size >= MOST:
                    continue
                self._size += 1
                inner = known[name] = Field()
            inner.filled += 1
            if inner.last != number:
                inner.last = number
                inner.releases += 1
            if type(content) is str:
                continue
            if isinstance(content, dict):
                self._object(content, inner, number)
            elif isinstance(content, list):
                self._list(content, inner, number)

    def _list(self, content: list[Any], field: Field, number: int) -> None:
        for item in content:
            if isinstance(item, dict):
                field.listed = True
                self._object(item, field, number)

    def merge(self, other: Fields) -> None:
        """Take over the counts of ``other``."""
        _merge(self._root, other._root)

    def filled(self) -> set[str]:
        """The paths that hold something anywhere."""
        return {one.path for one in self.coverage()}

    def coverage(self) -> Iterator[Coverage]:
        """Every field that is filled, by path; personal numbers that stand in a name are masked."""
        found = _coverage(self._root, "", "release", self._root.objects)
        return iter(sorted(found, key=lambda one: one.path))

    def at(self, path: str) -> Coverage:
        """
        How often ``path`` is filled.

        Of a list without objects, as often as what could hold the list; ``objects`` is 0 where the stage is absent.
        """
        field: Field | None = self._root
        unit, stage, above = self._root.objects, "release", ""
        for part in path.split("/"):
            above = f"{above}/{part}".lstrip("/")
            stage = _STAGES.get(above, stage)
            field = field.inner.get(part) if field is not None else None
            if above != path and above in _STAGES and (field is None or not field.objects):
                return Coverage(path, stage, 0, 0, 0)
            if above != path and field is not None and field.objects and (field.listed or above in _STAGES):
                unit = field.objects
        filled, releases = (field.filled, field.releases) if field is not None else (0, 0)
        return Coverage(path, stage, unit, filled, releases)


def _merge(into: Field, other: Field) -> None:
    into.filled += other.filled
    into.objects += other.objects
    into.releases += other.releases
    into.listed = into.listed or other.listed
    for name, field in other.inner.items():
        _merge(into.inner.setdefault(name, Field()), field)


def _coverage(field: Field, above: str, stage: str, unit: int) -> Iterator[Coverage]:
    """``unit``: how many objects of the nearest list or stage there are."""
    for name, inner in field.inner.items():
        if not inner.filled:
            continue
        shown = mask_text(name.replace("/", "~1")) or "~"
        path = f"{above}/{shown}" if above else shown
        own = _STAGES.get(path, stage)
        yield Coverage(path, own, unit, inner.filled, inner.releases)
        yield from _coverage(inner, path, own, inner.objects if inner.listed or path in _STAGES else unit)


def rate(part: int, whole: int) -> str:
    """``part`` of ``whole`` with four decimals, such as ``0.0072``; empty where there is nothing to divide by."""
    if not whole:
        return ""
    value = round(Decimal(part) / Decimal(whole), 4)
    return format(value.normalize(), "f")
