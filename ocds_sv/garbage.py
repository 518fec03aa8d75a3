"""Python's search for garbage made rarer: releases have no cycles, and to look for some took much of the time."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager

OBJECTS = 100_000
"""New lists and objects after which garbage is searched for: more than a batch of releases has."""


@contextmanager
def collected_seldom() -> Iterator[None]:
    """For a while; what was loaded before is left out of the search."""
    thresholds = gc.get_threshold()
    gc.freeze()
    gc.set_threshold(OBJECTS, *thresholds[1:])
    try:
        yield
    finally:
        gc.set_threshold(*thresholds)
        gc.unfreeze()


def collect_seldom() -> None:
    """From now on, in a process that does nothing else."""
    gc.freeze()
    gc.set_threshold(OBJECTS)
