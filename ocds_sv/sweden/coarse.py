"""Looks at whole JSON documents as bytes: may there be a personal number anywhere? Too often yes, never wrongly no."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ocds_sv.sweden.escapes import may_be_escaped
from ocds_sv.sweden.identity import DAY, INTERIM_LETTERS

_SERIAL_BYTES = rb"[-nrt]{0,5}[019trsuwxjklmn][019]{3}"
PERSONAL_NUMBER_BYTES: re.Pattern[bytes] = re.compile(
    # A hyphen comes first because one byte is found fastest; what stands before it is looked at afterwards.
    # Most hyphens stand in dates and in companies' numbers: what rules these out comes first, such as a time of day.
    # Before all of them stands a digit; behind a letter, as in SE-ON, nothing else needs to be asked.
    rb"-(?<=[019]-)(?:(?<=[01][019]{3}-)(?<=[019]{6}-)%b|(?<=1[019]{5}-)%b"
    rb"|[01][019]-[019][019](?!t[019]{2}:)(?<=[019][019]-[01][019]-[019][019])%b)" % (3 * (_SERIAL_BYTES,))
)
"""The same for JSON bytes after ``squeeze``, coarser and only for numbers with a hyphen; see ``may_be_personal``."""

_ESCAPE = re.compile(rb"%([2-7][0-9A-Fa-f])")
_RUN_BYTES = re.compile(rb"000000(?:0000*|[a-z]000)")
_RUN_HINT = b"0" * 9
_INTERIM_HINT = b"000000L000"


def _byte_table(*changes: tuple[bytes, bytes]) -> bytes:
    table = bytearray(range(256))
    small = ((bytes([letter]), bytes([letter + 32])) for letter in range(65, 91))
    for old, new in (*small, *changes):
        for byte in old:
            table[byte] = new[0]
    return bytes(table)


_CLASSES = _byte_table((b"23456789", b"9"), (b"+", b"-"))
_GAPS = _byte_table((b"23456789", b"9"), (b"+ ./\\", b"-"), (bytes(range(0xC0, 0x100)), b"-"))
_DIGITS_AND_LETTERS = _byte_table((b"0123456789", b"0"), (INTERIM_LETTERS.lower().encode(), b"L"))
_ALL_DIGITS = _byte_table((b"0123456789", b"0"))
_CONTINUED = bytes(range(0x80, 0xC0))
_SOFT = b" ./\\" + bytes(range(0x80, 0x100))


def squeeze(encoded: bytes) -> bytes:
    """
    UTF-8 with less to tell apart.

    Letters are small, 2–9 all ``9``, ``+`` is ``-``; spaces, full stops, slashes and all letters beyond ASCII are gone.
    0 and 1 stay: they are what a month begins with.
    """
    return encoded.translate(_CLASSES, _SOFT)


def _plain(encoded: bytes) -> bytes:
    """As ``escapes.unescaped``."""
    return _ESCAPE.sub(lambda hit: bytes([int(hit[1], 16)]), encoded)


def may_be_personal(encoded: bytes, squeezed: bytes) -> bool:
    """
    Whether JSON bytes may hold a personal or an estate's number; made to be cheap where the answer is no.

    It may see too much, never too little.

    Args:
        encoded: the JSON, UTF-8.
        squeezed: ``squeeze(encoded)``.
    """
    if may_be_escaped(encoded) or _may_be(encoded, squeezed):
        return True
    return b"%" in encoded and _may_be(plain := _plain(encoded), squeeze(plain))


def _may_be(encoded: bytes, squeezed: bytes) -> bool:
    if PERSONAL_NUMBER_BYTES.search(squeezed) is not None:
        return True
    shape_of_runs = squeezed.translate(_DIGITS_AND_LETTERS)
    # An escaped line break leaves its letter between the digits, where no hint can expect it.
    if b"\\" not in encoded and _RUN_HINT not in shape_of_runs and _INTERIM_HINT not in shape_of_runs:
        return False
    if PERSONAL_NUMBER_BYTES.search(encoded.translate(_GAPS, _CONTINUED)) is not None:
        return True
    runs = encoded.translate(_ALL_DIGITS)
    return any(_may_be_run(encoded[hit.start() : hit.end()]) for hit in _RUN_BYTES.finditer(runs))


def _may_be_run(run: bytes) -> bool:
    """Whether digits in a row may hold one: alone, after a century, before a VAT number's 01, or less its first 0."""
    if not run.isdigit():
        return True
    month = {9: (1,), 10: (2,), 12: (2, 4)}.get(len(run), ())
    return any(run[place] in b"01" for place in month) or (bool(month) and run[:1] == b"1")


_LETTERS = (INTERIM_LETTERS + INTERIM_LETTERS.lower()).encode()
_RUN = re.compile(rb"0[-0L]{9,}")
_DATED = re.compile(
    rb"[0-9]{2}([-./ ]?)(?:0[1-9]|1[0-2])\1%b(?:[-+ \x7f-\xff]|\\[nrt]){0,15}[0-9%b][0-9]{3}" % (DAY.encode(), _LETTERS)
)
"""A date that can be, five signs of three bytes at the most, and a serial number."""


def _shape(byte: int) -> int:
    """Digits are ``0``, letters of interim numbers ``L``, what may stand between ``-``, all else ``x``."""
    if chr(byte) in "0123456789":
        return ord("0")
    # A line break is ``\\n`` in JSON, and its letter is one of these.
    if byte in _LETTERS:
        return ord("L")
    return ord("-") if byte > ord("~") or chr(byte) in "-+./ \\" else ord("x")


_SHAPES = bytes(map(_shape, range(256)))


def dated(encoded: bytes) -> Iterator[bytes]:
    """
    The parts of JSON in which ``personal_spans`` may find a number, each as it stands between quotation marks.

    There may be too many, never too few; other than by ``may_be_personal``, few documents are suspected without reason.
    """
    if b"%" in encoded:
        yield from [encoded] if any(_places(_plain(encoded))) else ()
        return
    for start, end in _places(encoded):
        after = encoded.find(b'"', end)
        yield encoded[encoded.rfind(b'"', 0, start) + 1 : after if after >= 0 else len(encoded)]


def _places(encoded: bytes) -> Iterator[tuple[int, int]]:
    runs = (run.span() for run in _RUN.finditer(encoded.translate(_SHAPES)))
    return (run for run in runs if _DATED.search(encoded, *run) is not None)
