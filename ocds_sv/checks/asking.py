"""The rules asked about one object: what they find, what their judges are told, and that one of them broke."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from ocds_sv.checks.memory import Call, Memory
from ocds_sv.checks.mishaps import BREAKS, Mishaps
from ocds_sv.checks.rule import Check, Context, Fault, Json
from ocds_sv.checks.values import Way, spelled

Pointer = tuple[str | int, ...]
Found = tuple[Check, Pointer, Fault]


class Asking:
    """
    Asks about the objects of one release after the other.

    Args:
        mishaps: gets the rules that break.

    Attributes:
        found: in the release that is looked at.
    """

    def __init__(self, mishaps: Mishaps) -> None:
        self._mishaps = mishaps
        self._context: Context
        self.found: list[Found] = []

    def begin(self, context: Context) -> list[Found]:
        """Begin a release; what will be found in it."""
        self._context, self.found = context, []
        return self.found

    def end(self) -> None:
        """Let go of the last release, and of all that was looked at together with it."""
        del self._context

    def say(self, found: Iterable[Found], _: object, __: Way) -> None:
        """What was found without a rule's being asked."""
        self.found += found

    def ask(self, calls: Sequence[Call], value: Json, way: Way) -> None:
        """Ask about an object."""
        context = self._context
        for call in calls:
            add = call.add
            try:
                if add is not None:
                    for key in call.function(value, context):
                        add(key, context)
                    continue
                for fault in call.function(value, context):
                    self.found.append((call.check, (*spelled(way), *fault.path), fault))
            except BREAKS as error:
                self._mishaps.add(call.check.name, error)

    def ask_anew(self, memory: Memory, value: Json, way: Way) -> None:
        """Ask about values that were not known when the batch was begun, unless they have become so."""
        known = memory.known.get(memory.key(value))
        if known is not None:
            known[0] += 1
            return
        before, said = len(self.found), list[tuple[Any, tuple[Any, ...]]]()
        broken = self._mishaps.counts.total()
        for call in memory.calls:
            if call.add is None or call.again is None:
                self.ask([call], value, way)
                continue
            try:
                keys = tuple(call.function(value, self._context))
                for key in keys:
                    call.add(key, self._context)
            except BREAKS as error:
                self._mishaps.add(call.check.name, error)
                continue
            said += [(call.again, keys)] if keys else []
        if len(self.found) == before and self._mishaps.counts.total() == broken:
            memory.keep(value, tuple(said))
