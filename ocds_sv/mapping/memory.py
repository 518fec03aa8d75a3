"""
Blocks remembered by what they were built from.

A ledger names the same supplier ten thousand times; its block is built once and then found by the cells it was made of.
What was told of while building (a doubtful cell, an id for this row alone) is never remembered, so that it is told for
each row. A memory whose cells hardly ever recur remembers nothing any more.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from ocds_sv.mapping.reporter import Reporter
from ocds_sv.mapping.scopes import Slots

REMEMBERED = 5_000
"""Blocks kept of each kind before starting anew."""

TRIED = 2_000
"""Blocks built after which a memory is given up when it builds one for every other record or more."""


class Memory:
    """
    The blocks of one kind.

    Attributes:
        recall: key and what stands for a block that is not known → block; the hot path asks this first.
        reads: the slots whose cells are the key.
    """

    def __init__(self, build: Callable[[Slots], Any], reads: frozenset[int], reporter: Reporter) -> None:
        self._known: dict[Any, Any] = {}
        self.recall = self._known.get
        self.reads = sorted(reads)
        self._build = build
        self._reporter = reporter
        self._start = reporter.records
        self._misses = 0
        self._useful = True

    def new(self, key: object, slots: Slots) -> Any:  # noqa: ANN401 - whatever the block builds
        """Build the block of ``slots`` and remember it by ``key``."""
        if not self._useful:
            return self._build(slots)
        self._misses += 1
        if self._misses > TRIED and self._misses * 2 > self._reporter.records - self._start:
            self._useful = False
            self._known.clear()
        told = self._reporter.told
        block = self._build(slots)
        if self._useful and self._reporter.told == told:
            if len(self._known) >= REMEMBERED:
                self._known.clear()
            self._known[key] = block
        return block
