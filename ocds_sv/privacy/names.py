"""Finding the name of a withheld person in text, however it is written there."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

from ocds_sv.privacy.vocabulary import OWN_WORDS
from ocds_sv.sweden.identity import mask_text
from ocds_sv.sweden.masks import plain, why_absent

_WORD = re.compile(r"[^\W_]+")
_SHORTEST = 3
_DISTINCT = 8
_BETWEEN = r"(?:[\W_]{0,3}|\s+)"
_PLAIN = re.compile("[a-z0-9]+")
_SURE = 3
"""Signs of a name by which a text is told not to have it."""


def searchable(name: str) -> str | None:
    """``name`` without numbers and needless space; ``None`` when there is nothing that could be looked for."""
    text = plain(unicodedata.normalize("NFC", mask_text(name, " ")))
    words = _WORD.findall(text)
    if len("".join(words)) < _SHORTEST or why_absent(text) is not None or OWN_WORDS.issuperset(words):
        return None
    return text


@lru_cache(maxsize=4096)
def name_pattern(name: str) -> re.Pattern[str]:
    """
    What finds ``name`` (as ``searchable`` gives it) in text.

    Upper and lower case, any punctuation between the words or none (``anna.andersson@``, ``anna-andersson``), the last
    word first (``Andersson, Anna``) or the first last, å, ä and ö with and without their marks, and a genitive s.
    A name of one word or of few letters counts only as a whole word; others also inside one.
    """
    words = _WORD.findall(name)
    orders = dict.fromkeys([tuple(words), (words[-1], *words[:-1]), (*words[1:], words[0])])
    body = "|".join(_BETWEEN.join("".join(map(_letter, word)) for word in order) for order in orders)
    if len(words) > 1 and len("".join(words)) >= _DISTINCT:
        return re.compile(f"(?:{body})", re.IGNORECASE)
    return re.compile(rf"(?<![^\W_])(?:{body})(?=(?::?s)?(?![^\W_]))", re.IGNORECASE)


def folded(text: str) -> str:
    """``text`` for ``may_have``: every sign that stands for a letter from a to z in any case is that letter."""
    if text.isascii():
        return text.lower()
    return text.replace("İ", "i").lower().replace("ı", "i").replace("ſ", "s")


@lru_cache(maxsize=4096)
def hint(text: str) -> str:
    """The most letters and digits in a row that stand in every writing of ``text``; empty when these are few."""
    longest = max(_PLAIN.findall(folded(text)), key=len, default="")
    return longest if len(longest) >= _SURE else ""


def may_have(name: str, text: str) -> bool:
    """
    Whether ``name_pattern(name)`` may find anything in a text: told without a pattern, which takes long to make.

    Args:
        name: the name; or any text that is looked for letter by letter in upper and lower case.
        text: the text, as ``folded`` gives it.
    """
    return hint(name) in text


def has_name(name: str, text: str) -> bool:
    """Whether ``name`` (as ``searchable`` gives it) stands in ``text``."""
    return may_have(name, folded(text)) and name_pattern(name).search(text) is not None


def _letter(letter: str) -> str:
    parts = unicodedata.normalize("NFD", letter)
    if parts == letter:
        return re.escape(letter)
    return f"(?:{re.escape(letter)}|{re.escape(parts[0])}{re.escape(parts[1:])}?)"
