"""What is kept of one record of XML while it is read: answers, indexes, and how its nodes lie."""

from __future__ import annotations

from collections.abc import Callable
from itertools import pairwise
from sys import intern
from typing import Any

Nodes = list[Any]
"""Elements and texts in the order of the document, none twice."""

Children = dict[Any, dict[str, Nodes]]
"""Element → name → its children of that name; one without children is not there."""


class Doubt(Exception):
    """Nodes whose order or name is not known here; lxml knows it."""


class Document:
    """The node above the root element, which lxml has no object for."""

    __slots__ = ("root",)

    tag = ""
    """A document has no name."""

    def __init__(self, root: Any) -> None:  # noqa: ANN401 - an element
        self.root = root

    def get(self, name: str) -> None:
        """A document has no attributes."""

    def __getitem__(self, _: slice) -> list[Any]:
        """The root, as the only child."""
        return [self.root]

    def getparent(self) -> None:
        """Nothing is above a document."""

    def iterancestors(self, name: str = "") -> tuple[()]:  # noqa: ARG002 - as lxml's elements have it
        """Nothing is above a document."""
        return ()

    def itersiblings(self, name: str, *, preceding: bool = False) -> tuple[()]:  # noqa: ARG002 - the same
        """Nothing is beside a document."""
        return ()


class Record:
    """
    The record that is being read.

    Attributes:
        root: its root element.
        document: the node above.
        kept: what was worked out for this record, by the one who wanted it.
        number: how many records have been begun.
        children: of all its elements. lxml's own search by name reads the name anew each time, which takes longer than
            all the rest.
        made: functions that serve more than one XPath, by what they were made of; they live longer than a record.
    """

    def __init__(self) -> None:
        self.number = 0
        self.root: Any = None
        self.document: Any = None
        self.kept: dict[int, Any] = {}
        self.children: Children = {}
        self.made: dict[Any, Any] = {}
        self._keys = 0

    def begin(self, root: Any) -> None:  # noqa: ANN401 - an element
        """Forget the last record."""
        self.number += 1
        self.root = root
        self.document = Document(root)
        self.kept.clear()
        children = self.children
        children.clear()
        children[self.document] = {root.tag: [root]}
        children[root] = {}
        # To ask each element for its parent is faster than to go through each one's children.
        elements = root.iter("*")
        next(elements)
        for element in elements:
            # lxml makes a name anew each time; of equal names one is kept, which is then found by being the same.
            parent, tag = element.getparent(), intern(element.tag)
            below = children.get(parent)
            if below is None:
                children[parent] = {tag: [element]}
            elif tag in below:
                below[tag].append(element)
            else:
                below[tag] = [element]

    def named(self, name: str) -> Nodes:
        """All elements of the record that are called so."""
        found = [below[name] for below in self.children.values() if name in below]
        if len(found) > 1:
            # Which of several families comes first in the document, lxml knows.
            return list(self.root.iter(name))
        return found[0] if found else []

    def key(self) -> int:
        """A key for ``kept`` that nobody else has."""
        self._keys += 1
        return self._keys

    def once(self, work: Callable[[Any, Any], Any]) -> Callable[[Any, Any], Any]:
        """``work``, which looks at neither of its arguments, done once for each record."""
        key, kept = self.key(), self.kept

        def answer(_: Any, this: Any) -> Any:  # noqa: ANN401 - whatever the work gives
            try:
                return kept[key]
            except KeyError:
                kept[key] = found = work(None, this)
                return found

        return answer


def string_of(node: Any) -> str:  # noqa: ANN401 - an element or a text
    """A node's text with that of all elements in it, as XPath's ``string``."""
    if type(node) is str:
        return node
    if type(node) is Document:
        node = node.root
    return "".join(node.itertext()) if len(node) else node.text or ""


def own_texts(element: Any) -> list[str]:  # noqa: ANN401 - an element
    """The text nodes directly in an element."""
    if type(element) is Document:
        return []
    if not len(element):
        return [element.text] if element.text else []
    return [text for text in (element.text, *(child.tail for child in element)) if text]


def nested(elements: Nodes) -> bool:
    """Whether any of the elements, which come in the order of the document, stands in another."""
    return any(first in second.iterancestors() for first, second in pairwise(elements))
