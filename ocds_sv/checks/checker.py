"""A check from inputs to report."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path
from typing import Any

from ocds_sv.checks.baseline import Baseline
from ocds_sv.checks.census import Census
from ocds_sv.checks.criteria import Criterion, criteria
from ocds_sv.checks.dataset.earlier import Earlier
from ocds_sv.checks.documents import Broken, Entry, entries
from ocds_sv.checks.fields import STAGES, stage_of
from ocds_sv.checks.judge import SCOPES, Outcome, Setting
from ocds_sv.checks.outcomes import Outcomes
from ocds_sv.checks.profile import COVERAGE, Profile, Threshold, below_the_profile, coverage_outcome
from ocds_sv.checks.report import report
from ocds_sv.checks.results import Cells
from ocds_sv.checks.rule import Check, Context, Json
from ocds_sv.checks.rules import RULES
from ocds_sv.checks.schema import RULES as SCHEMA_RULES
from ocds_sv.checks.schema import Engine, SchemaCheck
from ocds_sv.checks.structure import RULES as STRUCTURE_RULES
from ocds_sv.checks.structure import Place, Structure
from ocds_sv.checks.tally import Result, Tally, generic
from ocds_sv.checks.waivers import Waivers
from ocds_sv.checks.walk import Found
from ocds_sv.errors import UnknownName, UsageError
from ocds_sv.sources import InputFile
from ocds_sv.standard import Standard
from ocds_sv.standard.extensions import by_url

ALL: dict[str, Check] = {one.name: one for one in (*SCHEMA_RULES, *STRUCTURE_RULES, *RULES.values(), COVERAGE)}
"""Every rule by name: what the schema says, what it leaves open, and the rest."""


@dataclass(slots=True)
class Scope:
    """What was looked at."""

    releases: int = 0
    compiled: int = 0
    records: int = 0
    packages: int = 0
    extensions: set[str] = field(default_factory=set)
    unknown_extensions: set[str] = field(default_factory=set)


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

    Attributes:
        rules: every rule by name, with the profile's severities.
        census: what is counted of every release.
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
    ) -> None:
        for name in (*select, *ignore):
            if name not in ALL:
                raise UsageError(reason=f"there is no rule '{name}'", reason_sv=f"regeln '{name}' finns inte")
        if scope and scope not in SCOPES:
            known = ", ".join(SCOPES)
            raise UsageError(
                reason=f"there is no scope '{scope}'; there are {known}",
                reason_sv=f"omfattningen '{scope}' finns inte; de som finns är {known}",
            )
        asked = profile or Profile("", "")
        self.as_of = as_of or date.today()  # noqa: DTZ011 - the user's own calendar day is meant
        self.select, self.ignore = tuple(select), tuple(ignore)
        self.wanted = {name for name in (select or asked.select or ALL) if name not in {*asked.ignore, *ignore}}
        self.rules = {
            name: replace(check, severity=asked.severities.get(name, check.severity)) for name, check in ALL.items()
        }
        self.publisher = scope or asked.scope
        self.profile, self.waivers = profile, waivers
        self.stages = tuple(stage for stage in STAGES if stage in stages)
        self.tally = Tally()
        self.scope = Scope()
        self.census = Census()
        self.broken: list[Broken] = []
        self.provenance: list[dict[str, Any]] = []
        self.setting = Setting(self.as_of, self.publisher, previous, urls)
        self._outcomes = Outcomes(
            [check for name, check in ALL.items() if name in self.wanted and name != COVERAGE.name], self.setting
        )
        self.engine: Engine = engine
        self._use(tuple(extensions))

    def _use(self, extensions: tuple[str, ...]) -> None:
        self._standard = Standard.load(extensions)
        self.extensions = tuple(extension.id for extension in self._standard.extensions)
        self._schema = SchemaCheck(self._standard.schema("release"), self.engine)
        self._structure = Structure(self._standard)
        self._walk = self._outcomes.walk(self._standard)
        self._looks_at_structure = any(check.name in self.wanted for check in STRUCTURE_RULES)

    def declare(self, urls: Iterable[object]) -> None:
        """Use the extensions that a package declares by their addresses; those that are not known are noted."""
        known = [by_url(url) for url in urls if isinstance(url, str)]
        added = [extension for extension in known if extension is not None and extension not in self.extensions]
        self.scope.unknown_extensions.update(url for url in urls if isinstance(url, str) and by_url(url) is None)
        if added:
            try:
                self._use((*self.extensions, *added))
            except UnknownName:  # pragma: no cover - by_url answers with known ids only
                return

    def feed(self, entry: Entry | Broken) -> None:
        """Check one thing that was read."""
        if isinstance(entry, Broken):
            self.broken.append(entry)
        elif entry.kind == "package":
            self.scope.packages += 1
            self._document("Package", entry)
            urls = entry.value.get("extensions")
            self.declare(urls if isinstance(urls, list) else ())
        elif entry.kind == "record":
            self.scope.records += 1
            self._document("Record", entry)
        else:
            self.release(entry.value, entry.file, entry.line, compiled=entry.kind == "compiled")

    def release(self, release: Json, file: str = "", line: int = 0, *, compiled: bool = False) -> None:
        """Check one release."""
        self.scope.releases += not compiled
        self.scope.compiled += compiled
        self.census.add(release, file)
        self.tally.next_release()
        for found in self._found(release):
            if found[0].name not in self.wanted or (self.stages and not self._of_the_stages(found[1])):
                continue
            if self.waivers is not None and self._excepted(self.waivers, found, release):
                self.tally.waive(found, release)
            else:
                self.tally.add(found, release, file, line)

    def _of_the_stages(self, place: Place) -> bool:
        stage = stage_of(generic(place))
        return stage not in STAGES or stage in self.stages

    def _excepted(self, waivers: Waivers, found: Found, release: Json) -> bool:
        check, place, _ = found
        ocid = release.get("ocid")
        return waivers.excepts(check.name, ocid if isinstance(ocid, str) else "", generic(place), self.as_of)

    def _document(self, kind: str, entry: Entry) -> None:
        """Ask the rules about packages or records."""
        self.tally.next_release()
        for found in self._outcomes.document(kind, entry.value, self.as_of):
            self.tally.add(found, entry.value, entry.file, entry.line)

    def _found(self, release: Json) -> Iterator[Found]:
        yield from self._schema(release)
        if self._looks_at_structure:
            yield from self._structure.release(release)
        yield from self._walk.release(release, Context(release, self.as_of))

    def outcomes(self) -> dict[str, Outcome]:
        """What each rule came to, by its name."""
        told = self._outcomes.told(self.tally, self.scope.releases + self.scope.compiled)
        if COVERAGE.name in self.wanted:
            told[COVERAGE.name] = coverage_outcome(self.thresholds())
        left_out = Outcome("skipped", reason_en="the rule was left out", reason_sv="regeln är bortvald")
        return {name: told.get(name, left_out) for name in self.rules}

    def results(self) -> dict[str, Result]:
        """What was found, by rule: in the releases, and in all the data together."""
        found = self._outcomes.results(self.tally)
        below = [one for one in self.thresholds() if one.outcome == "fail"]
        if below and COVERAGE.name in self.wanted:
            found[COVERAGE.name] = below_the_profile(below)
        return found

    def criteria(self) -> tuple[Criterion, ...]:
        """The eight criteria of a publication, as far as the data decide them."""
        return criteria(self)

    def merge_rules(self, other: Checker) -> None:
        """Take over what the rules and the census of ``other`` counted of the data after these."""
        self.tally.merge(other.tally)
        self.census.merge(other.census)
        self._outcomes.merge(other._outcomes)
        if self.waivers is not None and other.waivers is not None:
            self.waivers.merge(other.waivers)

    def thresholds(self) -> list[Threshold]:
        """The shares that the profile asks for, and those that were found."""
        if self.profile is None:
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


def check_files(inputs: Sequence[str | Path], **options: Any) -> dict[str, Any]:  # noqa: ANN401 - Checker's options
    """
    Check files, folders, globs, archives or standard input.

    Args:
        inputs: what to read.
        options: as ``Checker`` takes them.

    Returns:
        The report, as ``schemas/report.schema.json`` describes it.

    Raises:
        InputError: an input cannot be read at all.
        UsageError: a rule does not exist.
    """
    checker = Checker(**options)
    files: list[InputFile] = []
    for entry in entries(inputs, files):
        checker.feed(entry)
    if not (checker.scope.releases or checker.scope.compiled or checker.broken):
        checker.feed(Broken(", ".join(map(str, inputs)), 1, "there is no release in it"))
    return checker.report(files)
