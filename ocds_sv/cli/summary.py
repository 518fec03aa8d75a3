"""A run told to people: what went in, what came out, what was found, and what to do next."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import TYPE_CHECKING, Protocol

import click

from ocds_sv.cli import console
from ocds_sv.cli.language import current, say
from ocds_sv.errors import OcdsSvError
from ocds_sv.findings import Findings, Rule, Severity

if TYPE_CHECKING:  # see convert.py
    from ocds_sv.conversion import Run

EXAMPLES = 1
UNREAD = ("input-broken", "no-such-element")
EXAMPLES_VERBOSE = 20
NAMES = 8
WIDTH = 22

_COLOURS = {Severity.BLOCKER: "red", Severity.ERROR: "red", Severity.WARNING: "yellow"}
_SKIPPED_SV = {
    "blank": "tomma",
    "preamble": "före rubrikraden",
    "sum-row": "summarader",
    "carried": "huvudrader",
    "left-out": "utelämnade av mappningen",
    "unknown-type": "av okänd typ",
    "other-line": "av annan typ",
    "not-json": "ej JSON",
    "not-object": "ej objekt",
    "late-key": "sena nycklar",
    "no-record": "filer utan poster",
}
_CHANGES_SV = {"new": "nya", "changed": "ändrade", "unchanged": "oförändrade", "gone": "borta"}
_SEVERITIES_SV = {
    Severity.BLOCKER: "spärr",
    Severity.ERROR: "fel",
    Severity.WARNING: "varning",
    Severity.NOTICE: "notering",
    Severity.INFO: "upplysning",
}


class Account(Protocol):
    """What any run has found."""

    findings: Findings


def lines(run: Run, *, verbose: bool, dry_run: bool, report: str | None) -> Iterator[str]:
    """The end summary, line by line."""
    yield from _counts(run)
    yield from findings(run, examples=EXAMPLES_VERBOSE if verbose else EXAMPLES)
    yield from _next(run, dry_run=dry_run, report=report)


def faults(run: Run, worst: Severity) -> Iterator[str]:
    """What is said even to who asked for quiet: why the exit code is not 0, from ``worst`` on."""
    if not run.complete:
        worst = max(worst, Severity.ERROR, key=lambda severity: severity.rank)
    yield from serious(run, worst)
    yield from _incomplete(run)


def serious(run: Account, worst: Severity) -> Iterator[str]:
    """The findings from ``worst`` on."""
    for rule in run.findings.ordered():
        if rule.severity.rank <= worst.rank:
            yield from _told(run, rule, EXAMPLES)


def failure(error: OcdsSvError) -> dict[str, object]:
    """What ``--json`` says when the run could not be made."""
    return {"error": type(error).__name__, "message": error.text(current()), "exit_code": error.exit_code}


def _counts(run: Run) -> Iterator[str]:
    how = _recognised(run) if run.mapping_detected else ""
    yield console.strong(say("Mappning: ", "Mapping: ") + run.mapping) + how
    if not run.privacy:
        decision = console.strong(say("INTEGRITETSSPÄRREN ÄR AV", "THE PRIVACY GATE IS OFF"))
        yield f"  {decision}: {run.decision}"
    yield _row(say("rader in", "rows in"), run.rows)
    yield _row(say("releaser ut", "releases out"), run.releases)
    if run.changes:
        changes = Counter({say(_CHANGES_SV[name], name): count for name, count in run.changes.items()})
        yield _row(say("releaser skrivna", "releases written"), run.written, _named(changes))
    if run.rejected:
        yield _row(say("avvisade rader", "rejected rows"), run.rejected)
    for title, counted in (
        (say("överhoppade rader", "skipped rows"), _skipped(run.skipped)),
        (say("undanhållet", "withheld"), run.withheld),
        (say("ej mappade värden", "unmapped values"), run.unmapped),
    ):
        if counted.total():
            yield _row(title, counted.total(), _named(counted))


def skip_reason(reason: str) -> str:
    """Why rows were passed over, in the reader's language."""
    return say(_SKIPPED_SV[reason], reason)


def _skipped(counted: Counter[str]) -> Counter[str]:
    return Counter({skip_reason(reason): count for reason, count in counted.items()})


def _recognised(run: Run) -> str:
    from ocds_sv.mapping.names import is_of_xml  # noqa: PLC0415 # see convert.py

    if is_of_xml(run.mapping):
        return say(" (igenkänd på rotelementet)", " (recognised by the root element)")
    return say(" (igenkänd på rubrikerna)", " (recognised by the headers)")


def _row(title: str, value: int, details: str = "") -> str:
    return f"  {title:<{WIDTH}}{console.number(value):>10}" + (f"   {details}" if details else "")


def _named(counted: Counter[str]) -> str:
    """The largest by name, and how many more there are."""
    ordered = sorted(counted.items(), key=lambda pair: (-pair[1], pair[0]))
    text = ", ".join(f"{name} {console.number(count)}" for name, count in ordered[:NAMES])
    rest = len(ordered) - NAMES
    return text + (say(f" och {rest} till", f" and {rest} more") if rest > 0 else "")


def findings(run: Account, *, examples: int, rules: int | None = None) -> Iterator[str]:
    """The findings by rule, worst first: severity, name, count, the first examples and the remedy."""
    met = run.findings.ordered()
    if not met:
        yield say("Inga fynd.", "No findings.")
        return
    yield console.strong(say("Fynd:", "Findings:"))
    for rule in met[:rules]:
        yield from _told(run, rule, examples)
    if rules is not None and len(met) > rules:
        left = len(met) - rules
        yield say(f"  … och {left} regler till", f"  … and {left} more rules")


def _told(run: Account, rule: Rule, examples: int) -> Iterator[str]:
    """One rule: severity, name, count, the first examples and the remedy."""
    count = run.findings.counts[rule.id]
    if rule.id in UNREAD:
        # A file that is left out is told by its name.
        examples = max(examples, NAMES)
    yield f"  {_severity(rule)} {rule.id}  {console.number(count)}"
    shown = run.findings.examples[rule.id][:examples]
    for finding in shown:
        yield f"      {finding.message(current())}"
    if examples > 1 and count > len(shown):
        yield say(f"      … och {count - len(shown)} till", f"      … and {count - len(shown)} more")
    yield "      → " + say(rule.remedy_sv, rule.remedy_en)


def _incomplete(run: Run) -> Iterator[str]:
    if not run.complete:
        yield say("Körningen blev inte fullständig.", "The run was left incomplete.")


def _severity(rule: Rule) -> str:
    word = say(_SEVERITIES_SV[rule.severity], str(rule.severity))
    return click.style(f"{word:<10}", fg=_COLOURS.get(rule.severity))


def _next(run: Run, *, dry_run: bool, report: str | None) -> Iterator[str]:
    if dry_run:
        yield say("Inget skrevs (--dry-run).", "Nothing was written (--dry-run).")
    else:
        written = [name for name in run.outputs if name != "-"]
        if written:
            yield say("Skrivet: ", "Written: ") + ", ".join(written)
    yield from _incomplete(run)
    if run.findings.total(Severity.WARNING) and not report:
        yield say(
            "Nästa steg: --report R.json skriver alla regler med exempel; rätta i källan och kör igen.",
            "Next: --report R.json writes every rule with examples; mend the source and run again.",
        )
