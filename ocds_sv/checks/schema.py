"""
Releases against the JSON Schema of OCDS and the extensions in use.

``jsonschema-rs`` does the work; ``jsonschema`` is the reference that it is compared with, and can be asked instead.
Messages are our own, by the schema's keyword: both engines say the same.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import datetime
from functools import cache, lru_cache
from typing import Any, Literal

import jsonschema_rs

from ocds_sv.checks.rule import Check, Fault, Json
from ocds_sv.findings import Severity
from ocds_sv.standard import Standard, files
from ocds_sv.standard.files import Schema

Engine = Literal["fast", "reference"]

_SOURCES = ("https://standard.open-contracting.org/1.1/en/schema/",)
_MOMENT = re.compile(r"\d{4}-\d\d-\d\d[Tt]\d\d:\d\d:\d\d(\.\d+)?([Zz]|[+-]\d\d:\d\d)")
_URI = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:[^\s<>\"{}|\\^`]*")


def _check(name: str, says: tuple[str, str], fix: tuple[str, str]) -> Check:
    def told_by_the_schema(_: Json, __: object) -> Iterator[Fault]:
        return iter(())

    return Check(name, "Release", Severity.ERROR, "structure", told_by_the_schema, *says, *fix, (), _SOURCES)


_BY_KEYWORD: dict[str, Check] = {
    "required": _check(
        "schema-required",
        ("the required field '{name}' is missing", "det obligatoriska fältet '{name}' saknas"),
        ("Publish the field.", "Publicera fältet."),
    ),
    "type": _check(
        "schema-type",
        ("the value is {found}, not {expected}", "värdet är {found_sv}, inte {expected_sv}"),
        ("Publish a value of the right type.", "Publicera ett värde av rätt typ."),
    ),
    "enum": _check(
        "schema-code",
        ("'{value}' is not in the closed codelist", "'{value}' finns inte i den slutna kodlistan"),
        (
            "Use one of the list's codes, in their letter case.",
            "Använd en av listans koder, med rätt gemener och versaler.",
        ),
    ),
    "format": _check(
        "schema-format",
        ("the value is {expected}", "värdet är {expected_sv}"),
        (
            "Dates are RFC 3339 with an offset, such as 2024-03-31T23:59:59+02:00; addresses begin with https://.",
            "Datum skrivs enligt RFC 3339 med tidszon, som 2024-03-31T23:59:59+02:00; adresser börjar med https://.",
        ),
    ),
    "pattern": _check(
        "schema-pattern",
        ("the value does not fit the pattern {expected}", "värdet följer inte mönstret {expected}"),
        ("Write the value as the standard says.", "Skriv värdet som standarden säger."),
    ),
    "minLength": _check(
        "schema-empty-text",
        ("the text is empty", "texten är tom"),
        ("Leave the field out when there is nothing to say.", "Utelämna fältet när det inte finns något att säga."),
    ),
    "minItems": _check(
        "schema-empty-list",
        ("the list is empty", "listan är tom"),
        ("Leave the field out when there is nothing to list.", "Utelämna fältet när det inte finns något att lista."),
    ),
    "uniqueItems": _check(
        "schema-repeated-item",
        ("the same item stands twice in the list", "samma objekt står två gånger i listan"),
        ("Remove one of them.", "Ta bort dubbletten."),
    ),
}
_OTHER = _check(
    "schema-other",
    ("the value does not fit the schema ({keyword})", "värdet följer inte schemat ({keyword})"),
    ("See the standard's reference of the field.", "Se fältets beskrivning i standarden."),
)

RULES: tuple[Check, ...] = (*_BY_KEYWORD.values(), _OTHER)
"""What the schema can say, as rules."""

Found = tuple[Check, tuple[str | int, ...], Fault]


class SchemaCheck:
    """The schema of one kind of document, made ready once."""

    def __init__(self, schema: Schema, engine: Engine = "fast") -> None:
        self._errors: Callable[[Json], Iterable[_Error]] = _fast(schema) if engine == "fast" else _reference(schema)
        plain = _without_translations(schema) if engine == "fast" else None
        self._is_valid_untranslated = _validator(plain).is_valid if plain is not None else None

    def __call__(self, value: Json, text: bytes | None = None) -> Iterator[Found]:
        """What the schema finds, at the place of each fault; ``text`` is how the value is written, where known."""
        untranslated = self._is_valid_untranslated
        if text is not None and untranslated is not None and not _may_translate(text) and untranslated(value):
            return
        for keyword, place, expected, found in self._errors(value):
            check = _BY_KEYWORD.get(keyword, _OTHER)
            yield check, place, Fault(**_facts(keyword, expected, found))


@lru_cache(maxsize=8)
def of_releases(standard: Standard, engine: Engine = "fast") -> SchemaCheck:
    """The schema of releases, made ready once in a process."""
    return SchemaCheck(standard.schema("release"), engine)


@cache
def of_versioned(engine: Engine = "fast") -> SchemaCheck:
    """The schema of versioned releases, made ready once in a process."""
    return SchemaCheck(files.schema("versioned-release-validation-schema.json"), engine)


_TRANSLATION = re.compile(r"\^\(?[A-Za-z]+_")
"""How the names of translated fields, such as ``title_en``, begin in the schema."""

_TRANSLATED = re.compile(rb'_[^"]*"\s*:')


def _may_translate(text: bytes) -> bool:
    """Whether a key of the text may have an underscore."""
    return _TRANSLATED.search(text) is not None or (b"\\" in text and b"\\u005" in text)


def _without_translations(schema: Schema) -> Schema | None:
    """
    The schema for what has no translated field; ``None`` where it says more of names by their pattern.

    Trying each name against each pattern takes two fifths of the time.
    """
    plain: Schema = {}
    for name, inner in schema.items():
        if name == "patternProperties":
            if not all(map(_TRANSLATION.match, inner)):
                return None
            continue
        below = _without_translations(inner) if isinstance(inner, dict) else inner
        if below is None and inner is not None:
            return None
        plain[name] = below
    return plain


_Error = tuple[str, tuple[str | int, ...], Any, Any]
"""Keyword, place, what the keyword asks for, the value."""


_TYPES = {
    "array": ("a list", "en lista"),
    "boolean": ("true or false", "sant eller falskt"),
    "integer": ("a whole number", "ett heltal"),
    "null": ("null", "null"),
    "number": ("a number", "ett tal"),
    "object": ("an object", "ett objekt"),
    "string": ("a text", "en text"),
}
_NO_SUCH = {
    "date-time": ("no date with time and offset", "inget datum med tid och tidszon"),
    "uri": ("no web address", "ingen webbadress"),
}


def _facts(keyword: str, expected: Any, found: Any) -> dict[str, object]:  # noqa: ANN401 - any JSON
    if keyword == "required":
        return {"name": expected}
    if keyword == "type":
        allowed = [expected] if isinstance(expected, str) else sorted(name for name in expected if name != "null")
        what, what_sv = _TYPES[type_of(found)]
        wanted, wanted_sv = zip(*(_TYPES[name] for name in allowed), strict=True)
        return {
            "found": what,
            "found_sv": what_sv,
            "expected": " or ".join(wanted),
            "expected_sv": " eller ".join(wanted_sv),
        }
    if keyword == "format":
        no, no_sv = _NO_SUCH.get(expected, (f"no {expected}", f"ingen {expected}"))
        return {"expected": no, "expected_sv": no_sv}
    if keyword == "enum":
        return {"value": str(found)[:60]}
    return {"keyword": keyword, "expected": expected}


def type_of(value: object) -> str:
    """The JSON type of a value."""
    if isinstance(value, bool):
        return "boolean"
    names: tuple[tuple[type | tuple[type, ...], str], ...] = (
        (type(None), "null"),
        (str, "string"),
        (dict, "object"),
        (list, "array"),
    )
    return next((name for kind, name in names if isinstance(value, kind)), "number")


def _validator(schema: Schema) -> jsonschema_rs.Draft4Validator:
    return jsonschema_rs.Draft4Validator(schema, validate_formats=True)


def _fast(schema: Schema) -> Callable[[Json], Iterable[_Error]]:
    validator = _validator(schema)

    def errors(value: Json) -> Iterator[_Error]:
        if validator.is_valid(value):
            return
        for error in validator.iter_errors(value):
            keyword = str(error.schema_path[-1])
            place = tuple(error.instance_path)
            expected = getattr(error.kind, "property", "") if keyword == "required" else _at(schema, error.schema_path)
            yield keyword, place, expected, error.instance

    return errors


def _at(schema: Any, path: Sequence[str | int]) -> Any:  # noqa: ANN401 - any part of a schema
    """What stands at a schema path, references followed."""
    root = schema
    for part in path:
        if isinstance(schema, dict) and "$ref" in schema and part == "$ref":
            schema = _definition(root, schema["$ref"])
            continue
        if isinstance(schema, dict) and part not in schema and "$ref" in schema:
            schema = _definition(root, schema["$ref"])
        schema = schema.get(part) if isinstance(schema, dict) else schema[int(part)]
    return schema


def _definition(root: Schema, ref: str) -> Any:  # noqa: ANN401 - any part of a schema
    return root["definitions"][ref.rpartition("/")[2]]


def _reference(schema: Schema) -> Callable[[Json], Iterable[_Error]]:
    import jsonschema  # noqa: PLC0415 # half a second, for those alone who ask for it

    formats = jsonschema.FormatChecker(formats=())
    formats.checks("date-time")(_is_moment)
    formats.checks("uri")(_is_uri)
    validator = jsonschema.Draft4Validator(schema, format_checker=formats)

    def errors(value: Json) -> Iterator[_Error]:
        for error in validator.iter_errors(value):
            place = tuple(error.absolute_path)
            keyword = str(error.validator)
            expected = error.message.split("'")[1] if keyword == "required" else error.validator_value
            yield keyword, place, expected, error.instance

    return errors


def _is_moment(value: object) -> bool:
    if not isinstance(value, str):
        return True
    if _MOMENT.fullmatch(value) is None:
        return False
    try:
        datetime.fromisoformat(value.upper())
    except ValueError:
        return False
    return True


def _is_uri(value: object) -> bool:
    return not isinstance(value, str) or _URI.fullmatch(value) is not None
