"""What one process hands to another to convert, and how that one goes about it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import islice
from typing import Any

from ocds_sv.conversion.worker import Batch, StreamFacts, Worker
from ocds_sv.errors import InputError
from ocds_sv.findings import Findings
from ocds_sv.mapping import Unit
from ocds_sv.sources import Document, read_document

BATCH = 200
"""Units converted before they are accounted for."""

BYTES = 1 << 19
"""Bytes of documents that are handed over at once, and not many more."""

Content = list[Unit] | Document
"""Of a stream some units, or the document that it is and that nobody has parsed yet."""

Part = tuple[StreamFacts, Content]


@dataclass
class Bundle:
    """
    Parts for one process in the order of the input, either units or documents.

    Attributes:
        parts: a stream and what there is of it, each.
    """

    parts: list[Part] = field(default_factory=list)
    _units: int = 0
    _size: int = 0

    @property
    def of_documents(self) -> bool:
        """Whether there are documents in it."""
        return bool(self.parts) and isinstance(self.parts[0][1], Document)

    @property
    def full(self) -> bool:
        """Whether it is time to hand it over."""
        return self._units >= BATCH or self._size >= BYTES

    def add(self, stream: StreamFacts, content: Content) -> None:
        """Take a part."""
        self.parts.append((stream, content))
        if isinstance(content, Document):
            self._units += 1
            self._size += len(content.content)
        else:
            self._units += len(content)


def batched(units: Iterator[Unit]) -> Iterator[list[Unit]]:
    """Units in lists of at most ``BATCH``."""
    while group := list(islice(units, BATCH)):
        yield group


def converted(worker: Worker, parts: Iterable[Part]) -> Iterator[Batch]:
    """Batches as the reading process would make them of ``parts``; the last tells of the documents, too."""
    reading = _Reading(worker)
    for stream, content in parts:
        units = reading.units(stream, content) if isinstance(content, Document) else iter(content)
        for group in batched(units):
            worker.work(stream, group)
            # Rejects are told after the releases of their group, whoever makes the batches.
            if worker.records >= BATCH or worker.rejects:
                yield worker.account()
    last = worker.account()
    last.findings.merge(reading.findings)
    last.rows, last.skipped, last.broken = reading.rows, reading.skipped, reading.broken
    yield last


class _Reading:
    """Documents read by who converts them, and what is told of the reading."""

    def __init__(self, worker: Worker) -> None:
        self._worker = worker
        self.findings = Findings()
        self.skipped: Counter[str] = Counter()
        self.broken: list[InputError] = []
        self.rows = 0

    def units(self, facts: StreamFacts, document: Document) -> Iterator[Unit]:
        """The units of a document until it ends or breaks; what was read before it broke is kept."""
        stream = read_document(document, self._worker.mapping.source, self.findings)
        try:
            yield from self._worker.open(facts).units(self._counted(stream.records))
        except InputError as error:
            self.broken.append(error)
        self.skipped.update(stream.skipped)

    def _counted(self, records: Iterable[tuple[int, Any]]) -> Iterator[tuple[int, Any]]:
        for record in records:
            self.rows += 1
            yield record
