"""OCDS of anyone's into tables, in one pass."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import partial
from typing import Any

from ocds_sv.checks.documents import Broken, Entry
from ocds_sv.checks.exactly import exact_entries
from ocds_sv.findings import Finding, Findings, Place, Rule, Severity
from ocds_sv.jsonio.scratch import written
from ocds_sv.tables.faults import LOSSES, MISFIT
from ocds_sv.tables.layout import tables
from ocds_sv.tables.rows import Rows
from ocds_sv.tables.standing import standing
from ocds_sv.tables.writers import writer


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
    found = standing(exact_entries(inputs), partial(_found, account))
    with written(target):
        to = writer(target, labels=labels, lang=lang, excel=excel)
    try:
        for entry in found:
            account.releases += 1
            with written(target):
                for table, made in rows.of(entry.value):
                    account.rows[table.name] += len(made)
                    to.add(table, made)
            if rows.misfits:
                _tell(account, rows.misfits, entry)
        with written(target):
            to.finish()
    except BaseException:
        to.discard()
        raise
    for (loss, name, column), count in sorted(to.losses.items()):
        fault = Finding(LOSSES[loss], Place(target, column=column), {"table": name, "column": column})
        account.findings.add(fault, count)
    return account


def _tell(account: Account, misfits: Counter[tuple[str, str]], entry: Entry) -> None:
    """The values that a release has of another kind; counting begins anew."""
    ocid = entry.value.get("ocid")
    for (name, column), count in sorted(misfits.items()):
        place = Place(entry.file, row=entry.line, column=column)
        facts = {"table": name, "column": column}
        account.findings.add(Finding(MISFIT, place, facts, ocid=ocid if isinstance(ocid, str) else ""), count)
    misfits.clear()


def _found(account: Account, rule: Rule, entry: Entry | Broken) -> None:
    facts = {"reason": entry.reason, "reason_sv": entry.reason_sv} if isinstance(entry, Broken) else {}
    account.findings.add(Finding(rule, Place(entry.file, row=entry.line or None), facts))
