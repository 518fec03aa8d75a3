"""How a scope's XPaths are answered: by one walk, by functions with indexes, or by lxml."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from ocds_sv.mapping.xmlanswers import Answer, Answers
from ocds_sv.mapping.xmlgrammar import Expr, Path, Union, Unknown, parse
from ocds_sv.mapping.xmlrecord import Doubt, Record
from ocds_sv.mapping.xmlwalk import Found, Walk, tree
from ocds_sv.mapping.xpaths import Find, alternatives, finder, uses_this

Plan = Callable[[Any], list[Any]]
"""From an element to what each XPath gives there; ``None`` is no node."""


def plan(xpaths: Iterable[str], namespaces: Mapping[str, str], record: Record) -> Plan:
    """What answers all ``xpaths`` of a scope at one of its elements."""
    answers = Answers(record)
    walked: list[tuple[int, Path]] = []
    several: list[tuple[int, list[int], Find]] = []
    finds: list[tuple[int, Find]] = []
    count = 0
    listed = list(xpaths)
    extra = len(listed)
    for count, xpath in enumerate(listed):
        downs = _downs(xpath, namespaces, answers)
        if len(downs) == 1:
            walked.append((count, downs[0]))
        elif downs:
            slots = list(range(extra, extra + len(downs)))
            extra += len(downs)
            walked += zip(slots, downs, strict=True)
            several.append((count, slots, _lazy(xpath, namespaces)))
        else:
            finds.append((count, other(xpath, namespaces, record)))
    walk = Walk(tree(walked, answers), record)
    nothing: Found = [None] * extra
    size = len(listed)
    doubted = [(slot, _lazy(xpath, namespaces)) for slot, xpath in enumerate(listed)]

    def answer(element: Any) -> list[Any]:  # noqa: ANN401 - an element
        found = nothing.copy()
        try:
            walk(element, found)
        except Doubt:
            for slot, find in doubted:
                found[slot] = find(element)
            return found[:size]
        for slot, parts, find in several:
            there = [nodes for part in parts if (nodes := found[part])]
            if there:
                # The order of what several paths give is lxml's to know.
                found[slot] = there[0] if len(there) == 1 else find(element)
        for slot, find in finds:
            found[slot] = find(element)
        return found if extra == size else found[:size]

    return answer


def _downs(xpath: str, namespaces: Mapping[str, str], answers: Answers) -> list[Path]:
    """The alternatives of an XPath that lead down from the element; none when it has another shape."""
    try:
        expr = parse(xpath, namespaces)
        parts = expr.parts if isinstance(expr, Union) else (expr,)
        found = [part for part in parts if isinstance(part, Path) and part.start == "" and _leads_down(part)]
        if len(found) == len(parts):
            tree(enumerate(found), answers)
            return found
    except Unknown:
        pass
    return []


def _leads_down(path: Path) -> bool:
    return path.steps[0].axis in {"child", "@"}


def read(xpath: str, namespaces: Mapping[str, str]) -> Expr | None:
    """The tree of an XPath that is answered without lxml; ``None`` when lxml has to."""
    try:
        expr = parse(xpath, namespaces)
        Answers(Record()).answered(expr)
    except Unknown:
        return None
    return expr


def left_to_lxml(names: Iterable[str], namespaces: Mapping[str, str]) -> list[str]:
    """Those of a mapping's XPaths that lxml answers, each by itself and some ten times slower, sorted."""
    return sorted(name for name in names if read(name, namespaces) is None)


def other(xpath: str, namespaces: Mapping[str, str], record: Record) -> Find:
    """What answers an XPath that does not lead down from the element."""
    find = _lazy(xpath, namespaces)
    try:
        answered = Answers(record).answered(parse(xpath, namespaces))
    except Unknown:
        if not uses_this(xpath) and all(part.startswith("/") for part in alternatives(xpath)):
            once = record.once(lambda *_: find(record.root))
            return lambda element: once(None, element)
        return find
    at = answered.at
    if answered.here or answered.this:
        return lambda element: _sure(at, find, element)
    once = record.once(lambda *_: _sure(at, find, record.root))
    return lambda element: once(None, element)


def _sure(at: Answer, find: Find, element: Any) -> Any:  # noqa: ANN401 - what XPath gives
    try:
        return at(element, element)
    except Doubt:
        return find(element)


def _lazy(xpath: str, namespaces: Mapping[str, str]) -> Find:
    """What lets lxml answer, compiled when it is first needed."""
    compiled: list[Find] = []

    def find(element: Any) -> Any:  # noqa: ANN401 - what XPath gives
        if not compiled:
            compiled.append(finder(xpath, namespaces))
        return compiled[0](element)

    return find
