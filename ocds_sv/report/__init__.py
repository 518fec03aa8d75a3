"""Renderings of a check's report: each reads the report's JSON and nothing else."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import orjson

from ocds_sv.report.text import text

Renderer = Callable[[Mapping[str, Any], str], bytes]
"""A report and a language (``"sv"`` or ``"en"``) become the content of a file."""


def as_json(report: Mapping[str, Any], _lang: str) -> bytes:
    """The report itself, indented."""
    return orjson.dumps(report, option=orjson.OPT_INDENT_2) + b"\n"


def as_jsonl(report: Mapping[str, Any], lang: str) -> bytes:
    """One line for each example, with its rule, severity and message."""
    return b"".join(
        orjson.dumps(
            {
                "rule": result["rule"],
                "severity": result["severity"],
                "owner": result["owner"],
                **sample,
                "message": sample["message"][lang],
            }
        )
        + b"\n"
        for result in report["results"]
        for sample in result["samples"]
    )


FORMATS: dict[str, tuple[str, Renderer]] = {
    "text": (".txt", text),
    "json": (".json", as_json),
    "jsonl": (".jsonl", as_jsonl),
}
"""Every format by name: the ending of its files, and what makes them."""
