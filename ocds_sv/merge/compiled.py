"""Releases of one process merged into its compiled release, one release at a time."""

from __future__ import annotations

from typing import Any

from ocds_sv.merge.rules import NONE, OMIT, REPLACE, Rules

Json = dict[str, Any]


class Object(dict[str, Any]):
    """An object that merges field by field; a plain dictionary is a value that is replaced whole."""

    __slots__ = ()


class Items(list[Object]):
    """
    A list that merges by id, in the order in which the ids were first met.

    Attributes:
        by_id: the items that have an id.
    """

    __slots__ = ("by_id",)

    def __init__(self) -> None:
        super().__init__()
        self.by_id: dict[str | None, Object] = {}


class Compiled:
    """
    The compiled release of one process.

    Attributes:
        disputed: paths that were of one kind in a release and of another in a later one; the newest stands.
    """

    def __init__(self, rules: Rules) -> None:
        self.disputed: list[str] = []
        self._rules = rules
        self._release = Object(ocid=None, id=None, date=None, tag=["compiled"])
        self._has_null = False

    def add(self, release: Json) -> None:
        """Merge a release that is not older than those before it."""
        ocid, date = release.get("ocid"), release.get("date")
        self._release.update(id=f"{ocid}-{date}", date=date, ocid=ocid)
        self._merge(self._release, {name: value for name, value in release.items() if name != "tag"}, self._rules, ())

    def value(self) -> Json:
        """The compiled release; it shares its values with the releases."""
        return _without_null(self._release) if self._has_null else self._release

    def _merge(self, target: Object, source: Json, rules: Rules, path: tuple[str, ...]) -> None:
        for name, value in source.items():
            rule = rules.get(name, NONE)
            kind = type(value)
            if kind is dict and rule is not REPLACE:
                if rule is not OMIT and value:
                    self._object(target, value, rule, (*path, name))
            elif kind is list and rule is not REPLACE and rule is not OMIT and merges(value):
                if value:
                    self._items(target, value, rule, (*path, name))
            elif rule is not OMIT:
                if value is None:
                    self._has_null = True
                if type(target.get(name)) in _KINDS:
                    if value is None:
                        continue
                    self._dispute(target, (*path, name))
                target[name] = value

    def _object(self, target: Object, value: Json, rule: Any, path: tuple[str, ...]) -> None:  # noqa: ANN401
        name = path[-1]
        known = target.get(name)
        if type(known) is Object:
            self._merge(known, value, rule, path)
            return
        made = Object()
        self._merge(made, value, rule, path)
        if made:
            if known is not None:
                self._dispute(target, path)
            target[name] = made

    def _items(self, target: Object, values: list[Json], rule: Any, path: tuple[str, ...]) -> None:  # noqa: ANN401
        name = path[-1]
        known = target.get(name)
        items = known if type(known) is Items else Items()
        by_id = items.by_id
        for value in values:
            identity = value.get("id")
            key = identity if type(identity) is str else identity_key(value)
            item = by_id.get(key) if key is not NO_ID else None
            if item is not None:
                self._merge(item, value, rule, path)
                continue
            item = Object() if identity is None or key is NO_ID else Object(id=identity)
            self._merge(item, value, rule, path)
            if item:
                items.append(item)
                if key is not NO_ID:
                    by_id[key] = item
        if items and items is not known:
            if known is not None:
                self._dispute(target, path)
            target[name] = items

    def _dispute(self, target: Object, path: tuple[str, ...]) -> None:
        self.disputed.append("/".join(path))
        # The field takes the place that its newest value has.
        del target[path[-1]]


NO_ID = object()
"""The key of an item that has no id: it is like no other."""

_KINDS = frozenset({Object, Items})


def identity_key(item: Json) -> Any:  # noqa: ANN401
    """What an item is told apart by: its id as text, so that ``1`` is ``"1"``; ``NO_ID`` when it has none."""
    identity = item.get("id", NO_ID)
    if identity is None or identity is NO_ID or type(identity) is str:
        return identity
    return NO_ID if isinstance(identity, dict | list) else str(identity)


def merges(values: list[Any]) -> bool:
    """Whether a list holds objects only."""
    for value in values:  # noqa: SIM110 - half the time of all() here, and here is much of the time
        if type(value) is not dict:
            return False
    return True


def _without_null(value: Any) -> Any:  # noqa: ANN401
    if type(value) is Object:
        return {name: _without_null(inner) for name, inner in value.items() if inner is not None}
    return [_without_null(inner) for inner in value] if type(value) is Items else value
