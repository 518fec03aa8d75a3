"""Links between records: what a record is called, what it follows, and which process that makes it part of."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from ocds_sv.findings import Findings, Place
from ocds_sv.mapping import reading
from ocds_sv.mapping.blocks import Blocks
from ocds_sv.mapping.expressions import Expressions, Rejected
from ocds_sv.mapping.language import Expression, Object, ValueSettings
from ocds_sv.mapping.release import ReleaseReader
from ocds_sv.mapping.reporter import Reporter
from ocds_sv.mapping.scopes import TableScope, TreeScope
from ocds_sv.mapping.xmlscope import XmlScope
from ocds_sv.mapping.yamltree import Block, Faults
from ocds_sv.standard.node import Node, Tree, build
from ocds_sv.sweden.faults import ValueFault

LINK_KEYS = {
    "among": "what the names are names of, such as `EU notices`: an index of links holds the names of one kind",
    "process": "the process that the record would belong to if nothing were known of others",
    "names": "what other records may call this one: blocks with `id`, the record's own first",
    "follows": "the names of earlier records of the same process: blocks with `id`",
}
"""The keys of ``links``, with their meaning."""

_NAMED = {"type": "array", "items": {"type": "object", "properties": {"id": {"type": "string"}}}}
SCHEMA = {
    "type": "object",
    "properties": {"process": {"type": "string"}, "names": _NAMED, "follows": _NAMED},
}
"""What ``links`` is built as, in the form of a block of a release."""


def _no_codelist(name: str, _: bool) -> Any:  # noqa: ANN401 - never called
    raise KeyError(name)


_NODE: Node = build(SCHEMA, Tree({}, _no_codelist), "links", "links", parent=None)


@dataclass(frozen=True, slots=True)
class Links:
    """How the records of a mapping are linked; ``among``: what the names are names of."""

    among: str
    tree: Object


class Linked(NamedTuple):
    """The links of one record; names and what it follows are without repetitions."""

    process: str
    names: tuple[str, ...]
    follows: tuple[str, ...]


def read_links(tree: Block, reader: ReleaseReader, faults: Faults) -> Links | None:
    """``links`` of a mapping; ``None`` where there is none."""
    if not tree.entries:
        return None
    reading.only(tree, LINK_KEYS, "links", faults)
    among = reading.text(tree.get("among"), "links.among", faults) or ""
    for key, meaning in (("among", among), ("process", tree.get("process")), ("names", tree.get("names"))):
        if not meaning:
            faults.add(tree.mark, "links", f"ange {key}", f"give {key}")
    rest = Block(tree.mark, {key: value for key, value in tree if key in SCHEMA["properties"]}, tree.marks)
    return Links(among, reader.object(rest, _NODE, "links"))


class LinkReader:
    """
    Reads the links of one stream's records, in silence: what is doubtful is told when they are mapped.

    Attributes:
        placed: whether it is true of this stream alone.
    """

    def __init__(
        self,
        links: Links,
        scope: TableScope | TreeScope | XmlScope,
        params: dict[str, str | Expression | None],
        builtins: dict[str, str | None],
        settings: ValueSettings,
        place: Place,
    ) -> None:
        expressions = Expressions(Reporter(place, Findings()), params, builtins, settings.dates)
        self._build: Callable[[Any], Any] = Blocks(expressions, settings).release(links.tree, scope)
        self._gather = scope.gather()
        self.placed = expressions.placed

    def __call__(self, row: int, cells: Any) -> Linked | None:  # noqa: ANN401 - a record of any kind
        """The links of a record; ``None`` when it has no process, or no name."""
        try:
            found = self._build(self._gather(row, cells, None, None)) or {}
        except (Rejected, ValueFault):
            return None
        names = _texts(found.get("names", ()))
        if "process" not in found or not names:
            return None
        return Linked(found["process"], names, _texts(found.get("follows", ())))


def _texts(blocks: Sequence[dict[str, str]]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(block["id"] for block in blocks))
