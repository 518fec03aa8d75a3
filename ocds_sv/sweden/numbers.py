"""
Swedish numbers as text, to Decimal.

A text is read once with the comma as decimal mark and once with the dot. Each reading is strict: groups of three
digits, one kind of group mark, at most one decimal mark. What the two readings say decides:

=============  =========  =========  ============================================
text           comma      dot        without a declared mark
=============  =========  =========  ============================================
``1 234,50``   1234.50    –          1234.50
``1.234,50``   1234.50    –          1234.50
``1,234.50``   –          1234.50    1234.50
``12.5``       –          12.5       12.5
``1,234``      1.234      1234       1.234, as a Swede reads it
``1.234``      1234       1.234      fault ``ambiguous-number``, with 1.234 as value
=============  =========  =========  ============================================

With a declared mark its reading holds; when only the other one is possible, it is the value of an ``ambiguous-number``.
"""

from __future__ import annotations

import re
from decimal import ROUND_HALF_UP, Context, Decimal

from ocds_sv.sweden.faults import ValueFault

LONGEST = 100
"""No amount is longer than this; the limit keeps the arithmetic below exact."""

NOISE_DECIMALS = 6
"""With more decimals than this, a number near two decimals is a float that was written out."""

NOISE = Decimal("0.000001")
"""How near."""

_UNITS = {
    "": 0, ":-": 0, ",-": 0, "-": 0, "kr": 0, "sek": 0, "kronor": 0,
    "tkr": 3, "tsek": 3, "ksek": 3,
    "mkr": 6, "mnkr": 6, "msek": 6, "milj": 6, "miljkr": 6, "miljoner": 6, "miljonerkr": 6, "miljonerkronor": 6,
    "mdkr": 9, "mdr": 9, "mdrkr": 9, "miljarder": 9, "miljarderkr": 9, "miljarderkronor": 9,
}  # fmt: skip
"""What may follow an amount, without its spaces and dots, and the power of ten that it stands for."""

_SPELLINGS = str.maketrans(
    dict.fromkeys("\u2010\u2011\u2012\u2013\u2014\u2015\u2212\ufe63\uff0d", "-")
    | dict.fromkeys("\t\u00a0\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u205f", " ")
    | dict.fromkeys("\u2019\u02bc\u2032\u00b4`", "'")
)

# The hot path: what needs no second look, by the declared decimal mark; then the same with spaces between the groups.
_PLAIN = {
    None: re.compile(r"-?[0-9]{1,30}(?:[.,](?:[0-9]{1,2}|[0-9]{4,6}))?").fullmatch,
    ",": re.compile(r"-?[0-9]{1,30}(?:,[0-9]{1,6})?").fullmatch,
    ".": re.compile(r"-?[0-9]{1,30}(?:\.[0-9]{1,6})?").fullmatch,
}
_SPACED = re.compile(r"-?[1-9][0-9]{0,2}(?:[ \u00a0\u2009\u202f][0-9]{3})*(?:,[0-9]{1,6})?").fullmatch
_SHAPE = re.compile(
    r"(?P<open>\()? ?(?:(?:kr\.?|SEK) ?)?(?P<lead>[-+])? ?"
    r"(?P<digits>[0-9.,][0-9 .,']*?(?:E[-+]?[0-9]{1,2})?) ?"
    r"(?P<trail>[-+])? ?(?P<unit>[:.,]-|[a-zåäö][a-zåäö. ]*)? ?(?P<close>\))?",
    re.IGNORECASE,
).fullmatch
_STRICT = r"(?:[0-9]+|[1-9][0-9]{{0,2}}(?:(?P<group>[ '{other}])[0-9]{{3}})(?:(?P=group)[0-9]{{3}})*)?(?:{mark}[0-9]+)?"
_READERS = {
    ",": re.compile(_STRICT.format(mark=",", other=".")).fullmatch,
    ".": re.compile(_STRICT.format(mark=r"\.", other=",")).fullmatch,
}
_EXPONENT = re.compile(r"[0-9]+(?:[.,][0-9]+)?E[-+]?[0-9]{1,2}", re.IGNORECASE).fullmatch
_EXACT = Context(prec=4 * LONGEST, rounding=ROUND_HALF_UP)
_ONE = Decimal(1)
_CENTS = Decimal("0.01")


def parse_number(text: str, decimal: str | None = None) -> Decimal:
    """
    Read ``text`` as a number; "tkr" and "mkr" are multiplied out, the noise of floats is removed.

    Args:
        text: as the source writes it, such as "1 234,50", "5000-", "(5 000)", "1,5 mkr".
        decimal: the source's decimal mark ("," or "."), or None when it is not declared.

    Raises:
        ValueFault: ``not-a-number``; ``ambiguous-number``, with the likely reading as its value.
    """
    if _PLAIN[decimal](text):
        value = Decimal(text.replace(",", "."))
        return value or value.copy_abs()
    if decimal != "." and _SPACED(text):
        return Decimal("".join(text.split()).replace(",", "."))
    return _unwrapped(text.translate(_SPELLINGS).strip(), decimal)


def clean_number(value: Decimal) -> Decimal:
    """
    Write ``value`` without an exponent, and without the noise of a float.

    A number with more than ``NOISE_DECIMALS`` decimals that is within ``NOISE`` of one with two decimals becomes
    that one, half up; all others keep their digits. That finds the noise of amounts up to eight thousand million.

    Raises:
        ValueFault: ``not-a-number``, for infinities and NaN.
    """
    exponent = value.as_tuple().exponent
    if not isinstance(exponent, int):
        raise ValueFault("not-a-number")
    if exponent > 0:
        return value.quantize(_ONE, context=_EXACT)
    if exponent < -NOISE_DECIMALS:
        rounded = value.quantize(_CENTS, context=_EXACT)
        if _EXACT.subtract(value, rounded).copy_abs() <= NOISE:
            value = rounded
    return value or value.copy_abs()


def _unwrapped(text: str, decimal: str | None) -> Decimal:
    shape = _SHAPE(text) if len(text) <= LONGEST else None
    if shape is None:
        raise ValueFault("not-a-number")
    bracket, lead, digits, trail, unit, end = shape.group("open", "lead", "digits", "trail", "unit", "close")
    power = _UNITS.get((unit or "").lower().replace(" ", "").replace(".", ""))
    signs = bool(bracket) + bool(lead) + bool(trail)
    if power is None or bool(bracket) != bool(end) or signs > 1:
        raise ValueFault("not-a-number")
    negative = bool(bracket) or "-" in (lead, trail)
    try:
        return _finished(_digits(digits, decimal), power, negative=negative)
    except ValueFault as fault:
        if isinstance(fault.value, Decimal):
            fault.value = _finished(fault.value, power, negative=negative)
        raise


def _finished(value: Decimal, power: int, *, negative: bool) -> Decimal:
    if power:
        value = _EXACT.multiply(value, Decimal(10**power))
    return clean_number(value.copy_negate() if negative else value)


def _digits(text: str, decimal: str | None) -> Decimal:
    if _EXPONENT(text):
        return Decimal(text.replace(",", "."))
    comma, dot = _read(text, ","), _read(text, ".")
    if comma is None and dot is None:
        raise ValueFault("not-a-number")
    if decimal is None:
        return _undeclared(comma, dot)
    wanted, other = (comma, dot) if decimal == "," else (dot, comma)
    if wanted is None:
        raise ValueFault("ambiguous-number", other)
    return wanted


def _undeclared(comma: Decimal | None, dot: Decimal | None) -> Decimal:
    if comma is None or dot is None:
        only = dot if comma is None else comma
        assert only is not None
        return only
    if dot < comma:
        raise ValueFault("ambiguous-number", dot)
    return comma


def _read(text: str, mark: str) -> Decimal | None:
    match = _READERS[mark](text)
    if match is None or not text:
        return None
    if group := match["group"]:
        text = text.replace(group, "")
    return Decimal(text.replace(",", "."))
