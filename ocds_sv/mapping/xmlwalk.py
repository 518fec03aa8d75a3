"""One walk down through elements for all of a scope's XPaths that go the same way."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from ocds_sv.mapping.xmlanswers import Answer, Answers
from ocds_sv.mapping.xmlgrammar import ANY, NODE, TEXT, Binary, Expr, Literal, Path, Step
from ocds_sv.mapping.xmlpaths import place_of
from ocds_sv.mapping.xmlrecord import Nodes, Record, own_texts, string_of
from ocds_sv.mapping.xmlvalues import truth

Found = list[Any]
"""What was found for each slot; ``None`` is nothing."""


class Branch:
    """
    What is done with nodes that have been reached together: children of one element, all of one name or of any.

    Attributes:
        slots: where the nodes themselves are put.
        attributes: attribute → where its values are put.
        texts: where the nodes' own texts are put.
        children: name → the branch of the children of this name.
        other: the branch of all children.
        places: place among the nodes, 0 for an only one → the branch of the node there.
        keyed: attribute → its value → the branch of the nodes that have it.
        valued: a path → a text that it finds → the branch of the nodes where it does.
        tests: another predicate → the branch of the nodes that pass it.
        deeper: something is asked of each node.
        tested: there are predicates.
    """

    __slots__ = (
        "attributes",
        "children",
        "deeper",
        "keyed",
        "other",
        "places",
        "slots",
        "tested",
        "tests",
        "texts",
        "valued",
    )

    def __init__(self) -> None:
        self.slots: list[int] = []
        self.attributes: list[tuple[str, int]] = []
        self.texts: list[int] = []
        self.children: dict[str, Branch] = {}
        self.other: Branch | None = None
        self.places: dict[int, Branch] = {}
        self.keyed: dict[str, dict[str | None, Branch]] = {}
        self.valued: dict[Expr, tuple[Answer, dict[str, Branch]]] = {}
        self.tests: dict[Expr, tuple[Answer, Branch]] = {}
        self.deeper = self.tested = False

    def plant(self, slot: int, steps: tuple[Step, ...], answers: Answers) -> None:
        """
        Let a way that goes on from here end in ``slot``.

        Raises:
            Unknown: a predicate has a shape that is left to lxml.
        """
        if not steps:
            self.slots.append(slot)
            return
        step, *rest = steps
        self.deeper = True
        if step.axis == "@":
            self.attributes.append((step.name, slot))
        elif step.name == TEXT:
            self.texts.append(slot)
        else:
            if step.name == ANY:
                branch = self.other = self.other or Branch()
            else:
                branch = self.children.setdefault(step.name, Branch())
            for test in step.tests:
                branch = branch.behind(test, answers)
            branch.plant(slot, tuple(rest), answers)

    def behind(self, test: Expr, answers: Answers) -> Branch:
        """The branch of the nodes that pass a predicate."""
        self.tested = True
        place = place_of(test)
        if place is not None:
            return self.places.setdefault(place, Branch())
        match test:
            case Binary(sign="=", left=Path("", (Step("@", name, ()),)), right=Literal(value=str() as value)):
                return self.keyed.setdefault(name, {}).setdefault(value, Branch())
            case Binary(sign="=", left=Path() as path, right=Literal(value=str() as value)):
                return self.valued.setdefault(path, (answers.answered(path).at, {}))[1].setdefault(value, Branch())
        return self.tests.setdefault(test, (answers.answered(test).at, Branch()))[1]


def goes_down(step: Step) -> bool:
    """Whether the walk can take a step."""
    if step.axis == "@" or step.name == TEXT:
        return not step.tests
    return step.axis == "child" and step.name != NODE


class Walk:
    """The walk through the elements of a record."""

    def __init__(self, record: Record) -> None:
        self._children = record.children

    def __call__(self, nodes: Nodes, branch: Branch, found: Found, this: Any) -> None:  # noqa: ANN401 - an element
        """Put what is found from ``nodes`` on into the slots of ``found``, whose lists are then nobody else's."""
        for slot in branch.slots:
            _put(found, slot, nodes)
        if branch.deeper:
            for node in nodes:
                self._into(node, branch, found, this)
        if branch.tested:
            for kept, behind in _sorted_out(nodes, branch, this):
                self(kept, behind, found, this)

    def _into(self, node: Any, branch: Branch, found: Found, this: Any) -> None:  # noqa: ANN401 - elements
        for name, slot in branch.attributes:
            value = node.get(name)
            if value is not None:
                _put(found, slot, [value])
        for slot in branch.texts:
            _put(found, slot, own_texts(node))
        below = self._children.get(node)
        if below is None:
            return
        branches = branch.children
        for name in branches if len(branches) < len(below) else below:
            if name in branches and name in below:
                self(below[name], branches[name], found, this)
        if branch.other is not None:
            self(node[:], branch.other, found, this)


def _put(found: Found, slot: int, nodes: Nodes) -> None:
    known = found[slot]
    if known is None:
        if nodes:
            found[slot] = nodes.copy()
    else:
        known += nodes


def _sorted_out(nodes: Nodes, branch: Branch, this: Any) -> Iterable[tuple[Nodes, Branch]]:  # noqa: ANN401 - an element
    """The nodes that pass predicates, in their order, and what is done with them."""
    for place, behind in branch.places.items():
        kept = nodes[place - 1 : place] if place else nodes if len(nodes) == 1 else []
        if kept:
            yield kept, behind
    for name, branches in branch.keyed.items():
        yield from _grouped(((node.get(name), node) for node in nodes), branches)
    for at, branches in branch.valued.values():
        texts = ((text, node) for node in nodes for text in dict.fromkeys(map(string_of, at(node, this))))
        yield from _grouped(texts, branches)
    for at, behind in branch.tests.values():
        kept = [node for node in nodes if truth(at(node, this))]
        if kept:
            yield kept, behind


def _grouped(pairs: Iterable[tuple[Any, Any]], branches: dict[Any, Branch]) -> Iterable[tuple[Nodes, Branch]]:
    groups: dict[Any, Nodes] = {}
    for text, node in pairs:
        if text in branches:
            groups.setdefault(text, []).append(node)
    return [(kept, branches[text]) for text, kept in groups.items()]
