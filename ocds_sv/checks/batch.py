"""What is gathered of each release of a batch while their columns are looked at, to be told in the document's order."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import repeat
from operator import add, itemgetter
from typing import Any

from ocds_sv.checks.columns import Column, Fields, Laid, Order
from ocds_sv.checks.memory import Call
from ocds_sv.checks.shapes import Shape
from ocds_sv.checks.values import Dated, Moment, Way, instant

Act = Callable[[Any, Any, Way], None]
"""Does what is to be done about one object: of what it is given, the value, and the way to it."""

_by_order = itemgetter(0)


class Batch:
    """
    The releases of a batch.

    Attributes:
        common: the shapes that all of them have.
        last_calls: for each the rules about the whole of it that are to be asked.
        columns: by rules that glance at many objects at once, these.
        laid: by the path of objects that all have the same fields, how many they are, and the values of each field.
        dated: the fields in which dates stand.
        numbered: those in which an id is a number.
        unproved: those that are not proved to fit the schema.
    """

    def __init__(self, size: int) -> None:
        self._size = size
        self.common: list[Shape] = []
        self.last_calls: list[Sequence[Call]] = [()] * size
        self.numbered: set[int] = set()
        self.unproved: set[int] = set()
        self._own: list[list[Shape]] = [[] for _ in range(size)]
        self._acts: list[list[tuple[Order, Act, Any, Any, Way]]] = [[] for _ in range(size)]
        self.columns: dict[Call, list[Column]] = {}
        self.laid: dict[str, Laid] = {}
        self._differing: set[str] = set()
        self._dated: list[tuple[Column, int, str, Sequence[str]]] = []
        self._dates: list[list[tuple[Order, Moment]]] | None = None

    def meet(self, shape: Shape, releases: Sequence[int]) -> None:
        """Note in which releases there are objects of ``shape``."""
        met = set(releases)
        if shape.numbered:
            self.numbered |= met
        if len(met) == self._size:
            self.common.append(shape)
        else:
            for release in met:
                self._own[release].append(shape)

    def lay(self, column: Column, names: Sequence[str], fields: Fields) -> None:
        """Keep the values of objects, field by field, unless others at their path have other fields."""
        path = column.path
        if path in self.laid or path in self._differing:
            self._differing.add(path)
            self.laid.pop(path, None)
        else:
            self.laid[path] = len(column.values), dict(zip(names, fields, strict=True))

    def met(self, release: int) -> tuple[Shape, ...]:
        """The shapes of a release."""
        return (*self.common, *self._own[release])

    def later(self, column: Column, rows: Iterable[int] | None, act: Act, given: Any) -> None:  # noqa: ANN401 - see Act
        """Do something about the ``rows`` of a column, or about all, when it is their turn."""
        values, releases, orders, ways = column.values, column.releases, column.orders, column.ways
        for row in range(len(values)) if rows is None else rows:
            self._acts[releases[row]].append((orders[row], act, given, values[row], ways[row]))

    def at(self, column: Column, row: int, after: Order, act: Act, given: Any) -> None:  # noqa: ANN401 - see Act
        """The same about one row, at a place ``after`` its own."""
        order = (*column.orders[row], *after)
        self._acts[column.releases[row]].append((order, act, given, column.values[row], column.ways[row]))

    def ask(self, column: Column, calls: Sequence[Call], act: Act) -> None:
        """Ask rules about the objects of a column: those that glance at many when all are there, the others each."""
        each = [call for call in calls if not call.at_once]
        if each:
            self.later(column, None, act, each)
        for call in calls:
            if call.at_once:
                self.columns.setdefault(call, []).append(column)

    def date(self, column: Column, position: int, name: str, values: Sequence[str]) -> None:
        """Note dates, which stand in the field ``name`` at ``position``."""
        self._dated.append((column, position, name, values))

    @property
    def dated(self) -> list[Dated]:
        """What was noted of dates."""
        return [(name, column.releases, values) for column, _, name, values in self._dated]

    def acts(self, release: int) -> Iterator[tuple[Act, Any, Any, Way]]:
        """What is to be done about objects of a release, in the order in which they stand there."""
        return (act[1:] for act in sorted(self._acts[release], key=_by_order))

    def dates(self, release: int) -> list[Moment]:
        """The dates of a release, in the same order."""
        if self._dates is None:
            self._dates = self._by_release()
        return [moment for _, moment in sorted(self._dates[release], key=_by_order)]

    def _by_release(self) -> list[list[tuple[Order, Moment]]]:
        found: list[list[tuple[Order, Moment]]] = [[] for _ in range(self._size)]
        for column, position, name, values in self._dated:
            orders = map(add, column.orders, repeat((position,)))
            ways = zip(column.ways, repeat(name))
            for release, order, way, value in zip(column.releases, orders, ways, values, strict=True):
                found[release].append((order, (way, name, value, instant(value))))
        return found
