"""The whole way of a compilation: releases read, sorted by process and instant, merged one process after the other."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from itertools import groupby
from operator import attrgetter
from pathlib import Path
from typing import TYPE_CHECKING

from ocds_sv.checks.documents import Entry, sections
from ocds_sv.garbage import collected_seldom
from ocds_sv.jsonio.scratch import scratch
from ocds_sv.merge import runs
from ocds_sv.merge.account import Account
from ocds_sv.merge.crew import LEAST, Crew
from ocds_sv.merge.intake import Intake, Known
from ocds_sv.merge.jobs import Job
from ocds_sv.merge.options import MIB, Options
from ocds_sv.merge.process import Tally, processes_of
from ocds_sv.merge.runs import Text
from ocds_sv.merge.sorting import FAN_IN, Sorter
from ocds_sv.workers import none_lost

if TYPE_CHECKING:
    from ocds_sv.merge.state import State

BASE = 50 * MIB
"""Of the memory allowed, so much is not for releases: Python, the standard, buffers."""

SHARE = 0.75
"""The allocator needs room beside what is held."""


class Compilation:
    """
    One compilation; ``texts`` is read once, and then ``account`` is whole.

    Attributes:
        account: counts and findings.
        known: what was learnt of the inputs.
    """

    def __init__(self, inputs: Sequence[str | Path] | Iterator[Entry], options: Options, *, sure: bool = False) -> None:
        """
        Compile ``inputs``.

        Args:
            inputs: files, folders or globs, or what they hold.
            options: how.
            sure: as of ``Intake``: ``known`` is right when the first text is out.
        """
        self.account = Account()
        self.options = options
        self.state = _state(options.state) if options.state is not None else None
        self.known = self.state.known if self.state is not None else Known()
        self._sure = sure
        self._inputs = inputs

    @contextmanager
    def texts(self) -> Iterator[Iterator[bytes]]:
        """
        What is written of each process, in the order of the ocids; the inputs have been read when the block begins.

        Raises:
            InputError: an input is absent, locked, or cannot be unpacked.
            OutputError: the disk is full.
            WorkerError: a worker process is gone.
        """
        tally = Tally()
        with ExitStack() as stack:
            home = self.options.folder if self.state is None else self.state.folder
            folder = stack.enter_context(scratch(home))
            stack.enter_context(collected_seldom())
            yield self._counted(self._shared(stack, folder, tally) or self._alone(stack, folder, tally))
            self.account.merged, self.account.repeated = tally.merged, self.account.repeated + tally.repeated
            self.account.read -= tally.unread
            self.account.rejected += tally.rejected
            self.account.findings.merge(tally.findings)
            if self.state is not None:
                self.state.commit()

    def _shared(self, stack: ExitStack, folder: Path, tally: Tally) -> Iterator[Text] | None:
        """The texts of all processes as several make them; ``None`` where that cannot be, or is not worth it."""
        inputs, options = self._inputs, self.options
        if options.workers == 1 or self.state is not None or isinstance(inputs, Iterator):
            return None
        from ocds_sv.merge.shares import Shares, are_worth  # noqa: PLC0415 - one process alone can do without

        if not are_worth(inputs):
            return None
        stack.enter_context(none_lost())
        each = room(options.memory) // options.workers
        shares = stack.enter_context(Shares(inputs, options, folder, each, sure=self._sure))
        account, self.known = shares.read()
        self.account.add(account)
        self.account.extensions = account.extensions
        return shares.texts(tally)

    def _alone(self, stack: ExitStack, folder: Path, tally: Tally) -> Iterator[Text]:
        """The texts of all processes, read and sorted here; where much is to be merged, others merge it."""
        inputs = self._inputs
        sorter = Sorter(folder, room(self.options.memory), FAN_IN // self.options.workers)
        found = inputs if isinstance(inputs, Iterator) else sections(inputs, self.account.files)
        for held in Intake(self.known, self.account, sure=self._sure).releases(found):
            sorter.add(held)
        processes = processes_of(self.options, self.known, self.account, self.known.documents)
        if self.options.workers > 1:
            stack.enter_context(none_lost())
        crew = stack.enter_context(Crew(self.options.workers))
        if self.state is not None:
            return self.state.texts(sorter, processes, crew, self.account, tally)
        if crew.workers == 1 or sorter.size < LEAST:
            return processes.texts(groupby(sorter.ordered(), attrgetter("ocid")), tally)
        paths = sorter.on_disk()
        return crew.texts(Job(paths, [runs.index(path) for path in paths], None, processes), tally)

    def _counted(self, made: Iterator[Text]) -> Iterator[bytes]:
        for _, text in made:
            self.account.processes += 1
            yield text


def _state(folder: str | Path) -> State:
    from ocds_sv.merge.state import State  # noqa: PLC0415 - few compilations have one

    return State.load(folder)


def room(memory: int) -> int:
    """Bytes of releases that may be held at once."""
    return max(8 * MIB, int((memory - BASE) * SHARE))
