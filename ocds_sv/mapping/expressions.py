"""
Expressions compiled to closures over slots.

Everything that can be decided is decided here, once: which column, which function, which table. The closures only read,
call and hand on; a fault becomes a finding and an empty value.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from operator import itemgetter
from typing import Any

from ocds_sv.mapping.closures import extreme, first, itself, joined, prefixed, required, split
from ocds_sv.mapping.language import (
    BUILTIN,
    PARAM,
    SOURCE,
    Call,
    Condition,
    Constant,
    Expression,
    Hole,
    Lookup,
    Template,
    Value,
    lookup_key,
)
from ocds_sv.mapping.language import (
    NUMBER as NUMBER_HOLE,
)
from ocds_sv.mapping.reporter import Reporter, Where
from ocds_sv.mapping.scopes import ITEM, NAMED, NUMBER, ROW, ROWS, Reader, Reads, Scope, Slots
from ocds_sv.mapping.values import text_of
from ocds_sv.sweden.faults import ValueFault
from ocds_sv.sweden.masks import is_mask, is_missing

CACHED = 20_000
"""How many results of a function are kept before the cache starts anew."""


UNKNOWN = object()
"""Stands for a result that is not there yet; ``None`` is a result."""


@dataclass(frozen=True, slots=True)
class Compiled:
    """
    A closure.

    Attributes:
        read: gives the value.
        content: what it gives depends on the source or on a parameter.
        text: it gives a text or ``None``, surely nothing else.
        reads: the slots it depends on; ``None`` = on something else, too.
    """

    read: Callable[[Slots], Any]
    content: bool
    text: bool = False
    reads: Reads = None


def together(parts: Iterable[Compiled]) -> Reads:
    """The slots that any of ``parts`` depends on."""
    found: set[int] = set()
    for part in parts:
        if part.reads is None:
            return None
        found |= part.reads
    return frozenset(found)


NOTHING: frozenset[int] = frozenset()


class Expressions:
    """Compiles expressions for one stream: its scopes, its reporter, the run's parameters."""

    def __init__(
        self, reporter: Reporter, params: Mapping[str, str | Expression | None], builtins: Mapping[str, str | None]
    ) -> None:
        self.reporter = reporter
        self._params = params
        self._builtins = builtins

    def compile(self, expression: Expression, scope: Scope, path: str) -> Compiled:
        """The closure of any expression; ``path`` is the OCDS path it serves."""
        if isinstance(expression, Constant):
            value = expression.value
            return Compiled(lambda _: value, content=False, text=isinstance(value, str), reads=NOTHING)
        if isinstance(expression, Template):
            return self._template(expression, scope, path)
        return self._value(expression, scope, path)

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
        read = compiled.read
        allowed = frozenset(lookup_key(text) for text in condition.texts)
        anything = "*" in allowed

        def holds(slots: Slots) -> bool:
            value = read(slots)
            if value is None:
                return "" in allowed
            return anything or lookup_key(text_of(value)) in allowed

        return Compiled(holds, content=True, reads=compiled.reads)

    # Templates

    def _template(self, template: Template, scope: Scope, path: str) -> Compiled:
        parts = [self._hole(part, scope, path) if isinstance(part, Hole) else part for part in template.parts]
        if len(parts) == 1 and isinstance(parts[0], Compiled):
            return parts[0]
        compiled = [part for part in parts if isinstance(part, Compiled)]
        content = any(part.content for part in compiled)
        reads = together(compiled)
        match parts:
            case [str() as prefix, Compiled() as only]:
                return Compiled(prefixed(prefix, only.read), content, text=True, reads=reads)
            case _:
                pieces = tuple(part if isinstance(part, str) else part.read for part in parts)
                return Compiled(
                    joined(pieces, texts=all(part.text for part in compiled)), content, text=True, reads=reads
                )

    def _hole(self, hole: Hole, scope: Scope, path: str) -> Compiled:
        compiled = self._origin(hole, scope, path)
        where = self.where(Template((hole,)), scope, path)
        for call in hole.calls:
            read = self._called(compiled.read, call, where)
            compiled = Compiled(read, compiled.content, call.function.text, compiled.reads)
        return compiled

    def _origin(self, hole: Hole, scope: Scope, path: str) -> Compiled:
        if hole.kind == SOURCE:
            return Compiled(scope.reader(hole.name), content=True, text=scope.plain, reads=scope.reads(hole.name))
        if hole.kind == PARAM:
            value = self._params[hole.name]
            if value is None or isinstance(value, str):
                return Compiled(lambda _: value, content=True, text=True, reads=NOTHING)
            return self._named(hole.name, value, scope, path)
        if hole.kind == BUILTIN and hole.name == "row":
            return Compiled(lambda slots: str(slots[ROW]), content=False, text=True)
        if hole.kind == BUILTIN:
            constant = self._builtins.get(hole.name)
            return Compiled(lambda _: constant, content=False, text=True, reads=NOTHING)
        position = NUMBER if hole.kind == NUMBER_HOLE else ITEM
        return Compiled(itemgetter(position), content=position == ITEM, text=True)

    def _named(self, name: str, value: Expression, scope: Scope, path: str) -> Compiled:
        """A named value, worked out once per scope however many holes ask for it."""
        compiled = self.compile(value, scope, path)
        read, reporter = compiled.read, self.reporter
        if _is_alias(value):
            return compiled

        def named(slots: Slots) -> Any:  # noqa: ANN401 - any value
            known = slots[NAMED]
            if name in known:
                found, told = known[name]
                # What was told of the value belongs to its row alone, whoever asks for it: see ``memory``.
                reporter.told += told
                return found
            before = reporter.told
            found = read(slots)
            known[name] = found, reporter.told - before
            return found

        return Compiled(named, compiled.content, compiled.text, compiled.reads)

    # Functions

    def _called(self, read: Reader, call: Call, where: Where) -> Reader:
        function, args = call.function.call, call.args
        results: dict[str, Any] = {}
        faults: dict[str, ValueFault] = {}
        special = self._special(call, where)
        fault = self.reporter.fault

        def compute(text: str, slots: Slots) -> Any:  # noqa: ANN401 - a text or a number
            if len(results) + len(faults) > CACHED:
                results.clear()
                faults.clear()
            try:
                result = function(text, *args)
            except ValueFault as raised:
                faults[text] = raised
                return fault(raised, slots[ROW], where, text)
            results[text] = kept = None if result == "" else result
            return kept

        def called(slots: Slots) -> Any:  # noqa: ANN401 - a text or a number
            value = read(slots)
            if value is None:
                return None
            if type(value) is not str:
                value = self._text(value, slots, where)
                if value is None:
                    return None
            result = results.get(value, UNKNOWN)
            if result is not UNKNOWN:
                return result
            if value in faults:
                return fault(faults[value], slots[ROW], where, value)
            return compute(value, slots)

        return special(read, called) if special else called

    def _special(self, call: Call, where: Where) -> Callable[[Reader, Reader], Reader] | None:
        """A wrapper for functions whose use is told, or whose result must not be shared between masked rows."""
        if not call.function.notes:
            return None
        reporter, notes, unique = self.reporter, call.function.notes, call.function.unique

        def wrap(read: Reader, called: Reader) -> Reader:
            def special(slots: Slots) -> Any:  # noqa: ANN401 - a text or a number
                value = read(slots)
                if value is None:
                    return None
                if unique and isinstance(value, str) and (is_mask(value) or is_missing(value)):
                    return reporter.unique(slots[ROW])
                reporter.tell(notes, slots[ROW], where)
                return called(slots)

            return special

        return wrap

    def _text(self, value: object, slots: Slots, where: Where) -> str | None:
        try:
            return text_of(value)
        except ValueFault as fault:
            self.reporter.fault(fault, slots[ROW], where, value)
            return None

    # Values with ``from``

    def _value(self, value: Value, scope: Scope, path: str) -> Compiled:
        where = self.where(value, scope, path)
        if value.rows is not None:
            position, inside = scope.inner(ROWS)
            one = self.compile(replace(value, rows=None, required=False, default=None), inside, path).read
            read = extreme(one, position, max if value.rows == "max" else min)
            return Compiled(self._ended(read, value, scope, path), content=True)
        sources = [self.compile(source, scope, path) for source in value.sources]
        read = sources[0].read if len(sources) == 1 else first(tuple(source.read for source in sources))
        if value.split is not None:
            read = split(read, value.split)
            read = self._each_part(read, value, where)
        else:
            for call in value.apply:
                read = self._called(read, call, where)
            if value.lookup is not None:
                read = self._looked_up(read, value.lookup, where)
        # What a default fills in does not keep a block alive.
        content = value.default is None and any(source.content for source in sources)
        text = value.split is None and (value.lookup is not None or (not value.apply and all(s.text for s in sources)))
        default = [] if value.default is None else [self.compile(value.default, scope, path)]
        return Compiled(self._ended(read, value, scope, path), content, text, together([*sources, *default]))

    def _ended(self, read: Reader, value: Value, scope: Scope, path: str) -> Reader:
        """``default`` and ``required``."""
        if value.default is not None:
            read = first((read, self.compile(value.default, scope, path).read))
        return required(read, path) if value.required else read

    def _each_part(self, read: Reader, value: Value, where: Where) -> Reader:
        """Functions and lookup applied to each part of a split text."""
        part: Reader = itself
        for call in value.apply:
            part = self._called(part, call, where)
        if value.lookup is not None:
            part = self._looked_up(part, value.lookup, where)
        if part is itself:
            return read

        def parts(slots: Slots) -> list[Any] | None:
            found = [part([slots[ROW], text]) for text in read(slots) or ()]
            return [text for text in found if text is not None] or None

        return parts

    def _looked_up(self, read: Reader, lookup: Lookup, where: Where) -> Reader:
        table, keep, reporter = lookup.table, lookup.keep, self.reporter
        known: dict[str, str | None] = {}

        def looked_up(slots: Slots) -> str | None:
            value = read(slots)
            if value is None:
                return None
            text = text_of(value[0] if isinstance(value, list) and value else value)
            if text in known:
                return known[text]
            found = table.get(lookup_key(text))
            if found is None and not keep:
                reporter.fault(ValueFault("lookup-unknown"), slots[ROW], where, text, lookup.name)
                return None
            if len(known) > CACHED:
                known.clear()
            known[text] = found = text if found is None else found or None
            return found

        return looked_up


def _is_alias(expression: Expression) -> bool:
    """Whether an expression is no more than another hole, or a constant."""
    match expression:
        case Template(parts=(Hole(calls=()),)) | Constant():
            return True
        case _:
            return False
