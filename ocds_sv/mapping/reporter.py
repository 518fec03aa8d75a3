"""Where conversion tells what it found: each fault once per cell, with its place."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from os.path import basename
from pathlib import Path
from typing import Any

from ocds_sv.findings import Finding, Findings, Place
from ocds_sv.mapping.rules import RULES, rule_for
from ocds_sv.sweden.faults import ValueFault
from ocds_sv.sweden.identity import mask_text, shape

SHOWN = 60
"""How many characters of a word are shown."""


@dataclass(frozen=True, slots=True)
class Where:
    """What an expression works on: the OCDS path it fills, and the source field it reads."""

    path: str
    column: str | None = None


class Reporter:
    """
    Findings of one stream.

    Attributes:
        findings: where they are collected; exchanged between batches.
        place: the stream's file and sheet.
        records: how many records were begun.
        origin: what tells the stream's file from any other.
        told: how often something was asked of the reporter; what was built meanwhile belongs to its row alone.
    """

    def __init__(self, place: Place, findings: Findings, checksum: str = "") -> None:
        self.findings = findings
        self.place = place
        self.records = 0
        self.told = 0
        self.origin = origin(place, checksum)
        self._told: set[tuple[int, str | None, str]] = set()
        self._waiting: list[Callable[[], None]] = []

    def move(self, place: Place, checksum: str) -> None:
        """Go on with another stream."""
        self.place = place
        self.origin = origin(place, checksum)

    def next_record(self) -> None:
        """Begin a record: forget what was told of the last one."""
        self.records += 1
        if self._told:
            self._told.clear()
            self._waiting.clear()

    def kept(self) -> None:
        """The record became a release: tell what waited for that."""
        for tell in self._waiting:
            tell()

    def tell_if_kept(self, rule: str, row: int, where: Where, **facts: object) -> None:
        """As ``tell``, but not of a record that is rejected: its rejection says it all."""
        self.told += 1
        key = (row, where.path, rule)
        if key not in self._told:
            self._told.add(key)
            self._waiting.append(partial(self._add, rule, row, where, facts))

    def tell(self, rule: str, row: int, where: Where, **facts: object) -> None:
        """Note a finding at the cell of ``where`` in ``row``, unless this record told it already."""
        self.told += 1
        key = (row, where.column or where.path, rule)
        if key not in self._told:
            self._told.add(key)
            self._add(rule, row, where, facts)

    def _add(self, rule: str, row: int, where: Where, facts: dict[str, object]) -> None:
        place = Place(self.place.file, self.place.sheet, row, where.column)
        self.findings.add(Finding(rule_for(rule), place, {"path": where.path, **facts}, where.path))

    def fault(
        self, fault: ValueFault, row: int, where: Where, value: object, table: str = "", *, word: bool = False
    ) -> Any:  # noqa: ANN401 - a value of any field
        """
        Note what ``fault`` says of ``value``; returns what can be used in its stead, or ``None``.

        ``word``: the value is a word of a vocabulary and may be shown, personal numbers masked.
        """
        text = value if isinstance(value, str) else str(type(value).__name__)
        shown = f"'{mask_text(text)[:SHOWN]}'" if word else f"'{shape(text)}'"
        self.tell(fault.rule, row, where, shape=shown, table=table)
        return None if fault.value in {None, ""} else fault.value

    def unique(self, row: int) -> str:
        """An id that no other row of any file shares, and that joins to nothing outside the publication."""
        self.told += 1
        return "withheld-" + token(self.origin, row)

    def count(self, rule: str, field: str, count: int) -> None:
        """Note ``count`` values of a source field at once."""
        place = Place(self.place.file, self.place.sheet, None, field)
        self.findings.add(Finding(RULES[rule], place, {"field": field, "count": count}), count)


def origin(place: Place, checksum: str = "") -> str:
    """
    What tells a file and sheet from any other of a publication.

    The checksum of the file's content, so that neither two files of one name nor a file that took another's place share
    a row's token. What is piped in has no checksum when its rows come; folder and name stand in.
    """
    if not checksum:
        checksum = place.file if place.file == "-" else "/".join(Path(place.file).absolute().parts[-2:])
    # An object for each of thousands of files would be much.
    return "/".join([checksum, basename(place.file), place.sheet or ""])  # noqa: PTH119


def token(source: str, row: int) -> str:
    """Twelve hex digits that stand for a row of ``source``: the same in every run over the same file."""
    return hashlib.blake2s(f"{source}\0{row}".encode(), digest_size=6).hexdigest()
