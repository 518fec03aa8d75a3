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
"""Blocks built after which a memory is given up when it builds one for every other record or more."""

_UNKNOWN = object()


def remembered(build: Callable[[Slots], Any], reads: frozenset[int], reporter: Reporter) -> Callable[[Slots], Any]:
    """``build``, asked only when the slots ``reads`` have not held the same cells before."""
    key_of = itemgetter(*sorted(reads))
    known: dict[Any, Any] = {}
    recall = known.get
    start = reporter.records
    misses = 0
    useful = True

    def found(slots: Slots) -> Any:  # noqa: ANN401 - whatever the block builds
        if not useful:
            return build(slots)
        key = key_of(slots)
        block = recall(key, _UNKNOWN)
        return block if block is not _UNKNOWN else new(key, slots)

    def new(key: object, slots: Slots) -> Any:  # noqa: ANN401 - whatever the block builds
        nonlocal misses, useful
        misses += 1
        if misses > TRIED and misses * 2 > reporter.records - start:
            useful = False
            known.clear()
        told = reporter.told
        block = build(slots)
        if useful and reporter.told == told:
            if len(known) >= REMEMBERED:
                known.clear()
            known[key] = block
        return block

    return found
