"""
One walk over a batch of releases: fields are counted, what the schema leaves open is found, and the rules are asked.

The objects that stand in one place are looked at together; see ``columns``. What is to be done with them is known from
their shape; see ``shapes``. What only some of them need, such as to be told of or to be asked about, is put off until
it is their release's turn, and done in the order of the document: nobody can tell by what is found how many releases
were looked at together.
"""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial

from ocds_sv.checks.abreast import Abreast
from ocds_sv.checks.asking import Asking, Found
from ocds_sv.checks.batch import Batch
from ocds_sv.checks.columns import Column, Inside, Items, Picked, by_kinds, by_names, field_by_field
from ocds_sv.checks.columns import Fields as Values
from ocds_sv.checks.fields import Fields, Filled
from ocds_sv.checks.glance import glance
from ocds_sv.checks.judge import Judge
from ocds_sv.checks.memory import Call, Memory
from ocds_sv.checks.mishaps import Mishaps
from ocds_sv.checks.proof import Part, perhaps_alike
from ocds_sv.checks.rule import Check, Context, Fault, Json
from ocds_sv.checks.shapes import Shape, Shapes, Spot
from ocds_sv.checks.structure import ADDITIONAL_FIELD, EMPTY_VALUE, NULL_VALUE, REPEATED_ID, Structure, amiss, repeated
from ocds_sv.checks.values import dates, numbered, spelled
from ocds_sv.standard import Standard
from ocds_sv.standard.files import Schema

_END = sys.maxsize
"""The place after all that stands in an object."""


@dataclass(frozen=True, slots=True)
class Seen:
    """
    What is seen of a release.

    Attributes:
        found: in the order of the document.
        filled: the fields that are.
        fits: it is proved to fit the schema; if not, the engine has to be asked.
    """

    found: list[Found]
    filled: Filled
    fits: bool


class Walk:
    """
    Visits every object of releases.

    Args:
        standard: where in a release each type stands.
        rules: those that are asked.
        judges: of the rules about all the data, by the rule's name.
        fields: counts what is filled.
        structure: says what the schema leaves open; without it that is not looked for.
        mishaps: gets the rules that break.
        schema: by which it is to be proved that releases fit; without it none is.
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
        schema: Schema | None = None,
    ) -> None:
        self._calls = [Call(check, (judges or {}).get(check.name)) for check in rules]
        self._fields = fields if fields is not None else Fields()
        self._structure = structure
        self._proves = schema is not None
        self._shapes = Shapes(standard, self._calls, self._fields, structure=structure is not None, schema=schema)
        self._root = self._shapes.root()
        # Rules about the whole of a release find its dates collected.
        self._collects = any(call.check.on == "Release" for call in self._calls)
        self._asking = Asking(mishaps if mishaps is not None else Mishaps())
        self._forgotten = self._fields.forgotten
        self._batch = Batch(0)

    def settle(self) -> None:
        """Bring up to date what judges and fields were told."""
        self._shapes.settle()
        self._fields.settle()

    @property
    def asked(self) -> Counter[str]:
        """Of how many objects each rule was asked."""
        self.settle()
        return Counter({call.check.name: call.asked for call in self._calls})

    def release(self, release: Json, context: Context) -> Seen:
        """What is found in one release."""
        return next(self.releases([release], [context]))

    def releases(self, releases: Sequence[Json], contexts: Iterable[Context]) -> Iterator[Seen]:
        """What is found in each of ``releases``; all of them are counted when the first is told of."""
        if not releases:
            return
        if self._shapes.full:
            self._fields.settle(forget=True)
        if self._forgotten != self._fields.forgotten:
            # Other walks may share the fields.
            self._forgotten = self._fields.forgotten
            self._root = self._shapes.root()
        batch = self._batch = Batch(len(releases))
        self._objects(Column(releases, range(len(releases))), self._root)
        contexts = list(contexts)
        glance(batch, Abreast(contexts, batch.dated, batch.numbered, batch.laid), self._asking)
        for number, context in enumerate(contexts):
            yield self._seen(batch, number, releases[number], context)
        self._asking.end()
        self._batch = Batch(0)

    def _seen(self, batch: Batch, number: int, release: Json, context: Context) -> Seen:
        found = self._asking.begin(context)
        for act, given, value, way in batch.acts(number):
            act(given, value, way)
        calls = batch.last_calls[number]
        if calls:
            context.later(dates, partial(batch.dates, number))
            context.later(numbered, partial(batch.numbered.__contains__, number))
        self._asking.ask(calls, release, None)
        return Seen(found, self._fields.add(batch.met(number)), self._proves and number not in batch.unproved)

    def _objects(self, column: Column, spot: Spot) -> None:
        for names, named in by_names(column):
            fields = field_by_field(named.values)
            self._batch.lay(named, names, fields)
            for kinds, alike, values in by_kinds(named, fields):
                shape = spot.shapes.get((names, kinds))
                if shape is None:
                    shape = self._shapes.of(spot, names, kinds)
                self._alike(alike, values, shape, spot)

    def _alike(self, column: Column, values: Values, shape: Shape, spot: Spot) -> None:
        """Objects of one shape, and what is below; ``values`` are those of their fields, field by field."""
        batch = self._batch
        shape.count += len(column.values)
        batch.meet(shape, column.releases)
        for release in column.releases if shape.last_calls else ():
            batch.last_calls[release] = shape.last_calls
        if shape.calls:
            batch.ask(column, shape.calls, self._asking.ask)
        if shape.memory is not None:
            self._remember(shape.memory, column)
        if self._collects:
            for position, name in shape.dates:
                batch.date(column, position, name, values[position])
        if self._proves:
            self._prove(column, values, shape)
        # Its shape alone tells of most objects that nothing is wrong with their fields themselves.
        rows: Collection[int] = range(len(column.values)) if shape.tells else _amiss(shape, values)
        for row in rows:
            self._tell(column, row, shape, spot)
        for position, name, below, many in shape.inner:
            inner = Inside(column, position, name, values[position])
            if many:
                self._lists(inner, below)
            else:
                self._objects(inner, below)

    def _prove(self, column: Column, values: Values, shape: Shape) -> None:
        if shape.proof is None:
            self._batch.unproved.update(column.releases)
            return
        for position, holds in shape.proof:
            if not holds(values[position]):
                rows = zip(column.releases, values[position], strict=True)
                self._batch.unproved.update(release for release, value in rows if not holds((value,)))

    def _prove_items(self, items: Items, kinds: set[type], part: Part | None) -> None:
        """The same of the items of lists; their own fields aside."""
        if not self._proves or part is None:
            return
        rows = [*part.doubtful(items.values, kinds)]
        if part.is_unique and items.several and not items.told_apart:
            rows += perhaps_alike(items.values, items.lists)
        self._batch.unproved.update(items.releases[row] for row in rows)

    def _remember(self, memory: Memory, column: Column) -> None:
        """Count the values that are known; the others are asked about."""
        keys = list(map(memory.key, column.values))
        new = set()
        for key, count in Counter(keys).items():
            known = memory.known.get(key)
            if known is None:
                new.add(key)
            else:
                known[0] += count
        if new:
            rows = [row for row, key in enumerate(keys) if key in new]
            self._batch.later(column, rows, self._asking.ask_anew, memory)

    def _tell(self, column: Column, row: int, shape: Shape, spot: Spot) -> None:
        """What is wrong with the fields of an object themselves."""
        value, above = column.values[row], spelled(column.ways[row])
        for position, check, name in shape.tells:
            place = (*above, name)
            fault = Fault()
            if check is ADDITIONAL_FIELD and self._structure is not None:
                fault = self._structure.additional_field(name, spot.names, place)
            self._say(column, row, (position,), (check, place, fault))
        for position, name, codes in shape.words:
            wrong = amiss(value[name], codes)
            if wrong is not None:
                self._say(column, row, (position,), (wrong[0], (*above, name), wrong[1]))

    def _say(self, column: Column, row: int, after: tuple[int, ...], found: Found) -> None:
        self._batch.at(column, row, after, self._asking.say, (found,))

    def _lists(self, lists: Column, spot: Spot) -> None:
        items = Items(lists)
        kinds = set(map(type, items.values))
        looks = self._structure is not None and spot.node is not None
        self._prove_items(items, kinds, spot.part)
        if kinds == {str}:
            if looks and (spot.codes is None or not spot.codes.issuperset(items.values)):
                for row in range(len(items.values)):
                    self._text(items, row, spot)
            return
        objects: Column = items
        if kinds != {dict}:
            objects = Picked(items, [row for row, item in enumerate(items.values) if isinstance(item, dict)])
            if looks:
                self._others(items, spot)
        if not objects.values:
            return
        if spot.field is not None:
            spot.field.listed = True
        if looks:
            self._empty(objects)
        self._objects(objects, spot)
        if looks and spot.by_id and items.several and not items.told_apart:
            self._repeated(items)

    def _text(self, items: Items, row: int, spot: Spot) -> None:
        """A text of a list: an empty one, or a code that is none of the standard's."""
        wrong = amiss(items.values[row], spot.codes)
        if wrong is not None:
            self._say(items, row, (), (wrong[0], spelled(items.ways[row]), wrong[1]))

    def _empty(self, objects: Column) -> None:
        if not all(objects.values):
            for row, item in enumerate(objects.values):
                if not item:
                    self._say(objects, row, (), (EMPTY_VALUE, spelled(objects.ways[row]), Fault()))

    def _others(self, items: Items, spot: Spot) -> None:
        """What stands in a list and is no object."""
        lists: list[int] = []
        for row, item in enumerate(items.values):
            if isinstance(item, str):
                self._text(items, row, spot)
            elif item is None:
                self._say(items, row, (), (NULL_VALUE, spelled(items.ways[row]), Fault()))
            elif isinstance(item, list) and item:
                lists.append(row)
            elif isinstance(item, list):
                self._say(items, row, (), (EMPTY_VALUE, spelled(items.ways[row]), Fault()))
        if lists:
            self._lists(Picked(items, lists), spot.inside_a_list())

    def _repeated(self, items: Items) -> None:
        """Objects with an id that another of their list has, too."""
        seen: set[tuple[int, str]] = set()
        for row, (item, within) in enumerate(zip(items.values, items.lists, strict=True)):
            identifier = item.get("id") if isinstance(item, dict) else None
            if isinstance(identifier, str | int):
                key = (within, str(identifier))
                if key in seen:
                    place = (*spelled(items.ways[row]), "id")
                    self._say(items, row, (_END,), (REPEATED_ID, place, repeated(key[1])))
                seen.add(key)


def _amiss(shape: Shape, values: Values) -> Collection[int]:
    """The objects with a text that says nothing, or is none of the codes of its list."""
    rows: set[int] = set()
    for position, _, codes in shape.words:
        texts = values[position]
        if codes is not None and not codes.issuperset(texts):
            rows.update(row for row, text in enumerate(texts) if text not in codes)
        elif codes is None and any(map(str.isspace, texts)):
            rows.update(row for row, text in enumerate(texts) if text.isspace())
    return rows


def json_pointer(pointer: Sequence[str | int]) -> str:
    """https://www.rfc-editor.org/rfc/rfc6901."""
    return "".join("/" + str(part).replace("~", "~0").replace("/", "~1") for part in pointer)
