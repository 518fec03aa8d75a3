"""
A register beside the records, such as suppliers by number: rows by key, on disk once they outgrow SQLite's cache.

Neither the register nor what is joined to it is held in memory.
"""

from __future__ import annotations

import errno
import os
import pickle
import sqlite3
import tempfile
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from decimal import Decimal
from functools import lru_cache
from typing import Any

from ocds_sv.findings import Finding, Findings, Place
from ocds_sv.sources import rules
from ocds_sv.sources.columns import answers, resolve_columns
from ocds_sv.sources.spec import Join, Stream
from ocds_sv.sources.xmlregister import packed, reads
from ocds_sv.sources.xmlsource import XmlRecord

CACHED = 10_000
"""Rows kept at hand; suppliers come again and again."""


class Register:
    """
    The rows of one ``Join``; ``Register.add`` fills it, stream by stream.

    Attributes:
        columns: the canonical names of what is joined; empty for JSON objects, which are joined whole.
        unclaimed: filled cells in columns that the join does not name, by header.
        rows: how many rows it has.
        texts: every cell is a text.

    Raises:
        OSError: the disk for temporary files is full.
    """

    def __init__(self, join: Join) -> None:
        self.join = join
        self.columns = tuple(join.source.columns)
        self.unclaimed: Counter[str] = Counter()
        self.rows = 0
        self.texts = True
        self._base = sqlite3.connect("")
        self._base.execute("CREATE TABLE entry (key TEXT PRIMARY KEY, cells BLOB) WITHOUT ROWID")
        self.find = lru_cache(CACHED)(self._find)

    def close(self) -> None:
        """Remove the database."""
        self._base.close()

    def add(self, stream: Stream, findings: Findings) -> None:
        """
        Take in a stream; of rows with the same key the first is kept, which is told when they differ.

        Raises:
            MissingColumns: the register lacks a column that the join names.
        """
        read = self._elements() if self.join.source.format == "xml" else self._reader(stream)
        self.texts = self.texts and stream.texts
        try:
            for row, record in stream.records:
                self.rows += 1
                place = Place(stream.place.file, stream.place.sheet, row)
                keys, cells = read(record)
                if not keys and self.join.source.format != "xml":
                    findings.add(Finding(rules.REGISTER_WITHOUT_KEY, place))
                for key in keys:
                    self._take(key, cells, place, findings)
        except sqlite3.OperationalError as error:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC), tempfile.gettempdir()) from error

    def _take(self, key: str, cells: object, place: Place, findings: Findings) -> None:
        kept = pickle.dumps(cells, protocol=pickle.HIGHEST_PROTOCOL)
        if self._base.execute("INSERT OR IGNORE INTO entry VALUES (?, ?)", (key, kept)).rowcount:
            return
        ((first,),) = self._base.execute("SELECT cells FROM entry WHERE key = ?", (key,))
        # An element may be named by many keys, and a key by many elements: the first is the one that is meant.
        if first != kept and self.join.source.format != "xml":
            findings.add(Finding(rules.REGISTER_REPEATED, place))

    def _elements(self) -> Callable[[Any], tuple[list[str], object]]:
        keys = reads([there for _, there in self.join.on], self.join.source.namespaces)
        return lambda record: ([key for values in keys(record) if (key := key_of(values))], packed(record))

    def _reader(self, stream: Stream) -> Callable[[Any], tuple[list[str], object]]:
        theirs = [there for _, there in self.join.on]
        if stream.header is None:
            return lambda record: (_listed(key_of([at(record, path) for path in theirs])), record)
        header = stream.header
        found = resolve_columns(header, self.join.source, stream.place)
        keys = [found[name] for name in theirs]
        picked = [found.get(name) for name in self.columns]
        left = [index for index in range(len(header)) if index not in found.values()]

        def read(row: Sequence[Any]) -> tuple[list[str], object]:
            for index in left:
                if row[index] not in {None, ""}:
                    self.unclaimed[f"{self.join.name}.{header[index]}"] += 1
            return _listed(key_of([row[index] for index in keys])), ["" if i is None else row[i] for i in picked]

        return read

    def _find(self, key: str) -> Any:  # noqa: ANN401 - cells or an object
        for (kept,) in self._base.execute("SELECT cells FROM entry WHERE key = ?", (key,)):
            # Our own rows of a moment ago, never somebody else's.
            return pickle.loads(kept)  # noqa: S301
        return None


def joined(stream: Stream, register: Register, columns: Mapping[str, tuple[str, ...]], findings: Findings) -> Stream:
    """``stream`` with what the register has for each record, whose columns are ``columns``."""
    join = register.join
    ours = [here for here, _ in join.on]
    if stream.header is None:
        picked = _elements if join.source.format == "xml" else _objects
        objects = picked(stream, register, ours, findings)
        return Stream(stream.place, None, objects, stream.skipped, stream.facts)
    header = (*stream.header, *(f"{join.name}.{name}" for name in register.columns))
    rows = _rows(stream, register, ours, columns, findings)
    texts = stream.texts and register.texts
    return Stream(stream.place, header, rows, stream.skipped, stream.facts, texts=texts, title=stream.title)


def _listed(key: str | None) -> list[str]:
    return [] if key is None else [key]


def _elements(
    stream: Stream, register: Register, ours: Sequence[str], findings: Findings
) -> Iterator[tuple[int, XmlRecord]]:
    keys = reads(ours, register.join.source.namespaces)
    for row, record in stream.records:
        named = [key for values in keys(record) if (key := key_of(values))]
        found = next((kept for key in named if (kept := register.find(key)) is not None), None)
        if found is not None:
            record.join(register.join.name, found)
        elif named and ours:
            findings.add(Finding(rules.NOT_IN_REGISTER, _at(stream, row, ours[0]), {"register": register.join.name}))
        yield row, record


def _objects(
    stream: Stream, register: Register, ours: Sequence[str], findings: Findings
) -> Iterator[tuple[int, dict[str, Any]]]:
    for row, record in stream.records:
        key = key_of([at(record, path) for path in ours])
        found = None if key is None else register.find(key)
        if key is not None and found is None:
            findings.add(Finding(rules.NOT_IN_REGISTER, _at(stream, row, ours[0]), {"register": register.join.name}))
        yield row, record if found is None else {**record, register.join.name: found}


def _rows(
    stream: Stream,
    register: Register,
    ours: Sequence[str],
    columns: Mapping[str, tuple[str, ...]],
    findings: Findings,
) -> Iterator[tuple[int, list[Any]]]:
    assert stream.header is not None
    header = stream.header
    found_at = answers(header, columns)
    keys = [found_at.get(name) for name in ours]
    nothing = [""] * len(register.columns)
    for row, cells in stream.records:
        key = key_of([None if index is None else cells[index] for index in keys])
        found = None if key is None else register.find(key)
        if key is not None and found is None:
            where = ours[0] if keys[0] is None else header[keys[0]]
            findings.add(Finding(rules.NOT_IN_REGISTER, _at(stream, row, where), {"register": register.join.name}))
        yield row, [*cells, *(nothing if found is None else found)]


def _at(stream: Stream, row: int, column: str) -> Place:
    return Place(stream.place.file, stream.place.sheet, row, column)


def at(record: Any, path: str) -> Any:  # noqa: ANN401 - any JSON
    """What stands at a dotted path of an object."""
    for name in path.split("."):
        record = record.get(name) if isinstance(record, dict) else None
    return record


def key_of(values: Sequence[Any]) -> str | None:
    """Values as one key, whatever type and letter case they were written in; ``None`` when one of them is empty."""
    texts = [_text(value) for value in values]
    return "\0".join(texts) if all(texts) else None


def _text(value: Any) -> str:  # noqa: ANN401 - a cell of any type
    if isinstance(value, Decimal):
        return format(value.normalize(), "f")
    return "" if value is None or isinstance(value, dict | list) else " ".join(str(value).split()).casefold()
