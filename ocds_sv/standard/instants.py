"""A release's date as a text that sorts by instant."""

from __future__ import annotations

import re
from contextlib import suppress
from datetime import UTC, datetime
from functools import lru_cache

_DATE = re.compile(
    r"(\d{4}-\d\d-\d\d)(?:[Tt ](\d\d:\d\d)(?::(\d\d)(?:[.,](\d+))?)?)?\s*([Zz]|[+-]\d\d:?\d\d)?", re.ASCII
)
_COMMON = len("2024-05-31T23:30:00Z")
_LEAP = "60"
"""The second that a minute has once in some years; the calendar's functions do not know it."""


@lru_cache(maxsize=4096)
def instant(date: str) -> tuple[str, bool] | None:
    """
    ``date`` in UTC, as a text whose order is that of time, and whether it says its offset.

    A date without offset is taken as UTC, a date without time as its first moment; ``None`` when it is no date.
    https://www.rfc-editor.org/rfc/rfc3339
    """
    if len(date) == _COMMON and date[4] == date[7] == "-" and date[10] == "T" and date[19] == "Z":
        with suppress(ValueError):
            datetime.fromisoformat(date)
            return date[:-1], True
    match = _DATE.fullmatch(date)
    if match is None:
        return None
    day, minute, second, fraction, offset = match.groups()
    is_leap = second == _LEAP
    plain = f"{day}T{minute or '00:00'}:{'59' if is_leap else second or '00'}"
    try:
        moment = datetime.fromisoformat(plain + ("+00:00" if offset in {None, "Z", "z"} else offset)).astimezone(UTC)
    except (ValueError, OverflowError):
        return None
    text = moment.isoformat()[:19]
    digits = (fraction or "").rstrip("0")
    return (text[:17] + _LEAP if is_leap else text) + (f".{digits}" if digits else ""), offset is not None
