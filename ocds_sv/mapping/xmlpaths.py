"""Paths of XPath as functions: steps from elements to elements, and predicates that keep some of them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from typing import Any

from ocds_sv.mapping.xmlgrammar import ANY, NODE, TEXT, Binary, Call, Expr, Literal, Step, Unknown
from ocds_sv.mapping.xmlrecord import Document, Doubt, Nodes, Record, nested, own_texts

NESTED = frozenset({"ancestor", "ancestor-or-self", "descendant"})
"""Axes on which one node may stand in another."""

_CHILDLESS: dict[str, Nodes] = {}

Stage = Callable[[Nodes, Any], Nodes]
"""From nodes in the order of the document, none inside another, and ``$this`` to nodes."""


def move(step: Step, record: Record) -> Stage:
    """
    The function of a step without its predicates, in a record.

    Raises:
        Unknown: the step has a shape that is left to lxml.
    """
    name = step.name
    if step.axis == "child":
        return _texts if name == TEXT else _all if name == ANY else _children(name, record)
    if step.axis == "@":
        return lambda nodes, _: [value for node in nodes if (value := node.get(name)) is not None]
    if step.axis == "self":
        return lambda nodes, _: [node for node in nodes if type(node) is not Document and name in {"*", node.tag}]
    if step.axis == "descendant":
        return _single(lambda node: _descendants(node, name, record))
    make = _OF_ONE.get(step.axis)
    if make is None or (step.axis == "parent") != (name == NODE):
        raise Unknown
    return _single(make(name))


def _texts(nodes: Nodes, _: Any) -> Nodes:  # noqa: ANN401 - $this
    return [text for node in nodes for text in own_texts(node)]


def _all(nodes: Nodes, _: Any) -> Nodes:  # noqa: ANN401 - $this
    return [child for node in nodes for child in ([node.root] if type(node) is Document else node)]


def _children(name: str, record: Record) -> Stage:
    below = record.children

    def moved(nodes: Nodes, _: Any) -> Nodes:  # noqa: ANN401 - $this
        if len(nodes) == 1:
            return below.get(nodes[0], _CHILDLESS).get(name, [])
        return [child for node in nodes if node in below for child in below[node].get(name, ())]

    return moved


def down(names: list[str], record: Record) -> Callable[[Any, Any], Nodes]:
    """The nodes that a way of names alone leads to from an element."""
    below = record.children
    first, *rest = names

    def found(node: Any, _: Any) -> Nodes:  # noqa: ANN401 - an element and $this
        own = below.get(node)
        nodes = [] if own is None else own.get(first, [])
        for name in rest:
            nodes = [child for one in nodes if one in below for child in below[one].get(name, ())]
        return nodes

    return found


def _single(of_one: Callable[[Any], Nodes]) -> Stage:
    """A step whose answers of several nodes might come in another order, or twice."""

    def moved(nodes: Nodes, _: Any) -> Nodes:  # noqa: ANN401 - $this
        if not nodes:
            return nodes
        if len(nodes) > 1:
            raise Doubt
        return of_one(nodes[0])

    return moved


def _descendants(node: Any, name: str, record: Record) -> Nodes:  # noqa: ANN401 - an element or the document
    if type(node) is not Document:
        return list(node.iterdescendants(name))
    return list(node.root.iter()) if name == ANY else record.named(name)


def _parent(node: Any) -> Any:  # noqa: ANN401 - an element
    parent = node.getparent()
    if parent is None:
        # The document above a root, whose record is not known here.
        raise Doubt
    return parent


def _or_self(node: Any, name: str) -> Nodes:  # noqa: ANN401 - an element
    own = [node] if name in {"*", node.tag} else []
    return own + list(node.iterancestors(name))


_OF_ONE: dict[str, Callable[[str], Callable[[Any], Nodes]]] = {
    "parent": lambda _: lambda node: [_parent(node)],
    "ancestor": lambda name: lambda node: list(node.iterancestors(name)),
    "ancestor-or-self": lambda name: lambda node: _or_self(node, name),
    "preceding-sibling": lambda name: lambda node: list(node.itersiblings(name, preceding=True)),
    "following-sibling": lambda name: lambda node: list(node.itersiblings(name)),
}
"""What makes of a name the step of one node, by axis."""


def place_of(test: Expr) -> int | None:
    """
    The place that a predicate asks for, from 1, or 0 for an only node; ``None`` when it asks for something else.

    Raises:
        Unknown: there is no such place.
    """
    match test:
        case Literal(value=float() as number):
            pass
        case Binary(sign="=", left=Call(name="position", args=()), right=Literal(value=float() as number)):
            pass
        case Binary(sign="=", left=Call(name="last", args=()), right=Literal(value=1.0)):
            return 0
        case _:
            return None
    if number < 1 or number != int(number):
        raise Unknown
    return int(number)


def place(number: int, *, grouped: bool) -> Stage:
    """
    What keeps the nodes with a place among those of the same parent.

    Args:
        number: the place, from 1; 0 keeps an only one.
        grouped: the nodes may have several parents.
    """

    def of_one(nodes: Nodes, _: Any = None) -> Nodes:  # noqa: ANN401 - $this
        if number == 0:
            return nodes if len(nodes) == 1 else []
        return nodes[number - 1 : number]

    def of_several(nodes: Nodes, _: Any) -> Nodes:  # noqa: ANN401 - $this
        if len(nodes) < 2:  # noqa: PLR2004 - one node has one parent, and is its first and its only one
            return nodes if number < 2 else []  # noqa: PLR2004 - the same
        if any(type(node) is str for node in nodes):
            raise Doubt
        parents = [node.getparent() for node in nodes]
        count = Counter(parents)
        met: Counter[Any] = Counter()
        kept = []
        for node, parent in zip(nodes, parents, strict=True):
            met[parent] += 1
            if met[parent] == (number or count[parent] == 1):
                kept.append(node)
        return kept

    return of_several if grouped else of_one


def turned(nodes: Nodes, _: Any) -> Nodes:  # noqa: ANN401 - $this
    """Nodes that were found from below or from behind, in the order of the document."""
    return nodes[::-1]


def apart(nodes: Nodes, _: Any) -> Nodes:  # noqa: ANN401 - $this
    """
    The nodes, none of which is inside another.

    Raises:
        Doubt: one is, and what a next step finds in the two would not come in the order of the document.
    """
    if len(nodes) > 1 and nested(nodes):
        raise Doubt
    return nodes
