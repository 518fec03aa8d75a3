"""
Expressions compiled to Python source over slots.

Everything that can be decided is decided here, once: which column, which function, which table. What is left only
reads, calls and hands on; a fault becomes a finding and an empty value.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

from ocds_sv.mapping.calls import Calls
from ocds_sv.mapping.language import (
    BUILTIN,
    PARAM,
    SOURCE,
    Condition,
    Constant,
    Expression,
    Hole,
    Template,
    Value,
    lookup_key,
)
from ocds_sv.mapping.language import (
    NUMBER as NUMBER_HOLE,
)
from ocds_sv.mapping.linked import LinkIndex
from ocds_sv.mapping.reporter import Reporter, Where
from ocds_sv.mapping.scopes import ITEM, LISTS, NUMBER, ROW, ROWS, Scope, Slots
from ocds_sv.mapping.source import NO_SLOTS, SLOTS, Compiled, Source, first, guarded, joined, together

_OF_STREAM = ("file", "sheet", "title")


class Rejected(Exception):
    """A value that is required is empty: the record becomes no release."""

    def __init__(self, path: str) -> None:
        super().__init__(path)
        self.path = path


class Expressions:
    """Compiles expressions for one stream: its scopes, its reporter, the run's parameters, its own date formats."""

    def __init__(
        self,
        reporter: Reporter,
        params: Mapping[str, str | Expression | None],
        builtins: Mapping[str, str | None],
        dates: tuple[str, ...] = (),
        links: LinkIndex | None = None,
    ) -> None:
        self.reporter = reporter
        self.source = Source()
        self._params = params
        self._builtins = builtins
        self._named_values: dict[tuple[int, str], Compiled] = {}
        self.placed = False
        """Whether anything compiled so far is true of this stream alone: its file's name, its sheet, its title."""
        self.calls = Calls(self.source, reporter, dates, links)

    def compile(self, expression: Expression, scope: Scope, path: str) -> Compiled:
        """The source of any expression; ``path`` is the OCDS path it serves."""
        if isinstance(expression, Constant):
            value = expression.value
            code = self.source.bind(value, "constant")
            return Compiled(code, content=False, text=isinstance(value, str), reads=NO_SLOTS, sure=value is not None)
        if isinstance(expression, Template):
            return self._template(expression, scope, path)
        return self._value(expression, scope, path)

    def reader(self, expression: Expression, scope: Scope, path: str = "") -> Callable[[Slots], Any]:
        """The function that reads an expression."""
        return self.source.expression(self.compile(expression, scope, path).code)

    def where(self, expression: Expression | None, scope: Scope, path: str) -> Where:
        """The place an expression reads from: its first source field."""
        name = self._first_source(expression)
        return Where(path, scope.label(name) if name else None)

    def _first_source(self, expression: str | Expression | None) -> str | None:
        if isinstance(expression, Template):
            holes: tuple[Hole, ...] = tuple(part for part in expression.parts if isinstance(part, Hole))
            for hole in holes:
                name = hole.name if hole.kind == SOURCE else self._first_source(self._params.get(hole.name))
                if name:
                    return name
        if isinstance(expression, Value):
            return next((name for source in expression.sources if (name := self._first_source(source))), None)
        return None

    def condition(self, condition: Condition, scope: Scope, path: str) -> Compiled:
        """Whether the expression's text is among the allowed ones."""
        compiled = self.compile(condition.expression, scope, path)
        where = self.where(condition.expression, scope, path)
        allowed = frozenset(lookup_key(text) for text in condition.texts)
        anything = "*" in allowed

        def holds(value: Any, slots: Slots) -> bool:  # noqa: ANN401 - any value
            if value is None:
                return "" in allowed
            if anything:
                return True
            text = self.calls.text(value, slots, where)
            return text is not None and lookup_key(text) in allowed

        known = self.calls.kept.results()
        value, held = self.source.local(), self.source.local()
        code = f"{self.source.bind(self.calls.keeping(holds, known), 'holds')}({value}, {SLOTS})"
        if compiled.text:
            get = self.source.bind(known.get, "get")
            code = f"({held} if ({held} := {get}({value} := {compiled.code})) is not None else {code})"
        else:
            code = f"{self.source.bind(holds, 'holds')}({compiled.code}, {SLOTS})"
        return Compiled(code, content=True, reads=compiled.reads)

    # Templates

    def _template(self, template: Template, scope: Scope, path: str) -> Compiled:
        parts = [self._hole(part, scope, path) if isinstance(part, Hole) else part for part in template.parts]
        if len(parts) == 1 and isinstance(parts[0], Compiled):
            return parts[0]
        compiled = [part for part in parts if isinstance(part, Compiled)]
        where = self.where(template, scope, path)
        texts = [part if isinstance(part, str) else self._as_text(part, where) for part in parts]
        content = any(part.content for part in compiled)
        never = any(part.never for part in compiled)
        return Compiled(joined(self.source, texts), content, text=True, reads=together(compiled), never=never)

    def _as_text(self, part: Compiled, where: Where) -> Compiled:
        if part.text:
            return part

        def text(value: Any, slots: Slots) -> str | None:  # noqa: ANN401 - any value
            return self.calls.text(value, slots, where)

        value = self.source.local()
        call = f"({value} if type({value}) is str else {self.source.bind(text, 'text')}({value}, {SLOTS}))"
        return replace(part, code=guarded(value, part.code, call), text=True)

    def _hole(self, hole: Hole, scope: Scope, path: str) -> Compiled:
        compiled = self._origin(hole, scope, path)
        where = self.where(Template((hole,)), scope, path)
        for call in hole.calls:
            code = self.calls.called(compiled, call, where)
            compiled = replace(compiled, code=code, text=call.function.text)
        return compiled

    def _origin(self, hole: Hole, scope: Scope, path: str) -> Compiled:
        if hole.kind == SOURCE:
            code, reads = scope.code(hole.name, SLOTS), scope.reads(hole.name)
            return Compiled(code, content=True, text=scope.plain, reads=reads)
        if hole.kind == PARAM:
            value = self._params[hole.name]
            if value == Constant(None):
                # A part that the mapping leaves empty is an empty hole, not a constant.
                value = None
            if value is None or isinstance(value, str):
                return Compiled(repr(value), content=True, text=True, reads=NO_SLOTS, never=value is None)
            return self._named(hole.name, value, scope, path)
        if hole.kind == BUILTIN and hole.name == "row":
            return Compiled(f"str({SLOTS}[{ROW}])", content=False, text=True)
        if hole.kind == BUILTIN:
            self.placed = self.placed or hole.name in _OF_STREAM
            return Compiled(repr(self._builtins.get(hole.name)), content=False, text=True, reads=NO_SLOTS)
        position = NUMBER if hole.kind == NUMBER_HOLE else ITEM
        return Compiled(f"{SLOTS}[{position}]", content=position == ITEM, text=True)

    def _named(self, name: str, value: Expression, scope: Scope, path: str) -> Compiled:
        """A named value, worked out once per scope however many holes ask for it; what is cheap is read each time."""
        if _is_cheap(value):
            key = (id(scope), name)
            if key not in self._named_values:
                self._named_values[key] = self.compile(value, scope, path)
            return self._named_values[key]
        slot, asked = scope.named(name)
        key = (id(scope), name)
        if not asked:
            compiled = self.compile(value, scope, path)
            reporter = self.source.bind(self.reporter, "reporter")
            # What was told of the value belongs to its row alone, whoever asks for it (see ``memory``), so that it is
            # worked out and told of anew.
            named = self.source.function(
                [
                    f"before = {reporter}.told",
                    f"found = {compiled.code}",
                    f"if {reporter}.told == before: {SLOTS}[{slot}] = found",
                    "return found",
                ]
            )
            local = self.source.local()
            call = f"{self.source.bind(named, 'named')}({SLOTS})"
            code = f"({local} if ({local} := {SLOTS}[{slot}]) is not {self.calls.unknown} else {call})"
            self._named_values[key] = replace(compiled, code=code)
        return self._named_values[key]

    # Values with ``from``

    def _value(self, value: Value, scope: Scope, path: str) -> Compiled:
        if value.rows is not None:
            return Compiled(self._ended(self._of_rows(value, scope, path), value, scope, path), content=True)
        where = self.where(value, scope, path)
        sources = [self.compile(source, scope, path) for source in value.sources]
        texts = all(source.text for source in sources)
        reads = together(sources)
        found = Compiled(first(self.source, [source.code for source in sources]), content=True, text=texts, reads=reads)
        if value.split is not None:
            found = Compiled(self.calls.guarded(found, self.calls.parts(value, value.split, where)), content=True)
        else:
            found = self._applied(found, value, where)
        default = [] if value.default is None else [self.compile(value.default, scope, path)]
        # What a default fills in does not keep a block alive.
        content = value.default is None and any(source.content for source in sources)
        text = value.split is None and (value.lookup is not None or (not value.apply and texts))
        never = not default and not value.required and all(source.never for source in sources)
        code = self._ended(found.code, value, scope, path)
        return Compiled(code, content, text, together([*sources, *default]), never=never)

    def _of_rows(self, value: Value, scope: Scope, path: str) -> str:
        """The least or greatest of a group's rows, compared as text."""
        position, inside = scope.inner(ROWS)
        one = self.reader(replace(value, rows=None, required=False, default=None), inside, path)
        choose = max if value.rows == "max" else min

        where = self.where(value, inside, path)
        as_text = self.calls.text

        def extreme(slots: Slots) -> str | None:
            found = ((one(row), row) for row in slots[LISTS][position])
            texts = [
                text for value, row in found if value is not None and (text := as_text(value, row, where)) is not None
            ]
            return choose(texts) if texts else None

        return f"{self.source.bind(extreme, 'extreme')}({SLOTS})"

    def _applied(self, found: Compiled, value: Value, where: Where) -> Compiled:
        """Functions and lookup applied to a value."""
        for call in value.apply:
            found = replace(found, code=self.calls.called(found, call, where), text=call.function.text)
        if value.lookup is not None:
            looked_up, known = self.calls.looked_up(value.lookup, where)
            code = self.calls.remembered(found, looked_up, known)
            found = replace(found, code=code, text=True)
        return found

    def _ended(self, code: str, value: Value, scope: Scope, path: str) -> str:
        """``default`` and ``required``."""
        codes = [code]
        if value.default is not None:
            codes.append(self.compile(value.default, scope, path).code)
        if value.required:
            codes.append(f"{self.source.bind(_rejecting(path), 'reject')}()")
        return first(self.source, codes)


def _rejecting(path: str) -> Callable[[], None]:
    def reject() -> None:
        raise Rejected(path)

    return reject


def _is_cheap(expression: Expression) -> bool:
    """Whether an expression is a constant, or one hole with a function at the most, whose results are kept anyway."""
    match expression:
        case Constant():
            return True
        case Template(parts=(Hole(calls=calls),)):
            return len(calls) <= 1 and not any(call.function.notes for call in calls)
        case _:
            return False
