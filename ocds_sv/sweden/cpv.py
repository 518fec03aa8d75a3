"""
CPV codes: which exist, what they are called in Swedish and English, and what stands above them.

The digit after the hyphen is read and not compared. Most codes follow the weights 3, 7, 1 modulo 10, but whole groups
of the vocabulary of 2008 were published with other digits (09310000-5, 03311000-2), so that a digit that breaks the
rule says nothing. What tells a typing error is that the code does not exist.
https://eur-lex.europa.eu/eli/reg/2008/213/oj
"""

from __future__ import annotations

import re
from functools import cache

from ocds_sv.sweden.faults import ValueFault
from ocds_sv.sweden.tables import columns, table

LANGUAGES = ("sv", "en")
MISSING = "uppgift saknas"
"""What Upphandlingsmyndigheten writes for a value it does not have, in lower case."""

LENGTH = 8
_DIVISION = 2
_CODE = re.compile(r"(?P<code>[0-9]{7,8})(?:-[0-9])?(?: (?P<label>.*))?", re.DOTALL).fullmatch
_NONE = "0" * LENGTH


def exists(code: str) -> bool:
    """Whether the vocabulary of 2008 has the eight digits."""
    return code in _names()


def name(code: str, language: str = "sv") -> str | None:
    """
    What a code is called in ``sv`` or ``en``; None when it does not exist.

    Raises:
        ValueError: another language.
    """
    column = LANGUAGES.index(language)
    names = _names().get(code)
    return names[column] if names else None


def parents(code: str) -> tuple[str, ...]:
    """
    The codes above ``code``, from its division down: "79624000" → ("79000000", "79600000", "79620000").

    Only those that exist: the vocabulary leaves out levels here and there. A code need not exist to have some.
    """
    above = (code[:digits].ljust(LENGTH, "0") for digits in range(_DIVISION, LENGTH))
    return tuple(dict.fromkeys(found for found in above if found != code and exists(found)))


def cpv(text: str) -> str:
    """
    Read a CPV code, with or without check digit and label; "" when the source says that it has none.

    A leading zero that a spreadsheet dropped is put back.

    Raises:
        ValueFault: ``not-a-cpv-code``, or ``unknown-cpv-code`` with the code as its value.
    """
    code, _ = _read(text)
    if code and not exists(code):
        raise ValueFault("unknown-cpv-code", code)
    return code


def cpv_label(text: str) -> str:
    """
    Take the words after a CPV code; "" when there are none, or when they say that the value is missing.

    Raises:
        ValueFault: ``not-a-cpv-code``.
    """
    return _read(text)[1]


def cpv_name(text: str, language: str = "sv") -> str:
    """
    Name a CPV code, with or without check digit and label, in ``sv`` or ``en``; "" when the source says it has none.

    Raises:
        ValueFault: ``not-a-cpv-code`` or ``unknown-cpv-code``.
    """
    code, _ = _read(text)
    found = name(code, language)
    if code and found is None:
        raise ValueFault("unknown-cpv-code")
    return found or ""


def _read(text: str) -> tuple[str, str]:
    """Code and label as they are written; both "" when the source says that it has none."""
    spaced = " ".join(text.split())
    match = _CODE(spaced)
    if match is None:
        if spaced.lower() == MISSING:
            return "", ""
        raise ValueFault("not-a-cpv-code")
    code = match["code"].zfill(LENGTH)
    if code == _NONE:
        return "", ""
    if code[:_DIVISION] not in _divisions():
        raise ValueFault("not-a-cpv-code")
    return code, match["label"] or ""


@cache
def _names() -> dict[str, list[str]]:
    # The table has ten thousand rows: as objects they would take four times the memory.
    return {code: names for code, *names in columns("cpv", "code", *(f"name_{language}" for language in LANGUAGES))}


@cache
def _divisions() -> frozenset[str]:
    return frozenset(row["code"] for row in table("cpv_divisions"))
