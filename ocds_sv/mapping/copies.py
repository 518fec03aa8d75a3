"""A mapping's text as it can stand anywhere: what it includes is named from the shipped mappings' folder."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode

from ocds_sv.mapping.yamltree import beside, composed
from ocds_sv.resources import MAPPINGS

_SCHEMA = re.compile(r"^(# yaml-language-server: \$schema=).*$", re.MULTILINE)


def portable(path: Path) -> str:
    """The text of the mapping at ``path``, to be saved anywhere; of one that is not shipped, as it stands."""
    text = path.read_text(encoding="utf-8")
    if not path.is_relative_to(MAPPINGS):
        return text
    # From the end, so that the places before stay right.
    for node in sorted(_files(composed(text)), key=lambda node: -node.start_mark.index):
        name = beside(path.parent, node.value).resolve().relative_to(MAPPINGS.resolve()).as_posix()
        written = text[node.start_mark.index : node.end_mark.index]
        text = text[: node.start_mark.index] + written.replace(node.value, name) + text[node.end_mark.index :]
    return _SCHEMA.sub(r"\1mapping.schema.json", text)


def _files(tree: Node | None) -> Iterator[ScalarNode]:
    """What names a file: ``include``, ``fields``, and the ``csv`` of a lookup and of the languages."""
    top = _entries(tree)
    included = top.get("include")
    found = [*included.value] if isinstance(included, SequenceNode) else [included]
    found.append(top.get("fields"))
    tables = [*_entries(top.get("lookups")).values(), _entries(top.get("translations")).get("languages")]
    found += [_entries(table).get("csv") for table in tables]
    yield from (node for node in found if isinstance(node, ScalarNode))


def _entries(node: Node | None) -> dict[str, Node]:
    return {key.value: value for key, value in node.value} if isinstance(node, MappingNode) else {}
