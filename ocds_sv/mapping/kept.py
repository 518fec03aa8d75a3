"""
What the functions of a mapping remember of the values they were asked about, all of them within one bound.

A mapping of notices calls functions in hundreds of places. With a bound for each, what is remembered would grow for as
long as documents bring numbers and texts that nobody has seen.
"""

from __future__ import annotations

from collections.abc import Hashable
from typing import Any

MOST = 150_000
"""Results that are kept before all are forgotten; of some 200 bytes each."""

_LONG = 100
"""A text counts once more for each so many characters."""


class Kept:
    """The results of many functions, each in a dict of its own."""

    def __init__(self, most: int = MOST) -> None:
        self._most = self._room = most
        self._all: list[dict[Any, Any]] = []

    def results(self) -> dict[Any, Any]:
        """Where one function keeps its results; emptied when there is no room for more."""
        results: dict[Any, Any] = {}
        self._all.append(results)
        return results

    def add(self, results: dict[Any, Any], value: Hashable, result: object) -> None:
        """Keep the ``result`` of a ``value`` among the ``results`` of its function."""
        self._room -= 1 + (len(value) // _LONG if isinstance(value, str) else 0)
        if self._room < 0:
            for each in self._all:
                each.clear()
            self._room = self._most
        results[value] = result
