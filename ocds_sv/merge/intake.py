"""Releases out of OCDS in any wrapping, each with its process, its instant and its place."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from ocds_sv.checks.documents import Broken, Entry, Piece, Section, piece_of, section_of
from ocds_sv.checks.exactly import in_piece
from ocds_sv.checks.parsing import Place as Spot
from ocds_sv.findings import Finding, Place
from ocds_sv.jsonio import encode
from ocds_sv.merge.account import Account
from ocds_sv.merge.faults import RULES
from ocds_sv.merge.glimpse import says_another_date, seen
from ocds_sv.merge.runs import Held
from ocds_sv.standard.extensions import by_url
from ocds_sv.standard.instants import instant

Document = tuple[str, str]
"""A document's file and, of a release package, its address."""


@dataclass
class Known:
    """
    What the releases do not say themselves; grows while they are read.

    Attributes:
        arrivals: how many releases have been read.
        documents: the documents that releases stand in, by number.
        extensions: ids of the extensions that packages declare, in the order in which they were met.
        published: the newest date at which a package was published, as written, or empty.
        newest: the newest date of a release, as written, or empty.
    """

    arrivals: int = 0
    documents: list[Document] = field(default_factory=list)
    extensions: list[str] = field(default_factory=list)
    published: str = ""
    newest: str = ""

    def number_of(self, file: str) -> int:
        """The number of a document that begins."""
        self.documents.append((file, ""))
        return len(self.documents) - 1

    def add(self, later: Known) -> None:
        """Take over what was learnt of the inputs after these; their releases keep the numbers that they have."""
        self.extensions += [one for one in later.extensions if one not in self.extensions]
        self.published = _newer(self.published, later.published)
        self.newest = _newer(self.newest, later.newest)

    def published_at(self) -> str:
        """A date for a package of all: that of the newest package, or else of the newest release."""
        return self.published or self.newest


def _newer(date: str, later: str) -> str:
    """The newer of two dates, either of which may be empty."""
    old, new = instant(date), instant(later)
    return later if new is not None and (old is None or new > old) else date


class Intake:
    """
    Takes what inputs hold, and gives the releases in it.

    Args:
        known: grows.
        account: counts.
        sure: what seems newer than all before is read whole: the newest date is that of a release that can be used.
    """

    def __init__(self, known: Known, account: Account, *, sure: bool = False) -> None:
        self._known = known
        self._account = account
        self._sure = sure
        self._urls: set[str] = set()
        self._document: tuple[str, bool] | None = None
        self._number = 0
        self._has_releases = False
        self._newest = instant(known.newest)
        self._published = instant(known.published)

    def releases(self, found: Iterable[Section | Piece | Entry | Broken]) -> Iterator[Held]:
        """The releases of ``found`` that can be used."""
        for one in found:
            if isinstance(one, Section):
                yield from self._section(one)
            elif isinstance(one, Piece) and one.text:
                yield from self._section(section_of(one))
            elif isinstance(one, Piece):
                # What it is, or why it is nothing, was known when it was cut out.
                for entry in in_piece(one):
                    yield from self._entry(entry)
            else:
                yield from self._entry(one)

    def _section(self, section: Section) -> Iterator[Held]:
        known, number = self._known, -1
        for place, text in enumerate(section.texts):
            found = seen(text)
            moment = None if found is None else instant(found[1])
            is_newest = moment is not None and (self._newest is None or moment > self._newest)
            if found is None or moment is None or not moment[1] or (is_newest and self._sure):
                for entry in in_piece(piece_of(section, place)):
                    yield from self._entry(entry)
                number = -1
                continue
            if number < 0:
                number = self._document_of(section.file, section.place)
            self._account.read += 1
            if is_newest:
                self._newest, known.newest = moment, found[1]
            yield Held(found[0], moment[0].encode(), known.arrivals, number, section.lines[place], text)
            known.arrivals += 1

    def _entry(self, entry: Entry | Broken) -> Iterator[Held]:
        if isinstance(entry, Broken):
            self._tell("text-is-no-json", entry, reason=entry.reason, reason_sv=entry.reason_sv)
        elif entry.kind == "package":
            self._package(entry, self._number if self._document == (entry.file, True) else None)
        elif entry.kind == "record":
            releases = entry.value.get("releases")
            listed = releases if isinstance(releases, list) else []
            self._has_releases = any(isinstance(release, dict) and "url" not in release for release in listed)
        elif entry.kind == "declaration" or entry.place[-1:] == ("versionedRelease",):
            return
        elif entry.place[-1:] != ("compiledRelease",):
            yield from self._release(entry)
        elif not self._has_releases:
            self._tell("record-without-releases", entry)
            yield from self._release(entry)

    def _release(self, entry: Entry) -> Iterator[Held]:
        self._account.read += 1
        ocid, date = entry.value.get("ocid"), entry.value.get("date")
        date = date if isinstance(date, str) else ""
        moment = instant(date)
        if not isinstance(ocid, str) or not ocid:
            self._reject("release-without-ocid", entry)
        elif entry.text is not None and says_another_date(entry.text, date):
            self._reject("release-with-two-dates", entry, ocid)
        elif moment is None:
            self._reject("release-without-date", entry, ocid)
        else:
            if not moment[1]:
                self._tell("date-without-offset", entry, ocid)
            if self._newest is None or moment > self._newest:
                self._newest, self._known.newest = moment, date
            known = self._known
            text = entry.text if entry.text is not None else encode(entry.value)
            number = self._document_of(entry.file, entry.place)
            yield Held(ocid.encode(), moment[0].encode(), known.arrivals, number, entry.line, text)
            known.arrivals += 1

    def _document_of(self, file: str, place: Spot) -> int:
        in_package = place[-2:-1] == ("releases",) and "records" not in place
        if self._document != (file, in_package):
            self._document = (file, in_package)
            self._number = self._known.number_of(file)
        return self._number

    def _package(self, entry: Entry, document: int | None) -> None:
        """What stands around releases comes after them: only then is it whole."""
        known, value = self._known, entry.value
        uri, published, urls = value.get("uri"), value.get("publishedDate"), value.get("extensions")
        if isinstance(uri, str) and document is not None:
            known.documents[document] = (entry.file, uri)
        self._document = None
        published = published if isinstance(published, str) else ""
        moment = instant(published)
        if moment is not None and (self._published is None or moment > self._published):
            self._published, known.published = moment, published
        for url in urls if isinstance(urls, list) else ():
            if isinstance(url, str) and url not in self._urls:
                self._urls.add(url)
                self._extension(url, entry)

    def _extension(self, url: str, entry: Entry) -> None:
        extension = by_url(url)
        if extension is None:
            self._tell("extension-not-known", entry, url=url)
        elif extension not in self._known.extensions:
            self._known.extensions.append(extension)

    def _reject(self, rule: str, entry: Entry, ocid: str = "") -> None:
        self._account.rejected += 1
        self._tell(rule, entry, ocid)

    def _tell(self, rule: str, entry: Entry | Broken, ocid: str = "", **facts: Any) -> None:  # noqa: ANN401
        self._account.findings.add(Finding(RULES[rule], Place(entry.file, row=entry.line or None), facts, ocid=ocid))
