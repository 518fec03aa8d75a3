"""A record that tells of several things, as one record for each of them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from copy import deepcopy
from functools import lru_cache
from typing import Any

from lxml import etree

Element = Any
"""An element of lxml, which has no types of its own."""


@lru_cache(maxsize=16)
def splitter(xpath: str, namespaces: tuple[tuple[str, str], ...]) -> Callable[[Element], Iterator[Element]]:
    """
    What makes of a record one for each element that ``xpath`` finds in it, with this one alone of them.

    A record in which it finds one or none stays as it is.

    Raises:
        etree.XPathError: ``xpath`` is no XPath.
    """
    find = etree.XPath(xpath, namespaces=dict(namespaces), smart_strings=False, regexp=False)

    def split(record: Element) -> Iterator[Element]:
        found = find(record)
        if len(found) < 2:  # noqa: PLR2004 - there are several from two on
            yield record
            return
        for part, parent, place in [_taken_out(part) for part in found]:
            parent.insert(place, part)
            yield deepcopy(record)
            parent.remove(part)

    return split


def _taken_out(part: Element) -> tuple[Element, Element, int]:
    """An element, where it stood, and how many stood before it that still do."""
    parent = part.getparent()
    place = parent.index(part)
    parent.remove(part)
    return part, parent, place
