"""Releases or records into packages: one file, or one for each part, with links from each to the next."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from ocds_sv.checks.documents import Broken, Entry, entries
from ocds_sv.errors import InputBroken, UsageError
from ocds_sv.findings import Findings, Place
from ocds_sv.jsonio import encode
from ocds_sv.jsonio.output import LINES, WholeFile
from ocds_sv.jsonio.scratch import written
from ocds_sv.packaging.options import INSIDE, Options
from ocds_sv.standard.instants import instant

VERSION = "1.1"
UNDATED = "undated"
"""The part of what has no date."""

_LENGTHS = {"year": 4, "month": 7}
_NO_TARGETS = tuple(f"{lines}{packed}" for lines in LINES for packed in ("", ".gz"))


@dataclass
class Account:
    """
    What was wrapped.

    Attributes:
        items: releases or records.
        packages: the files written, in the order of their names.
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

    def __init__(self, target: str, name: str, items: str) -> None:
        self.target = target
        self.name = name
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
    """
    Puts items into packages below a target: a file, or a folder.

    Raises:
        UsageError: the target is no package, or one where there may be several.
    """

    def __init__(self, target: str, options: Options, account: Account, stack: ExitStack) -> None:
        self.heads = Heads()
        self._target = target
        self._options = options
        self._account = account
        self._stack = stack
        self._is_file = is_package(target)
        if self._is_file and (options.size is not None or options.by is not None):
            raise UsageError(
                reason=f"there may be several packages, and '{target}' is one: give a folder with -o",
                reason_sv=f"det kan bli flera paket, och '{target}' är ett: ange en mapp med -o",
            )
        self._parts: dict[str, list[Package]] = {}
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
        packages = self._parts.setdefault(part, [])
        if packages and packages[-1].count == self._options.size:
            packages[-1].file.pause()
        if not packages or packages[-1].count == self._options.size:
            packages.append(self._begun(part, len(packages) + 1))
        packages[-1].add(text)
        self.heads.date(date)
        self._account.items += 1

    def finish(self) -> None:
        """Make all packages appear: only now it is known what stands around their items."""
        if self._is_file and not self._parts:
            self._items = self._items or "releases"
            self._parts[""] = [self._begun("", 1)]
        parts = sorted(self._parts)
        if self._options.size is None:
            self._chain([self._parts[part][0] for part in parts])
        else:
            for part in parts:
                self._chain(self._parts[part])
                self._clear(part)

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

    def _begun(self, part: str, number: int) -> Package:
        name = self._name(part, number)
        if not self._is_file:
            with written(self._target):
                Path(self._target).mkdir(parents=True, exist_ok=True)
        package = Package(self._target if self._is_file else str(Path(self._target) / name), name, self._items)
        self._stack.callback(package.file.discard)
        return package

    def _chain(self, packages: list[Package]) -> None:
        """Finish packages that follow on each other."""
        base, head = self._options.base, self._head()
        for number, package in enumerate(packages):
            beside = {"prev": packages[number - 1 : number], "next": packages[number + 1 : number + 2]}
            links = {name: base + other.name for name, others in beside.items() for other in others}
            uri = base + package.name if base else f"tag:ocds-sv:{package.name}"
            package.file.resume()
            # What the user says of the address holds, too.
            package.finish({"uri": uri, **head, **({"links": links} if base and links else {})})
            self._account.packages.append(package.target)

    def _head(self) -> dict[str, Any]:
        return {
            "version": VERSION,
            "extensions": self.heads.extensions,
            "publishedDate": self.heads.newest,
            "publisher": {"name": "okänd utgivare"},
            **self.heads.values,
            **self._options.metadata,
        }

    def _clear(self, part: str) -> None:
        """Remove what an earlier run left after the last of numbered packages: it would be read as more of them."""
        number = len(self._parts[part]) + 1
        with written(self._target):
            while (old := Path(self._target) / self._name(part, number)).is_file():
                old.unlink()
                number += 1


def is_package(target: str) -> bool:
    """
    Whether a target is one package and not a folder of them.

    Raises:
        UsageError: it is neither.
    """
    name = target.casefold()
    if name.endswith(_NO_TARGETS) and not Path(target).is_dir():
        raise UsageError(
            reason=f"'{target}' is no package: give a name that ends in .json or .json.gz, or a folder",
            reason_sv=f"'{target}' är inget paket: ange ett namn som slutar på .json eller .json.gz, eller en mapp",
        )
    return target == "-" or name.removesuffix(".gz").endswith(".json")


def package_files(inputs: Sequence[str], target: str, options: Options) -> Account:
    """
    Wrap the releases or records of ``inputs``: into one package (``.json``, ``.json.gz``, ``-``) or a folder of them.

    Of packages that are given, the metadata of the last and the extensions of all are kept.

    Raises:
        UsageError: several packages are asked for, and the target is one.
        InputError: an input is absent, locked, no JSON, no OCDS, or of two kinds.
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
            raise _stop(entry, entry.reason, entry.reason_sv)
        if entry.kind != "package" and "ocid" not in entry.value:
            raise _stop(
                entry,
                "this is neither a release nor a record: it has no ocid. See that it is the right file.",
                "det här är varken en release eller en post: ocid saknas. Kontrollera att det är rätt fil.",
            )
        here = (entry.file, entry.line, entry.place)
        inside = record is not None and here[:2] == record[:2] and here[2][: len(record[2])] == record[2]
        if entry.kind == "record":
            record = here
        elif inside and entry.kind != "package":
            continue
        yield entry


def _stop(entry: Entry | Broken, reason: str, reason_sv: str) -> InputBroken:
    place = Place(entry.file, row=entry.line or None)
    return InputBroken(place=place.text("en"), place_sv=place.text("sv"), reason=reason, reason_sv=reason_sv)


def date_of(item: dict[str, Any]) -> object:
    """A release's date; a record's is that of what it compiled to."""
    compiled = item.get("compiledRelease")
    return compiled.get("date") if isinstance(compiled, dict) else item.get("date")
