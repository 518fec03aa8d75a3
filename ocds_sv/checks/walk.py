"""The walk over a release: compiled from the standard, pruned to the branches in which a rule has something to see."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from ocds_sv.checks.rule import Check, Context, Fault, Json
from ocds_sv.standard import Node, Standard

Pointer = tuple[str | int, ...]
Found = tuple[Check, Pointer, Fault]
_Way = tuple["_Way", str | int] | None
"""The way to an object, its last step first: a place is only spelled out when something is found there."""


@dataclass(slots=True)
class _Stop:
    """An object of the release: the rules about it, and the fields below that lead to other such objects."""

    definition: str
    rules: tuple[Check, ...]
    fields: dict[str, _Stop] = field(default_factory=dict)


class Walk:
    """
    Visits every object that a rule is about.

    Attributes:
        visited: how many objects of each type were looked at, so that a report can give rates.
    """

    def __init__(self, standard: Standard, rules: Iterable[Check]) -> None:
        by_type: dict[str, list[Check]] = {}
        for one in rules:
            by_type.setdefault(one.on, []).append(one)
        self.visited: Counter[str] = Counter()
        self._root = _stop(standard.release, {name: tuple(found) for name, found in by_type.items()})

    def release(self, release: Json, context: Context) -> Iterator[Found]:
        """What the rules find in ``release``."""
        if self._root is not None:
            yield from self._visit(self._root, release, None, context)

    def _visit(self, stop: _Stop, value: object, way: _Way, context: Context) -> Iterator[Found]:
        if isinstance(value, list):
            for number, item in enumerate(value):
                yield from self._visit(stop, item, (way, number), context)
            return
        if not isinstance(value, dict):
            return
        if stop.rules:
            self.visited[stop.definition] += 1
            for one in stop.rules:
                for fault in one.function(value, context):
                    yield one, (*_pointer(way), *fault.path), fault
        for name, below in stop.fields.items():
            inner = value.get(name)
            if inner is not None:
                yield from self._visit(below, inner, (way, name), context)


def _pointer(way: _Way) -> Pointer:
    parts: list[str | int] = []
    while way is not None:
        way, part = way
        parts.append(part)
    return tuple(reversed(parts))


def _stop(node: Node, rules: Mapping[str, tuple[Check, ...]]) -> _Stop | None:
    one = node.items or node
    definition = one.definition or node.definition or ""
    found = {name: stop for name, child in one.properties.items() if (stop := _stop(child, rules)) is not None}
    own = rules.get(definition, ())
    return _Stop(definition, own, found) if own or found else None


def json_pointer(pointer: Sequence[str | int]) -> str:
    """https://www.rfc-editor.org/rfc/rfc6901."""
    return "".join("/" + str(part).replace("~", "~0").replace("/", "~1") for part in pointer)
