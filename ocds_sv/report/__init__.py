"""Renderings of a check's report: each reads the report's JSON and nothing else."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from importlib import import_module
from typing import Any

import orjson

from ocds_sv.report.reading import Json, complete, examples

Rendering = Callable[[Json, str], bytes]
"""From a whole report and a language (``"sv"`` or ``"en"``) to the content of a file."""


@dataclass(frozen=True, slots=True)
class Format:
    """
    One rendering.

    Attributes:
        suffix: the ending of its files.
        make: the rendering of a whole report.
        binary: the content is nothing for a terminal.
    """

    suffix: str
    make: Rendering
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


def _later(module: str, name: str) -> Rendering:
    """The rendering ``name`` of a module here, which is loaded when it is wanted: a check writes one or two of them."""

    def make(report: Json, lang: str) -> bytes:
        rendering: Rendering = getattr(import_module(f"{__name__}.{module}"), name)
        return rendering(report, lang)

    return make


FORMATS: dict[str, Format] = {
    "text": Format(".txt", _later("text", "text")),
    "json": Format(".json", as_json),
    "jsonl": Format(".jsonl", as_jsonl),
    "html": Format(".html", _later("html", "as_html")),
    "md": Format(".md", _later("markdown", "as_markdown")),
    "xlsx": Format(".xlsx", _later("xlsx", "as_xlsx"), binary=True),
    "csv": Format(".csv", _later("table", "as_csv")),
    "sarif": Format(".sarif", _later("sarif", "as_sarif")),
    "junit": Format(".xml", _later("junit", "as_junit")),
    "github": Format(".github", _later("github", "as_github")),
}
"""Every format by name."""
