"""From units to finished releases: mapped, through the gate, encoded. The same code in one process and in many."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from decimal import Decimal
from hashlib import sha256
from typing import Any, NamedTuple

from ocds_sv.conversion.links import Links, links_of
from ocds_sv.conversion.repeats import Mark, digest
from ocds_sv.errors import InputError
from ocds_sv.findings import Findings, Place
from ocds_sv.jsonio import encode
from ocds_sv.mapping import Mapped, Mapper, Mapping, Unit
from ocds_sv.mapping.assertions import FillCounter
from ocds_sv.mapping.reporter import token
from ocds_sv.privacy import Gate, Policy

ID_DIGITS = 32
"""Hexadecimal digits of a release id made from content: 128 bits."""


@dataclass(frozen=True)
class Job:
    """What a worker needs to know of the whole run."""

    mapping: str
    encoding: str | None
    params: dict[str, str]
    as_of: str | None
    policy: Policy
    links: str | None = None


@dataclass(frozen=True)
class StreamFacts:
    """What a worker needs to know of a stream; ``number`` counts the run's streams from 0."""

    number: int
    place: Place
    header: tuple[str, ...] | None
    plain: bool
    checksum: str
    title: str


class Finished(NamedTuple):
    """A release ready to be written: as a dict, as bytes, with its row numbers and its mark."""

    release: dict[str, Any]
    encoded: bytes
    rows: list[int]
    mark: Mark


@dataclass
class Batch:
    """
    What became of some units.

    Attributes:
        finished: releases and their origins, both encoded.
        marks: what tells each release from the others.
        records: how many records went in.
        rejected: how many records became no release.
        rejects: their rows and the field that was empty, encoded.
        findings: everything found.
        unclaimed: values neither mapped nor exempted, by source field.
        fill: what assertions count.
        withheld: what the gate did, by rule.
        reconciliation: sums of amounts before and after the gate, by currency.
        rows: of documents read by the worker, how many records they had.
        skipped: of such documents, rows that are no records, by reason.
        broken: of such documents, those that could not be read to their end.
    """

    finished: list[tuple[bytes, bytes]] = field(default_factory=list)
    marks: list[Mark] = field(default_factory=list)
    records: int = 0
    rejected: int = 0
    rejects: list[bytes] = field(default_factory=list)
    findings: Findings = field(default_factory=Findings)
    unclaimed: Counter[str] = field(default_factory=Counter)
    fill: FillCounter | None = None
    withheld: Counter[str] = field(default_factory=Counter)
    reconciliation: dict[str, dict[str, Decimal]] = field(default_factory=dict)
    rows: int = 0
    skipped: Counter[str] = field(default_factory=Counter)
    broken: list[InputError] = field(default_factory=list)


class Worker:
    """Converts the units of one stream after another."""

    def __init__(self, job: Job, mapping: Mapping | None = None, *, shared: bool = True) -> None:
        self._shared = shared
        self.mapping = mapping or Mapping.load(job.mapping).with_encoding(job.encoding)
        self._job = job
        self._params = self.mapping.parameters(job.params)
        self._links = None if job.links is None else Links(job.links, links_of(self.mapping).among)
        self.gate = Gate(job.policy)
        self.findings = Findings()
        self.fill = FillCounter(self.mapping.assertions)
        self.rejected = 0
        self.rejects: list[bytes] = []
        self.records = 0
        self._done: list[tuple[bytes, bytes]] = []
        self._marks: list[Mark] = []
        self._unclaimed: Counter[str] = Counter()
        self._stream: StreamFacts | None = None
        self._mapper: Mapper | None = None
        identity = self.mapping.standard.release.identity
        assert identity is not None
        self._identity = identity
        self._key = b'{"' + identity.encode() + b'":"'

    def close(self) -> None:
        """Let go of the index of links, if there is one."""
        if self._links is not None:
            self._links.close()

    def open(self, stream: StreamFacts) -> Mapper:
        """
        The mapper of ``stream``.

        Raises:
            MissingColumns: its header does not answer the mapping.
        """
        if self._mapper is None or self._stream is None or stream.number != self._stream.number:
            known = self._mapper if stream.header is None else None
            # A folder of thousands of small documents would be compiled for thousands of times.
            if known is None or not known.moved(stream.place, stream.checksum):
                self._take_unclaimed()
                self._mapper = self._new(stream)
            self._stream = stream
        assert self._mapper is not None
        return self._mapper

    def _new(self, stream: StreamFacts) -> Mapper:
        return Mapper(
            self.mapping,
            self._params,
            stream.header,
            stream.place,
            self.findings,
            plain=stream.plain,
            as_of=self._job.as_of,
            shared=self._shared,
            checksum=stream.checksum,
            title=stream.title,
            links=self._links,
        )

    def finish(self, stream: StreamFacts, unit: Unit) -> Finished | None:
        """The finished release of a unit, or ``None`` when it was rejected."""
        mapper = self.open(stream)
        mapped = mapper.map(unit)
        rows = [row for row, _ in unit]
        if mapped is None:
            self.rejected += len(unit)
            reject = {"stream": stream.number, "rows": _ranges(rows), "rejected": mapper.empty}
            self.rejects.append(encode(reject))
            return None
        release, encoded = self._gated(mapped, stream.place, unit[0][0], mapper.reporter.origin)
        self.fill.add(release)
        mark = (digest(release["ocid"], str(release[self._identity])), stream.number, rows[0])
        return Finished(release, encoded, rows, mark)

    def _gated(self, mapped: Mapped, place: Place, row: int, origin: str) -> tuple[dict[str, Any], bytes]:
        release = mapped.release
        encoded = encode(release)
        if mapped.persons or self.gate.suspects(encoded):
            kept_back = self.gate.examined(release, encoded, token(origin, row), mapped.persons)
            for finding in self.gate.findings(Place(place.file, place.sheet, row)):
                self.findings.add(finding, int(str(finding.facts["count"])))
            if kept_back is not None:
                release, encoded = kept_back, encode(kept_back)
        if self._identity not in release:
            # The id is a digest of what is published, so it never gives away what was withheld.
            identifier = sha256(encoded).hexdigest()[:ID_DIGITS]
            release = {self._identity: identifier, **release}
            encoded = self._key + identifier.encode() + b'",' + encoded[1:]
        return release, encoded

    def work(self, stream: StreamFacts, units: list[Unit], limit: int | None = None) -> None:
        """Convert ``units``, until there are ``limit`` releases."""
        before = len(self._done)
        for unit in units:
            self.records += len(unit)
            finished = self.finish(stream, unit)
            if finished is None:
                continue
            identifier = str(finished.release[self._identity])
            rows = {"id": identifier, "stream": stream.number, "rows": _ranges(finished.rows)}
            self._done.append((finished.encoded, encode(rows)))
            self._marks.append(finished.mark)
            if len(self._done) - before == limit:
                break

    def batch(self, stream: StreamFacts, units: list[Unit], limit: int | None = None) -> Batch:
        """Convert ``units``, until there are ``limit`` releases; hand over what was made since the last batch."""
        self.work(stream, units, limit)
        return self.account()

    def account(self) -> Batch:
        """Everything made and counted since the last account; counting starts anew."""
        self._take_unclaimed()
        batch = Batch(
            finished=self._done,
            marks=self._marks,
            records=self.records,
            rejected=self.rejected,
            rejects=self.rejects,
            findings=self.findings,
            unclaimed=self._unclaimed,
            fill=self.fill,
            withheld=self.gate.counts,
            reconciliation=self.gate.amounts(),
        )
        self._done, self._marks, self.records = [], [], 0
        self.rejected, self.rejects = 0, []
        self.findings = Findings()
        self._unclaimed = Counter()
        self.fill = FillCounter(self.mapping.assertions)
        self.gate = Gate(self._job.policy)
        if self._mapper:
            self._mapper.reporter.findings = self.findings
        return batch

    def _take_unclaimed(self) -> None:
        if self._mapper:
            self._unclaimed.update(self._mapper.unclaimed)
            self._mapper.unclaimed.clear()


def _ranges(rows: list[int]) -> list[int | list[int]]:
    """Row numbers with runs as ``[first, last]``."""
    if len(rows) == 1:
        return [rows[0]]
    ranges: list[int | list[int]] = []
    first = last = rows[0]
    for row in [*rows[1:], -1]:
        if row == last + 1:
            last = row
            continue
        ranges.append(first if first == last else [first, last])
        first = last = row
    return ranges
