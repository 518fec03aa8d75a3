"""The sum of all amounts, to show that withholding took none away."""

from __future__ import annotations

from decimal import Decimal

_NUMBERS = (int, Decimal, float)


def add_amounts(value: object, sums: dict[str, Decimal]) -> None:
    """Add every OCDS Value in ``value`` (an object with ``amount`` and ``currency``) to ``sums``, by currency."""
    if isinstance(value, dict):
        amount = value.get("amount")
        if isinstance(amount, _NUMBERS) and not isinstance(amount, bool) and "currency" in value:
            currency = str(value["currency"])
            sums[currency] = sums.get(currency, Decimal(0)) + Decimal(str(amount))
    if isinstance(value, dict | list):
        for item in value.values() if isinstance(value, dict) else value:
            add_amounts(item, sums)


def has_amount(value: object) -> bool:
    """Whether ``value`` has an OCDS Value somewhere."""
    sums: dict[str, Decimal] = {}
    add_amounts(value, sums)
    return bool(sums)
