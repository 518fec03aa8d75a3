"""Inputs as groups of files that are read apart from each other, and what reading all of them would tell."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from ocds_sv.checks.beside import is_beside
from ocds_sv.checks.entry import Broken, unread
from ocds_sv.errors import InputError
from ocds_sv.parts import grouped
from ocds_sv.sources import expand

Found = TypeVar("Found")


@dataclass(frozen=True)
class Files:
    """
    Neighbouring files out of the inputs.

    Attributes:
        names: all of them, in order.
        beside: those that are passed over.
        alone: there is no other file in the inputs.
    """

    names: tuple[str, ...]
    beside: frozenset[str]
    alone: bool

    def read(self, reader: Callable[[str], Iterator[Found]], passed: list[str]) -> Iterator[Found | Broken]:
        """
        What ``reader`` finds in each file; ``passed`` gets the names of those that are passed over.

        Raises:
            InputError: the only file cannot be read.
        """
        for name in self.names:
            if name in self.beside:
                passed.append(name)
                continue
            try:
                yield from reader(name)
            except InputError as error:
                if self.alone:
                    raise
                yield unread(name, error)


def files_of(inputs: Sequence[str | Path], workers: int, most: int | None = None) -> list[Files]:
    """
    The files that ``inputs`` mean, grouped for as many workers, in ``most`` groups at most.

    Raises:
        InputError: an input is absent.
        UsageError: standard input is among them.
    """
    typed = {str(one) for one in inputs}
    meant = expand(inputs)
    beside = {str(one) for one in meant if is_beside(str(one), typed)}
    groups = grouped(meant, workers, most)
    return [Files(tuple(names), frozenset(beside.intersection(names)), len(meant) == 1) for names in groups]
