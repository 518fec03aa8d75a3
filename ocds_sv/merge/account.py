"""What a compilation did."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from ocds_sv.findings import Findings, Severity
from ocds_sv.sources import InputFile


@dataclass
class Account:
    """
    The account of one compilation.

    Releases read = releases merged + releases rejected + releases that were there already.

    Attributes:
        read: releases found in the inputs.
        rejected: of these, those that could not be used.
        merged: releases that went into what was written, with those of earlier runs.
        repeated: releases that were given more than once, counted for each time after the first.
        processes: what was written.
        changed: with a state, the processes of which something else is written than last time.
        extensions: ids of the extensions in use.
        files: what was read, with checksums.
        findings: everything found.
    """

    read: int = 0
    rejected: int = 0
    merged: int = 0
    repeated: int = 0
    processes: int = 0
    changed: int = 0
    extensions: tuple[str, ...] = ()
    files: list[InputFile] = field(default_factory=list)
    findings: Findings = field(default_factory=Findings)

    def add(self, part: Account) -> None:
        """Take over what was read of the inputs after these."""
        self.read += part.read
        self.rejected += part.rejected
        self.files += part.files
        self.findings.merge(part.findings)

    def summary(self) -> dict[str, Any]:
        """Flat counts for a pipeline."""
        return {
            "releases": self.read,
            "rejected": self.rejected,
            "merged": self.merged,
            "repeated": self.repeated,
            "processes": self.processes,
            "changed": self.changed,
            "errors": self.findings.total(Severity.ERROR),
            "findings": self.findings.total(),
        }

    def json(self, lang: str = "en") -> dict[str, Any]:
        """The report."""
        return {
            "inputs": [file.json() for file in self.files],
            "extensions": list(self.extensions),
            "counts": self.summary(),
            "findings": self.findings.json(lang),
        }
