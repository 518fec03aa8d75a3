"""
Suppliers from abroad: VAT numbers, and the register numbers that some of them hold.

``vat_forms`` has the forms of the union and its neighbours, ``foreign_schemes`` the registers as org-id.guide codes
them; python-stdnum counts the check digits, and where there are none (Companies House) the table has the form. Left out
are registers whose code or form is not settled there: Germany's (DE-CR and DE-CRP for one register, neither with an
example) and Poland's court register (PL-KRS, not confirmed, no form).
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from importlib import import_module

from ocds_sv.sweden.faults import ValueFault
from ocds_sv.sweden.identity import Kind, classify
from ocds_sv.sweden.tables import table

PARTS = ("id", "scheme", "number")
_ORG_ID = re.compile(r"([A-Z]{2}-[A-Z_]{2,12})-(.+)")


@dataclass(frozen=True, slots=True)
class ForeignNumber:
    """
    A number from abroad that holds its country's rules.

    Attributes:
        country: ISO 3166-1 alpha-2.
        vat: as one word with its prefix, when the number is a VAT number.
        scheme: the code of org-id.guide, when the register's number is known.
        number: in that register, written as the register does.
    """

    country: str
    vat: str = ""
    scheme: str = ""
    number: str = ""

    @property
    def id(self) -> str:
        """``DK-CVR-12345674``; "" when the register's number is not known."""
        return f"{self.scheme}-{self.number}" if self.scheme else ""


def foreign_number(text: str) -> ForeignNumber | None:
    """
    Read a VAT number or an org-id of another country; None when the text is neither.

    An org-id whose register is not among ``foreign_schemes`` is taken as it is.

    Raises:
        ValueFault: ``wrong-foreign-number``: it breaks its country's form or check digits.
    """
    found = classify(text)
    if found.kind is not Kind.FOREIGN or found.number is None or found.country is None:
        return None
    if written := _ORG_ID.fullmatch(found.number):
        scheme, number = written.groups()
        known = _schemes().get(scheme)
        return ForeignNumber(found.country, "", scheme, _register(known, number) if known else number)
    for pattern, form in _forms():
        match = pattern.fullmatch(found.number)
        if match and _holds(form["check"], match[1]):
            return ForeignNumber(form["country"], found.number, *_held(form["country"], match[1]))
    raise ValueFault("wrong-foreign-number")


def foreign_id(text: str, part: str = "id") -> str:
    """
    Give the register number of a VAT number or org-id of another country, as ``SCHEME-id`` or one ``part`` of it.

    "" for everything else, also for VAT numbers from which no register number follows.

    Raises:
        ValueFault: ``wrong-foreign-number``.
    """
    found = foreign_number(text)
    if found is None:
        return ""
    return {"id": found.id, "scheme": found.scheme, "number": found.number}[part]


def foreign_party(text: str, part: str = "id") -> str:
    """
    Give the id of a party from abroad, ``VAT-DK12345674`` or ``GB-COH-09506232``, or one ``part`` of it.

    A VAT number is taken as it is written, with the scheme ``VAT``: what register it leads to, ``foreign_id`` says.
    "" for everything else.

    Raises:
        ValueFault: ``wrong-foreign-number``: an org-id breaks its register's form or check digits.
    """
    found = classify(text)
    if found.kind is not Kind.FOREIGN or found.number is None:
        return ""
    if _ORG_ID.fullmatch(found.number):
        return foreign_id(text, part)
    return {"id": f"VAT-{found.number}", "scheme": "VAT", "number": found.number}[part]


def _held(country: str, number: str) -> tuple[str, str]:
    """Scheme and number of the register whose numbers a country's VAT numbers hold; both "" when there is none."""
    for scheme, known in _schemes().items():
        if known["country"] == country and known["from_vat"]:
            return scheme, _register(known, number)
    return "", ""


def _register(scheme: dict[str, str], number: str) -> str:
    """The number as the register writes it."""
    if scheme["pattern"]:
        compact = re.sub(r"[ .-]", "", number).upper()
        if re.fullmatch(scheme["pattern"], compact) is None:
            raise ValueFault("wrong-foreign-number")
        return compact
    if not _holds(scheme["check"], number):
        raise ValueFault("wrong-foreign-number")
    write: Callable[[str], str] = getattr(import_module(f"stdnum.{scheme['check']}"), scheme["written"])
    return write(number)


def _holds(check: str, number: str) -> bool:
    # Its package loads ssl and pydoc, a tenth of what the start of a conversion takes; few data are asked about it.
    from stdnum.exceptions import ValidationError  # noqa: PLC0415

    try:
        import_module(f"stdnum.{check}").validate(number)
    except ValidationError:
        return False
    return True


@cache
def _schemes() -> dict[str, dict[str, str]]:
    return {row["scheme"]: row for row in table("foreign_schemes")}


@cache
def _forms() -> tuple[tuple[re.Pattern[str], dict[str, str]], ...]:
    return tuple((re.compile(row["pattern"]), row) for row in table("vat_forms"))
