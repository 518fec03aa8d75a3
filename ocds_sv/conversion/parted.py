"""A conversion whose parts are made elsewhere, each by a pipeline of its own, and joined as one would make them."""

from __future__ import annotations

import pickle
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, closing
from dataclasses import dataclass, replace
from pathlib import Path

import orjson

from ocds_sv.conversion.ledger import Broken
from ocds_sv.conversion.options import Options
from ocds_sv.conversion.pipeline import Pipeline
from ocds_sv.conversion.run import Run
from ocds_sv.conversion.worker import Batch
from ocds_sv.errors import UsageError
from ocds_sv.findings import Findings
from ocds_sv.garbage import collected_seldom
from ocds_sv.jsonio import encode
from ocds_sv.jsonio.scratch import written
from ocds_sv.mapping import Mapping
from ocds_sv.mapping.assertions import FillCounter
from ocds_sv.parts import Spread, fresh, grouped


@dataclass(frozen=True)
class Task:
    """
    A part of the inputs.

    Attributes:
        mapping: its name or path.
        options: as for the whole.
        files: the records' files.
        registers: inputs that the records are joined to.
        first: the number of its first stream, if every file before has one stream.
        folder: where the batches go.
    """

    mapping: str
    options: Options
    files: tuple[str, ...]
    registers: tuple[str, ...]
    first: int
    folder: Path


@dataclass(frozen=True)
class Part:
    """
    What came of a part.

    Attributes:
        path: its batches, pickled one after the other.
        first: the number that its first stream was given.
        run: its account.
        inputs: its inputs, as its ledger keeps them.
        streams: its streams, likewise.
        broken: inputs that could not be read to their end.
        unclaimed: filled cells of registers in columns that nothing names.
        fill: what assertions count.
    """

    path: Path
    first: int
    run: Run
    inputs: Path
    streams: Path
    broken: Broken
    unclaimed: Counter[str]
    fill: FillCounter


def convert_part(task: Task) -> Part:
    """
    Convert a part of the inputs.

    Raises:
        InputError: a register cannot be read.
        MappingError, UsageError: the mapping or its parameters are wrong.
        OutputError: the folder cannot be written.
    """
    pipeline = _PartPipeline([*task.files, *task.registers], Mapping.load(task.mapping), task.options)
    with collected_seldom():
        return pipeline.part(task.first, task.folder)


class _PartPipeline(Pipeline):
    def part(self, first: int, folder: Path) -> Part:
        self._first = first
        path, inputs, streams = (fresh(folder, suffix) for suffix in (".part", ".inputs", ".streams"))
        with closing(self), written(folder):
            with path.open("wb") as file:
                for batch in self._one_by_one():
                    pickle.dump((batch.finished, batch.marks, batch.rejects), file, pickle.HIGHEST_PROTOCOL)
            self.ledger.inputs.save(inputs)
            self.ledger.streams.save(streams)
        return Part(path, first, self.run, inputs, streams, self._broken, self._joins.unclaimed, self._fill)

    def _fill_registers(self, stack: ExitStack) -> None:
        # Who joins the parts reads the registers, too, and tells of them, once.
        self._joins.fill(stack, Findings(), [], lambda *_: None)
        self._joins.unclaimed.clear()


class PartedPipeline(Pipeline):
    """
    A pipeline that lets others convert, and counts what they did.

    Raises:
        UsageError: a limit is given, or standard input is to be read.
    """

    def __init__(self, inputs: Sequence[str], mapping: Mapping, options: Options, spread: Spread) -> None:
        super().__init__(inputs, mapping, options)
        self._spread = spread
        if options.limit is not None:
            raise UsageError(
                reason="--limit is for trials: use it with --engine local",
                reason_sv="--limit är till för prov: använd det med --engine local",
            )
        self._groups = grouped(list(self._joins.records), spread.workers)

    def _made(self) -> Iterator[Batch]:
        with ExitStack() as stack:
            self._fill_registers(stack)
        for part in self._spread(convert_part, self._tasks()):
            yield from self._joined(part)

    def _tasks(self) -> list[Task]:
        options = replace(self.options, workers=1, output=None, state=None, as_of=self.options.today)
        tasks, first = [], 0
        for files in self._groups:
            tasks.append(
                Task(self.mapping.name, options, tuple(files), self._joins.registers, first, self._spread.folder)
            )
            first += len(files)
        return tasks

    def _joined(self, part: Part) -> Iterator[Batch]:
        shift = self.ledger.streams.count - part.first
        self.run.add(part.run)
        self.ledger.inputs.load(part.inputs)
        self.ledger.streams.load(part.streams)
        self._broken.merge(part.broken)
        self._joins.unclaimed.update(part.unclaimed)
        self._fill.merge(part.fill)
        with part.path.open("rb") as file:
            while file.peek(1):
                finished, marks, rejects = pickle.load(file)  # noqa: S301 - our own file of this run
                yield _shifted(Batch(finished=finished, marks=marks, rejects=rejects), shift)
        for path in (part.path, part.inputs, part.streams):
            path.unlink()


def _shifted(batch: Batch, by: int) -> Batch:
    """A batch with the numbers that its streams have in the whole."""
    if by == 0:
        return batch
    return replace(
        batch,
        finished=[(release, _renumbered(origin, by)) for release, origin in batch.finished],
        marks=[(digest, stream + by, row) for digest, stream, row in batch.marks],
        rejects=[_renumbered(reject, by) for reject in batch.rejects],
    )


def _renumbered(origin: bytes, by: int) -> bytes:
    facts = orjson.loads(origin)
    return encode({**facts, "stream": facts["stream"] + by})
