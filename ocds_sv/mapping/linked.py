"""What the index of links says of a name, as functions of the mapping language."""

from __future__ import annotations

from typing import Protocol

from ocds_sv.sweden.faults import ValueFault


class LinkIndex(Protocol):
    """Who knows the links of many records."""

    def process(self, name: str) -> tuple[str | None, bool]:
        """
        The process that a record or process of this name belongs to, or ``None`` for a name that nobody has.

        The second is false where links contradict each other; the first is then the best that can be said.
        """


def linked(text: str, index: LinkIndex | None = None) -> str:
    """The process that ``text`` belongs to; ``text`` itself where nothing is known of it."""
    if index is None:
        return text
    process, agreed = index.process(text)
    if not agreed:
        raise ValueFault("links-contradict", process or text)
    return process or text


def if_linked(text: str, index: LinkIndex | None = None) -> str:
    """The process that ``text`` belongs to, or nothing where nothing is known of it."""
    if index is None:
        return ""
    process, agreed = index.process(text)
    if not agreed:
        raise ValueFault("links-contradict", process)
    return process or ""
