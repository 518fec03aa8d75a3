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
    ``items`` with those of equal id joined, in the order of first occurrence.

    The first value of a field holds; lists are joined; an item without an id stays alone.
    """
    identity = node.identity
    if identity is None:
        return _distinct(items)
    first: dict[object, dict[str, Any]] = {}
    kept: list[dict[str, Any]] = []
    for item in items:
        key = item.get(identity)
        earlier = None if key is None else first.get(key)
        if earlier is not None:
            _join(earlier, item, node, differs)
            continue
        kept.append(item)
        if key is not None:
            first[key] = item
    return kept


def _join(target: dict[str, Any], other: dict[str, Any], node: Node, differs: Differs) -> None:
    for name, value in other.items():
        present = target.get(name)
        if present is None:
            target[name] = value
        elif present == value:
            continue
        else:
            child = node.child(name)
            assert child is not None
            if isinstance(present, list):
                assert child.items is not None
                objects = child.items.kind == "object"
                joined = [*present, *value]
                target[name] = combine(joined, child.items, differs) if objects else _distinct(joined)
            elif isinstance(present, dict):
                _join(present, value, child, differs)
            else:
                differs(child.path)


def _distinct(items: list[Any]) -> list[Any]:
    kept: list[Any] = []
    for item in items:
        if item not in kept:
            kept.append(item)
    return kept
