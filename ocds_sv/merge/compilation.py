"""The whole way of a compilation: releases read, sorted by process and instant, merged one process after the other."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
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
from ocds_sv.merge.crew import Crew
from ocds_sv.merge.intake import Document, Intake, Known
from ocds_sv.merge.jobs import Job, Text
from ocds_sv.merge.options import MIB, Options
from ocds_sv.merge.process import Processes, Tally
from ocds_sv.merge.rules import rules
from ocds_sv.merge.sorting import FAN_IN, Sorter
from ocds_sv.standard import Standard

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
        known: what was learnt of the inputs; whole when the first text is out.
    """

    def __init__(
        self, inputs: Sequence[str | Path] | Iterator[Entry], options: Options, *, whole: bool = False
    ) -> None:
        """
        Compile ``inputs``.

        Args:
            inputs: files, folders or globs, or what they hold.
            options: how.
            whole: read each release whole before the first is merged: ``known`` is sure when the first text is out.
        """
        self.account = Account()
        self.options = options
        self.state = _state(options.state) if options.state is not None else None
        self.known = self.state.known if self.state is not None else Known()
        self._whole = whole or self.state is not None
        self._found = inputs if isinstance(inputs, Iterator) else sections(inputs, self.account.files)

    @contextmanager
    def texts(self) -> Iterator[Iterator[bytes]]:
        """
        What is written of each process, in the order of the ocids; the inputs have been read when the block begins.

        Raises:
            InputError: an input is absent, locked, or cannot be unpacked.
            OutputError: the disk is full.
        """
        tally = Tally()
        with ExitStack() as stack:
            home = self.options.folder if self.state is None else self.state.folder
            folder = stack.enter_context(scratch(home))
            stack.enter_context(collected_seldom())
            sorter = Sorter(folder, room(self.options.memory), FAN_IN // (self.options.workers + 1))
            crew = stack.enter_context(Crew(self.options.workers, folder, room(self.options.memory), whole=self._whole))
            self._read(sorter, crew)
            processes = processes_of(self.options, self.known, self.account, self.known.documents)
            made = self._made(sorter, processes, crew, tally)
            yield (text for _, text in made)
            self.account.merged, self.account.repeated = tally.merged, self.account.repeated + tally.repeated
            self.account.read -= tally.unread
            self.account.rejected += tally.rejected
            self.account.findings.merge(tally.findings)
            if self.state is not None:
                self.state.commit()

    def _read(self, sorter: Sorter, crew: Crew) -> None:
        intake = Intake(self.known, self.account, whole=self._whole)
        if crew.workers > 1 and self.state is None:
            from ocds_sv.merge.sharing import Sharing  # noqa: PLC0415 - one process alone can do without

            Sharing(self.known, intake, sorter, crew).read(self._found)
            return
        for held in intake.releases(self._found):
            sorter.add(held)

    def _made(self, sorter: Sorter, processes: Processes, crew: Crew, tally: Tally) -> Iterator[Text]:
        for made in self._sorted(sorter, processes, crew, tally):
            self.account.processes += 1
            yield made

    def _sorted(self, sorter: Sorter, processes: Processes, crew: Crew, tally: Tally) -> Iterator[Text]:
        if self.state is not None:
            return self.state.texts(sorter, processes, crew, self.account, tally)
        held = None if crew.started else sorter.in_memory()
        if held is not None:
            made = ((ocid, processes.text(group, tally)) for ocid, group in groupby(held, attrgetter("ocid")))
            return ((ocid, text) for ocid, text in made if text)
        paths = [*crew.runs(), *sorter.on_disk()]
        return _dropped(crew.texts(Job(paths, [runs.index(path) for path in paths], None, processes), tally), paths)


def processes_of(
    options: Options, known: Known, account: Account, documents: Sequence[Document] | Mapping[int, Document]
) -> Processes:
    """What makes the texts of processes, when the inputs have been read; the account is told the extensions."""
    standard = Standard.load((*options.extensions, *known.extensions))
    account.extensions = tuple(extension.id for extension in standard.extensions)
    return Processes(rules(standard.release), options, documents)


def _dropped(made: Iterator[Text], paths: list[Path]) -> Iterator[Text]:
    """``made``, and then without ``paths``: what is never written to the disk need not be waited for."""
    yield from made
    for path in paths:
        path.unlink(missing_ok=True)


def _state(folder: str | Path) -> State:
    from ocds_sv.merge.state import State  # noqa: PLC0415 - few compilations have one

    return State.load(folder)


def room(memory: int) -> int:
    """Bytes of releases that may be held at once."""
    return max(8 * MIB, int((memory - BASE) * SHARE))
