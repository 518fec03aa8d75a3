"""
The mapping language, interpreted naively: the checked tree is walked anew for each record, nothing is compiled.

It is the oracle for the compiled functions and shares with them only what a value is converted by: the tables of
functions, converters and codelists.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, replace
from decimal import Decimal, InvalidOperation
from itertools import groupby
from typing import Any

from ocds_sv.findings import Place
from ocds_sv.mapping import Mapping
from ocds_sv.mapping.language import Constant, Each, Field, Hole, Items, Object, Template, Value, lookup_key
from ocds_sv.mapping.reporter import origin, token
from ocds_sv.mapping.values import converter, text_of
from ocds_sv.sources import resolve_columns
from ocds_sv.sweden.faults import ValueFault
from ocds_sv.sweden.masks import is_mask, is_missing


@dataclass(frozen=True)
class Context:
    """Where a block stands: a record, a row of its group, an element of a list, or a text."""

    row: int
    data: Any
    number: str | None = None
    item: str | None = None
    parent: Context | None = None
    rows: tuple[tuple[int, Any], ...] = ()
    text: bool = False


def _number(text: str) -> Decimal | None:
    with suppress(InvalidOperation):
        return Decimal(text)
    return None


class Rejected(Exception):
    """A required value is empty."""


class Interpreter:
    def __init__(self, mapping: Mapping, params: dict[str, Any], header: tuple[str, ...] | None, place: Place) -> None:
        self.mapping, self.params, self.place = mapping, params, place
        self.columns = None if header is None else resolve_columns(header, mapping.source, place)

    def releases(self, records: list[tuple[int, Any]]) -> Iterator[dict[str, Any] | None]:
        for unit in self.units(records):
            release = None
            try:
                release = self.object(self.mapping.release, self.record(unit), root=True)
            except Rejected:
                release = None
            wanted = self.mapping.standard.release.required - {"id"}
            yield release if release is not None and wanted <= release.keys() else None

    def record(self, unit: list[tuple[int, Any]]) -> Context:
        return Context(*unit[0], rows=tuple(unit))

    def units(self, records: list[tuple[int, Any]]) -> list[list[tuple[int, Any]]]:
        group = self.mapping.group
        if group is None:
            return [[record] for record in records]
        keyed = [(self.text(self.value(group, self.record([record]))), record) for record in records]
        whole = sorted(((key, record) for key, record in keyed if key is not None), key=lambda pair: pair[0])
        grouped = [[record for _, record in rows] for _, rows in groupby(whole, key=lambda pair: pair[0])]
        return grouped + [[record] for key, record in keyed if key is None]

    # Blocks

    def part(self, part: Any, at: Context) -> Any:
        if isinstance(part, Field):
            return self.field(part, self.value(part.expression, at))
        return self.items(part, at) if isinstance(part, Items) else self.object(part, at)

    def field(self, field: Field, value: Any) -> Any:
        if isinstance(field.expression, Constant):
            return value
        value = value[0] if isinstance(value, list) else value
        try:
            return None if value is None else (converter(field.node, self.mapping.settings) or text_of)(value)
        except ValueFault as fault:
            return fault.value or None

    def object(self, block: Object, at: Context, *, root: bool = False) -> dict[str, Any] | None:
        if not all(self.holds(condition, at) for condition in block.when):
            return None
        alive = [name for name, child in block.fields if self.is_content(child)]
        built = {name: self.part(child, at) for name, child in block.fields if name in alive}
        if alive and all(value is None for value in built.values()):
            return None
        built |= {name: self.part(child, at) for name, child in block.fields if name not in alive}
        ordered = {name: built[name] for name, _ in block.fields if built[name] is not None}
        return ordered if ordered and (root or block.node.required <= ordered.keys()) else None

    def holds(self, condition: Any, at: Context) -> bool:
        text = self.text(self.value(condition.expression, at))
        if text is None:
            return "" in condition.texts
        return "*" in condition.texts or lookup_key(text) in {lookup_key(one) for one in condition.texts}

    def is_nothing(self, part: Any) -> bool:
        """Whether a part is surely empty, whatever the source says: the mapping leaves it so."""
        match part:
            case Field():
                return self.is_nothing(part.expression)
            case Object():
                alive = [one for _, one in part.fields if self.is_content(one)]
                return part.each is None and bool(alive) and all(map(self.is_nothing, alive))
            case Template():
                return any(self.is_nothing(one) for one in part.parts)
            case Value():
                return part.default is None and not part.required and all(map(self.is_nothing, part.sources))
            case Hole(kind="param"):
                value = self.params[part.name]
                return value in (None, Constant(None)) or (not isinstance(value, str) and self.is_nothing(value))
        return False

    def is_content(self, part: Any) -> bool:  # noqa: PLR0911 - one line for each kind of part
        """Whether a block lives by this part: it depends on the source, and no default stands in."""
        match part:
            case Field():
                return self.is_content(part.expression)
            case Items():
                return any(self.is_content(block) for block in part.blocks)
            case Object():
                if self.is_nothing(part):
                    return False
                return part.each is not None or bool(part.when) or any(self.is_content(one) for _, one in part.fields)
            case Template():
                return any(self.is_content(one) for one in part.parts)
            case Value():
                return part.rows is not None or (part.default is None and any(map(self.is_content, part.sources)))
            case Hole(kind="param"):
                value = self.params[part.name]
                return value in (None, Constant(None)) or isinstance(value, str) or self.is_content(value)
            case Hole():
                return part.kind in {"source", "item"}
        return False

    def items(self, part: Items, at: Context) -> list[Any] | None:
        found: list[Any] = []
        for block in part.blocks:
            if isinstance(block, Object):
                found += [self.object(block, one) for one in self.contexts(block.each, at)]
                continue
            value = self.value(block.expression, at)
            found += [self.field(block, one) for one in (value if isinstance(value, list) else [value])]
        found = [one for one in found if one is not None]
        if len(part.blocks) == 1 and (isinstance(part.blocks[0], Field) or part.blocks[0].each is None):
            return found or None
        constant = all(isinstance(one, Field) and isinstance(one.expression, Constant) for one in part.blocks)
        return (found if constant else self.joined(found, part.node.items)) or None

    def joined(self, items: list[Any], node: Any) -> list[Any]:
        kept: list[Any] = []
        for item in items:
            same = (
                [one for one in kept if one == item]
                if node.identity is None
                else [one for one in kept if "id" in item and one.get("id") == item["id"]]
            )
            if not same:
                kept.append(item)
            elif node.identity is not None:
                place = next(index for index, one in enumerate(kept) if one is same[0])
                kept[place] = self.laid_under(kept[place], item, node)
        return kept

    def laid_under(self, first: dict[str, Any], other: dict[str, Any], node: Any) -> dict[str, Any]:
        whole = dict(first)
        for name, value in other.items():
            child = node.child(name)
            if name not in whole:
                whole[name] = value
            elif isinstance(value, dict):
                whole[name] = self.laid_under(whole[name], value, child)
            elif isinstance(value, list) and value != whole[name]:
                whole[name] = self.joined([*whole[name], *value], child.items)
        return whole

    def contexts(self, each: Each | None, at: Context) -> list[Context]:
        if each is None:
            return [at]
        if each.value is not None:
            texts = self.value(each.value, at)
            listed = texts if isinstance(texts, list) else [] if texts is None else [texts]
            return [Context(at.row, None, str(n), text, at, text=True) for n, text in enumerate(listed, 1)]
        if each.path == "rows" and self.columns is not None:
            return [Context(row, data, str(n), None, at) for n, (row, data) in enumerate(at.rows, 1)]
        value = self.clean(self.walk(at.data, each.path.split(".")))
        listed = [] if value is None else value if isinstance(value, list) else [value]
        texts = [self.clean(one) if isinstance(one, str) else None for one in listed]
        return [
            Context(at.row, one, str(n), text, at) for n, (one, text) in enumerate(zip(listed, texts, strict=True), 1)
        ]

    # Expressions

    def value(self, expression: Any, at: Context) -> Any:
        if isinstance(expression, Constant):
            return expression.value
        if isinstance(expression, Template):
            values = [self.hole(one, at) if isinstance(one, Hole) else one for one in expression.parts]
            if len(values) == 1:
                return values[0]
            texts = [self.text(value) for value in values]
            return None if None in texts else "".join(str(text) for text in texts)
        found = self.rows(expression, at) if expression.rows else self.plain(expression, at)
        if found is None and expression.default is not None:
            found = self.value(expression.default, at)
        if found is None and expression.required:
            raise Rejected
        return found

    def rows(self, value: Value, at: Context) -> str | None:
        one = replace(value, rows=None, default=None, required=False)
        inner = [Context(row, data, str(n), None, at) for n, (row, data) in enumerate(at.rows, 1)]
        texts = [text for row in inner if (text := self.text(self.value(one, row))) is not None]
        return None if not texts else max(texts) if value.rows == "max" else min(texts)

    def plain(self, value: Value, at: Context) -> Any:
        found = next((one for source in value.sources if (one := self.value(source, at)) is not None), None)
        if found is None:
            return None
        if value.split is None:
            return self.finished(value, found, at)
        if not isinstance(found, list):
            found = [part.strip() for part in (self.text(found) or "").split(value.split) if part.strip()]
        return [one for part in found if (one := self.finished(value, part, at)) is not None] or None

    def finished(self, value: Value, found: Any, at: Context) -> Any:
        for call in value.apply:
            found = self.called(call, found, at)
        if value.lookup is None or found is None:
            return found
        text = self.text(found)
        if text is None:
            return None
        return value.lookup.table.get(lookup_key(text), text if value.lookup.other == "keep" else None) or None

    def hole(self, hole: Hole, at: Context) -> Any:
        value = self.raw(hole, at)
        for call in hole.calls:
            value = self.called(call, value, at)
        return value

    def called(self, call: Any, value: Any, at: Context) -> Any:
        text = self.text(value)
        if text is None:
            return None
        if call.function.unique and (is_mask(text) or is_missing(text)):
            return "withheld-" + token(origin(self.place), at.row)
        try:
            own = {"formats": self.mapping.settings.dates} if call.function.dated else {}
            result = call.function.call(text, *call.args, **own)
        except ValueFault as fault:
            result = fault.value
        return None if result in {None, ""} else result

    def raw(self, hole: Hole, at: Context) -> Any:
        match hole.kind:
            case "param":
                value = self.params[hole.name]
                return value if value is None or isinstance(value, str) else self.value(value, at)
            case "number":
                return at.number
            case "item":
                return at.item
            case "builtin":
                known = {"row": str(at.row), "file": self.place.file, "sheet": self.place.sheet}
                return known.get(hole.name)
        return self.source(hole.name, at)

    def source(self, name: str, at: Context) -> Any:
        if at.parent is not None and (at.text or name.startswith("^.")):
            return self.source(name.removeprefix("^."), at.parent)
        if self.columns is None:
            return self.clean(self.walk(at.data, name.split(".")))
        return self.clean(at.data[self.columns[name]]) if name in self.columns else None

    def clean(self, value: Any) -> Any:
        if isinstance(value, str):
            value = value.strip()
            return None if value == "" or value in self.mapping.source.missing else value
        if isinstance(value, list):
            return [one for item in value if (one := self.clean(item)) is not None] or None
        if isinstance(value, int | Decimal) and not isinstance(value, bool):
            return None if any(_number(text) == value for text in self.mapping.source.missing) else value
        return None if value == {} else value

    def walk(self, value: Any, path: list[str]) -> Any:
        if not path or value is None:
            return value
        key, *rest = path
        if isinstance(value, dict):
            return self.walk(value.get(key), rest)
        if not isinstance(value, list):
            return None
        if key.isdecimal():
            return self.walk(value[int(key)], rest) if int(key) < len(value) else None
        return [one for item in value if (one := self.walk(item, path)) is not None] or None

    def text(self, value: Any) -> str | None:
        """A value as text; a list or an object is none."""
        try:
            return None if value is None else text_of(value)
        except ValueFault:
            return None
