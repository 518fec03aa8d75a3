"""The whole way in one readable piece: source → records → releases → gate → written, counted."""

from __future__ import annotations

from collections.abc import Callable, Generator, Iterable, Iterator, Sequence
from contextlib import ExitStack, closing, contextmanager
from itertools import islice
from pathlib import Path
from typing import Any

from ocds_sv.conversion.bundles import BATCH, Bundle, Part, batched
from ocds_sv.conversion.crew import Crew
from ocds_sv.conversion.joining import Joins
from ocds_sv.conversion.ledger import Broken, Ledger
from ocds_sv.conversion.options import Options
from ocds_sv.conversion.repeats import Repeats
from ocds_sv.conversion.run import Run
from ocds_sv.conversion.tabulate import tabulated
from ocds_sv.conversion.worker import Batch, Finished, Job, StreamFacts, Worker
from ocds_sv.errors import InputError
from ocds_sv.findings import EXAMPLES_PER_RULE, Finding, Findings, Place
from ocds_sv.mapping import Mapping, Unit
from ocds_sv.mapping.assertions import FillCounter
from ocds_sv.mapping.envelope import EXAMPLE_PREFIX, PREFIX_PARAM
from ocds_sv.mapping.mapper import exempt
from ocds_sv.mapping.rules import RULES
from ocds_sv.privacy import Policy
from ocds_sv.provenance.facts import stream_facts
from ocds_sv.sources import Document, InputFile, Stream, open_item
from ocds_sv.workers import none_lost

Opened = tuple[StreamFacts, Iterator[Unit], Document | None]
"""A stream with its units, and the document where it is one that can be read elsewhere as well."""

Told = tuple[Findings, Broken]
"""What reading has found, and what it could not read to its end."""

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
        self._joins = Joins(self.mapping.source, inputs)
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
        # Where a limit is, the order in which things are read decides what is read.
        self._shares = options.workers > 1 and options.limit is None
        self._where: dict[str, Any] | None = None
        self.run = Run(
            mapping=mapping.name,
            checksum=mapping.checksum,
            params=dict(options.params),
            privacy=options.privacy,
            decision=options.decision,
        )
        self.ledger = Ledger(self.run)
        self._found, self._faults = self.run.findings, self._broken

    def releases(self) -> Iterator[Finished]:
        """Finished releases one by one, in this process."""
        with Repeats() as repeats, closing(self):
            for stream, units, _ in self._streams():
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

    def close(self) -> None:
        """Let go of what lies on disk."""
        self.ledger.close()
        self._worker.close()

    def batches(self) -> Iterator[Batch]:
        """Finished releases in batches, by as many processes as the options say; the order is that of the input."""
        with Repeats() as repeats:
            for batch in self._made():
                repeats.add(batch.marks)
                yield batch
            self._end(repeats)

    def _made(self) -> Iterator[Batch]:
        return self._parallel() if self._shares else self._one_by_one()

    def _one_by_one(self) -> Iterator[Batch]:
        # A limit is looked at after each; else a folder of single documents makes few batches.
        enough = BATCH if self.options.limit is None else 1
        with closing(self._streams()) as streams:
            for stream, units, _ in streams:
                for group in batched(units):
                    self._worker.work(stream, group, self._left())
                    # Rejects are told after the releases of their group, whoever makes the batches.
                    if self._worker.records >= enough or self._worker.rejects:
                        yield self._counted(self._worker.account())
                    if self._at_limit():
                        return
        if self._worker.records:
            yield self._counted(self._worker.account())

    def _parallel(self) -> Iterator[Batch]:
        # Reading runs ahead: what it finds is told when all that comes before in the input has been told.
        self._found, self._faults = Findings(), Broken()
        with (
            none_lost(),
            Crew(self._job, self._worker, self.options.workers) as crew,
            closing(self._bundles(copies=crew.copies)) as bundles,
        ):
            for batches, (findings, faults) in crew.converted(bundles):
                self.run.findings.merge(findings)
                yield from map(self._counted, batches)
                self._broken.merge(faults)

    def _bundles(self, *, copies: bool) -> Generator[tuple[list[Part], Told], None, None]:
        """What is to be converted, each with what reading has found since the one before."""
        bundle = Bundle()
        with closing(self._streams()) as streams:
            for stream, units, document in streams:
                if copies and stream.header is None and not bundle.parts:
                    # Compiled here, before the first copy is made.
                    self._worker.open(stream)
                if bundle.parts and bundle.of_documents is not (document is not None):
                    yield bundle.parts, self._told()
                    bundle = Bundle()
                for content in batched(units) if document is None else (document,):
                    if bundle.full or (self._faults.count and bundle.parts):
                        yield bundle.parts, self._told()
                        bundle = Bundle()
                    bundle.add(stream, content)
        yield bundle.parts, self._told()

    def _told(self) -> Told:
        return self._found.taken(), self._faults.taken()

    def _left(self) -> int | None:
        limit = self.options.limit
        return None if limit is None else limit - self.run.releases

    def _streams(self) -> Generator[Opened, None, None]:
        """Each stream with its units; one that breaks is told of, and the next is taken."""
        joins = self._joins
        number = self._first
        with ExitStack() as registers:
            self._fill_registers(registers)
            for given in joins.records:
                files: list[InputFile] = []
                opened = open_item(given, self.mapping.source, self._found, files, self._refused)
                try:
                    for stream in joins.joined(self._tables(opened), given, self._found, self._refused):
                        with self._noted(stream):
                            begun = self._begun(stream, number, files[-1].sha256)
                            if begun is None:
                                continue
                            yield begun
                        number += 1
                        if self._at_limit():
                            return
                except InputError as error:
                    self._refused(str(given), error)
                finally:
                    self.ledger.take(files)

    def _fill_registers(self, stack: ExitStack) -> None:
        files: list[InputFile] = []
        try:
            self._joins.fill(stack, self._found, files, self._refused)
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

    def _refused(self, _name: str, error: InputError) -> None:
        """What cannot be read is told; what comes after it is read."""
        self._faults.add(error)
        self.run.complete = False

    def _tables(self, streams: Iterable[Stream]) -> Iterator[Stream]:
        """Objects as rows, where the mapping names columns."""
        for stream in streams:
            try:
                table = tabulated(stream) if stream.header is None and self.mapping.source.columns else stream
            except InputError as error:
                self._refused(stream.place.file, error)
            else:
                yield table

    def _begun(self, stream: Stream, number: int, checksum: str) -> Opened | None:
        """A stream with its units; ``None`` of one whose header does not answer the mapping, which is told."""
        try:
            return self._opened(stream, number, checksum)
        except InputError as error:
            self._refused(stream.place.file, error)
            return None

    def _opened(self, stream: Stream, number: int, checksum: str) -> Opened:
        plain = stream.header is not None and stream.texts
        facts = StreamFacts(number, stream.place, stream.header, plain, checksum, stream.title)
        units = self._units(stream, facts)
        # A stream that the mapping refuses has no number.
        self._where = stream_facts(stream, self.mapping)
        return facts, self._guarded(units), stream.document

    def _units(self, stream: Stream, facts: StreamFacts) -> Iterator[Unit]:
        records = self._counting(stream.records)
        if self._shares and stream.header is None and self.mapping.group is None:
            # What such records become, only the other processes need to know.
            return ([record] for record in records)
        return self._worker.open(facts).units(records)

    def _guarded(self, units: Iterator[Unit]) -> Iterator[Unit]:
        """Units until the input ends or breaks; what was read before it broke is kept."""
        try:
            yield from units
        except InputError as error:
            self._refused("", error)

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
        run.rows += batch.rows
        run.skipped.update(batch.skipped)
        run.rejected += batch.rejected
        run.findings.merge(batch.findings)
        run.unmapped.update(batch.unclaimed)
        run.withheld.update(batch.withheld)
        if batch.fill is not None:
            self._fill.merge(batch.fill)
        run.reconcile(batch.reconciliation)
        for error in batch.broken:
            self._broken.add(error)
            run.complete = False

    def _at_limit(self) -> bool:
        limit = self.options.limit
        if limit is not None and self.run.releases >= limit:
            self.run.limited = True
            # Grouping and workers read ahead; what they read was not converted.
            self.run.rows = self.run.converted + self.run.rejected
        return self.run.limited

    def _end(self, repeats: Repeats) -> None:
        run = self.run
        if self._broken.count and not (run.releases or run.rejected):
            raise self._broken.errors[0]
        place = Place(", ".join(file.name for file in run.files[:3]) or "-")
        for finding, times in self._broken.findings():
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
