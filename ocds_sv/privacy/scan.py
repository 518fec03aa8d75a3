"""One cheap look at the written bytes: may there be anything at all to withhold?"""

from __future__ import annotations

import re
from collections.abc import Collection
from functools import lru_cache

from ocds_sv.sweden.abroad import WRITTEN, countries
from ocds_sv.sweden.coarse import may_be_personal, squeeze
from ocds_sv.sweden.masks import table

_NOBODY = "000000-0000"
_ABROAD = re.compile(rb'":"(?:(?:bg|cz|lv|pt|ro)[-019]|es(?:[-019]|[klmxyz][-019]))')
"""What natural persons' numbers of other countries, or the schemes before them, begin with, after ``squeeze``."""
_AT_HOME = re.compile(rb'"country":"(?:%b)"' % "|".join(countries()).encode(), re.IGNORECASE)
_WRITTEN = re.compile(rb'"id":(?:"%b"|[0-9]{9})' % WRITTEN.encode())
"""A number of 9 to 16 signs, and an address in a country whose persons' numbers can be told from companies'."""

_SHAPES = {"whole": rb'%b"', "start": rb"%b", "run": rb"%b"}


class Scan:
    """
    The look, made ready for a set of masks.

    Args:
        masks: masks of the source beside those that everybody uses, as ``masks.plain`` writes them.
    """

    def __init__(self, masks: Collection[str]) -> None:
        rows = [(text, match) for text, match, _ in table()] + [(text, "whole") for text in masks]
        # Squeezed, a mask of digits looks like any number; 000000-0000 is met by the search for numbers.
        words = [_SHAPES[match] % _literal(text) for text, match in rows if match in _SHAPES and text != _NOBODY]
        # Which character stands first is asked before three dozen words are tried.
        first = b"".join(sorted({word[:2] if word[:1] == b"\\" else word[:1] for word in words}))
        start = rb"(?=[%b])(?:%b|[nrt][^a-z]*(?:%b))" % (first + b"nrt", b"|".join(words), b"|".join(words))
        self._names = re.compile(rb'"name":"' + start)
        self._ids = re.compile(rb'id":"(?:[a-z]{2}-[a-z]{2,4}-)?+' + start)
        self._within = re.compile(
            b"|".join(sorted({re.escape(text[:1].encode()) for text, match in rows if match == "within"}))
        )

    def may_be_personal(self, encoded: bytes) -> bool:
        """Whether JSON bytes need the long way. It may say yes for nothing, and never no for something."""
        # What is found fastest comes first.
        if _AT_HOME.search(encoded) is not None and _WRITTEN.search(encoded) is not None:
            return True
        squeezed = squeeze(encoded)
        return (
            self._within.search(squeezed) is not None
            or self._names.search(squeezed) is not None
            or _ABROAD.search(squeezed) is not None
            or self._ids.search(squeezed) is not None
            or may_be_personal(encoded, squeezed)
        )


@lru_cache(maxsize=16)
def scan_for(masks: frozenset[str]) -> Scan:
    """The look for these masks, made once."""
    return Scan(masks)


def _literal(text: str) -> bytes:
    return re.escape(squeeze(text.encode()))
