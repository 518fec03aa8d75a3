"""The report for a terminal: the verdict, then each rule with its first examples and how to mend it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

EXAMPLES = 3
GROUPS = 3

_WORDS = {
    "sv": {
        "acceptable": "GODTAGBAR",
        "reject": "INTE GODTAGBAR",
        "undefined": "OFULLSTÄNDIG KONTROLL",
        "scope": "{releases} releaser, {compiledReleases} sammanställda, {ocids} upphandlingar, {min} – {max}",
        "blocker": "stoppar",
        "error": "fel",
        "warning": "varning",
        "notice": "anmärkning",
        "info": "upplysning",
        "count": "{failed} i {releases} av {total} releaser",
        "rate": "{failed} av {checked}",
        "more": "… och {count} till",
        "broken": "kunde inte läsas: {message}",
        "line": "rad",
        "indicators": "Indikatorer som uppgifterna räcker till: {count} av {total}",
        "next": "Nästa fält som ger mest: {fields}",
        "clean": "Inga fynd.",
        "passed": "Hoppade över, eftersom de inte är releaser: {names}",
        "extensions": "Tillägg som inte följer med programmet: {names}",
    },
    "en": {
        "acceptable": "ACCEPTABLE",
        "reject": "NOT ACCEPTABLE",
        "undefined": "INCOMPLETE CHECK",
        "scope": "{releases} releases, {compiledReleases} compiled, {ocids} processes, {min} – {max}",
        "blocker": "blocker",
        "error": "error",
        "warning": "warning",
        "notice": "notice",
        "info": "info",
        "count": "{failed} in {releases} of {total} releases",
        "rate": "{failed} of {checked}",
        "more": "… and {count} more",
        "broken": "could not be read: {message}",
        "line": "line",
        "indicators": "Indicators that the data can answer: {count} of {total}",
        "next": "The next fields that give most: {fields}",
        "clean": "No findings.",
        "passed": "Passed over, because they are no releases: {names}",
        "extensions": "Extensions that do not come with the program: {names}",
    },
}


def lines(report: Mapping[str, Any], lang: str, *, examples: int = EXAMPLES) -> Iterator[str]:
    """The report in ``lang`` (``"sv"`` or ``"en"``), line by line."""
    words = _WORDS[lang]
    yield words[report["verdict"]["status"]]
    scope = report["scope"]
    dates = {name: value[:10] or "?" for name, value in scope["dates"].items()}
    yield words["scope"].format(**scope, **dates)
    if report["run"]["unknownExtensions"]:
        yield words["extensions"].format(names=", ".join(report["run"]["unknownExtensions"]))
    if report["run"]["passedOver"]:
        yield words["passed"].format(names=", ".join(report["run"]["passedOver"]))
    for broken in report["systemErrors"]:
        yield f"{broken['file']}, {words['line']} {broken['line']}: " + words["broken"].format(
            message=broken["message"][lang]
        )
    yield ""
    fixes = {rule["name"]: rule["fix"][lang] for rule in report["rules"]}
    total = scope["releases"] + scope["compiledReleases"]
    for result in report["results"]:
        yield from _result(result, fixes[result["rule"]], total, words, lang, examples)
    if not report["results"]:
        yield words["clean"]
    yield from _use(report["assessment"], words)


def _result(
    result: Mapping[str, Any], fix: str, total: int, words: Mapping[str, str], lang: str, examples: int
) -> Iterator[str]:
    count = words["count"].format(failed=result["failed"], releases=result["releases"], total=total)
    yield f"{words[result['severity']]:<10} {result['rule']}  {count}"
    for group in result["groups"][:GROUPS]:
        yield f"    {group['path'] or '/'}: {group['failed']}"
    for sample in result["samples"][:examples]:
        place = f"{sample['file']}, {words['line']} {sample['line']}, {sample['ocid']} {sample['pointer'] or '/'}"
        yield f"      {place}: {sample['message'][lang]}"
    if result["failed"] > examples:
        yield "      " + words["more"].format(count=result["failed"] - min(examples, result["shown"]))
    yield f"    → {fix}"


def _use(assessment: Mapping[str, Any], words: Mapping[str, str]) -> Iterator[str]:
    able = sum(one["computable"] for one in assessment["indicators"])
    yield ""
    yield words["indicators"].format(count=able, total=len(assessment["indicators"]))
    fields = ", ".join(f"{one['field']} (+{one['unlocks']})" for one in assessment["recommendations"])
    if fields:
        yield words["next"].format(fields=fields)
