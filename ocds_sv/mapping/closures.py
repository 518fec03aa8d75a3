"""The small closures that expressions are put together from; none of them knows of findings."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from ocds_sv.mapping.scopes import LISTS, Reader, Slots
from ocds_sv.mapping.values import text_of

PAIR = 2


class Rejected(Exception):
    """A value that is required is empty: the record becomes no release."""

    def __init__(self, path: str) -> None:
        super().__init__(path)
        self.path = path


def itself(slots: Slots) -> Any:  # noqa: ANN401 - a part of a split text
    """The text of a part, which stands where the item number would."""
    return slots[1]


def prefixed(prefix: str, read: Reader) -> Reader:
    """A text before what ``read`` gives; nothing before nothing."""

    def value_of(slots: Slots) -> str | None:
        value = read(slots)
        if value is None:
            return None
        return prefix + (value if type(value) is str else text_of(value))

    return value_of


def joined(parts: tuple[str | Reader, ...], *, texts: bool) -> Reader:
    """
    Texts and readers one after the other; nothing when one of them gives nothing.

    ``texts``: the readers give texts or nothing, so that the commonest templates need no question per part.
    """
    readers = [part for part in parts if not isinstance(part, str)]
    if texts and len(readers) == PAIR:
        return _pair(*_between(parts), *readers)

    def value_of(slots: Slots) -> str | None:
        text = ""
        for part in parts:
            if type(part) is str:
                text += part
                continue
            value = part(slots)  # type: ignore[operator]  # a part is a text or a reader
            if value is None:
                return None
            text += value if type(value) is str else text_of(value)
        return text

    return value_of


def _between(parts: tuple[str | Reader, ...]) -> tuple[str, str, str]:
    """The texts before, between and after two readers."""
    texts = ["", "", ""]
    place = 0
    for part in parts:
        if isinstance(part, str):
            texts[place] = part
        else:
            place += 1
    return texts[0], texts[1], texts[2]


def _pair(before: str, between: str, after: str, one: Reader, other: Reader) -> Reader:
    def value_of(slots: Slots) -> str | None:
        first_text = one(slots)
        if first_text is None:
            return None
        second_text = other(slots)
        return None if second_text is None else f"{before}{first_text}{between}{second_text}{after}"

    return value_of


def first(reads: tuple[Reader, ...]) -> Reader:
    """The first that is not empty."""

    def value_of(slots: Slots) -> Any:  # noqa: ANN401 - any value
        for read in reads:
            value = read(slots)
            if value is not None:
                return value
        return None

    return value_of


def extreme(one: Reader, position: int, choose: Callable[[list[str]], str]) -> Reader:
    """The least or greatest of a group's rows, compared as text."""

    def value_of(slots: Slots) -> str | None:
        values = [text_of(value) for row in slots[LISTS][position] if (value := one(row)) is not None]
        return choose(values) if values else None

    return value_of


def split(read: Reader, separator: str) -> Reader:
    """The parts of a text; a list stays as it is."""

    def value_of(slots: Slots) -> list[str] | None:
        value = read(slots)
        if value is None:
            return None
        if isinstance(value, list):
            return value
        parts = [part.strip() for part in text_of(value).split(separator)]
        return [part for part in parts if part] or None

    return value_of


def required(read: Reader, path: str) -> Reader:
    """What ``read`` gives; the record is rejected when that is nothing."""

    def value_of(slots: Slots) -> Any:  # noqa: ANN401 - any value
        value = read(slots)
        if value is None:
            raise Rejected(path)
        return value

    return value_of
