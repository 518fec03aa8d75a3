"""What rules ask of values: the instant of a date, an amount as an exact number, the things that stand in a list."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from decimal import Decimal
from functools import lru_cache
from typing import Any

from ocds_sv.checks.rule import Json

Place = tuple[str | int, ...]
Way = tuple["Way", str | int] | None
"""The way to an object, its last step first: a place is only spelled out when something is found there."""


def spelled(way: Way) -> Place:
    """The way as a place, its first step first."""
    parts: list[str | int] = []
    while way is not None:
        way, part = way
        parts.append(part)
    return tuple(reversed(parts))


@lru_cache(maxsize=65_536)
def _instant(text: str) -> datetime | None:
    try:
        found = datetime.fromisoformat(text)
    except ValueError:
        return None
    return found if found.tzinfo is not None else found.replace(tzinfo=UTC)


def instant(value: object) -> datetime | None:
    """The moment that a date-time means; one without an offset is taken as UTC. ``None`` when it is no date."""
    return _instant(value) if isinstance(value, str) else None


def amount(value: object) -> Decimal | None:
    """The amount of a ``Value``, exactly as it is written."""
    number = value.get("amount") if isinstance(value, dict) else None
    if isinstance(number, bool) or not isinstance(number, int | float | Decimal):
        return None
    return Decimal(str(number))


def currency(value: object) -> str:
    """The currency of a ``Value``; empty when it has none."""
    return text(value.get("currency")) if isinstance(value, dict) else ""


def coded(code: object) -> tuple[str, ...]:
    """A code, when it is one."""
    return (code,) if isinstance(code, str) and code else ()


def number(value: object) -> int | float | Decimal | None:
    """The amount of a ``Value`` as JSON gave it: to be compared, not added."""
    found = value.get("amount") if isinstance(value, dict) else None
    return found if isinstance(found, int | float | Decimal) and not isinstance(found, bool) else None


def objects(value: object) -> Sequence[tuple[int, Json]]:
    """The objects of a list, with their positions."""
    if not isinstance(value, list):
        return ()
    return [(position, item) for position, item in enumerate(value) if isinstance(item, dict)]


def text(value: Any) -> str:  # noqa: ANN401 - any JSON
    """A value as a text without white space at its ends; empty for what is none."""
    return value.strip() if isinstance(value, str) else str(value) if isinstance(value, int) else ""


def dates(release: Json) -> list[tuple[Way, str, object]]:
    """Everything called a date: the way to it with its name, the name, the date."""
    return list(_dates(release, None))


def _dates(value: Json, way: Way) -> Iterator[tuple[Way, str, object]]:
    for name, inner in value.items():
        here = (way, name)
        if isinstance(inner, str):
            if name == "date" or name.endswith("Date") or name in _NAMED:
                yield here, name, inner
        elif isinstance(inner, dict):
            yield from _dates(inner, here)
        elif isinstance(inner, list):
            for number, item in enumerate(inner):
                if isinstance(item, dict):
                    yield from _dates(item, (here, number))


_NAMED = frozenset({"dateMet", "dateModified", "datePublished", "dateSigned"})
