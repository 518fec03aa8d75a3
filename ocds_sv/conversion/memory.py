"""What has been published: one database in a folder, changed by one transaction a run."""

from __future__ import annotations

import errno
import os
import sqlite3
from collections.abc import Iterator
from contextlib import ExitStack, closing, contextmanager
from itertools import groupby
from operator import itemgetter
from pathlib import Path
from typing import NamedTuple

from ocds_sv.errors import InputBroken, InputLocked, OutputError
from ocds_sv.jsonio.reasons import reason
from ocds_sv.jsonio.scratch import written

NAME = "published.sqlite"
FORM = 1
"""The number of this form of a memory; another is refused."""

_TABLES = """
    CREATE TABLE IF NOT EXISTS release (
        ocid TEXT, stage TEXT, content TEXT, id TEXT, date TEXT, run INTEGER, PRIMARY KEY (ocid, stage, content)
    ) WITHOUT ROWID;
    CREATE TABLE IF NOT EXISTS identity (ocid TEXT, id TEXT, PRIMARY KEY (ocid, id)) WITHOUT ROWID;
    CREATE TABLE IF NOT EXISTS process (
        ocid TEXT PRIMARY KEY, tags TEXT, newest TEXT, bones BLOB, run INTEGER, gone INTEGER
    ) WITHOUT ROWID;
"""


class Published(NamedTuple):
    """A release as it was published: its id and date."""

    id: str
    date: str


class Process(NamedTuple):
    """
    A process that has been published.

    Attributes:
        tags: the tags of all its releases, with spaces between.
        newest: the newest instant of a release.
        bones: what a release needs that ends it, JSON.
        gone: whether it has been told that the source has it no more.
    """

    tags: str
    newest: str
    bones: bytes
    gone: bool


class Memory:
    """
    The memory in a folder; nothing is kept before ``commit``.

    Raises:
        InputBroken: the folder holds something else.
        InputLocked: another run uses it.
        OutputError: it cannot be written.
    """

    def __init__(self, folder: str | Path) -> None:
        self.place = str(Path(folder) / NAME)
        with written(folder):
            Path(folder).mkdir(parents=True, exist_ok=True)
        with self._guarded(), ExitStack() as stack:
            self._base = stack.enter_context(closing(sqlite3.connect(self.place, isolation_level=None, timeout=0)))
            form = self._base.execute("PRAGMA user_version").fetchone()[0]
            if form not in {0, FORM}:
                raise self._foreign()
            self._base.execute("BEGIN IMMEDIATE")
            for table in filter(str.strip, _TABLES.split(";")):
                self._base.execute(table)
            self._base.execute(f"PRAGMA user_version = {FORM}")
            self.run: int = self._base.execute("SELECT COALESCE(MAX(run), 0) + 1 FROM process").fetchone()[0]
            stack.pop_all()

    def forget(self) -> None:
        """Begin anew."""
        with self._guarded():
            for table in ("release", "identity", "process"):
                self._base.execute(f"DELETE FROM {table}")  # noqa: S608 - the names stand above

    def process(self, ocid: str) -> Process | None:
        """The process, when something of it has been published."""
        with self._guarded():
            row = self._base.execute("SELECT tags, newest, bones, gone FROM process WHERE ocid = ?", (ocid,)).fetchone()
        return Process(row[0], row[1], row[2], bool(row[3])) if row is not None else None

    def keep(self, ocid: str, process: Process) -> None:
        """Remember the process as met in this run."""
        with self._guarded():
            self._base.execute(
                "INSERT OR REPLACE INTO process VALUES (?, ?, ?, ?, ?, ?)",
                (ocid, process.tags, process.newest, process.bones, self.run, process.gone),
            )

    def release(self, ocid: str, stage: str, content: str) -> Published | None:
        """The release of the stage that said the same."""
        question = "SELECT id, date FROM release WHERE ocid = ? AND stage = ? AND content = ?"
        with self._guarded():
            row = self._base.execute(question, (ocid, stage, content)).fetchone()
        return Published(*row) if row is not None else None

    def add(self, ocid: str, stage: str, content: str, published: Published) -> None:
        """Remember a release as met in this run."""
        with self._guarded():
            self._base.execute(
                "INSERT OR REPLACE INTO release VALUES (?, ?, ?, ?, ?, ?)",
                (ocid, stage, content, *published, self.run),
            )
            self._base.execute("INSERT OR IGNORE INTO identity VALUES (?, ?)", (ocid, published.id))

    def has_id(self, ocid: str, identity: str) -> bool:
        """Whether a release of the process has had that id, in any run."""
        question = "SELECT 1 FROM identity WHERE ocid = ? AND id = ?"
        with self._guarded():
            return self._base.execute(question, (ocid, identity)).fetchone() is not None

    def not_met(self) -> Iterator[tuple[str, Process]]:
        """The processes that this run has not met, and that nobody has been told to be gone, in order."""
        question = "SELECT ocid, tags, newest, bones, gone FROM process WHERE run < ? AND NOT gone ORDER BY ocid"
        with self._guarded():
            rows = self._base.execute(question, (self.run,)).fetchall()
        for ocid, tags, newest, bones, gone in rows:
            yield ocid, Process(tags, newest, bones, bool(gone))

    def stages_of_met(self) -> Iterator[tuple[str, dict[str, bool]]]:
        """The processes that this run has met, but not in all their stages: whether it has met each, in order."""
        question = (
            "SELECT ocid, stage, MAX(run) = ? FROM release WHERE ocid IN (SELECT ocid FROM process WHERE run = ?) "
            "AND ocid IN (SELECT ocid FROM release GROUP BY ocid, stage HAVING MAX(run) < ?) "
            "GROUP BY ocid, stage ORDER BY ocid, stage"
        )
        with self._guarded():
            rows = self._base.execute(question, (self.run,) * 3).fetchall()
        for ocid, found in groupby(rows, itemgetter(0)):
            yield ocid, {stage: bool(met) for _, stage, met in found}

    def forget_stage(self, ocid: str, stage: str) -> None:
        """What the process has said of a stage; its ids stay taken."""
        with self._guarded():
            self._base.execute("DELETE FROM release WHERE ocid = ? AND stage = ?", (ocid, stage))

    def commit(self) -> None:
        """
        Keep everything since the beginning, and forget what processes of this run do not say any more.

        Raises:
            OutputError: the disk is full; the memory is as it was.
        """
        with self._guarded():
            self._base.execute(
                "DELETE FROM release WHERE run < ? AND (ocid, stage) IN "
                "(SELECT ocid, stage FROM release WHERE run = ?)",
                (self.run, self.run),
            )
            self._base.execute("COMMIT")
        self.close()

    def close(self) -> None:
        """Let go of the folder; what is not committed is as if it had never been."""
        self._base.close()

    @contextmanager
    def _guarded(self) -> Iterator[None]:
        try:
            yield
        except sqlite3.OperationalError as error:
            if error.sqlite_errorcode in {sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED}:
                raise InputLocked(
                    place=self.place,
                    reason="another run uses this state. Wait until it is done.",
                    reason_sv="en annan körning använder tillståndet. Vänta tills den är klar.",
                ) from None
            code = errno.ENOSPC if error.sqlite_errorcode == sqlite3.SQLITE_FULL else errno.EIO
            fault = OSError(code, os.strerror(code))
            raise OutputError(place=self.place, reason=reason(fault, "en"), reason_sv=reason(fault, "sv")) from None
        except sqlite3.DatabaseError:
            raise self._foreign() from None

    def _foreign(self) -> InputBroken:
        return InputBroken(
            place=self.place,
            reason="this is no state that this version can read. Give another folder.",
            reason_sv="det är inget tillstånd som den här versionen kan läsa. Ange en annan mapp.",
        )
