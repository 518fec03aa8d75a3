"""What a mapping asserts of a run, counted on the way and judged at the end."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ocds_sv.findings import Finding, Findings, Place
from ocds_sv.mapping.language import Assertions
from ocds_sv.mapping.rules import RULES
from ocds_sv.mapping.scopes import walk


class FillCounter:
    """Counts in how many releases each asserted path is filled."""

    def __init__(self, assertions: Assertions) -> None:
        self._assertions = assertions
        self._paths = {path: tuple(path.split("/")) for path in assertions.filled}
        self.releases = 0
        self.filled = dict.fromkeys(self._paths, 0)

    def add(self, release: Mapping[str, Any]) -> None:
        """Count one release."""
        self.releases += 1
        for name, path in self._paths.items():
            if walk(release, path) is not None:
                self.filled[name] += 1

    def merge(self, other: FillCounter) -> None:
        """Take over the counts of another worker."""
        self.releases += other.releases
        for name, count in other.filled.items():
            self.filled[name] += count

    def judge(self, findings: Findings, place: Place) -> None:
        """Note what was not reached."""
        wanted = self._assertions
        if self.releases < wanted.releases:
            _failed(findings, place, "releases", str(wanted.releases), str(self.releases))
        for path, share in wanted.filled.items():
            actual = self.filled[path] / self.releases if self.releases else 0.0
            if self.releases and actual < share:
                _failed(findings, place, path, f"{share:.1%}", f"{actual:.1%}")


def _failed(findings: Findings, place: Place, what: str, least: str, actual: str) -> None:
    findings.add(Finding(RULES["assertion-failed"], place, {"what": what, "least": least, "actual": actual}, what))
