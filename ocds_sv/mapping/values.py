"""
The target's type cleans the value: one converter per kind of OCDS field.

A converter takes a cell (text, number, date …) and gives what stands in the release; ``None`` means nothing is to stand
there. What cannot be converted raises ``ValueFault``.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from datetime import date, datetime
from decimal import Decimal

from ocds_sv.mapping.language import ValueSettings
from ocds_sv.standard import Node
from ocds_sv.sweden.codes import yes_no
from ocds_sv.sweden.dates import from_datetime, parse_date
from ocds_sv.sweden.faults import ValueFault
from ocds_sv.sweden.numbers import clean_number, parse_number

Converter = Callable[[object], object]

_URI = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:[^\s]+$")


def text_of(value: object) -> str:
    """
    A cell as text: numbers without exponent, dates as ISO 8601, booleans as Swedish and English systems export them.

    Raises:
        ValueFault: the value is an object or a list, which is no text.
    """
    if isinstance(value, str | int):
        return str(value)
    if isinstance(value, Decimal):
        return format(value, "f")
    if isinstance(value, date):
        return value.isoformat()
    raise ValueFault("not-text")


def texts_in(value: object) -> Iterator[str]:
    """The texts of a cell, however deep they lie in lists and objects."""
    if isinstance(value, list):
        for item in value:
            yield from texts_in(item)
    elif isinstance(value, dict):
        yield from texts_in([*value.values()])
    elif value is not None:
        yield text_of(value)


def converter(node: Node, settings: ValueSettings) -> Converter | None:
    """The converter for the field ``node``; ``None`` when a text is right as it is."""
    if node.kind in _BY_KIND:
        return _BY_KIND[node.kind](settings)
    if node.format == "date-time":
        return _date_time(node, settings)
    if node.format == "uri":
        return _uri
    if node.codelist is not None and not node.codelist.open:
        return _code(node)
    return None


def takes_any_text(node: Node | None) -> bool:
    """Whether every text is right as it is in the field ``node``; ``None`` is no field."""
    return node is None or converter(node, ValueSettings()) is None


def constant(node: Node, text: str) -> object:
    """
    A constant of a mapping as the value of ``node``.

    Raises:
        ValueFault: the text is not of the field's type, or no code of its closed codelist.
    """
    if node.kind == "boolean":
        if text not in {"true", "false"}:
            raise ValueFault("not-a-boolean")
        return text == "true"
    convert = converter(node, ValueSettings(decimal="."))
    return text if convert is None else convert(text)


def _number(settings: ValueSettings) -> Converter:
    decimal = settings.decimal

    def number(value: object) -> Decimal:
        if isinstance(value, str):
            return parse_number(value, decimal)
        if isinstance(value, Decimal):
            return clean_number(value)
        if isinstance(value, int) and not isinstance(value, bool):
            return Decimal(value)
        raise ValueFault("not-a-number")

    return number


def _integer(settings: ValueSettings) -> Converter:
    number = _number(settings)

    def integer(value: object) -> int:
        found = number(value)
        assert isinstance(found, Decimal)
        if found != found.to_integral_value():
            raise ValueFault("not-a-number")
        return int(found)

    return integer


def _boolean(value: object) -> bool:
    return value if isinstance(value, bool) else yes_no(text_of(value))


def _date_time(node: Node, settings: ValueSettings) -> Converter:
    assert node.time_of_day is not None
    time_of_day = node.time_of_day
    formats, zone = settings.dates, settings.timezone

    def date_time(value: object) -> str | None:
        if isinstance(value, datetime | date):
            return from_datetime(value, time_of_day=time_of_day, zone=zone)
        return parse_date(text_of(value), formats, time_of_day=time_of_day, zone=zone) or None

    return date_time


def _uri(value: object) -> str:
    text = text_of(value)
    if not _URI.match(text):
        raise ValueFault("not-a-uri")
    return text


def _code(node: Node) -> Converter:
    assert node.codelist is not None
    codes = node.codelist.codes

    def code(value: object) -> str:
        text = text_of(value)
        if text not in codes:
            raise ValueFault("code-unknown")
        return text

    return code


_BY_KIND: dict[str, Callable[[ValueSettings], Converter]] = {
    "number": _number,
    "integer": _integer,
    "boolean": lambda _: _boolean,
}
