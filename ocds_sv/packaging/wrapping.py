"""Releases or records into packages: one file, or one for each part, with links from each to the next."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from ocds_sv.checks.documents import Broken, Entry, entries
from ocds_sv.errors import InputBroken
from ocds_sv.findings import Findings
from ocds_sv.jsonio import encode
from ocds_sv.jsonio.output import WholeFile
from ocds_sv.jsonio.scratch import written
from ocds_sv.packaging.options import INSIDE, Options
from ocds_sv.standard.instants import instant

VERSION = "1.1"
UNDATED = "undated"
"""The part of what has no date."""

_LENGTHS = {"year": 4, "month": 7}


@dataclass
class Account:
    """
    What was wrapped.

    Attributes:
        items: releases or records.
        packages: the files written, in the order in which they were finished.
        findings: everything found.
    """

    items: int = 0
    packages: list[str] = field(default_factory=list)
    findings: Findings = field(default_factory=Findings)


@dataclass
class Heads:
    """
    What stands around the items of the inputs; the last says most.

    Attributes:
        values: of every field the last value.
        extensions: all that were declared, in the order in which they were met.
        newest: the newest date of a package or an item, as written.
    """

    values: dict[str, Any] = field(default_factory=dict)
    extensions: list[str] = field(default_factory=list)
    newest: str = ""

    def take(self, package: dict[str, Any]) -> None:
        """Learn from a package."""
        self.values |= {name: value for name, value in package.items() if name not in INSIDE | {"uri", "extensions"}}
        urls = package.get("extensions")
        self.extensions += [url for url in (urls if isinstance(urls, list) else ()) if url not in self.extensions]
        self.date(package.get("publishedDate"))

    def date(self, date: object) -> None:
        """Learn of a date."""
        moment = instant(date) if isinstance(date, str) else None
        known = instant(self.newest)
        if moment is not None and (known is None or moment > known):
            self.newest = str(date)


class Package:
    """A package that grows; what stands around its items is written last, when all of it is known."""

    def __init__(self, target: str, items: str) -> None:
        self.target = target
        self.count = 0
        self.file = WholeFile(target)
        self.file.open()
        self.file.write(b"{" + encode(items) + b":[")

    def add(self, text: bytes) -> None:
        """Take a release or record."""
        self.file.write((b",\n" if self.count else b"\n") + text)
        self.count += 1

    def finish(self, head: dict[str, Any]) -> None:
        """Make it appear."""
        self.file.write(b"\n]," + encode(head)[1:] + b"\n")
        self.file.commit()


class Wrapper:
    """Puts items into packages below a target: a file, or a folder."""

    def __init__(self, target: str, options: Options, account: Account, stack: ExitStack) -> None:
        self.heads = Heads()
        self._target = target
        self._options = options
        self._account = account
        self._stack = stack
        self._is_file = target == "-" or target.casefold().removesuffix(".gz").endswith(".json")
        self._open: dict[str, Package] = {}
        self._numbers: dict[str, int] = {}
        self._last: dict[str, str] = {}
        self._items = ""

    def add(self, text: bytes, items: str, date: object) -> None:
        """
        Take a release or record; ``items`` is what a package calls its kind.

        Raises:
            InputBroken: it is not of the kind of those before.
        """
        if self._items and items != self._items:
            raise InputBroken(
                place=self._target,
                reason="releases and records do not go into one package. Give them apart.",
                reason_sv="releaser och poster går inte i samma paket. Ge dem var för sig.",
            )
        self._items = items
        part = self._part(date)
        package = self._open.get(part)
        if package is not None and package.count == self._options.size:
            self._finish(part, self._name(part, self._numbers[part] + 1))
            package = None
        if package is None:
            package = self._begin(part)
        package.add(text)
        self.heads.date(date)
        self._account.items += 1

    def finish(self) -> None:
        """Make what is left appear."""
        if self._is_file and not self._open:
            self._items = self._items or "releases"
            self._begin("")
        parts = sorted(self._open)
        for number, part in enumerate(parts):
            following = None
            if self._options.size is None and number + 1 < len(parts):
                following = self._name(parts[number + 1], 1)
            name = self._finish(part, following)
            if self._options.size is None and following is not None:
                self._last[parts[number + 1]] = name

    def _part(self, date: object) -> str:
        if self._options.by is None:
            return ""
        moment = instant(date) if isinstance(date, str) else None
        return moment[0][: _LENGTHS[self._options.by]] if moment is not None else UNDATED

    def _name(self, part: str, number: int) -> str:
        if self._is_file:
            return Path(self._target).name
        if self._options.size is None:
            return f"{part or self._items}.json"
        return f"{part or self._items}-{number:04d}.json"

    def _begin(self, part: str) -> Package:
        number = self._numbers.get(part, 0) + 1
        self._numbers[part] = number
        if not self._is_file:
            with written(self._target):
                Path(self._target).mkdir(parents=True, exist_ok=True)
        name = self._name(part, number)
        package = Package(self._target if self._is_file else str(Path(self._target) / name), self._items)
        self._stack.callback(package.file.discard)
        self._open[part] = package
        return package

    def _finish(self, part: str, following: str | None) -> str:
        package = self._open.pop(part)
        name = self._name(part, self._numbers[part])
        base = self._options.base
        head: dict[str, Any] = {
            "uri": base + name if base else f"tag:ocds-sv:{name}",
            "version": VERSION,
            "extensions": self.heads.extensions,
            "publishedDate": self.heads.newest,
            "publisher": {"name": "okänd utgivare"},
            **self.heads.values,
            **self._options.metadata,
        }
        links = {"prev": self._last.get(part), "next": following}
        if base and any(links.values()):
            head["links"] = {name: base + file for name, file in links.items() if file}
        package.finish(head)
        self._last[part] = name
        self._account.packages.append(package.target)
        return name


def package_files(inputs: Sequence[str], target: str, options: Options) -> Account:
    """
    Wrap the releases or records of ``inputs``: into one package (``.json``, ``.json.gz``, ``-``) or a folder of them.

    Of packages that are given, the metadata of the last and the extensions of all are kept.

    Raises:
        InputError: an input is absent, locked, no JSON, or of two kinds.
        OutputError: the output could not be written; no package is left half.
    """
    account = Account()
    with ExitStack() as stack:
        wrapper = Wrapper(target, options, account, stack)
        for entry in items_of(entries(inputs, exact=True)):
            if entry.kind == "package":
                wrapper.heads.take(entry.value)
            else:
                text = entry.text if entry.text is not None else encode(entry.value)
                wrapper.add(text, "records" if entry.kind == "record" else "releases", date_of(entry.value))
        wrapper.finish()
    return account


def items_of(found: Iterator[Entry | Broken]) -> Iterator[Entry]:
    """Packages, records and the releases that stand in no record."""
    record: tuple[str, int, tuple[str | int, ...]] | None = None
    for entry in found:
        if isinstance(entry, Broken):
            raise InputBroken(place=entry.place, reason=entry.reason, reason_sv=entry.reason_sv)
        here = (entry.file, entry.line, entry.place)
        inside = record is not None and here[:2] == record[:2] and here[2][: len(record[2])] == record[2]
        if entry.kind == "record":
            record = here
        elif inside and entry.kind != "package":
            continue
        yield entry


def date_of(item: dict[str, Any]) -> object:
    """A release's date; a record's is that of what it compiled to."""
    compiled = item.get("compiledRelease")
    return compiled.get("date") if isinstance(compiled, dict) else item.get("date")
