"""
What a source writes instead of a name or number: withheld on purpose, or simply missing.

The words stand in ``tables/masks.csv``. How a row is compared:

    whole    the cell is this text
    start    the cell begins with this text, as in ``Anonymiserade enskilda firmor``
    run      the cell is this character over and over, as in ``*****``
    within   the text stands anywhere in the cell, as in ``A***``
"""

from __future__ import annotations

import csv
import re
from collections.abc import Collection
from enum import StrEnum
from functools import cache, lru_cache
from pathlib import Path

TABLE = Path(__file__).parent / "tables" / "masks.csv"


class Why(StrEnum):
    """Why there is no real value."""

    WITHHELD = "withheld"
    MISSING = "missing"


def plain(text: str) -> str:
    """``text`` for comparison: lower case, one space between words, none around."""
    return " ".join(text.casefold().split())


@lru_cache(maxsize=1)
def table() -> tuple[tuple[str, str, Why], ...]:
    """The rows of ``masks.csv``: (text, how it is compared, why)."""
    with TABLE.open(encoding="utf-8", newline="") as rows:
        return tuple((plain(row["text"]), row["match"], Why(row["kind"])) for row in csv.DictReader(rows))


_SHAPES = {"whole": "{}", "start": "{}.*", "run": "(?:{} ?)+", "within": ".*{}.*"}


@cache
def _pattern(why: Why) -> re.Pattern[str]:
    return re.compile(
        "|".join(_SHAPES[match].format(re.escape(text)) for text, match, kind in table() if kind is why), re.DOTALL
    )


@lru_cache(maxsize=65536)
def why_absent(text: str) -> Why | None:
    """Why ``text`` is no value; ``None`` if it is one. An empty text is missing."""
    words = plain(text)
    if not words or _pattern(Why.MISSING).fullmatch(words):
        return Why.MISSING
    return Why.WITHHELD if _pattern(Why.WITHHELD).fullmatch(words) else None


def is_mask(text: str, extra: Collection[str] = ()) -> bool:
    """
    Whether the source withheld what stood here.

    Args:
        text: the cell.
        extra: masks of this source alone, as ``plain`` writes them; a cell that is one of them counts.
    """
    return why_absent(text) is Why.WITHHELD or (bool(extra) and plain(text) in extra)


def is_missing(text: str) -> bool:
    """Whether the source never had what should stand here: empty, ``SAKNAS``, ``NULL``, ``Uppgift saknas``."""
    return why_absent(text) is Why.MISSING
