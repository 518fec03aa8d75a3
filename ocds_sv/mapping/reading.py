"""Typed access to YAML trees: each function gives a usable value and notes what is wrong."""

from __future__ import annotations

from collections.abc import Collection

from ocds_sv.mapping.templates import near
from ocds_sv.mapping.yamltree import Block, Faults, Mark, Scalar, Sequence, Tree


def text(tree: Tree | None, path: str, faults: Faults) -> str | None:
    """A text, or ``None`` when it is absent or null."""
    if tree is None:
        return None
    if not isinstance(tree, Scalar):
        faults.add(tree.mark, path, "här väntas en text", "a text is expected here")
        return None
    return None if tree.null else tree.text


def texts(tree: Tree | None, path: str, faults: Faults) -> tuple[str, ...]:
    """A list of texts; a lone text counts as a list of one."""
    if tree is None:
        return ()
    if isinstance(tree, Sequence):
        return tuple(found for item in tree.items if (found := text(item, path, faults)) is not None)
    found = text(tree, path, faults)
    return () if found is None else (found,)


def block(tree: Tree | None, path: str, faults: Faults) -> Block:
    """A block of keys; an empty one when it is absent."""
    if isinstance(tree, Block):
        return tree
    mark = tree.mark if tree is not None else Mark("", 1, 1)
    if tree is not None and not (isinstance(tree, Scalar) and tree.null):
        faults.add(mark, path, "här väntas ett block med nycklar", "a block of keys is expected here")
    return Block(mark, {}, {})


def whole_number(tree: Tree | None, path: str, faults: Faults) -> int | None:
    """A whole number from 0."""
    found = text(tree, path, faults)
    if found is None or tree is None:
        return None
    if not found.isdecimal():
        faults.add(tree.mark, path, "här väntas ett heltal", "a whole number is expected here")
        return None
    return int(found)


def share(tree: Tree | None, path: str, faults: Faults) -> float | None:
    """A share between 0 and 1."""
    found = text(tree, path, faults)
    if found is None or tree is None:
        return None
    try:
        value = float(found)
    except ValueError:
        value = -1.0
    if not 0 <= value <= 1:
        faults.add(tree.mark, path, "här väntas ett tal mellan 0 och 1", "a number between 0 and 1 is expected here")
        return None
    return value


def truth(tree: Tree | None, path: str, faults: Faults) -> bool:
    """``true`` or ``false``; absent is false."""
    found = text(tree, path, faults)
    if found is not None and tree is not None and found not in {"true", "false"}:
        faults.add(tree.mark, path, "här väntas true eller false", "true or false is expected here")
    return found == "true"


def only(tree: Block, known: Collection[str], path: str, faults: Faults) -> None:
    """Note every key of ``tree`` that is not ``known``."""
    for key, _ in tree:
        if key not in known:
            sv, en = near(key, known)
            where = f"{path}.{key}" if path else key
            faults.add(tree.marks[key], where, f"okänd nyckel{sv}", f"unknown key{en}")
