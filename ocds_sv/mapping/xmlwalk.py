"""One walk down through elements for all of a scope's XPaths that go the same way."""

from __future__ import annotations

from typing import Any

from ocds_sv.mapping.xmlanswers import Answer, Answers
from ocds_sv.mapping.xmlgrammar import ANY, TEXT, Binary, Expr, Literal, Path, Step
from ocds_sv.mapping.xmlpaths import Stage
from ocds_sv.mapping.xmlrecord import Children, Nodes, own_texts, string_of

Found = list[Any]
"""What was found for each slot; ``None`` is nothing."""


class Branch:
    """
    What is done with nodes that have been reached together: children of one element, all of one name or of any.

    Attributes:
        slots: where the nodes themselves are put.
        deeper: something is asked of each node.
        asked: it is asked of the node itself.
        attributes: attribute → where its values are put.
        texts: where the nodes' own texts are put.
        children: name → the branch of the children of this name.
        other: the branch of all children.
        tested: there are predicates.
        keyed: attribute → its value → the branch of the nodes that have it.
        valued: a path, what finds its texts, and text → the branch of the nodes where it is found.
        tests: another predicate, what keeps the nodes that pass it, and their branch.
    """

    __slots__ = (
        "asked",
        "attributes",
        "children",
        "deeper",
        "keyed",
        "other",
        "slots",
        "tested",
        "tests",
        "texts",
        "valued",
    )

    def __init__(self) -> None:
        self.slots: list[int] = []
        self.deeper = self.asked = self.tested = False
        self.attributes: list[tuple[str, int]] = []
        self.texts: list[int] = []
        self.children: dict[str, Branch] = {}
        self.other: Branch | None = None
        self.keyed: dict[str, dict[str | None, Branch]] = {}
        self.valued: dict[Expr, tuple[Answer, dict[str | None, Branch]]] = {}
        self.tests: dict[Expr, tuple[Stage, Branch]] = {}

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
            self.asked = True
            self.attributes.append((step.name, slot))
        elif step.name == TEXT:
            self.asked = True
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
        match test:
            case Binary(sign="=", left=Path("", (Step("@", name, ()),)), right=Literal(value=str() as value)):
                return self.keyed.setdefault(name, {}).setdefault(value, Branch())
            case Binary(sign="=", left=Path() as path, right=Literal(value=str() as value)):
                return self.valued.setdefault(path, (answers.answered(path).at, {}))[1].setdefault(value, Branch())
        return self.tests.setdefault(test, (answers.kept(test), Branch()))[1]


def goes_down(step: Step) -> bool:
    """Whether the walk can take a step."""
    if step.axis == "@" or step.name == TEXT:
        return not step.tests
    return step.axis == "child"


def walk(nodes: Nodes, branch: Branch, found: Found, this: Any, children: Children) -> None:  # noqa: ANN401 - $this
    """Put what is found from ``nodes`` on into the slots of ``found``, whose lists are nobody else's."""
    for slot in branch.slots:
        known = found[slot]
        if known is None:
            found[slot] = nodes.copy()
        else:
            known += nodes
    if branch.deeper:
        for node in nodes:
            if branch.asked:
                _take(node, branch, found)
            below = children.get(node)
            if below is not None:
                _into(below, branch, found, this, children)
                if branch.other is not None:
                    walk(node[:], branch.other, found, this, children)
    if branch.tested:
        for kept, behind in _sorted_out(nodes, branch, this):
            walk(kept, behind, found, this, children)


def _into(below: dict[str, Nodes], branch: Branch, found: Found, this: Any, children: Children) -> None:  # noqa: ANN401
    branches = branch.children
    if len(branches) < len(below):
        for name, behind in branches.items():
            if name in below:
                walk(below[name], behind, found, this, children)
    else:
        for name, inside in below.items():
            if name in branches:
                walk(inside, branches[name], found, this, children)


def _take(node: Any, branch: Branch, found: Found) -> None:  # noqa: ANN401 - an element
    """What is asked of a node itself."""
    for name, slot in branch.attributes:
        value = node.get(name)
        if value is not None:
            if found[slot] is None:
                found[slot] = []
            found[slot].append(value)
    for slot in branch.texts:
        texts = own_texts(node)
        if texts:
            found[slot] = (found[slot] or []) + texts


def _sorted_out(nodes: Nodes, branch: Branch, this: Any) -> list[tuple[Nodes, Branch]]:  # noqa: ANN401 - an element
    """The nodes that pass predicates, and the branches behind."""
    sorted_out: list[tuple[Nodes, Branch]] = []
    for keep, behind in branch.tests.values():
        kept = keep(nodes, this)
        if kept:
            sorted_out.append((kept, behind))
    for name, keyed in branch.keyed.items():
        sorted_out += _by_text([(node.get(name),) for node in nodes], nodes, keyed)
    for at, valued in branch.valued.values():
        sorted_out += _by_text([tuple(map(string_of, at(node, this))) for node in nodes], nodes, valued)
    return sorted_out


def _by_text(
    texts: list[tuple[str | None, ...]], nodes: Nodes, branches: dict[str | None, Branch]
) -> list[tuple[Nodes, Branch]]:
    if len(nodes) == 1:
        return [(nodes, branches[text]) for text in dict.fromkeys(texts[0]) if text in branches]
    met = dict.fromkeys(text for own in texts for text in own if text in branches)
    return [([node for node, own in zip(nodes, texts, strict=True) if text in own], branches[text]) for text in met]
