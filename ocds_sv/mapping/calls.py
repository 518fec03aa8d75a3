"""
What is called with a value while records are read: functions, lookups, and the memory of their results.

Each call becomes Python source around the value's own source (see ``source``); a fault becomes a finding and nothing.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

from ocds_sv.mapping.kept import Kept
from ocds_sv.mapping.language import KEEP, SHOW, Call, Lookup, Value, lookup_key
from ocds_sv.mapping.linked import LinkIndex
from ocds_sv.mapping.reporter import Reporter, Where
from ocds_sv.mapping.scopes import ROW, UNKNOWN, Slots
from ocds_sv.mapping.source import SLOTS, Compiled, Source, guarded
from ocds_sv.mapping.values import text_of
from ocds_sv.sweden.faults import ValueFault
from ocds_sv.sweden.masks import is_mask, is_missing

OfValue = Callable[[Any, Slots], Any]
"""A value, and the slots it came from, to another value or ``None``."""


class Calls:
    """The functions and lookups of one stream; ``dates``: the mapping's own formats; ``links``: the run's index."""

    def __init__(
        self, source: Source, reporter: Reporter, dates: tuple[str, ...], links: LinkIndex | None = None
    ) -> None:
        self.reporter = reporter
        self.kept = Kept()
        self._dates = dates
        self._links = links
        self.unknown = source.bind(UNKNOWN, "unknown")
        self._source = source

    def remembered(self, of: Compiled, compute: OfValue, results: dict[Any, Any] | None = None) -> str:
        """
        ``compute`` of a value, asked only where its result is not at hand.

        ``results``: what ``compute`` keeps by itself; without it, every result is kept that nothing was told of.
        """
        value, result = self._source.local(), self._source.local()
        if results is None:
            results = self.kept.results()
            compute = self._keeping_untold(compute, results)
        call = f"{self._source.bind(compute, 'compute')}({value}, {SLOTS})"
        if of.text:
            get = self._source.bind(results.get, "get")
            call = f"({result} if ({result} := {get}({value}, {self.unknown})) is not {self.unknown} else {call})"
        return guarded(value, of.code, call)

    def called(self, of: Compiled, call: Call, where: Where) -> str:
        """The source that calls a function of the mapping language with a value."""
        called, results = self._function(call, where)
        if call.function.notes:
            return self.guarded(of, self._noted(call, where, called))
        if of.text:
            return self.remembered(of, called, results)
        return self.guarded(of, called)

    def guarded(self, of: Compiled, function: OfValue) -> str:
        """The source that calls ``function`` where there is a value."""
        value = self._source.local()
        return guarded(value, of.code, f"{self._source.bind(function, 'call')}({value}, {SLOTS})")

    def _function(self, call: Call, where: Where) -> tuple[OfValue, dict[Any, Any]]:
        """The function for one value, and the results that it keeps."""
        function, args = self._bound(call), call.args
        keep, results, faults = self.kept.add, self.kept.results(), self.kept.results()
        fault = self.reporter.fault

        def compute(text: str, slots: Slots) -> Any:  # noqa: ANN401 - a text or a number
            try:
                result = function(text, *args)
            except ValueFault as raised:
                keep(faults, text, raised)
                return fault(raised, slots[ROW], where, text)
            kept = None if result == "" else result
            keep(results, text, kept)
            return kept

        def called(value: Any, slots: Slots) -> Any:  # noqa: ANN401 - any value to a text or a number
            if type(value) is not str:
                value = self.text(value, slots, where)
                if value is None:
                    return None
            result = results.get(value, UNKNOWN)
            if result is not UNKNOWN:
                return result
            if value in faults:
                return fault(faults[value], slots[ROW], where, value)
            return compute(value, slots)

        return called, results

    def _bound(self, call: Call) -> Callable[..., Any]:
        """The function with what it needs of the stream and the run."""
        function = call.function.call
        if call.function.dated:
            function = partial(function, formats=self._dates)
        return partial(function, index=self._links) if call.function.asks else function

    def _noted(self, call: Call, where: Where, called: OfValue) -> OfValue:
        """Functions whose use is told, or whose result must not be shared between masked rows."""
        reporter, notes, unique = self.reporter, call.function.notes, call.function.unique

        def noted(value: Any, slots: Slots) -> Any:  # noqa: ANN401 - any value to a text or a number
            if unique and isinstance(value, str) and (is_mask(value) or is_missing(value)):
                return reporter.unique(slots[ROW])
            reporter.tell(notes, slots[ROW], where)
            return called(value, slots)

        return noted

    def one(self, value: Any, slots: Slots, where: Where) -> Any:  # noqa: ANN401 - a value of any field
        """The value where one is meant: of a list the first, which is told."""
        if type(value) is not list:
            return value
        if len(value) > 1:
            self.reporter.tell("several-values", slots[ROW], where)
        return value[0]

    def text(self, value: object, slots: Slots, where: Where) -> str | None:
        """A value as text; of an object or a list, which is none, it is told, and there is nothing."""
        try:
            return text_of(value)
        except ValueFault as fault:
            self.reporter.fault(fault, slots[ROW], where, value)
            return None

    def parts(self, value: Value, separator: str, where: Where) -> OfValue:
        """The parts of a text, functions and lookup applied to each; a list stays as it is."""
        steps = [self.called_value(call, where) for call in value.apply]
        if value.lookup is not None:
            steps.append(self.looked_up(value.lookup, where)[0])

        def parts(found: Any, slots: Slots) -> list[Any] | None:  # noqa: ANN401 - a text or a list
            if not isinstance(found, list):
                whole = self.text(found, slots, where) or ""
                found = [text for part in whole.split(separator) if (text := part.strip())]
            for step in steps:
                found = [done for item in found if (done := step(item, slots)) is not None]
            return found or None

        return parts

    def called_value(self, call: Call, where: Where) -> OfValue:
        """The function itself, for a value at hand."""
        called = self._function(call, where)[0]
        return self._noted(call, where, called) if call.function.notes else called

    def looked_up(self, lookup: Lookup, where: Where) -> tuple[OfValue, dict[Any, Any]]:
        """What a lookup has for a value, and the results that it keeps."""
        table, keep, show = lookup.table, lookup.other == KEEP, lookup.other == SHOW
        reporter = self.reporter
        known = self.kept.results()

        def looked_up(value: Any, slots: Slots) -> str | None:  # noqa: ANN401 - any value
            text = self.text(self.one(value, slots, where), slots, where)
            if text is None or text in known:
                return None if text is None else known[text]
            found = table.get(lookup_key(text))
            if found is None and not keep:
                reporter.fault(ValueFault("lookup-unknown"), slots[ROW], where, text, lookup.name, word=show)
                return None
            found = text if found is None else found or None
            self.kept.add(known, text, found)
            return found

        return looked_up, known

    def keeping(self, compute: OfValue, results: dict[Any, Any]) -> OfValue:
        """``compute`` with every result kept."""
        keep = self.kept.add

        def kept(value: Any, slots: Slots) -> Any:  # noqa: ANN401 - any value
            result = compute(value, slots)
            keep(results, value, result)
            return result

        return kept

    def _keeping_untold(self, compute: OfValue, results: dict[Any, Any]) -> OfValue:
        """``compute`` with every result kept that nothing was told of: a finding belongs to each cell."""
        keep, reporter = self.kept.add, self.reporter

        def kept(value: Any, slots: Slots) -> Any:  # noqa: ANN401 - any value
            before = reporter.told
            result = compute(value, slots)
            if reporter.told == before:
                keep(results, value, result)
            return result

        return kept
