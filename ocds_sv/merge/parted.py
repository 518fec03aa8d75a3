"""
A compilation whose parts are made elsewhere, with the same bytes.

Each part of the inputs becomes a run of releases in the order of their ocids, on storage that everybody sees; then each
range of ocids is merged out of all runs. The exchange between the two steps is a seek and a read, by whoever merges.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path

from ocds_sv.checks.documents import Entry, sections
from ocds_sv.checks.several import Files, files_of
from ocds_sv.errors import UsageError
from ocds_sv.findings import Finding, Place
from ocds_sv.garbage import collected_seldom
from ocds_sv.jsonio.scratch import scratch, written
from ocds_sv.merge import runs
from ocds_sv.merge.account import Account
from ocds_sv.merge.compilation import room
from ocds_sv.merge.faults import RULES
from ocds_sv.merge.intake import Document, Intake, Known
from ocds_sv.merge.jobs import Job
from ocds_sv.merge.options import Options
from ocds_sv.merge.process import Tally, processes_of
from ocds_sv.merge.sorting import FAN_IN, Sorter
from ocds_sv.parts import PER_WORKER, Spread, fresh, kept, known
from ocds_sv.standard.extensions import by_url

DOCUMENTS = 24
"""Bits of a document's number within its part; before them stands the part's."""

ARRIVALS = 40
"""Bits of a release's number within its part."""

LEAST = 4 << 20
"""Bytes of releases that are worth a task."""

PER_RUN = 1 << 20
"""Bytes of a task for each run: of every run some 256 KiB are read before a range begins."""


@dataclass(frozen=True)
class Task:
    """
    A part of the inputs.

    Attributes:
        number: its place among the parts.
        files: what it is.
        sure: as of ``Intake``.
        memory: bytes that it may use.
        folder: where its run goes.
    """

    number: int
    files: Files
    sure: bool
    memory: int
    folder: Path


@dataclass
class Part:
    """
    What came of a part.

    Attributes:
        run: its releases in order, if there are any.
        known: what was learnt.
        account: what was counted.
        strange: addresses of extensions that nobody knows, and where each was met first.
    """

    run: Path | None
    known: Known
    account: Account
    strange: list[tuple[str, Place]] = field(default_factory=list)


@dataclass(frozen=True)
class Range:
    """Processes to merge: those whose ocid is at least ``start`` and below ``stop``, by the job that ``job`` holds."""

    job: Path
    start: bytes
    stop: bytes | None
    folder: Path


class _PartIntake(Intake):
    """An intake that leaves it to others to tell an extension's address once for all parts."""

    def __init__(self, known: Known, account: Account, *, sure: bool) -> None:
        super().__init__(known, account, sure=sure)
        self.strange: list[tuple[str, Place]] = []

    def _extension(self, url: str, entry: Entry) -> None:
        if by_url(url) is None:
            self.strange.append((url, Place(entry.file, row=entry.line)))
        else:
            super()._extension(url, entry)


def sort_part(task: Task) -> Part:
    """
    The releases of a part of the inputs, in order.

    Raises:
        InputError: the only input cannot be read.
        OutputError: a disk is full.
    """
    known_, account = Known(arrivals=task.number << ARRIVALS), Account()
    intake = _PartIntake(known_, account, sure=task.sure)
    with scratch() as folder, collected_seldom():
        sorter = Sorter(folder, room(task.memory))
        found = task.files.read(lambda name: sections([name], account.files), [])
        for held in intake.releases(found):
            sorter.add(held._replace(document=held.document + (task.number << DOCUMENTS)))
        if not sorter.count:
            return Part(None, known_, account, intake.strange)
        path = fresh(task.folder, ".run")
        with written(task.folder):
            runs.write(path, sorter.ordered())
    return Part(path, known_, account, intake.strange)


def merge_range(task: Range) -> tuple[Path, Tally]:
    """
    A file with a line for each process of a range, and what was counted.

    Raises:
        OutputError: the disk is full.
    """
    job, tally, path = _job(task.job), Tally(), fresh(task.folder, ".texts")
    with collected_seldom(), written(task.folder), path.open("wb") as file:
        for _, text in job.texts(task.start, task.stop, tally):
            file.write(text + b"\n")
    return path, tally


@lru_cache(maxsize=1)
def _job(path: Path) -> Job:
    """Read once by each worker, not for each of its tasks."""
    job: Job = known(path)
    return job


class PartedCompilation:
    """
    As ``Compilation``, with ``spread`` doing the work.

    Raises:
        UsageError: a state is given, or standard input is to be read.
        InputError: an input is absent.
    """

    def __init__(self, inputs: Sequence[str | Path], options: Options, spread: Spread, *, sure: bool = False) -> None:
        if options.state is not None:
            raise UsageError(
                reason="what is new since the last run is work for one machine: use --state with --engine local",
                reason_sv="det nya sedan förra körningen räcker en maskin till: använd --state med --engine local",
            )
        self.account = Account()
        self.options = options
        self.known = Known()
        self._spread = spread
        self._sure = sure
        # So few that all runs can be open at once.
        self._files = files_of(inputs, spread.workers, FAN_IN)

    @contextmanager
    def texts(self) -> Iterator[Iterator[bytes]]:
        """
        What is written of each process, in the order of the ocids; the inputs have been read when the block begins.

        Raises:
            InputError: an input cannot be read at all.
            OutputError: a disk is full.
            ClusterError: the tasks could not be run.
        """
        documents: dict[int, Document] = {}
        paths: list[Path] = []
        told: set[str] = set()
        folder = self._spread.folder
        tasks = [
            Task(number, files, self._sure, self.options.memory, folder) for number, files in enumerate(self._files)
        ]
        for task, part in zip(tasks, self._spread(sort_part, tasks), strict=True):
            self.known.add(part.known)
            self.account.add(part.account)
            documents.update(enumerate(part.known.documents, task.number << DOCUMENTS))
            paths += [part.run] if part.run is not None else []
            for url, place in part.strange:
                if url not in told:
                    told.add(url)
                    self.account.findings.add(Finding(RULES["extension-not-known"], place, {"url": url}))
        processes = processes_of(self.options, self.known, self.account, documents)
        yield self._merged(Job(paths, [runs.index(path) for path in paths], None, processes))

    def _merged(self, job: Job) -> Iterator[bytes]:
        tally, folder = Tally(), self._spread.folder
        size = sum(index.size for index in job.indexes)
        step = max(LEAST, len(job.paths) * PER_RUN, size // (self._spread.workers * PER_WORKER))
        kept_job = kept(folder, job)
        tasks = [Range(kept_job, start, stop, folder) for start, stop in runs.split(job.indexes, step)]
        for path, counted in self._spread(merge_range, tasks if job.paths else []):
            with path.open("rb") as lines:
                for line in lines:
                    self.account.processes += 1
                    yield line[:-1]
            path.unlink()
            tally.add(counted)
        self.account.merged, self.account.repeated = tally.merged, tally.repeated
        self.account.read -= tally.unread
        self.account.rejected += tally.rejected
        self.account.findings.merge(tally.findings)
