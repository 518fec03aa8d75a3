"""Releases of one process merged into its versioned release: every value each field has had."""

from __future__ import annotations

from typing import Any, cast

from ocds_sv.jsonio.exact import same
from ocds_sv.merge.compiled import NO_ID, Items, Json, Object, identity_key, merges
from ocds_sv.merge.rules import NONE, OMIT, REPLACE, Rules


class Versions(list[Json]):
    """
    What a field has been, oldest first.

    Attributes:
        source: which release the last one is of, counted from 1.
    """

    __slots__ = ("source",)

    def __init__(self, first: Json, source: int) -> None:
        super().__init__([first])
        self.source = source

    def add(self, version: Json, source: int) -> None:
        """Take in what a release says; of two objects with one id in the same release, the last is heard."""
        if self.source == source:
            self.pop()
        if not self or not same(self[-1]["value"], version["value"]):
            self.append(version)
            self.source = source
        else:
            self.source = 0


class Versioned:
    """
    The versioned release of one process.

    Attributes:
        disputed: as of ``Compiled``.
    """

    def __init__(self, rules: Rules) -> None:
        self.disputed: list[str] = []
        self._rules = rules
        self._release = Object(ocid=None)
        self._of: Json = {}
        self._count = 0

    def add(self, release: Json) -> None:
        """Merge a release that is not older than those before it."""
        self._count += 1
        self._release["ocid"] = release.get("ocid")
        self._of = {name: release.get(field) for name, field in _OF_RELEASE.items()}
        rest = {name: value for name, value in release.items() if name not in _NOT_VERSIONED}
        self._merge(self._release, rest, self._rules, ())

    def value(self) -> Json:
        """The versioned release; it shares its values with the releases."""
        return self._release

    def _merge(self, target: Object, source: Json, rules: Rules, path: tuple[str, ...]) -> None:
        for name, value in source.items():
            rule: Any = rules.get(name, NONE)
            kind = type(value)
            if rule is OMIT:
                continue
            if kind is dict and rule is not REPLACE:
                if value:
                    self._object(target, value, rule, (*path, name))
            elif kind is list and rule is not REPLACE and merges(value):
                if value:
                    self._items(target, value, rule, (*path, name))
            else:
                self._value(target, value, (*path, name))

    def _value(self, target: Object, value: object, path: tuple[str, ...]) -> None:
        name = path[-1]
        known = target.get(name)
        if type(known) is Versions:
            known.add({**self._of, "value": value}, self._count)
            return
        if isinstance(known, Object | Items):
            if value is None:
                return
            self._dispute(target, path)
        elif known is not None:  # The id by which an item is known has no versions.
            return
        target[name] = Versions({**self._of, "value": value}, self._count)

    def _object(self, target: Object, value: Json, rule: Rules, path: tuple[str, ...]) -> None:
        known = target.get(path[-1])
        if type(known) is Object:
            self._merge(known, value, rule, path)
            return
        made = Object()
        self._merge(made, value, rule, path)
        self._put(target, made, known, path)

    def _items(self, target: Object, values: list[Json], rule: Rules, path: tuple[str, ...]) -> None:
        known = target.get(path[-1])
        items = known if type(known) is Items else Items()
        for value in values:
            key = identity_key(value)
            place = items.by_id.get(key) if key is not NO_ID else None
            if place is not None:
                self._merge(cast("Object", items[place]), value, rule, path)
                continue
            item = Object() if key is None or key is NO_ID else Object(id=value["id"])
            self._merge(item, value, rule, path)
            if item:
                if key is not NO_ID:
                    items.by_id[key] = len(items)
                items.append(item)
        if items is not known:
            self._put(target, items, known, path)

    def _put(self, target: Object, made: Object | Items, known: object, path: tuple[str, ...]) -> None:
        if made:
            if known is not None:
                self._dispute(target, path)
            target[path[-1]] = made

    def _dispute(self, target: Object, path: tuple[str, ...]) -> None:
        known = target.pop(path[-1])
        if not (type(known) is Versions and known[-1]["value"] is None):
            self.disputed.append("/".join(path))


_OF_RELEASE = {"releaseID": "id", "releaseDate": "date", "releaseTag": "tag"}
_NOT_VERSIONED = frozenset({"ocid", "tag"})
