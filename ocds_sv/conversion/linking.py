"""A run with an index of links: all inputs are read for their links first, and the releases made with all of them."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from contextlib import ExitStack, closing
from dataclasses import replace
from pathlib import Path

import orjson

from ocds_sv.conversion.links import FORM, KIND, TABLES, Graph, check, guarded, links_of
from ocds_sv.conversion.options import Options
from ocds_sv.conversion.pipeline import Opened, Pipeline
from ocds_sv.conversion.run import Run
from ocds_sv.conversion.worker import StreamFacts
from ocds_sv.errors import InputLocked, UsageError
from ocds_sv.findings import Finding, Place
from ocds_sv.jsonio.locks import sync_folder
from ocds_sv.jsonio.scratch import scratch, written
from ocds_sv.mapping import Mapping
from ocds_sv.mapping.linkrules import LINK_RULES
from ocds_sv.mapping.links import Linked, LinkReader
from ocds_sv.mapping.mapper import built_in, scope_of
from ocds_sv.sources import Stream
from ocds_sv.sweden.identity import mask_text

RULES = {rule.id: rule for rule in LINK_RULES}

_CACHE = 64_000
"""KiB of the index in memory while it is written."""

_TEMPORARY = """
    CREATE TEMP TABLE gathered (stream INTEGER, line INTEGER, name TEXT, process TEXT);
    CREATE INDEX temp.gathered_line ON gathered (stream, line);
    CREATE TEMP TABLE changed (node TEXT PRIMARY KEY) WITHOUT ROWID;
"""
_MOVED = """
    CREATE TEMP TABLE moved AS WITH RECURSIVE far (node) AS (
        SELECT node FROM changed
        UNION SELECT follows.process FROM changed JOIN follows ON follows.name = changed.node
        UNION SELECT name.name FROM far JOIN name ON name.process = far.node
        UNION SELECT follows.process FROM far JOIN name ON name.process = far.node JOIN follows USING (name)
    )
    SELECT DISTINCT process FROM name WHERE written IS NOT NULL AND process IN (SELECT node FROM far)
"""
"""The processes with written releases that new links may have made part of others."""

_UNKNOWN = """
    SELECT COUNT(DISTINCT follows.name) FROM follows JOIN (SELECT DISTINCT process FROM gathered) USING (process)
    WHERE NOT EXISTS (SELECT 1 FROM name WHERE name.name = follows.name)
"""


class Linking:
    """
    The index of one run: a working copy beside the file, which takes its place when the releases stand.

    Args:
        options: of the run; ``links`` is the file, which need not be there yet.
        mapping: which says what records are called and what they follow.
        inputs: what is read, twice.
        stack: closes and removes what is left.

    Attributes:
        options: as given, but with the working copy.

    Raises:
        UsageError: the mapping says nothing of links, or standard input is to be read twice.
        InputBroken, InputLocked, OutputError: the file is something else, in use, or cannot be written.
    """

    def __init__(self, options: Options, mapping: Mapping, inputs: Sequence[str], stack: ExitStack) -> None:
        assert options.links is not None
        if "-" in inputs:
            raise UsageError(
                reason="--links reads the input twice, and standard input comes once: give a file",
                reason_sv="--links läser indata två gånger, och standard in kommer en gång: ange en fil",
            )
        self._kept = not options.dry_run and options.limit is None
        self._path = Path(os.path.realpath(options.links))
        self._place = str(options.links)
        self._was_there = self._path.is_file()
        folder = stack.enter_context(scratch(self._path.parent if self._kept else None))
        self._working = folder / "links.sqlite"
        self.options = replace(options, links=self._working)
        with guarded(self._place):
            self._base = stack.enter_context(closing(sqlite3.connect(self._working, isolation_level=None)))
            self._theirs = stack.enter_context(closing(sqlite3.connect(":memory:", isolation_level=None)))
            self._begin(links_of(mapping).among, stack)
            self._gather(inputs, mapping, options)

    def _begin(self, among: str, stack: ExitStack) -> None:
        base = self._base
        if self._was_there:
            # Held until the end: two runs at once would lose the links of one.
            self._theirs = stack.enter_context(closing(sqlite3.connect(self._path, isolation_level=None, timeout=0)))
            check(self._theirs, self._place, among)
            if self._kept:
                self._theirs.execute("BEGIN IMMEDIATE")
            # Not by the connection that holds it: SQLite copies nothing that is being written.
            with closing(sqlite3.connect(self._path)) as source:
                source.backup(base)
        # A copy that nobody needs when the run dies needs no journal.
        for pragma in ("journal_mode = OFF", "synchronous = OFF", f"cache_size = -{_CACHE}"):
            base.execute(f"PRAGMA {pragma}")
        base.executescript(TABLES + _TEMPORARY)
        base.execute(f"PRAGMA user_version = {FORM}")
        base.execute(f"PRAGMA application_id = {KIND}")
        base.execute("INSERT OR IGNORE INTO about VALUES (?)", (among,))

    def _gather(self, inputs: Sequence[str], mapping: Mapping, options: Options) -> None:
        gathering = _Gathering(inputs, mapping, replace(options, links=None, limit=None))
        self._left_out = 0
        self._base.execute("BEGIN")
        with closing(gathering):
            for stream, line, record in gathering.links():
                self._note(stream, line, record)
        self._base.execute("COMMIT")

    def _note(self, stream: int, line: int, record: Linked) -> None:
        if any(mask_text(text) != text for text in (record.process, *record.names, *record.follows)):
            self._left_out += 1
            return
        self._add(record)
        row = (stream, line, record.names[0], record.process)
        self._base.execute("INSERT INTO gathered VALUES (?, ?, ?, ?)", row)

    def _add(self, record: Linked) -> None:
        add, changed = self._base.execute, "INSERT OR IGNORE INTO changed VALUES (?)"
        for name in record.names:
            new = add("INSERT OR IGNORE INTO name (name, process) VALUES (?, ?)", (name, record.process)).rowcount
            if new and self._was_there:
                add(changed, (name,))
        for name in record.follows:
            new = add("INSERT OR IGNORE INTO follows VALUES (?, ?)", (record.process, name)).rowcount
            if new and self._was_there:
                add(changed, (record.process,))

    def rejected(self, rejects: Iterable[bytes]) -> None:
        """Records that became no release: theirs cannot stand under another process."""
        for reject in map(orjson.loads, rejects):
            for rows in reject["rows"]:
                first, last = rows if isinstance(rows, list) else (rows, rows)
                self._base.execute(
                    "DELETE FROM gathered WHERE stream = ? AND line BETWEEN ? AND ?", (reject["stream"], first, last)
                )

    def settle(self, run: Run) -> None:
        """Note under which process each release is written now; tell of those written before under another."""
        with guarded(self._place):
            graph = Graph(self._base)
            self._base.execute("BEGIN")
            # Kept on disk, and read one by one: a run may have millions.
            self._base.execute(_MOVED)
            for (it,) in self._base.execute("SELECT process FROM moved"):
                now = graph.process(it)[0]
                self._base.execute("UPDATE name SET now = ? WHERE process = ? AND written IS NOT NULL", (now, it))
            self._base.execute("CREATE INDEX temp.gathered_process ON gathered (process, name)")
            joined = 0
            for (it,) in self._base.execute("SELECT DISTINCT process FROM gathered"):
                now = graph.process(it)[0]
                count = self._base.execute(
                    "UPDATE name SET written = :now, now = :now WHERE process = :it "
                    "AND name IN (SELECT name FROM gathered WHERE process = :it)",
                    {"now": now, "it": it},
                ).rowcount
                joined += count if now != it else 0
            self._tell(run, joined)
            self._base.execute("COMMIT")

    def _tell(self, run: Run, joined: int) -> None:
        one = self._base.execute
        run.links["records"] = one("SELECT COUNT(DISTINCT name) FROM gathered").fetchone()[0]
        run.links["joined"] = joined
        run.links["unknown"] = one(_UNKNOWN).fetchone()[0]
        place = Place(self._place)
        if self._left_out:
            run.findings.add(Finding(RULES["link-left-out"], place), self._left_out)
        for name, old, new in one("SELECT name, written, now FROM name WHERE written <> now ORDER BY name, process"):
            facts = {"record": name, "old": old, "new": new}
            run.findings.add(Finding(RULES["release-of-another-process"], place, facts))

    def commit(self) -> None:
        """
        Let the working copy take the file's place, unless nothing was to be kept.

        Raises:
            InputLocked: another run has written the file meanwhile.
            OutputError: it cannot be written; what was there is as it was.
        """
        self._base.close()
        self._theirs.close()
        if not self._kept:
            return
        if self._path.is_file() != self._was_there:
            raise InputLocked(
                place=self._place,
                reason="another run has written these links. Run again.",
                reason_sv="en annan körning har skrivit länkregistret. Kör igen.",
            )
        with written(self._place):
            with self._working.open("rb+") as file:
                os.fsync(file.fileno())
            self._working.replace(self._path)
            sync_folder(self._path.parent)


class _Gathering(Pipeline):
    """Reads the records for their links alone; what is wrong is told when they are converted."""

    _known: LinkReader | None = None

    def links(self) -> Iterator[tuple[int, int, Linked]]:
        """Stream, row and links of each record that has any."""
        for stream, records, _ in self._streams():
            read = self._reader(stream)
            for unit in records:
                for line, cells in unit:
                    found = read(line, cells)
                    if found is not None:
                        yield stream.number, line, found

    def _opened(self, stream: Stream, number: int, _: str) -> Opened:
        # What is known of the file is enough; its content is asked for links alone.
        plain = stream.header is not None and stream.texts
        facts = StreamFacts(number, stream.place, stream.header, plain, "", stream.title)
        return facts, self._guarded([record] for record in stream.records), None

    def _reader(self, stream: StreamFacts) -> LinkReader:
        """What reads the links of a stream; of objects one serves all, unless it is true of one stream alone."""
        known = self._known if stream.header is None else None
        if known is not None and not known.placed:
            return known
        mapping = self.mapping
        scope = scope_of(mapping, stream.header, stream.place, plain=stream.plain)
        builtins = built_in(stream.place, stream.title, self.options.today.isoformat())
        params = mapping.parameters(self.options.params)
        self._known = LinkReader(links_of(mapping), scope, params, builtins, mapping.settings, stream.place)
        return self._known
