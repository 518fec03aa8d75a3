"""What a form cannot hold of a value: the writers count it, and the run tells it."""

from __future__ import annotations

from collections import Counter
from decimal import Decimal
from enum import StrEnum

LARGEST = 308
"""The exponent of the largest number that a double holds; what is larger is not written out digit by digit."""


WHOLE = 2**63
"""Whole numbers from here on, and below its negative, do not fit into a database's integers."""


class Loss(StrEnum):
    """What became of the value: its cell is empty, its number has fewer digits, or its text is shorter."""

    LEFT_OUT = "value-too-large"
    ROUNDED = "value-rounded"
    CUT = "text-cut"


Losses = Counter[tuple[Loss, str, str]]
"""How many values, by loss, table and column."""


def is_vast(number: Decimal) -> bool:
    """Whether a number, which somebody wrote as a text, has more digits than anyone reads."""
    return abs(number.adjusted()) > LARGEST
