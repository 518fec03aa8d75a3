"""What a run is asked to do."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Literal


@dataclass(frozen=True, kw_only=True)
class Options:
    """
    How to convert.

    Attributes:
        mapping: a shipped mapping's name or a path; ``None`` detects it.
        output: a path ending in ``.jsonl`` or ``.json``, with ``.gz`` or without, or ``-``; ``None`` writes nothing.
        params: the mapping's parameters.
        package: one release package whatever the output is called.
        report: where the report goes.
        limit: how many releases at most.
        workers: processes that map and write; the reading is one. A run with a limit is made by one.
        dry_run: convert and count, write nothing.
        as_of: the date that stands for today; ``None`` takes today.
        privacy: whether the gate is on; off needs ``decision``.
        decision: who decided to switch the gate off, and why.
        lang: language of the report, ``sv`` or ``en``.
        encoding: of the inputs, where the rule would choose wrongly.
        provenance: write the file that leads from releases back to rows.
        publisher: name of the publisher, for a package's metadata.
        uri: where a package will be published, for its metadata.
        state: a folder that remembers what has been published; ``None`` publishes everything.
        mode: with a state, ``changes`` publishes what is new, ``full`` everything anew, ``easy`` everything as one
            evolving release for each process.
        gone: with a state, what is published of a process that the source has no more: ``report`` nothing,
            ``status`` that it ended, ``withdrawn`` that it is taken back.
        links: an index of which records belong together, for mappings that say it; asked by every conversion, and
            kept up by one to files.
    """

    mapping: str | Path | None = None
    output: str | None = None
    params: Mapping[str, str] = field(default_factory=dict)
    package: bool = False
    report: str | None = None
    limit: int | None = None
    workers: int = 1
    dry_run: bool = False
    as_of: date | None = None
    privacy: bool = True
    decision: str = ""
    lang: str = "en"
    encoding: str | None = None
    provenance: bool = True
    publisher: str = ""
    uri: str = ""
    state: str | Path | None = None
    mode: Literal["changes", "full", "easy"] = "changes"
    gone: Literal["report", "status", "withdrawn"] = "report"
    links: str | Path | None = None

    @property
    def today(self) -> date:
        """The date that stands for today."""
        return self.as_of or date.today()  # noqa: DTZ011 - the user's own calendar day is meant
