"""How many processes a conversion is worth."""

from __future__ import annotations

import os
from collections.abc import Sequence
from itertools import accumulate
from pathlib import Path

from ocds_sv.errors import InputError
from ocds_sv.sources.inputs import files_of

LARGE = 8 * 1024 * 1024
"""Bytes of input from which on starting processes costs less than they save."""

MOST = 4
"""One process reads for all of them; more than this it cannot feed, unless they parse for themselves."""


def suitable_workers(inputs: Sequence[str | Path], *, limit: int | None = None) -> int:
    """
    The number of processes for ``inputs``: one for small or piped input and short trials, else one per processor.

    What cannot be looked at counts nothing here; reading it says what is wrong.
    """
    if limit is not None:
        return 1
    try:
        sizes = accumulate(map(_size, files_of(inputs)))
        large = any(size >= LARGE for size in sizes)
    except InputError:
        return 1
    return max(1, min(MOST, _processors())) if large else 1


def _size(path: str | Path) -> int:
    file = str(path).partition("!")[0]
    try:
        return Path(file).stat().st_size
    except OSError:
        return 0


def _processors() -> int:
    """The processors that this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1
