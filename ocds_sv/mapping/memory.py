"""
Blocks remembered by what they were built from.

A ledger names the same supplier ten thousand times; its block is built once and then found by the cells it was made of.
What was told of while building (a doubtful cell, an id for this row alone) is never remembered, so that it is told for
each row. A block whose cells hardly ever recur is not looked up any more.
"""

from __future__ import annotations

from collections.abc import Callable
from operator import itemgetter
from typing import Any

from ocds_sv.mapping.reporter import Reporter
from ocds_sv.mapping.scopes import Slots

REMEMBERED = 5_000
"""Blocks kept of each kind before starting anew."""

TRIED = 2_000
"""Look-ups after which a memory that has not helped in half of them is given up."""

_UNKNOWN = object()


def remembered(build: Callable[[Slots], Any], reads: frozenset[int], reporter: Reporter) -> Callable[[Slots], Any]:
    """``build``, asked only when the slots ``reads`` have not held the same cells before."""
    return _Memory(build, itemgetter(*sorted(reads)), reporter).found


class _Memory:
    """What one block was built to, by the cells it was built from."""

    def __init__(self, build: Callable[[Slots], Any], key_of: Callable[[Slots], Any], reporter: Reporter) -> None:
        self._build = build
        self._key_of = key_of
        self._reporter = reporter
        self._known: dict[Any, Any] = {}
        self._lookups = 0
        self._misses = 0
        self._useful = True

    def found(self, slots: Slots) -> Any:  # noqa: ANN401 - whatever the block builds
        """The block of these slots, remembered or built."""
        if not self._useful:
            return self._build(slots)
        key = self._key_of(slots)
        block = self._known.get(key, _UNKNOWN)
        if block is not _UNKNOWN:
            self._lookups += 1
            return block
        return self._new(key, slots)

    def _new(self, key: object, slots: Slots) -> Any:  # noqa: ANN401 - whatever the block builds
        self._lookups += 1
        self._misses += 1
        if self._lookups >= TRIED and self._misses * 2 > self._lookups:
            self._useful = False
            self._known.clear()
        told = self._reporter.told
        block = self._build(slots)
        if self._useful and self._reporter.told == told:
            if len(self._known) >= REMEMBERED:
                self._known.clear()
            self._known[key] = block
        return block
