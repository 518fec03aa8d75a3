"""What a run did: counts that add up, findings, and the report made of them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from ocds_sv.findings import Findings, Severity
from ocds_sv.privacy.rules import NUMBER_ACCEPTED
from ocds_sv.sources import InputFile

LISTED = 1_000
"""How many inputs and streams the report names; a provenance file has them all."""


@dataclass
class Run:
    """
    The account of one conversion.

    Rows read = rows that became releases + rows rejected + rows skipped (blank, sums).

    Attributes:
        mapping: name of the mapping.
        checksum: of the mapping.
        mapping_detected: the mapping was found, not given.
        params: the parameters given.
        rows: records read.
        converted: records that went into releases.
        releases: releases made of the rows.
        written: releases written; with a state fewer than were made.
        rejected: records that became no release.
        skipped: rows that are no records, by reason.
        withheld: what the privacy gate withheld, by rule.
        reconciliation: sums of amounts before and after the gate, by currency.
        privacy: whether the gate was on.
        decision: the decision that switched it off.
        unmapped: values neither mapped nor exempted, by source field.
        findings: everything found.
        files: what was read, with checksums; the first ``LISTED`` files.
        facts: what was decided of each stream: encoding, delimiter, header row; of the first ``LISTED`` streams.
        inputs: how many files were read.
        streams: how many streams were read to their end.
        outputs: the files written.
        links: with an index of links, records gathered, records joined to another's process, unknown names.
        changes: with a state, releases by what they were: new, changed, unchanged; processes that are gone.
        complete: every input was read to its end.
        limited: the run stopped at its limit.
    """

    mapping: str = ""
    checksum: str = ""
    mapping_detected: bool = False
    params: dict[str, str] = field(default_factory=dict)
    rows: int = 0
    converted: int = 0
    releases: int = 0
    written: int = 0
    rejected: int = 0
    skipped: Counter[str] = field(default_factory=Counter)
    withheld: Counter[str] = field(default_factory=Counter)
    reconciliation: dict[str, dict[str, Decimal]] = field(default_factory=dict)
    privacy: bool = True
    decision: str = ""
    unmapped: Counter[str] = field(default_factory=Counter)
    findings: Findings = field(default_factory=Findings)
    files: list[InputFile] = field(default_factory=list)
    facts: list[dict[str, str]] = field(default_factory=list)
    inputs: int = 0
    streams: int = 0
    outputs: list[str] = field(default_factory=list)
    links: Counter[str] = field(default_factory=Counter)
    changes: Counter[str] = field(default_factory=Counter)
    complete: bool = True
    limited: bool = False

    def add(self, part: Run) -> None:
        """Take over what was counted of the inputs after these."""
        self.rows += part.rows
        self.converted += part.converted
        self.releases += part.releases
        self.rejected += part.rejected
        self.skipped.update(part.skipped)
        self.withheld.update(part.withheld)
        self.unmapped.update(part.unmapped)
        self.reconcile(part.reconciliation)
        self.findings.merge(part.findings)
        self.files += part.files[: LISTED - len(self.files)]
        self.facts += part.facts[: LISTED - len(self.facts)]
        self.inputs += part.inputs
        self.streams += part.streams
        self.complete &= part.complete

    def note_input(self, file: InputFile) -> None:
        """Count a file, and name it while there is room."""
        self.inputs += 1
        if len(self.files) < LISTED:
            self.files.append(file)

    def note_stream(self, facts: dict[str, str]) -> None:
        """Count a stream, and name it while there is room."""
        self.streams += 1
        if len(self.facts) < LISTED:
            self.facts.append(facts)

    def reconcile(self, sums: Mapping[str, Mapping[str, Decimal]]) -> None:
        """Add sums of amounts, by currency."""
        for currency, of_currency in sums.items():
            total = self.reconciliation.setdefault(currency, {})
            for name, amount in of_currency.items():
                total[name] = total.get(name, amount - amount) + amount

    @property
    def accounted(self) -> bool:
        """Whether every record read is in a release or among the rejects."""
        return self.rows == self.converted + self.rejected

    def summary(self) -> dict[str, Any]:
        """Flat counts for a pipeline."""
        return {
            "mapping": self.mapping,
            "rows": self.rows,
            "releases": self.releases,
            "rejected": self.rejected,
            "skipped": sum(self.skipped.values()),
            "privacy": "on" if self.privacy else "off",
            "withheld": sum(count for rule, count in self.withheld.items() if rule != NUMBER_ACCEPTED.id),
            "unmapped": sum(self.unmapped.values()),
            "errors": self.findings.total(Severity.ERROR),
            "findings": self.findings.total(),
            "complete": self.complete,
            "outputs": self.outputs,
            **({"links": dict(sorted(self.links.items()))} if self.links else {}),
            **self._since(),
        }

    def json(self, lang: str = "en") -> dict[str, Any]:
        """The report."""
        return {
            "mapping": {"name": self.mapping, "sha256": self.checksum, "detected": self.mapping_detected},
            "params": dict(sorted(self.params.items())),
            "inputs": [file.json() for file in self.files],
            "streams": self.facts,
            **self._left_out(),
            "outputs": self.outputs,
            "counts": {
                "rows": self.rows,
                "converted": self.converted,
                "releases": self.releases,
                "rejected": self.rejected,
                "skipped": dict(sorted(self.skipped.items())),
                **({"links": dict(sorted(self.links.items()))} if self.links else {}),
                **self._since(),
            },
            "complete": self.complete,
            "limited": self.limited,
            "privacy": {
                "gate": "on" if self.privacy else "off",
                "decision": self.decision,
                "withheld": dict(sorted(self.withheld.items())),
                "amounts": self.reconciliation,
            },
            "unmapped": dict(sorted(self.unmapped.items())),
            "findings": self.findings.json(lang),
        }

    def _since(self) -> dict[str, Any]:
        """With a state, what was written and why not the rest."""
        return {"written": self.written, "changes": dict(sorted(self.changes.items()))} if self.changes else {}

    def _left_out(self) -> dict[str, dict[str, int]]:
        """How many inputs and streams the report does not name."""
        left = {"inputs": self.inputs - len(self.files), "streams": self.streams - len(self.facts)}
        return {"left_out": left} if any(left.values()) else {}
