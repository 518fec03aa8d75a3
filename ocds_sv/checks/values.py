"""What rules ask of values: the instant of a date, an amount as an exact number, the things that stand in a list."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from functools import lru_cache
from typing import Any, cast

from ocds_sv.checks.rule import Json

Place = tuple[str | int, ...]
Number = int | float | Decimal
Way = tuple["Way", str | int] | None
"""The way to an object, its last step first: a place is only spelled out when something is found there."""


_NUMBERS = (int, float, Decimal)
"""A tuple is asked faster than a union."""


def spelled(way: Way) -> Place:
    """The way as a place, its first step first."""
    parts: list[str | int] = []
    while way is not None:
        way, part = way
        parts.append(part)
    return tuple(reversed(parts))


@lru_cache(maxsize=8_192)
def _instant(text: str) -> datetime | None:
    return _read(text)


def _read(text: str) -> datetime | None:
    try:
        found = datetime.fromisoformat(text)
    except ValueError:
        return None
    return found if found.tzinfo is not None else found.replace(tzinfo=UTC)


def instant(value: object) -> datetime | None:
    """The moment that a date-time means; one without an offset is taken as UTC. ``None`` when it is no date."""
    return _instant(value) if isinstance(value, str) else None


def ticks(values: Collection[object]) -> list[int | None]:
    """The same moments as microseconds, to be compared with each other: numbers are compared many times faster."""
    if set(map(type, values)) - {str}:
        return [_ticks(value) if isinstance(value, str) else None for value in values]
    return list(map(_ticks, cast("Collection[str]", values)))


@lru_cache(maxsize=8_192)
def _ticks(text: str) -> int | None:
    found = _read(text)
    return None if found is None else ticks_of(found)


def ticks_of(moment: datetime) -> int:
    """Microseconds since 1970."""
    return (moment - _EPOCH) // _MICROSECOND


_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)


def amount(value: object) -> Decimal | None:
    """The amount of a ``Value``, exactly as it is written."""
    found = number(value)
    return None if found is None else _exact(found)


@lru_cache(maxsize=8_192, typed=True)
def _exact(found: float | Decimal) -> Decimal:
    return Decimal(str(found))


def currency(value: object) -> str:
    """The currency of a ``Value``; empty when it has none."""
    found = value.get("currency") if isinstance(value, dict) else None
    return found.strip() if isinstance(found, str) else text(found)


def coded(code: object) -> tuple[str, ...]:
    """A code, when it is one."""
    return (code,) if isinstance(code, str) and code else ()


def number(value: object) -> Number | None:
    """The amount of a ``Value`` as JSON gave it: to be compared, not added."""
    found = value.get("amount") if isinstance(value, dict) else None
    return found if isinstance(found, _NUMBERS) and not isinstance(found, bool) else None


def objects(value: object) -> Sequence[tuple[int, Json]]:
    """The objects of a list, with their positions."""
    if not isinstance(value, list):
        return ()
    # Most lists have one item, or two: a loop is begun faster than a comprehension.
    if len(value) == 1:
        return ((0, value[0]),) if isinstance(value[0], dict) else ()
    found: list[tuple[int, Json]] = []
    for position, item in enumerate(value):
        if isinstance(item, dict):
            found.append((position, item))
    return found


def text(value: Any) -> str:  # noqa: ANN401 - any JSON
    """A value as a text without white space at its ends; empty for what is none."""
    if isinstance(value, str):
        return value.strip()
    return str(value) if isinstance(value, int) else ""


Dated = tuple[str, Sequence[int], Sequence[str]]
"""Dates that stand in fields of one name: the name, for each date the number of its release, how they are written."""

Moment = tuple[Way, str, str, datetime | None]
"""A date: the way to it with its name, the name, how it is written, the instant."""


def dates(release: Json) -> list[Moment]:
    """Everything called a date."""
    return list(_dates(release, None))


def numbered(release: object) -> bool:
    """Whether the id of some object is a number."""
    if isinstance(release, list):
        return any(numbered(item) for item in release)
    if not isinstance(release, dict):
        return False
    return isinstance(release.get("id"), int) or any(numbered(inner) for inner in release.values())


def _dates(value: Json, way: Way) -> Iterator[Moment]:
    for name, inner in value.items():
        here = (way, name)
        if isinstance(inner, str):
            if name == "date" or name.endswith("Date") or name in _NAMED:
                yield here, name, inner, instant(inner)
        elif isinstance(inner, dict):
            yield from _dates(inner, here)
        elif isinstance(inner, list):
            for number, item in enumerate(inner):
                if isinstance(item, dict):
                    yield from _dates(item, (here, number))


_NAMED = frozenset({"dateMet", "dateModified", "datePublished", "dateSigned"})
