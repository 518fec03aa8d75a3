"""
Fixed width: each line's type stands at its start, each field at its positions, as older finance systems write.

A line of a type that is no record of its own (an invoice's header, a supplier) is carried: its fields stand in every
record below it, until the next line of that type, or of one that the layout names before it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Generator, Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from ocds_sv.errors import InputError
from ocds_sv.findings import Finding, Findings, Place
from ocds_sv.sources import rules
from ocds_sv.sources.blob import Blob
from ocds_sv.sources.faults import READING_ERRORS, as_fault
from ocds_sv.sources.spec import SourceSpec, Span, Stream
from ocds_sv.sources.survey import survey
from ocds_sv.sources.textlines import text_lines

_END_OF_FILE = "\x1a"
"""What DOS programs write after the last line."""


@dataclass(slots=True)
class _Kind:
    """
    A line type.

    Attributes:
        name: what such a line begins with.
        header: the names of its fields, the stretches between them included.
        slices: where they stand.
        is_record: whether its lines are records.
        cells: of the last such line.
        row: where it stood; 0 when there is none.
        used: whether a record has had these cells.
    """

    name: str
    header: tuple[str, ...]
    slices: tuple[slice, ...]
    is_record: bool
    cells: list[str] = field(default_factory=list)
    row: int = 0
    used: bool = True

    def clear(self) -> None:
        self.cells = [""] * len(self.header)
        self.row, self.used = 0, True

    def take(self, line: str, row: int) -> None:
        self.cells = [line[part].strip() for part in self.slices]
        self.row, self.used = row, False


def columns_of(layout: Mapping[str, Mapping[str, Span]]) -> tuple[str, ...]:
    """The header that a layout gives, undeclared stretches of its lines included."""
    return tuple(name for kind in _kinds(layout, ()) for name in kind.header)


def read_fixed(blob: Blob, spec: SourceSpec, findings: Findings) -> Generator[Stream, None, None]:
    """
    The one stream of a fixed-width text.

    Raises:
        InputBroken: the file is no text, or breaks off; while iterating, with the row.
        InputTooLarge: a line passes the limit.
    """
    seen = survey(blob, spec, findings)
    kinds = _kinds(spec.layout, spec.records.split() or list(spec.layout)[-1:])
    skipped: Counter[str] = Counter()
    facts = {"encoding": seen.decision.label, "records": " ".join(kind.name for kind in kinds if kind.is_record)}
    try:
        with text_lines(blob, seen, findings) as lines:
            records = _Lines(kinds, blob.place, findings, skipped).records(_guarded(lines, blob.place, seen.claimed))
            yield Stream(blob.place, columns_of(spec.layout), records, skipped, facts, texts=True)
    except InputError:
        raise
    except READING_ERRORS as error:
        raise as_fault(error, blob.place, seen.claimed) from error


def _guarded(lines: Iterable[str], place: Place, claimed: str) -> Iterator[tuple[int, str]]:
    row = 0
    try:
        for row, line in enumerate(lines, 1):
            yield row, line
    except READING_ERRORS as error:
        raise as_fault(error, Place(place.file, row=row + 1), claimed) from error


def _kinds(layout: Mapping[str, Mapping[str, Span]], records: Iterable[str]) -> list[_Kind]:
    wanted = set(records)
    kinds = []
    for name, fields in layout.items():
        # A type without fields is left out whole, as the mapping's author said.
        gaps = _gaps(name, fields) if fields else ()
        spans = dict(sorted([*fields.items(), *gaps], key=lambda item: item[1][0]))
        slices = tuple(slice(first - 1, last) for first, last in spans.values())
        kinds.append(_Kind(name, tuple(spans), slices, name in wanted))
    for kind in kinds:
        kind.clear()
    return kinds


def _gaps(name: str, fields: Mapping[str, Span]) -> Iterator[tuple[str, Span]]:
    """The stretches of a line that no field has: what stands there is not to be lost without a word."""
    start = len(name) + 1
    for first, last in sorted(fields.values(), key=lambda span: span[0]):
        if first > start:
            yield f"{name} {start}-{first - 1}".strip(), (start, first - 1)
        start = max(start, start if last is None else last + 1)
        if last is None:
            return
    yield f"{name} {start}-".strip(), (start, None)


class _Lines:
    """Lines sorted by type, and put together as records."""

    def __init__(self, kinds: list[_Kind], place: Place, findings: Findings, skipped: Counter[str]) -> None:
        self._kinds, self._place, self._findings, self._skipped = kinds, place, findings, skipped
        self._by_length = sorted(kinds, key=lambda kind: -len(kind.name))
        self._order = {kind.name: position for position, kind in enumerate(kinds)}

    def records(self, lines: Iterable[tuple[int, str]]) -> Iterator[tuple[int, list[str]]]:
        """The line's number, and the cells of all types in the layout's order."""
        kinds, empty = self._kinds, True
        for row, text in lines:
            line = text.rstrip("\r\n")
            if not line.strip() or line == _END_OF_FILE:
                self._skipped["blank"] += 1
                continue
            kind = next((one for one in self._by_length if line.startswith(one.name)), None)
            if kind is None:
                self._skipped["unknown-type"] += 1
                self._findings.add(Finding(rules.UNKNOWN_LINE_TYPE, self._at(row)))
                continue
            self._begin(kind)
            kind.take(line, row)
            if not kind.is_record:
                self._skipped["carried" if kind.header else "left-out"] += 1
                continue
            empty = False
            for one in kinds:
                one.used = True
            yield row, [cell for one in kinds for cell in one.cells]
        for kind in kinds:
            self._unused(kind)
        if empty:
            self._findings.add(Finding(rules.NO_RECORDS, self._place))

    def _begin(self, kind: _Kind) -> None:
        """A line of ``kind`` ends what the layout names after it."""
        for one in self._kinds[self._order[kind.name] :]:
            self._unused(one)
            one.clear()

    def _unused(self, kind: _Kind) -> None:
        if not kind.used and not kind.is_record and any(kind.cells):
            self._findings.add(Finding(rules.CARRIED_UNUSED, self._at(kind.row)))

    def _at(self, row: int) -> Place:
        return Place(self._place.file, row=row)
