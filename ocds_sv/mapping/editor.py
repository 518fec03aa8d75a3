"""
The mapping language as a JSON Schema, for editors: completion, hover texts, red marks while typing.

Draft 7, the newest that yaml-language-server reads; VS Code's ``enumDescriptions`` tells what codes mean. The schema
knows OCDS with every extension that comes with the package, so a field of an extension that a mapping does not declare
passes here; loading the mapping finds it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from ocds_sv.mapping.envelope import TOP_KEYS
from ocds_sv.mapping.functions import FUNCTIONS
from ocds_sv.mapping.inputs import JOIN_KEYS, SOURCE_KEYS
from ocds_sv.mapping.language import BUILTINS, KEEP, SHOW
from ocds_sv.mapping.links import LINK_KEYS
from ocds_sv.mapping.release import BLOCK_KEYS, ROWS, VALUE_KEYS
from ocds_sv.mapping.translations import TRANSLATION_KEYS
from ocds_sv.sources import FORMATS
from ocds_sv.standard import Standard, texts
from ocds_sv.standard.node import ROOT

Schema = dict[str, Any]

_SCALARS = ["string", "number", "boolean", "null"]
_CALL = rf"\s*(?:{'|'.join(FUNCTIONS)})\s*(?:\([^{{}}]*\))?\s*"
# Another XPath after a bar begins with a step, which no function does.
_XPATH = r"\s*[\w.*@-]*[:/][^{}|]*"
_HOLE = rf"\{{\s*(?:@(?:{'|'.join(BUILTINS)})\s*|[^{{}}|@\s][^{{}}|]*(?:\|{_XPATH})*)(?:\|{_CALL})*\}}"

TEMPLATE = rf"^(?:[^{{}}]|\{{\{{|\}}\}}|{_HOLE})*$"
"""A template: literal text, doubled braces, and holes with functions that exist."""

_HAS_HOLE = r"\{"


def editor_schema() -> Schema:
    """The JSON Schema (draft 7) of a mapping file, or of a part that others include."""
    standard = Standard.load(Standard.known_extensions())
    official = standard.schema("release")
    fields = _Fields(standard)
    definitions = {name: fields.object(schema, name) for name, schema in official["definitions"].items()}
    release = fields.object({key: value for key, value in official.items() if key != "definitions"}, ROOT)
    return {
        "$schema": "http://json-schema.org/draft-07/schema#",
        "title": "A mapping of ocds-sv",
        **_closed(_explained(_top(), TOP_KEYS)),
        "definitions": {**_language(), "release": release, **definitions, **fields.codes},
    }


class _Fields:
    """Turns the fields of the release schema into what a mapping may write there."""

    def __init__(self, standard: Standard) -> None:
        self._standard = standard
        self.codes: Schema = {}

    def object(self, schema: Schema, owner: str) -> Schema:
        """A block: the fields of the object ``owner``, and what repeats and keeps it."""
        fields = {name: self.field(child, f"{owner}.{name}") for name, child in schema["properties"].items()}
        block: Schema = {
            "type": ["object", "null"],
            "properties": {**fields, **_explained({key: _ref(key) for key in BLOCK_KEYS}, BLOCK_KEYS)},
            "additionalProperties": False,
        }
        languages = schema.get("patternProperties")
        if languages:
            block["patternProperties"] = {pattern: self._one(child, owner) for pattern, child in languages.items()}
        return block

    def field(self, schema: Schema, key: str) -> Schema:
        """A field: a block that is not repeated, a list of blocks or values, or an expression; with its text."""
        found = self._items(schema, key) if "items" in schema else self._one(schema, key)
        if "$ref" in schema or "properties" in schema:
            found = {"allOf": [found], "not": {"type": "object", "required": ["each"]}}
        # Beside a reference, draft 7 reads nothing else.
        return {**_hover(key), **({"allOf": [found]} if "$ref" in found else found)}

    def _items(self, schema: Schema, key: str) -> Schema:
        codelist: Schema = {key: schema[key] for key in ("codelist", "openCodelist") if key in schema}
        one = self._one({**schema["items"], **codelist}, key)
        return {"anyOf": [{"type": "array", "items": one}, one]}

    def _one(self, schema: Schema, key: str) -> Schema:
        if "$ref" in schema:
            return {"$ref": schema["$ref"]}
        if "properties" in schema:
            return self.object(schema, key)
        return self._scalar(schema)

    def _scalar(self, schema: Schema) -> Schema:
        if "codelist" not in schema:
            return _ref("expression")
        codelist = schema["codelist"].removesuffix(".csv")
        name = f"codes-{codelist}"
        if name not in self.codes:
            codes = sorted(self._standard.codelist(codelist).codes)
            self.codes[name] = {"enum": codes, "enumDescriptions": [_meaning(codelist, code) for code in codes]}
        return {"anyOf": [_ref(name), _ref("expression" if schema["openCodelist"] else "computed")]}


def _hover(key: str) -> Schema:
    """What an editor shows of a field: both languages, as a mapping's author may read either."""
    sv, en = (texts.of_field(key, lang) for lang in texts.LANGUAGES)
    return {"title": f"{sv.title} / {en.title}", "description": f"{sv.description}\n\n{en.description}"}


def _meaning(codelist: str, code: str) -> str:
    said = [texts.of_code(codelist, code, lang) for lang in texts.LANGUAGES]
    return "\n\n".join(": ".join(filter(None, (text.title, text.description))) for text in said if text)


def _top() -> Schema:
    """The keys of a mapping's top, as ``envelope`` reads them."""
    reasons = {"type": ["object", "null"], "additionalProperties": {"type": ["string", "number"], "minLength": 1}}
    shares = {"type": ["object", "null"], "additionalProperties": {"type": "number", "minimum": 0, "maximum": 1}}
    person = _closed({"name": _ref("expression"), "when": _ref("when")}, required=["name"])
    return {
        "title": _ref("text"),
        "description": _ref("text"),
        "template": {"type": "boolean"},
        "include": _ref("texts"),
        "extensions": _one_or_list({"enum": list(Standard.known_extensions())}),
        "source": _source(),
        "params": {"type": ["object", "null"], "additionalProperties": _param()},
        "values": {"type": ["object", "null"], "additionalProperties": _ref("expression")},
        "lookups": {"type": ["object", "null"], "additionalProperties": _lookup()},
        "translations": _translations(),
        "links": _links(),
        "privacy": _closed({"persons": {"type": "array", "items": person}, "masks": _ref("texts"), "accept": reasons}),
        "unmapped": reasons,
        "fields": _ref("text"),
        "assert": _closed({"releases": {"type": "integer", "minimum": 0}, "filled": shares}),
        "release": _ref("release"),
    }


def _source() -> Schema:
    lists = ("sheets", "missing", "optional", "dates", "file", "keys", "roots")
    spans = {"type": "object", "minProperties": 1, "additionalProperties": {"type": ["string", "integer"]}}
    keys = {
        **{key: _ref("texts" if key in lists else "text") for key in SOURCE_KEYS},
        "format": {"enum": ["auto", *FORMATS]},
        "header": {"anyOf": [{"type": "integer", "minimum": 1}, {"const": "none"}]},
        "columns": {"type": "object", "additionalProperties": _ref("texts")},
        "layout": {"type": "object", "additionalProperties": {"anyOf": [{"type": "string"}, spans]}},
        "group": _ref("expression"),
        "decimal": {"enum": [",", "."]},
        "partial": {"type": "boolean"},
        "huge": {"type": "boolean"},
        "namespaces": {"type": "object", "additionalProperties": _ref("texts")},
        "omit": {"type": "object", "additionalProperties": {"type": "string", "minLength": 1}},
    }
    pairs = {"type": "object", "additionalProperties": _ref("text")}
    join = {**{key: keys[key] for key in JOIN_KEYS if key in keys}, "on": pairs}
    keys["join"] = {"type": "object", "additionalProperties": _closed(join, required=["on"])}
    return _closed(_explained(keys, SOURCE_KEYS))


def _translations() -> Schema:
    table = _closed({"csv": _ref("text"), "key": _ref("text"), "value": _ref("text")}, required=["csv"])
    keys = {"param": _ref("text"), "languages": table, "own": _ref("text"), "other": _ref("text")}
    return _closed(_explained(keys, TRANSLATION_KEYS), required=list(keys))


def _links() -> Schema:
    named = _closed({"id": _ref("expression"), **{key: _ref(key) for key in BLOCK_KEYS}}, required=["id"])
    keys = {"among": _ref("text"), "process": _ref("expression")}
    return _closed(
        _explained({**keys, "names": _one_or_list(named), "follows": _one_or_list(named)}, LINK_KEYS),
        required=["among", "process", "names"],
    )


def _param() -> Schema:
    keys = {
        "help": _ref("text"),
        "required": {"type": "boolean"},
        "default": _ref("text"),
        "choices": {"type": "object", "additionalProperties": _ref("expression")},
    }
    return {"anyOf": [{"type": _SCALARS}, _closed(keys)]}


def _lookup() -> Schema:
    """A table in place, or one from a CSV or of the package with terms beside it."""
    terms = {"type": ["object", "null"], "additionalProperties": _ref("text")}
    keep = {"enum": [KEEP, SHOW]}
    kept = {"else": keep, "key": _ref("text"), "value": _ref("text"), "terms": terms}
    table = {**kept, "table": _ref("text"), "csv": _ref("text")}
    return {
        "if": {"anyOf": [{"required": ["csv"]}, {"required": ["table"]}]},
        "then": _closed(table),
        "else": {**terms, "properties": {"else": keep}},
    }


def _language() -> Schema:
    """What the language itself is made of."""
    functions = "; ".join(f"{name}: {function.en}" for name, function in FUNCTIONS.items())
    value = {
        "from": _one_or_list(_ref("expression")),
        "lookup": _ref("text"),
        "default": _ref("expression"),
        "split": _ref("text"),
        "apply": _one_or_list({"type": "string", "pattern": f"^{_CALL}$"}),
        "required": {"type": "boolean"},
        "rows": {"enum": list(ROWS)},
    }
    block = _closed(_explained(value, VALUE_KEYS), required=["from"])
    computed = {"type": "string", "allOf": [{"pattern": _HAS_HOLE}, {"pattern": TEMPLATE}]}
    return {
        "text": {"type": _SCALARS},
        "texts": _one_or_list({"type": _SCALARS}),
        "template": {
            "type": _SCALARS,
            "pattern": TEMPLATE,
            "description": f"Text with holes, such as {{Column|function}}. Functions: {functions}",
        },
        "value": block,
        "expression": {"anyOf": [_ref("template"), _ref("value")]},
        "computed": {"anyOf": [{"type": "null"}, computed, _ref("value")]},
        "each": {"anyOf": [{"type": "string"}, _ref("value")]},
        "when": {
            "type": ["object", "null"],
            "propertyNames": {"pattern": TEMPLATE},
            "additionalProperties": _ref("texts"),
        },
    }


def _closed(properties: Schema, required: Sequence[str] = ()) -> Schema:
    """An object with these keys and no others."""
    found: Schema = {"type": ["object", "null"], "properties": properties, "additionalProperties": False}
    return {**found, "required": list(required)} if required else found


def _explained(properties: Schema, meanings: Mapping[str, str]) -> Schema:
    """``properties`` in the order of ``meanings``, which become their hover texts; each key has one."""
    assert properties.keys() == meanings.keys()
    # Beside a reference, draft 7 reads nothing else.
    return {key: {"description": said, "allOf": [properties[key]]} for key, said in meanings.items()}


def _one_or_list(schema: Schema) -> Schema:
    return {"anyOf": [schema, {"type": "array", "items": schema}]}


def _ref(name: str) -> Schema:
    return {"$ref": f"#/definitions/{name}"}
