"""
The index of links: which names are whose, who follows whom, and which process that makes them part of.

A small graph: an arrow leads from a process to each process that has one of its names, or of the names that it follows.
Where all arrows lead to one end, that is the process. Nothing depends on the order in which links became known.
"""

from __future__ import annotations

import errno
import os
import sqlite3
from collections.abc import Callable, Container, Iterator
from contextlib import ExitStack, closing, contextmanager
from pathlib import Path

from ocds_sv.errors import InputBroken, InputLocked, InputNotFound, OutputError, UsageError
from ocds_sv.jsonio.reasons import reason
from ocds_sv.mapping import Mapping
from ocds_sv.mapping.links import Links as Said

FORM = 1
"""The number of this form of an index; another is refused."""

KIND = 0x4C494E4B
"""SQLite's application id: ``LINK``."""

TABLES = """
    CREATE TABLE IF NOT EXISTS about (among TEXT PRIMARY KEY) WITHOUT ROWID;
    CREATE TABLE IF NOT EXISTS name (
        name TEXT, process TEXT, written TEXT, now TEXT, PRIMARY KEY (name, process)
    ) WITHOUT ROWID;
    CREATE INDEX IF NOT EXISTS name_process ON name (process);
    CREATE INDEX IF NOT EXISTS name_moved ON name (name) WHERE written <> now;
    CREATE TABLE IF NOT EXISTS follows (process TEXT, name TEXT, PRIMARY KEY (process, name)) WITHOUT ROWID;
    CREATE INDEX IF NOT EXISTS follows_name ON follows (name);
"""
"""``written``: the process under which the record's release was last written; ``now``: the one it belongs to."""

_KEPT = 20_000

Arrows = Callable[[str], list[str]]
"""From a process to those that it leads to."""


def links_of(mapping: Mapping) -> Said:
    """
    What the mapping says of links.

    Raises:
        UsageError: nothing.
    """
    if mapping.links is None:
        raise UsageError(
            reason=f"--links is for mappings that say which records belong together; '{mapping.name}' does not",
            reason_sv=f"--links är för mappningar som säger vilka poster som hör ihop; det gör inte '{mapping.name}'",
        )
    return mapping.links


class Links:
    """
    An index of links that is asked.

    Raises:
        InputNotFound: there is no such file.
        InputBroken: it is no index of links, or one of other names.
        InputLocked: another run writes it.
    """

    def __init__(self, path: str | Path, among: str) -> None:
        self.place = str(path)
        if not Path(path).is_file():
            raise InputNotFound(place=self.place, reason="no such file", reason_sv="filen finns inte")
        with guarded(self.place), ExitStack() as stack:
            # No URI: the path may have any character.
            self._base = stack.enter_context(closing(sqlite3.connect(self.place, check_same_thread=False)))
            check(self._base, self.place, among)
            stack.pop_all()
        self._graph = Graph(self._base)

    def process(self, name: str) -> tuple[str | None, bool]:
        """As ``LinkIndex`` says."""
        with guarded(self.place):
            return self._graph.process(name)

    def close(self) -> None:
        """Let go of the file."""
        self._base.close()


class Graph:
    """The arrows of an index that stays as it is, and the ends found so far."""

    def __init__(self, base: sqlite3.Connection) -> None:
        self._base = base
        self._ends: dict[str, tuple[str, bool]] = {}

    def process(self, name: str) -> tuple[str | None, bool]:
        """The process that ``name`` belongs to, and whether its links agree; ``None`` for a name that nobody has."""
        if len(self._ends) >= _KEPT and name not in self._ends:
            self._ends.clear()
        for ring, out in rings(name, self._arrows, self._ends):
            ends = {self._ends[other][0] for other in out}
            end = min(ends) if len(ends) == 1 else min(ring)
            self._ends.update(dict.fromkeys(ring, (end, len(ring) == 1 and len(ends) <= 1)))
        end, agreed = self._ends[name]
        # What leads elsewhere is known.
        return (None if end == name and not self._knows(name) else end), agreed

    def _knows(self, name: str) -> bool:
        question = (
            "SELECT EXISTS(SELECT 1 FROM name WHERE name = :it) OR EXISTS(SELECT 1 FROM name WHERE process = :it)"
        )
        return bool(self._base.execute(question, {"it": name}).fetchone()[0])

    def _arrows(self, it: str) -> list[str]:
        question = (
            "SELECT process FROM name WHERE name = :it UNION "
            "SELECT name.process FROM follows JOIN name USING (name) WHERE follows.process = :it ORDER BY 1"
        )
        return [other for (other,) in self._base.execute(question, {"it": it}) if other != it]


def rings(start: str, arrows: Arrows, done: Container[str]) -> Iterator[tuple[set[str], set[str]]]:
    """
    All that can be reached and is not ``done``, with what it leads to, which comes before; circles come as one.

    The caller sees to it that what is given out is ``done`` when the next is asked for.

    Tarjan's strongly connected components, without recursion: chains may be long.
    """
    numbers: dict[str, int] = {}
    lowest: dict[str, int] = {}
    waiting: list[str] = []
    leads: dict[str, list[str]] = {}
    way: list[tuple[str, Iterator[str]]] = []

    def begin(it: str) -> None:
        numbers[it] = lowest[it] = len(numbers)
        leads[it] = arrows(it)
        waiting.append(it)
        way.append((it, iter(leads[it])))

    if start not in done:
        begin(start)
    while way:
        it, left = way[-1]
        for other in left:
            if other in done:
                continue
            if other not in numbers:
                begin(other)
                break
            lowest[it] = min(lowest[it], numbers[other])
        else:
            way.pop()
            if way:
                lowest[way[-1][0]] = min(lowest[way[-1][0]], lowest[it])
            if lowest[it] == numbers[it]:
                ring = {waiting.pop()}
                while it not in ring:
                    ring.add(waiting.pop())
                yield ring, {other for one in ring for other in leads[one]} - ring


def check(base: sqlite3.Connection, place: str, among: str) -> None:
    """
    Whether this is an index of links between ``among``.

    Raises:
        InputBroken: it is not.
    """
    form, kind = (base.execute(f"PRAGMA {name}").fetchone()[0] for name in ("user_version", "application_id"))
    if (form, kind) != (FORM, KIND):
        raise foreign(place)
    theirs = base.execute("SELECT among FROM about").fetchone()
    if theirs is not None and theirs[0] != among:
        raise InputBroken(
            place=place,
            reason=f"these are links between '{theirs[0]}', the mapping's are between '{among}'. Give another file.",
            reason_sv=f"det är länkar mellan '{theirs[0]}', mappningens är mellan '{among}'. Ange en annan fil.",
        )


def foreign(place: str) -> InputBroken:
    """The error of a file that is something else."""
    return InputBroken(
        place=place,
        reason="this is no index of links that this version can read. Give another file, or remove it and link anew.",
        reason_sv="det är inget länkregister som den här versionen kan läsa. Ange en annan fil, eller ta bort den och "
        "länka om.",
    )


@contextmanager
def guarded(place: str) -> Iterator[None]:
    """
    A block that works with an index: what SQLite says, in words.

    Raises:
        InputBroken, InputLocked, OutputError: it is something else, in use, or cannot be written.
    """
    try:
        yield
    except sqlite3.OperationalError as error:
        if error.sqlite_errorcode in {sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED}:
            raise InputLocked(
                place=place,
                reason="another run uses these links. Wait until it is done.",
                reason_sv="en annan körning använder länkregistret. Vänta tills den är klar.",
            ) from None
        code = errno.ENOSPC if error.sqlite_errorcode == sqlite3.SQLITE_FULL else errno.EIO
        fault = OSError(code, os.strerror(code))
        raise OutputError(place=place, reason=reason(fault, "en"), reason_sv=reason(fault, "sv")) from None
    except sqlite3.DatabaseError:
        raise foreign(place) from None
