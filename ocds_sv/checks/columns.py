"""
The objects that stand in one place of many releases, side by side.

Which fields has it, is one of them empty, does the list have the code: what is asked of an object is asked of
thousands of others in the same place. Asked of each alone, the asking costs more than the answer. Laid side by side,
all of them are answered by a few calls of what Python has built in, which go through a list without a step of the
interpreter for each. The place of an object, and where it comes in its release, are worked out for those columns alone
of which something is to be told.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from itertools import chain, repeat
from operator import add
from typing import Any

from ocds_sv.checks.rule import Json
from ocds_sv.checks.values import Way

Order = tuple[int, ...]
"""Where something comes in its release: positions of fields and of items, from the release down."""

Kind = type | tuple[type, bool]
"""Of a value its type; of one that is empty or nought the type and ``False``."""

Fields = Sequence[tuple[Any, ...]]
"""The values of objects that have the same fields, field by field."""

Laid = tuple[int, Mapping[str, Sequence[Any]]]
"""How many objects have the same fields, and the values of each field by its name."""


class Column:
    """
    Values that stand in one place.

    Attributes:
        values: in the order of their releases, and in each in that of the document.
        releases: for each the number of its release.
        path: the fields from the release down, ``[]`` behind those of which these are the items.
        ways: for each the way to it.
        orders: for each where it comes.
    """

    def __init__(self, values: Sequence[Any], releases: Sequence[int], path: str = "") -> None:
        self.values = values
        self.releases = releases
        self.path = path

    @cached_property
    def ways(self) -> list[Way]:
        """The way to a release has no steps."""
        return [None] * len(self.values)

    @cached_property
    def orders(self) -> list[Order]:
        """Before all that stands in it."""
        return [()] * len(self.values)


class Picked(Column):
    """Some ``rows`` of a column."""

    def __init__(self, column: Column, rows: Sequence[int]) -> None:
        values, releases = column.values, column.releases
        super().__init__([values[row] for row in rows], [releases[row] for row in rows], column.path)
        self._column, self._rows = column, rows

    @cached_property
    def ways(self) -> list[Way]:
        """Those of the rows."""
        return [self._column.ways[row] for row in self._rows]

    @cached_property
    def orders(self) -> list[Order]:
        """Those of the rows."""
        return [self._column.orders[row] for row in self._rows]


class Inside(Column):
    """The field ``name`` of all objects of a column, in each of which it stands at ``position``."""

    def __init__(self, objects: Column, position: int, name: str, values: Sequence[Any]) -> None:
        super().__init__(values, objects.releases, f"{objects.path}/{name}" if objects.path else name)
        self._objects, self._position, self._name = objects, position, name

    @cached_property
    def ways(self) -> list[Way]:
        """One step more, by the name."""
        return list(zip(self._objects.ways, repeat(self._name)))

    @cached_property
    def orders(self) -> list[Order]:
        """One step more, by the position."""
        return list(map(add, self._objects.orders, repeat((self._position,))))


class Items(Column):
    """
    The items of all lists of a column.

    Attributes:
        lists: for each the number of its list.
    """

    def __init__(self, lists: Column) -> None:
        self._lists, self._lengths = lists, list(map(len, lists.values))
        items = list(chain.from_iterable(lists.values))
        super().__init__(items, self._for_each(lists.releases), f"{lists.path}[]")

    @property
    def several(self) -> bool:
        """Whether a list has more than one."""
        return max(self._lengths) > 1

    @cached_property
    def told_apart(self) -> bool:
        """Whether each is an object with a text as its id that no other of its list has."""
        if set(map(type, self.values)) != {dict}:
            return False
        ids = [item.get("id") for item in self.values]
        return set(map(type, ids)) == {str} and len(set(zip(self.lists, ids, strict=True))) == len(ids)

    @cached_property
    def lists(self) -> list[int]:
        """Made when it is wanted."""
        return self._for_each(range(len(self._lengths)))

    @cached_property
    def ways(self) -> list[Way]:
        """One step more, by the number in the list."""
        return list(zip(self._for_each(self._lists.ways), self._numbers(), strict=True))

    @cached_property
    def orders(self) -> list[Order]:
        """One step more, by the number in the list."""
        return list(map(add, self._for_each(self._lists.orders), zip(self._numbers())))

    def _for_each(self, of_lists: Iterable[Any]) -> list[Any]:
        return list(chain.from_iterable(map(repeat, of_lists, self._lengths)))

    def _numbers(self) -> Iterator[int]:
        return chain.from_iterable(map(range, self._lengths))


def by_names(column: Column) -> Iterator[tuple[tuple[str, ...], Column]]:
    """Objects that have the same fields in the same order, together."""
    every = list(map(tuple, column.values))
    if every.count(every[0]) == len(every):
        yield every[0], column
        return
    for names, rows in _together(every).items():
        yield names, Picked(column, rows)


def by_kinds(column: Column, fields: Fields) -> Iterator[tuple[tuple[Kind, ...], Column, Fields]]:
    """Of objects with the same ``fields`` those in which these hold the same kinds of values, together."""
    kinds: list[Any] = []
    differing: list[list[Kind]] = []
    for values in fields:
        types = set(map(type, values))
        if len(types) == 1 and all(values):
            kinds.append(types.pop())
            continue
        found = [type(one) if one or one is None else (type(one), False) for one in values]
        same = found.count(found[0]) == len(found)
        kinds.append(found[0] if same else len(differing))
        differing += [] if same else [found]
    if not differing:
        yield tuple(kinds), column, fields
        return
    for mix, rows in _together(list(zip(*differing, strict=True))).items():
        picked = Picked(column, rows)
        own = tuple(mix[kind] if isinstance(kind, int) else kind for kind in kinds)
        yield own, picked, field_by_field(picked.values)


def field_by_field(objects: Iterable[Json]) -> Fields:
    """The values of objects that have the same fields."""
    return list(zip(*map(dict.values, objects), strict=True))


def _together(keys: Sequence[Any]) -> dict[Any, list[int]]:
    """The rows of each key."""
    found: dict[Any, list[int]] = {}
    for row, key in enumerate(keys):
        rows = found.get(key)
        if rows is None:
            found[key] = [row]
        else:
            rows.append(row)
    return found
