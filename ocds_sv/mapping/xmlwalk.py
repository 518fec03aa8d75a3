"""One walk down through elements for all of a scope's XPaths that go the same way."""

from __future__ import annotations

from typing import Any

from ocds_sv.mapping.xmlanswers import Answer, Answers
from ocds_sv.mapping.xmlgrammar import ANY, TEXT, Binary, Expr, Literal, Path, Step
from ocds_sv.mapping.xmlpaths import Stage
from ocds_sv.mapping.xmlrecord import Children, Nodes, own_texts, string_of

Found = list[Any]
"""What was found for each slot; ``None`` is nothing."""


_EMPTY: dict[Any, Any] = {}
"""Stands for what a branch does not have; nothing is ever put into it."""


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
        only: a name and the branch of the children of this name, where nothing else is done; else ``None``.
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
        "only",
        "other",
        "slots",
        "tested",
        "tests",
        "texts",
        "valued",
    )

    def __init__(self) -> None:
        # A mapping has thousands of branches and most have little in them: what is empty is the same for all, so that
        # they are together in the memory that is near.
        self.slots: tuple[int, ...] = ()
        self.deeper = self.asked = self.tested = False
        self.attributes: tuple[tuple[str, int], ...] = ()
        self.texts: tuple[int, ...] = ()
        self.children: dict[str, Branch] = _EMPTY
        self.end = -1
        self.only: tuple[str, Branch] | None = None
        self.first: Branch | None = None
        self.other: Branch | None = None
        self.keyed: dict[str, dict[str | None, Branch]] = _EMPTY
        self.valued: dict[Expr, tuple[Answer, dict[str | None, Branch]]] = _EMPTY
        self.tests: dict[Expr, tuple[Stage, Branch]] = _EMPTY

    def plant(self, slot: int, steps: tuple[Step, ...], answers: Answers) -> None:
        """
        Let a way that goes on from here end in ``slot``.

        Raises:
            Unknown: a predicate has a shape that is left to lxml.
        """
        if not steps:
            self.slots += (slot,)
            self._settle()
            return
        step, *rest = steps
        if step.axis == "@":
            self.asked = True
            self.attributes += ((step.name, slot),)
        elif step.name == TEXT:
            self.asked = True
            self.texts += (slot,)
        else:
            if step.name == ANY:
                self.asked = True
                branch = self.other = self.other or Branch()
            else:
                if not self.deeper:
                    self.deeper, self.children = True, {}
                branch = self.children.get(step.name) or self.children.setdefault(step.name, Branch())
            for test in step.tests:
                branch = branch.behind(test, answers)
            branch.plant(slot, tuple(rest), answers)
        self._settle()

    def behind(self, test: Expr, answers: Answers) -> Branch:
        """The branch of the nodes that pass a predicate."""
        if not self.tested:
            self.tested, self.keyed, self.valued, self.tests = True, {}, {}, {}
            self._settle()
        match test:
            case Literal(value=1.0):
                self.first = self.first or Branch()
                return self.first
            case Binary(sign="=", left=Path("", (Step("@", name, ()),)), right=Literal(value=str() as value)):
                keyed = self.keyed.setdefault(name, {})
                return keyed.get(value) or keyed.setdefault(value, Branch())
            case Binary(sign="=", left=Path() as path, right=Literal(value=str() as value)):
                if path not in self.valued:
                    self.valued[path] = answers.answered(path).at, {}
                valued = self.valued[path][1]
                return valued.get(value) or valued.setdefault(value, Branch())
        if test not in self.tests:
            self.tests[test] = answers.kept(test), Branch()
        return self.tests[test][1]

    def _settle(self) -> None:
        more = self.asked or self.tested
        self.end = self.slots[0] if len(self.slots) == 1 and not (self.deeper or more) else -1
        self.only = next(iter(self.children.items())) if len(self.children) == 1 and not (self.slots or more) else None


_NOTHING = Branch()
"""Of nodes that are not there."""


def goes_down(step: Step) -> bool:
    """Whether the walk can take a step."""
    if step.axis == "@" or step.name == TEXT:
        return not step.tests
    return step.axis == "child"


def walk(nodes: Nodes, branch: Branch, found: Found, this: Any, children: Children) -> None:  # noqa: ANN401 - $this
    """Put what is found from ``nodes`` on into the slots of ``found``, whose lists are never altered."""
    if branch.only is not None:
        nodes, branch = _along(nodes, branch, children)
    for slot in branch.slots:
        known = found[slot]
        found[slot] = nodes if known is None else known + nodes
    if branch.deeper:
        branches = branch.children
        for node in nodes:
            below = children.get(node, _EMPTY)
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
        behind = _behind_one if len(nodes) == 1 else _behind
        behind(nodes, branch, found, this, children)


def _along(nodes: Nodes, branch: Branch, children: Children) -> tuple[Nodes, Branch]:
    """Where the only way leads: most steps go from one node to one name, and a walk for each would cost more."""
    while branch.only is not None and len(nodes) == 1:
        name, branch = branch.only
        inside = children.get(nodes[0], _EMPTY).get(name)
        if inside is None:
            return [], _NOTHING
        nodes = inside
    return nodes, branch


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


def _behind_one(nodes: Nodes, branch: Branch, found: Found, this: Any, children: Children) -> None:  # noqa: ANN401
    """As ``_behind``, of one node, as there is nearly always."""
    for behind in _passed(nodes, branch, this):
        slot = behind.end
        if slot < 0:
            walk(nodes, behind, found, this, children)
        else:
            known = found[slot]
            found[slot] = nodes if known is None else known + nodes


def _passed(nodes: Nodes, branch: Branch, this: Any) -> list[Branch]:  # noqa: ANN401 - $this
    """The branches behind the predicates that a node passes."""
    passed = [] if branch.first is None else [branch.first]
    for keep, behind in branch.tests.values():
        if keep(nodes, this):
            passed.append(behind)
    for name, keyed in branch.keyed.items():
        value = nodes[0].get(name)
        if value in keyed:
            passed.append(keyed[value])
    for at, valued in branch.valued.values():
        texts = dict.fromkeys(map(string_of, at(nodes[0], this)))
        passed += [valued[text] for text in texts if text in valued]
    return passed


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
    met = dict.fromkeys(text for own in texts for text in own if text in branches)
    return [([node for node, own in zip(nodes, texts, strict=True) if text in own], branches[text]) for text in met]
