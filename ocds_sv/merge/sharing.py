"""
The inputs read by one process and sorted by several, so that nobody can tell from what is learnt.

What is learnt of a stretch is taken over in the order of the inputs. A stretch that holds something else than releases,
such as packages in lines, comes back to be taken in here.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from ocds_sv.checks.documents import Broken, Entry, Piece, Section, section_of
from ocds_sv.merge.crew import AHEAD, LEAST, Crew
from ocds_sv.merge.intake import Intake, Known
from ocds_sv.merge.sorting import Sorter
from ocds_sv.merge.stretches import Sorted, Stretch

if TYPE_CHECKING:  # see crew
    from concurrent.futures import Future

BATCH = 1 << 20
"""Bytes that are sent at once."""


@dataclass(slots=True)
class _Around:
    """What stands around stretches: the document that it closes, if it is a package."""

    found: Entry | Broken
    document: int | None


class Sharing:
    """
    Reads the inputs, and has a crew sort what is in them.

    Args:
        known: grows.
        intake: takes what is no stretch, and stretches that the crew hands back.
        sorter: for the same.
    """

    def __init__(self, known: Known, intake: Intake, sorter: Sorter, crew: Crew) -> None:
        self._known, self._intake, self._sorter, self._crew = known, intake, sorter, crew
        self._current: tuple[str, bool] | None = None
        self._number = 0
        self._batch: list[Stretch | _Around] = []
        self._size = 0
        self._unsent: list[list[Stretch | _Around]] = []
        self._sent: deque[tuple[list[Stretch | _Around], Future[list[Sorted | None]]]] = deque()

    def read(self, found: Iterable[Section | Piece | Entry | Broken]) -> None:
        """
        Read all; when that is little, the crew is left alone.

        Raises:
            InputError: an input is absent, locked, or cannot be unpacked.
            OutputError: the disk is full.
        """
        for one in found:
            if isinstance(one, Entry | Broken):
                self._batch.append(self._around(one))
                continue
            self._add(one if isinstance(one, Section) else section_of(one))
            if self._size >= BATCH:
                self._next()
                if self._crew.started or len(self._unsent) * BATCH >= LEAST:
                    self._send(AHEAD * self._crew.workers)
        self._next()
        if self._crew.started:
            self._send(0)
        for batch in self._unsent:
            self._taken(batch, [None] * len(batch))

    def _next(self) -> None:
        self._unsent.append(self._batch)
        self._batch, self._size = [], 0

    def _send(self, most: int) -> None:
        """Send what there is, and wait until no more than ``most`` batches are on their way."""
        self._crew.start()
        for batch in self._unsent:
            self._sent.append((batch, self._crew.sort([one for one in batch if isinstance(one, Stretch)])))
        self._unsent = []
        while len(self._sent) > most:
            batch, future = self._sent.popleft()
            self._taken(batch, future.result())

    def _add(self, section: Section) -> None:
        in_package = section.place[-2:-1] == ("releases",)
        if self._current != (section.file, in_package):
            self._current = section.file, in_package
            self._number = self._known.number_of(section.file)
        self._batch.append(Stretch(section, self._number, self._known.arrivals))
        size = sum(map(len, section.texts))
        self._size += size
        # More than there can be releases in them.
        self._known.arrivals += size

    def _around(self, found: Entry | Broken) -> _Around:
        if isinstance(found, Broken) or found.kind != "package":
            return _Around(found, None)
        closes = self._current == (found.file, True)
        self._current = None
        return _Around(found, self._number if closes else None)

    def _taken(self, batch: list[Stretch | _Around], results: list[Sorted | None]) -> None:
        left = iter(results)
        for one in batch:
            if isinstance(one, _Around):
                self._intake.around(one.found, one.document)
            elif (result := next(left)) is not None:
                self._intake.learnt(result.account, result.newest)
            else:
                for held in self._intake.at(one.section, one.document, one.arrival):
                    self._sorter.add(held)
