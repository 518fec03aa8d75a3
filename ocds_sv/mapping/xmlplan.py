"""How a scope's XPaths are answered: by one walk, by an index, once per record, or by lxml."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from ocds_sv.mapping.xmlsteps import Way, joined, named, ways
from ocds_sv.mapping.xmlwalk import Nodes, Record, join, local_name, tree, walk
from ocds_sv.mapping.xpaths import Find, alternatives, finder, uses_this

Answer = Callable[[Any], list[Any]]
"""From an element to what each XPath gives there."""


def plan(xpaths: Iterable[str], namespaces: Mapping[str, str], record: Record) -> Answer:
    """What answers all ``xpaths`` of a scope at one of its elements."""
    walked: list[tuple[int, tuple[Way, ...]]] = []
    finds: list[tuple[int, Find | None]] = []
    names: list[int] = []
    for place, xpath in enumerate(xpaths):
        steps = ways(xpath, namespaces)
        if steps is None and (steps := named(xpath, namespaces)) is not None:
            names.append(place)
        if steps is None:
            finds.append((0, other(xpath, namespaces, record)))
        else:
            finds.append((len(walked), None))
            walked.append((len(walked), steps))
    start, count = [tree(walked)], len(walked)

    def answer(element: Any) -> list[Any]:  # noqa: ANN401 - an element
        found: list[Nodes] = [[] for _ in range(count)]
        if count:
            walk(element, start, found)
        answers = [found[slot] if find is None else find(element) for slot, find in finds]
        for place in names:
            answers[place] = local_name(answers[place])
        return answers

    return answer


def other(xpath: str, namespaces: Mapping[str, str], record: Record) -> Find:
    """What answers an XPath that the walk does not."""
    find = finder(xpath, namespaces)
    wanted = joined(xpath, namespaces)
    if wanted is not None:
        return join(wanted, record, find)
    if not uses_this(xpath) and all(part.startswith("/") for part in alternatives(xpath)):
        return lambda _: record.answer(xpath, find)
    return find
