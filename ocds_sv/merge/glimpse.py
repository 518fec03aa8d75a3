"""
A release's process and date seen from its first bytes, so that it need not be read before it is merged.

What is seen so is what reading would give: where there is any doubt, nothing is seen.
"""

from __future__ import annotations

import re

_TEXT = rb'"[^"\\]*"'
_HEAD = re.compile(
    rb'\{(?:\s*(?:"ocid"\s*:\s*"([^"\\]+)"|"date"\s*:\s*"([^"\\]+)"'
    rb'|(?!"ocid"|"date")%(text)s\s*:\s*(?:%(text)s|\[(?:\s*%(text)s\s*,?)*+\s*\]))\s*,)*?(?(1)(?(2)|(?!))|(?!))'
    % {b"text": _TEXT}
)
"""The fields up to ``ocid`` and ``date``, as far as they are texts and lists of texts without escapes."""

_OCID = b'"ocid"'
_WRAPS = re.compile(rb'"(?:releases|compiledRelease|versionedRelease)"\s*:')
_WRAPPED = b"elease"
"""What the names of those fields share: few texts have it."""

_HIDDEN = re.compile(rb"\\u00[4-7]")
_BACKSLASH, _ESCAPE = b"\\", b"\\u00"
"""A name may be written with escapes, but few are."""


def says_another_date(text: bytes, date: str) -> bool:
    """Whether the first fields of a text say another date than ``date``: the field is there twice."""
    found = seen(text)
    return found is not None and found[1] != date


def seen(text: bytes) -> tuple[bytes, str] | None:
    """The process and the date of a release, as written; ``None`` where they are not sure without reading it."""
    match = _HEAD.match(text)
    if match is None or text.count(_OCID) != 1:
        return None
    ocid, date = match.groups()
    if not (ocid.isascii() and date.isascii()):
        return None
    if _WRAPPED in text and _WRAPS.search(text) is not None:
        return None
    if _BACKSLASH in text and _ESCAPE in text and _HIDDEN.search(text) is not None:
        return None
    return ocid, date.decode()
