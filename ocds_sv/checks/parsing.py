"""One JSON text: parsed, or the reason why it cannot be, in two languages."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import orjson

from ocds_sv.checks.brackets import NESTING, is_whole
from ocds_sv.sources.encoding import Decision, decide
from ocds_sv.sources.jsonbytes import depth_of

Place = tuple[str | int, ...]

REASONS: dict[str, tuple[str, str]] = {
    "no-json": (
        "texten är ingen JSON; ett objekt eller en lista väntas. Kontrollera att det är rätt fil.",
        "the text is no JSON; an object or a list is expected. See that it is the right file.",
    ),
    "no-object": (
        "ett objekt väntas här. Ta bort det som inte är en release eller post.",
        "an object is expected here. Remove what is no release or record.",
    ),
    "object-cut": (
        "texten tar slut mitt i ett objekt. Hämta eller exportera filen på nytt.",
        "the text ends in the middle of an object. Fetch or export the file again.",
    ),
    "list-cut": (
        "texten tar slut mitt i en lista. Hämta eller exportera filen på nytt.",
        "the text ends in the middle of a list. Fetch or export the file again.",
    ),
    "package-cut": (
        "texten tar slut mitt i ett paket. Hämta eller exportera filen på nytt.",
        "the text ends in the middle of a package. Fetch or export the file again.",
    ),
    "not-a-number": (
        "NaN och Infinity är inga tal i JSON (rad {line}, tecken {position} i objektet). Utelämna fältet.",
        "NaN and Infinity are no numbers in JSON (line {line}, character {position} of the object). Leave it out.",
    ),
    "control": (
        "en text har ett styrtecken, som NUL (rad {line}, tecken {position} i objektet). Exportera om.",
        "a text has a control character, such as NUL (line {line}, character {position} of it). Export again.",
    ),
    "nesting": (
        "objekten är nästlade djupare än {limit} nivåer. Filen är felgjord.",
        "the objects are nested deeper than {limit} levels. The file is made wrongly.",
    ),
    "number": (
        "ett tal är för stort (rad {line}, tecken {position} i objektet). Rätta exporten.",
        "a number is too large (line {line}, character {position} of the object). Mend the export.",
    ),
    "half-character": (
        "ett halvt tecken (\\ud800–\\udfff) står ensamt (rad {line}, tecken {position} i objektet). Exportera om.",
        "half a character (\\ud800–\\udfff) stands alone (line {line}, character {position} of it). Export again.",
    ),
    "syntax": (
        "texten är ingen giltig JSON (rad {line}, tecken {position} i objektet). Rätta eller exportera på nytt.",
        "the text is no valid JSON (line {line}, character {position} of the object). Mend it or export again.",
    ),
    "no-release": (
        "det finns ingen release här. Kontrollera att det är rätt fil.",
        "there is no release in it. See that it is the right file.",
    ),
    "more": (
        "ytterligare {count} texter kunde inte läsas.",
        "{count} more texts could not be read.",
    ),
}
"""Key to Swedish and English text."""

_MEANINGS = (
    ("control character", "control"),
    ("depth limit", "nesting"),
    ("infinity", "number"),
    ("surrogate", "half-character"),
)
_NO_NUMBERS = ("NaN", "Infinity", "-Infinity", "nan", "inf")


@dataclass(frozen=True, slots=True)
class Reason:
    """Why a text cannot be read; nothing of the text stands in it."""

    key: str
    sv: str
    en: str


def reason(key: str, **facts: object) -> Reason:
    """The reason ``key`` of ``REASONS``; ``facts`` fill its texts."""
    sv, en = REASONS[key]
    return Reason(key, sv.format(**facts), en.format(**facts))


@dataclass(slots=True)
class Parsed:
    """
    What a text gave.

    Attributes:
        value: the JSON, ``None`` when there is a reason.
        text: the bytes that were parsed, in UTF-8.
        encoding: what the text is in when it is not UTF-8, as people name it.
        reason: why there is no value.
    """

    value: Any
    text: bytes = b""
    encoding: str = ""
    reason: Reason | None = None


def parsed(text: bytes, line: int = 1) -> Parsed:
    """The text, which begins on ``line``, as JSON, or why it is none; not UTF-8, it is read as what it seems to be."""
    try:
        return accepted(orjson.loads(text), text)
    except orjson.JSONDecodeError as error:
        if "UTF-8" in error.msg:
            return _decoded(text, line)
        return Parsed(None, reason=_reason(error, text, line))


def accepted(value: object, text: bytes, encoding: str = "") -> Parsed:
    """What was parsed, unless it is nested too deep for anyone to look at."""
    if _is_deep(text):
        return Parsed(None, reason=reason("nesting", limit=NESTING))
    return Parsed(value, text, encoding)


def _is_deep(text: bytes) -> bool:
    # So many levels have at least so many brackets; those of most texts are known to be none too deep.
    # To replace a byte takes a third of the time of counting it: it is searched for, not compared with each.
    brackets = 2 * len(text) - len(text.replace(b"{", b"")) - len(text.replace(b"[", b""))
    return brackets > NESTING and not is_whole(text) and depth_of(text) > NESTING


def _decoded(text: bytes, line: int) -> Parsed:
    decision = decide(text, whole=True)
    if decision.name == "utf-8":
        decision = Decision("cp1252")
    found = text.decode(decision.name, "replace").encode()
    try:
        return accepted(orjson.loads(found), found, decision.label)
    except orjson.JSONDecodeError as error:
        return Parsed(None, reason=_reason(error, found, line))


def _reason(error: orjson.JSONDecodeError, text: bytes, line: int) -> Reason:
    where = {"line": line + error.lineno - 1, "position": error.pos, "limit": NESTING}
    # The parser counts characters, not bytes.
    at = text.decode("utf-8", "replace")
    if any(at.startswith(_NO_NUMBERS, max(0, error.pos - back)) for back in (0, 1)):
        return reason("not-a-number", **where)
    key = next((key for sign, key in _MEANINGS if sign in error.msg), "syntax")
    # Parsers have different words for it.
    key = "nesting" if key == "syntax" and _is_deep(text) else key
    return reason(key, **where)


def has_repeats(text: bytes, value: object) -> bool:
    """Whether an object of the text seems to hold a key twice: what was parsed has fewer keys than the text."""
    written = orjson.dumps(value)
    return len(text) != len(written) and _colons(text) != _colons(written)


def _colons(text: bytes) -> int:
    return text.count(b'":') + text.count(b'" :')


class _Object(dict[str, Any]):
    """An object that knows which of its keys stood in it before."""

    repeated: tuple[str, ...] = ()


def repeated_keys(text: bytes) -> list[Place]:
    """Where a key stands that its object had already; of such keys the last one counts."""
    found: list[Place] = []
    _look(json.loads(text, object_pairs_hook=_object), (), found)
    return found


def _object(pairs: list[tuple[str, Any]]) -> _Object:
    made = _Object(pairs)
    if len(made) < len(pairs):
        made.repeated = tuple(key for key, count in Counter(key for key, _ in pairs).items() if count > 1)
    return made


def _look(value: object, place: Place, found: list[Place]) -> None:
    for part, inner in _inside(value):
        if isinstance(inner, dict | list):
            _look(inner, (*place, part), found)
    if isinstance(value, _Object):
        found += [(*place, key) for key in value.repeated]


def _inside(value: object) -> Iterator[tuple[str | int, object]]:
    if isinstance(value, dict):
        yield from value.items()
    elif isinstance(value, list):
        yield from enumerate(value)
