"""The second look, for releases that the first was not sure of: is there a personal number in any text at all?"""

from __future__ import annotations

import re

from ocds_sv.sweden.coarse import dated
from ocds_sv.sweden.identity import has_personal_number

_BREAK = re.compile(r"\\[nrt]")
_CONTROL = re.compile(r"\\u[0-9a-f]{4}|\\[bf]")
_NEUTRAL = "\ufffd"
"""Stands for what no number has in it."""


def is_clean(encoded: bytes) -> bool:
    """Whether no text, key or number of ``encoded`` (UTF-8 JSON) has a personal number; see ``personal_spans``."""
    # No number has a quotation mark, comma or colon in it, so that a part may have more than one text or number.
    return not any(has_personal_number(_unescaped(part.decode())) for part in dated(encoded))


def _unescaped(text: str) -> str:
    """JSON text whose escapes are what they stand for, or what no number has in it."""
    if "\\" not in text:
        return text
    text = text.replace("\\\\", _NEUTRAL).replace('\\"', _NEUTRAL)
    return _CONTROL.sub(_NEUTRAL, _BREAK.sub("\n", text))
