"""What a publisher asks of its data beside the rules' own severities: a profile, and the rule that it can set off."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from ocds_sv.checks.fields import Coverage, rate
from ocds_sv.checks.judge import Outcome
from ocds_sv.checks.rule import Check, Context, Fault, Json
from ocds_sv.checks.tally import Result, Sample, fingerprint
from ocds_sv.findings import Severity


def coverage_below_the_profile(_: Json, __: Context) -> Iterator[Fault]:
    """
    A field is filled less often than the profile asks for.

    The profile sets the share; it is looked at when everything has been counted.
    """
    return iter(())


COVERAGE = Check(
    "coverage-below-the-profile",
    "Release",
    Severity.ERROR,
    "content",
    coverage_below_the_profile,
    "{path} is filled in {filled} of {objects}, and the profile asks for {minimum}",
    "{path} är ifyllt i {filled} av {objects}, och profilen kräver {minimum}",
    "Fill the field in the source or map it; where the source cannot know it, lower the profile's share.",
    "Fyll i fältet i källan eller mappa det; sänk profilens andel om källan inte kan veta det.",
)


@dataclass(frozen=True, slots=True)
class Profile:
    """
    What is asked for.

    Attributes:
        name: a shipped profile's name, or the file's; empty when there is none and only the scope was said.
        sha256: of the files that it was read from.
        scope: ``national`` or ``single-buyer``, or empty.
        select: the rules; empty = all.
        ignore: rules left out.
        severities: severity by rule, where it is another than the rule's own.
        coverage: the least share in which a field is filled, by path.
    """

    name: str
    sha256: str
    scope: str = ""
    select: frozenset[str] = frozenset()
    ignore: frozenset[str] = frozenset()
    severities: Mapping[str, Severity] = field(default_factory=dict)
    coverage: Mapping[str, Decimal] = field(default_factory=dict)

    def json(self, thresholds: list[Threshold]) -> dict[str, Any]:
        """The profile and how far the data meet it."""
        return {"name": self.name, "sha256": self.sha256, "thresholds": [one.json() for one in thresholds]}


@dataclass(frozen=True, slots=True)
class Threshold:
    """A share that the profile asks for, and the one that was found."""

    minimum: Decimal
    severity: Severity
    found: Coverage

    @property
    def outcome(self) -> str:
        """``na`` where the stage is not in the data at all."""
        if not self.found.objects:
            return "na"
        return "pass" if self.found.filled >= self.minimum * self.found.objects else "fail"

    def json(self) -> dict[str, Any]:
        """Asked for and found."""
        return {
            "path": self.found.path,
            "minimum": format(self.minimum.normalize(), "f"),
            "rate": rate(self.found.filled, self.found.objects),
            "objects": self.found.objects,
            "filled": self.found.filled,
            "severity": str(self.severity),
            "outcome": self.outcome,
        }


def below_the_profile(thresholds: Sequence[Threshold]) -> Result:
    """What the rule found: a finding for each share that is too small, without a place in any one release."""
    result = Result(COVERAGE, len(thresholds), paths=Counter(one.found.path for one in thresholds))
    for one in thresholds:
        facts: dict[str, object] = {
            "path": one.found.path,
            "filled": one.found.filled,
            "objects": one.found.objects,
            "minimum": f"{format((one.minimum * 100).normalize(), 'f')} %",
        }
        mark = fingerprint(COVERAGE, "", {}, tuple(one.found.path.split("/")))
        result.marks.add(mark)
        result.samples.append(Sample("", "", "", "", 0, facts, mark))
    return result


def coverage_outcome(thresholds: Sequence[Threshold]) -> Outcome:
    """What the rule came to."""
    states = [one.outcome for one in thresholds if one.outcome != "na"]
    if not states:
        return Outcome(
            "na",
            reason_en="the profile asks for no share of these data",
            reason_sv="profilen kräver ingen andel av de här uppgifterna",
        )
    failed = states.count("fail")
    return Outcome("fail" if failed else "pass", len(states), failed)
