"""Which source fields feed which fields of the release: read off a checked mapping, without any data."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from collections.abc import Mapping as Mapping_
from dataclasses import dataclass
from typing import Any

from ocds_sv.mapping.language import (
    BUILTIN,
    ITEM,
    NUMBER,
    PARAM,
    SOURCE,
    Call,
    Constant,
    Expression,
    Field,
    Hole,
    Items,
    Part,
    Template,
    Value,
)
from ocds_sv.mapping.mapping import Mapping

_SIGNS = {PARAM: "$", BUILTIN: "@"}


@dataclass(frozen=True, slots=True)
class Use:
    """
    A field of the release that the mapping fills.

    Attributes:
        path: the field's path.
        codes: what the blocks around it say of themselves by constant codes, such as a party's roles.
        sources: the source fields it is made from, through named values and parameters too.
        direct: the one source field whose value it is, with nothing put to it, or ``None``.
        text: the expression as the mapping's author would write it.
        constant: it depends on no source field and no parameter.
    """

    path: str
    codes: tuple[str, ...]
    sources: tuple[str, ...]
    direct: str | None
    text: str
    constant: bool


def uses(mapping: Mapping) -> list[Use]:
    """Every field that the mapping fills, in the mapping's order."""
    return list(_Walk(mapping).part(mapping.release, (), ""))


class _Walk:
    def __init__(self, mapping: Mapping) -> None:
        self._params = mapping.params

    def part(self, part: Part, codes: tuple[str, ...], inside: str) -> Iterator[Use]:
        """``inside``: the path of the list whose elements the part is repeated for."""
        if isinstance(part, Field):
            yield self._field(part, codes, inside)
        elif isinstance(part, Items):
            for block in part.blocks:
                yield from self.part(block, codes, inside)
        else:
            each = part.each.path if part.each is not None and part.each.path not in {"", "rows"} else ""
            # The release's own tag says nothing of the blocks in it.
            told = (code for _, child in part.fields for code in _codes(child)) if part.node.path else ()
            own = (*codes, *told)
            for _, child in part.fields:
                yield from self.part(child, own, f"{inside}{each}." if each else inside)

    def _field(self, field: Field, codes: tuple[str, ...], inside: str) -> Use:
        sources = tuple(dict.fromkeys(_placed(name, inside) for name in self.sources(field.expression)))
        direct = self.direct(field.expression)
        constant = isinstance(field.expression, Constant)
        return Use(
            field.path,
            codes,
            sources,
            None if direct is None else _placed(direct, inside),
            written(field.expression),
            constant,
        )

    def sources(self, expression: Expression | str | None) -> Iterator[str]:
        """The source fields of an expression."""
        if isinstance(expression, Value):
            for source in (*expression.sources, expression.default):
                yield from self.sources(source)
        elif isinstance(expression, Template):
            for part in expression.parts:
                if isinstance(part, Hole) and part.kind == SOURCE:
                    yield part.name
                elif isinstance(part, Hole) and part.kind == PARAM:
                    param = self._params[part.name]
                    for inner in (param.value, *param.choices.values()):
                        yield from self.sources(inner)

    def direct(self, expression: Expression | None) -> str | None:
        """The source field that an expression is the value of; of several, the first."""
        if isinstance(expression, Value):
            found = [name for source in expression.sources if (name := self.direct(source)) is not None]
            return found[0] if found else None
        if not isinstance(expression, Template) or len(expression.parts) != 1:
            return None
        (hole,) = expression.parts
        if not isinstance(hole, Hole):
            return None
        if hole.kind == SOURCE:
            return hole.name
        return self.direct(self._params[hole.name].value) if hole.kind == PARAM else None


def _codes(part: Part) -> Iterator[str]:
    """The constant codes of a list of codes."""
    if isinstance(part, Items) and part.node.codelist is not None:
        for block in part.blocks:
            if isinstance(block, Field) and isinstance(block.expression, Constant):
                yield str(block.expression.value)


def _placed(name: str, inside: str) -> str:
    return name.removeprefix("^.") if name.startswith("^.") else inside + name


def written(expression: Expression) -> str:
    """An expression on one line, as it stands in a mapping."""
    match expression:
        case Constant(value=value):
            return str(value).lower() if isinstance(value, bool) else str(value)
        case Template(parts=parts):
            return "".join(_hole(part) if isinstance(part, Hole) else part for part in parts)
        case Value():
            return _value(expression)


def _value(value: Value) -> str:
    texts = [written(source) for source in value.sources]
    found = " | ".join(texts) if len(texts) > 1 else "".join(texts)
    steps = [*(f"split {value.split!r}",) * (value.split is not None), *map(_call, value.apply)]
    if value.lookup is not None:
        steps.append(f"lookup {value.lookup.name}")
    if value.rows is not None:
        steps.append(f"{value.rows} of the rows")
    if value.default is not None:
        steps.append(f"default {written(value.default)}")
    return ", ".join([found, *steps])


def _hole(hole: Hole) -> str:
    name = {NUMBER: "#", ITEM: "."}.get(hole.kind, f"{_SIGNS.get(hole.kind, '')}{hole.name}")
    return "{" + "|".join([name, *map(_call, hole.calls)]) + "}"


def _call(call: Call) -> str:
    return call.function.name + (f"({', '.join(map(repr, call.args))})" if call.args else "")


@dataclass(frozen=True, slots=True)
class Fed:
    """
    A value of a release with what fed it.

    Attributes:
        pointer: where it stands, such as ``parties/0/name``.
        value: the value.
        sources: the source fields it may come from; empty for a constant.
    """

    pointer: str
    value: object
    sources: tuple[str, ...]


def fed(release: Mapping_[str, Any], of: Iterable[Use]) -> Iterator[Fed]:
    """Every value of ``release``, in its order, with the source fields of the mapping's ``of`` that fill it."""
    by_path: dict[str, list[Use]] = {}
    for use in of:
        by_path.setdefault(use.path, []).append(use)
    yield from _leaves(release, "", "", frozenset(), by_path)


def _leaves(
    value: object, pointer: str, path: str, codes: frozenset[str], by_path: Mapping_[str, list[Use]]
) -> Iterator[Fed]:
    if isinstance(value, dict):
        lists = (inner for inner in value.values() if isinstance(inner, list)) if path else ()
        own = codes.union(*([item for item in one if isinstance(item, str)] for one in lists))
        for name, inner in value.items():
            yield from _leaves(inner, f"{pointer}/{name}".lstrip("/"), f"{path}/{name}".lstrip("/"), own, by_path)
    elif isinstance(value, list):
        for number, inner in enumerate(value):
            yield from _leaves(inner, f"{pointer}/{number}", path, codes, by_path)
    else:
        found = by_path.get(path, [])
        near = [use for use in found if codes.issuperset(use.codes)] or found
        yield Fed(pointer, value, tuple(dict.fromkeys(source for use in near for source in use.sources)))
