"""
Texts in further languages, beside those in the record's own.

A mapping says once what in its XPaths asks for the record's language, and what asks for another instead. For each
language that a run wants, every field that the standard lets be translated is then filled a second time, under its name
with the language's code (https://standard.open-contracting.org/1.1/en/schema/reference/#language).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TypeAlias

from ocds_sv.errors import UsageError
from ocds_sv.mapping import reading
from ocds_sv.mapping.envelope import read_table
from ocds_sv.mapping.language import (
    PARAM,
    SOURCE,
    Constant,
    Expression,
    Field,
    Hole,
    Items,
    Object,
    Param,
    Part,
    Template,
    Value,
)
from ocds_sv.mapping.yamltree import Block, Faults

TRANSLATION_KEYS = {
    "param": "the parameter that names the languages of a run, with commas between",
    "languages": "a CSV beside the mapping, from the code of a language (ISO 639-1) to the source's",
    "own": "what in an XPath asks for the record's own language",
    "other": "what asks for another language in its place; `{code}` is the source's code",
}
"""The keys of ``translations``, with their meaning."""

CODE = "{code}"
Params: TypeAlias = "dict[str, str | Expression | None]"


@dataclass(frozen=True, slots=True)
class Translations:
    """
    How texts in other languages are found.

    Attributes:
        param: the parameter that names the languages of a run.
        languages: the source's code by ISO 639-1's.
        own: what asks for the record's own language.
        other: what asks for another; ``{code}`` stands for its code.
    """

    param: str
    languages: Mapping[str, str]
    own: str
    other: str

    def asked(self, given: object) -> list[str]:
        """
        The languages that a run asks for.

        Raises:
            UsageError: one is not known.
        """
        codes = [code.strip().lower() for code in str(given or "").split(",") if code.strip()]
        if unknown := [code for code in codes if code not in self.languages]:
            raise UsageError(
                reason=f"--set {self.param}: no language has the code '{unknown[0]}'; give two letters, such as en, or "
                "several with commas between",
                reason_sv=f"--set {self.param}: inget språk har koden '{unknown[0]}'; ange två bokstäver, som en, "
                "eller flera med komma mellan",
            )
        return list(dict.fromkeys(codes))


def read_translations(tree: Block, params: Mapping[str, Param], folder: Path, faults: Faults) -> Translations | None:
    """``translations`` of a mapping; ``None`` where there is none."""
    if not tree.entries:
        return None
    reading.only(tree, TRANSLATION_KEYS, "translations", faults)
    texts = {key: reading.text(tree.get(key), f"translations.{key}", faults) or "" for key in ("param", "own", "other")}
    for key, text in texts.items():
        if not text:
            faults.add(tree.mark, "translations", f"ange {key}", f"give {key}")
    if texts["param"] and texts["param"] not in params:
        faults.add(tree.marks["param"], "translations.param", "parametern finns inte", "there is no such parameter")
    where = reading.block(tree.get("languages"), "translations.languages", faults)
    languages = dict(read_table(where, "translations.languages", folder, faults))
    return Translations(texts["param"], languages, texts["own"], texts["other"])


def translated(release: Object, params: Params, how: Translations | None) -> tuple[Object, Params]:
    """The release with the fields of further languages, and the named values that these use."""
    for code in how.asked(params.get(how.param)) if how is not None else ():
        assert how is not None
        one = _Translator(how, code, params)
        release, params = one.object(release), {**params, **one.params}
    return release, params


class _Translator:
    """
    Translates to one language.

    Attributes:
        params: the named values that were translated, under names of their own.
    """

    def __init__(self, how: Translations, code: str, params: Params) -> None:
        self.params: Params = {}
        self._all = params
        self._own, self._code = how.own, code
        self._other = how.other.replace(CODE, how.languages[code].upper())

    def object(self, part: Object) -> Object:
        """A block with its translated fields behind those in the record's own language."""
        fields: list[tuple[str, Part]] = []
        for name, child in part.fields:
            fields.append((name, self._part(child)))
            if isinstance(child, Field) and (extra := self._field(part, name, child)) is not None:
                fields.append((extra.node.name, extra))
        return replace(part, fields=tuple(fields))

    def _part(self, part: Part) -> Part:
        if isinstance(part, Object):
            return self.object(part)
        if isinstance(part, Items):
            blocks = (self.object(block) if isinstance(block, Object) else block for block in part.blocks)
            return replace(part, blocks=tuple(blocks))
        return part

    def _field(self, part: Object, name: str, field: Field) -> Field | None:
        node = part.node.child(f"{name}_{self._code}")
        expression = self._expression(field.expression) if node is not None else None
        return None if node is None or expression is None else Field(node, node.path, expression)

    def _expression(self, expression: Expression) -> Expression | None:
        """What reads the same in the other language; ``None`` where the language makes no difference."""
        if isinstance(expression, Template):
            parts = tuple(part if isinstance(part, str) else self._hole(part) or part for part in expression.parts)
            return Template(parts) if parts != expression.parts else None
        if isinstance(expression, Constant) or expression.lookup is not None:
            return None
        sources = tuple(found for one in expression.sources if (found := self._expression(one)) is not None)
        return Value(sources, split=expression.split, apply=expression.apply) if sources else None

    def _hole(self, hole: Hole) -> Hole | None:
        if hole.kind == SOURCE and self._own in hole.name:
            return replace(hole, name=hole.name.replace(self._own, self._other))
        value = self._all.get(hole.name) if hole.kind == PARAM else None
        if value is None or isinstance(value, str):
            return None
        name = f"{hole.name}@{self._code}"
        if name not in self.params:
            self.params[name] = self._expression(value)
        return replace(hole, name=name) if self.params[name] is not None else None
