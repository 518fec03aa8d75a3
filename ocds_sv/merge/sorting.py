"""Releases sorted by process and instant in memory that does not grow: what is too much goes to disk as runs."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from ocds_sv.jsonio.scratch import written
from ocds_sv.merge import runs
from ocds_sv.merge.runs import Held

OVERHEAD = 500
"""Bytes that a release costs in memory beside its text: measured."""

FAN_IN = 128
"""So many runs are open at once; more are first merged to fewer."""


class Sorter:
    """
    Takes releases in any order, gives them as sorted runs.

    Attributes:
        size: bytes of text taken in.
        count: releases taken in.
    """

    def __init__(self, folder: Path, room: int, fan_in: int = FAN_IN) -> None:
        """Keep ``room`` bytes in memory at most, and the rest in ``folder``, in the end as ``fan_in`` runs at most."""
        self.size = 0
        self.count = 0
        self._folder = folder
        self._room = room
        self._fan_in = fan_in
        self._used = 0
        self._held: list[Held] = []
        self._runs: list[Path] = []
        self._made = 0

    def add(self, held: Held) -> None:
        """
        Take a release in.

        Raises:
            OutputError: the disk is full.
        """
        self._held.append(held)
        length = len(held.text)
        self.size += length
        self.count += 1
        self._used += length + OVERHEAD
        if self._used >= self._room:
            self._spill()

    def ordered(self) -> Iterator[Held]:
        """
        All releases in order, once; runs are gone after the last: what is never written to the disk is not waited for.

        Raises:
            OutputError: the disk is full.
        """
        if not self._runs:
            # Nobody else holds them, so that they go with the last.
            held, self._held = self._held, []
            held.sort()
            yield from held
            return
        paths = self.on_disk()
        yield from runs.merged(paths, [runs.index(path) for path in paths])
        for path in paths:
            path.unlink()

    def on_disk(self) -> list[Path]:
        """
        All releases as runs, few enough to be read at once.

        Raises:
            OutputError: the disk is full.
        """
        if self._held:
            self._spill()
        with written(self._folder):
            while len(self._runs) > self._fan_in:
                some, self._runs = self._runs[: self._fan_in], self._runs[self._fan_in :]
                path = self._next()
                runs.write(path, runs.merged(some, [runs.index(run) for run in some]))
                for run in some:
                    run.unlink()
                self._runs.append(path)
        return self._runs

    def _spill(self) -> None:
        self._held.sort()
        path = self._next()
        with written(self._folder):
            runs.write(path, self._held)
        self._runs.append(path)
        self._held = []
        self._used = 0

    def _next(self) -> Path:
        self._made += 1
        return self._folder / f"{self._made:06d}.run"
