"""Numbers as people read them in each language."""

from __future__ import annotations

from decimal import Decimal, InvalidOperation

_HUNDRED = Decimal(100)


def number(value: int, lang: str) -> str:
    """12 345 in Swedish, with a space that does not break the line; 12,345 in English."""
    return f"{value:,}".replace(",", "\u00a0") if lang == "sv" else f"{value:,}"


def share(rate: str) -> Decimal | None:
    """The rate as a number from 0 to 1; ``None`` where nothing was counted."""
    try:
        found = Decimal(rate)
    except InvalidOperation:
        return None
    return min(max(found, Decimal(0)), Decimal(1)) if found.is_finite() else None


def percent(rate: str, lang: str) -> str:
    """
    ``"0.0072"`` becomes 0,7 % in Swedish and 0.7% in English; empty where nothing was counted.

    What is not all is never rounded to all, nor what is something to nothing.
    """
    found = share(rate)
    if found is None:
        return ""
    text = f"{found * _HUNDRED:.1f}"
    if found < 1 and text == "100.0":
        text = "99.9"
    small = bool(found) and text == "0.0"
    text = ("<0.1" if small else text).removesuffix(".0")
    return text.replace(".", ",") + "\u00a0%" if lang == "sv" else text + "%"
