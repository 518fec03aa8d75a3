"""JSON in, with every number as its text has it."""

from __future__ import annotations

import json
import re
from decimal import Decimal
from typing import Any

import orjson

_LONG = 16
"""Digits from which on a float may fall short: it holds every number of fifteen."""

_SHAPES = bytes(
    ord("0") if chr(code) in "0123456789." else ord("e") if chr(code) in "eE" else code for code in range(256)
)
"""All digits as one, so that a number out of the common is found by searching two fixed texts."""

_RUN, _EXPONENT = b"0" * _LONG, b"0e"
_SPACED = re.compile(rb"[{\[]*\s|[{\[]*\"[^\"\\]*\"\s*:\s")
_TRAILING_ZERO = re.compile(rb"\.\d+0[,}\]\s]")
_SMALL = b"0.00000"
"""With so many zeros a float is written with an exponent."""

_UNCOMMON = re.compile(rb"[:\[,\s]-?(?:\d+(?:\.\d+)?[eE]|[\d.]{%d}|0\.00000)" % _LONG)


def loads(text: bytes) -> Any:  # noqa: ANN401 - any JSON
    """
    ``text`` as JSON: a number that a float would write otherwise (``1.50``, ``1e5``) is a ``Decimal``.

    Numbers that a float keeps to the last digit are floats, so that reading costs no more than it must.

    Raises:
        orjson.JSONDecodeError: it is no JSON.
    """
    value = orjson.loads(text)
    if _is_kept(text, value) or not _may_lose(text):
        return value
    return json.loads(text, parse_float=_number, parse_int=_integer)


def _is_kept(text: bytes, value: object) -> bool:
    """Whether the value is written as its text is, to the byte; only a text that may be is tried."""
    return _SPACED.match(text) is None and orjson.dumps(value) == text


def _may_lose(text: bytes) -> bool:
    if _TRAILING_ZERO.search(text):
        return True
    shape = text.translate(_SHAPES)
    return (_RUN in shape or _EXPONENT in shape or _SMALL in text) and _UNCOMMON.search(text) is not None


def _number(text: str) -> float | Decimal:
    number = float(text)
    return number if repr(number) == text else Decimal(text)


def _integer(text: str) -> int | Decimal:
    return int(text) if len(text) < _LONG else Decimal(text)


def same(one: object, other: object) -> bool:
    """Whether two values are equal JSON: ``0.10`` is ``0.1`` however the two were read."""
    if isinstance(one, Decimal) or isinstance(other, Decimal):
        numbers = isinstance(one, float | int | Decimal) and isinstance(other, float | int | Decimal)
        return numbers and Decimal(str(one)) == Decimal(str(other))
    if isinstance(one, dict) and isinstance(other, dict):
        return one.keys() == other.keys() and all(same(value, other[key]) for key, value in one.items())
    if isinstance(one, list) and isinstance(other, list):
        return len(one) == len(other) and all(map(same, one, other))
    return one == other
