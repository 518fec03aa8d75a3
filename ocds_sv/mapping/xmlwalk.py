"""One walk through a node for all of a scope's XPaths, and one index per record for joins."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from ocds_sv.mapping.xmlsteps import Joined, Steps, Test, Way

Nodes = list[Any]
"""Elements and texts in the order of the document, none twice."""


class Branch:
    """
    What is done with the children of an element that has been reached.

    Attributes:
        slots: where the element itself is put.
        attributes: attribute → where its value is put.
        texts: where the element's own texts are put.
        children: name → the branches of children without tests, and those behind tests.
    """

    __slots__ = ("attributes", "children", "slots", "texts")

    def __init__(self) -> None:
        self.slots: list[int] = []
        self.attributes: list[tuple[str, int]] = []
        self.texts: list[int] = []
        self.children: dict[str, Gate] = {}


class Gate:
    """
    The branches that a child of some name leads to, behind tests or not.

    Attributes:
        plain: the branch without further tests.
        valued: of each path that is tested, value → the gate behind.
        there: path at which something must be → the gate behind.
        absent: path at which nothing may be → the gate behind.
    """

    __slots__ = ("absent", "plain", "there", "valued")

    def __init__(self) -> None:
        self.plain: Branch | None = None
        self.valued: dict[Steps, dict[str, Gate]] = {}
        self.there: dict[Steps, Gate] = {}
        self.absent: dict[Steps, Gate] = {}

    def branch(self, tests: tuple[Test, ...]) -> Branch:
        """The branch behind ``tests``, made when there is none."""
        if not tests:
            self.plain = self.plain or Branch()
            return self.plain
        test, *rest = tests
        if test.value is not None:
            gate = self.valued.setdefault(test.steps, {}).setdefault(test.value, Gate())
        else:
            gate = (self.absent if test.negated else self.there).setdefault(test.steps, Gate())
        return gate.branch(tuple(rest))

    def opened(self, element: Any, found: list[Branch]) -> None:  # noqa: ANN401 - an element
        """Add the branches whose tests ``element`` passes to ``found``."""
        if self.plain is not None:
            found.append(self.plain)
        for steps, by_value in self.valued.items():
            for value in dict.fromkeys(texts_at(element, steps)):
                if value in by_value:
                    by_value[value].opened(element, found)
        for gates, wanted in ((self.there, True), (self.absent, False)):
            for steps, gate in gates.items():
                if bool(texts_at(element, steps)) is wanted:
                    gate.opened(element, found)


def string_of(element: Any) -> str:  # noqa: ANN401 - an element
    """An element's text with that of all elements in it, as XPath's ``string``."""
    return "".join(element.itertext()) if len(element) else element.text or ""


def local_name(nodes: Nodes) -> str:
    """What the first of some elements is called without its namespace; of none, nothing."""
    return str(nodes[0].tag).rpartition("}")[2] if nodes else ""


def own_texts(element: Any) -> list[str]:  # noqa: ANN401 - an element
    """The text nodes directly in an element."""
    if not len(element):
        return [element.text] if element.text else []
    return [text for text in (element.text, *(child.tail for child in element)) if text]


def texts_at(element: Any, steps: Steps) -> list[str]:  # noqa: ANN401 - an element
    """The texts of what stands below an element at the end of ``steps``."""
    elements = [element]
    for step in steps:
        if step.startswith("@"):
            return [value for one in elements if (value := one.get(step[1:])) is not None]
        if step == "text()":
            return [text for one in elements for text in own_texts(one)]
        elements = [child for one in elements for child in one.iterchildren(step)]
    return [string_of(one) for one in elements]


def tree(all_ways: Iterable[tuple[int, Iterable[Way]]]) -> Branch:
    """The one tree of all alternatives of all XPaths, each with its slot."""
    root = Branch()
    for slot, alternatives in all_ways:
        for way in alternatives:
            branch = root
            for step in way.steps:
                branch = branch.children.setdefault(step.name, Gate()).branch(step.tests)
            if way.end.startswith("@"):
                branch.attributes.append((way.end[1:], slot))
            elif way.end:
                branch.texts.append(slot)
            elif slot not in branch.slots:
                branch.slots.append(slot)
    return root


def walk(element: Any, branches: list[Branch], found: list[Nodes]) -> None:  # noqa: ANN401 - an element
    """Put what ``branches`` want of the element and of what is below it into its slots of ``found``."""
    _take(element, branches, found)
    gates = [branch.children for branch in branches if branch.children]
    if not gates:
        return
    for child in element:
        opened = _opened(child, gates)
        if not opened:
            continue
        slots = opened[0].slots if len(opened) == 1 else {slot: None for branch in opened for slot in branch.slots}
        for slot in slots:
            found[slot].append(child)
        walk(child, opened, found)


def _take(element: Any, branches: list[Branch], found: list[Nodes]) -> None:  # noqa: ANN401 - an element
    """Attributes and texts of the element itself."""
    for branch in branches:
        for name, slot in branch.attributes:
            value = element.get(name)
            if value is not None:
                found[slot].append(value)
        for slot in branch.texts:
            found[slot] += own_texts(element)


def _opened(child: Any, gates: list[dict[str, Gate]]) -> list[Branch]:  # noqa: ANN401 - an element
    """The branches on which the walk goes on to a child."""
    tag = child.tag
    found: list[Branch] = []
    for children in gates:
        for name in (tag, "*"):
            gate = children.get(name)
            if gate is not None:
                gate.opened(child, found)
    return found


class Record:
    """What is made once per record: indexes, and the answers of XPaths that begin at the record."""

    def __init__(self) -> None:
        self._root: Any = None
        self._indexes: dict[tuple[str, Steps], dict[str, list[tuple[int, Any]]]] = {}
        self._answers: dict[str, Any] = {}
        self._nested: dict[str, bool] = {}

    def begin(self, root: Any) -> None:  # noqa: ANN401 - an element
        """Forget the last record."""
        self._root = root
        self._indexes.clear()
        self._answers.clear()
        self._nested.clear()

    def answer(self, xpath: str, find: Callable[[Any], Any]) -> Any:  # noqa: ANN401 - what XPath gives
        """What ``find`` gives for the record, asked for once."""
        if xpath not in self._answers:
            self._answers[xpath] = find(self._root)
        return self._answers[xpath]

    def nested(self, name: str) -> bool:
        """Whether an element called ``name`` stands in another: what they hold does not come one after the other."""
        known = self._nested.get(name)
        if known is None:
            inside = (next(element.iterancestors(name), None) for element in self._root.iter(name))
            known = self._nested[name] = any(above is not None for above in inside)
        return known

    def index(self, name: str, key: Steps) -> Mapping[str, list[tuple[int, Any]]]:
        """The elements called ``name`` by the texts at ``key``, with their place in the document."""
        index = self._indexes.get((name, key))
        if index is None:
            index = self._indexes[name, key] = {}
            for place, element in enumerate(self._root.iter(name)):
                for text in dict.fromkeys(texts_at(element, key)):
                    index.setdefault(text, []).append((place, element))
        return index


def join(wanted: Joined, record: Record, find: Callable[[Any], Nodes]) -> Callable[[Any], Nodes]:
    """The function that finds what is joined to an element; ``find`` does the same without an index."""
    root = tree([(0, [wanted.rest])])
    itself = not wanted.rest.steps and not wanted.rest.end

    def found(element: Any) -> Nodes:  # noqa: ANN401 - an element
        if not itself and record.nested(wanted.name):
            return find(element)
        index = record.index(wanted.name, wanted.key)
        texts = dict.fromkeys(texts_at(element, wanted.mine))
        hits = {place: one for text in texts for place, one in index.get(text, ())}
        elements = [hits[place] for place in sorted(hits)]
        if itself:
            return elements
        nodes: list[Nodes] = [[]]
        for one in elements:
            walk(one, [root], nodes)
        return nodes[0]

    return found
