"""A check from inputs to report."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from hashlib import blake2b
from typing import Any

from ocds_sv.checks import wrapping
from ocds_sv.checks.documents import Broken, Entry
from ocds_sv.checks.filled import Filled
from ocds_sv.checks.parsing import reason
from ocds_sv.checks.report import report
from ocds_sv.checks.rule import Check, Context, Fault, Json
from ocds_sv.checks.rules import RULES
from ocds_sv.checks.schema import RULES as SCHEMA_RULES
from ocds_sv.checks.schema import Engine, SchemaCheck
from ocds_sv.checks.structure import RULES as STRUCTURE_RULES
from ocds_sv.checks.structure import Structure
from ocds_sv.checks.tally import Tally
from ocds_sv.checks.walk import Found, Walk
from ocds_sv.errors import UnknownName, UsageError
from ocds_sv.sources import InputFile
from ocds_sv.standard import Standard
from ocds_sv.standard.extensions import by_url
from ocds_sv.standard.files import schema

ALL: dict[str, Check] = {one.name: one for one in (*SCHEMA_RULES, *STRUCTURE_RULES, *wrapping.RULES, *RULES.values())}
"""Every rule by name: what the schema says, what it leaves open, how it is written, and the rest."""

UNREAD = 100
"""Texts that cannot be read that are told one by one."""


@dataclass(slots=True)
class Scope:
    """What was looked at: counts, the dates between which the releases lie, the fields that they fill."""

    releases: int = 0
    compiled: int = 0
    versioned: int = 0
    records: int = 0
    packages: int = 0
    ocids: set[int] = field(default_factory=set)
    earliest: str = ""
    latest: str = ""
    filled: Counter[str] = field(default_factory=Counter)
    extensions: set[str] = field(default_factory=set)
    unknown_extensions: set[str] = field(default_factory=set)

    def merge(self, other: Scope) -> None:
        """Take over what ``other`` saw."""
        self.releases += other.releases
        self.compiled += other.compiled
        self.versioned += other.versioned
        self.records += other.records
        self.packages += other.packages
        self.ocids |= other.ocids
        self.earliest = min(filter(None, (self.earliest, other.earliest)), default="")
        self.latest = max(self.latest, other.latest)
        self.filled.update(other.filled)
        self.extensions |= other.extensions
        self.unknown_extensions |= other.unknown_extensions


class Checker:
    """
    Checks releases one by one.

    Args:
        extensions: ids of the extensions in use; those that a package declares are added when they are known.
        as_of: the date that stands for today.
        select: names of rules; empty = all.
        ignore: names of rules that are left out.
        engine: ``fast``, or the ``reference`` implementation of JSON Schema.

    Raises:
        UsageError: a rule does not exist.
    """

    def __init__(
        self,
        extensions: Iterable[str] = (),
        *,
        as_of: date | None = None,
        select: Collection[str] = (),
        ignore: Collection[str] = (),
        engine: Engine = "fast",
    ) -> None:
        self.options: dict[str, Any] = {
            "extensions": tuple(extensions),
            "as_of": as_of or date.today(),  # noqa: DTZ011 - the user's own calendar day is meant
            "select": tuple(select),
            "ignore": tuple(ignore),
            "engine": engine,
        }
        for name in (*select, *ignore):
            if name not in ALL:
                raise UsageError(reason=f"there is no rule '{name}'", reason_sv=f"regeln '{name}' finns inte")
        self.as_of: date = self.options["as_of"]
        self.wanted = {name for name in (select or ALL) if name not in ignore}
        self.tally = Tally()
        self.scope = Scope()
        self._filled = Filled()
        self.broken: list[Broken] = []
        self.passed: list[str] = []
        self._unread = 0
        self._visited: Counter[str] = Counter()
        self._versioned = SchemaCheck(schema("versioned-release-validation-schema.json"), engine)
        self._engine: Engine = engine
        self._use(self.options["extensions"])

    def _use(self, extensions: tuple[str, ...]) -> None:
        self._standard = Standard.load(extensions)
        self.extensions = tuple(extension.id for extension in self._standard.extensions)
        self._schema = SchemaCheck(self._standard.schema("release"), self._engine)
        self._structure = Structure(self._standard, self.scope.unknown_extensions)
        self._walk = Walk(self._standard, [check for name, check in RULES.items() if name in self.wanted])
        self._walk.visited = self._visited
        self._looks_at_structure = any(check.name in self.wanted for check in STRUCTURE_RULES)

    def declare(self, urls: Iterable[object]) -> list[str]:
        """Use the extensions that a package declares by their addresses, note those that are not known; what is new."""
        known = [by_url(url) for url in urls if isinstance(url, str)]
        added = [extension for extension in known if extension is not None and extension not in self.extensions]
        self.scope.unknown_extensions.update(url for url in urls if isinstance(url, str) and by_url(url) is None)
        if added:
            try:
                self._use((*self.extensions, *added))
            except UnknownName:  # pragma: no cover - by_url answers with known ids only
                return []
        return added

    def feed(self, entry: Entry | Broken) -> None:
        """Check one thing that was read."""
        if isinstance(entry, Broken):
            self._break(entry)
        else:
            self._take(entry)

    def _break(self, broken: Broken) -> None:
        """Keep the first texts that cannot be read; the last one says how many more there were."""
        self._unread += 1
        if self._unread <= UNREAD:
            self.broken.append(broken)
        else:
            more = reason("more", count=self._unread - UNREAD)
            self.broken[UNREAD:] = [Broken(broken.file, broken.line, more)]

    def _take(self, entry: Entry) -> None:
        if entry.kind == "declaration":
            self.declare(_extensions(entry))
            return
        faults = list(entry.faults)
        if entry.kind == "package":
            self.scope.packages += 1
            late = self.declare(_extensions(entry))
            faults += [(wrapping.LATE_EXTENSIONS, ("extensions",), Fault(names=", ".join(late)))] if late else []
            faults += [(wrapping.OLD_VERSION, ("version",), Fault())] if wrapping.is_old(entry.value) else []
        elif entry.kind == "record":
            self.scope.records += 1
        elif entry.kind == "versioned":
            self.scope.versioned += 1
            faults += [(wrapping.VERSIONED, (), Fault()), *self._versioned(entry.value)]
        else:
            faults += [(wrapping.OLD_VERSION, (), Fault())] if wrapping.is_old(entry.value) else []
            self.release(entry.value, entry.file, entry.line, compiled=entry.kind == "compiled", faults=faults)
            return
        self.tally.next_release()
        self._add(faults, entry.value, entry.file, entry.line)

    def release(
        self, release: Json, file: str = "", line: int = 0, *, compiled: bool = False, faults: Iterable[Found] = ()
    ) -> None:
        """Check one release; ``faults`` are those that were found before."""
        self._count(release, compiled=compiled)
        self.tally.next_release()
        self._add(faults, release, file, line)
        self._add(self._found(release), release, file, line)

    def _add(self, faults: Iterable[Found], value: Json, file: str, line: int) -> None:
        for found in faults:
            if found[0].name in self.wanted:
                self.tally.add(found, value, file, line)

    def _found(self, release: Json) -> Iterator[Found]:
        yield from self._schema(release)
        if self._looks_at_structure:
            yield from self._structure.release(release)
        yield from self._walk.release(release, Context(release, self.as_of))

    def _count(self, release: Json, *, compiled: bool) -> None:
        scope = self.scope
        scope.releases += not compiled
        scope.compiled += compiled
        ocid, day = release.get("ocid"), release.get("date")
        if isinstance(ocid, str):
            scope.ocids.add(_digest(ocid))
        if isinstance(day, str):
            scope.earliest = min(scope.earliest or day, day)
            scope.latest = max(scope.latest, day)
        self._filled.add(release)

    def visited(self) -> Counter[str]:
        """How many objects of each type the rules looked at."""
        return self._walk.visited

    def counted(self) -> dict[str, Any]:
        """All that was counted, for ``merge`` in another process."""
        self.scope.filled.update(self._filled.taken())
        return {
            "tally": self.tally,
            "scope": self.scope,
            "visited": self.visited(),
            "broken": self.broken,
            "unread": self._unread,
        }

    def merge(self, counted: Mapping[str, Any]) -> None:
        """Take over what another checker counted of the data after these."""
        self.tally.merge(counted["tally"])
        self.scope.merge(counted["scope"])
        self._walk.visited.update(counted["visited"])
        for broken in counted["broken"][:UNREAD]:
            self._break(broken)
        if counted["unread"] > UNREAD:
            self._unread += counted["unread"] - UNREAD - 1
            self._break(counted["broken"][UNREAD])

    def report(self, files: Sequence[InputFile] = ()) -> dict[str, Any]:
        """Everything as one JSON document."""
        self.scope.filled.update(self._filled.taken())
        return report(self, files)


def _extensions(entry: Entry) -> list[object]:
    urls = entry.value.get("extensions")
    return urls if isinstance(urls, list) else []


def _digest(text: str) -> int:
    """Enough to count by, smaller than the text, and the same in every process."""
    return int.from_bytes(blake2b(text.encode("utf-8", "surrogatepass"), digest_size=8).digest(), "big")
