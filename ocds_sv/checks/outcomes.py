"""What became of every rule: passed, failed, had nothing to look at, or could not be judged."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from ocds_sv.checks.asking import Found
from ocds_sv.checks.fields import Fields
from ocds_sv.checks.judge import NOTHING, Judge, Outcome, Setting, unless_scope
from ocds_sv.checks.mishaps import BREAKS, Mishaps
from ocds_sv.checks.rule import Check, Context, Json
from ocds_sv.checks.structure import Structure
from ocds_sv.checks.tally import Result, Tally, of_all
from ocds_sv.checks.walk import Walk
from ocds_sv.standard import Standard
from ocds_sv.standard.files import Schema

STRUCTURE = "structure"
"""The dimension of what the schema says and leaves open, which is found on ways of its own."""
EDITIONS = "editions"
"""The dimension of what is compared with an earlier edition of the data."""
DOCUMENTS = ("Package", "Record")
"""What rules can be about beside the types of a release."""


@dataclass(frozen=True, slots=True)
class Counted:
    """Of how many objects each rule was asked, the judges by the rule's name, and the rules that broke."""

    asked: Counter[str]
    judges: dict[str, Judge]
    mishaps: Mishaps


class Outcomes:
    """
    The rules of a check, with what they were asked and what their judges counted.

    Args:
        rules: those that are wanted.
        setting: what judges may know.
    """

    def __init__(self, rules: Sequence[Check], setting: Setting) -> None:
        self.rules = rules
        self.setting = setting
        self._asking = [check for check in rules if setting.scope not in check.not_in]
        self.judges: dict[str, Judge] = {check.name: check.judge(setting) for check in self._asking if check.judge}
        self.mishaps = Mishaps()
        self._asked: Counter[str] = Counter()
        self._said: dict[str, tuple[int, Outcome]] = {}
        self._walks: list[Walk] = []
        self._documents = {kind: [check for check in self._asking if check.on == kind] for kind in DOCUMENTS}

    def walk(
        self,
        standard: Standard,
        fields: Fields | None = None,
        structure: Structure | None = None,
        schema: Schema | None = None,
    ) -> Walk:
        """A walk, as ``Walk`` takes the arguments; what it asks is counted with what those before it did."""
        elsewhere = {STRUCTURE} if self.setting.previous is not None else {STRUCTURE, EDITIONS}
        rules = [check for check in self._asking if check.on not in DOCUMENTS and check.dimension not in elsewhere]
        walk = Walk(
            standard, rules, self.judges, fields=fields, structure=structure, mishaps=self.mishaps, schema=schema
        )
        self._walks.append(walk)
        return walk

    def forget(self, keep: Walk | None) -> None:
        """Let go of the walks but one; what they were asked stays counted."""
        self._asked = sum((walk.asked for walk in self._walks if walk is not keep), self._asked)
        self._walks = [keep] if keep is not None else []

    def document(self, kind: str, value: Json, as_of: date) -> Iterator[Found]:
        """What the rules about packages, or about records, find in one."""
        context = Context(value, as_of)
        for check in self._documents[kind]:
            if all(value.get(name) is not None for name in check.needs):
                self._asked[check.name] += 1
                try:
                    for fault in check.function(value, context):
                        yield check, fault.path, fault
                except BREAKS as error:
                    self.mishaps.add(check.name, error)

    def asked(self) -> Counter[str]:
        """Of how many objects each rule was asked."""
        return sum((walk.asked for walk in self._walks), self._asked)

    def _settle(self) -> None:
        for walk in self._walks:
            walk.settle()

    def counted(self) -> Counted:
        """All that was counted, to be sent to another process."""
        return Counted(self.asked(), self.judges, self.mishaps)

    def merge(self, other: Outcomes) -> None:
        """Take over what ``other`` counted of the data after these."""
        self.take(other.counted())

    def take(self, counted: Counted) -> None:
        """The same, for what another process has sent."""
        self._settle()
        self._asked += counted.asked
        self.mishaps.merge(counted.mishaps)
        for name, judge in self.judges.items():
            try:
                judge.merge(counted.judges[name])
            except BREAKS as error:
                self.mishaps.add(name, error)

    def told(self, tally: Tally, releases: int) -> dict[str, Outcome]:
        """What each rule came to; schema and structure look at every release."""
        asked = self.asked()
        return {check.name: self._outcome(check, tally, asked, releases) for check in self.rules}

    def results(self, tally: Tally) -> dict[str, Result]:
        """What was found by rule, that of the judges included."""
        asked = self.asked()
        found = dict(tally.results)
        for check in self._asking:
            if check.name in self.judges:
                outcome = self._judged(check.name, asked[check.name])
                if outcome.state == "fail":
                    found[check.name] = of_all(check, outcome)
        return found

    def _judged(self, name: str, asked: int) -> Outcome:
        """What a judge says; of counts that a rule's breaking has left incomplete nothing is made."""
        if name not in self.mishaps.counts:
            # As long as its rule is not asked again, a judge is told nothing new.
            before, said = self._said.get(name, (-1, None))
            if said is not None and before == asked:
                return said
            try:
                said = self.judges[name].outcome()
            except BREAKS as error:
                self.mishaps.add(name, error)
            else:
                self._said[name] = (asked, said)
                return said
        return self.mishaps.outcome(name, asked, 0)

    def _outcome(self, check: Check, tally: Tally, asked: Counter[str], releases: int) -> Outcome:
        if self.setting.scope in check.not_in:
            return unless_scope(Outcome("na"), self.setting.scope)
        if check.name in self.judges:
            return self._judged(check.name, asked[check.name])
        failed = tally.results[check.name].failed if check.name in tally.results else 0
        checked = releases if check.dimension == STRUCTURE else asked[check.name]
        if check.name in self.mishaps.counts:
            return self.mishaps.outcome(check.name, max(checked, 1), failed)
        if failed:
            return Outcome("fail", max(checked, 1), failed)
        return Outcome("pass", checked) if checked else NOTHING
