"""What all models share: names, exact amounts, moments with an offset, and JSON that OCDS accepts."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Iterator
from datetime import datetime
from decimal import Decimal
from typing import Annotated, Any, Self

from pydantic import (
    AfterValidator,
    AwareDatetime,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    StringConstraints,
    ValidationError,
)
from pydantic_core import PydanticCustomError, to_jsonable_python

from ocds_sv.jsonio import encode

LARGEST_EXPONENT = 300
"""Numbers from 1E-300 to 1E+300 can be written."""

_RFC3339 = re.compile(r"\d{4}-\d\d-\d\d[Tt ]\d\d:\d\d:\d\d(\.\d+)?([Zz]|[+-]\d\d:\d\d)", re.ASCII)


def ocds_name(name: str) -> str:
    """The OCDS spelling of a Python name: ``award_period`` → ``awardPeriod``, ``award_id`` → ``awardID``."""
    first, *rest = name.split("_")
    return first + "".join("ID" if word == "id" else word.capitalize() for word in rest)


class OcdsModel(BaseModel):
    """
    An object of OCDS.

    It is made with Python names or OCDS names and written with OCDS names; fields without a value are left out,
    because ``null`` means *delete* in OCDS. Fields that are not in the core (extensions, translations such as
    ``title_sv``) are kept as they are, under their OCDS names.
    """

    model_config = ConfigDict(alias_generator=ocds_name, populate_by_name=True, extra="allow", validate_assignment=True)

    def model_dump(self, *, by_alias: bool | None = True, exclude_none: bool = True, **options: Any) -> dict[str, Any]:  # noqa: ANN401 - as in Pydantic
        """
        The object as a dictionary, with OCDS names and without empty fields.

        With ``mode="json"`` everything is of a type that ``json`` knows; an amount becomes an integer or a float,
        and stays a ``Decimal`` only where no float has the same digits.

        Raises:
            ValueError: an extra field holds a date and time without offset, or a number that JSON cannot say.
        """
        wants_json = options.pop("mode", "python") == "json"
        dumped = super().model_dump(by_alias=by_alias, exclude_none=exclude_none, **options)
        return dict(_jsonable(dumped, _plain_number)) if wants_json else dumped

    def model_dump_json(self, *, indent: int | None = None, **options: Any) -> str:  # noqa: ANN401 - as in Pydantic
        """
        The object as JSON text, amounts digit by digit; ``options`` are those of ``model_dump``.

        Raises:
            ValueError: an extra field holds a date and time without offset, or a number that JSON cannot say.
        """
        value = _jsonable(self.model_dump(**options), lambda number: number)
        return encode(value).decode() if indent is None else "".join(_indented(value, " " * indent, "\n"))

    @classmethod
    def model_validate_json(cls, json_data: str | bytes | bytearray, **options: Any) -> Self:  # noqa: ANN401 - as in Pydantic
        """
        The object that JSON text describes, amounts digit by digit.

        Raises:
            pydantic.ValidationError: the text is not JSON, or not such an object.
        """
        try:
            value = json.loads(json_data, parse_float=_parsed, parse_constant=_parsed)
        except (ValueError, RecursionError) as error:
            fault = PydanticCustomError("json_invalid", "Invalid JSON: {reason}", {"reason": str(error)})
            raise ValidationError.from_exception_data(cls.__name__, [{"type": fault, "input": None}]) from None
        return cls.model_validate(value, **options)


def _jsonable(value: Any, number: Callable[[Decimal], object]) -> Any:  # noqa: ANN401 - any part of a release
    if isinstance(value, dict):
        return {key: _jsonable(item, number) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [_jsonable(item, number) for item in value]
    if isinstance(value, Decimal):
        return number(_writable(value))
    if isinstance(value, float):
        return number(_writable(Decimal(repr(value))))
    if isinstance(value, datetime):
        if value.utcoffset() is None:
            raise ValueError("a date and time without an offset from UTC")
        return value.isoformat()
    return to_jsonable_python(value)


def _plain_number(value: Decimal) -> object:
    if value == value.to_integral_value():
        return int(value)
    # Compared as texts say it: 0.1 and Decimal("0.1") are the same JSON number.
    return float(value) if Decimal(repr(float(value))) == value else value


def _indented(value: object, step: str, margin: str) -> Iterator[str]:
    """JSON text in pieces; ``encode`` itself cannot indent and keep the digits of amounts."""
    if not isinstance(value, dict | list) or not value:
        yield encode(value).decode()
        return
    start, end = "{}" if isinstance(value, dict) else "[]"
    items: Iterable[tuple[str | None, object]] = (
        value.items() if isinstance(value, dict) else ((None, item) for item in value)
    )
    for key, item in items:
        yield start + margin + step + ("" if key is None else f"{encode(key).decode()}: ")
        yield from _indented(item, step, margin + step)
        start = ","
    yield margin + end


def _writable(value: Decimal) -> Decimal:
    """Beyond this most readers of JSON make a number infinite or zero; and 1E+99999999 would be a gigabyte of zeros."""
    if not value.is_finite() or abs(value.adjusted()) > LARGEST_EXPONENT:
        raise ValueError("a number too large or too small for JSON")
    return value


def _parsed(text: str) -> Decimal:
    """What stands for a number in JSON text: digits, or Infinity and NaN, which are no JSON."""
    return _writable(Decimal(text))


def _only_rfc3339(value: object) -> object:
    """Pydantic alone would take 1700000000 and "2024-05" for moments."""
    if isinstance(value, datetime) or (isinstance(value, str) and _RFC3339.fullmatch(value)):
        return value
    raise ValueError("not a date with time and offset as RFC 3339 writes it, such as 2024-05-02T12:00:00+02:00")


def _without_repeats(items: list[Any]) -> list[Any]:
    texts = [encode(item.model_dump(mode="json") if isinstance(item, OcdsModel) else item) for item in items]
    if len(set(texts)) < len(texts):
        raise ValueError("an item stands twice in the list")
    return items


Moment = Annotated[AwareDatetime, BeforeValidator(_only_rfc3339)]
"""A date with time and offset."""

NonEmpty = Annotated[str, StringConstraints(min_length=1)]
"""Text of at least one character."""

Number = Annotated[Decimal, AfterValidator(_writable)]
"""A number, exact; texts such as "1234.50" are taken, Swedish ones such as "1 234,50" are not."""

Unique = AfterValidator(_without_repeats)
"""No item of the list stands twice."""
