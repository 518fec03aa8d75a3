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

from ocds_sv.mapping import bodies
from ocds_sv.mapping.linked import if_linked, linked
from ocds_sv.sweden import codes, cpv, dates, foreign, numbers, places, procedures

Result = str | Decimal


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
        choices: what an argument may be; empty: any text.
        notes: the rule of a finding made for each cell that the function was used on.
        unique: the result for a masked name must not be shared by two rows; see ``local_id``.
        text: it gives a text, never a number.
        dated: ``call`` takes the mapping's own date ``formats``.
        asks: ``call`` takes the run's ``index`` of links.
    """

    name: str
    call: Callable[..., Result]
    sv: str
    en: str
    examples: tuple[tuple[str, tuple[str, ...], str], ...]
    least: int = 0
    most: int = 0
    choices: tuple[str, ...] = ()
    notes: str = ""
    unique: bool = False
    text: bool = True
    dated: bool = False
    asks: bool = False


_ROWS: tuple[Function, ...] = (
    Function(
        "orgnr",
        bodies.orgnr,
        "Organisationsnummer i formen NNNNNN-NNNN, ur alla former som förekommer; fel rapporteras.",
        "Organisationsnummer as NNNNNN-NNNN, from every form met; faults are reported.",
        (("5560912148", (), "556091-2148"), ("SE556091214801", (), "556091-2148"), ("SAKNAS", (), "")),
    ),
    Function(
        "if_orgnr",
        bodies.if_orgnr,
        "Som orgnr, men tomt utan anmärkning när texten inte är ett svenskt nummer.",
        "Like orgnr, but empty without a finding when the text is no Swedish number.",
        (("2120001355", (), "212000-1355"), ("Göteborgs stad", (), "")),
    ),
    Function(
        "unless_orgnr",
        bodies.unless_orgnr,
        "Texten själv, om den inte är ett svenskt nummer.",
        "The text itself, unless it is a Swedish number.",
        (("Göteborgs stad", (), "Göteborgs stad"), ("2120001355", (), "")),
    ),
    Function(
        "foreign_vat",
        bodies.foreign_vat,
        "Utländskt momsnummer utan mellanslag, eller ett org-id, annars tomt.",
        "A foreign VAT number without spaces, or an org-id, else empty.",
        (("DK 12 34 56 78", (), "DK12345678"), ("556091-2148", (), "")),
    ),
    Function(
        "foreign_id",
        foreign.foreign_id,
        "Utländskt registernummer som SCHEMA-nummer, när det följer av momsnumret; eller dess 'scheme' eller 'number'.",
        "A foreign register number as SCHEME-number, where the VAT number holds it; or its 'scheme' or 'number'.",
        (("DK 12 34 56 74", (), "DK-CVR-12345674"), ("FI01120389", ("number",), "0112038-9"), ("5560912148", (), "")),
        most=1,
        choices=foreign.PARTS,
    ),
    Function(
        "foreign_party",
        foreign.foreign_party,
        "En utländsk parts id: VAT- och momsnumret, eller ett org-id; eller dess 'scheme' eller 'number'.",
        "The id of a party from abroad: VAT- and the VAT number, or an org-id; or its 'scheme' or 'number'.",
        (
            ("DK 12 34 56 74", (), "VAT-DK12345674"),
            ("GB-COH-09506232", (), "GB-COH-09506232"),
            ("DK12345674", ("scheme",), "VAT"),
            ("5560912148", (), ""),
        ),
        most=1,
        choices=foreign.PARTS,
    ),
    Function(
        "local_id",
        bodies.local_id,
        "Ett id ur ett namn, när nummer saknas; två maskerade namn blir aldrig samma id.",
        "An id from a name, when there is no number; two masked names never share one.",
        (("Växjö Bygg AB", (), "local-vaxjo-bygg-ab-6092f65b"),),
        notes="no-usable-number",
        unique=True,
    ),
    Function(
        "cpv",
        cpv.cpv,
        "CPV-kodens åtta siffror, med eller utan kontrollsiffra och text efter; en kod som inte finns rapporteras.",
        "The eight digits of a CPV code, with or without check digit and label; one that does not exist is told.",
        (("79624000 Förmedling", (), "79624000"), ("79624000-5", (), "79624000")),
    ),
    Function(
        "cpv_label",
        cpv.cpv_label,
        "Texten efter CPV-koden.",
        "The label after the CPV code.",
        (("79624000 Förmedling", (), "Förmedling"),),
    ),
    Function(
        "cpv_name",
        cpv.cpv_name,
        "CPV-kodens namn i ordlistan, på svenska eller engelska ('en').",
        "What the vocabulary calls a CPV code, in Swedish or English ('en').",
        (("45000000-7", (), "Anläggningsarbete"), ("45000000", ("en",), "Construction work")),
        most=1,
        choices=cpv.LANGUAGES,
    ),
    Function("nuts", places.nuts, "NUTS-kod.", "A NUTS code.", (("se224", (), "SE224"),)),
    Function(
        "nuts_name",
        places.nuts_name,
        "En svensk NUTS-kods namn.",
        "The name of a NUTS code of Sweden.",
        (("SE224", (), "Skåne län"), ("DK011", (), "")),
    ),
    Function(
        "kommunkod",
        places.municipality_code,
        "SCB:s fyrsiffriga kommunkod, med inledande nolla; också ur kommunens namn.",
        "Statistics Sweden's four-digit municipality code, with its leading zero; also by name.",
        (("180", (), "0180"), ("Malmö stad", (), "1280")),
    ),
    Function(
        "dated_procedure",
        procedures.dated_procedure,
        "Förfarandet ur en text av dag och förfarande; ett som lagen inte hade den dagen rapporteras.",
        "The procedure in a text of a day and a procedure; one that the law did not have on that day is told.",
        (("2024-07-02 Öppet förfarande", (), "Öppet förfarande"),),
    ),
    Function(
        "date",
        bodies.date_,
        "Datumet som ÅÅÅÅ-MM-DD.",
        "The date as YYYY-MM-DD.",
        (("20160315", (), "2016-03-15"),),
        dated=True,
    ),
    Function("year", bodies.year, "Datumets år.", "The year of a date.", (("2016-03-15", (), "2016"),), dated=True),
    Function(
        "month",
        lambda text: dates.month_in(text) or "",
        "Månaden i ett filnamn eller en rubrik, som ÅÅÅÅ-MM.",
        "The month in a file name or heading, as YYYY-MM.",
        (("leverantorsfakturor-201603.xlsx", (), "2016-03"),),
    ),
    Function(
        "date_in",
        lambda text, number="1": dates.date_in(text, int(number)),
        "Det första datumet (eller det med angivet nummer) i ett filnamn eller en rubrik, som ÅÅÅÅ-MM-DD.",
        "The first date (or the one with the number given) in a file name or heading, as YYYY-MM-DD.",
        (("Avtal 20240305.xlsx", (), "2024-03-05"), ("2024-01-01 - 2025-12-31", ("2",), "2025-12-31")),
        most=1,
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
        "ore",
        bodies.ore,
        "Belopp i öre som kronor.",
        "An amount in öre as kronor.",
        (("123450", (), "1234.50"),),
        text=False,
    ),
    Function(
        "times",
        bodies.times,
        "Talet gånger det angivna: av veckor dagar, av procent andelen.",
        "The number times the one given: of weeks the days, of a percentage the share.",
        (("3", ("7",), "21"), ("25.5", ("0.01",), "0.255")),
        least=1,
        most=1,
        text=False,
    ),
    Function(
        "amount",
        bodies.amount,
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
        "one_line",
        lambda text: " ".join(text.split()),
        "På en rad: radbrytningar och flera blanktecken som ett mellanslag.",
        "On one line: line breaks and several spaces as one space.",
        (("Åkerbärets\nStäd  AB", (), "Åkerbärets Städ AB"),),
    ),
    Function(
        "slug",
        codes.slug,
        "Text som duger i ett id: a–z, siffror och bindestreck.",
        "A text fit for an id: a–z, digits and hyphens.",
        (("Växjö & Co 7", (), "vaxjo-co-7"),),
    ),
    Function(
        "key",
        bodies.key,
        "Ett id ur en text: dess början och en kontrollsumma, så att två texter aldrig får samma.",
        "An id from a text: its beginning and a digest, so that two texts never share one.",
        (("Växjö / Norr", (), f"vaxjo-norr-{hashlib.sha256('Växjö / Norr'.encode()).hexdigest()[:8]}"),),
    ),
    Function(
        "has",
        bodies.has,
        "De angivna orden, om de står i texten (versaler och gemener lika), annars tomt; för `when` och `lookup`.",
        "The words given, when they stand in the text (in any letter case), else empty; for `when` and `lookup`.",
        (("Rangordnat avtal", ("avtal",), "avtal"), ("Ramavtal", ("avrop",), "")),
        least=1,
        most=1,
    ),
    Function(
        "before",
        bodies.before,
        "Det som står före den första avgränsaren (blanksteg om ingen anges).",
        "What stands before the first separator (a space if none is given).",
        (("46362 Köp färdigbehandling", (), "46362"), ("A/B", ("/",), "A")),
        most=1,
    ),
    Function(
        "after",
        bodies.after,
        "Det som står efter den första avgränsaren.",
        "What stands after the first separator.",
        (("46362 Köp färdigbehandling", (), "Köp färdigbehandling"),),
        most=1,
    ),
    Function("digits", bodies.digits, "Bara siffrorna.", "The digits alone.", (("A-12/3", (), "123"),)),
    Function(
        "known",
        bodies.known,
        "Tomt när texten säger att uppgift saknas.",
        "Empty when the text says that nothing is known.",
        (("Uppgift saknas", (), ""), ("Varor", (), "Varor")),
    ),
    Function(
        "masked",
        bodies.masked,
        "Texten själv när den är källans egen maskering av en person, annars tomt; för `when`.",
        "The text itself when it is the source's own mask for a person, else empty; for `when`.",
        (("*****", (), "*****"), ("556091-2148", (), "")),
    ),
    Function(
        "linked",
        linked,
        "Den process som posten med detta namn hör till enligt länkregistret (`--links`); annars texten själv.",
        "The process that the record of this name belongs to by the index of links (`--links`); else the text itself.",
        (("2021-500", (), "2021-500"),),
        asks=True,
    ),
    Function(
        "if_linked",
        if_linked,
        "Som linked, men tomt när länkregistret inte känner namnet.",
        "Like linked, but empty when the index of links does not know the name.",
        (("2021-500", (), ""),),
        asks=True,
    ),
    Function(
        "hash",
        bodies.hash_,
        "Kontrollsumma av texten; vägras för personnummer.",
        "A digest of the text; refused for personal numbers.",
        (("A-1", (), hashlib.sha256(b"A-1").hexdigest()[:16]),),
    ),
)

FUNCTIONS: dict[str, Function] = {function.name: function for function in _ROWS}
"""Every function by name, in the order of the documentation."""
