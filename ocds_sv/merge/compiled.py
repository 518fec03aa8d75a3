"""Releases of one process merged into its compiled release, one release at a time."""

from __future__ import annotations

from collections.abc import Iterable
from operator import is_
from typing import Any, cast

from ocds_sv.jsonio import encode
from ocds_sv.merge.rules import NONE, OMIT, REPLACE, Rules

Json = dict[str, Any]


class Object(dict[str, Any]):
    """
    An object that several releases have filled.

    What one release alone has said stays the plain dictionary that was read, as long as it is what its merge would be.
    """

    __slots__ = ()


class Items(list[Json]):
    """
    A list that merges by id, in the order in which the ids were first met.

    Attributes:
        by_id: the places of the items that have an id.
        texts: by place, an item that one release alone has said, encoded, when it has been compared.
        last: what was merged into it last, when the same once more would alter nothing; otherwise ``None``.
    """

    __slots__ = ("by_id", "last", "texts")

    def __init__(self, values: Iterable[Json] = ()) -> None:
        super().__init__(values)
        self.by_id: dict[str | None, int] = {}
        self.texts: dict[int, bytes] = {}
        self.last: list[Json] | None = None


_HEAD = len(("ocid", "id", "date", "tag"))
"""Fields of a compiled release that its releases do not fill."""

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
        self._has_null = False
        self._unsettled = 0
        self._encoded: dict[int, tuple[list[Json], bytes]] = {}

    def add(self, release: Json) -> None:
        """Merge a release that is not older than those before it."""
        ocid, date = release.get("ocid"), release.get("date")
        self._release.update(id=f"{ocid}-{date}", date=date, ocid=ocid)
        rules = self._rules
        # With nothing but its head, it is the first; most of those are what they would merge to.
        if len(self._release) == _HEAD and not rules.omits_below and is_plain(release):
            self._release.update((name, value) for name, value in release.items() if rules.get(name) is not OMIT)
        else:
            self._merge(self._release, release, rules, None)

    def value(self) -> Json:
        """The compiled release; it shares its values with the releases."""
        return _without_null(self._release) if self._has_null else self._release

    def _merge(self, target: Object, source: Json, rules: Rules, path: Path) -> None:
        """Merge ``source`` into an object that earlier releases, or earlier items, have filled."""
        omits, known_as = rules.omits, target.get
        for name, value in source.items():
            if omits and rules.get(name) is OMIT:
                continue
            kind, known = type(value), known_as(name)
            if kind is str and known == value:
                continue
            if (kind is dict or kind is list) and rules.get(name) is not REPLACE:
                self._merge_container(target, value, known, rules.get(name, NONE), (path, name))
            elif type(known) not in _CONTAINERS or rules.get(name) is REPLACE or not _is_merged(known):
                target[name] = value
                if value is None:
                    self._has_null = True
            elif value is not None:
                self._put(target, value, known, (path, name))

    def _merge_container(self, target: Object, value: Any, known: Any, rules: Any, path: tuple[Path, str]) -> None:  # noqa: ANN401
        if type(value) is dict:
            if type(known) is dict:
                if is_again(known, value):
                    return
                known = target[path[1]] = Object(known)
            if type(known) is Object:
                self._merge(known, value, rules, path)
            elif made := self._object(value, rules, path):
                self._put(target, made, known, path)
        elif not merges(value):
            self._put(target, value, known if type(known) in _CONTAINERS and _is_merged(known) else None, path)
        elif type(known) is Items:
            self._items(known, value, rules, path)
        elif type(known) is list and merges(known):
            self._plain_list(target, value, known, rules, path)
        elif listed := self._list(value, rules, path):
            self._put(target, listed, known, path)

    def _plain_list(self, target: Object, values: Any, known: list[Json], rules: Any, path: tuple[Path, str]) -> None:  # noqa: ANN401
        """Merge into a list that one release alone has said; what is said once more, or longer, is the rule."""
        new = values
        if len(values) >= len(known):
            _, encoded = self._encoded.get(id(known)) or (known, encode(known))
            told = encode(values)
            if told == encoded:
                # The list is kept beside its text: its identity is its own as long as it is there.
                self._encoded[id(known)] = known, encoded
                return
            if told.startswith(encoded[:-1]) and told[len(encoded) - 1 : len(encoded)] == b",":
                new = values[len(known) :]
        self._encoded.pop(id(known), None)
        items = target[path[1]] = _listed(known)
        self._items(items, new, rules, path)
        if items.last is not None:
            items.last = values

    def _object(self, source: Json, rules: Any, path: Path) -> Json:  # noqa: ANN401
        """What ``source`` makes where there was no object: itself, or an ``Object`` where the two differ."""
        if not rules.omits_within and is_plain(source):
            return source
        made: Object | None = None
        if rules.omits:
            made = Object((name, value) for name, value in source.items() if rules.get(name) is not OMIT)
        for name, value in source.items() if made is None else list(made.items()):
            kind = type(value)
            if kind is str:
                continue
            if kind is dict or kind is list:
                rule = rules.get(name, NONE)
                if rule is REPLACE:
                    continue
                inner = (
                    self._object(value, rule, (path, name)) if kind is dict else self._list(value, rule, (path, name))
                )
                if inner and inner is value:
                    continue
                made = Object(source) if made is None else made
                if inner:
                    made[name] = inner
                else:
                    del made[name]
            elif value is None:
                self._has_null = True
                made = Object(source) if made is None else made
        return source if made is None else made

    def _list(self, values: list[Json], rules: Any, path: Path) -> list[Json]:  # noqa: ANN401
        """What ``values`` make where there was no list: themselves, or ``Items`` where the two differ."""
        if not merges(values):
            return values
        if rules.omits or not _are_told_apart(values):
            items = Items()
            self._items(items, values, rules, path)
            return items
        made = [self._object(value, rules, path) for value in values]
        return values if all(map(is_, made, values)) else _listed(made)

    def _items(self, items: Items, values: list[Json], rules: Any, path: Path) -> None:  # noqa: ANN401
        if items.last is not None and is_again(items.last, values):
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
                self._merge_item(items, by_id[key], value, rules, path)
            elif item := self._object(value, rules, path):
                if "id" not in item and identity is not None:
                    item["id"] = identity
                by_id[key] = len(items)
                items.append(item)
        items.last = values if self._unsettled == before else None

    def _merge_item(self, items: Items, place: int, value: Json, rules: Any, path: Path) -> None:  # noqa: ANN401
        known = items[place]
        if type(known) is dict:
            if known == value:
                told = items.texts.get(place)
                if told is None:
                    told = items.texts[place] = encode(known)
                if encode(value) == told:
                    return
            known = items[place] = Object(known)
        self._merge(cast("Object", known), value, rules, path)

    def _put(self, target: Object, value: object, known: object, path: tuple[Path, str]) -> None:
        if known is not None:
            self.disputed.append(told(path))
            self._unsettled += 1
            # The field takes the place that its newest value has.
            del target[path[1]]
        target[path[1]] = value


def _listed(known: list[Json]) -> Items:
    """The same of a list whose items have ids, each its own."""
    items = Items(known)
    items.by_id = {item["id"]: place for place, item in enumerate(known)}
    return items


def is_plain(value: Json) -> bool:
    """Whether an object merges to itself: no null, nothing empty, and each object of a list has an id of its own."""
    for inner in value.values():
        kind = type(inner)
        if kind is str:
            continue
        if kind is dict:
            if not inner or not is_plain(inner):
                return False
        elif kind is list:
            if not inner or (type(inner[0]) is dict and not _are_plain(inner)):
                return False
        elif inner is None:
            return False
    return True


def _are_plain(values: list[Any]) -> bool:
    ids = set()
    for value in values:
        if type(value) is not dict:
            return True
        identity = value.get("id")
        if type(identity) is not str or identity in ids or not is_plain(value):
            return False
        ids.add(identity)
    return True


def _are_told_apart(values: list[Json]) -> bool:
    """Whether each object has an id that is a text, and no other has the same."""
    ids = set()
    for value in values:
        identity = value.get("id")
        if type(identity) is not str:
            return False
        ids.add(identity)
    return len(ids) == len(values)


def _is_merged(container: Any) -> bool:  # noqa: ANN401
    """Whether a container, which is not replaced whole, merges: a list with something else than objects does not."""
    return type(container) is not list or merges(container)


def is_again(known: Json | list[Json], value: Json | list[Json]) -> bool:
    """Whether ``value`` is what is known, written alike: ``1``, ``1.0`` and ``true`` are equal to Python."""
    return known == value and encode(known) == encode(value)


def told(path: Path) -> str:
    """``tender/items/unit``."""
    names: list[str] = []
    while path is not None:
        path, name = path
        names.append(name)
    return "/".join(reversed(names))


NO_ID = object()
"""The key of an item that has no id: it is like no other."""

_CONTAINERS = frozenset({Object, Items, dict, list})


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
