"""
Blocks compiled to functions: objects, arrays, leaves.

An object with holes is left out when all of them are empty; one without holes is a constant and stays.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from operator import itemgetter
from typing import Any

from ocds_sv.mapping.calls import OfValue
from ocds_sv.mapping.combine import combine
from ocds_sv.mapping.expressions import Expressions
from ocds_sv.mapping.language import Constant, Each, Field, Items, Object, Part, Value, ValueSettings
from ocds_sv.mapping.memory import Memory
from ocds_sv.mapping.reporter import Reporter, Where
from ocds_sv.mapping.scopes import LISTS, ROW, UNKNOWN, Scope, Slots, TextScope
from ocds_sv.mapping.source import NO_SLOTS, NOTHING, SLOTS, Compiled, guarded, together
from ocds_sv.mapping.values import converter, text_of
from ocds_sv.standard import Node
from ocds_sv.sweden.faults import ValueFault

Build = Callable[[Slots], Any]


class Blocks:
    """Compiles the parts of a release for one stream."""

    def __init__(self, expressions: Expressions, settings: ValueSettings, *, shared: bool = False) -> None:
        self._expressions = expressions
        self._source = expressions.source
        self._shared = shared
        self._reporter = expressions.reporter
        self._settings = settings

    def release(self, part: Object, scope: Scope) -> Build:
        """The function that builds a release."""
        return self._builder(part, scope, root=True)[0]

    def _part(self, part: Part, scope: Scope) -> Compiled:
        if isinstance(part, Field):
            return self._field(part, scope)
        if isinstance(part, Items):
            return self._items(part, scope)
        return self._object(part, scope)

    def _object(self, part: Object, scope: Scope) -> Compiled:
        build, compiled = self._builder(part, scope)
        if compiled.never:
            return compiled
        memory = self._memory(build, compiled)
        if memory is None:
            return replace(compiled, code=f"{self._source.bind(build, 'block')}({SLOTS})")
        key, block = self._source.local(), self._source.local()
        cells = ", ".join(f"{SLOTS}[{place}]" for place in memory.reads)
        recall, new = self._source.bind(memory.recall, "recall"), self._source.bind(memory.new, "new")
        unknown = self._expressions.calls.unknown
        known = f"({block} := {recall}({key} := {cells if len(memory.reads) == 1 else f'({cells})'}, {unknown}))"
        return replace(compiled, code=f"({block} if {known} is not {unknown} else {new}({key}, {SLOTS}))")

    def _memory(self, build: Build, compiled: Compiled) -> Memory | None:
        """Where equal blocks may be the same object, and depend on cells alone."""
        return Memory(build, compiled.reads, self._reporter) if self._shared and compiled.reads else None

    def _builder(self, part: Object, scope: Scope, *, root: bool = False) -> tuple[Build, Compiled]:
        """
        The function that builds an object, and what it depends on.

        ``root`` is the release itself, whose required fields are seen to by the mapper.
        """
        fields = [(name, self._part(child, scope)) for name, child in part.fields]
        conditions = [self._expressions.condition(item, scope, part.path) for item in part.when]
        alive = [compiled for _, compiled in fields if compiled.content]
        # What the mapping leaves empty makes a block that is never there, and that no block around it waits for.
        dead = bool(alive) and all(compiled.never for compiled in alive) and not root
        content = bool(alive) and not dead
        sure = {name for name, compiled in fields if compiled.sure}
        required = () if root else tuple(sorted(part.node.required - sure))
        lines = [f"if not {condition.code}: return None" for condition in conditions]
        lines += self._display(fields, self._completeness(required, part))
        reads = together([*(compiled for _, compiled in fields), *conditions])
        if dead:
            return self._source.function(["return None"]), Compiled(NOTHING, content=False, reads=NO_SLOTS, never=True)
        return self._source.function(lines), Compiled("", content=content or bool(conditions), reads=reads)

    def _display(self, fields: list[tuple[str, Compiled]], complete: Complete | None) -> list[str]:
        """The body of a builder: every value once, then the object, whole or with what there is."""
        unsure = [(name, compiled, self._source.local()) for name, compiled in fields if not compiled.sure]
        locals_of = {name: local for name, _, local in unsure}
        display = ", ".join(f"{name!r}: {locals_of.get(name, compiled.code)}" for name, compiled in fields)
        dynamic = [local for _, compiled, local in unsure if compiled.content]
        lines = [f"{local} = {compiled.code}" for _, compiled, local in unsure if compiled.content]
        if dynamic:
            # What is no content, such as a default that is required, is asked for only where there is content.
            lines.append(f"if {' is None and '.join(dynamic)} is None: return None")
        lines += [f"{local} = {compiled.code}" for _, compiled, local in unsure if not compiled.content]
        if len(unsure) > 1 or (unsure and not dynamic):
            partial = self._source.bind(_partial(complete), "partial")
            tests = " or ".join(f"{local} is None" for local in locals_of.values())
            lines.append(f"if {tests}: return {partial}({{{display}}}, {SLOTS})")
        return [*lines, f"return {{{display}}}" if fields else "return None"]

    def _completeness(self, required: tuple[str, ...], part: Object) -> Complete | None:
        """Whether a built object has what the standard requires; told when it has not."""
        if not required:
            return None
        reporter, where = self._reporter, Where(part.path)

        def complete(built: dict[str, Any], slots: Slots) -> bool:
            missing = ", ".join(name for name in required if name not in built)
            if missing:
                reporter.tell_if_kept("required-missing", slots[ROW], where, fields=missing)
            return not missing

        return complete

    def _field(self, field: Field, scope: Scope) -> Compiled:
        """A leaf: the expression's value, of the field's type."""
        compiled = self._expressions.compile(field.expression, scope, field.path)
        if isinstance(field.expression, Constant):
            return compiled
        return self._converted(field, compiled, scope)

    def _converted(self, field: Field, compiled: Compiled, scope: Scope) -> Compiled:
        """``compiled`` as a value of the field's type; of a list, the first is taken."""
        convert = converter(field.node, self._settings) or text_of
        as_it_is = convert is text_of
        if as_it_is and compiled.text:
            return compiled
        convert_value = self._converter(field, scope)
        if compiled.text and field.node.kind not in {"number", "integer"}:
            code = self._expressions.calls.remembered(compiled, convert_value)
            return replace(compiled, code=code, text=False)
        value = self._source.local()
        call = f"{self._source.bind(convert_value, 'convert')}({value}, {SLOTS})"
        if as_it_is:
            call = f"({value} if type({value}) is str else {call})"
        return replace(compiled, code=guarded(value, compiled.code, call), text=False)

    def _converter(self, field: Field, scope: Scope) -> OfValue:
        convert = converter(field.node, self._settings) or text_of
        where = self._expressions.where(field.expression, scope, field.path)
        table = field.node.codelist.name if field.node.codelist else ""
        reporter, one = self._reporter, self._expressions.calls.one

        def converted(value: Any, slots: Slots) -> Any:  # noqa: ANN401 - a value of the field's type
            value = one(value, slots, where)
            try:
                return convert(value)
            except ValueFault as fault:
                return reporter.fault(fault, slots[ROW], where, value, table)

        return converted

    def _items(self, part: Items, scope: Scope) -> Compiled:
        """An array: its blocks in order, those of equal id joined."""
        assert part.node.items is not None
        constants = [block.expression.value for block in part.blocks if _is_constant(block)]  # type: ignore[union-attr]
        if len(constants) == len(part.blocks):
            # A list display makes a list anew each time, so that no two releases share one.
            code = f"[{', '.join(self._source.bind(value, 'constant') for value in constants)}]"
            return Compiled(code, content=False, reads=frozenset(), sure=True)
        blocks = [self._listed(block, scope) for block in part.blocks]
        reads = together(blocks)
        content = any(block.content for block in blocks)
        repeated = len(blocks) > 1 or any(isinstance(block, Object) and block.each for block in part.blocks)
        if not repeated:
            return Compiled(f"({blocks[0].code} or None)", content, reads=reads)
        united = self._source.bind(self._united(part.node.items), "united")
        lines = [
            "found = []",
            *(f"found += {block.code}" for block in blocks),
            f"return {united}(found, {SLOTS}) if len(found) > 1 else found or None",
        ]
        array = self._source.function(lines)
        return Compiled(f"{self._source.bind(array, 'array')}({SLOTS})", content, reads=reads)

    def _listed(self, block: Object | Field, scope: Scope) -> Compiled:
        """The code of a list of what a block gives."""
        if isinstance(block, Field):
            return self._scalars(block, scope)
        if block.each is not None:
            return Compiled(self._repeated(block, block.each, scope), content=True)
        compiled = self._object(block, scope)
        local = self._source.local()
        code = f"([] if ({local} := {compiled.code}) is None else [{local}])"
        return replace(compiled, code=code)

    def _united(self, node: Node) -> Callable[[list[Any], Slots], list[Any]]:
        """What joins the items of an array that have the same id, or are the same."""
        if node.kind != "object":
            return lambda found, _: list(dict.fromkeys(found))
        tell = self._reporter.tell

        def united(found: list[Any], slots: Slots) -> list[Any]:
            row = slots[ROW]
            return combine(found, node, lambda path: tell("values-differ", row, Where(path)))

        return united

    def _scalars(self, field: Field, scope: Scope) -> Compiled:
        """Values of an array of scalars; an expression that splits gives several."""
        compiled = self._expressions.compile(field.expression, scope, field.path)
        converted = self._converter(field, scope)

        def scalars(value: Any, slots: Slots) -> list[Any]:  # noqa: ANN401 - a value or several
            values = value if type(value) is list else [value]
            return [item for one in values if (item := converted(one, slots)) is not None]

        local = self._source.local()
        call = f"{self._source.bind(scalars, 'scalars')}({local}, {SLOTS})"
        return replace(compiled, code=f"([] if ({local} := {compiled.code}) is None else {call})")

    def _repeated(self, block: Object, each: Each, scope: Scope) -> str:
        """The code for a block once for each row of the group, element of a list, or text of a split value."""
        if each.value is not None:
            return f"{self._source.bind(self._of_texts(block, each.value, scope), 'each')}({SLOTS})"
        position, inside = scope.inner(each.path)
        build, compiled = self._builder(block, inside)
        memory = self._memory(build, compiled)
        if memory is not None and block.node.identity is not None:
            each_of = _of_distinct(memory, self._reporter)
        else:
            each_of = _of_list(build)
        rows = self._source.local()
        # Most lists of most records are empty.
        return f"({self._source.bind(each_of, 'each')}({rows}) if ({rows} := {SLOTS}[{LISTS}][{position}]) else ())"

    def _of_texts(self, block: Object, value: Value, scope: Scope) -> Build:
        texts = self._expressions.reader(value, scope, block.path)
        inside = TextScope(scope)
        build, _ = self._builder(block, inside)
        gather = inside.gather()

        def of_texts(slots: Slots) -> list[Any]:
            found = texts(slots)
            listed = found if isinstance(found, list) else [] if found is None else [found]
            inner = [gather(slots[ROW], text, slots, str(number)) for number, text in enumerate(listed, 1)]
            return [item for one in inner if (item := build(one)) is not None]

        return of_texts


Complete = Callable[[dict[str, Any], Slots], bool]


def _is_constant(block: Object | Field) -> bool:
    return isinstance(block, Field) and isinstance(block.expression, Constant)


def _partial(complete: Complete | None) -> Callable[[dict[str, Any], Slots], Any]:
    """What becomes of an object of which something is missing."""

    def partial(built: dict[str, Any], slots: Slots) -> dict[str, Any] | None:
        left = {name: value for name, value in built.items() if value is not None}
        if complete is not None and not complete(left, slots):
            return None
        return left or None

    return partial


def _of_list(build: Build) -> Callable[[list[Slots]], list[Any]]:
    return lambda rows: [item for one in rows if (item := build(one)) is not None]


def _of_distinct(memory: Memory, reporter: Reporter) -> Callable[[list[Slots]], list[Any]]:
    """
    Rows with the same cells would give the same item, which would be joined with itself.

    Not so where something was told: an id for one row alone, a finding at each cell.
    """
    key_of, recall, new = itemgetter(*memory.reads), memory.recall, memory.new

    def of_distinct(rows: list[Slots]) -> list[Any]:
        found: list[Any] = []
        seen: set[Any] = set()
        for one in rows:
            key = key_of(one)
            if key in seen:
                continue
            told = reporter.told
            item = recall(key, UNKNOWN)
            if item is UNKNOWN:
                item = new(key, one)
            if reporter.told == told:
                seen.add(key)
            if item is not None:
                found.append(item)
        return found

    return of_distinct
