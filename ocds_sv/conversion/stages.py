"""The stages of a process as release tags know them: first told, then updated, at last ended."""

from __future__ import annotations

import csv
from collections.abc import Iterable
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

Json = dict[str, Any]


class Stage(NamedTuple):
    """
    One stage; the rows of ``stages.csv``, after the standard's list of release tags.

    Attributes:
        tag: of the first release.
        update: of a later one that corrects or adds.
        cancellation: of one that ends the stage, or empty.
        block: the field that has a status, or empty.
        listed: whether the field is a list.
        ended: the status of a stage that ended.
        withdrawn: the status of one that is taken back.
    """

    tag: str
    update: str
    cancellation: str
    block: str
    listed: str
    ended: str
    withdrawn: str


@cache
def stages() -> tuple[Stage, ...]:
    """All stages, in their order."""
    with Path(__file__).with_name("stages.csv").open(encoding="utf-8", newline="") as file:
        return tuple(Stage(**row) for row in csv.DictReader(file))


def updated(tags: Iterable[str], told: set[str]) -> list[str]:
    """``tags`` as those of an update where the process has ``told`` of the stage before."""
    updates = {stage.tag: stage.update for stage in stages()}
    return list(dict.fromkeys(updates.get(tag, tag) if tag in told else tag for tag in tags))


def place(tags: Iterable[str]) -> int:
    """How far a release with these tags has come, counted in stages; -1 where no stage has them."""
    known = {tag: number for number, stage in enumerate(stages()) for tag in stage[:3] if tag}
    return max((known.get(tag, -1) for tag in tags), default=-1)


def bones(release: Json, known: Json) -> Json:
    """What a later release needs to say that the stages ended: ids, by block, with those ``known`` already."""
    found: Json = {**known}
    for name in ("initiationType", "language"):
        if name in release:
            found[name] = release[name]
    for stage in stages():
        block = release.get(stage.block)
        if isinstance(block, dict) and "id" in block:
            found[stage.block] = {"id": block["id"]}
        elif isinstance(block, list):
            items = [item for item in [*known.get(stage.block, ()), *block] if isinstance(item, dict)]
            ids = [item["id"] for item in items if "id" in item]
            found[stage.block] = [{"id": one} for one in dict.fromkeys(ids)]
    return found


def ending(kept: Json, told: set[str], *, withdrawn: bool) -> Json | None:
    """The fields of a release that ends what was ``told``; ``None`` when nothing in it has a status."""
    tags: list[str] = []
    blocks: Json = {}
    for stage in stages():
        block = kept.get(stage.block)
        if stage.tag not in told or not stage.cancellation or not block:
            continue
        status = {"status": stage.withdrawn if withdrawn else stage.ended}
        tags.append(stage.cancellation)
        blocks[stage.block] = [{**item, **status} for item in block] if stage.listed else {**block, **status}
    rest: Json = {name: kept[name] for name in ("initiationType", "language") if name in kept}
    return {"tag": tags, **rest, **blocks} if tags else None
