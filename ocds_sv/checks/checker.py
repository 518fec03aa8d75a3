"""A check from inputs to report."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from ocds_sv.checks import wrapping
from ocds_sv.checks.baseline import Baseline
from ocds_sv.checks.census import Census
from ocds_sv.checks.choice import ALL, chosen, refuse_unknown_scope
from ocds_sv.checks.criteria import Criterion, criteria
from ocds_sv.checks.dataset.earlier import Earlier
from ocds_sv.checks.documents import Broken, Entry
from ocds_sv.checks.envelope import Envelopes
from ocds_sv.checks.excepted import settled, without_waived
from ocds_sv.checks.fields import STAGES
from ocds_sv.checks.judge import Outcome, Setting
from ocds_sv.checks.kits import Kits
from ocds_sv.checks.outcomes import Outcomes
from ocds_sv.checks.parsing import reason
from ocds_sv.checks.profile import COVERAGE, Profile, Threshold, below_the_profile, coverage_outcome
from ocds_sv.checks.report import report
from ocds_sv.checks.results import Cells
from ocds_sv.checks.rule import Context, Fault, Json
from ocds_sv.checks.schema import Engine, of_versioned
from ocds_sv.checks.scope import Scope
from ocds_sv.checks.standing import Standing, declared
from ocds_sv.checks.structure import RULES as STRUCTURE_RULES
from ocds_sv.checks.structure import Found
from ocds_sv.checks.tally import Result, Tally
from ocds_sv.checks.telling import Telling
from ocds_sv.checks.waiting import One, Waiting
from ocds_sv.checks.waivers import Waivers
from ocds_sv.sources import InputFile

UNREAD = 100
"""Texts that cannot be read that are told one by one."""


class Checker:
    """
    Checks releases one by one.

    Args:
        extensions: ids of the extensions in use; those that a package declares are added when they are known.
        as_of: the date that stands for today.
        select: names of rules; empty = all.
        ignore: names of rules that are left out.
        engine: ``fast``, or the ``reference`` implementation of JSON Schema.
        scope: whose data they are, ``single-buyer`` or ``national``; rules that then say nothing are not asked.
            Empty = as the profile says.
        previous: an earlier edition of the data, to compare with.
        urls: says whether an address answers; without it no address is asked.
        profile: rules, severities and shares that a publisher asks for.
        waivers: findings that are excepted.
        stages: only findings of these stages are told, beside those that belong to none; empty = all.
        schema_only: whether releases fit the schema, and nothing else: several times faster.

    Attributes:
        rules: every rule by name, with the profile's severities.
        looks_at_writing: whether a rule about how a text is written is wanted.
        provenance: the files by which samples are led back to their sources.

    Raises:
        UsageError: a rule or a scope does not exist.
    """

    def __init__(  # noqa: PLR0913 - options by name
        self,
        extensions: Iterable[str] = (),
        *,
        as_of: date | None = None,
        select: Collection[str] = (),
        ignore: Collection[str] = (),
        engine: Engine = "fast",
        scope: str = "",
        previous: Earlier | None = None,
        urls: Callable[[str], bool] | None = None,
        profile: Profile | None = None,
        waivers: Waivers | None = None,
        stages: Collection[str] = (),
        schema_only: bool = False,
    ) -> None:
        self.options: dict[str, Any] = {
            "extensions": tuple(extensions),
            "as_of": as_of or date.today(),  # noqa: DTZ011 - the user's own calendar day is meant
            "select": tuple(select),
            "ignore": tuple(ignore),
            "engine": engine,
            "scope": scope,
            # Who counts elsewhere need not know what there was, but that it will be compared.
            "previous": Earlier() if previous is not None else None,
            "profile": profile,
            "waivers": waivers,
            "stages": tuple(stages),
            "schema_only": schema_only,
        }
        refuse_unknown_scope(scope)
        asked = profile or Profile("", "")
        self.as_of: date = self.options["as_of"]
        self.select, self.ignore = tuple(select), tuple(ignore)
        self.wanted = chosen(select, ignore, asked, schema_only=schema_only)
        self.schema_only = schema_only
        self.rules = {
            name: replace(check, severity=asked.severities.get(name, check.severity)) for name, check in ALL.items()
        }
        self.looks_at_writing = not self.wanted.isdisjoint(check.name for check in wrapping.OF_TEXT)
        self.publisher = scope or asked.scope
        self.profile, self.waivers = profile, waivers
        self.stages = tuple(stage for stage in STAGES if stage in stages)
        self._telling = Telling(self.wanted, self.stages, waivers, self.as_of)
        self.scope = Scope()
        self._census = Census()
        self.broken: list[Broken] = []
        self.passed: list[str] = []
        self._unread = 0
        self.provenance: list[dict[str, Any]] = []
        self.setting = Setting(self.as_of, self.publisher, previous, urls)
        self._outcomes = Outcomes(
            [check for name, check in ALL.items() if name in self.wanted and name != COVERAGE.name], self.setting
        )
        self.engine: Engine = engine
        self._envelopes = Envelopes(engine)
        self._kits = Kits(
            self.options["extensions"],
            self._outcomes,
            self._census.fields,
            engine,
            self.scope.unknown_extensions,
            structure=any(check.name in self.wanted for check in STRUCTURE_RULES),
            schema_only=schema_only,
        )
        self._standing = Standing()
        self._waiting = Waiting(self._kits.now)

    @property
    def tally(self) -> Tally:
        """What was found, by rule."""
        self._settle()
        return self._telling.tally

    @property
    def census(self) -> Census:
        """What is counted of every release."""
        self._settle()
        return self._census

    @property
    def extensions(self) -> tuple[str, ...]:
        """The ids of all extensions that were in use."""
        return self._kits.seen

    def declare(self, urls: Collection[object]) -> list[str]:
        """Use the extensions that a package declares by their addresses, until it ends; the ids of what is new."""
        if not self._kits.is_ready(urls):
            self._settle()
        return self._kits.declare(urls)

    def assume(self, urls: Iterable[str]) -> None:
        """Use extensions from the first release on, here and in other processes, that no package has declared."""
        self.declare(list(urls))
        self._kits.keep()
        self.options["extensions"] = self._kits.now.extensions

    def resume(self, standing: Standing) -> None:
        """Go on from where another checker stands."""
        self._standing = standing
        self._kits.leave()
        self.declare(standing.urls)

    def feed(self, entry: Entry | Broken) -> None:
        """Check one thing that was read."""
        before, self._standing = self._standing, self._standing.after(entry)
        if entry.file != before.file:
            self._kits.leave()
        if isinstance(entry, Broken):
            self._break(entry)
        elif entry.kind == "declaration":
            self._kits.leave()
            self.declare(declared(entry))
        else:
            self._take(entry, holds=before.holds and entry.file == before.file)

    def _break(self, broken: Broken) -> None:
        """Keep the first texts that cannot be read; the last one says how many more there were."""
        self._unread += 1
        if self._unread <= UNREAD:
            self.broken.append(broken)
        else:
            more = reason("more", count=self._unread - UNREAD)
            self.broken[UNREAD:] = [Broken(broken.file, broken.line, more)]

    def _take(self, entry: Entry, *, holds: bool) -> None:
        faults = list(entry.faults)
        if entry.kind == "package":
            self.scope.packages += 1
            late = self.declare(declared(entry))
            faults += [(wrapping.LATE_EXTENSIONS, ("extensions",), Fault(names=", ".join(late)))] if late else []
            faults += [(wrapping.OLD_VERSION, ("version",), Fault())] if wrapping.is_old(entry.value) else []
            faults += self._envelopes.package(entry.value, holds=holds)
            faults += self._outcomes.document("Package", entry.value, self.as_of)
            self._kits.leave()
        elif entry.kind == "record":
            self.scope.records += 1
            faults += self._envelopes.record(entry.value)
            faults += self._outcomes.document("Record", entry.value, self.as_of)
        elif entry.kind == "versioned":
            self.scope.versioned += 1
            faults += [(wrapping.VERSIONED, (), Fault()), *of_versioned(self.engine)(entry.value)]
        else:
            faults += [(wrapping.OLD_VERSION, (), Fault())] if wrapping.is_old(entry.value) else []
            compiled = entry.kind == "compiled"
            self.release(entry.value, entry.file, entry.line, compiled=compiled, faults=faults, text=entry.text)
            return
        self._wait(One(entry.value, entry.file, entry.line, faults, is_release=False))

    def release(
        self,
        release: Json,
        file: str = "",
        line: int = 0,
        *,
        compiled: bool = False,
        faults: Iterable[Found] = (),
        text: bytes | None = None,
    ) -> None:
        """
        Check one release; ``faults`` were found before, ``text`` is how it is written, where known.

        It waits for others, to be looked at together with them, and is not to be altered meanwhile.
        """
        self.scope.releases += not compiled
        self.scope.compiled += compiled
        self._wait(One(release, file, line, list(faults), text))

    def _wait(self, one: One) -> None:
        if self.schema_only:
            self._telling.tell(one, self._by_schema(one) if one.is_release else ())
            return
        kits, waiting = self._kits, self._waiting
        if one.is_release and (waiting.kit is not kits.now or waiting.unknown != kits.unknown_here):
            self._settle()
            waiting = self._waiting = Waiting(kits.now, kits.unknown_here)
        waiting.add(one)
        if waiting.full:
            self._settle()

    def _by_schema(self, one: One) -> Iterator[Found]:
        """What the schema finds in a release, of which nothing else is asked."""
        self._census.note(one.value, one.file)
        return self._kits.now.schema(one.value, one.text)

    def _settle(self) -> None:
        """Look at all that waits."""
        if not self._waiting.every:
            return
        waiting, kit = self._waiting, self._waiting.kit
        self._waiting = Waiting(kit, waiting.unknown)
        if kit.structure is not None:
            kit.structure.unknown = waiting.unknown
        those = [one for one in waiting.every if one.is_release]
        releases = [one.value for one in those]
        assert kit.walk is not None
        seen = list(kit.walk.releases(releases, [Context(one.value, self.as_of, one.text) for one in those]))
        self._census.add(releases, [one.file for one in those], [one.filled for one in seen])
        told = iter(seen)
        for one in waiting.every:
            found: list[Found] = []
            if one.is_release:
                walked = next(told)
                found = walked.found if walked.fits else [*kit.schema(one.value, one.text), *walked.found]
            self._telling.tell(one, found)

    def outcomes(self) -> dict[str, Outcome]:
        """What each wanted rule came to, by its name."""
        self._settle()
        told = self._outcomes.told(self.tally, self.scope.releases + self.scope.compiled)
        if COVERAGE.name in self.wanted:
            told[COVERAGE.name] = coverage_outcome(self.thresholds())
        return settled(told, self.results()) if self.waivers is not None else told

    def results(self) -> dict[str, Result]:
        """What was found, by rule: in the releases, and in all the data together."""
        self._settle()
        found = self._outcomes.results(self.tally)
        below = [one for one in self.thresholds() if one.outcome == "fail"]
        if below and COVERAGE.name in self.wanted:
            found[COVERAGE.name] = below_the_profile(below)
        if self.waivers is not None:
            of_all = [name for name in found if ALL[name].judge is not None or name == COVERAGE.name]
            found |= {name: without_waived(found[name], self.waivers, self.as_of) for name in of_all}
        return found

    def criteria(self) -> tuple[Criterion, ...]:
        """The eight criteria of a publication, as far as the data decide them."""
        return criteria(self)

    def counted(self) -> dict[str, Any]:
        """All that was counted, for ``merge`` in another process."""
        self._settle()
        return {
            "tally": self.tally,
            "scope": self.scope,
            "extensions": self.extensions,
            "census": self.census,
            "outcomes": self._outcomes.counted(),
            "waivers": self.waivers,
            "broken": self.broken,
            "unread": self._unread,
        }

    def merge(self, counted: Mapping[str, Any]) -> None:
        """Take over what another checker counted of the data after these."""
        self.tally.merge(counted["tally"])
        self.scope.merge(counted["scope"])
        self._kits.see(counted["extensions"])
        self.census.merge(counted["census"])
        self._outcomes.take(counted["outcomes"])
        if self.waivers is not None:
            self.waivers.merge(counted["waivers"])
        for broken in counted["broken"][:UNREAD]:
            self._break(broken)
        if counted["unread"] > UNREAD:
            self._unread += counted["unread"] - UNREAD - 1
            self._break(counted["broken"][UNREAD])

    def thresholds(self) -> list[Threshold]:
        """The shares that the profile asks for, and those that were found."""
        if self.profile is None or self.schema_only:
            return []
        severity = self.rules[COVERAGE.name].severity
        return [
            Threshold(minimum, severity, self.census.fields.at(path))
            for path, minimum in sorted(self.profile.coverage.items())
        ]

    def report(
        self, files: Sequence[InputFile] = (), *, baseline: Baseline | None = None, cells: Cells | None = None
    ) -> dict[str, Any]:
        """Everything as one JSON document."""
        return report(self, files, baseline, cells)
