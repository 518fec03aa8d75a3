"""What of anyone's OCDS stands in tables: releases and compiled releases, each process once where it is a record."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from ocds_sv.checks.documents import Broken, Entry
from ocds_sv.findings import Rule
from ocds_sv.tables.faults import BROKEN, ELSEWHERE, NAMELESS, VERSIONED


def standing(found: Iterator[Entry | Broken], tell: Callable[[Rule, Entry | Broken], None]) -> Iterator[Entry]:
    """
    Releases and compiled releases; of a record the compiled release alone, when it has one.

    Args:
        found: what the inputs hold.
        tell: gets what gives no rows, or rows of no process, and the rule that says so.
    """
    has_compiled = False
    for entry in found:
        if isinstance(entry, Broken):
            tell(BROKEN, entry)
        elif entry.kind == "record":
            has_compiled = isinstance(entry.value.get("compiledRelease"), dict)
            if not has_compiled and _is_elsewhere(entry.value):
                tell(ELSEWHERE, entry)
        elif entry.kind == "versioned":
            if not entry.place:
                tell(VERSIONED, entry)
        elif entry.kind != "package" and not (has_compiled and in_record(entry)):
            if not entry.value.get("ocid"):
                tell(NAMELESS, entry)
            yield entry


def in_record(entry: Entry) -> bool:
    """Whether it is one of the releases that stand in a record."""
    return entry.place[-2:-1] == ("releases",) and "records" in entry.place


def _is_elsewhere(record: dict[str, Any]) -> bool:
    """Whether a record has none of its releases in itself."""
    releases = record.get("releases")
    listed = releases if isinstance(releases, list) else []
    return not any(isinstance(one, dict) and "url" not in one for one in listed)
