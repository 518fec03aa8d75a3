"""
Blocks that are sure to become one item are made one block when the mapping loads.

A mapping laid over another adds fields to its blocks by giving the same id once more. Building both and joining them
for every record costs more than building one.
"""

from __future__ import annotations

from collections.abc import Iterable

from ocds_sv.mapping.language import Expression, Field, Items, Object, Part


def united(blocks: Iterable[Object | Field]) -> tuple[Object | Field, ...]:
    """``blocks`` with those of the same id expression, repetition and condition made one, where they do not differ."""
    kept: list[Object | Field] = []
    for block in blocks:
        for place, earlier in enumerate(kept):
            one = _one(earlier, block)
            if one is not None:
                kept[place] = one
                break
        else:
            kept.append(block)
    return tuple(kept)


def _one(first: Object | Field, second: Object | Field) -> Object | None:
    if not isinstance(first, Object) or not isinstance(second, Object):
        return None
    identity = _identity(first)
    same = (first.each, first.when, identity) == (second.each, second.when, _identity(second))
    return _both(first, second) if same and identity is not None else None


def _identity(block: Object) -> Expression | None:
    for name, part in block.fields:
        if name == block.node.identity and isinstance(part, Field):
            return part.expression
    return None


def _both(first: Object, second: Object) -> Object | None:
    """An object with the fields of both; ``None`` when they would fill a field differently."""
    fields = dict(first.fields)
    for name, part in second.fields:
        present = fields.get(name)
        joined = part if present is None else _part(present, part)
        if joined is None:
            return None
        fields[name] = joined
    return Object(first.node, first.path, tuple(fields.items()), first.each, first.when)


def _part(first: Part, second: Part) -> Part | None:
    if first == second:
        return first
    if isinstance(first, Items) and isinstance(second, Items):
        return Items(first.node, first.path, united([*first.blocks, *second.blocks]))
    if isinstance(first, Object) and isinstance(second, Object) and first.when == second.when:
        return _both(first, second)
    return None
