"""Processes merged in order, all of them or those of a range of ocids: the same texts either way."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from itertools import groupby
from operator import attrgetter
from pathlib import Path

from ocds_sv.merge import runs
from ocds_sv.merge.process import Processes, Tally
from ocds_sv.merge.runs import Held, Index, Text


@dataclass(frozen=True)
class Job:
    """
    Processes to merge out of runs.

    Attributes:
        paths: the runs.
        indexes: theirs.
        changed: the run whose processes are meant; ``None`` means those of all.
        processes: makes their texts.
    """

    paths: list[Path]
    indexes: list[Index]
    changed: int | None
    processes: Processes

    def groups(self, start: bytes, stop: bytes | None) -> Iterator[tuple[bytes, Iterable[Held]]]:
        """The releases of each process in a range of ocids."""
        if self.changed is None:
            yield from groupby(runs.merged(self.paths, self.indexes, start, stop), attrgetter("ocid"))
            return
        new = runs.merged([self.paths[self.changed]], [self.indexes[self.changed]], start, stop)
        with runs.opened(self.paths, self.indexes) as between:
            for ocid, _ in groupby(new, attrgetter("ocid")):
                yield ocid, between(ocid, ocid + b"\0")

    def between(self, start: bytes, stop: bytes | None) -> Job:
        """The same with no more of the indexes than a range of ocids needs."""
        return replace(self, indexes=[index.between(start, stop) for index in self.indexes])

    def texts(self, start: bytes, stop: bytes | None, tally: Tally) -> Iterator[Text]:
        """The text of each process in a range of ocids."""
        return self.processes.texts(self.groups(start, stop), tally)
