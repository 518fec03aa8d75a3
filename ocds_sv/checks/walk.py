"""
One walk over a release: its fields are counted, what the schema leaves open is found, and the rules are asked.

What is to be done with an object is known from its shape; see ``shapes``.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from ocds_sv.checks.fields import Fields
from ocds_sv.checks.judge import Judge
from ocds_sv.checks.memory import Call, Memory
from ocds_sv.checks.mishaps import BREAKS, Mishaps
from ocds_sv.checks.rule import Check, Context, Fault, Json
from ocds_sv.checks.shapes import Shape, Shapes, Spot, kinds_of
from ocds_sv.checks.structure import ADDITIONAL_FIELD, EMPTY_VALUE, NULL_VALUE, REPEATED_ID, Structure, amiss, repeated
from ocds_sv.checks.values import Moment, Way, dates, instant, numbered, spelled
from ocds_sv.standard import Standard

Pointer = tuple[str | int, ...]
Found = tuple[Check, Pointer, Fault]
_Told = list[tuple[int, Found]]

_is_blank = str.isspace


class Walk:
    """
    Visits every object of a release.

    Args:
        standard: where in a release each type stands.
        rules: those that are asked.
        judges: of the rules about all the data, by the rule's name.
        fields: counts what is filled.
        structure: says what the schema leaves open; without it that is not looked for.
        mishaps: gets the rules that break.
    """

    def __init__(
        self,
        standard: Standard,
        rules: Iterable[Check] = (),
        judges: Mapping[str, Judge] | None = None,
        *,
        fields: Fields | None = None,
        structure: Structure | None = None,
        mishaps: Mishaps | None = None,
    ) -> None:
        self._calls = [Call(check, (judges or {}).get(check.name)) for check in rules]
        self._fields = fields if fields is not None else Fields()
        self._structure = structure
        self._shapes = Shapes(standard, self._calls, self._fields, structure=structure is not None)
        self._root = self._shapes.root()
        self._mishaps = mishaps if mishaps is not None else Mishaps()
        self._forgotten = self._fields.forgotten
        self._number = 0
        self._met: list[Shape] = []
        self._moments: list[Moment] = []
        self._found: list[Found] = []
        self._context: Context

    def settle(self) -> None:
        """Bring up to date what judges and fields were told."""
        self._shapes.settle()
        self._fields.settle()

    @property
    def asked(self) -> Counter[str]:
        """Of how many objects each rule was asked."""
        self.settle()
        return Counter({call.check.name: call.asked for call in self._calls})

    def release(self, release: Json, context: Context) -> Iterator[Found]:
        """What is found in ``release``; rules about the whole of it come last, and find its dates collected."""
        if self._shapes.full:
            self._fields.settle(forget=True)
        if self._forgotten != self._fields.forgotten:
            # Other walks may share the fields.
            self._forgotten = self._fields.forgotten
            self._root = self._shapes.root()
        self._number += 1
        self._met, self._moments, self._found, self._context = [], [], [], context
        shape = self._object(release, self._root, None)
        self._fields.add(self._met)
        context.keep(dates, self._moments)
        context.keep(numbered, any(one.numbered for one in self._met))
        self._ask(shape.last_calls, release, None)
        return iter(self._found)

    def _object(  # noqa: C901, PLR0912 - one walk: functions of their own would be called for every object
        self, value: Json, spot: Spot, way: Way
    ) -> Shape:
        kinds: Any = tuple(map(type, value.values()))
        if not all(value.values()):
            kinds = kinds_of(value)
        names = tuple(value)
        shape = spot.shapes.get((names, kinds))
        if shape is None:
            shape = self._shapes.of(spot, names, kinds)
        shape.count += 1
        if shape.last != self._number:
            shape.last = self._number
            self._met.append(shape)
        if shape.calls:
            self._ask(shape.calls, value, way)
        memory = shape.memory
        if memory is not None:
            known = memory.known.get(memory.key(value))
            if known is None:
                self._ask_anew(memory, value, way)
            else:
                known[0] += 1
        for name in shape.dates:
            self._moments.append(((way, name), name, value[name], instant(value[name])))
        told: _Told | None = None
        # Its shape alone tells of most objects that nothing is wrong with their fields themselves.
        if (
            shape.tells
            or (shape.codes and _has_own_code(value, shape.codes))
            or (shape.texts is not None and any(map(_is_blank, shape.texts(value))))
        ):
            told = self._tell(value, shape, spot, way)
        for position, name, below, many in shape.inner:
            if told:
                self._found += _until(position, told)
            if many:
                self._list(value[name], below, (way, name))
            else:
                self._object(value[name], below, (way, name))
        if told:
            self._found += [found for _, found in told]
        return shape

    def _list(self, items: list[Any], spot: Spot, way: Way) -> None:
        looks, seen = self._structure is not None and spot.node is not None, set[str]()
        by_id, codes = looks and spot.by_id and len(items) > 1, spot.codes
        for number, item in enumerate(items):
            if isinstance(item, dict):
                if spot.field is not None:
                    spot.field.listed = True
                if looks and not item:
                    self._found.append((EMPTY_VALUE, (*spelled(way), number), Fault()))
                self._object(item, spot, (way, number))
                if by_id:
                    self._note(item.get("id"), seen, (way, number))
            elif looks and not (codes is not None and type(item) is str and item in codes):
                self._item(item, spot, (way, number))

    def _note(self, identifier: object, seen: set[str], way: Way) -> None:
        if isinstance(identifier, str | int):
            identifier = str(identifier)
            if identifier in seen:
                self._found.append((REPEATED_ID, (*spelled(way), "id"), repeated(identifier)))
            seen.add(identifier)

    def _item(self, item: object, spot: Spot, way: Way) -> None:
        """What stands in a list and is no object."""
        if isinstance(item, str):
            wrong = amiss(item, spot.codes)
            if wrong is not None:
                self._found.append((wrong[0], spelled(way), wrong[1]))
        elif item is None:
            self._found.append((NULL_VALUE, spelled(way), Fault()))
        elif isinstance(item, list) and item:
            self._list(item, spot.inside_a_list(), way)
        elif isinstance(item, list):
            self._found.append((EMPTY_VALUE, spelled(way), Fault()))

    def _tell(self, value: Json, shape: Shape, spot: Spot, way: Way) -> _Told:
        """What is wrong with the fields of an object themselves, each with its position."""
        above = spelled(way)
        told: _Told = []
        for position, check, name in shape.tells:
            place = (*above, name)
            fault = Fault()
            if check is ADDITIONAL_FIELD and self._structure is not None:
                fault = self._structure.additional_field(name, spot.names, place)
            told.append((position, (check, place, fault)))
        for position, name, codes in shape.words:
            wrong = amiss(value[name], codes)
            if wrong is not None:
                told.append((position, (wrong[0], (*above, name), wrong[1])))
        return sorted(told, key=lambda one: one[0])

    def _ask(self, calls: Sequence[Call], value: Json, way: Way) -> None:
        context = self._context
        for call in calls:
            add = call.add
            try:
                if add is not None:
                    for key in call.function(value, context):
                        add(key, context)
                    continue
                for fault in call.function(value, context):
                    self._found.append((call.check, (*spelled(way), *fault.path), fault))
            except BREAKS as error:
                self._mishaps.add(call.check.name, error)

    def _ask_anew(self, memory: Memory, value: Json, way: Way) -> None:
        """Ask about values that are not known yet."""
        before, said = len(self._found), list[tuple[Any, tuple[Any, ...]]]()
        broken = self._mishaps.counts.total()
        for call in memory.calls:
            if call.add is None or call.again is None:
                self._ask([call], value, way)
                continue
            try:
                keys = tuple(call.function(value, self._context))
                for key in keys:
                    call.add(key, self._context)
            except BREAKS as error:
                self._mishaps.add(call.check.name, error)
                continue
            said += [(call.again, keys)] if keys else []
        if len(self._found) == before and self._mishaps.counts.total() == broken:
            memory.keep(value, tuple(said))


def _has_own_code(value: Json, lists: Sequence[tuple[str, frozenset[str]]]) -> bool:
    for name, codes in lists:  # noqa: SIM110 - a generator would be made for every object
        if value[name] not in codes:
            return True
    return False


def _until(position: int, told: _Told) -> list[Found]:
    """Take out of ``told`` what stands before what is below the field at ``position``."""
    before = [found for at, found in told if at <= position]
    del told[: len(before)]
    return before


def json_pointer(pointer: Sequence[str | int]) -> str:
    """https://www.rfc-editor.org/rfc/rfc6901."""
    return "".join("/" + str(part).replace("~", "~0").replace("/", "~1") for part in pointer)
