"""One walk through an element for all of a scope's XPaths that lead down from it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from ocds_sv.mapping.xmlanswers import Answer, Answers
from ocds_sv.mapping.xmlgrammar import ANY, TEXT, Binary, Expr, Literal, Path, Step, is_place
from ocds_sv.mapping.xmlrecord import Nodes, Record, own_texts, string_of
from ocds_sv.mapping.xmlvalues import truth

Found = list[Nodes | None]
"""What was found for each slot."""


class Branch:
    """
    What is done with an element that has been reached, and with its children.

    Attributes:
        slots: where the element itself is put.
        attributes: attribute → where its value is put.
        texts: where the element's own texts are put.
        rests: what is asked of the element, because the walk cannot go that way, and where the answer is put.
        children: name → the gate that children of this name come to.
        other: the gate of all children.
        ends: nothing is asked of the element but to be put somewhere.
    """

    __slots__ = ("attributes", "children", "ends", "other", "rests", "slots", "texts")

    def __init__(self) -> None:
        self.slots: list[int] = []
        self.attributes: list[tuple[str, int]] = []
        self.texts: list[int] = []
        self.rests: list[tuple[int, Answer]] = []
        self.children: dict[str, Gate] = {}
        self.other: Gate | None = None
        self.ends = True


class Gate:
    """
    The branches that an element comes to, behind predicates or not.

    Attributes:
        plain: the branch without a further predicate.
        valued: a path to texts and, for each value that is asked for there, the gate behind.
        tests: other predicates and the gates behind.
    """

    __slots__ = ("plain", "tests", "valued")

    def __init__(self) -> None:
        self.plain: Branch | None = None
        self.valued: dict[Expr, tuple[Answer, dict[str, Gate]]] = {}
        self.tests: dict[Expr, tuple[Answer, Gate]] = {}

    def branch(self, tests: tuple[Expr, ...], answers: Answers) -> Branch:
        """The branch behind ``tests``, made when there is none."""
        if not tests:
            self.plain = self.plain or Branch()
            return self.plain
        test, *rest = tests
        match test:
            case Binary(sign="=", left=Path() as path, right=Literal(value=str() as value)):
                _, gates = self.valued.setdefault(path, (answers.answered(path).at, {}))
                gate = gates.setdefault(value, Gate())
            case _:
                _, gate = self.tests.setdefault(test, (answers.answered(test).at, Gate()))
        return gate.branch(tuple(rest), answers)

    def opened(self, element: Any, this: Any) -> list[Branch]:  # noqa: ANN401 - elements
        """The branches whose predicates ``element`` passes."""
        found = [] if self.plain is None else [self.plain]
        for at, gates in self.valued.values():
            for value in dict.fromkeys(map(string_of, at(element, this))):
                if value in gates:
                    found += gates[value].opened(element, this)
        for at, gate in self.tests.values():
            if truth(at(element, this)):
                found += gate.opened(element, this)
        return found


def tree(paths: Iterable[tuple[int, Path]], answers: Answers) -> Branch:
    """
    The one tree of all paths that begin at the element, each with its slot.

    Raises:
        Unknown: a predicate has a shape that is left to lxml.
    """
    root = Branch()
    for slot, path in paths:
        _plant(root, slot, path.steps, answers)
    return root


def _plant(branch: Branch, slot: int, steps: tuple[Step, ...], answers: Answers) -> None:
    for number, step in enumerate(steps):
        if step.axis == "@" and not step.tests:
            branch.ends = False
            branch.attributes.append((step.name, slot))
            return
        if step.name == TEXT and not step.tests:
            branch.ends = False
            branch.texts.append(slot)
            return
        if step.axis != "child" or any(map(is_place, step.tests)):
            branch.ends = False
            branch.rests.append((slot, answers.answered(Path("", steps[number:])).at))
            return
        branch.ends = False
        if step.name == ANY:
            gate = branch.other = branch.other or Gate()
        else:
            gate = branch.children.setdefault(step.name, Gate())
        branch = gate.branch(step.tests, answers)
    branch.slots.append(slot)


class Walk:
    """
    The walk of a scope through its elements.

    Args:
        start: the tree of its paths.
        record: the record that the elements are of.
    """

    def __init__(self, start: Branch, record: Record) -> None:
        self._start, self._below = start, record.below

    def __call__(self, element: Any, found: Found) -> None:  # noqa: ANN401 - an element
        """Put what the paths find at an element into their slots of ``found``."""
        self._go(element, self._start, found, element)

    def _go(self, element: Any, branch: Branch, found: Found, this: Any) -> None:  # noqa: ANN401 - elements
        if branch.attributes or branch.texts or branch.rests:
            _take(element, branch, found, this)
        gates = branch.children
        if gates:
            below = self._below(element)
            for name in gates if len(gates) < len(below) else below:
                if name in gates and name in below:
                    gate = gates[name]
                    for child in below[name]:
                        self._through(child, gate, found, this)
        if branch.other is not None:
            for child in element:
                self._through(child, branch.other, found, this)

    def _through(self, child: Any, gate: Gate, found: Found, this: Any) -> None:  # noqa: ANN401 - elements
        plain = gate.plain
        if plain is not None:
            self._reach(child, plain, found, this)
        if gate.valued or gate.tests:
            for branch in gate.opened(child, this):
                if branch is not plain:
                    self._reach(child, branch, found, this)

    def _reach(self, child: Any, branch: Branch, found: Found, this: Any) -> None:  # noqa: ANN401 - elements
        for slot in branch.slots:
            known = found[slot]
            if known is None:
                found[slot] = [child]
            else:
                known.append(child)
        if not branch.ends:
            self._go(child, branch, found, this)


def _take(element: Any, branch: Branch, found: Found, this: Any) -> None:  # noqa: ANN401 - elements
    """What a branch wants of the element itself."""
    for name, slot in branch.attributes:
        value = element.get(name)
        if value is not None:
            _put(found, slot, [value])
    for slot in branch.texts:
        _put(found, slot, own_texts(element))
    for slot, at in branch.rests:
        _put(found, slot, at(element, this))


def _put(found: Found, slot: int, nodes: Nodes) -> None:
    if nodes:
        known = found[slot]
        # Answers may be kept for the record, so that none is altered.
        found[slot] = nodes if known is None else [*known, *nodes]
