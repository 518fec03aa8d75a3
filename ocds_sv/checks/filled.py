"""Which fields releases fill, counted in one walk over each."""

from __future__ import annotations

from collections import Counter
from typing import Any

from ocds_sv.checks.rule import Json


class _Path:
    """A field: how many releases fill it, the last that did, what stands below it."""

    __slots__ = ("below", "count", "last")

    def __init__(self) -> None:
        self.count = self.last = 0
        self.below: dict[str, _Path] = {}


class Filled:
    """How many releases hold something at each path."""

    def __init__(self) -> None:
        self._root: dict[str, _Path] = {}
        self._number = 0

    def add(self, release: Json) -> None:
        """Count the paths of a release."""
        self._number += 1
        _object(release, self._root, self._number)

    def taken(self) -> Counter[str]:
        """Releases by path; the count begins anew."""
        found: Counter[str] = Counter()
        _spell(self._root, "", found)
        self._root = {}
        return found


def _object(value: Json, below: dict[str, _Path], number: int) -> None:
    for name, inner in value.items():
        # A zero and a False are something; an empty text, list or object is not.
        if not inner and inner != 0:
            continue
        path = below.get(name)
        if path is None:
            path = below[name] = _Path()
        if path.last != number:
            path.last = number
            path.count += 1
        kind = type(inner)
        if kind is dict:
            _object(inner, path.below, number)
        elif kind is list:
            _list(inner, path.below, number)


def _list(value: list[Any], below: dict[str, _Path], number: int) -> None:
    for item in value:
        if type(item) is dict:
            _object(item, below, number)


def _spell(below: dict[str, _Path], above: str, found: Counter[str]) -> None:
    for name, path in below.items():
        found[f"{above}{name}"] += path.count
        _spell(path.below, f"{above}{name}/", found)
