"""OCDS data of anyone's checked: schema and rules, each fault with its place, its remedy and exact counts."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ocds_sv.checks.checker import Checker
    from ocds_sv.checks.workers import check_files, feed_files

__all__ = ["Checker", "check_files", "feed_files"]

_HOMES = {
    "Checker": "ocds_sv.checks.checker",
    "check_files": "ocds_sv.checks.workers",
    "feed_files": "ocds_sv.checks.workers",
}


def __getattr__(name: str) -> object:
    # Who reads OCDS without checking it imports this package, too: the rules are not loaded for that.
    import importlib  # noqa: PLC0415

    if name not in _HOMES:
        raise AttributeError(f"module 'ocds_sv.checks' has no attribute {name!r}")
    return getattr(importlib.import_module(_HOMES[name]), name)
