"""References inside a release: to parties, awards, lots and documents."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from ocds_sv.checks.glances import organisations, texts
from ocds_sv.checks.places import ROLES, awards_by_id, contracts, linked, members, standing
from ocds_sv.checks.rule import Context, Fault, Json, rule
from ocds_sv.checks.values import objects, text
from ocds_sv.findings import Severity

_PARTIES = ("https://standard.open-contracting.org/1.1/en/schema/reference/#parties",)
_REFERENCE = ("https://standard.open-contracting.org/1.1/en/schema/reference/#organizationreference",)


def _twins(form: str) -> tuple[str, ...]:
    """Pelican has a check for each role."""
    roles = ("buyer", "procuring_entity", "supplier", "tenderer", "payer", "payee")
    return tuple(form.format(role) for role in roles)


@rule(
    "Release",
    Severity.ERROR,
    "references",
    says=(
        "the {role} '{id}' is not among the parties",
        "organisationen i rollen {role} med id '{id}' finns inte bland parties",
    ),
    fix=(
        "Add the organisation to parties with this id, or use the id that it has there.",
        "Lägg organisationen i parties med detta id, eller använd det id den har där.",
    ),
    pelican=_twins("reference.{}_in_parties"),
    sources=_REFERENCE,
    glance=organisations.unknown,
)
def reference_without_party(_: Json, context: Context) -> Iterator[Fault]:
    """
    An organisation is referred to that is not among the parties.

    Its identifier and address stand only in parties, so readers cannot tell who it is.

    Refused:

        {"parties": [{"id": "SE-ON-556091-2148", "roles": ["buyer"]}], "buyer": {"id": "SE-ON-556012-5790"}}

    Accepted:

        {"parties": [{"id": "SE-ON-556091-2148", "roles": ["buyer"]}], "buyer": {"id": "SE-ON-556091-2148"}}
    """
    for role, place, _reference, identifier, party in context.of(linked):
        if party is None:
            yield Fault(*place, "id", role=role, id=identifier)


@rule(
    "Release",
    Severity.WARNING,
    "references",
    says=("the party '{id}' lacks the role {role}", "parten '{id}' saknar rollen {role}"),
    fix=("Add the role to the party's roles.", "Lägg till rollen i partens roles."),
    pelican=_twins("consistent.{}_in_parties_roles"),
    sources=_PARTIES,
    glance=organisations.without_the_role,
)
def party_without_its_role(_: Json, context: Context) -> Iterator[Fault]:
    """
    A party is referred to in a role that it does not have.

    Who looks for all suppliers among the parties does not find this one.

    Refused:

        {"parties": [{"id": "A", "roles": ["buyer"]}], "awards": [{"id": "1", "suppliers": [{"id": "A"}]}]}

    Accepted:

        {"parties": [{"id": "A", "roles": ["supplier"]}], "awards": [{"id": "1", "suppliers": [{"id": "A"}]}]}
    """
    told = set()
    for role, place, _reference, identifier, party in context.of(linked):
        if party is None:
            continue
        roles = party.get("roles")
        if (not isinstance(roles, list) or role not in roles) and (role, identifier) not in told:
            told.add((role, identifier))
            yield Fault(*place, "id", role=role, id=identifier)


@rule(
    "Release",
    Severity.WARNING,
    "references",
    says=(
        "the party '{id}' has the role {role}, but nothing refers to it in that role",
        "parten '{id}' har rollen {role}, men ingenting hänvisar till den i den rollen",
    ),
    fix=(
        "Remove the role, or refer to the party where it acts in it.",
        "Ta bort rollen, eller hänvisa till parten där den har den.",
    ),
    pelican="consistent.parties_roles",
    sources=_PARTIES,
    needs=("parties",),
    glance=organisations.not_referred_to,
)
def role_without_reference(release: Json, context: Context) -> Iterator[Fault]:
    """
    A party has a role in which nothing refers to it.

    Roles whose place is not in the release, such as funder, are not looked at.

    Refused:

        {"parties": [{"id": "A", "roles": ["supplier"]}]}

    Accepted:

        {"parties": [{"id": "A", "roles": ["supplier"]}], "awards": [{"id": "1", "suppliers": [{"id": "A"}]}]}

        {"parties": [{"id": "A", "roles": ["funder"]}]}
    """
    met = {(role, identifier) for role, _place, _reference, identifier, _party in context.of(linked)}
    if release.get("bids") and any(role in {"supplier", "tenderer"} for role, _ in met):
        # Bids name tenderers in a place of their own.
        for _place, reference in standing(release, ("bids", "details", "tenderers")):
            met.add(("tenderer", text(reference.get("id"))))
    for number, party in context.of(members):
        roles, identifier = party.get("roles"), text(party.get("id"))
        for position, role in enumerate(roles if isinstance(roles, list) else ()):
            if isinstance(role, str) and role in ROLES and (role, identifier) not in met:
                yield Fault("parties", number, "roles", position, role=role, id=identifier)


@rule(
    "Release",
    Severity.WARNING,
    "references",
    says=(
        "the {role} '{id}' has another name here than among the parties",
        "organisationen i rollen {role} med id '{id}' har ett annat namn här än bland parties",
    ),
    fix=("Write the same name in both places.", "Skriv samma namn på båda ställena."),
    pelican=_twins("consistent.{}_name_in_parties"),
    sources=_REFERENCE,
    glance=organisations.named_otherwise,
)
def reference_with_another_name(_: Json, context: Context) -> Iterator[Fault]:
    """
    An organisation has one name where it is referred to and another among the parties.

    One of them is wrong, or the id is that of another organisation.

    Refused:

        {"parties": [{"id": "A", "name": "Ett AB", "roles": ["buyer"]}], "buyer": {"id": "A", "name": "Två AB"}}

    Accepted:

        {"parties": [{"id": "A", "name": "Ett AB", "roles": ["buyer"]}], "buyer": {"id": "A", "name": "Ett AB"}}
    """
    for role, place, reference, identifier, party in context.of(linked):
        if party is None or reference.get("name") == party.get("name"):
            continue
        name, other = text(reference.get("name")), text(party.get("name"))
        if name and other and name != other:
            yield Fault(*place, "name", role=role, id=identifier)


@rule(
    "Release",
    Severity.ERROR,
    "references",
    says=("there is no award '{id}'", "tilldelningen '{id}' finns inte"),
    fix=(
        "Publish the award that the contract follows on, or mend awardID.",
        "Publicera tilldelningen som kontraktet bygger på, eller rätta awardID.",
    ),
    pelican="reference.contract_in_awards",
    sources=("https://standard.open-contracting.org/1.1/en/schema/reference/#contract",),
    needs=("contracts",),
    glance=texts.awards_without,
)
def contract_without_its_award(release: Json, context: Context) -> Iterator[Fault]:
    """
    A contract names an award that is not there.

    Without the award nobody knows who the supplier is. In a release that reports only the contract, the award may have
    been published before: check compiled releases.

    Refused:

        {"awards": [{"id": "1"}], "contracts": [{"id": "K", "awardID": "2"}]}

    Accepted:

        {"awards": [{"id": "1"}], "contracts": [{"id": "K", "awardID": "1"}]}

        {"contracts": [{"id": "K", "awardID": "2"}], "tag": ["contract"]}
    """
    known = context.of(awards_by_id)
    tags = release.get("tag")
    if not known and not (isinstance(tags, list) and "compiled" in tags):
        return
    for number, contract in context.of(contracts):
        award = text(contract.get("awardID"))
        if award and award not in known:
            yield Fault("contracts", number, "awardID", id=award)


@rule(
    "Release",
    Severity.WARNING,
    "references",
    says=("there is no lot '{id}' in the tender", "anbudsområdet '{id}' finns inte i upphandlingen"),
    fix=(
        "Add the lot to tender/lots, or mend the reference.",
        "Lägg till området i tender/lots, eller rätta hänvisningen.",
    ),
    sources=("https://extensions.open-contracting.org/en/extensions/lots/",),
    needs=("tender",),
    glance=partial(texts.with_any, "tender", "lots"),
)
def related_lot_that_does_not_exist(release: Json, _: Context) -> Iterator[Fault]:
    """
    An award, item, document or milestone, or a part of a bid, names a lot that the tender does not have.

    Refused:

        {"tender": {"id": "T", "lots": [{"id": "1"}]}, "awards": [{"id": "A", "relatedLots": ["2"]}]}

        {
          "tender": {"id": "T", "lots": [{"id": "1"}]},
          "contracts": [{"id": "K", "awardID": "A", "items": [{"id": "1", "relatedLot": "2"}]}]
        }

        {"tender": {"id": "T", "lots": [{"id": "1"}], "milestones": [{"id": "M", "relatedLots": ["1", "2"]}]}}

    Accepted:

        {"tender": {"id": "T", "lots": [{"id": "1"}]}, "awards": [{"id": "A", "relatedLots": ["1"]}]}
    """
    tender = release.get("tender")
    lots = {text(lot.get("id")) for _, lot in objects(tender.get("lots") if isinstance(tender, dict) else None)}
    if not lots:
        return
    for path in _OF_LOTS:
        for place, one in standing(release, path):
            named = one.get("relatedLots", [one["relatedLot"]] if "relatedLot" in one else [])
            for number, lot in enumerate(named if isinstance(named, list) else ()):
                if text(lot) and text(lot) not in lots:
                    last = ("relatedLots", number) if "relatedLots" in one else ("relatedLot",)
                    yield Fault(*place, *last, id=text(lot))


_OF_LOTS = (
    ("planning", "documents"),
    ("planning", "budget", "finance"),
    *(("tender", name) for name in ("items", "documents", "milestones", "amendments", "lotGroups")),
    ("bids", "details"),
    ("bids", "statistics"),
    ("awards",),
    ("awards", "items"),
    ("awards", "documents"),
    *(("contracts", name) for name in ("items", "documents", "milestones", "finance", "relatedProcesses")),
    ("contracts", "implementation", "documents"),
    ("contracts", "implementation", "milestones"),
    ("relatedProcesses",),
)
"""Where the extensions let something name lots."""

RULES = (
    reference_without_party,
    party_without_its_role,
    role_without_reference,
    reference_with_another_name,
    contract_without_its_award,
    related_lot_that_does_not_exist,
)
