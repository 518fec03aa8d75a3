"""OCDS of anyone's into tables, in one pass."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from ocds_sv.checks.documents import Broken, Entry
from ocds_sv.checks.exactly import exact_entries
from ocds_sv.findings import Finding, Findings, Place, Rule, Severity
from ocds_sv.jsonio.scratch import written
from ocds_sv.tables.layout import tables
from ocds_sv.tables.rows import Rows
from ocds_sv.tables.writers import writer

BROKEN = Rule(
    "text-is-no-json",
    Severity.ERROR,
    "kunde inte läsas: {reason_sv}",
    "could not be read: {reason}",
    "Exportera filen igen; allt som gick att läsa är med.",
    "Export the file anew; everything that could be read is included.",
)
MISFIT = Rule(
    "value-of-another-kind",
    Severity.WARNING,
    "värdet i {table}.{column} är av fel slag och lämnas tomt",
    "the value of {table}.{column} is of the wrong kind and is left out",
    "Rätta värdet i källan: ett tal är ett tal, ett datum som 2024-03-01T12:00:00Z.",
    "Mend the value at its source: a number is a number, a date like 2024-03-01T12:00:00Z.",
)


@dataclass
class Account:
    """
    What was made.

    Attributes:
        releases: releases read.
        rows: rows written, by table.
        findings: everything found.
    """

    releases: int = 0
    rows: Counter[str] = field(default_factory=Counter)
    findings: Findings = field(default_factory=Findings)

    def summary(self) -> dict[str, Any]:
        """Flat counts for a pipeline."""
        return {
            "releases": self.releases,
            "rows": dict(self.rows),
            "errors": self.findings.total(Severity.ERROR),
            "findings": self.findings.total(),
        }


def flatten_files(
    inputs: Sequence[str], target: str, *, labels: str | None = None, lang: str = "en", excel: bool = False
) -> Account:
    """
    Write the releases and compiled releases of ``inputs`` as tables.

    Args:
        inputs: files, folders or globs with releases, packages and records, in any compression.
        target: a folder (CSV), or a path ending in ``.xlsx``, ``.sqlite``, ``.duckdb`` or ``.parquet``.
        labels: what stands in the header: ``names``, ``sv`` or ``en``; ``None`` chooses by the form.
        lang: the language of a workbook's sheets.
        excel: CSV for a Swedish Excel: semicolons, decimal commas, a mark of UTF-8, no formulas.

    Raises:
        UsageError: the form needs a package that is not installed, or is none.
        InputError: an input is absent, locked, or cannot be unpacked.
        OutputError: it could not be written; nothing partial is left.
    """
    account, rows = Account(), Rows(tables())
    found = exact_entries(inputs)
    with written(target):
        to = writer(target, labels=labels, lang=lang, excel=excel)
    try:
        for release in _releases(found, account):
            account.releases += 1
            with written(target):
                for table, made in rows.of(release):
                    account.rows[table.name] += len(made)
                    to.add(table, made)
        with written(target):
            to.finish()
    except BaseException:
        to.discard()
        raise
    for (name, column), count in sorted(rows.misfits.items()):
        fault = Finding(MISFIT, Place(inputs[0], column=column), {"table": name, "column": column})
        account.findings.add(fault, count)
    return account


def _releases(found: Iterator[Entry | Broken], account: Account) -> Iterator[dict[str, Any]]:
    """Releases and compiled releases; of a record the compiled release alone, when it has one."""
    has_compiled = False
    for entry in found:
        if isinstance(entry, Broken):
            facts = {"reason": entry.reason, "reason_sv": entry.reason_sv}
            account.findings.add(Finding(BROKEN, Place(entry.file, row=entry.line or None), facts))
        elif entry.kind == "record":
            has_compiled = isinstance(entry.value.get("compiledRelease"), dict)
        elif entry.kind != "package" and entry.place[-1:] != ("versionedRelease",):
            in_record = entry.place[-2:-1] == ("releases",) and "records" in entry.place
            if not (in_record and has_compiled):
                yield entry.value
