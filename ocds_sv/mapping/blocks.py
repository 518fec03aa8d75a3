"""
Blocks compiled to closures: objects, arrays, leaves.

An object with holes is left out when all of them are empty; one without holes is a constant and stays.
"""

from __future__ import annotations

from collections.abc import Callable
from operator import itemgetter
from typing import Any

from ocds_sv.mapping.combine import combine
from ocds_sv.mapping.expressions import Compiled, Expressions, together
from ocds_sv.mapping.language import Constant, Each, Field, Items, Object, Part, ValueSettings
from ocds_sv.mapping.memory import remembered
from ocds_sv.mapping.reporter import Reporter, Where
from ocds_sv.mapping.scopes import LISTS, ROW, Scope, Slots, TextScope
from ocds_sv.mapping.values import Converter, converter, text_of
from ocds_sv.standard import Node
from ocds_sv.sweden.faults import ValueFault

Build = Callable[[Slots], Any]


class Blocks:
    """Compiles the parts of a release for one stream."""

    def __init__(self, expressions: Expressions, settings: ValueSettings, *, shared: bool = False) -> None:
        self._expressions = expressions
        self._shared = shared
        self._reporter = expressions.reporter
        self._settings = settings

    def part(self, part: Part, scope: Scope) -> Compiled:
        """The closure of any part."""
        if isinstance(part, Field):
            return self.field(part, scope)
        if isinstance(part, Items):
            return self.items(part, scope)
        return self.object(part, scope)

    def object(self, part: Object, scope: Scope, *, root: bool = False) -> Compiled:
        """An object; ``root`` is the release itself, whose required fields are seen to by the mapper."""
        template, dynamic, fresh, children = self._fields(part, scope)
        conditions = tuple(self._expressions.condition(item, scope, part.path) for item in part.when)
        required = (
            ()
            if root
            else tuple(sorted(part.node.required - (template.keys() - dict(dynamic).keys() - dict(fresh).keys())))
        )
        build = _object(template, dynamic, fresh, self._completeness(required, part))
        if conditions:
            build = _kept(build, tuple(condition.read for condition in conditions))
        reads = together([*children, *conditions])
        if self._shared and reads and not root:
            build = remembered(build, reads, self._reporter)
        return Compiled(build, content=bool(dynamic) or bool(conditions), reads=reads)

    def _fields(
        self, part: Object, scope: Scope
    ) -> tuple[dict[str, Any], tuple[tuple[str, Build], ...], tuple[tuple[str, Build], ...], list[Compiled]]:
        """Constants in place, what depends on the source, and what is no content but must be made anew each time."""
        template: dict[str, Any] = {}
        dynamic: list[tuple[str, Build]] = []
        fresh: list[tuple[str, Build]] = []
        children: list[Compiled] = []
        for name, child in part.fields:
            compiled = self.part(child, scope)
            children.append(compiled)
            if compiled.content:
                template[name] = None
                dynamic.append((name, compiled.read))
                continue
            constant = isinstance(child, Field) and isinstance(child.expression, Constant)
            template[name] = compiled.read([]) if constant else None
            if template[name] is None and constant:
                del template[name]
            elif not constant:
                fresh.append((name, compiled.read))
        return template, tuple(dynamic), tuple(fresh), children

    def _completeness(self, required: tuple[str, ...], part: Object) -> Callable[[dict[str, Any], Slots], bool] | None:
        """Whether a built object has what the standard requires; told when it has not."""
        if not required:
            return None
        reporter, where = self._reporter, Where(part.path)

        def complete(built: dict[str, Any], slots: Slots) -> bool:
            missing = ", ".join(name for name in required if name not in built)
            if missing:
                reporter.tell("required-missing", slots[ROW], where, fields=missing)
            return not missing

        return complete

    def field(self, field: Field, scope: Scope) -> Compiled:
        """A leaf: the expression's value, of the field's type."""
        compiled = self._expressions.compile(field.expression, scope, field.path)
        if isinstance(field.expression, Constant):
            return compiled
        where = self._expressions.where(field.expression, scope, field.path)
        convert = converter(field.node, self._settings) or text_of
        if convert is text_of and compiled.text:
            return compiled
        table = field.node.codelist.name if field.node.codelist else ""
        return Compiled(self._converted(compiled.read, convert, where, table), compiled.content, reads=compiled.reads)

    def _converted(self, read: Build, convert: Converter, where: Where, table: str) -> Build:
        reporter = self._reporter
        as_it_is = convert is text_of

        def converted(slots: Slots) -> Any:  # noqa: ANN401 - a value of the field's type
            value = read(slots)
            if value is None or (as_it_is and type(value) is str):
                return value
            if type(value) is list:
                if len(value) > 1:
                    reporter.tell("several-values", slots[ROW], where)
                value = value[0]
            try:
                return convert(value)
            except ValueFault as fault:
                return reporter.fault(fault, slots[ROW], where, value, table)

        return converted

    def items(self, part: Items, scope: Scope) -> Compiled:
        """An array: its blocks in order, those of equal id joined."""
        assert part.node.items is not None
        if all(isinstance(block, Field) and isinstance(block.expression, Constant) for block in part.blocks):
            constants = [block.expression.value for block in part.blocks if isinstance(block.expression, Constant)]  # type: ignore[union-attr]
            return Compiled(lambda _: constants.copy(), content=False, reads=frozenset())
        builds: list[Build] = []
        children: list[Compiled] = []
        repeated = len(part.blocks) > 1
        for block in part.blocks:
            if isinstance(block, Field):
                compiled = self._expressions.compile(block.expression, scope, block.path)
                builds.append(self._scalars(block, compiled.read, scope))
                children.append(compiled)
            elif block.each is not None:
                builds.append(self._repeated(block, block.each, scope))
                children.append(Compiled(builds[-1], content=True))
                repeated = True
            else:
                compiled = self.object(block, scope)
                builds.append(_single(compiled.read))
                children.append(compiled)
        build = self._array(tuple(builds), part.node.items, repeated=repeated)
        return Compiled(build, any(child.content for child in children), reads=together(children))

    def _array(self, builds: tuple[Build, ...], node: Node, *, repeated: bool) -> Build:
        reporter = self._reporter
        objects = node.kind == "object"
        if len(builds) == 1 and not repeated:
            only = builds[0]
            return lambda slots: only(slots) or None

        def array(slots: Slots) -> list[Any] | None:
            found: list[Any] = []
            for build in builds:
                found += build(slots)
            if not found:
                return None
            if len(found) > 1 and repeated:
                if not objects:
                    return list(dict.fromkeys(found))
                row = slots[ROW]
                return combine(found, node, lambda path: reporter.tell("values-differ", row, Where(path)))
            return found

        return array

    def _scalars(self, field: Field, read: Build, scope: Scope) -> Build:
        """Values of an array of scalars; an expression that splits gives several."""
        where = self._expressions.where(field.expression, scope, field.path)
        table = field.node.codelist.name if field.node.codelist else ""
        one = self._converted(lambda box: box[-1], converter(field.node, self._settings) or text_of, where, table)

        def scalars(slots: Slots) -> list[Any]:
            value = read(slots)
            if value is None:
                return []
            values = value if type(value) is list else [value]
            found = [one([slots[ROW], item]) for item in values]
            return [item for item in found if item is not None]

        return scalars

    def _repeated(self, block: Object, each: Each, scope: Scope) -> Build:
        """A block once for each row of the group, element of a list, or text of a split value."""
        if each.value is not None:
            texts = self._expressions.compile(each.value, scope, block.path).read
            build = self.object(block, TextScope(scope)).read

            def of_texts(slots: Slots) -> list[Any]:
                found = texts(slots)
                listed = found if isinstance(found, list) else [] if found is None else [found]
                inner = [[slots[ROW], str(number), text, slots, None, {}] for number, text in enumerate(listed, 1)]
                return [item for one in inner if (item := build(one)) is not None]

            return of_texts
        position, inside = scope.inner(each.path)
        compiled = self.object(block, inside)
        if compiled.reads and block.node.identity is not None and self._shared:
            return _of_distinct(compiled.read, position, itemgetter(*sorted(compiled.reads)), self._reporter)
        return _of_list(compiled.read, position)


def _of_list(build: Build, position: int) -> Build:
    def of_list(slots: Slots) -> list[Any]:
        return [item for one in slots[LISTS][position] if (item := build(one)) is not None]

    return of_list


def _of_distinct(build: Build, position: int, key_of: Callable[[Slots], Any], reporter: Reporter) -> Build:
    """
    Rows with the same cells would give the same item, which would be joined with itself.

    Not so where something was told: an id for one row alone, a finding at each cell.
    """

    def of_distinct(slots: Slots) -> list[Any]:
        found: list[Any] = []
        seen: set[Any] = set()
        for one in slots[LISTS][position]:
            key = key_of(one)
            if key in seen:
                continue
            told = reporter.told
            item = build(one)
            if reporter.told == told:
                seen.add(key)
            if item is not None:
                found.append(item)
        return found

    return of_distinct


def _object(
    template: dict[str, Any],
    dynamic: tuple[tuple[str, Build], ...],
    fresh: tuple[tuple[str, Build], ...],
    complete: Callable[[dict[str, Any], Slots], bool] | None,
) -> Build:
    unfilled = len(fresh) if dynamic else -1
    needed = len(dynamic) + len(fresh)

    def build(slots: Slots) -> dict[str, Any] | None:
        built = template.copy()
        left = needed
        for name, read in dynamic:
            value = read(slots)
            if value is None:
                del built[name]
                left -= 1
            else:
                built[name] = value
        if left == unfilled:
            return None
        for name, read in fresh:
            value = read(slots)
            if value is None:
                del built[name]
                left -= 1
            else:
                built[name] = value
        # An object that is whole has its required fields, too.
        if left != needed and complete is not None and not complete(built, slots):
            return None
        return built or None

    return build


def _kept(build: Build, conditions: tuple[Callable[[Slots], bool], ...]) -> Build:
    def kept(slots: Slots) -> dict[str, Any] | None:
        for holds in conditions:
            if not holds(slots):
                return None
        built: dict[str, Any] | None = build(slots)
        return built

    return kept


def _single(build: Build) -> Build:
    def single(slots: Slots) -> list[Any]:
        built = build(slots)
        return [] if built is None else [built]

    return single
