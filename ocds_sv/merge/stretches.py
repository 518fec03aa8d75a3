"""Stretches of the inputs, sorted by whoever has time, with the numbers that one process alone would give."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from ocds_sv.checks.documents import Broken, Entry, Section
from ocds_sv.merge.account import Account
from ocds_sv.merge.intake import Intake, Known
from ocds_sv.merge.runs import Held
from ocds_sv.merge.sorting import Sorter


@dataclass(frozen=True, slots=True)
class Stretch:
    """
    Neighbouring texts of one document.

    Attributes:
        section: the texts.
        document: the number of the document that they stand in.
        arrival: the number of the first release.
    """

    section: Section
    document: int
    arrival: int


@dataclass(frozen=True, slots=True)
class Sorted:
    """
    What was learnt of a stretch.

    Attributes:
        account: what was counted.
        newest: as of ``Known``.
    """

    account: Account
    newest: str


_HOLDERS = frozenset({"package", "record", "declaration"})
"""The kinds of what holds releases."""


class _Nested(Exception):
    """A text is something that holds releases."""


class _ReleaseIntake(Intake):
    """An intake of nothing but releases of one document."""

    def __init__(self, stretch: Stretch, account: Account, known: Known, *, whole: bool) -> None:
        super().__init__(known, account, whole=whole)
        self._stretch = stretch

    def _entry(self, entry: Entry | Broken) -> Iterator[Held]:
        if isinstance(entry, Entry) and (entry.kind in _HOLDERS or len(entry.place) > len(self._stretch.section.place)):
            raise _Nested
        return super()._entry(entry)

    def _document_of(self, _file: str, _place: object) -> int:
        return self._stretch.document


def sort_stretch(stretch: Stretch, sorter: Sorter, *, whole: bool) -> Sorted | None:
    """
    Sort the releases of a stretch, or nothing of it: ``None`` when it holds something else than releases.

    Raises:
        OutputError: the disk is full.
    """
    account, known = Account(), Known(arrivals=stretch.arrival)
    intake = _ReleaseIntake(stretch, account, known, whole=whole)
    try:
        releases = list(intake.releases([stretch.section]))
    except _Nested:
        return None
    for held in releases:
        sorter.add(held)
    return Sorted(account, known.newest)
