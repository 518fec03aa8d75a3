"""The error for a name that stands for nothing."""

from __future__ import annotations

from collections.abc import Iterable

from ocds_sv.errors import UnknownName


def unknown(kind: str, kind_sv: str, name: str, near: Iterable[str]) -> UnknownName:
    """There is no ``kind`` (in Swedish ``kind_sv``, in the definite form) called ``name``; ``near`` are like it."""
    words = ", ".join(f"'{word}'" for word in near)
    return UnknownName(
        kind=kind,
        kind_sv=kind_sv,
        name=name,
        near=f" Did you mean {words}?" if words else "",
        near_sv=f" Menade du {words}?" if words else "",
    )
