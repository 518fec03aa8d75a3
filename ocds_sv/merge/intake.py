"""Releases out of OCDS in any wrapping, each with its process, its instant and its place."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from ocds_sv.checks.documents import Broken, Entry
from ocds_sv.findings import Finding, Place
from ocds_sv.jsonio import encode
from ocds_sv.merge.account import Account
from ocds_sv.merge.faults import RULES
from ocds_sv.merge.glimpse import Glimpse, says_another_date
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
    """Takes what inputs hold, and gives the releases in it."""

    def __init__(self, known: Known, account: Account) -> None:
        self._known = known
        self._account = account
        self._urls: set[str] = set()
        self._document: tuple[str, bool] | None = None
        self._has_releases = False
        self._newest = instant(known.newest)
        self._published = instant(known.published)

    def releases(self, entries: Iterable[Entry | Broken | Glimpse]) -> Iterator[Held]:
        """The releases of ``entries`` that can be used."""
        for entry in entries:
            if isinstance(entry, Glimpse):
                yield from self._release(entry, entry.ocid.decode(), entry.date)
            elif isinstance(entry, Broken):
                self._tell("text-is-no-json", entry, reason=entry.reason)
            elif entry.kind == "package":
                self._package(entry)
            elif entry.kind == "record":
                releases = entry.value.get("releases")
                listed = releases if isinstance(releases, list) else []
                self._has_releases = any(isinstance(release, dict) and "url" not in release for release in listed)
            elif entry.place[-1:] == ("versionedRelease",):
                continue
            elif entry.place[-1:] != ("compiledRelease",):
                yield from self._release(entry, entry.value.get("ocid"), entry.value.get("date"))
            elif not self._has_releases:
                self._tell("record-without-releases", entry)
                yield from self._release(entry, entry.value.get("ocid"), entry.value.get("date"))

    def _release(self, entry: Entry | Glimpse, ocid: object, date: object) -> Iterator[Held]:
        self._account.read += 1
        date = date if isinstance(date, str) else ""
        moment = instant(date)
        if not isinstance(ocid, str) or not ocid:
            self._reject("release-without-ocid", entry)
        elif isinstance(entry, Entry) and entry.text is not None and says_another_date(entry.text, date):
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
            number = self._document_of(entry)
            yield Held(ocid.encode(), moment[0].encode(), known.arrivals, number, entry.line, text)
            known.arrivals += 1

    def _document_of(self, entry: Entry | Glimpse) -> int:
        in_package = entry.place[-2:-1] == ("releases",) and "records" not in entry.place
        if self._document != (entry.file, in_package):
            self._document = (entry.file, in_package)
            self._known.documents.append((entry.file, ""))
        return len(self._known.documents) - 1

    def _package(self, entry: Entry) -> None:
        """What stands around releases comes after them: only then is it whole."""
        known, value = self._known, entry.value
        uri, published, urls = value.get("uri"), value.get("publishedDate"), value.get("extensions")
        if isinstance(uri, str) and self._document == (entry.file, True):
            known.documents[-1] = (entry.file, uri)
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

    def _reject(self, rule: str, entry: Entry | Glimpse, ocid: str = "") -> None:
        self._account.rejected += 1
        self._tell(rule, entry, ocid)

    def _tell(self, rule: str, entry: Entry | Broken | Glimpse, ocid: str = "", **facts: Any) -> None:  # noqa: ANN401
        self._account.findings.add(Finding(RULES[rule], Place(entry.file, row=entry.line), facts, ocid=ocid))
