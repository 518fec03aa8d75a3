"""Places by code or by name: municipalities, counties and NUTS regions."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from ocds_sv.sweden.codes import code_before
from ocds_sv.sweden.faults import ValueFault
from ocds_sv.sweden.tables import table

_NUTS = re.compile(r"[A-Z]{2}[0-9A-Z]{0,3}").fullmatch
_ISLAND = "0980"
"""Gotland, the municipality that is a region, too."""


@dataclass(frozen=True, slots=True)
class County:
    """A county: Statistics Sweden's two digits, its names with and without "län", its NUTS 3 region."""

    code: str
    name: str
    short: str
    nuts: str


@dataclass(frozen=True, slots=True)
class Municipality:
    """A municipality: Statistics Sweden's four digits, its names with and without "kommun", its county."""

    code: str
    name: str
    short: str
    county: County


def municipality(text: str) -> Municipality:
    """
    The municipality of a code, with or without a label, or of a name: "Lund", "Lunds kommun", "Malmö stad".

    A leading zero that a spreadsheet dropped is put back.

    Raises:
        ValueFault: ``not-a-municipality-code``.
    """
    found = _municipalities().get(_digits(text, 4) or _key(text))
    if found is None:
        raise ValueFault("not-a-municipality-code")
    return found


def county(text: str) -> County:
    """
    The county of a code, with or without a label, or of a name: "Skåne", "Skåne län".

    A leading zero that a spreadsheet dropped is put back.

    Raises:
        ValueFault: ``not-a-county-code``.
    """
    found = _counties().get(_digits(text, 2) or _key(text))
    if found is None:
        raise ValueFault("not-a-county-code")
    return found


def municipality_code(text: str) -> str:
    """
    A municipality's four digits, by code or name; see ``municipality``.

    Raises:
        ValueFault: ``not-a-municipality-code``.
    """
    return municipality(text).code


def county_code(text: str) -> str:
    """
    A county's two digits, by code or name; see ``county``.

    Raises:
        ValueFault: ``not-a-county-code``.
    """
    return county(text).code


def nuts(text: str) -> str:
    """
    Read a NUTS code, with or without a label; Swedish ones must exist, others must look like one.

    Raises:
        ValueFault: ``not-a-nuts-code``.
    """
    code = code_before(text).upper()
    if not _NUTS(code) or (code.startswith("SE") and code not in _regions()):
        raise ValueFault("not-a-nuts-code")
    return code


def nuts_name(text: str) -> str:
    """
    Name a NUTS code of Sweden in Swedish; "" for one of another country.

    Raises:
        ValueFault: ``not-a-nuts-code``.
    """
    return _regions().get(nuts(text), "")


def _digits(text: str, width: int) -> str:
    """The code that a text begins with, "" when it begins with none."""
    code = code_before(text)
    return code.zfill(width) if code.isdecimal() else ""


def _key(name: str) -> str:
    return " ".join(name.split()).casefold()


@cache
def _counties() -> dict[str, County]:
    found: dict[str, County] = {}
    for row in table("counties"):
        one = County(row["code"], row["name_sv"], row["short_sv"], row["nuts3"])
        found |= dict.fromkeys((one.code, _key(one.name), _key(one.short)), one)
    return found


@cache
def _municipalities() -> dict[str, Municipality]:
    found: dict[str, Municipality] = {}
    for row in table("municipalities"):
        one = Municipality(row["code"], row["name_sv"], row["short_sv"], _counties()[row["county_code"]])
        # Some call themselves a town: "Malmö stad", also where the table has a genitive: "Stockholms stad".
        town = one.name.removesuffix("kommun") + "stad"
        found |= dict.fromkeys((one.code, _key(one.name), _key(one.short), _key(town)), one)
    found["region gotland"] = found[_ISLAND]
    return found


@cache
def _regions() -> dict[str, str]:
    return {row["code"]: row["name_sv"] for row in table("nuts")}
