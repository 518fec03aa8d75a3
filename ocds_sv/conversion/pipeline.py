"""The whole way in one readable piece: source → records → releases → gate → written, counted."""

from __future__ import annotations

import gc
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from contextlib import ExitStack, closing, contextmanager
from itertools import islice
from multiprocessing import get_context
from pathlib import Path
from typing import Any

from ocds_sv.conversion.joining import Joins
from ocds_sv.conversion.ledger import Broken, Ledger
from ocds_sv.conversion.options import Options
from ocds_sv.conversion.repeats import Repeats
from ocds_sv.conversion.run import Run
from ocds_sv.conversion.tabulate import tabulated
from ocds_sv.conversion.worker import Batch, Finished, Job, StreamFacts, Worker
from ocds_sv.errors import InputError
from ocds_sv.findings import EXAMPLES_PER_RULE, Finding, Place
from ocds_sv.mapping import Mapping, Unit
from ocds_sv.mapping.assertions import FillCounter
from ocds_sv.mapping.envelope import EXAMPLE_PREFIX, PREFIX_PARAM
from ocds_sv.mapping.mapper import exempt
from ocds_sv.mapping.rules import RULES
from ocds_sv.parts import end_with_parent
from ocds_sv.privacy import Policy
from ocds_sv.provenance.facts import stream_facts
from ocds_sv.sources import InputFile, Stream, expand, open_streams

BATCH = 200
"""Units handed to a worker at once."""

SMALL = 20
"""Streams of a few units each that go to a worker together: a folder of documents with one record each."""

AHEAD = 3
"""Batches in flight per worker, so that reading never runs far ahead of writing."""

GARBAGE = 20_000
"""New containers between two searches for cycles; Python's own is 700."""

Part = tuple[StreamFacts, list[Unit]]
"""Units of one stream."""

Progress = Callable[[int, int], None]
"""Called now and then with the rows read and the releases made so far."""


class Pipeline:
    """
    One conversion: its mapping, its inputs, its account in ``run``.

    Attributes:
        ledger: the inputs and streams that were read; whoever asks for ``batches`` closes it.

    Raises:
        MappingError, UnknownName, UsageError: the mapping or its parameters are wrong.
        PrivacyError: the gate is switched off without a decision.
        InputError: nothing at all could be read.
    """

    def __init__(
        self, inputs: Sequence[str | Path], mapping: Mapping, options: Options, *, shared: bool = True
    ) -> None:
        self.mapping = mapping.with_encoding(options.encoding)
        self.options = options
        self._joins = Joins(self.mapping.source, expand(inputs))
        self._job = Job(
            mapping=mapping.name,
            encoding=options.encoding,
            params=dict(options.params),
            as_of=options.today.isoformat(),
            policy=Policy(
                enabled=options.privacy,
                decision=options.decision,
                masks=mapping.privacy.masks,
                accept=dict(mapping.privacy.accept),
            ),
            links=None if options.links is None else str(options.links),
        )
        self._worker = Worker(self._job, self.mapping, shared=shared)
        self._fill = FillCounter(mapping.assertions)
        self._broken = Broken()
        self._first = 0
        self._where: dict[str, Any] | None = None
        self.run = Run(
            mapping=mapping.name,
            checksum=mapping.checksum,
            params=dict(options.params),
            privacy=options.privacy,
            decision=options.decision,
        )
        self.ledger = Ledger(self.run)

    def releases(self) -> Iterator[Finished]:
        """Finished releases one by one, in this process."""
        with Repeats() as repeats, closing(self.ledger):
            for stream, units in self._streams():
                for unit in units:
                    finished = self._worker.finish(stream, unit)
                    if finished is not None:
                        self.run.converted += len(unit)
                        self.run.releases += 1
                        repeats.add([finished.mark])
                        yield finished
                    if self._at_limit():
                        break
                self._take(self._worker.account())
                if self._at_limit():
                    break
            self._end(repeats)

    def batches(self) -> Iterator[Batch]:
        """Finished releases in batches, by as many processes as the options say; the order is that of the input."""
        with Repeats() as repeats:
            for batch in self._made():
                repeats.add(batch.marks)
                yield batch
            self._end(repeats)

    def _made(self) -> Iterator[Batch]:
        return self._parallel() if self.options.workers > 1 else self._one_by_one()

    def _one_by_one(self) -> Iterator[Batch]:
        # A limit is looked at after each; else a folder of single documents makes few batches.
        enough = BATCH if self.options.limit is None else 1
        for stream, units in self._streams():
            for group in _batched(units):
                self._worker.work(stream, group, self._left())
                # Rejects are told after the releases of their group, whoever makes the batches.
                if self._worker.records >= enough or self._worker.rejects:
                    yield self._counted(self._worker.account())
                if self._at_limit():
                    return
        if self._worker.records:
            yield self._counted(self._worker.account())

    def _parallel(self) -> Iterator[Batch]:
        # Spawned on every system: a forked process would share file positions and locks.
        pool = ProcessPoolExecutor(
            self.options.workers, mp_context=get_context("spawn"), initializer=_start_worker, initargs=(self._job,)
        )
        waiting: deque[tuple[Future[list[Batch]], list[Part]]] = deque()
        try:
            for parts in _bundled(self._streams()):
                waiting.append((pool.submit(_work, parts), parts))
                if len(waiting) >= AHEAD * self.options.workers:
                    yield from self._within_limit(*waiting.popleft())
                    if self._at_limit():
                        return
            while waiting and not self._at_limit():
                yield from self._within_limit(*waiting.popleft())
        finally:
            pool.shutdown(cancel_futures=True)

    def _within_limit(self, future: Future[list[Batch]], parts: list[Part]) -> Iterator[Batch]:
        """Batches from a worker; one that goes beyond the limit is made anew here, as far as the limit."""
        for batch, (stream, units) in zip(future.result(), parts, strict=True):
            if self._at_limit():
                return
            left = self._left()
            within = left is None or len(batch.finished) <= left
            yield self._counted(batch if within else self._worker.batch(stream, units, left))

    def _left(self) -> int | None:
        limit = self.options.limit
        return None if limit is None else limit - self.run.releases

    def _streams(self) -> Iterator[tuple[StreamFacts, Iterator[Unit]]]:
        """Each stream with its units; one that breaks is told of, and the next is taken."""
        run, joins = self.run, self._joins
        number = self._first
        with ExitStack() as registers:
            self._fill_registers(registers)
            for given in joins.records:
                files: list[InputFile] = []
                opened = open_streams([given], self.mapping.source, run.findings, files)
                try:
                    for stream in joins.joined(map(self._table, opened), given, run.findings):
                        with self._noted(stream):
                            yield self._opened(stream, number, files[-1].sha256)
                        number += 1
                        if self._at_limit():
                            return
                except InputError as error:
                    self._broken.add(error)
                    run.complete = False
                finally:
                    self.ledger.take(files)

    def _fill_registers(self, stack: ExitStack) -> None:
        files: list[InputFile] = []
        try:
            self._joins.fill(stack, self.run.findings, files)
        finally:
            self.ledger.take(files)

    @contextmanager
    def _noted(self, stream: Stream) -> Iterator[None]:
        """A stream while it is read; one that is left before its end has a place but no facts."""
        facts = None
        try:
            yield
            self.run.skipped.update(stream.skipped)
            facts = {"place": stream.place.text(), **stream.facts}
        finally:
            if self._where is not None:
                self.ledger.stream(self._where, facts)
            self._where = None

    def _table(self, stream: Stream) -> Stream:
        """Objects as rows, where the mapping names columns."""
        return tabulated(stream) if stream.header is None and self.mapping.source.columns else stream

    def _opened(self, stream: Stream, number: int, checksum: str) -> tuple[StreamFacts, Iterator[Unit]]:
        plain = stream.header is not None and stream.texts
        facts = StreamFacts(number, stream.place, stream.header, plain, checksum, stream.title)
        units = self._units(stream, facts)
        # A stream that the mapping refuses has no number.
        self._where = stream_facts(stream, self.mapping)
        return facts, self._guarded(units)

    def _units(self, stream: Stream, facts: StreamFacts) -> Iterator[Unit]:
        records = self._counting(stream.records)
        if self.options.workers > 1 and stream.header is None and self.mapping.group is None:
            # What such records become, only the other processes need to know.
            return ([record] for record in records)
        return self._worker.open(facts).units(records)

    def _guarded(self, units: Iterator[Unit]) -> Iterator[Unit]:
        """Units until the input ends or breaks; what was read before it broke is kept."""
        try:
            yield from units
        except InputError as error:
            self._broken.add(error)
            self.run.complete = False

    def _counting(self, records: Iterable[tuple[int, Any]]) -> Iterator[tuple[int, Any]]:
        run = self.run
        for record in records:
            run.rows += 1
            yield record

    def _counted(self, batch: Batch) -> Batch:
        self.run.releases += len(batch.finished)
        self.run.converted += batch.records - batch.rejected
        self._take(batch)
        return batch

    def _take(self, batch: Batch) -> None:
        run = self.run
        run.rejected += batch.rejected
        run.findings.merge(batch.findings)
        run.unmapped.update(batch.unclaimed)
        run.withheld.update(batch.withheld)
        if batch.fill is not None:
            self._fill.merge(batch.fill)
        run.reconcile(batch.reconciliation)

    def _at_limit(self) -> bool:
        limit = self.options.limit
        if limit is not None and self.run.releases >= limit:
            self.run.limited = True
            # Grouping and workers read ahead; what they read was not converted.
            self.run.rows = self.run.converted + self.run.rejected
        return self.run.limited

    def _end(self, repeats: Repeats) -> None:
        run = self.run
        if self._broken.count and not run.releases:
            raise self._broken.errors[0]
        place = Place(", ".join(file.name for file in run.files[:3]) or "-")
        for finding, times in self._broken.findings(place):
            run.findings.add(finding, times)
        for field, count in self._joins.unclaimed.items():
            if not exempt(field, self.mapping.unmapped):
                run.unmapped[field] += count
        self._tell_repeats(repeats)
        for field, count in sorted(run.unmapped.items()):
            fault = Finding(
                RULES["field-not-mapped"], Place(place.file, column=field), {"field": field, "count": count}
            )
            run.findings.add(fault, count)
        if not run.limited:
            self._fill.judge(run.findings, place)
        prefix = self.options.params.get(PREFIX_PARAM) or self.mapping.params[PREFIX_PARAM].default
        if prefix == EXAMPLE_PREFIX:
            run.findings.add(Finding(RULES["example-prefix"], place))

    def _tell_repeats(self, repeats: Repeats) -> None:
        """Each release that repeats another is counted; the first are told."""
        found = repeats.found()
        first = list(islice(found, EXAMPLES_PER_RULE))
        places = self.ledger.places({number for number, _ in first})
        for number, row in first:
            place = places[number]
            self.run.findings.add(Finding(RULES["release-repeated"], Place(place.file, place.sheet, row)))
        if more := sum(1 for _ in found):
            self.run.findings.counts["release-repeated"] += more


def _bundled(streams: Iterator[tuple[StreamFacts, Iterator[Unit]]]) -> Iterator[list[Part]]:
    """What is handed over at once: units of one stream, or of several where each has few."""
    parts: list[Part] = []
    count = 0
    for stream, units in streams:
        for group in _batched(units):
            parts.append((stream, group))
            count += len(group)
            if count >= BATCH or len(parts) >= SMALL:
                yield parts
                parts, count = [], 0
    if parts:
        yield parts


def _batched(units: Iterator[Unit]) -> Iterator[list[Unit]]:
    while group := list(islice(units, BATCH)):
        yield group


_worker: Worker | None = None


@contextmanager
def collected_seldom() -> Iterator[None]:
    """
    Garbage collection rarer for a while: looking for cycles among releases, which have none, took much of the time.

    What was loaded before the run is left out of the search.
    """
    thresholds = gc.get_threshold()
    gc.freeze()
    gc.set_threshold(GARBAGE, *thresholds[1:])
    try:
        yield
    finally:
        gc.set_threshold(*thresholds)
        gc.unfreeze()


def _start_worker(job: Job) -> None:
    end_with_parent()
    gc.freeze()
    gc.set_threshold(GARBAGE)
    global _worker  # noqa: PLW0603 - one worker per process is what the pool gives
    _worker = Worker(job)


def _work(parts: list[Part]) -> list[Batch]:
    assert _worker is not None
    return [_worker.batch(stream, units) for stream, units in parts]
