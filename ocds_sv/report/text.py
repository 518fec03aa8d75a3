"""The report for a terminal: the verdict, then each rule with its first examples and how to mend it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from ocds_sv.report.labels import label
from ocds_sv.report.reading import clean_of, verdict_of, where
from ocds_sv.report.words import WORDS

EXAMPLES = 3
GROUPS = 3
FIELDS = 3
OUTCOMES = ("pass", "fail", "na", "skipped", "system_error")

Json = Mapping[str, Any]


def text(report: Json, lang: str) -> bytes:
    """The report in ``lang``, as a file."""
    return ("\n".join(lines(report, lang)) + "\n").encode("utf-8", "replace")


def lines(report: Json, lang: str, *, examples: int = EXAMPLES) -> Iterator[str]:
    """The report in ``lang`` (``"sv"`` or ``"en"``), line by line."""
    words = WORDS[lang]
    yield words[verdict_of(report)]
    scope = report["scope"]
    dates = {name: value[:10] or "?" for name, value in scope["dates"].items()}
    yield words["scope"].format(**scope, **dates)
    if report["run"]["schemaOnly"]:
        yield label("schema-only", lang)
    if report["run"]["unknownExtensions"]:
        yield words["extensions"].format(names=", ".join(report["run"]["unknownExtensions"]))
    if report["run"]["passedOver"]:
        yield words["passed"].format(names=", ".join(report["run"]["passedOver"]))
    for broken in report["systemErrors"]:
        told = words["broken"].format(message=broken["message"][lang])
        yield f"{where(broken, words['line'])}: {told}"
    yield from _baseline(report["baseline"], words)
    yield ""
    failed = [one for one in report["results"] if one["outcome"] in {"fail", "system_error"}]
    fixes = {rule["name"]: rule["fix"][lang] for rule in report["rules"]}
    for result in failed:
        yield from _result(result, fixes[result["rule"]], report, words, lang, examples)
    if not failed:
        yield label(clean_of(report), lang)
    yield ""
    yield _outcomes(report["results"], words)
    yield from _waivers(report["waivers"], words)
    if not report["run"]["schemaOnly"] and clean_of(report) != "nothing-read":
        yield from _use(report["assessment"], words)


def _result(result: Json, fix: str, report: Json, words: Mapping[str, str], lang: str, examples: int) -> Iterator[str]:
    scope = report["scope"]
    total = scope["releases"] + scope["compiledReleases"]
    count = words[result["unit"]].format(total=total, **result)
    yield f"{words[result['severity']]:<10} {result['rule']}  {count}{_status(result, words)}"
    if "reason" in result:
        yield f"    {result['reason'][lang]}"
    for group in result["groups"][:GROUPS]:
        # Of what is about the whole, the path tells nothing that the example does not.
        if group["path"]:
            yield f"    {group['path']}: {group['failed']}"
    if len(result["groups"]) > GROUPS:
        yield "    " + words["groups"].format(count=len(result["groups"]) - GROUPS)
    for sample in result["samples"][:examples]:
        yield f"      {_place(sample, words)}{sample['message'][lang]}"
        if sample["cells"]:
            yield f"        {words['source']} {cells(sample['cells'], words)}"
    if result["samples"] and result["failed"] > examples:
        yield "      " + words["more"].format(count=result["failed"] - min(examples, result["shown"]))
    yield f"    → {fix}"


def _place(sample: Json, words: Mapping[str, str]) -> str:
    if not sample["file"]:
        return f"{sample['ocid']}: " if sample["ocid"] else ""
    where = " ".join(filter(None, (sample["ocid"], sample["pointer"] or "/")))
    return f"{sample['file']}, {words['line']} {sample['line']}, {where}: "


def cells(found: list[Json], words: Mapping[str, str]) -> str:
    """Cells in as few words as tell them apart: one place, then its columns."""
    places: dict[str, list[str]] = {}
    for one in found:
        row = f"{one['row']}–{one['to']}" if one.get("to") else str(one["row"])
        place = ", ".join([one["file"], *([f"{words['sheet']} {one['sheet']}"] if one["sheet"] else [])])
        columns = places.setdefault(f"{place}, {words['row']} {row}", [])
        header = one["header"] + (f" ({one['column']})" if one["column"] else "")
        if header:
            columns.append(header)
    return "; ".join(
        place + (f", {words['column']} {', '.join(columns)}" if columns else "") for place, columns in places.items()
    )


def _status(result: Json, words: Mapping[str, str]) -> str:
    parts = []
    if result["status"] is not None:
        parts = [words[word].format(count=result["status"][word]) for word in ("new", "persisting", "fixed")]
    if result["waived"]:
        parts.append(words["waived"].format(count=result["waived"]))
    return f"  [{', '.join(parts)}]" if parts else ""


def _baseline(baseline: Json | None, words: Mapping[str, str]) -> Iterator[str]:
    if baseline is None:
        return
    parts = ", ".join(words[word].format(count=baseline[word]) for word in ("new", "persisting", "fixed"))
    yield words["baseline"].format(**baseline) + parts + ("" if baseline["exact"] else words["estimated"])
    if not baseline["sameRules"]:
        yield words["other rules"]


def _outcomes(results: list[Json], words: Mapping[str, str]) -> str:
    counts = {word: sum(one["outcome"] == word for one in results) for word in OUTCOMES}
    broke = words["broke"].format(count=counts["system_error"]) if counts["system_error"] else ""
    return words["outcomes"].format(total=len(results), **counts) + broke


def _waivers(waivers: list[Json], words: Mapping[str, str]) -> Iterator[str]:
    for one in waivers:
        if one["state"] != "used":
            yield words[one["state"]].format(**one)


def _use(assessment: Json, words: Mapping[str, str]) -> Iterator[str]:
    able = sum(one["computable"] for one in assessment["indicators"])
    flags = sum(one["computable"] for one in assessment["redFlags"])
    yield words["indicators"].format(count=able, total=len(assessment["indicators"]))
    yield words["flags"].format(count=flags, total=len(assessment["redFlags"]))
    fields = [one for one in assessment["recommendations"] if one["kind"] == "field"][:FIELDS]
    named = ", ".join(f"{one['subject']} (+{sum(map(len, one['unlocks'].values()))})" for one in fields)
    if named:
        yield words["next"].format(fields=named)
