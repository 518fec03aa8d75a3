"""Paths of XPath as functions: steps from elements to elements, and predicates that keep some of them."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from itertools import groupby
from typing import Any

from ocds_sv.mapping.xmlgrammar import ANY, NODE, TEXT, Step, Unknown
from ocds_sv.mapping.xmlrecord import Document, Nodes, Record, nested, own_texts

Move = Callable[[Nodes], Nodes]
"""From nodes in the order of the document, none inside another, to where a step leads."""


class Doubt(Exception):
    """Nodes whose order is not known here; lxml knows it."""


def move(step: Step, record: Record) -> Move:
    """
    The function of a step without its predicates, in a record.

    Raises:
        Unknown: the step has a shape that is left to lxml.
    """
    name = step.name
    match step.axis:
        case "child" if name == TEXT:
            return lambda nodes: [text for node in nodes for text in own_texts(node)]
        case "child" if name == ANY:
            return lambda nodes: [child for node in nodes for child in _all(node)]
        case "child":
            return _children(name, record)
        case "@":
            return lambda nodes: [value for node in nodes if (value := node.get(name)) is not None]
        case "self" if name == NODE:
            return lambda nodes: nodes
        case "self":
            return lambda nodes: [node for node in nodes if type(node) is not Document and name in {"*", node.tag}]
        case "descendant":
            return _single(lambda node: _descendants(node, name))
        case "parent" if name == NODE:
            return _single(lambda node: [_parent(node)])
        case "ancestor":
            return _single(lambda node: list(node.iterancestors(name)))
        case "ancestor-or-self":
            return _single(lambda node: _or_self(node, name))
        case "preceding-sibling":
            return _single(lambda node: list(node.itersiblings(name, preceding=True)))
        case "following-sibling":
            return _single(lambda node: list(node.itersiblings(name)))
    raise Unknown


def _all(node: Any) -> Iterable[Any]:  # noqa: ANN401 - an element or the document
    return [node.root] if type(node) is Document else node  # type: ignore[no-any-return]


def _children(name: str, record: Record) -> Move:
    below = record.below

    def moved(nodes: Nodes) -> Nodes:
        if len(nodes) == 1:
            return below(nodes[0]).get(name, [])
        return [child for node in nodes for child in below(node).get(name, ())]

    return moved


def _single(of_one: Callable[[Any], Nodes]) -> Move:
    """A step whose answers of several nodes might come in another order, or twice."""

    def moved(nodes: Nodes) -> Nodes:
        if not nodes:
            return nodes
        if len(nodes) > 1:
            raise Doubt
        return of_one(nodes[0])

    return moved


def _descendants(node: Any, name: str) -> Nodes:  # noqa: ANN401 - an element or the document
    if type(node) is Document:
        return list(node.root.iter(name))
    return list(node.iterdescendants(name))


def _parent(node: Any) -> Any:  # noqa: ANN401 - an element
    parent = node.getparent()
    if parent is None:
        # The document above a root, whose record is not known here.
        raise Doubt
    return parent


def _or_self(node: Any, name: str) -> Nodes:  # noqa: ANN401 - an element
    own = [node] if name in {"*", node.tag} else []
    return own + list(node.iterancestors(name))


def place(number: int, *, grouped: bool) -> Move:
    """
    What keeps the nodes with a place among those of the same parent.

    Args:
        number: the place, from 1; 0 keeps an only one.
        grouped: the nodes may have several parents.
    """

    def of_one(nodes: Nodes) -> Nodes:
        if number == 0:
            return nodes if len(nodes) == 1 else []
        return nodes[number - 1 : number]

    def of_several(nodes: Nodes) -> Nodes:
        if len(nodes) < 2:  # noqa: PLR2004 - one node has one parent
            return of_one(nodes)
        families = groupby(nodes, key=_family)
        return [node for _, family in families for node in of_one(list(family))]

    return of_several if grouped else of_one


def _family(node: Any) -> Any:  # noqa: ANN401 - an element
    if type(node) is str:
        raise Doubt
    return node.getparent()


def turned(nodes: Nodes) -> Nodes:
    """Nodes that were found from below or from behind, in the order of the document."""
    return nodes[::-1]


def apart(nodes: Nodes) -> Nodes:
    """
    The nodes, none of which is inside another.

    Raises:
        Doubt: one is, and what a next step finds in the two would not come in the order of the document.
    """
    if len(nodes) > 1 and nested(nodes):
        raise Doubt
    return nodes
