"""Codes of Sweden and the union: goods and services, regions, municipalities, kinds of buyers."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import partial

from ocds_sv.checks.glances import organisations
from ocds_sv.checks.places import members
from ocds_sv.checks.rule import Context, Fault, Json, rule
from ocds_sv.checks.values import text
from ocds_sv.findings import Severity
from ocds_sv.sweden import cpv
from ocds_sv.sweden.faults import ValueFault
from ocds_sv.sweden.identity import Kind, classify, mask_text
from ocds_sv.sweden.places import municipality, nuts
from ocds_sv.sweden.registers import likely_register, registers

_CPV = re.compile(r"([0-9]{8})(?:-[0-9])?")
_NUTS = re.compile(r"SE[0-9A-Z]{1,3}")
_SCHEME = re.compile(r"[A-Z]{2}-[A-Z0-9_]{2,20}")
_MUNICIPALITY = re.compile(r"[0-9]{4}")
_SHOWN = 40
_UNLIKELY_BUYERS = frozenset("39")


@rule(
    "Classification",
    Severity.WARNING,
    "sweden",
    says=("there is no CPV code '{code}'", "CPV-koden '{code}' finns inte"),
    fix=(
        "Write the eight digits of a code of 2008, with or without its check digit.",
        "Skriv de åtta siffrorna i en kod från 2008, med eller utan kontrollsiffra.",
    ),
    sources=("https://eur-lex.europa.eu/eli/reg/2008/213/oj",),
    needs=("id", "scheme"),
    reads=("scheme", "id"),
)
def cpv_code_that_does_not_exist(classification: Json, _: Context) -> Iterator[Fault]:
    """
    A CPV code is not in the vocabulary of 2008.

    Refused:

        {"scheme": "CPV", "id": "90910001"}

        {"scheme": "CPV", "id": "städning"}

    Accepted:

        {"scheme": "CPV", "id": "90910000"}

        {"scheme": "CPV", "id": "90910000-9"}

        {"scheme": "UNSPSC", "id": "76111500"}
    """
    if classification["scheme"] == "CPV":
        code = text(classification["id"])
        found = _CPV.fullmatch(code)
        if code and (found is None or not cpv.exists(found[1])):
            yield Fault("id", code=mask_text(code[:_SHOWN]))


@rule(
    "Address",
    Severity.WARNING,
    "sweden",
    says=("there is no NUTS code '{code}'", "NUTS-koden '{code}' finns inte"),
    fix=("Mend the code.", "Rätta koden."),
    sources=("https://ec.europa.eu/eurostat/web/nuts",),
    needs=("region",),
    reads=("region",),
)
def nuts_code_that_does_not_exist(address: Json, _: Context) -> Iterator[Fault]:
    """
    A region looks like a Swedish NUTS code, and is none.

    Refused:

        {"region": "SE199"}

    Accepted:

        {"region": "SE110"}

        {"region": "Skåne län"}
    """
    code = address["region"]
    if isinstance(code, str) and _NUTS.fullmatch(code.strip()) and not _is_nuts(code.strip()):
        yield Fault("region", code=code.strip())


@rule(
    "Location",
    Severity.WARNING,
    "sweden",
    says=("there is no NUTS code '{code}'", "NUTS-koden '{code}' finns inte"),
    fix=("Mend the code.", "Rätta koden."),
    sources=("https://extensions.open-contracting.org/en/extensions/location/",),
    needs=("gazetteer",),
)
def place_with_a_nuts_code_that_does_not_exist(location: Json, _: Context) -> Iterator[Fault]:
    """
    A place names a Swedish NUTS code that does not exist.

    Refused:

        {"gazetteer": {"scheme": "NUTS", "identifiers": ["SE199"]}}

    Accepted:

        {"gazetteer": {"scheme": "NUTS", "identifiers": ["SE110", "DE212"]}}
    """
    gazetteer = location["gazetteer"]
    if not isinstance(gazetteer, dict) or text(gazetteer.get("scheme")) not in {"NUTS", "eu-nuts"}:
        return
    identifiers = gazetteer.get("identifiers")
    for number, code in enumerate(identifiers if isinstance(identifiers, list) else ()):
        if isinstance(code, str) and not _is_nuts(code):
            yield Fault("gazetteer", "identifiers", number, code=mask_text(code[:_SHOWN]))


def _is_nuts(code: str) -> bool:
    try:
        return bool(nuts(code))
    except ValueFault:
        return False


@rule(
    "Identifier",
    Severity.WARNING,
    "sweden",
    says=("there is no municipality '{code}'", "kommunkoden '{code}' finns inte"),
    fix=("Write the four digits of Statistics Sweden.", "Skriv SCB:s fyra siffror."),
    sources=("https://www.scb.se/hitta-statistik/regional-statistik-och-kartor/regionala-indelningar/",),
    needs=("id", "scheme"),
    reads=("scheme", "id"),
)
def municipality_code_that_does_not_exist(identifier: Json, _: Context) -> Iterator[Fault]:
    """
    A municipality's code is none of the 290.

    Refused:

        {"scheme": "SE-KOMMUNKOD", "id": "9999"}

    Accepted:

        {"scheme": "SE-KOMMUNKOD", "id": "1281"}
    """
    if identifier["scheme"] == "SE-KOMMUNKOD":
        code = text(identifier["id"])
        if code and not (_MUNICIPALITY.fullmatch(code) and _is_municipality(code)):
            yield Fault("id", code=mask_text(code[:_SHOWN]))


def _is_municipality(code: str) -> bool:
    try:
        return bool(municipality(code))
    except ValueFault:
        return False


@rule(
    "Identifier",
    Severity.NOTICE,
    "identity",
    says=(
        "org-id.guide has no register '{scheme}'{near}",
        "org-id.guide har inget register '{scheme}'{near_sv}",
    ),
    fix=(
        "Write the code of the register that the number is out of.",
        "Skriv koden för det register som numret är hämtat ur.",
    ),
    pelican="field.identifier_scheme",
    sources=("https://org-id.guide",),
    needs=("scheme",),
    reads=("scheme", "id"),
)
def scheme_of_an_unknown_register(identifier: Json, _: Context) -> Iterator[Fault]:
    """
    A scheme looks like the code of a register, and its country has no such register.

    Only the registers of Sweden, its neighbours and the world are known here; codes that org-id.guide has got later are
    not among them.

    Refused:

        {"scheme": "SE-ORGNR", "id": "556091-2148"}

        {"scheme": "NO-ORGNR", "id": "974760673"}

    Accepted:

        {"scheme": "SE-ON", "id": "556091-2148"}

        {"scheme": "ZM-PCR", "id": "1"}
    """
    scheme = identifier["scheme"]
    if isinstance(scheme, str) and _SCHEME.fullmatch(scheme):
        known = registers(scheme[:2])
        if known and scheme not in known:
            meant = likely_register(scheme)
            near = (
                {"near": f" (is {meant} meant?)", "near_sv": f" (menas {meant}?)"}
                if meant
                else {"near": "", "near_sv": ""}
            )
            yield Fault("scheme", scheme=mask_text(scheme[:_SHOWN]), **near)


@rule(
    "Release",
    Severity.NOTICE,
    "sweden",
    says=("the buyer's number is that of: {form}", "köparens nummer är ett nummer för: {form}"),
    fix=(
        "See whether buyer and supplier have changed places, or the number is another's.",
        "Kontrollera om köpare och leverantör har bytt plats, eller om numret är någon annans.",
    ),
    sources=("https://org-id.guide/list/SE-ON",),
    needs=("parties",),
    glance=partial(organisations.identified_by, _UNLIKELY_BUYERS),
)
def buyer_of_an_unlikely_kind(_: Json, context: Context) -> Iterator[Fault]:
    """
    A buyer's organisationsnummer is that of a foreign company or of a partnership, which buy under no procurement act.

    Refused:

        {"parties": [{"id": "A", "roles": ["buyer"], "identifier": {"scheme": "SE-ON", "id": "969999-9901"}}]}

    Accepted:

        {"parties": [{"id": "A", "roles": ["buyer"], "identifier": {"scheme": "SE-ON", "id": "212000-1355"}}]}

        {"parties": [{"id": "A", "roles": ["supplier"], "identifier": {"scheme": "SE-ON", "id": "969999-9901"}}]}
    """
    for position, party in context.of(members):
        roles, identifier = party.get("roles"), party.get("identifier")
        if isinstance(roles, list) and "buyer" in roles and isinstance(identifier, dict):
            number = text(identifier.get("id")) if identifier.get("scheme") == "SE-ON" else ""
            if number[:1] in _UNLIKELY_BUYERS and (found := classify(number)).kind is Kind.LEGAL and found.check_digit:
                yield Fault("parties", position, "identifier", "id", form=found.legal_form or "")


RULES = (
    cpv_code_that_does_not_exist,
    nuts_code_that_does_not_exist,
    place_with_a_nuts_code_that_does_not_exist,
    municipality_code_that_does_not_exist,
    scheme_of_an_unknown_register,
    buyer_of_an_unlikely_kind,
)
