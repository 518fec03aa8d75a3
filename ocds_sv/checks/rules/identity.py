"""Identifiers: of releases, processes and organisations, and the Swedish ones in particular."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ocds_sv.checks.rule import Context, Fault, Json, rule
from ocds_sv.checks.values import objects, text
from ocds_sv.findings import Severity
from ocds_sv.jsonio import encode
from ocds_sv.sweden.identity import Kind, classify, mask_text, may_be_personal, personal_spans, placeholders, squeeze

_OCID = re.compile(r"ocds-[a-z0-9]{6}")
_EXAMPLE_PREFIX = "ocds-213czf"
_IDS = ("https://standard.open-contracting.org/1.1/en/schema/identifiers/",)
_SWEDISH = ("https://org-id.guide/list/SE-ON",)
_RETIRED = frozenset({"SE-BLV", "SE-KK"})


@rule(
    "Release",
    Severity.ERROR,
    "identity",
    says=("the ocid '{ocid}' does not begin with a prefix", "ocid '{ocid}' börjar inte med ett prefix"),
    fix=(
        "An ocid is a registered prefix, ocds-xxxxxx, and an id of your own.",
        "Ett ocid är ett registrerat prefix, ocds-xxxxxx, och ett eget id.",
    ),
    pelican="field.ocid_prefix_check",
    sources=_IDS,
)
def ocid_without_prefix(release: Json, _: Context) -> Iterator[Fault]:
    """
    The ocid does not begin with ocds- and six characters.

    Refused:

        {"ocid": "2024-17"}

    Accepted:

        {"ocid": "ocds-a1b2c3-2024-17"}
    """
    ocid = release.get("ocid")
    if isinstance(ocid, str) and not _OCID.match(ocid):
        yield Fault("ocid", ocid=mask_text(ocid[:60]))


@rule(
    "Release",
    Severity.WARNING,
    "identity",
    says=("the ocid has the documentation's example prefix", "ocid har dokumentationens exempelprefix"),
    fix=(
        "Register a prefix with the Open Contracting Partnership.",
        "Registrera ett prefix hos Open Contracting Partnership.",
    ),
    sources=_IDS,
)
def ocid_with_the_example_prefix(release: Json, _: Context) -> Iterator[Fault]:
    """
    The ocid begins with ocds-213czf, which is the documentation's.

    Refused:

        {"ocid": "ocds-213czf-1"}

    Accepted:

        {"ocid": "ocds-a1b2c3-1"}
    """
    if text(release.get("ocid")).startswith(_EXAMPLE_PREFIX):
        yield Fault("ocid")


@rule(
    "Release",
    Severity.ERROR,
    "identity",
    says=("the release's id has the sign #", "releasens id innehåller tecknet #"),
    fix=(
        "Leave # out of the id: records refer to releases by package#id.",
        "Ta bort # ur id: poster hänvisar till releaser med paket#id.",
    ),
    sources=_IDS,
)
def release_id_with_a_hash(release: Json, _: Context) -> Iterator[Fault]:
    """
    A release's id contains a #.

    Refused:

        {"id": "1#2"}

    Accepted:

        {"id": "1-2"}
    """
    if "#" in text(release.get("id")):
        yield Fault("id")


@rule(
    "Identifier",
    Severity.WARNING,
    "identity",
    says=("the scheme {scheme} is retired", "schemat {scheme} används inte längre"),
    fix=("Use SE-ON.", "Använd SE-ON."),
    sources=_SWEDISH,
)
def retired_swedish_scheme(identifier: Json, _: Context) -> Iterator[Fault]:
    """
    The scheme SE-BLV or SE-KK, which SE-ON has replaced.

    Refused:

        {"scheme": "SE-BLV", "id": "556091-2148"}

    Accepted:

        {"scheme": "SE-ON", "id": "556091-2148"}
    """
    if text(identifier.get("scheme")) in _RETIRED:
        yield Fault("scheme", scheme=identifier["scheme"])


@rule(
    "Identifier",
    Severity.ERROR,
    "identity",
    says=("'{id}' is no organisationsnummer: {reason}", "'{id}' är inget organisationsnummer: {reason_sv}"),
    fix=("Mend the number in the source.", "Rätta numret i källan."),
    sources=_SWEDISH,
)
def wrong_organisation_number(identifier: Json, _: Context) -> Iterator[Fault]:
    """
    A Swedish organisation's number has a wrong form or a wrong check digit, or is what people type when they have none.

    Refused:

        {"scheme": "SE-ON", "id": "556091-2149"}

        {"scheme": "SE-ON", "id": "12345"}

    Accepted:

        {"scheme": "SE-ON", "id": "556091-2148"}

        {"scheme": "DK-CVR", "id": "12345678"}
    """
    if text(identifier.get("scheme")) not in {"SE-ON", *_RETIRED}:
        return
    number = text(identifier.get("id"))
    found = classify(number)
    if not number or found.personal:
        return
    if found.number is None or found.kind not in {Kind.LEGAL, Kind.ESTATE}:
        yield Fault("id", id=mask_text(number[:40]), reason="wrong form", reason_sv="fel form")
    elif found.number.replace("-", "") in placeholders():
        yield Fault("id", id=number[:40], reason="a placeholder", reason_sv="en utfyllnad")
    elif not found.check_digit:
        yield Fault("id", id=number[:40], reason="wrong check digit", reason_sv="fel kontrollsiffra")


@rule(
    "Identifier",
    Severity.NOTICE,
    "identity",
    says=("'{id}' is written without its hyphen", "'{id}' är skrivet utan bindestreck"),
    fix=(
        "Write NNNNNN-NNNN, as org-id.guide does: ids are compared as texts.",
        "Skriv NNNNNN-NNNN, som org-id.guide: id jämförs som text.",
    ),
    sources=_SWEDISH,
)
def organisation_number_in_another_form(identifier: Json, _: Context) -> Iterator[Fault]:
    """
    A right number in another form than NNNNNN-NNNN.

    Refused:

        {"scheme": "SE-ON", "id": "5560912148"}

    Accepted:

        {"scheme": "SE-ON", "id": "556091-2148"}
    """
    number = text(identifier.get("id"))
    found = classify(number) if identifier.get("scheme") == "SE-ON" else None
    if found is not None and found.kind is Kind.LEGAL and found.check_digit and found.number not in {None, number}:
        yield Fault("id", id=number[:40])


@rule(
    "Release",
    Severity.BLOCKER,
    "privacy",
    says=("a personal number stands here", "här står ett personnummer"),
    fix=(
        "Withhold the person: convert through the privacy gate. Take the data offline if it is published.",
        "Håll inne personen: konvertera genom integritetsspärren. Ta ner uppgifterna om de är publicerade.",
    ),
    sources=("https://eur-lex.europa.eu/eli/reg/2016/679/oj", "lag (2018:218) 3 kap. 10 §"),
)
def personal_number(release: Json, _: Context) -> Iterator[Fault]:
    """
    A Swedish personal or coordination number stands in the data.

    A sole trader's organisationsnummer is a personal number. It may not be published without a legal ground.

    Refused:

        {"parties": [{"id": "SE-ON-811228-9874"}]}

        {"tender": {"id": "1", "description": "Kontakta 19811228-9874"}}

    Accepted:

        {"parties": [{"id": "SE-ON-556091-2148"}], "tender": {"id": "1", "value": {"amount": 8112289874}}}
    """
    if _may_be(release):
        yield from _personal(release, ())


def _may_be(release: Json) -> bool:
    try:
        encoded = encode(release)
    except TypeError:
        # A number that JSON cannot write: no quick look, then.
        return True
    return may_be_personal(encoded, squeeze(encoded))


def _personal(value: object, place: tuple[str | int, ...]) -> Iterator[Fault]:
    if isinstance(value, str):
        if len(value) >= _SHORTEST and personal_spans(value):
            yield Fault(*place)
    elif isinstance(value, dict):
        for name, inner in value.items():
            if isinstance(inner, str | dict | list):
                yield from _personal(inner, (*place, name))
    elif isinstance(value, list):
        for number, inner in enumerate(value):
            if isinstance(inner, str | dict | list):
                yield from _personal(inner, (*place, number))


_SHORTEST = 10


@rule(
    "Release",
    Severity.WARNING,
    "identity",
    says=("{count} parties have the identifier {scheme} {id}", "{count} parter har identiteten {scheme} {id}"),
    fix=("Make them one party with all its roles.", "Gör dem till en part med alla sina roller."),
    sources=("https://standard.open-contracting.org/1.1/en/schema/reference/#parties",),
)
def one_organisation_as_several_parties(release: Json, _: Context) -> Iterator[Fault]:
    """
    Several parties have the same identifier, and no department tells them apart.

    Refused:

        {
          "parties": [
            {"id": "A", "identifier": {"scheme": "SE-ON", "id": "556091-2148"}},
            {"id": "B", "identifier": {"scheme": "SE-ON", "id": "556091-2148"}}
          ]
        }

    Accepted:

        {
          "parties": [
            {"id": "A", "identifier": {"scheme": "SE-ON", "id": "556091-2148"}},
            {"id": "A-inkop", "name": "Inköp", "identifier": {"scheme": "SE-ON", "id": "556091-2148"}}
          ]
        }
    """
    seen: dict[tuple[str, str], list[tuple[int, str]]] = {}
    for number, party in objects(release.get("parties")):
        identifier = party.get("identifier")
        if isinstance(identifier, dict) and text(identifier.get("id")):
            key = (text(identifier.get("scheme")), text(identifier.get("id")))
            seen.setdefault(key, []).append((number, text(party.get("id"))))
    for (scheme, of), found in seen.items():
        shortest = min((one for _, one in found), key=len)
        apart = all(one.startswith(shortest) for _, one in found)
        if len(found) > 1 and not apart:
            yield Fault("parties", found[1][0], "identifier", count=len(found), scheme=scheme, id=mask_text(of[:40]))


RULES = (
    ocid_without_prefix,
    ocid_with_the_example_prefix,
    release_id_with_a_hash,
    retired_swedish_scheme,
    wrong_organisation_number,
    organisation_number_in_another_form,
    personal_number,
    one_organisation_as_several_parties,
)
