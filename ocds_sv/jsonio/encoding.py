"""Python values as JSON bytes, amounts digit by digit."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from hashlib import sha256

import orjson

DIGITS = 1000
"""A Decimal whose plain form is longer is refused: ``1E+999999999`` would be a gigabyte of zeros."""


def encode(value: object) -> bytes:
    """
    ``value`` as UTF-8 JSON without spaces, its keys in the order given.

    A ``Decimal`` keeps every digit (``Decimal("1.50")`` gives ``1.50``): no exponent, and no float on the way.

    Raises:
        TypeError: the value has something that JSON cannot say, such as NaN or a set.
    """
    return orjson.dumps(value, default=_plain)


def content_hash(value: Mapping[str, object]) -> str:
    """32 hexadecimal digits that follow from the content alone: the order of the keys does not matter."""
    return sha256(orjson.dumps(value, default=_plain, option=orjson.OPT_SORT_KEYS)).hexdigest()[:32]


def _plain(value: object) -> orjson.Fragment:
    if not isinstance(value, Decimal):
        raise TypeError(type(value).__name__)
    if not value.is_finite() or abs(value.adjusted()) > DIGITS:
        raise TypeError("Decimal without a plain form")
    # orjson calls a float's digits its own; a fragment is copied as it stands.
    text = str(value)
    return orjson.Fragment(format(value, "f") if "E" in text else text)
