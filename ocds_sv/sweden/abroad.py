"""
The numbers that other countries give to natural persons, where a company's there looks different.

Left out are countries where person and company have numbers of one form: Croatia (OIB), Greece (AFM), Ireland (PPS and
VAT), the Netherlands (BSN and RSIN), Germany, where a tax number may pass for a person's; and numbers that only a sign
tells from others: Slovakia's without a slash (a company's DIČ), Denmark's without a hyphen (the P-nummer of a place).
"""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cache
from importlib import import_module

from ocds_sv.sweden.tables import table

WRITTEN = r"[0-9A-Za-z](?:[ ./+-]?[0-9A-Za-z]){8,15}"
"""A number as it may be written: 9 to 16 letters and digits, never two signs between them."""

_WRITTEN = re.compile(WRITTEN)
_SIGNS = re.compile("[ .-]")
_ALL_SIGNS = re.compile("[ ./+-]")


@cache
def countries() -> tuple[str, ...]:
    """The countries (ISO 3166-1 alpha-2) whose persons' numbers can be told from companies'."""
    return tuple(dict.fromkeys(row["country"] for row in table("persons_abroad")))


def is_person_abroad(country: str, text: str) -> bool:
    """Whether ``text`` is, by form and check digit, the number that ``country`` gives to a natural person."""
    if not _WRITTEN.fullmatch(text):
        return False
    # In some forms a sign is part of the number: it tells the century, or the number from a company's.
    writings = {sign.sub("", text).upper() for sign in (_SIGNS, _ALL_SIGNS)} | {text.upper()}
    return any(
        form.fullmatch(written) is not None and is_valid(written)
        for form, is_valid in _forms().get(country.upper(), ())
        for written in writings
    )


@cache
def _forms() -> dict[str, list[tuple[re.Pattern[str], Callable[[str], bool]]]]:
    found: dict[str, list[tuple[re.Pattern[str], Callable[[str], bool]]]] = {}
    for row in table("persons_abroad"):
        is_valid = import_module(f"stdnum.{row['check']}").is_valid
        found.setdefault(row["country"], []).append((re.compile(row["form"]), is_valid))
    return found
