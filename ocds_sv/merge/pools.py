"""Whoever has other processes at work ends them, however the work ends."""

from __future__ import annotations

from types import TracebackType
from typing import TYPE_CHECKING, Self

if TYPE_CHECKING:  # Starting other processes takes modules that one process alone can do without.
    from concurrent.futures import Executor


class Pools:
    """A block at whose end the processes in ``_pools`` have ended."""

    def __init__(self) -> None:
        self._pools: list[Executor] = []

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        for pool in self._pools:
            # Who is told to end without being waited for can be waited for no more.
            pool.shutdown(cancel_futures=True)
