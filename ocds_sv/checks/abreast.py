"""
The releases of a batch side by side, as rules glance at them.

A rule is asked about one object. Most objects give it nothing to say, and that can be seen of many at once, by a few
calls of what Python has built in: no status of these tenders is one of those, no period of them ends before it begins.
So a rule may have a *glance*, which picks out of many those in which there may be something; the rule is asked about
these alone. A glance may pick too many, never too few.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from datetime import date
from itertools import chain, compress, repeat
from typing import Any, TypeVar

from ocds_sv.checks.columns import Column, Laid
from ocds_sv.checks.rule import Context
from ocds_sv.checks.values import Dated, Number, number, text

Kept = TypeVar("Kept")
_ABSENT = object()


class Abreast:
    """
    The releases of a batch.

    Args:
        contexts: the releases, each with what is known of it.
        dated: the fields in which dates stand.
        numbered: numbers of the releases in which an id is a number.
        laid: by the path of objects that all have the same fields, how many they are, and the values of each field.

    Attributes:
        releases: in the order of the input; a release is known by its number.
        ocids: that of each, empty where there is none.
        texts: how they are written, where known.
        as_of: the date that stands for today.
        odd: numbers of those in which there is a list where an object is looked for, or something else of another type:
            glances need not think of them, because rules are asked about them all the same.
    """

    def __init__(
        self,
        contexts: Sequence[Context],
        dated: Sequence[Dated] = (),
        numbered: Collection[int] = (),
        laid: Mapping[str, Laid] | None = None,
    ) -> None:
        self.releases = [context.release for context in contexts]
        self.texts = [context.text for context in contexts]
        self.as_of: date = contexts[0].as_of if contexts else date.min
        self.dated, self.numbered = dated, numbered
        self._laid = laid or {}
        self.odd: set[int] = set()
        self.ocids = [release.get("ocid", "") for release in self.releases]
        self.odd.update(number for number, ocid in enumerate(self.ocids) if not isinstance(ocid, str))
        self._root = Column(self.releases, range(len(self.releases)))
        self._columns: dict[str, Column] = {}
        self._values: dict[tuple[str, str], list[Any]] = {}
        self._texts: dict[tuple[str, str], list[str]] = {}
        self._amounts: dict[tuple[str, str], list[Number | None]] = {}
        self._kept: dict[Callable[[Abreast], Any], Any] = {}

    def of(self, function: Callable[[Abreast], Kept]) -> Kept:
        """What ``function`` says of the releases; it is asked once, however many rules want to know."""
        if function not in self._kept:
            self._kept[function] = function(self)
        kept: Kept = self._kept[function]
        return kept

    def at(self, path: str) -> Column:
        """
        The objects at ``path``.

        Args:
            path: fields from the release down, ``[]`` behind those that are lists: ``awards[]/suppliers[]``; the empty
                path is that of the releases.
        """
        if not path:
            return self._root
        found = self._columns.get(path)
        if found is None:
            above, _, name = path.rpartition("/")
            found = self._columns[path] = self._inside(above, name)
        return found

    def values(self, path: str, name: str) -> list[Any]:
        """The field ``name`` of each object at ``path``; None where it is absent."""
        found = self._values.get((path, name))
        if found is None:
            found = self._values[path, name] = self._each(path, name, None)
        return found

    def strings(self, path: str, name: str) -> list[str]:
        """The same as texts, as ``text`` makes them."""
        found = self._texts.get((path, name))
        if found is None:
            found = self._texts[path, name] = plain(self.values(path, name))
        return found

    def amounts(self, path: str, name: str) -> list[Number | None]:
        """The same as amounts, as ``number`` makes them."""
        found = self._amounts.get((path, name))
        if found is None:
            found = self._amounts[path, name] = list(map(number, self.values(path, name)))
        return found

    def _each(self, path: str, name: str, absent: object) -> list[Any]:
        """The field of each object at ``path``."""
        objects = self.at(path).values
        count, laid = self._laid.get(path, (-1, {}))
        # Objects without any field are laid nowhere.
        if count != len(objects):
            return [one.get(name, absent) for one in objects]
        values = laid.get(name)
        return list(values) if values is not None else [absent] * len(objects)

    def _inside(self, above: str, name: str) -> Column:
        many = name.endswith("[]")
        kind = list if many else dict
        name = name.removesuffix("[]")
        found: Sequence[Any] = self._each(above, name, _ABSENT)
        numbers: Sequence[int] = self.at(above).releases
        if set(map(type, found)) - {kind}:
            found, numbers = self._only(kind, found, numbers)
        if many:
            numbers = list(chain.from_iterable(map(repeat, numbers, map(len, found))))
            found = list(chain.from_iterable(found))
            if set(map(type, found)) - {dict}:
                found, numbers = self._only(dict, found, numbers)
        return Column(found, numbers)

    def _only(self, kind: type, found: Sequence[Any], numbers: Sequence[int]) -> tuple[list[Any], list[int]]:
        fits = [isinstance(one, kind) for one in found]
        self.odd.update(
            number for number, one, fit in zip(numbers, found, fits, strict=True) if not fit and one is not _ABSENT
        )
        return list(compress(found, fits)), list(compress(numbers, fits))


def plain(values: Sequence[Any]) -> list[str]:
    """Values as texts, as ``text`` makes them one by one."""
    if set(map(type, values)) - {str}:
        return list(map(text, values))
    return list(map(str.strip, values))


def where(numbers: Iterable[int], wrong: Iterable[object]) -> set[int]:
    """The numbers beside which something is true."""
    return set(compress(numbers, wrong))
