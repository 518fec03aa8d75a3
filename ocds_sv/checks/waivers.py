"""Findings that somebody has decided to live with for a while: each with a reason, a name and an end date."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from fnmatch import fnmatchcase
from typing import Any

from ocds_sv.sweden.identity import mask_text


@dataclass(frozen=True, slots=True)
class Waiver:
    """
    One decision.

    Attributes:
        rule: the rule's name.
        ocid: a pattern with ``*``; empty = any process.
        path: the path of a field, with ``*`` or without; what lies below it is meant too; empty = any.
        reason: why.
        name: who decided it.
        until: its last day.
    """

    rule: str
    reason: str
    name: str
    until: date
    ocid: str = ""
    path: str = ""

    def covers(self, ocid: str, path: str) -> bool:
        """Whether a finding of the rule in process ``ocid`` at ``path`` is meant."""
        if self.ocid and not fnmatchcase(ocid, self.ocid):
            return False
        return not self.path or fnmatchcase(path, self.path) or fnmatchcase(path, f"{self.path}/*")


class Waivers:
    """
    All of them, and how many findings each has excepted.

    Attributes:
        counts: findings by waiver, in their order; of an expired one, those that it would have excepted.
    """

    def __init__(self, waivers: Sequence[Waiver]) -> None:
        self._all = list(waivers)
        self._by_rule: dict[str, list[int]] = {}
        for at, one in enumerate(self._all):
            self._by_rule.setdefault(one.rule, []).append(at)
        self.counts = [0] * len(self._all)

    def excepts(self, rule: str, ocid: str, path: str, as_of: date) -> bool:
        """Whether a finding is waived on that day; it is counted with the first waiver that covers it."""
        for at in self._by_rule.get(rule, ()):
            one = self._all[at]
            if one.covers(ocid, path):
                self.counts[at] += 1
                if one.until >= as_of:
                    return True
        return False

    def over_all(self, rule: str, found: Mapping[str, int], as_of: date) -> set[str]:
        """
        The paths whose findings are waived on that day, of a rule about all the data together.

        Args:
            rule: its name; what was counted of its waivers before is counted anew.
            found: how many findings it has at each path; they belong to no process.
            as_of: the day.
        """
        waived: set[str] = set()
        mine = self._by_rule.get(rule, ())
        for at in mine:
            self.counts[at] = 0
        for path, count in found.items():
            for at in (at for at in mine if self._all[at].covers("", path)):
                self.counts[at] += count
                if self._all[at].until >= as_of:
                    waived.add(path)
                    break
        return waived

    def merge(self, other: Waivers) -> None:
        """Take over the counts of ``other``, which holds the same waivers."""
        self.counts = [mine + theirs for mine, theirs in zip(self.counts, other.counts, strict=True)]

    def json(self, as_of: date) -> list[dict[str, Any]]:
        """Each with what it did."""
        return [
            {
                "rule": one.rule,
                "ocid": mask_text(one.ocid),
                "path": one.path,
                "reason": mask_text(one.reason),
                "name": mask_text(one.name),
                "until": one.until.isoformat(),
                "state": "expired" if one.until < as_of else "used" if count else "unused",
                "findings": count,
            }
            for one, count in zip(self._all, self.counts, strict=True)
        ]
