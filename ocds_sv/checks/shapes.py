"""
What is to be done with an object: worked out once for all in one place that have the same fields of the same kinds.

Most objects of a publication are alike. What needs no look at their values is decided here: which rules are asked
about them, which fields they fill, which of these the standard does not have, where the next objects stand.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from ocds_sv.checks.columns import Kind
from ocds_sv.checks.fields import Alike, Field, Fields
from ocds_sv.checks.memory import Call, Memory
from ocds_sv.checks.proof import Asks, Part, proof
from ocds_sv.checks.rule import Check
from ocds_sv.checks.structure import ADDITIONAL_FIELD, DEPRECATED_FIELD, EMPTY_VALUE, NULL_VALUE
from ocds_sv.standard import Node, Standard
from ocds_sv.standard.files import Schema

MOST = 8_192
"""Shapes that are remembered."""

_EMPTY = (str, list, dict)
_NONE = type(None)
_WHOLE = "Release"


class Spot:
    """
    A place in a release.

    Attributes:
        node: what the standard says of it; None outside the standard.
        one: the same of a single object, where it is a list of objects.
        names: the fields that the standard knows here.
        codes: of an open list of codes those of the standard.
        by_id: objects of the list are told apart by their id.
        field: where its objects are counted.
        calls: the rules about the type of its objects.
        part: what the schema says of it, where that is wanted.
        nested: the same in lists inside the list, of which the structure alone is looked at.
        shapes: the kinds of objects met here.
        inner: the places below, by name; apart those that are not counted.
    """

    __slots__ = ("by_id", "calls", "codes", "field", "inner", "names", "nested", "node", "one", "part", "shapes")

    def __init__(
        self, node: Node | None, field: Field | None, calls: Sequence[Call] = (), part: Part | None = None
    ) -> None:
        self.node, self.field, self.calls, self.part = node, field, calls, part
        self.one = (node.items or node) if node is not None else None
        self.names: Mapping[str, Node] = self.one.properties if self.one is not None else {}
        self.codes = _open_codes(node)
        self.by_id = node is not None and node.merge == "identifierMerge"
        self.shapes: dict[tuple[tuple[str, ...], tuple[Kind, ...]], Shape] = {}
        self.inner: dict[tuple[str, bool], Spot] = {}
        self.nested: Spot | None = None

    @property
    def is_nested(self) -> bool:
        """Whether it is in a list inside a list, or below."""
        return self.nested is self

    def inside_a_list(self) -> Spot:
        """The place in lists inside the list."""
        if self.nested is None:
            self.nested = Spot(self.node, None)
            self.nested.nested = self.nested
        return self.nested


class Shape(Alike):
    """
    Objects of a place with the same fields of the same kinds.

    Attributes:
        asked: the rules that have something to see in them.
        calls: those of them that can find something.
        memory: the rest of them: those that read a few fields only.
        last_calls: of the release: the same, when all below has been seen.
        dates: the fields that hold a date: position, name.
        tells: what is wrong with a field whatever stands in it: its position, the rule, its name.
        words: the fields with a text that the standard knows: position, name, the codes where it is one.
        numbered: the id is a number.
        proof: what the schema asks of the values of fields; None where the engine has to be asked.
        inner: the fields with objects below: position, name, place, whether it is a list.
    """

    __slots__ = (
        "asked",
        "calls",
        "dates",
        "inner",
        "last_calls",
        "memory",
        "numbered",
        "proof",
        "tells",
        "words",
    )

    def __init__(self, spot: Spot, filled: Sequence[Field]) -> None:
        super().__init__(spot.field, filled)
        self.asked: list[Call] = []
        self.calls: list[Call] = []
        self.last_calls: list[Call] = []
        self.memory: Memory | None = None
        self.dates: list[tuple[int, str]] = []
        self.tells: list[tuple[int, Check, str]] = []
        self.words: list[tuple[int, str, frozenset[str] | None]] = []
        self.numbered = False
        self.proof: list[tuple[int, Asks]] | None = None
        self.inner: list[tuple[int, str, Spot, bool]] = []

    def settle(self) -> None:
        """Tell the rules, and the fields."""
        for call in self.asked:
            call.asked += self.count
        super().settle()


class Shapes:
    """
    Works out shapes.

    Args:
        standard: what may stand where.
        calls: the rules.
        fields: counts what is filled.
        structure: whether it is wanted what the schema leaves open.
        schema: that of releases, where it is wanted what can be proved by it.
    """

    def __init__(
        self,
        standard: Standard,
        calls: Iterable[Call],
        fields: Fields,
        *,
        structure: bool,
        schema: Schema | None = None,
    ) -> None:
        self._release = standard.release
        self._part = Part(schema, schema) if schema is not None else None
        self._calls: dict[str, list[Call]] = {}
        for call in calls:
            self._calls.setdefault(call.check.on, []).append(call)
        self._fields = fields
        self._structure = structure
        self._size = 0
        self._memories: dict[Any, Memory] = {}

    def root(self) -> Spot:
        """The release. What was remembered before may be forgotten then."""
        self._size = 0
        return Spot(self._release, self._fields.root, self._calls.get(_WHOLE, ()), self._part)

    @property
    def full(self) -> bool:
        """Whether enough is remembered."""
        return self._size > MOST

    def of(self, spot: Spot, names: tuple[str, ...], kinds: tuple[Kind, ...]) -> Shape:
        """The shape of objects of ``spot`` with fields ``names`` of ``kinds``."""
        here = dict(zip(names, kinds, strict=True))
        filled = [name for name, kind in here.items() if kind is not _NONE and not _is_empty(kind)]
        fields = {name: self._fields.inside(spot.field, name) for name in filled}
        shape = Shape(spot, [field for field in fields.values() if field is not None])
        shape.numbered = issubclass(_type(here.get("id", _NONE)), int)
        self._ask(shape, spot, here)
        if spot.node is self._release:
            shape.calls, shape.last_calls = [], shape.calls
        self._remember(shape, here)
        for position, (name, kind) in enumerate(here.items()):
            node = spot.names.get(name)
            if self._structure and spot.node is not None:
                _tell(shape, spot, position, name, kind)
            if node is not None and node.format == "date-time" and issubclass(_type(kind), str) and not spot.is_nested:
                shape.dates.append((position, name))
            self._go_on(shape, spot, position, name, kind, fields.get(name))
        shape.proof = proof(spot.part.one if spot.part is not None else None, here, spot.names)
        self._size += 1
        self._fields.gather(shape)
        spot.shapes[names, kinds] = shape
        return shape

    def settle(self) -> None:
        """Tell the judges what came again."""
        for memory in self._memories.values():
            memory.settle()

    def _remember(self, shape: Shape, here: Mapping[str, Kind]) -> None:
        reading = [call for call in shape.calls if call.reads]
        names = [name for name in dict.fromkeys(name for call in reading for name in call.reads) if name in here]
        kinds = [here[name] for name in names]
        if reading and not any(issubclass(_type(kind), list | dict) for kind in kinds):
            key = (tuple(reading), tuple(names), tuple(kinds))
            shape.memory = self._memories.get(key)
            if shape.memory is None:
                shape.memory = self._memories[key] = Memory(reading, names)
            shape.calls = [call for call in shape.calls if not call.reads]

    def _ask(self, shape: Shape, spot: Spot, here: Mapping[str, Kind]) -> None:
        for call in spot.calls:
            if all(here.get(name, _NONE) is not _NONE for name in call.check.needs):
                shape.asked.append(call)
                lacked = here.get(call.check.lacks, _NONE)
                if lacked is _NONE or not isinstance(lacked, type):
                    shape.calls.append(call)

    def _go_on(self, shape: Shape, spot: Spot, position: int, name: str, kind: Kind, field: Field | None) -> None:
        """Where there are objects below; an empty one is looked at by rules, and not counted."""
        node = spot.names.get(name)
        many = isinstance(kind, type) and issubclass(kind, list)
        if not (many or issubclass(_type(kind), dict)) or (node is None and field is None):
            return
        key = (name, field is not None)
        below = spot.inner.get(key)
        if below is None:
            one = spot.part.one if spot.part is not None else None
            part = one.fields.get(name) if one is not None else None
            below = spot.inner[key] = Spot(node, field, () if spot.is_nested else self._about(node), part)
            below.nested = below if spot.is_nested else None
        shape.inner.append((position, name, below, many))

    def _about(self, node: Node | None) -> Sequence[Call]:
        """The rules about the type of the objects of a field."""
        one = (node.items or node) if node is not None else None
        definition = (one.definition or node.definition) if one is not None and node is not None else None
        return self._calls.get(definition, ()) if definition is not None and definition != _WHOLE else ()


def _tell(shape: Shape, spot: Spot, position: int, name: str, kind: Kind) -> None:
    node = spot.names.get(name)
    empty = _is_empty(kind)
    if node is None:
        # A translation, such as title_en, is known, and may be anything but empty.
        if spot.one is not None and spot.one.child(name) is not None:
            if kind is _NONE or (empty and issubclass(_type(kind), str)):
                shape.tells.append((position, EMPTY_VALUE, name))
        else:
            shape.tells.append((position, ADDITIONAL_FIELD, name))
        return
    if node.deprecated:
        shape.tells.append((position, DEPRECATED_FIELD, name))
    if empty:
        shape.tells.append((position, EMPTY_VALUE, name))
    elif kind is _NONE:
        shape.tells.append((position, NULL_VALUE, name))
    elif isinstance(kind, type) and issubclass(kind, str):
        shape.words.append((position, name, _open_codes(node)))


def _is_empty(kind: Kind) -> bool:
    return not isinstance(kind, type) and issubclass(kind[0], _EMPTY)


def _type(kind: Kind) -> type:
    return kind if isinstance(kind, type) else kind[0]


def _open_codes(node: Node | None) -> frozenset[str] | None:
    if node is None:
        return None
    codelist = node.codelist or (node.items.codelist if node.items is not None else None)
    return codelist.codes if codelist is not None and codelist.open else None
