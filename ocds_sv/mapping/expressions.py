"""
Expressions compiled to Python source over slots.

Everything that can be decided is decided here, once: which column, which function, which table. What is left only
reads, calls and hands on; a fault becomes a finding and an empty value.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

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
from ocds_sv.mapping.scopes import ITEM, LISTS, NUMBER, ROW, ROWS, UNKNOWN, Reads, Scope, Slots
from ocds_sv.mapping.source import SLOTS, Source, first, guarded, joined
from ocds_sv.mapping.values import text_of
from ocds_sv.sweden.faults import ValueFault
from ocds_sv.sweden.masks import is_mask, is_missing

CACHED = 20_000
"""How many results of a function are kept before the cache starts anew."""

NOTHING: frozenset[int] = frozenset()

OfValue = Callable[[Any, Slots], Any]
"""A value, and the slots it came from, to another value or ``None``."""


class Rejected(Exception):
    """A value that is required is empty: the record becomes no release."""

    def __init__(self, path: str) -> None:
        super().__init__(path)
        self.path = path


@dataclass(frozen=True, slots=True)
class Compiled:
    """
    An expression or block as Python source.

    Attributes:
        code: an expression over the slots.
        content: what it gives depends on the source or on a parameter.
        text: it gives a text or ``None``, surely nothing else.
        reads: the slots it depends on; ``None`` = on something else, too.
        sure: it never gives ``None``.
    """

    code: str
    content: bool
    text: bool = False
    reads: Reads = None
    sure: bool = False


def together(parts: Iterable[Compiled]) -> Reads:
    """The slots that any of ``parts`` depends on."""
    found: set[int] = set()
    for part in parts:
        if part.reads is None:
            return None
        found |= part.reads
    return frozenset(found)


class Expressions:
    """Compiles expressions for one stream: its scopes, its reporter, the run's parameters."""

    def __init__(
        self, reporter: Reporter, params: Mapping[str, str | Expression | None], builtins: Mapping[str, str | None]
    ) -> None:
        self.reporter = reporter
        self.source = Source()
        self._params = params
        self._builtins = builtins
        self._named_values: dict[tuple[int, str], Compiled] = {}
        self._text_of = self.source.bind(text_of, "text_of")
        self.unknown = self.source.bind(UNKNOWN, "unknown")

    def compile(self, expression: Expression, scope: Scope, path: str) -> Compiled:
        """The source of any expression; ``path`` is the OCDS path it serves."""
        if isinstance(expression, Constant):
            value = expression.value
            code = self.source.bind(value, "constant")
            return Compiled(code, content=False, text=isinstance(value, str), reads=NOTHING, sure=value is not None)
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
        allowed = frozenset(lookup_key(text) for text in condition.texts)
        anything = "*" in allowed

        def holds(value: Any, _: Slots) -> bool:  # noqa: ANN401 - any value
            if value is None:
                return "" in allowed
            return anything or lookup_key(text_of(value)) in allowed

        known: dict[Any, bool] = {None: "" in allowed}
        value, held = self.source.local(), self.source.local()
        code = f"{self.source.bind(_keeping(holds, known), 'holds')}({value}, {SLOTS})"
        if compiled.text:
            get = self.source.bind(known.get, "get")
            code = f"({held} if ({held} := {get}({value} := {compiled.code})) is not None else {code})"
        else:
            code = f"{self.source.bind(holds, 'holds')}({compiled.code}, {SLOTS})"
        return Compiled(code, content=True, reads=compiled.reads)

    def remembered(self, of: Compiled, compute: OfValue, results: dict[Any, Any] | None = None) -> str:
        """
        ``compute`` of a value, asked only where its result is not at hand.

        ``results``: what ``compute`` keeps by itself; without it, every result is kept that nothing was told of.
        """
        value, result = self.source.local(), self.source.local()
        if results is None:
            results = {}
            compute = _keeping_untold(compute, results, self.reporter)
        call = f"{self.source.bind(compute, 'compute')}({value}, {SLOTS})"
        if of.text:
            get = self.source.bind(results.get, "get")
            call = f"({result} if ({result} := {get}({value}, {self.unknown})) is not {self.unknown} else {call})"
        return guarded(value, of.code, call)

    # Templates

    def _template(self, template: Template, scope: Scope, path: str) -> Compiled:
        parts = [self._hole(part, scope, path) if isinstance(part, Hole) else part for part in template.parts]
        if len(parts) == 1 and isinstance(parts[0], Compiled):
            return parts[0]
        compiled = [part for part in parts if isinstance(part, Compiled)]
        pieces = [part if isinstance(part, str) else (part.code, self._as_text(part)) for part in parts]
        content = any(part.content for part in compiled)
        return Compiled(joined(self.source, pieces), content, text=True, reads=together(compiled))

    def _as_text(self, part: Compiled) -> str:
        return "{}" if part.text else f"{self._text_of}({{}})"

    def _hole(self, hole: Hole, scope: Scope, path: str) -> Compiled:
        compiled = self._origin(hole, scope, path)
        where = self.where(Template((hole,)), scope, path)
        for call in hole.calls:
            code = self._called(compiled, call, where)
            compiled = replace(compiled, code=code, text=call.function.text)
        return compiled

    def _origin(self, hole: Hole, scope: Scope, path: str) -> Compiled:
        if hole.kind == SOURCE:
            code, reads = scope.code(hole.name, SLOTS), scope.reads(hole.name)
            return Compiled(code, content=True, text=scope.plain, reads=reads)
        if hole.kind == PARAM:
            value = self._params[hole.name]
            if value is None or isinstance(value, str):
                return Compiled(repr(value), content=True, text=True, reads=NOTHING)
            return self._named(hole.name, value, scope, path)
        if hole.kind == BUILTIN and hole.name == "row":
            return Compiled(f"str({SLOTS}[{ROW}])", content=False, text=True)
        if hole.kind == BUILTIN:
            return Compiled(repr(self._builtins.get(hole.name)), content=False, text=True, reads=NOTHING)
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
            code = f"({local} if ({local} := {SLOTS}[{slot}]) is not {self.unknown} else {call})"
            self._named_values[key] = replace(compiled, code=code)
        return self._named_values[key]

    # Functions

    def _called(self, of: Compiled, call: Call, where: Where) -> str:
        called, results = self._function(call, where)
        if call.function.notes:
            return self._guarded_call(of, self._noted(call, where, called))
        if of.text:
            return self.remembered(of, called, results)
        return self._guarded_call(of, called)

    def _guarded_call(self, of: Compiled, function: OfValue) -> str:
        value = self.source.local()
        return guarded(value, of.code, f"{self.source.bind(function, 'call')}({value}, {SLOTS})")

    def _function(self, call: Call, where: Where) -> tuple[OfValue, dict[Any, Any]]:
        """The function for one value, and the results that it keeps."""
        function, args = call.function.call, call.args
        results: dict[str, Any] = {}
        faults: dict[str, ValueFault] = {}
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

        def called(value: Any, slots: Slots) -> Any:  # noqa: ANN401 - any value to a text or a number
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

        return called, results

    def _noted(self, call: Call, where: Where, called: OfValue) -> OfValue:
        """Functions whose use is told, or whose result must not be shared between masked rows."""
        reporter, notes, unique = self.reporter, call.function.notes, call.function.unique

        def noted(value: Any, slots: Slots) -> Any:  # noqa: ANN401 - any value to a text or a number
            if unique and isinstance(value, str) and (is_mask(value) or is_missing(value)):
                return reporter.unique(slots[ROW])
            reporter.tell(notes, slots[ROW], where)
            return called(value, slots)

        return noted

    def _text(self, value: object, slots: Slots, where: Where) -> str | None:
        try:
            return text_of(value)
        except ValueFault as fault:
            self.reporter.fault(fault, slots[ROW], where, value)
            return None

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
            found = Compiled(self._guarded_call(found, self._parts(value, value.split, where)), content=True)
        else:
            found = self._applied(found, value, where)
        default = [] if value.default is None else [self.compile(value.default, scope, path)]
        # What a default fills in does not keep a block alive.
        content = value.default is None and any(source.content for source in sources)
        text = value.split is None and (value.lookup is not None or (not value.apply and texts))
        return Compiled(self._ended(found.code, value, scope, path), content, text, together([*sources, *default]))

    def _of_rows(self, value: Value, scope: Scope, path: str) -> str:
        """The least or greatest of a group's rows, compared as text."""
        position, inside = scope.inner(ROWS)
        one = self.reader(replace(value, rows=None, required=False, default=None), inside, path)
        choose = max if value.rows == "max" else min

        def extreme(slots: Slots) -> str | None:
            values = [text_of(value) for row in slots[LISTS][position] if (value := one(row)) is not None]
            return choose(values) if values else None

        return f"{self.source.bind(extreme, 'extreme')}({SLOTS})"

    def _applied(self, found: Compiled, value: Value, where: Where) -> Compiled:
        """Functions and lookup applied to a value."""
        for call in value.apply:
            found = replace(found, code=self._called(found, call, where), text=call.function.text)
        if value.lookup is not None:
            looked_up, known = self._looked_up(value.lookup, where)
            code = self.remembered(found, looked_up, known)
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

    def _parts(self, value: Value, separator: str, where: Where) -> OfValue:
        """The parts of a text, functions and lookup applied to each; a list stays as it is."""
        steps = [self._called_value(call, where) for call in value.apply]
        if value.lookup is not None:
            steps.append(self._looked_up(value.lookup, where)[0])

        def parts(found: Any, slots: Slots) -> list[Any] | None:  # noqa: ANN401 - a text or a list
            if not isinstance(found, list):
                found = [text for part in text_of(found).split(separator) if (text := part.strip())]
            for step in steps:
                found = [done for item in found if (done := step(item, slots)) is not None]
            return found or None

        return parts

    def _called_value(self, call: Call, where: Where) -> OfValue:
        called = self._function(call, where)[0]
        return self._noted(call, where, called) if call.function.notes else called

    def _looked_up(self, lookup: Lookup, where: Where) -> tuple[OfValue, dict[Any, Any]]:
        table, keep, reporter = lookup.table, lookup.keep, self.reporter
        known: dict[str, str | None] = {}

        def looked_up(value: Any, slots: Slots) -> str | None:  # noqa: ANN401 - any value
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

        return looked_up, known


def _keeping(compute: OfValue, results: dict[Any, Any]) -> OfValue:
    """``compute`` with every result kept."""

    def kept(value: Any, slots: Slots) -> Any:  # noqa: ANN401 - any value
        if len(results) > CACHED:
            results.clear()
        results[value] = result = compute(value, slots)
        return result

    return kept


def _keeping_untold(compute: OfValue, results: dict[Any, Any], reporter: Reporter) -> OfValue:
    """``compute`` with every result kept that nothing was told of: a finding belongs to each cell."""

    def kept(value: Any, slots: Slots) -> Any:  # noqa: ANN401 - any value
        if len(results) > CACHED:
            results.clear()
        before = reporter.told
        result = compute(value, slots)
        if reporter.told == before:
            results[value] = result
        return result

    return kept


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
