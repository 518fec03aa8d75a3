"""
Packages and records themselves against their schemas; the releases inside are checked one by one, elsewhere.

That no two releases of a package are the same is left to the rule about ids that are used again: to compare whole
releases, all of them would have to be kept.
"""

from __future__ import annotations

from collections.abc import Iterator
from difflib import get_close_matches

from ocds_sv.checks.rule import Fault, Json
from ocds_sv.checks.schema import Engine, Found, SchemaCheck
from ocds_sv.checks.structure import ADDITIONAL_FIELD
from ocds_sv.standard.files import Schema, schema
from ocds_sv.sweden.identity import mask_text

_SHOWN = 60
_PAGING = "links"
"""Of a package that is a page of many: https://standard.open-contracting.org/1.1/en/guidance/build/hosting/."""
_SOME: Schema = {"type": "array", "minItems": 1}
_PART: Schema = {"type": "object"}


class Envelopes:
    """
    The schemas of packages and records, made ready once.

    Args:
        engine: that of JSON Schema.
    """

    def __init__(self, engine: Engine) -> None:
        record_package = schema("record-package-schema.json")
        record = record_package["definitions"]["record"]
        parts = {"compiledRelease": _PART, "versionedRelease": _PART}
        linked, embedded = record["properties"]["releases"]["oneOf"]
        schemas = {
            "releases": _with(schema("release-package-schema.json"), {"releases": _SOME}),
            "records": _with(record_package, {"records": _SOME}),
            "linked": _with(record, {**parts, "releases": linked}),
            "embedded": _with(record, {**parts, "releases": {**embedded, "items": _PART}}),
        }
        self._checks = {name: (SchemaCheck(one, engine), sorted(one["properties"])) for name, one in schemas.items()}

    def package(self, package: Json, *, holds: bool) -> Iterator[Found]:
        """
        What the schema finds in a package, and fields that it does not have.

        Args:
            package: without its releases or records.
            holds: whether there are any.
        """
        name = "releases" if "releases" in package else "records"
        return self._told(name, {**package, name: [{}] if holds else []}, _PAGING)

    def record(self, record: Json) -> Iterator[Found]:
        """What the schema finds in a record, and fields that it does not have."""
        inside = record.get("releases")
        linked = isinstance(inside, list) and bool(inside) and all(map(_is_link, inside))
        return self._told("linked" if linked else "embedded", record)

    def _told(self, name: str, value: Json, *others: str) -> Iterator[Found]:
        check, known = self._checks[name]
        yield from check(value)
        for field in value:
            if field not in known and field not in others:
                yield ADDITIONAL_FIELD, (), Fault(name=mask_text(field[:_SHOWN]), **_near(field[:_SHOWN], known))


def _with(schema: Schema, properties: Schema) -> Schema:
    """``schema`` with other ``properties``, so that it refers to nothing outside of it."""
    parts = {name: part for name, part in schema.items() if name != "definitions"}
    return {**parts, "properties": {**schema["properties"], **properties}}


def _is_link(release: object) -> bool:
    return isinstance(release, dict) and "url" in release


def _near(word: str, words: list[str]) -> dict[str, str]:
    near = next(iter(get_close_matches(word, words, 1, 0.8)), None)
    if near is None:
        return {"near": "", "near_sv": ""}
    return {"near": f" (did you mean '{near}'?)", "near_sv": f" (menade du '{near}'?)"}
