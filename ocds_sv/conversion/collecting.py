"""Garbage collection rarer than Python's own: looking for cycles among releases, which have none, took much time."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager

GARBAGE = 20_000
"""New containers between two searches for cycles; Python's own is 700."""


@contextmanager
def collected_seldom() -> Iterator[None]:
    """Search for cycles less often for a while; what was loaded before is left out of the search."""
    thresholds = gc.get_threshold()
    gc.freeze()
    gc.set_threshold(GARBAGE, *thresholds[1:])
    try:
        yield
    finally:
        gc.set_threshold(*thresholds)
        gc.unfreeze()


def collect_seldom() -> None:
    """The same for the rest of this process."""
    gc.freeze()
    gc.set_threshold(GARBAGE)
