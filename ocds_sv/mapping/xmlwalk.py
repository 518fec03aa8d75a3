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
        deeper: something is asked of children by their names.
        asked: something is asked of the nodes themselves, or of all their children.
        attributes: attribute → where its values are put.
        texts: where the nodes' own texts are put.
        children: name → the branch of the children of this name.
        other: the branch of all children.
        end: the one slot, where nothing else is done with the nodes; else -1.
        tested: there are predicates.
        first: the branch of the first node.
        keyed: attribute → its value → the branch of the nodes that have it.
        valued: a path, what finds its texts, and text → the branch of the nodes where it is found.
        tests: another predicate, what keeps the nodes that pass it, and their branch.
    """

    __slots__ = (
        "asked",
        "attributes",
        "children",
        "deeper",
        "end",
        "first",
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
        self.end = -1
        self.first: Branch | None = None
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
            self._settle()
            return
        step, *rest = steps
        if step.axis == "@":
            self.asked = True
            self.attributes.append((step.name, slot))
        elif step.name == TEXT:
            self.asked = True
            self.texts.append(slot)
        else:
            if step.name == ANY:
                self.asked = True
                branch = self.other = self.other or Branch()
            else:
                self.deeper = True
                branch = self.children.setdefault(step.name, Branch())
            for test in step.tests:
                branch = branch.behind(test, answers)
            branch.plant(slot, tuple(rest), answers)
        self._settle()

    def behind(self, test: Expr, answers: Answers) -> Branch:
        """The branch of the nodes that pass a predicate."""
        self.tested = True
        self._settle()
        match test:
            case Literal(value=1.0):
                self.first = self.first or Branch()
                return self.first
            case Binary(sign="=", left=Path("", (Step("@", name, ()),)), right=Literal(value=str() as value)):
                return self.keyed.setdefault(name, {}).setdefault(value, Branch())
            case Binary(sign="=", left=Path() as path, right=Literal(value=str() as value)):
                return self.valued.setdefault(path, (answers.answered(path).at, {}))[1].setdefault(value, Branch())
        return self.tests.setdefault(test, (answers.kept(test), Branch()))[1]

    def _settle(self) -> None:
        alone = len(self.slots) == 1 and not (self.deeper or self.asked or self.tested)
        self.end = self.slots[0] if alone else -1


def goes_down(step: Step) -> bool:
    """Whether the walk can take a step."""
    if step.axis == "@" or step.name == TEXT:
        return not step.tests
    return step.axis == "child"


def walk(nodes: Nodes, branch: Branch, found: Found, this: Any, children: Children) -> None:  # noqa: ANN401 - $this
    """Put what is found from ``nodes`` on into the slots of ``found``, whose lists are never altered."""
    for slot in branch.slots:
        known = found[slot]
        found[slot] = nodes if known is None else known + nodes
    if branch.deeper:
        branches = branch.children
        for node in nodes:
            if node not in children:
                continue
            below = children[node]
            # Comparing names is what takes long here; so it is done for the fewer.
            for name in branches if len(branches) < len(below) else below:
                if name in branches and name in below:
                    slot = branches[name].end
                    if slot < 0:
                        walk(below[name], branches[name], found, this, children)
                    else:
                        # Most ways end here, and a call for each would cost more than all else.
                        known = found[slot]
                        found[slot] = below[name] if known is None else known + below[name]
    if branch.asked:
        _ask(nodes, branch, found, this, children)
    if branch.tested:
        _behind(nodes, branch, found, this, children)


def _behind(nodes: Nodes, branch: Branch, found: Found, this: Any, children: Children) -> None:  # noqa: ANN401 - $this
    """Go on with the nodes that pass predicates."""
    if branch.first is not None:
        walk(nodes[:1], branch.first, found, this, children)
    for keep, behind in branch.tests.values():
        kept = keep(nodes, this)
        if kept:
            walk(kept, behind, found, this, children)
    for name, keyed in branch.keyed.items():
        for kept, behind in _by_text([[node.get(name)] for node in nodes], nodes, keyed):
            walk(kept, behind, found, this, children)
    for at, valued in branch.valued.values():
        for kept, behind in _by_text([list(map(string_of, at(node, this))) for node in nodes], nodes, valued):
            walk(kept, behind, found, this, children)


def _ask(nodes: Nodes, branch: Branch, found: Found, this: Any, children: Children) -> None:  # noqa: ANN401 - $this
    """What is asked of the nodes themselves, and of all their children."""
    for name, slot in branch.attributes:
        values = [value for node in nodes if (value := node.get(name)) is not None]
        if values:
            found[slot] = (found[slot] or []) + values
    for slot in branch.texts:
        texts = [text for node in nodes for text in own_texts(node)]
        if texts:
            found[slot] = (found[slot] or []) + texts
    if branch.other is not None:
        for node in nodes:
            if node in children:
                walk(node[:], branch.other, found, this, children)


def _by_text(
    texts: list[list[str | None]], nodes: Nodes, branches: dict[str | None, Branch]
) -> list[tuple[Nodes, Branch]]:
    """The nodes that have a text, and its branch, for each of the texts."""
    if len(nodes) == 1:
        own = texts[0] if len(texts[0]) < 2 else dict.fromkeys(texts[0])  # noqa: PLR2004 - each text once
        return [(nodes, branches[text]) for text in own if text in branches]
    met = dict.fromkeys(text for own in texts for text in own if text in branches)
    return [([node for node, own in zip(nodes, texts, strict=True) if text in own], branches[text]) for text in met]
