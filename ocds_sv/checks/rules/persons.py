"""Natural persons in the data: the only faults that stop a publication."""

from __future__ import annotations

from collections.abc import Iterator

from ocds_sv.checks.abreast import Abreast
from ocds_sv.checks.glances import organisations
from ocds_sv.checks.places import members
from ocds_sv.checks.rule import Context, Fault, Json, rule
from ocds_sv.checks.values import objects
from ocds_sv.findings import Severity
from ocds_sv.jsonio import encode
from ocds_sv.sweden.abroad import is_person_abroad
from ocds_sv.sweden.coarse import may_be_personal, squeeze
from ocds_sv.sweden.identity import Kind, classify, personal_spans


def _perhaps(abreast: Abreast) -> set[int]:
    """In the writing of a release there may be a personal number; of most batches one look at all together says no."""
    found: set[int] = set()
    plain, escaped = list[int](), list[int]()
    for at, written in enumerate(abreast.texts):
        if written is None:
            found.add(at)
        else:
            (escaped if _has_escapes(written) else plain).append(at)
    # Escapes are rare, and take a closer look.
    for those in (plain, escaped):
        if those and _may_be_in(b"\0".join([abreast.texts[at] or b"" for at in those])):
            found.update(at for at in those if _may_be_in(abreast.texts[at] or b""))
    return found


def _has_escapes(written: bytes) -> bool:
    return b"\\" in written or b"%" in written


def _may_be_in(written: bytes) -> bool:
    return may_be_personal(written, squeeze(written))


@rule(
    "Release",
    Severity.BLOCKER,
    "privacy",
    says=("a personal number stands here", "här står ett personnummer"),
    fix=(
        "Withhold the person: convert through the privacy gate. Take the data offline if it is published.",
        "Publicera inte uppgiften: konvertera genom integritetsspärren. Ta ner det som redan är publicerat.",
    ),
    sources=("https://eur-lex.europa.eu/eli/reg/2016/679/oj", "lag (2018:218) 3 kap. 10 §"),
    glance=_perhaps,
)
def personal_number(release: Json, context: Context) -> Iterator[Fault]:
    """
    A Swedish personal or coordination number stands in the data.

    A sole trader's organisationsnummer is a personal number. It may not be published without a legal ground.

    Refused:

        {"parties": [{"id": "SE-ON-811228-9874"}]}

        {"tender": {"id": "1", "description": "Kontakta 19811228-9874"}}

    Accepted:

        {"parties": [{"id": "SE-ON-556091-2148"}], "tender": {"id": "1", "value": {"amount": 8112289874}}}
    """
    if _may_be(release, context.text):
        yield from _personal(release, ())


def _may_be(release: Json, written: bytes | None) -> bool:
    # What was read has all that was parsed, and perhaps numbers of characters that hide digits.
    if written is not None and not _may_be_in(written):
        return False
    try:
        encoded = encode(release)
    except TypeError:
        # A number that JSON cannot write: no quick look, then.
        return True
    return _may_be_in(encoded)


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
    Severity.BLOCKER,
    "privacy",
    says=(
        "a natural person's number of another country stands here",
        "här står en fysisk persons nummer i ett annat land",
    ),
    fix=(
        "Withhold the person: convert through the privacy gate. Take the data offline if it is published.",
        "Publicera inte uppgiften: konvertera genom integritetsspärren. Ta ner det som redan är publicerat.",
    ),
    sources=("https://eur-lex.europa.eu/eli/reg/2016/679/oj",),
    needs=("parties",),
    glance=organisations.perhaps_persons_abroad,
)
def personal_number_of_another_country(_: Json, context: Context) -> Iterator[Fault]:
    """
    A party's number is one that its country gives to natural persons.

    Some countries register sole traders for VAT by the number of the person. Where a party's address is in a country
    whose personal numbers look like no company's, its identifiers are held against their form and check digits.

    Refused:

        {"parties": [{"id": "ES00000000T"}]}

        {"parties": [{"id": "1", "identifier": {"scheme": "LV-PVN", "id": "00000099999"}}]}

        {"parties": [{"id": "1", "address": {"country": "PL"}, "identifier": {"id": "44051401359"}}]}

    Accepted:

        {"parties": [{"id": "1", "identifier": {"scheme": "LV-PVN", "id": "40003521600"}}, {"id": "DK12345674"}]}
    """
    for number, party in context.of(members):
        if _is_person_abroad(party.get("id"), ""):
            yield Fault("parties", number, "id")
        address, identifier = party.get("address"), party.get("identifier")
        country = address.get("country") if isinstance(address, dict) else None
        if isinstance(identifier, dict) and _is_person_abroad(identifier.get("id"), identifier.get("scheme"), country):
            yield Fault("parties", number, "identifier", "id")
        if "additionalIdentifiers" in party:
            for position, one in objects(party["additionalIdentifiers"]):
                if _is_person_abroad(one.get("id"), one.get("scheme"), country):
                    yield Fault("parties", number, "additionalIdentifiers", position, "id")


def _is_person_abroad(own: object, scheme: object, country: object = None) -> bool:
    if not isinstance(own, str) or own.startswith("SE"):
        return False
    if isinstance(country, str) and is_person_abroad(country, own):
        return True
    prefix = scheme if isinstance(scheme, str) else ""
    if prefix.startswith("SE"):
        return False
    read = [classify(own), *([classify(f"{prefix}-{own}")] if prefix else [])]
    return any(one.kind is Kind.FOREIGN and one.personal for one in read)


RULES = (personal_number, personal_number_of_another_country)
