"""Registers of XML: an element by key, which becomes a child of the records that name it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import product
from typing import Any

from lxml import etree

from ocds_sv.sources.xmlsource import XmlRecord

ONLY = ("*",)
"""The key of a register that is joined to all records."""


def reads(xpaths: Sequence[str], namespaces: Mapping[str, str]) -> Callable[[XmlRecord], Iterator[Sequence[str]]]:
    """
    A function that gives the keys of a record.

    An XPath that finds several nodes gives several keys; without XPaths, all records have the same.
    """
    finds = [etree.XPath(xpath, namespaces=dict(namespaces), smart_strings=False) for xpath in xpaths]

    def keys(record: XmlRecord) -> Iterator[Sequence[str]]:
        if not finds:
            return iter((ONLY,))
        return product(*(_texts(find(record.element)) for find in finds))

    return keys


def _texts(found: Any) -> list[str]:  # noqa: ANN401 - what XPath gives: nodes, a text, a number or a truth
    if not isinstance(found, list):
        return [str(found)]
    return [node if isinstance(node, str) else "".join(node.itertext()) for node in found]


def packed(record: XmlRecord) -> bytes:
    """A record as it is kept."""
    kept: bytes = etree.tostring(record.element)
    return kept
