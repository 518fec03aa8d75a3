"""Codes inside Swedish cells: what stands before and after a separator, yes and no; and ids made from text."""

from __future__ import annotations

import re
import unicodedata
from functools import cache

from ocds_sv.sweden.faults import ValueFault
from ocds_sv.sweden.tables import table

_PLAIN_LETTERS = str.maketrans({"ß": "ss", "æ": "ae", "ø": "o", "đ": "d", "ð": "d", "ł": "l", "þ": "th", "œ": "oe"})
_NOT_SLUG = re.compile(r"[^a-z0-9]+")
_NEGATIONS = ("inte ", "ej ", "icke ")


def code_before(text: str, sep: str = " ") -> str:
    """Take what stands before the first ``sep``, the whole text without one: "46362 Köp" → "46362"."""
    return _split(text, sep)[0]


def code_after(text: str, sep: str = " ") -> str:
    """Take what stands after the first ``sep``, "" without one: "46362 Köp" → "Köp"."""
    return _split(text, sep)[1]


def slug(text: str, length: int = 60) -> str:
    """
    Make an id's part from text: lower-case ASCII letters, digits and hyphens, at most ``length`` characters.

    "Åkeri & Söner AB" → "akeri-soner-ab". Different texts may give the same slug; "" when nothing is left.
    """
    # Most of what ends up in an id is plain already.
    if text.isascii() and text.isalnum():
        return text.lower()[:length]
    decomposed = unicodedata.normalize("NFKD", text.casefold().translate(_PLAIN_LETTERS))
    bare = "".join(letter for letter in decomposed if not unicodedata.combining(letter))
    return _NOT_SLUG.sub("-", bare).strip("-")[:length].rstrip("-")


def yes_no(text: str) -> bool:
    """
    Read a yes or no, such as "Ja", "False", "1", "X", "Direktivstyrd" or "Inte direktivstyrd ".

    Only the terms of the table ``booleans`` and their negations count: "Ej tillämpligt" is not a no.

    Raises:
        ValueFault: ``not-a-boolean``.
    """
    term = _spaced(text).lower()
    answers = _booleans()
    if term in answers:
        return answers[term]
    for negation in _NEGATIONS:
        if term.startswith(negation) and answers.get(term.removeprefix(negation)):
            return False
    raise ValueFault("not-a-boolean")


@cache
def _booleans() -> dict[str, bool]:
    return {row["term_sv"].lower(): row["value"] == "true" for row in table("booleans")}


def _split(text: str, sep: str) -> tuple[str, str]:
    if sep == " ":
        before, _, after = _spaced(text).partition(" ")
    else:
        before, _, after = text.partition(sep)
    return before.strip(), after.strip()


def _spaced(text: str) -> str:
    return " ".join(text.split())
