"""The releases of one process, in order, become what is written of it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from ocds_sv.checks.exactly import exactly
from ocds_sv.findings import Finding, Findings, Place
from ocds_sv.jsonio import encode
from ocds_sv.jsonio.exact import same
from ocds_sv.merge.account import Account
from ocds_sv.merge.compiled import Compiled, Json
from ocds_sv.merge.faults import RULES
from ocds_sv.merge.intake import Document, Known
from ocds_sv.merge.options import Options
from ocds_sv.merge.rules import Rules, rules
from ocds_sv.merge.runs import Held, Text
from ocds_sv.merge.versioned import Versioned
from ocds_sv.standard import Standard
from ocds_sv.standard.instants import instant


@dataclass
class Tally:
    """
    What processes gave, beside their texts.

    Attributes:
        merged: releases that went in.
        rejected: releases that could not be used.
        unread: texts taken for releases that are no JSON.
        repeated: releases left out because they were there already.
        findings: everything found.
    """

    merged: int = 0
    repeated: int = 0
    rejected: int = 0
    unread: int = 0
    findings: Findings = field(default_factory=Findings)

    def add(self, other: Tally) -> None:
        """Take over what ``other`` counted after this."""
        self.merged += other.merged
        self.repeated += other.repeated
        self.rejected += other.rejected
        self.unread += other.unread
        self.findings.merge(other.findings)


@dataclass(frozen=True)
class Processes:
    """Makes the text of one process after another."""

    rules: Rules
    options: Options
    documents: Sequence[Document] | Mapping[int, Document]

    def texts(self, groups: Iterable[tuple[bytes, Iterable[Held]]], tally: Tally) -> Iterator[Text]:
        """What is written of each process; ``groups`` has their releases by ocid."""
        for ocid, releases in groups:
            if text := self.text(releases, tally):
                yield ocid, text

    def text(self, releases: Iterable[Held], tally: Tally) -> bytes:
        """What is written of the process whose releases, in order, these are; nothing when none can be used."""
        options = self.options
        compiled = Compiled(self.rules) if options.records or not options.versioned else None
        versioned = Versioned(self.rules) if options.versioned else None
        listed: list[Json] = []
        last = None
        for last, release in self._each(releases, tally):
            if compiled is not None:
                compiled.add(release)
            if versioned is not None:
                versioned.add(release)
            if options.records:
                listed.append(self._link(last, release, tally) if options.linked else release)
        if last is None:
            return b""
        ocid = last.ocid.decode()
        for path in (compiled or versioned).disputed:  # type: ignore[union-attr] # one of the two is there
            self._tell("kinds-differ", last, tally, path=path)
        if not options.records:
            return encode((compiled or versioned).value())  # type: ignore[union-attr] # the same
        assert compiled is not None
        record: Json = {"ocid": ocid, "releases": listed, "compiledRelease": compiled.value()}
        if versioned is not None:
            record["versionedRelease"] = versioned.value()
        return encode(record)

    def _each(self, releases: Iterable[Held], tally: Tally) -> Iterable[tuple[Held, Json]]:
        """The releases as JSON; one that was there already is left out."""
        ids: set[str] = set()
        moment = b""
        at_one_instant: list[Json] = []
        for held in releases:
            release = self.release(held, tally)
            if release is None:
                continue
            if held.instant != moment:
                moment, at_one_instant = held.instant, []
            elif any(same(release, other) for other in at_one_instant):
                tally.repeated += 1
                self._tell("release-given-twice", held, tally)
                continue
            else:
                self._tell("releases-at-one-instant", held, tally)
            at_one_instant.append(release)
            identity = release.get("id")
            if isinstance(identity, str):
                if identity in ids:
                    self._tell("release-id-twice", held, tally)
                ids.add(identity)
            tally.merged += 1
            yield held, release

    def release(self, held: Held, tally: Tally) -> Json | None:
        """The release, of which perhaps only the beginning has been looked at; ``None`` if it cannot be used."""
        found = exactly(held.text, held.line)
        if found.reason is not None:
            tally.unread += 1
            place = Place(self.documents[held.document][0], row=held.line)
            facts = {"reason": found.reason.en, "reason_sv": found.reason.sv}
            tally.findings.add(Finding(RULES["text-is-no-json"], place, facts))
            return None
        release: Json = found.value
        date = instant(release["date"]) if isinstance(release["date"], str) else None
        if date is None or date[0].encode() != held.instant:
            tally.rejected += 1
            self._tell("release-with-two-dates", held, tally)
            return None
        return release

    def _link(self, held: Held, release: Json, tally: Tally) -> Json:
        """https://standard.open-contracting.org/1.1/en/schema/records_reference/#linked-releases."""
        uri = self.documents[held.document][1]
        if not uri:
            self._tell("release-without-address", held, tally)
        link: Json = {"url": f"{uri}#{release.get('id')}"}
        return link | {name: release[name] for name in ("date", "tag") if name in release}

    def _tell(self, rule: str, held: Held, tally: Tally, **facts: Any) -> None:  # noqa: ANN401
        place = Place(self.documents[held.document][0], row=held.line)
        tally.findings.add(Finding(RULES[rule], place, facts, ocid=held.ocid.decode()))


def processes_of(
    options: Options, known: Known, account: Account, documents: Sequence[Document] | Mapping[int, Document]
) -> Processes:
    """What makes the texts of processes, when the inputs have been read; the account is told the extensions."""
    standard = Standard.load((*options.extensions, *known.extensions))
    account.extensions = tuple(extension.id for extension in standard.extensions)
    return Processes(rules(standard.release), options, documents)
