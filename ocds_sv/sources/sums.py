"""Sum rows at the end of a table."""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import Decimal, InvalidOperation

from ocds_sv.sources.spec import Cell

_WORD = re.compile(r"(summa|totalt|totalsumma|total|sum|sum:a)\b\s*:?\s*(\S?)", re.IGNORECASE)
_ORE = Decimal("0.01")
_NOT_AMOUNT = re.compile(r"[\s  ]|kr\.?$|sek$", re.IGNORECASE)


def amount(cell: Cell) -> Decimal:
    """
    A cell as a number, for comparing sums only: 0 when it is none.

    The separator that comes last is the decimal one.
    """
    if isinstance(cell, (int, Decimal)) and not isinstance(cell, bool):
        return Decimal(cell)
    if not isinstance(cell, str) or not cell:
        return Decimal(0)
    # Most cells are plain, and this is asked of every row.
    plain = cell
    if "," in cell and "." not in cell:
        plain = cell.replace("\N{NO-BREAK SPACE}", "").replace(" ", "").replace(",", ".")
    try:
        return _finite(Decimal(plain))
    except InvalidOperation:
        pass
    text = _NOT_AMOUNT.sub("", cell).replace("−", "-")
    comma_decides = text.rfind(",") > text.rfind(".")
    text = text.replace(".", "").replace(",", ".") if comma_decides else text.replace(",", "")
    if text.endswith("-"):
        text = "-" + text[:-1]
    try:
        return _finite(Decimal(text))
    except InvalidOperation:
        return Decimal(0)


def _finite(value: Decimal) -> Decimal:
    return value if value.is_finite() else Decimal(0)


def says_sum(row: Sequence[Cell]) -> bool:
    """
    Whether a row calls itself a sum.

    Its first filled cell is ``Summa`` or the like; with more words after it (a supplier may be called Total …),
    most other cells must be empty.
    """
    filled = [cell for cell in row if cell not in ("", None)]
    if not filled or not isinstance(filled[0], str):
        return False
    match = _WORD.match(filled[0].strip())
    if match is None:
        return False
    return not match[2] or len(filled) * 2 <= len(row)


class Summed:
    """The running sum of one column, to recognise a last row that repeats it."""

    def __init__(self, column: int) -> None:
        self._column, self._sum, self._count = column, Decimal(0), 0

    def add(self, row: Sequence[Cell]) -> None:
        """Count ``row`` in."""
        self._sum += amount(row[self._column])
        self._count += 1

    def equals(self, row: Sequence[Cell]) -> bool:
        """
        Whether ``row`` holds the sum of at least two rows before it, to the öre, and little else.

        A full row whose amount happens to be the sum is a record like the others.
        """
        filled = sum(1 for cell in row if cell not in ("", None))
        if filled > 1 and filled * 2 > len(row):
            return False
        value = amount(row[self._column])
        return self._count > 1 and value != 0 and abs(value - self._sum) < _ORE
