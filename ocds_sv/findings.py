"""
Findings: what is doubtful in the data, where it is, and how to mend it.

A finding never stops a run. Counts are exact; examples are bounded per rule, and the report says so.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

EXAMPLES_PER_RULE = 20
"""How many examples of one rule are kept; all are counted."""

_STANDARD_INPUT = {"sv": "standard in", "en": "standard input"}


class Severity(StrEnum):
    """How bad a finding is; ``BLOCKER`` is for privacy alone."""

    BLOCKER = "blocker"
    ERROR = "error"
    WARNING = "warning"
    NOTICE = "notice"
    INFO = "info"

    @property
    def rank(self) -> int:
        """0 for ``BLOCKER``, rising as it gets milder."""
        return list(Severity).index(self)


@dataclass(frozen=True, slots=True)
class Rule:
    """
    A kind of finding.

    Attributes:
        id: kebab-case name of the fault, never renumbered.
        severity: how bad it is.
        sv: the message in Swedish, a ``str.format`` template over the finding's facts.
        en: the message in English.
        remedy_sv: how to mend it, in Swedish.
        remedy_en: how to mend it, in English.
    """

    id: str
    severity: Severity
    sv: str
    en: str
    remedy_sv: str
    remedy_en: str


@dataclass(frozen=True, slots=True)
class Place:
    """
    A place in a source.

    Attributes:
        file: the input's name as given, with an archive's member after ``!``.
        sheet: a workbook's sheet.
        row: from 1, as a spreadsheet program counts (the header included); for JSON the item's number from 1, for XML
            the line.
        column: the header as the source writes it, or the JSON path.
    """

    file: str
    sheet: str | None = None
    row: int | None = None
    column: str | None = None

    def text(self, lang: str = "en") -> str:
        """``avtal.xlsx, sheet Avtal, row 814, column Belopp``."""
        words = ("blad", "rad", "kolumn") if lang == "sv" else ("sheet", "row", "column")
        file = _STANDARD_INPUT.get(lang, self.file) if self.file == "-" else self.file
        parts = [
            f"{word} {value}" for word, value in zip(words, (self.sheet, self.row, self.column), strict=True) if value
        ]
        return ", ".join([file, *parts])

    def json(self) -> dict[str, str | int]:
        """The parts that are known, by name."""
        pairs = {"file": self.file, "sheet": self.sheet, "row": self.row, "column": self.column}
        return {name: value for name, value in pairs.items() if value is not None}


@dataclass(frozen=True, slots=True)
class Finding:
    """
    One thing found.

    Attributes:
        rule: what kind.
        place: where in the source.
        facts: what fills the rule's text; values from the source only in masked form.
        path: the OCDS field concerned, such as ``tender/value/amount``.
        ocid: the process concerned, when it is known.
    """

    rule: Rule
    place: Place
    facts: Mapping[str, object] = field(default_factory=dict)
    path: str = ""
    ocid: str = ""

    def message(self, lang: str = "en") -> str:
        """Place and fault in one line, without the remedy."""
        text = (self.rule.sv if lang == "sv" else self.rule.en).format(**self.facts)
        return f"{self.place.text(lang)}: {text}"

    def json(self, lang: str = "en") -> dict[str, object]:
        """The finding as one JSON object."""
        text = (self.rule.sv if lang == "sv" else self.rule.en).format(**self.facts)
        row: dict[str, object] = {"place": self.place.json(), "message": text}
        if self.path:
            row["path"] = self.path
        if self.ocid:
            row["ocid"] = self.ocid
        return row


class Findings:
    """All findings of a run: exact counts, the first ``EXAMPLES_PER_RULE`` of each rule kept."""

    def __init__(self) -> None:
        self.counts: Counter[str] = Counter()
        self.examples: dict[str, list[Finding]] = {}
        self.rules: dict[str, Rule] = {}

    def add(self, finding: Finding, count: int = 1) -> None:
        """Count ``finding`` (``count`` times) and keep it while there is room among the examples."""
        name = finding.rule.id
        self.counts[name] += count
        kept = self.examples.get(name)
        if kept is None:
            self.rules[name] = finding.rule
            kept = self.examples[name] = []
        if len(kept) < EXAMPLES_PER_RULE:
            kept.append(finding)

    def merge(self, other: Findings) -> None:
        """Take over what ``other`` found after this."""
        for name, count in other.counts.items():
            self.counts[name] += count
            self.rules.setdefault(name, other.rules[name])
            kept = self.examples.setdefault(name, [])
            kept.extend(other.examples[name][: EXAMPLES_PER_RULE - len(kept)])

    def taken(self) -> Findings:
        """What was found so far; here counting starts anew."""
        taken = Findings()
        taken.merge(self)
        self.counts, self.examples, self.rules = Counter(), {}, {}
        return taken

    def total(self, worst: Severity = Severity.INFO) -> int:
        """How many findings are at least as bad as ``worst``."""
        return sum(count for name, count in self.counts.items() if self.rules[name].severity.rank <= worst.rank)

    def ordered(self) -> list[Rule]:
        """The rules met, worst first, then by name."""
        return sorted(self.rules.values(), key=lambda rule: (rule.severity.rank, rule.id))

    def json(self, lang: str = "en") -> list[dict[str, object]]:
        """One object per rule met: id, severity, count, remedy and examples."""
        return [
            {
                "rule": rule.id,
                "severity": str(rule.severity),
                "count": self.counts[rule.id],
                "remedy": rule.remedy_sv if lang == "sv" else rule.remedy_en,
                "examples": [finding.json(lang) for finding in self.examples[rule.id]],
            }
            for rule in self.ordered()
        ]
