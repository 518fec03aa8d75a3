"""A report that may be old, foreign or cut down, made whole: what is missing is there and empty."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

import orjson

from ocds_sv.resources import SCHEMAS

Json = dict[str, Any]
SCHEMA = "report.schema.json"
_EMPTY: dict[str, object] = {"string": "", "integer": 0, "boolean": False}
_TYPES: dict[str, type] = {"string": str, "integer": int, "boolean": bool}


@cache
def _schema() -> Json:
    loaded: Json = orjson.loads((SCHEMAS / SCHEMA).read_bytes())
    return loaded


def complete(report: Mapping[str, Any]) -> Json:
    """The report with every part that its schema names; what is missing, or of another type, is there and empty."""
    whole: Json = _whole(dict(report), _schema())
    known = {one["name"] for one in whole["rules"]}
    unknown = {one["rule"]: one["severity"] for one in whole["results"] if one["rule"] not in known}
    items = _schema()["properties"]["rules"]["items"]
    whole["rules"] += [_whole({"name": name, "severity": severity}, items) for name, severity in unknown.items()]
    return whole


def verdict_of(report: Mapping[str, Any]) -> str:
    """The key of what the verdict is called: of the schema alone, nobody knows whether the data are acceptable."""
    status: str = report["verdict"]["status"]
    return "fits-schema" if status == "acceptable" and report["run"]["schemaOnly"] else status


def where(broken: Mapping[str, Any], line: str) -> str:
    """The place of what could not be read: a file, or ``line`` and its number in it."""
    return f"{broken['file']}, {line} {broken['line']}" if broken["line"] else str(broken["file"])


def clean_of(report: Mapping[str, Any]) -> str:
    """The key of what is said where there are no findings: of what could not be read, nobody knows whether it has."""
    if not report["systemErrors"]:
        return "clean"
    scope = report["scope"]
    return "clean-partly" if scope["releases"] + scope["compiledReleases"] else "nothing-read"


def _whole(value: Any, schema: Json) -> Any:  # noqa: ANN401 - any JSON
    if "$ref" in schema:
        return _whole(value, _schema()["$defs"][schema["$ref"].rpartition("/")[2]])
    for choice in ("anyOf", "oneOf"):
        if choice in schema:
            (filled,) = (one for one in schema[choice] if one.get("type") != "null")
            return _whole(value, filled) if isinstance(value, dict) else None
    choices = schema.get("enum", [schema["const"]] if "const" in schema else None)
    if choices is not None:
        return value if value in choices else "" if "" in choices else choices[-1]
    return _typed(value, schema)


def _typed(value: Any, schema: Json) -> Any:  # noqa: ANN401 - any JSON
    kind = schema["type"]
    if kind == "object":
        return _object(value, schema)
    if kind == "array":
        return (
            [_whole(one, schema.get("items", {"type": "string"})) for one in value] if isinstance(value, list) else []
        )
    right = isinstance(value, _TYPES[kind]) and (kind == "boolean" or not isinstance(value, bool))
    return value if right else _EMPTY[kind]


def _object(value: object, schema: Json) -> Json:
    properties: Json = schema.get("properties", {})
    if isinstance(value, str) and set(properties) == {"sv", "en"}:  # Reports of old had a text in one language.
        return {"sv": value, "en": value}
    given = value if isinstance(value, dict) else {}
    if not properties and "additionalProperties" not in schema:
        return given
    wanted = {*schema.get("required", properties), *given} & set(properties)
    named = {name: _whole(given.get(name), properties[name]) for name in properties if name in wanted}
    others = schema.get("additionalProperties")
    if isinstance(others, dict):
        named |= {name: _whole(one, others) for name, one in given.items() if name not in properties}
    return named


@dataclass(frozen=True, slots=True)
class Example:
    """
    One example of a rule's findings, or the rule alone when it has none.

    Attributes:
        result: the rule's result.
        rule: what the report says of the rule.
        sample: the example; empty when the result has none.
    """

    result: Json
    rule: Json
    sample: Json

    @property
    def cell(self) -> Json:
        """The first cell of the source; empty when it is not known."""
        cells = self.sample["cells"]
        return dict(cells[0]) if cells else {"file": "", "sheet": "", "row": 0, "column": "", "header": ""}

    @property
    def file(self) -> str:
        """The source's file when it is known, else that of the OCDS data."""
        return str(self.cell["file"] or self.sample["file"])

    @property
    def line(self) -> int:
        """The source's row or the line of the OCDS data, whichever ``file`` is; 0 when unknown."""
        return int(self.cell["row"] if self.cell["file"] else self.sample["line"])


_NONE: Json = {
    "ocid": "",
    "release": "",
    "pointer": "",
    "file": "",
    "line": 0,
    "status": "",
    "fingerprint": "",
    "cells": [],
}


def failed(report: Json) -> list[Json]:
    """The results that tell of something, in the report's order: worst first."""
    return [one for one in report["results"] if one["outcome"] in {"fail", "system_error"}]


def rules(report: Json) -> dict[str, Json]:
    """What the report says of each rule that results name, by name."""
    known = {one["name"]: one for one in report["rules"]}
    return {one["rule"]: known[one["rule"]] for one in report["results"]}


def examples(report: Json) -> Iterator[Example]:
    """Every example of every rule with findings; a rule without examples is one by itself."""
    known = rules(report)
    for result in failed(report):
        rule = known[result["rule"]]
        for sample in result["samples"] or [{**_NONE, "message": result.get("reason") or rule["title"]}]:
            yield Example(result, rule, sample)
