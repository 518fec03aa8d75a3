"""Elements of XML as scopes: names are XPaths, evaluated at the element."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from ocds_sv.mapping.scopes import LISTS, UNKNOWN, Gather, Reads, Scope, Slots, Slotted, empties
from ocds_sv.mapping.xmlplan import Plan, plan
from ocds_sv.mapping.xmlrecord import Record, own_texts
from ocds_sv.sources import XmlRecord


class XmlScope(Slotted):
    """An element, or a text that an XPath gave."""

    plain = False

    def __init__(
        self, missing: frozenset[Any], namespaces: Mapping[str, str], parent: Scope | None = None, prefix: str = ""
    ) -> None:
        super().__init__(parent)
        self.missing = empties(missing)
        self.namespaces = namespaces
        self.prefix = prefix
        self.record: Record = parent.record if isinstance(parent, XmlScope) else Record()

    def reads(self, name: str) -> Reads:  # noqa: ARG002 - as the protocol says
        """Several nodes are a list, which has no hash."""
        return None

    def label(self, name: str) -> str:
        """The XPaths from the record to the field, one after the other."""
        if not self.prefix or name.startswith("/"):
            return name
        return f"{self.prefix}/{name.removeprefix('./')}"

    def inner(self, path: str) -> tuple[int, Scope]:
        """The nodes that ``path`` finds."""
        if path not in self.lists:
            self.lists[path] = XmlScope(self.missing, self.namespaces, self, self.label(path))
        return list(self.lists).index(path), self.lists[path]

    def gather(self) -> Gather:
        """The function that fills the slots from one element, lists included."""
        answer: Plan | None = None
        gathers = [scope.gather() for scope in self.lists.values()]
        begin, missing, count = self.record.begin, self.missing, len(self.names)
        nothing = [None] * count
        unknown = [UNKNOWN] * len(self.values)

        def gathered(row: int, value: Any, parent: Slots | None, number: str | None) -> Slots:  # noqa: ANN401
            nonlocal answer
            element = value
            if type(value) is XmlRecord:
                element = value.element
                begin(element)
            if type(element) is str:
                return [row, number, _known(element, missing), parent, [[] for _ in gathers], *nothing, *unknown]
            if answer is None:
                # Most notices have no elements for most scopes of a mapping.
                answer = plan([*self.names, *self.lists], self.namespaces, self.record)
            found = answer(element)
            text = None if len(element) else _known(element.text, missing)
            cells = [one if one is None else _cell(one, missing) for one in found[:count]]
            slots = [row, number, text, parent, None, *cells, *unknown]
            if gathers:
                first = row - (element.sourceline or 0)
                slots[LISTS] = [
                    [] if nodes is None else _inside(_nodes(nodes, missing), inner, slots, row, first)
                    for nodes, inner in zip(found[count:], gathers, strict=True)
                ]
            return slots

        return gathered


def _nodes(found: Any, missing: frozenset[Any]) -> list[Any]:  # noqa: ANN401 - what XPath gives
    """Elements, and the texts that are not empty."""
    nodes = found if isinstance(found, list) else [_text(found)]
    return [node for node in nodes if type(node) is not str or _known(node, missing) is not None]


def _inside(nodes: list[Any], inner: Gather, slots: Slots, row: int, first: int) -> list[Slots]:
    """The slots of each node; an element's row is its line."""
    return [
        inner(row if type(node) is str else first + (node.sourceline or 0), node, slots, str(number))
        for number, node in enumerate(nodes, 1)
    ]


def _cell(found: Any, missing: frozenset[Any]) -> Any:  # noqa: ANN401 - what XPath gives
    """Texts without white space at their ends; of several nodes a list, of none ``None``."""
    if type(found) is list and len(found) == 1:
        found = found[0]
        if type(found) is not str and not len(found):
            # An element without others, as most are.
            return None if (text := found.text) is None or (text := text.strip()) in missing else text
    if type(found) is not list:
        text = found if type(found) is str else _text(found)
        return None if text is None or (text := text.strip()) in missing else text
    texts = [text for node in found if (text := _known(_text(node), missing)) is not None]
    return texts[0] if len(texts) == 1 else texts or None


def _known(text: str | None, missing: frozenset[Any]) -> str | None:
    return None if text is None or (text := text.strip()) in missing else text


def _text(node: Any) -> str | None:  # noqa: ANN401 - a node, text, number or truth
    kind = type(node)
    if kind is str:
        return node  # type: ignore[no-any-return]
    if kind is bool:
        return "true" if node else "false"
    if kind is float:
        # XPath's numbers are counts and sums; Decimal writes them without an exponent.
        return format(Decimal(repr(node)), "f").removesuffix(".0")
    if len(node):
        return _paragraphs(node)
    text: str | None = node.text
    return text


def _paragraphs(element: Any) -> str:  # noqa: ANN401 - an element
    """Elements in a text are part of it; those that have no text around them stand on lines of their own."""
    if any(text and not text.isspace() for text in own_texts(element)):
        return "".join(element.itertext())
    return "\n".join(text for child in element if (text := (_text(child) or "").strip()))
