"""How each field merges, as one tree compiled from the standard."""

from __future__ import annotations

from enum import Enum
from typing import Final, Union

from ocds_sv.standard import Node


class Whole(Enum):
    """The rules that say all about a field: nothing below it is looked at."""

    OMIT = "omitWhenMerged"
    REPLACE = "wholeListMerge"


OMIT: Final = Whole.OMIT
REPLACE: Final = Whole.REPLACE


class Rules(dict[str, Union[Whole, "Rules"]]):
    """
    A rule by field name: left out, replaced whole, or the rules of the fields below it.

    What has no rule merges by its value: objects field by field, lists of objects by their ids, all else by the newest.
    https://standard.open-contracting.org/1.1/en/schema/merging/

    Attributes:
        omits: whether any field right below is left out.
        omits_below: whether any field further below is.
        omits_within: whether any field anywhere below is.
    """

    __slots__ = ("omits", "omits_below", "omits_within")
    omits: bool
    omits_below: bool
    omits_within: bool

    def __init__(self, rules: dict[str, Whole | Rules] | None = None) -> None:
        super().__init__(rules or {})
        self.omits = OMIT in self.values()
        self.omits_below = any(rule.omits_within for rule in self.values() if isinstance(rule, Rules))
        self.omits_within = self.omits or self.omits_below


NONE: Final = Rules()
"""The rules below a field that the standard does not have."""


def rules(release: Node) -> Rules:
    """The rules of a release; ``release`` is the standard's root, with the extensions in use."""
    return _rules(release, {})


def _rules(node: Node, known: dict[int, Rules]) -> Rules:
    """The rules of an object, or of the items of a list; ``known`` has those of the fields that were looked at."""
    node = node.items or node
    # A type that stands in many places has the same fields in all.
    key = id(node.schema.get("properties"))
    if key in known:
        return known[key]
    found: dict[str, Whole | Rules] = {}
    for child in node.properties.values():
        if child.merge == OMIT.value:
            found[child.name] = OMIT
        elif child.merge == REPLACE.value:
            found[child.name] = REPLACE
        elif below := _rules(child, known):
            found[child.name] = below
    made = Rules(found)
    if node.properties:
        known[key] = made
    return made
