"""What the mapping language's own functions do; those that Sweden has already stand in ``ocds_sv.sweden``."""

from __future__ import annotations

import hashlib
from decimal import Decimal

from ocds_sv.sweden import codes, dates, identity, masks, numbers
from ocds_sv.sweden.faults import ValueFault

YEAR_DIGITS = 4
DATE_LENGTH = len("2024-01-31")


def orgnr(text: str) -> str:
    """The organisationsnummer as ``NNNNNN-NNNN``; a personal number passes too, so that the privacy gate sees it."""
    found = identity.classify(text)
    if _is_swedish_person(found) and found.number:
        return found.number
    if found.kind in {identity.Kind.LEGAL, identity.Kind.ESTATE} and found.number:
        if not found.check_digit:
            raise ValueFault("wrong-check-digit")
        return found.number
    if masks.is_missing(text) or masks.is_mask(text):
        return ""
    if found.several:
        raise ValueFault("several-numbers")
    if found.kind is identity.Kind.FOREIGN:
        return ""
    raise ValueFault("not-an-organisation-number")


def if_orgnr(text: str) -> str:
    """The text as organisationsnummer when it is one, else nothing, without a finding."""
    found = identity.classify(text)
    legal = found.kind in {identity.Kind.LEGAL, identity.Kind.ESTATE} and found.check_digit
    return found.number or "" if _is_swedish_person(found) or legal else ""


def _is_swedish_person(found: identity.Identity) -> bool:
    return found.personal and found.kind is not identity.Kind.FOREIGN


def unless_orgnr(text: str) -> str:
    """The text itself unless it is a Swedish number."""
    return "" if if_orgnr(text) else text


def foreign_vat(text: str) -> str:
    """A foreign VAT number without spaces, or an org-id, else nothing."""
    found = identity.classify(text)
    return found.number or "" if found.kind is identity.Kind.FOREIGN else ""


def local_id(text: str) -> str:
    """An id made from a name: the same spelling gives the same id, in any letter case."""
    folded = " ".join(text.split()).casefold()
    digest = hashlib.blake2s(folded.encode(), digest_size=4).hexdigest()
    return f"local-{codes.slug(text, 40) or 'x'}-{digest}"


def hash_(text: str) -> str:
    """A short digest; refused for a personal number, which could be found again by trying all of them."""
    if identity.classify(text).personal or identity.personal_spans(text):
        raise ValueFault("hash-of-personal-number")
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def ore(text: str) -> Decimal:
    """An amount in öre as kronor."""
    return numbers.parse_number(text).scaleb(-2)


def times(text: str, factor: str) -> Decimal:
    """A number, multiplied: of weeks the days, of a percentage the share."""
    return numbers.parse_number(text) * numbers.parse_number(factor)


def amount(text: str) -> Decimal:
    """An amount; 0 and 1 are what people type when they have none."""
    found = numbers.parse_number(text)
    if abs(found) <= 1:
        raise ValueFault("placeholder-amount")
    return found


def date_(text: str, formats: tuple[str, ...] = ()) -> str:
    """The date without its time."""
    return dates.parse_date(text, formats)[:DATE_LENGTH]


def year(text: str, formats: tuple[str, ...] = ()) -> str:
    """The year of a date, or the year itself."""
    return text if len(text) == YEAR_DIGITS and text.isdecimal() else date_(text, formats)[:YEAR_DIGITS]


def known(text: str) -> str:
    """The text unless it is one of the words that say that nothing is known or that it is withheld."""
    return "" if masks.is_missing(text) else text


def masked(text: str) -> str:
    """The text when it is the source's own mask for a person, else nothing."""
    return text if masks.is_mask(text) else ""


def digits(text: str) -> str:
    """The digits alone."""
    return "".join(character for character in text if character.isdigit())


def key(text: str) -> str:
    """The beginning of a text as a slug, and a digest that tells it from all others; see ``hash_``."""
    return f"{codes.slug(text, 40) or 'x'}-{hash_(text)[:8]}"


def has(text: str, words: str) -> str:
    """``words`` when they stand in the text, in any letter case."""
    return words if words.casefold() in text.casefold() else ""


def before(text: str, separator: str = " ") -> str:
    """What stands before the first separator; the whole text when there is none."""
    return text.partition(separator)[0].strip()


def after(text: str, separator: str = " ") -> str:
    """What stands after the first separator; nothing when there is none."""
    return text.partition(separator)[2].strip()
