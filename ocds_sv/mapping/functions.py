"""
The functions that a hole may name after ``|``, as one table.

Each takes a text and gives a text or a number; an empty result leaves the hole empty.
What cannot be done raises ``ValueFault``, which becomes a finding at the cell.
The examples are the tests and the reference page.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal

from ocds_sv.sweden import codes, dates, identity, masks, numbers
from ocds_sv.sweden.faults import ValueFault

Result = str | Decimal

YEAR_DIGITS = 4
DATE_LENGTH = len("2024-01-31")


@dataclass(frozen=True, slots=True)
class Function:
    """
    One function of the mapping language.

    Attributes:
        name: as written after ``|``.
        call: text and arguments → text or number; pure, so that results are kept.
        sv: what it does, in Swedish.
        en: what it does, in English.
        examples: (text, arguments, result) triples that hold.
        least: how many arguments at least.
        most: how many arguments at most.
        notes: the rule of a finding made for each cell that the function was used on.
        unique: the result for a masked name must not be shared by two rows; see ``local_id``.
        text: it gives a text, never a number.
        dated: ``call`` takes the mapping's own date ``formats``.
    """

    name: str
    call: Callable[..., Result]
    sv: str
    en: str
    examples: tuple[tuple[str, tuple[str, ...], str], ...]
    least: int = 0
    most: int = 0
    notes: str = ""
    unique: bool = False
    text: bool = True
    dated: bool = False


def orgnr(text: str) -> str:
    """The organisationsnummer as ``NNNNNN-NNNN``; a personal number passes too, so that the privacy gate sees it."""
    found = identity.classify(text)
    if found.personal and found.number:
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
    return found.number or "" if found.personal or legal else ""


def unless_orgnr(text: str) -> str:
    """The text itself unless it is a Swedish number."""
    return "" if if_orgnr(text) else text


def foreign_vat(text: str) -> str:
    """A foreign VAT number without spaces, else nothing."""
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


def before(text: str, separator: str = " ") -> str:
    """What stands before the first separator; the whole text when there is none."""
    return text.partition(separator)[0].strip()


def after(text: str, separator: str = " ") -> str:
    """What stands after the first separator; nothing when there is none."""
    return text.partition(separator)[2].strip()


_ROWS: tuple[Function, ...] = (
    Function(
        "orgnr",
        orgnr,
        "Organisationsnummer i formen NNNNNN-NNNN, ur alla former som förekommer; fel rapporteras.",
        "Organisationsnummer as NNNNNN-NNNN, from every form met; faults are reported.",
        (("5560912148", (), "556091-2148"), ("SE556091214801", (), "556091-2148"), ("SAKNAS", (), "")),
    ),
    Function(
        "if_orgnr",
        if_orgnr,
        "Som orgnr, men tomt utan anmärkning när texten inte är ett svenskt nummer.",
        "Like orgnr, but empty without a finding when the text is no Swedish number.",
        (("2120001355", (), "212000-1355"), ("Göteborgs stad", (), "")),
    ),
    Function(
        "unless_orgnr",
        unless_orgnr,
        "Texten själv, om den inte är ett svenskt nummer.",
        "The text itself, unless it is a Swedish number.",
        (("Göteborgs stad", (), "Göteborgs stad"), ("2120001355", (), "")),
    ),
    Function(
        "foreign_vat",
        foreign_vat,
        "Utländskt momsnummer utan mellanslag, annars tomt.",
        "A foreign VAT number without spaces, else empty.",
        (("DK 12 34 56 78", (), "DK12345678"), ("556091-2148", (), "")),
    ),
    Function(
        "local_id",
        local_id,
        "Ett id ur ett namn, när nummer saknas; två maskerade namn blir aldrig samma id.",
        "An id from a name, when there is no number; two masked names never share one.",
        (("Växjö Bygg AB", (), "local-vaxjo-bygg-ab-6092f65b"),),
        notes="no-usable-number",
        unique=True,
    ),
    Function(
        "cpv",
        codes.cpv,
        "CPV-kodens åtta siffror, med eller utan kontrollsiffra och text efter.",
        "The eight digits of a CPV code, with or without check digit and label.",
        (("79624000 Förmedling", (), "79624000"), ("79624000-5", (), "79624000")),
    ),
    Function(
        "cpv_label",
        codes.cpv_label,
        "Texten efter CPV-koden.",
        "The label after the CPV code.",
        (("79624000 Förmedling", (), "Förmedling"),),
    ),
    Function("nuts", codes.nuts, "NUTS-kod.", "A NUTS code.", (("se224", (), "SE224"),)),
    Function(
        "kommunkod",
        codes.municipality_code,
        "SCB:s fyrsiffriga kommunkod, med inledande nolla.",
        "Statistics Sweden's four-digit municipality code, with its leading zero.",
        (("180", (), "0180"), ("1480", (), "1480")),
    ),
    Function(
        "date",
        date_,
        "Datumet som ÅÅÅÅ-MM-DD.",
        "The date as YYYY-MM-DD.",
        (("20160315", (), "2016-03-15"),),
        dated=True,
    ),
    Function("year", year, "Datumets år.", "The year of a date.", (("2016-03-15", (), "2016"),), dated=True),
    Function(
        "month",
        lambda text: dates.month_in(text) or "",
        "Månaden i ett filnamn eller en rubrik, som ÅÅÅÅ-MM.",
        "The month in a file name or heading, as YYYY-MM.",
        (("leverantorsfakturor-201603.xlsx", (), "2016-03"),),
    ),
    Function(
        "number",
        numbers.parse_number,
        "Ett svenskt skrivet tal.",
        "A number written the Swedish way.",
        (("1 234,50", (), "1234.50"),),
        text=False,
    ),
    Function(
        "ore", ore, "Belopp i öre som kronor.", "An amount in öre as kronor.", (("123450", (), "1234.50"),), text=False
    ),
    Function(
        "amount",
        amount,
        "Ett belopp; 0 och 1 är platshållare och lämnas tomma med en anmärkning.",
        "An amount; 0 and 1 are placeholders and left empty with a finding.",
        (("33000000", (), "33000000"),),
        text=False,
    ),
    Function("upper", str.upper, "Versaler.", "Upper case.", (("åkeri", (), "ÅKERI"),)),
    Function("lower", str.lower, "Gemener.", "Lower case.", (("ÅKERI", (), "åkeri"),)),
    Function(
        "strip",
        lambda text, characters=None: text.strip(characters),
        "Utan blanktecken, eller de tecken som anges, i ändarna.",
        "Without white space, or the characters given, at the ends.",
        (("[A-1]", ("[]",), "A-1"),),
        most=1,
    ),
    Function(
        "slug",
        codes.slug,
        "Text som duger i ett id: a–z, siffror och bindestreck.",
        "A text fit for an id: a–z, digits and hyphens.",
        (("Växjö & Co 7", (), "vaxjo-co-7"),),
    ),
    Function(
        "before",
        before,
        "Det som står före den första avgränsaren (blanksteg om ingen anges).",
        "What stands before the first separator (a space if none is given).",
        (("46362 Köp färdigbehandling", (), "46362"), ("A/B", ("/",), "A")),
        most=1,
    ),
    Function(
        "after",
        after,
        "Det som står efter den första avgränsaren.",
        "What stands after the first separator.",
        (("46362 Köp färdigbehandling", (), "Köp färdigbehandling"),),
        most=1,
    ),
    Function("digits", digits, "Bara siffrorna.", "The digits alone.", (("A-12/3", (), "123"),)),
    Function(
        "known",
        known,
        "Tomt när texten säger att uppgift saknas.",
        "Empty when the text says that nothing is known.",
        (("Uppgift saknas", (), ""), ("Varor", (), "Varor")),
    ),
    Function(
        "masked",
        masked,
        "Texten själv när den är källans egen maskering av en person, annars tomt; för `when`.",
        "The text itself when it is the source's own mask for a person, else empty; for `when`.",
        (("*****", (), "*****"), ("556091-2148", (), "")),
    ),
    Function(
        "hash",
        hash_,
        "Kontrollsumma av texten; vägras för personnummer.",
        "A digest of the text; refused for personal numbers.",
        (("A-1", (), hashlib.sha256(b"A-1").hexdigest()[:16]),),
    ),
)

FUNCTIONS: dict[str, Function] = {function.name: function for function in _ROWS}
"""Every function by name, in the order of the documentation."""
