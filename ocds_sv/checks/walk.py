"""The walk over a release: compiled from the standard, pruned to the branches in which a rule has something to see."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from ocds_sv.checks.judge import Judge
from ocds_sv.checks.mishaps import BREAKS, Mishaps
from ocds_sv.checks.rule import Check, Context, Fault, Function, Json
from ocds_sv.checks.values import Way, dates, spelled
from ocds_sv.standard import Node, Standard

Pointer = tuple[str | int, ...]
Found = tuple[Check, Pointer, Fault]
_Moment = tuple[Way, str, object]


class _Call:
    """A rule as the walk knows it, with the number of objects that it was asked about."""

    __slots__ = ("add", "asked", "broke", "check", "function", "lacks", "needed", "others")

    def __init__(self, check: Check, judge: Judge | None, mishaps: Mishaps) -> None:
        self.check = check
        self.broke = mishaps.add
        self.add = judge.add if judge is not None else None
        self.function: Function = check.function
        self.others = check.needs[1:]
        self.needed = frozenset(check.needs)
        self.lacks = check.lacks
        self.asked = 0


_Field = tuple[tuple[_Call, ...], "_Stop | None", bool]
"""A field: the rules that need it, the objects below, whether it is a date."""


@dataclass(slots=True)
class _Stop:
    """An object of the release: the rules about every one of its kind, and the fields that matter."""

    calls: tuple[_Call, ...]
    fields: dict[str, _Field] = field(default_factory=dict)


class Walk:
    """
    Visits every object that a rule is about.

    Args:
        standard: where in a release each type stands.
        rules: those that are asked.
        judges: of the rules about all the data, by the rule's name.
        mishaps: gets the rules that break.
    """

    def __init__(
        self,
        standard: Standard,
        rules: Iterable[Check],
        judges: Mapping[str, Judge] | None = None,
        mishaps: Mishaps | None = None,
    ) -> None:
        mishaps = mishaps if mishaps is not None else Mishaps()
        self._calls = [_Call(check, (judges or {}).get(check.name), mishaps) for check in rules]
        by_type: dict[str, list[_Call]] = {}
        for call in self._calls:
            by_type.setdefault(call.check.on, []).append(call)
        self._whole = tuple(by_type.pop("Release", ()))
        self._root = _stop(standard.release, by_type) or _Stop(())

    @property
    def asked(self) -> Counter[str]:
        """Of how many objects each rule was asked."""
        return Counter({call.check.name: call.asked for call in self._calls})

    def release(self, release: Json, context: Context) -> Iterator[Found]:
        """What the rules find in ``release``; rules about the whole of it come last, and find its dates collected."""
        found: list[Found] = []
        if not self._calls:
            return iter(found)
        moments: list[_Moment] = []
        _visit(self._root, release, None, context, found, moments)
        context.keep(dates, moments)
        there = {name for name, value in release.items() if value is not None}
        _ask([call for call in self._whole if call.needed <= there], release, None, context, found)
        return iter(found)


def _visit(  # noqa: C901 - one walk: functions of their own would be called for every field
    stop: _Stop, value: Json, way: Way, context: Context, found: list[Found], moments: list[_Moment]
) -> None:
    if stop.calls:
        _ask(stop.calls, value, way, context, found)
    fields = stop.fields
    for name, inner in value.items():
        step = fields.get(name)
        if step is None or inner is None:
            continue
        calls, below, moment = step
        if moment and isinstance(inner, str):
            moments.append(((way, name), name, inner))
        if calls:
            _ask(calls, value, way, context, found)
        if below is not None:
            if isinstance(inner, dict):
                _visit(below, inner, (way, name), context, found, moments)
            elif isinstance(inner, list):
                up = (way, name)
                for number, item in enumerate(inner):
                    if isinstance(item, dict):
                        _visit(below, item, (up, number), context, found, moments)


def _ask(calls: Sequence[_Call], value: Json, way: Way, context: Context, found: list[Found]) -> None:
    get = value.get
    for call in calls:
        for other in call.others:
            if get(other) is None:
                break
        else:
            call.asked += 1
            if call.lacks and get(call.lacks):
                continue
            add = call.add
            try:
                if add is not None:
                    for key in call.function(value, context):
                        add(key, context)
                    continue
                for fault in call.function(value, context):
                    found.append((call.check, (*spelled(way), *fault.path), fault))  # noqa: PERF401 - mostly none
            except BREAKS as error:
                call.broke(call.check.name, error)


def _stop(node: Node, calls: Mapping[str, Sequence[_Call]]) -> _Stop | None:
    one = node.items or node
    own = calls.get(one.definition or node.definition or "", ())
    fields: dict[str, _Field] = {}
    for name, child in one.properties.items():
        needing = tuple(call for call in own if call.check.needs[:1] == (name,))
        below, moment = _stop(child, calls), child.format == "date-time"
        if needing or below is not None or moment:
            fields[name] = (needing, below, moment)
    for call in own:
        if call.check.needs and call.check.needs[0] not in one.properties:
            # A field that only an extension has: the rule sees it whether or not the extension is declared.
            known, below, moment = fields.get(call.check.needs[0], ((), None, False))
            fields[call.check.needs[0]] = ((*known, call), below, moment)
    always = tuple(call for call in own if not call.check.needs)
    return _Stop(always, fields) if always or fields else None


def json_pointer(pointer: Sequence[str | int]) -> str:
    """https://www.rfc-editor.org/rfc/rfc6901."""
    return "".join("/" + str(part).replace("~", "~0").replace("/", "~1") for part in pointer)
