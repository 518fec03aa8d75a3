"""The report as Markdown of GitHub's kind: for a comment on a change, or as an appendix to a decision."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from ocds_sv.report.figures import number, percent
from ocds_sv.report.labels import label
from ocds_sv.report.reading import Json, clean_of, failed, rules, verdict_of
from ocds_sv.report.table import place

EXAMPLES = 5
_LONGEST = 300
_SPECIAL = re.compile(r"([\\`*_{}\[\]()#+!|~$<>&@])")
_SPACE = re.compile(r"\s+")


def escaped(text: str) -> str:
    """The text as it stands, on one line: no character of it means anything to Markdown or HTML."""
    flat = _SPACE.sub(" ", text)
    cut = flat if len(flat) <= _LONGEST else flat[:_LONGEST] + "…"
    # An entity, not a backslash: some renderers read HTML before they read Markdown.
    return _SPECIAL.sub(lambda found: f"&#{ord(found[1])};", cut).replace("://", "&#58;//").replace("www.", "www&#46;")


def as_markdown(report: Json, lang: str) -> bytes:
    """The verdict, what to do first, every rule with findings and its first examples, and the coverage by stage."""
    return ("\n".join(_lines(report, lang)).strip() + "\n").encode("utf-8", "replace")


def table(head: Iterable[str], lines: Iterable[Iterable[str]]) -> Iterator[str]:
    """A table of cells that are escaped already."""
    titles = list(head)
    yield f"| {' | '.join(titles)} |"
    yield f"|{' --- |' * len(titles)}"
    for cells in lines:
        yield f"| {' | '.join(cells)} |"
    yield ""


def _lines(report: Json, lang: str) -> Iterator[str]:
    verdict, scope = report["verdict"], report["scope"]
    yield f"# {label('title', lang)}: {label(verdict_of(report), lang)}"
    yield ""
    dates = " – ".join(escaped(scope["dates"][name][:10]) for name in ("min", "max"))
    releases = number(scope["releases"] + scope["compiledReleases"], lang)
    processes = number(scope["ocids"], lang)
    yield f"{label('releases', lang)}: {releases}. {label('processes', lang)}: {processes}. {dates}"
    yield ""
    if report["run"]["schemaOnly"]:
        yield from (label("schema-only", lang), "")
    yield from table(
        (label("severity", lang), label("rules", lang), label("findings", lang)),
        (
            (label(key, lang), number(one["rules"], lang), number(one["occurrences"], lang))
            for key, one in verdict["counts"].items()
        ),
    )
    for broken in report["systemErrors"]:
        why = escaped(broken["message"][lang])
        line = f", {broken['line']}" if broken["line"] else ""
        yield f"- {label('broken', lang)}: {escaped(broken['file'])}{line}: {why}"
    yield from _trend(report["baseline"], lang)
    yield from _actions(report, lang)
    yield f"## {label('findings', lang)}"
    yield ""
    yield from _findings(report, lang)
    yield from _stages(report["assessment"], lang)


def _trend(baseline: Json | None, lang: str) -> Iterator[str]:
    if baseline is not None:
        yield f"{label('baseline', lang)} {escaped(baseline['path'])}:"
        keys = ("new", "persisting", "fixed")
        yield from ["", *table((label(key, lang) for key in keys), [[number(baseline[key], lang) for key in keys]])]


def _actions(report: Json, lang: str) -> Iterator[str]:
    assessment = report["assessment"]
    titles = {name: one["title"][lang] for name, one in rules(report).items()}
    wanted = set(assessment["summary"]["actions"])
    first = [one for one in assessment["recommendations"] if one["rank"] in wanted]
    if first:
        yield f"## {label('actions', lang)}"
        yield ""
        for one in first:
            titled = escaped(f"{titles[one['subject']]} ") if one["subject"] in titles else ""
            told = f"{titled}{escaped(one['text'][lang])} ({label(one['owner'], lang)})"
            yield f"1. **{escaped(one['subject'])}**: {told}"
        yield ""


def _findings(report: Json, lang: str) -> Iterator[str]:
    results, known = failed(report), rules(report)
    if not results:
        yield label(clean_of(report), lang)
        yield ""
        return
    keys = ("severity", "rule", "failed", "checked", "rate", "owner", "fix")
    yield from table(
        (label(key, lang) for key in keys),
        (
            (
                label(one["severity"], lang), escaped(one["rule"]), number(one["failed"], lang),
                number(one["checked"], lang), percent(one["rate"], lang), label(one["owner"], lang),
                escaped(known[one["rule"]]["fix"][lang]),
            )
            for one in results
        ),
    )  # fmt: skip
    for one in results:
        yield from _examples(one, known[one["rule"]]["title"][lang], lang)


def _examples(result: Json, title: str, lang: str) -> Iterator[str]:
    samples = result["samples"][:EXAMPLES]
    if not samples:
        return
    yield f"### {escaped(result['rule'])}"
    yield ""
    yield escaped(title)
    yield ""
    yield from table(
        (label("source file", lang), label("ocid", lang), label("pointer", lang), label("message", lang)),
        ([escaped(cell) for cell in _example(one, lang)] for one in samples),
    )
    if result["failed"] > len(samples):
        counts = {"shown": number(len(samples), lang), "failed": number(result["failed"], lang)}
        yield label("examples", lang).format(**counts)
        yield ""


def _example(sample: Json, lang: str) -> tuple[str, ...]:
    where = "; ".join(place(cell, lang) for cell in sample["cells"])
    line = f"{sample['file']}, {label('row', lang).lower()} {sample['line']}" if sample["file"] else ""
    return where or line, sample["ocid"], sample["pointer"] or "/", sample["message"][lang]


def _stages(assessment: Json, lang: str) -> Iterator[str]:
    stages = assessment["availability"]["stages"]
    if stages:
        yield f"## {label('coverage', lang)}"
        yield ""
        yield from table(
            (label(key, lang) for key in ("stage", "processes", "rate")),
            (
                (label(one["stage"], lang), number(one["processes"], lang), percent(one["share"], lang))
                for one in stages
            ),
        )
