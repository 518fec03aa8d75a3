"""What was found, counted exactly, with a bounded number of examples."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from functools import lru_cache
from hashlib import blake2s
from typing import Any

from ocds_sv.checks.asking import Found
from ocds_sv.checks.judge import Outcome
from ocds_sv.checks.marks import Marks
from ocds_sv.checks.rule import Check, Json
from ocds_sv.checks.walk import json_pointer
from ocds_sv.sweden.identity import mask_text

_SHOWN = 120
SAMPLES = 25
"""Examples kept of each rule."""


@dataclass(frozen=True, slots=True)
class Sample:
    """
    One example.

    Attributes:
        ocid: of the process.
        release: the release's id.
        pointer: where in the release.
        file: the input.
        line: the line on which the release begins.
        facts: what fills the rule's message, personal numbers masked.
        fingerprint: the same for the same fault in another run, wherever it then stands in the list.
        codes: what the objects around it say of themselves by lists of codes, such as a party's roles.
    """

    ocid: str
    release: str
    pointer: str
    file: str
    line: int
    facts: dict[str, object]
    fingerprint: str
    codes: frozenset[str] = frozenset()


@dataclass(slots=True)
class Result:
    """What one rule found; ``waived`` beside what ``failed``."""

    check: Check
    failed: int = 0
    waived: int = 0
    releases: int = 0
    paths: Counter[str] = field(default_factory=Counter)
    samples: list[Sample] = field(default_factory=list)
    marks: Marks = field(default_factory=Marks)
    waived_marks: Marks = field(default_factory=Marks)


class Tally:
    """Results by rule."""

    def __init__(self) -> None:
        self.results: dict[str, Result] = {}
        self._last: dict[str, int] = {}
        self._number = 0

    def next_release(self) -> None:
        """Begin a release: rules count the releases in which they find something, too."""
        self._number += 1

    def of(self, check: Check) -> Result:
        """What ``check`` has found so far."""
        result = self.results.get(check.name)
        if result is None:
            result = self.results[check.name] = Result(check)
        return result

    def waive(self, found: Found, release: Json) -> None:
        """Count a fault that is excepted."""
        check, place, _ = found
        result = self.of(check)
        result.waived += 1
        result.waived_marks.add(fingerprint(check, _text(release.get("ocid")), release, place))

    def add(self, found: Found, release: Json, file: str, line: int) -> None:
        """Count a fault, and keep it while there is room."""
        check, place, fault = found
        result = self.of(check)
        result.failed += 1
        if self._last.get(check.name) != self._number:
            self._last[check.name] = self._number
            result.releases += 1
        result.paths[generic(place)] += 1
        ocid = _text(release.get("ocid"))
        mark = fingerprint(check, ocid, release, place)
        result.marks.add(mark)
        if len(result.samples) < SAMPLES:
            facts: dict[str, object] = {
                name: value if isinstance(value, int) else mask_text(str(value)) for name, value in fault.facts.items()
            }
            identifier, pointer = _text(release.get("id")), json_pointer(place)
            codes = _codes(release, place)
            result.samples.append(Sample(ocid, identifier, pointer, file, line, facts, mark, codes))

    def failed(self, name: str) -> int:
        """How often a rule found something."""
        return self.results[name].failed if name in self.results else 0

    def merge(self, other: Tally) -> None:
        """Take over what ``other`` counted of the releases after these; the first examples stay."""
        for theirs in other.results.values():
            ours = self.of(theirs.check)
            ours.failed += theirs.failed
            ours.waived += theirs.waived
            ours.releases += theirs.releases
            ours.paths.update(theirs.paths)
            ours.samples += theirs.samples[: SAMPLES - len(ours.samples)]
            ours.marks.merge(theirs.marks)
            ours.waived_marks.merge(theirs.waived_marks)
        self._number += other._number


def of_all(check: Check, outcome: Outcome, file: str = "") -> Result:
    """What a rule about all the data found, as a result with an example for each process that is named."""
    facts: dict[str, object] = dict(outcome.facts)
    mark = blake2s(check.name.encode(), digest_size=8).hexdigest()
    samples = [Sample(ocid, "", "", file, 0, facts, mark) for ocid in outcome.ocids or ("",)]
    result = Result(check, outcome.failed, 0, 0, Counter({"": outcome.failed}), samples)
    result.marks.add(mark)
    return result


@lru_cache(maxsize=1_024)
def generic(place: tuple[str | int, ...]) -> str:
    """A place without the positions in lists, such as ``awards/suppliers/id``."""
    return "/".join(part for part in place if isinstance(part, str))


def _text(value: object) -> str:
    return _masked(value[:_SHOWN]) if isinstance(value, str) else ""


@lru_cache(maxsize=256)
def _masked(text: str) -> str:
    return mask_text(text)


def fingerprint(check: Check, ocid: str, release: Json, place: tuple[str | int, ...]) -> str:
    """A digest of rule, process and place, positions in lists replaced by the ids that stand there."""
    parts = [check.name, ocid]
    value: Any = release
    for part in place:
        if isinstance(part, str):
            value = value.get(part) if isinstance(value, dict) else None
            parts.append(part)
        else:
            value = value[part] if isinstance(value, list) and part < len(value) else None
            named = value.get("id") if isinstance(value, dict) else None
            parts.append(str(part) if named is None else f"={named}")
    return blake2s("\0".join(parts).encode("utf-8", "replace"), digest_size=8).hexdigest()


def _inside(value: object, part: str | int) -> object:
    if isinstance(value, dict):
        return value.get(part)
    return value[part] if isinstance(value, list) and isinstance(part, int) and part < len(value) else None


def _codes(release: Json, place: tuple[str | int, ...]) -> frozenset[str]:
    """The texts that stand in lists of the objects on the way to ``place``."""
    found: set[str] = set()
    value: object = release
    for part in place:
        value = _inside(value, part)
        if isinstance(value, dict):
            lists = (inner for inner in value.values() if isinstance(inner, list))
            found.update(mask_text(item) for one in lists for item in one if isinstance(item, str))
    return frozenset(found)
