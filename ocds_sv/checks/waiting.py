"""What waits to be looked at together: releases under one kit, and the packages and records that stand between them."""

from __future__ import annotations

from dataclasses import dataclass, field

from ocds_sv.checks.kits import Kit
from ocds_sv.checks.rule import Json
from ocds_sv.checks.structure import Found

RELEASES = 64
"""Releases looked at together: of more, the columns no longer fit into the processor's memory."""

BYTES = 1 << 20
"""The same, where releases are large."""


@dataclass(slots=True)
class One:
    """
    A release, a package or a record.

    Attributes:
        value: the parsed object.
        file: the input's name.
        line: the line on which it begins.
        faults: what was found before.
        text: how it is written, where known.
        is_release: it is to be looked at.
    """

    value: Json
    file: str
    line: int
    faults: list[Found]
    text: bytes | None = None
    is_release: bool = True


@dataclass(slots=True)
class Waiting:
    """
    What waits.

    Attributes:
        kit: what the releases are to be checked with.
        unknown: addresses of the extensions that are declared where they stand, and not shipped.
        every: all that waits, in the order of the input.
    """

    kit: Kit
    unknown: frozenset[str] = frozenset()
    every: list[One] = field(default_factory=list)
    _size: int = 0

    def add(self, one: One) -> None:
        """Let one more wait."""
        self.every.append(one)
        self._size += len(one.text or b"")

    @property
    def full(self) -> bool:
        """Whether enough waits."""
        return len(self.every) >= RELEASES or self._size >= BYTES
