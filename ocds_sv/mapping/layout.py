"""``source.layout``: where the fields of a fixed-width file stand, by line type."""

from __future__ import annotations

import re
from collections.abc import Collection

from ocds_sv.mapping import reading
from ocds_sv.mapping.questions import ABSENT, asked, needed
from ocds_sv.mapping.yamltree import Block, Faults, Scalar, Tree
from ocds_sv.sources import Span

_SPAN = re.compile(r"([1-9][0-9]*)(?:(-)([1-9][0-9]*)?)?")


Layout = dict[str, dict[str, Span]]


def read_layout(tree: Tree | None, optional: Collection[str], faults: Faults) -> tuple[Layout, list[str]]:
    """
    Line type → field → first and last character; and the fields without a place, which are asked for or not there.

    A text in place of the fields is the reason why such lines are left out. Names are unique over all types, because
    the fields of several types stand in one record.
    """
    layout: Layout = {}
    taken: set[str] = set()
    unplaced: list[str] = []
    for kind, body in reading.block(tree, "source.layout", faults):
        path = f"source.layout.{kind}"
        if isinstance(body, Scalar) and body.text.strip() and not body.null:
            layout[kind] = {}
            continue
        fields = reading.block(body, path, faults)
        if not fields.entries:
            faults.add(
                fields.mark if fields.mark.line > 1 else body.mark,
                path,
                "ange fält, eller skälet att raderna inte används",
                "give fields, or the reason why the lines are not used",
            )
        placed = _placed(fields, path, taken, optional, faults)
        unplaced += [name for name in fields.entries if name not in placed.entries]
        layout[kind] = _fields(kind, placed, path, faults)
    return layout, unplaced


def _placed(fields: Block, path: str, taken: set[str], optional: Collection[str], faults: Faults) -> Block:
    """The fields that have a place."""
    placed = Block(fields.mark, {}, fields.marks)
    for name, body in fields:
        where = f"{path}.{name}"
        if name in taken:
            faults.add(fields.marks[name], where, "namnet finns redan", "the name is there already")
        taken.add(name)
        if not _without_place(name, body, where, optional, faults):
            placed.entries[name] = body
    return placed


def _without_place(name: str, body: Tree, where: str, optional: Collection[str], faults: Faults) -> bool:
    if asked(body, where, faults, ("tecknen (som 3-12)", "the characters (as 3-12)"), optional=name in optional):
        return True
    absent = isinstance(body, Scalar) and body.text == ABSENT
    if absent and name not in optional:
        needed(body, where, faults)
    return absent


def _fields(kind: str, fields: Block, path: str, faults: Faults) -> dict[str, Span]:
    found: dict[str, Span] = {}
    for name, body in fields:
        where = f"{path}.{name}"
        span = _span(reading.text(body, where, faults) or "")
        if span is None:
            faults.add(
                body.mark, where, "ange tecknen som 3-12, 140 eller 145-", "give characters as 3-12, 140 or 145-"
            )
        elif span[0] <= len(kind):
            faults.add(body.mark, where, "där står radtypen", "the line type stands there")
        else:
            _overlap(name, span, found, fields, where, faults)
            found[name] = span
    return found


def _span(text: str) -> Span | None:
    match = _SPAN.fullmatch(text.replace(" ", ""))
    if match is None:
        return None
    first = int(match[1])
    last = int(match[3]) if match[3] else None if match[2] else first
    return None if last is not None and last < first else (first, last)


def _overlap(name: str, span: Span, others: dict[str, Span], fields: Block, path: str, faults: Faults) -> None:
    end = span[1] or span[0]
    for other, (first, last) in others.items():
        if span[0] <= (last or max(end, first)) and (span[1] is None or first <= span[1]):
            faults.add(fields.marks[name], path, f"överlappar '{other}'", f"overlaps '{other}'")
            return
