"""
Items of an array that have the same id become one.

The same rule that OCDS merges releases by, used inside one release:
https://standard.open-contracting.org/1.1/en/schema/merging/#identifier-merge
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from ocds_sv.standard import Node

Differs = Callable[[str], None]
"""Told the path of a value that two items disagree on."""


def combine(items: list[dict[str, Any]], node: Node, differs: Differs) -> list[dict[str, Any]]:
    """
    ``items`` with those of equal id joined, in the order of first occurrence; the items themselves stay as they are.

    The first value of a field holds; lists are joined; an item without an id stays alone.
    """
    identity = node.identity
    if identity is None:
        return _distinct(items)
    if len({item.get(identity) for item in items}) == len(items):
        return items
    places: dict[object, int] = {}
    kept: list[dict[str, Any]] = []
    for item in items:
        key = item.get(identity)
        place = None if key is None else places.setdefault(key, len(kept))
        if place is None or place == len(kept):
            kept.append(item)
        elif kept[place] is not item:
            kept[place] = _joined(kept[place], item, node, differs)
    return kept


def _joined(first: dict[str, Any], other: dict[str, Any], node: Node, differs: Differs) -> dict[str, Any]:
    """``first`` with what ``other`` adds; ``first`` itself when that is nothing."""
    added: dict[str, Any] = {}
    for name, value in other.items():
        present = first.get(name)
        if present is None:
            added[name] = value
        elif present is not value and present != value:
            both = _both(present, value, node, name, differs)
            if both is not present:
                added[name] = both
    return {**first, **added} if added else first


def _both(present: Any, value: Any, node: Node, name: str, differs: Differs) -> Any:  # noqa: ANN401 - any field
    child = node.child(name)
    assert child is not None
    if isinstance(present, dict):
        return _joined(present, value, child, differs)
    if not isinstance(present, list):
        differs(child.path)
        return present
    assert child.items is not None
    joined = [*present, *value]
    return combine(joined, child.items, differs) if child.items.kind == "object" else _distinct(joined)


def _distinct(items: list[Any]) -> list[Any]:
    kept: list[Any] = []
    for item in items:
        if item not in kept:
            kept.append(item)
    return kept
