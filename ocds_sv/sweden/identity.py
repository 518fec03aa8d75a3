"""
Who a number stands for: a legal entity, a person, somebody abroad, or nobody.

``stdnum.se.orgnr`` calls a personal number valid, so it alone would publish sole traders by their personal number.
What tells them apart is the third digit: a legal entity has 2–9, while in a personal number it begins the month.
https://www.skatteverket.se/foretag/drivaforetag/startaochregistrera/organisationsnummer

Decisions:

- Default deny: ten digits with third digit 0 or 1 where an identifier belongs are personal, even when the date or the
  check digit is wrong: a typing error in a personal number still points at the person.
- An estate (dödsbo, first digit 1) is personal: its name is that of somebody who died, and its members are persons.
- A VAT number from abroad that is the number of a natural person there (``vat_forms`` has their forms) is personal.
- In free text a number must look more like a personal number to count; see ``personal_spans``.
"""

from __future__ import annotations

import csv
import re
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from pathlib import Path

from ocds_sv.sweden.escapes import nobodys, signs, unescaped
from ocds_sv.sweden.masks import is_mask

TABLES = Path(__file__).parent / "tables"
INTERIM_LETTERS = "TRSUWXJKLMN"
SHAPE_LENGTH = 40


class Kind(StrEnum):
    """What a cell with a number holds."""

    LEGAL = "legal"
    ESTATE = "estate"
    PERSON = "person"
    COORDINATION = "coordination"
    INTERIM = "interim"
    PLACEHOLDER = "placeholder"
    FOREIGN = "foreign"
    MASK = "mask"
    UNKNOWN = "unknown"


PERSONAL_KINDS = frozenset({Kind.PERSON, Kind.COORDINATION, Kind.INTERIM, Kind.ESTATE})


@dataclass(frozen=True, slots=True)
class Identity:
    """
    What ``classify`` made of a cell.

    Attributes:
        kind: who it is.
        number: canonical form: ``NNNNNN-NNNN`` for Swedish numbers, ``DK12345678`` for foreign VAT numbers.
        legal_form: in Swedish, by the first digit of a legal entity's number.
        check_digit: the Luhn digit holds.
        country: ISO 3166-1 alpha-2, when the number says so.
        several: the cell has more than one number; the kind is ``UNKNOWN`` then.
        embeds_person: a personal number stands somewhere in a cell that is not one itself.
    """

    kind: Kind
    number: str | None = None
    legal_form: str | None = None
    check_digit: bool = False
    country: str | None = None
    several: bool = False
    embeds_person: bool = False

    @property
    def personal(self) -> bool:
        """Whether publishing the cell would point at a person."""
        return self.embeds_person or self.kind in PERSONAL_KINDS


_DASH = "+\\-\u00ad\u2010-\u2015\u2212"
_LEVEL = " \u00a0\u2000-\u200b\u202f\u3000"
_SPACE = f"{_LEVEL}\\t\\n\\r"
DAY = "(?:0[1-9]|[12][0-9]|3[01]|6[1-9]|[78][0-9]|9[01])"
_SERIAL = f"(?:[0-9]|(?i:[{INTERIM_LETTERS}]))[0-9]{{3}}"
_DATE_1, _DATE_2 = (f"[0-9]{{2}}(?P<{g}>[-./ ]?)(?:0[1-9]|1[0-2])(?P={g}){DAY}" for g in ("g1", "g2"))
_GAP = f"[{_LEVEL}]{{0,2}}[{_DASH}][{_LEVEL}]{{0,2}}|[{_SPACE}]{{0,2}}"

PERSONAL_NUMBER: re.Pattern[str] = re.compile(
    rf"(?i:SE)[-{_SPACE}]?(?P<vat>{_DATE_1}[{_DASH}{_SPACE}]?{_SERIAL})(?:[0-9]{{2}}|[-{_SPACE}]01)(?![0-9])"
    rf"|(?<![0-9])(?P<century>18|19|20|16|00)?(?P<ten>{_DATE_2}(?P<gap>{_GAP})(?P<serial>{_SERIAL}))(?![0-9])"
)
"""Everything in a text that may be a personal number; ``personal_spans`` decides which of them are."""

# A set of characters comes first because one is found fastest. Dates alone are many, and nothing like a serial follows.
_BEGINS = re.compile(rf"[0-9](?=[0-9](?P<g>[-./ ]?)(?:0[1-9]|1[0-2])(?P=g){DAY}(?:{_GAP}){_SERIAL})")
# These countries' own numbers have ten digits, and many of theirs would pass for a Swedish person's.
_TEN_ABROAD = re.compile(r"(?<![A-Za-z])(?:BE|BG|CZ|PL|RO|RU|SK|TR)(?:[ -]?|-[A-Z_]{2,10}-)$")
_SCHEME_BEFORE = re.compile(r"(?:(?<![0-9])0007:|SE-[A-Z]{2,4}-)$")
_LOOK_BACK = 16
_SHORTEST = len("8112289874")


def is_luhn(digits: str) -> bool:
    """Whether the last digit of ``digits`` is the check digit of those before it (ISO/IEC 7812-1, Annex B)."""
    total = 0
    for place, digit in enumerate(reversed(digits)):
        value = ord(digit) - 48
        total += (value * 2 - 9 if value > 4 else value * 2) if place % 2 else value  # noqa: PLR2004 (4 · 2 < 10)
    return total % 10 == 0


def personal_spans(text: str) -> list[tuple[int, int]]:
    """
    Where ``text`` has personal numbers: (start, end) pairs from left to right, without overlaps.

    Found are, never as part of a longer run of digits and always with a date that can be (day + 60 too):
    12 digits that begin with 18, 19 or 20; ``NNNNNN-NNNN`` (in addresses with ``%2D``) and ``NNNNNN+NNNN``; ``SE…01``;
    ten digits after ``0007:`` or ``SE-ON-``; interim numbers with their letter. Where the writing is less typical (ten
    digits in a row, spaces, ``81-12-28-9874``) the check digit must hold, too. A legal entity's number is never found.
    """
    if len(text) < _SHORTEST:
        return []
    if "%" not in text:
        return _spans(text)
    plain, places = unescaped(text)
    return [(places[start], places[end]) for start, end in _spans(plain)]


def has_personal_number(text: str) -> bool:
    """Whether ``personal_spans`` finds any; made for whole documents."""
    return bool(_spans(signs(text)))


def _spans(text: str) -> list[tuple[int, int]]:
    place, spans = 0, list[tuple[int, int]]()
    if _BEGINS.search(text) is None:
        return spans
    # Before the ten digits there may be a century, or SE and a sign.
    begins = [hit.start() for hit in _BEGINS.finditer(text)]
    for start in dict.fromkeys(start for ten in begins for start in range(max(0, ten - 3), ten + 1)):
        if start >= place and (hit := PERSONAL_NUMBER.match(text, start)) is not None:
            personal = _is_personal(hit, text) and not nobodys(text, *hit.span())
            place = hit.end() if personal else start + 1
            if personal:
                spans.append(hit.span())
    return spans


def _is_personal(hit: re.Match[str], text: str) -> bool:
    if hit["vat"]:
        return True
    gap = hit["gap"]
    dash = bool(gap) and not gap.isspace()
    typical = len(gap) <= 1 and not hit["g2"] and (dash or not gap)
    before = text[max(0, hit.start() - _LOOK_BACK) : hit.start()]
    if typical and hit["century"] not in {"16", "00"} and (dash or hit["century"] or _SCHEME_BEFORE.search(before)):
        return True
    return is_luhn(_ten(hit["ten"])) and (bool(gap) or _TEN_ABROAD.search(before) is None)


def _ten(number: str) -> str:
    """The ten digits of a number in any writing, an interim letter as the 1 that its check digit is counted with."""
    return "".join(sign if "0" <= sign <= "9" else "1" for sign in number if sign.isalnum())


def number_key(text: str) -> str:
    """The last ten signs of a personal number, however it is written: the same for the same person."""
    signs = "".join(sign for sign in unescaped(text)[0].upper() if sign.isalnum())
    if signs.startswith("SE"):
        return signs[2:12]
    return signs[-10:]


def mask_text(text: str, mask: str = "[personnummer]") -> str:
    """``text`` with every personal number replaced by ``mask``, those of natural persons abroad too."""
    for start, end in reversed(personal_spans(text)):
        text = text[:start] + mask + text[end:]
    return _persons_abroad()[1].sub(mask, text)


def shape(text: str) -> str:
    """What ``text`` looks like and nothing of what it says: digits ``9``, letters ``x``, at most 40 characters."""
    return "".join("9" if sign.isdigit() else "x" if sign.isalpha() else sign for sign in text[:SHAPE_LENGTH])


@lru_cache(maxsize=1)
def placeholders() -> frozenset[str]:
    """The numbers, as ten digits, that people type when they have none."""
    with (TABLES / "placeholders.csv").open(encoding="utf-8", newline="") as rows:
        return frozenset(row["number"].replace("-", "") for row in csv.DictReader(rows))


@lru_cache(maxsize=1)
def legal_forms() -> dict[str, str]:
    """Legal form in Swedish by a number's first digit."""
    with (TABLES / "group_digits.csv").open(encoding="utf-8", newline="") as rows:
        return {row["digit"]: row["sv"] for row in csv.DictReader(rows)}


_PREFIX = re.compile(r"(?:(?:iso6523-actorid-upis::)?0007:|SE-(?:ON|KK|BLV)-)\s*", re.IGNORECASE)
_FILL = re.compile(f"[{_DASH}{_SPACE}]+")
_NUMBER = re.compile(rf"(?:16|18|19|20|00)?([0-9]{{6}}(?:[0-9]|[{INTERIM_LETTERS}])[0-9]{{3}})")
_VAT = re.compile(rf"SE([0-9]{{6}}(?:[0-9]|[{INTERIM_LETTERS}])[0-9]{{3}})[0-9]{{2}}")
_NUMBERS = re.compile(
    rf"(?<![0-9])(?:SE[-{_SPACE}]?)?(?:16|18|19|20|00)?[0-9]{{6}}[{_DASH}{_SPACE}]?{_SERIAL}(?:01)?(?![0-9])"
)
# https://ec.europa.eu/taxation_customs/vies has the letters; GB, NO, CH and IS are neighbours outside the union.
_ABROAD = re.compile(
    "(AT|BE|BG|CH|CY|CZ|DE|DK|EE|EL|ES|FI|FR|GB|GR|HR|HU|IE|IS|IT|LT|LU|LV|MT|NL|NO|PL|PT|RO|SI|SK|XI)"
    "(?=(?:[A-Z]*[0-9]){2})[0-9A-Z]{4,14}"
)
_ORG_ID = re.compile(r"(?!SE-)([A-Z]{2})-[A-Z_]{2,12}-(?P<number>(?=.*[0-9])[0-9A-Za-z.-]+)")


@lru_cache(maxsize=65536)
def classify(text: str) -> Identity:
    """
    Who the number in a cell stands for.

    Understood are 10 digits, with hyphen, ``+`` or spaces anywhere, padded, 12 digits with 16, 18, 19, 20 or 00 in
    front, 9 digits where a spreadsheet ate the 0 of a personal number, ``SE…01``, Peppol's ``0007:``, ``SE-ON-``,
    foreign VAT numbers and org-id.guide ids, masks, and text around one number. Several numbers are ``UNKNOWN``
    with ``several``.
    """
    if not any(map(str.isdigit, text)) and is_mask(text):
        return Identity(Kind.MASK)
    bare = _PREFIX.sub("", text.strip(), count=1)
    compact = _FILL.sub("", bare).upper()
    if found := _NUMBER.fullmatch(compact) or _VAT.fullmatch(compact):
        if compact[:2] in {"18", "19", "20"} and len(compact) == 12 and found[1][2] > "1":  # noqa: PLR2004 (12 digits)
            return Identity(Kind.UNKNOWN)
        return _swedish(found[1])
    if re.fullmatch(r"[0-9]{9}", compact) and compact[1] < "2" and personal_spans("0" + compact):
        return _swedish("0" + compact)
    return _other(text, bare, compact)


def _swedish(ten: str) -> Identity:
    digits = _ten(ten)
    number = f"{ten[:6]}-{ten[6:]}"
    check = is_luhn(digits)
    if digits in placeholders():
        return Identity(Kind.PLACEHOLDER, number, check_digit=check)
    if not ten.isdigit():
        return Identity(Kind.INTERIM, number, check_digit=check, country="SE")
    if ten[2] < "2":
        kind = Kind.COORDINATION if "61" <= ten[4:6] <= "91" else Kind.PERSON
        return Identity(kind, number, check_digit=check, country="SE")
    kind = Kind.ESTATE if ten[0] == "1" else Kind.LEGAL
    return Identity(kind, number, legal_forms().get(ten[0]), check, "SE")


@lru_cache(maxsize=1)
def _persons_abroad() -> tuple[re.Pattern[str], re.Pattern[str]]:
    """The VAT numbers of natural persons, where a country tells them apart: whole, and in a text."""
    with (TABLES / "vat_forms.csv").open(encoding="utf-8", newline="") as rows:
        forms = {row["country"]: row["person"] for row in csv.DictReader(rows) if row["person"]}
    whole = "|".join(f"{country}(?:{form})" for country, form in forms.items())
    within = "|".join(f"{country}(?:-[A-Z_]{{2,12}}-(?:{country})?| )?(?:{form})" for country, form in forms.items())
    return re.compile(whole), re.compile(f"(?<![A-Za-z0-9])(?:{within})(?![A-Za-z0-9])", re.IGNORECASE)


def _is_person_abroad(country: str, number: str) -> bool:
    """Whether a number is a natural person's, with or without the country's letters before it."""
    written = _FILL.sub("", number).upper()
    return any(_persons_abroad()[0].fullmatch(one) is not None for one in (written, country + written))


def _other(text: str, bare: str, compact: str) -> Identity:
    person = bool(personal_spans(text))
    if (found := _ORG_ID.fullmatch(bare)) and not person:
        number = bare[found.start("number") :]
        return Identity(Kind.FOREIGN, bare, country=found[1], embeds_person=_is_person_abroad(found[1], number))
    if found := _ABROAD.fullmatch(compact):
        country = {"EL": "GR", "XI": "GB"}.get(found[1], found[1])
        return Identity(Kind.FOREIGN, compact, country=country, embeds_person=_is_person_abroad(country, compact))
    several = [classify(number) for number in _NUMBERS.findall(bare)] if _NUMBERS.fullmatch(bare) is None else []
    if len(several) > 1:
        person = person or any(identity.personal for identity in several)
        return Identity(Kind.UNKNOWN, several=True, embeds_person=person)
    if several and several[0].kind is not Kind.UNKNOWN:
        return several[0]
    return Identity(Kind.UNKNOWN, embeds_person=person)


def canonical(text: str) -> str | None:
    """The canonical form of the one number in ``text``: ``NNNNNN-NNNN``, or ``DK12345678`` for one from abroad."""
    return classify(text).number
