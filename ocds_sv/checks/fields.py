"""Which fields are filled: exact counts by path, in a tree that grows with the kinds of fields, not with the data."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from ocds_sv.sweden.identity import mask_text

MOST = 20_000
"""Different paths that are counted; data without end in its field names must not fill the memory."""

COMBINATIONS = 4_096
"""Combinations of filled fields that are remembered."""

_STAGES = {
    "planning": "planning",
    "tender": "tender",
    "awards": "award",
    "contracts": "contract",
    "contracts/implementation": "implementation",
    "parties": "parties",
}
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
        listed: it is a list of objects.
        inner: the fields of its objects.
    """

    __slots__ = ("filled", "inner", "listed", "objects", "releases")

    def __init__(self) -> None:
        self.filled = self.objects = self.releases = 0
        self.listed = False
        self.inner: dict[str, Field] = {}


class Alike:
    """
    Objects that stand in one field and fill the same inner ones: counted together, and told to the fields in the end.

    Attributes:
        count: how many, since they were told.
        field: where they stand.
        filled: the inner fields that they fill.
    """

    __slots__ = ("count", "field", "filled")

    def __init__(self, field: Field | None, filled: Sequence[Field]) -> None:
        self.count = 0
        self.field = field
        self.filled = filled

    def settle(self) -> None:
        """Tell the fields."""
        if self.field is not None:
            self.field.objects += self.count
            for field in self.filled:
                field.filled += self.count
        self.count = 0


class Filled:
    """
    Releases that fill the same fields.

    Attributes:
        count: how many, since they were told.
        fields: those that are filled.
        known: what follows from them, for whoever counts releases by it.
    """

    __slots__ = ("count", "fields", "known")

    def __init__(self, met: Iterable[Alike]) -> None:
        self.count = 0
        self.fields = frozenset(field for alike in met for field in alike.filled)
        self.known: Any = None

    def settle(self) -> None:
        """Tell the fields."""
        for field in self.fields:
            field.releases += self.count
        self.count = 0


@dataclass(frozen=True, slots=True)
class Coverage:
    """How often a field is filled: in ``filled`` of the ``objects`` that could have it, in so many releases."""

    path: str
    stage: str
    objects: int
    filled: int
    releases: int


class Fields:
    """
    The fields of all releases.

    Attributes:
        root: the release.
        forgotten: how often what was remembered of objects that are alike was forgotten.
    """

    def __init__(self) -> None:
        self.root = Field()
        self.forgotten = 0
        self._size = 0
        self._alike: list[Alike] = []
        self._combinations: dict[tuple[Alike, ...], Filled] = {}

    def __getstate__(self) -> dict[str, Any]:
        """Counts travel; what is remembered stays."""
        self.settle()
        return {**vars(self), "_alike": [], "_combinations": {}}

    @property
    def number(self) -> int:
        """Releases counted."""
        self.settle()
        return self.root.objects

    def watch(self, path: str) -> Field:
        """The field at ``path``, there before any release is."""
        self.settle()
        field = self.root
        for part in path.split("/"):
            field = field.inner.setdefault(part, Field())
        return field

    def inside(self, above: Field | None, name: str) -> Field | None:
        """The field ``name`` of the objects that stand in ``above``; None where no more fields are counted."""
        if above is None:
            return None
        known = above.inner.get(name)
        if known is None and self._size < MOST:
            self._size += 1
            known = above.inner[name] = Field()
        return known

    def gather(self, alike: Alike) -> None:
        """Ask ``alike`` for its counts when they are wanted."""
        self._alike.append(alike)

    def add(self, met: tuple[Alike, ...]) -> Filled:
        """Count a release that consists of objects like ``met``; what it fills."""
        filled = self._combinations.get(met)
        if filled is None:
            if len(self._combinations) >= COMBINATIONS:
                self._settle_combinations()
                self._combinations.clear()
            filled = self._combinations[met] = Filled(met)
        filled.count += 1
        return filled

    def _settle_combinations(self) -> None:
        for filled in self._combinations.values():
            filled.settle()

    def settle(self, *, forget: bool = False) -> None:
        """Bring all counts up to date; ``forget`` also what is remembered of objects and releases that are alike."""
        for alike in self._alike:
            alike.settle()
        self._settle_combinations()
        if forget:
            self.forgotten += 1
            self._alike.clear()
            self._combinations.clear()

    def merge(self, other: Fields) -> None:
        """Take over the counts of ``other``."""
        self.settle()
        other.settle()
        _merge(self.root, other.root)

    def filled(self) -> set[str]:
        """The paths that hold something anywhere."""
        return {one.path for one in self.coverage()}

    def coverage(self) -> Iterator[Coverage]:
        """Every field that is filled, by path; personal numbers that stand in a name are masked."""
        self.settle()
        found = _coverage(self.root, "", "release", self.root.objects)
        return iter(sorted(found, key=lambda one: one.path))

    def at(self, path: str) -> Coverage:
        """
        How often ``path`` is filled.

        Of a list without objects, as often as what could hold the list; ``objects`` is 0 where the stage is absent.
        """
        self.settle()
        field: Field | None = self.root
        unit, stage, above = self.root.objects, "release", ""
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
