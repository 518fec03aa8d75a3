"""
A mapping as a workbook in the shape of OCP's field-level mapping template, to talk about with people who know the data.

https://github.com/open-contracting/field-level-mapping-template
"""

from __future__ import annotations

import io
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

import xlsxwriter

from ocds_sv.coverage import STAGES, Coverage, coverage, stage_of
from ocds_sv.mapping import Mapping as SourceMapping
from ocds_sv.mapping.scopes import walk
from ocds_sv.standard import Node
from ocds_sv.sweden.identity import shape

_SHEETS = {
    "general": "1. General",
    "planning": "2. Planning",
    "tender": "3. Tender",
    "award": "4. Award",
    "contract": "5. Contract",
    "implementation": "6. Implementation",
}
_COLUMNS = ("Path", "Title", "Description", "Mapping", "Example", "Filled", "Notes")
_SYSTEMS = (
    *("Identifier", "Name", "Vendor", "URL", "Owner"),
    *("Planning", "Tender", "Award", "Contract", "Implementation"),
    *("Documents", "Access methods", "Publication formats"),
)
_WIDTHS = {"Path": 44, "Title": 30, "Description": 60, "Mapping": 50, "Example": 28, "Filled": 9, "Notes": 40}
_MADE = datetime(2020, 1, 1, tzinfo=UTC).replace(tzinfo=None)
"""A workbook has a date of its own; the same one, so that the same mapping gives the same bytes."""


@dataclass(slots=True)
class Measured:
    """
    How full the fields are in some releases.

    Attributes:
        releases: how many there were.
        filled: in how many of them each path has a value.
        examples: a value of each path; codes as they are, all else by its shape.
    """

    releases: int = 0
    filled: Counter[str] = field(default_factory=Counter)
    examples: dict[str, str] = field(default_factory=dict)

    def add(self, release: Mapping[str, Any], nodes: Mapping[str, Node]) -> None:
        """Count one release; ``nodes`` are the fields looked at, by path."""
        self.releases += 1
        for path, node in nodes.items():
            value = walk(release, path.split("/"))
            if value is not None:
                self.filled[path] += 1
                if path not in self.examples:
                    self.examples[path] = _masked(value, node)


def measured(mapping: SourceMapping, releases: Iterable[Mapping[str, Any]]) -> Measured:
    """How full the fields that ``mapping`` fills are in ``releases``."""
    nodes = {path: mapping.standard.node(path) for path in coverage(mapping).uses}
    found = Measured()
    for release in releases:
        found.add(release, nodes)
    return found


def _masked(value: Any, node: Node) -> str:  # noqa: ANN401 - a value of any field
    while isinstance(value, list) and value:
        value = value[0]
    text = str(value).lower() if isinstance(value, bool) else str(value)
    return text if node.codelist is not None or isinstance(value, bool) else shape(text)


def workbook(mapping: SourceMapping, data: Measured, lang: str = "en") -> bytes:
    """
    The workbook: a sheet per stage with every field of the standard, the source fields left out, and the systems.

    Titles and descriptions are in ``lang`` (``"sv"`` or ``"en"``).
    """
    target = io.BytesIO()
    found = coverage(mapping)
    with xlsxwriter.Workbook(
        target, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    ) as book:
        book.set_properties({"created": _MADE, "title": mapping.title})
        head = book.add_format({"bold": True, "bg_color": "#D9E2EC", "text_wrap": True, "valign": "top"})
        body = book.add_format({"text_wrap": True, "valign": "top"})
        required = book.add_format({"text_wrap": True, "valign": "top", "bold": True, "bg_color": "#FFF4CC"})
        share = book.add_format({"num_format": "0%", "valign": "top"})
        for stage in STAGES:
            page = _page(book, _SHEETS[stage], _COLUMNS, head, body)
            rows = _rows(mapping, found, stage)
            for number, (path, node, mapped) in enumerate(rows, 1):
                text = node.text(lang)
                cells = (path, text.title, text.description, mapped, data.examples.get(path, ""))
                first = required if _is_required(mapping, path) else body
                for column, cell in enumerate(cells):
                    page.write_string(number, column, cell, first if column == 0 else body)
                if mapped and data.releases:
                    page.write_number(number, 5, data.filled[path] / data.releases, share)
            page.autofilter(0, 0, max(len(rows), 1), len(_COLUMNS) - 1)
        _unmapped(book, mapping, head, body)
        _systems(book, mapping, found, head, body)
    return target.getvalue()


def _page(book: Any, name: str, columns: tuple[str, ...], head: Any, body: Any) -> Any:  # noqa: ANN401 - untyped library
    page = book.add_worksheet(name)
    page.freeze_panes(1, 1)
    for column, title in enumerate(columns):
        page.set_column(column, column, _WIDTHS.get(title, 22), body)
        page.write_string(0, column, title, head)
    return page


def _rows(mapping: SourceMapping, found: Coverage, stage: str) -> list[tuple[str, Node, str]]:
    """Every field of a stage in the standard's order, and what fills it."""
    nodes = {node.path: node for node in mapping.standard.release.walk() if stage_of(node.path) == stage}
    nodes |= {path: mapping.standard.node(path) for path in found.filled(stage) if path not in nodes}
    return [(path, node, _mapped(found, path)) for path, node in nodes.items()]


def _mapped(found: Coverage, path: str) -> str:
    texts = dict.fromkeys(
        (f"{', '.join(use.codes)}: " if use.codes else "") + use.text for use in found.uses.get(path, ())
    )
    return "\n".join(texts)


def _is_required(mapping: SourceMapping, path: str) -> bool:
    above, _, name = path.rpartition("/")
    parent = mapping.standard.node(above)
    return name in (parent.items or parent).required


def _unmapped(book: Any, mapping: SourceMapping, head: Any, body: Any) -> None:  # noqa: ANN401 - untyped library
    page = _page(book, "Not published", ("Source field", "Reason"), head, body)
    page.set_column(1, 1, 80, body)
    for number, (name, reason) in enumerate(mapping.unmapped.items(), 1):
        page.write_string(number, 0, name, body)
        page.write_string(number, 1, reason, body)


def _systems(book: Any, mapping: SourceMapping, found: Coverage, head: Any, body: Any) -> None:  # noqa: ANN401 - untyped library
    page = _page(book, "Systems", _SYSTEMS, head, body)
    known = {"Identifier": mapping.name, "Name": mapping.title}
    known |= {stage.capitalize(): "yes" if found.filled(stage) else "no" for stage in STAGES[1:]}
    known["Documents"] = "yes" if any(path.endswith("documents/url") for path in found.uses) else "no"
    known["Publication formats"] = "JSON"
    for column, title in enumerate(_SYSTEMS):
        page.write_string(1, column, known.get(title, ""), body)
