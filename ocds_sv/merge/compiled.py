"""Releases of one process merged into its compiled release, one release at a time."""

from __future__ import annotations

from typing import Any

from ocds_sv.jsonio import encode
from ocds_sv.merge.rules import NONE, OMIT, REPLACE, Rules

Json = dict[str, Any]


class Object(dict[str, Any]):
    """
    An object that merges field by field; a plain dictionary is a value that is replaced whole.

    Attributes:
        last: what was merged into it last, when the same once more would alter nothing; otherwise ``None``.
    """

    __slots__ = ("last",)
    last: Json | None


class Items(list[Object]):
    """
    A list that merges by id, in the order in which the ids were first met.

    Attributes:
        by_id: the items that have an id.
        last: as of ``Object``.
    """

    __slots__ = ("by_id", "last")

    def __init__(self) -> None:
        super().__init__()
        self.by_id: dict[str | None, Object] = {}
        self.last: list[Json] | None = None


Path = tuple["Path", str] | None
"""Where a field stands: the path of the object around it, and its name; made into a text only when it is told."""


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
        self._release.last = None
        self._has_null = False
        self._unsettled = 0

    def add(self, release: Json) -> None:
        """Merge a release that is not older than those before it."""
        ocid, date = release.get("ocid"), release.get("date")
        self._release.update(id=f"{ocid}-{date}", date=date, ocid=ocid)
        self._merge(self._release, {name: value for name, value in release.items() if name != "tag"}, self._rules, None)

    def value(self) -> Json:
        """The compiled release; it shares its values with the releases."""
        return _without_null(self._release) if self._has_null else self._release

    def _merge(self, target: Object, source: Json, rules: Rules, path: Path) -> None:
        """Merge ``source`` into an object that earlier releases, or earlier items, have filled."""
        if is_again(target.last, source):
            return
        before = self._unsettled
        omits, known_as = rules.omits, target.get
        for name, value in source.items():
            if omits and rules.get(name) is OMIT:
                continue
            kind, known = type(value), known_as(name)
            if (kind is dict or kind is list) and rules.get(name) is not REPLACE:
                self._merge_container(target, value, known, rules.get(name, NONE), (path, name))
            elif type(known) not in _KINDS:
                target[name] = value
                if value is None:
                    self._has_null = True
            elif value is not None:
                self._put(target, value, known, (path, name))
        target.last = source if self._unsettled == before else None

    def _merge_container(self, target: Object, value: Any, known: Any, rules: Any, path: tuple[Path, str]) -> None:  # noqa: ANN401
        if type(value) is dict:
            if type(known) is Object:
                self._merge(known, value, rules, path)
            elif made := self._object(value, rules, path):
                self._put(target, made, known, path)
        elif not merges(value):
            self._put(target, value, known if type(known) in _KINDS else None, path)
        elif type(known) is Items:
            self._items(known, value, rules, path)
        else:
            items = Items()
            self._items(items, value, rules, path)
            if items:
                self._put(target, items, known, path)

    def _object(self, source: Json, rules: Any, path: Path) -> Object:  # noqa: ANN401
        """The object that ``source`` makes where there was none: a copy, with the containers in it made anew."""
        made = Object(source)
        before = self._unsettled
        omits = rules.omits
        for name, value in source.items():
            kind = type(value)
            if omits and rules.get(name) is OMIT:
                del made[name]
            elif kind is str:
                continue
            elif kind is dict or kind is list:
                rule = rules.get(name, NONE)
                if rule is not REPLACE:
                    self._container(made, value, rule, (path, name))
            elif value is None:
                self._has_null = True
        made.last = source if self._unsettled == before else None
        return made

    def _container(self, made: Object, value: Any, rules: Any, path: tuple[Path, str]) -> None:  # noqa: ANN401
        """Make an object or a list of objects anew in ``made``; one that says nothing is not there."""
        container: Object | Items
        if type(value) is dict:
            container = self._object(value, rules, path)
        elif merges(value):
            container = Items()
            self._items(container, value, rules, path)
        else:
            return
        if container:
            made[path[1]] = container
        else:
            del made[path[1]]

    def _items(self, items: Items, values: list[Json], rules: Any, path: Path) -> None:  # noqa: ANN401
        if is_again(items.last, values):
            return
        before = self._unsettled
        by_id = items.by_id
        for value in values:
            identity = value.get("id")
            key = identity if type(identity) is str else identity_key(value)
            if key is NO_ID:
                if item := self._object(value, rules, path):
                    items.append(item)
                    self._unsettled += 1
            elif key in by_id:
                self._merge(by_id[key], value, rules, path)
            elif item := self._object(value, rules, path):
                if "id" not in item and identity is not None:
                    item["id"] = identity
                items.append(item)
                by_id[key] = item
        items.last = values if self._unsettled == before else None

    def _put(self, target: Object, value: object, known: object, path: tuple[Path, str]) -> None:
        if known is not None:
            self.disputed.append(told(path))
            self._unsettled += 1
            # The field takes the place that its newest value has.
            del target[path[1]]
        target[path[1]] = value


def is_again(last: object, value: object) -> bool:
    """Whether ``value`` is what was merged last, written alike: ``1``, ``1.0`` and ``true`` are equal to Python."""
    return last == value and encode(last) == encode(value)


def told(path: Path) -> str:
    """``tender/items/unit``."""
    names: list[str] = []
    while path is not None:
        path, name = path
        names.append(name)
    return "/".join(reversed(names))


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
