"""Renderings of a check's report: each reads the report's JSON and nothing else."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import orjson

from ocds_sv.report.github import as_github
from ocds_sv.report.html import as_html
from ocds_sv.report.junit import as_junit
from ocds_sv.report.markdown import as_markdown
from ocds_sv.report.reading import Json, complete, examples
from ocds_sv.report.sarif import as_sarif
from ocds_sv.report.table import as_csv
from ocds_sv.report.text import text
from ocds_sv.report.xlsx import as_xlsx


@dataclass(frozen=True, slots=True)
class Format:
    """
    One rendering.

    Attributes:
        suffix: the ending of its files.
        make: from a whole report and a language (``"sv"`` or ``"en"``) to the content of a file.
        binary: the content is nothing for a terminal.
    """

    suffix: str
    make: Callable[[Json, str], bytes]
    binary: bool = False

    def render(self, report: Mapping[str, Any], lang: str) -> bytes:
        """The report as the content of a file; parts that it lacks are left out."""
        return self.make(complete(report), lang)


def as_json(report: Json, _lang: str) -> bytes:
    """The report itself, indented."""
    return orjson.dumps(report, option=orjson.OPT_INDENT_2) + b"\n"


def as_jsonl(report: Json, lang: str) -> bytes:
    """One line for each example, with its rule, the rule's counts and how to mend it."""
    return b"".join(
        orjson.dumps(
            {
                **{key: one.result[key] for key in ("rule", "severity", "owner", "failed", "checked")},
                **one.sample,
                "message": one.sample["message"][lang],
                "fix": one.rule["fix"][lang],
            }
        )
        + b"\n"
        for one in examples(report)
    )


FORMATS: dict[str, Format] = {
    "text": Format(".txt", text),
    "json": Format(".json", as_json),
    "jsonl": Format(".jsonl", as_jsonl),
    "html": Format(".html", as_html),
    "md": Format(".md", as_markdown),
    "xlsx": Format(".xlsx", as_xlsx, binary=True),
    "csv": Format(".csv", as_csv),
    "sarif": Format(".sarif", as_sarif),
    "junit": Format(".xml", as_junit),
    "github": Format(".github", as_github),
}
"""Every format by name."""
