"""The registers of organisations that org-id.guide has a code for, in the countries of the table ``registers``."""

from __future__ import annotations

from difflib import get_close_matches
from functools import cache

from ocds_sv.sweden.tables import table

_MANY = 6


@cache
def registers(country: str) -> frozenset[str]:
    """
    The codes of a country's registers, such as ``SE-ON``, retired ones included.

    Args:
        country: two letters, ISO 3166-1; ``XI`` for what is international. Of other countries nothing is known.
    """
    return frozenset(row["scheme"] for row in table("registers") if row["country"] == country)


@cache
def likely_register(scheme: str) -> str:
    """
    The register that was most likely meant by a code that is none.

    Empty where the country is not known, or has many registers and none with a code that is like it.
    """
    country = scheme[:2]
    rows = [row for row in table("registers") if row["country"] == country and row["kind"] != "retired"]
    near = get_close_matches(scheme, [row["scheme"] for row in rows], n=1, cutoff=0.85)
    if near or len(rows) > _MANY:
        return near[0] if near else ""
    return next((row["scheme"] for row in rows if row["kind"] == "main"), "")
