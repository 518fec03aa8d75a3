"""Links inside a release beside those to organisations: bids, ids as texts, parties without a part."""

from __future__ import annotations

from collections.abc import Iterator
from operator import attrgetter

from ocds_sv.checks.glances import organisations
from ocds_sv.checks.places import linked, members, stages, standing
from ocds_sv.checks.rule import Context, Fault, Json, rule
from ocds_sv.checks.values import numbered, objects, text
from ocds_sv.findings import Severity

_REFERENCE = "https://standard.open-contracting.org/1.1/en/schema/reference/"
_LISTS = ("parties", "awards", "contracts")
_INNER = ("items", "documents", "milestones")


@rule(
    "Release",
    Severity.NOTICE,
    "references",
    says=(
        "the party '{id}' has no role, and nothing refers to it",
        "parten '{id}' har ingen roll, och inget hänvisar dit",
    ),
    fix=("Give it its role, or leave it out.", "Ange dess roll, eller utelämna den."),
    sources=(f"{_REFERENCE}#parties",),
    needs=("parties",),
    glance=organisations.without_roles,
)
def party_without_a_part(_: Json, context: Context) -> Iterator[Fault]:
    """
    A party has no role, and nothing refers to it.

    Refused:

        {"parties": [{"id": "A", "name": "Ett AB"}]}

    Accepted:

        {"parties": [{"id": "A", "name": "Ett AB"}], "buyer": {"id": "A"}}

        {"parties": [{"id": "A", "name": "Ett AB", "roles": ["funder"]}]}
    """
    idle = [(number, party) for number, party in context.of(members) if not party.get("roles")]
    if idle:
        met = {identifier for _role, _place, _reference, identifier, _party in context.of(linked)}
        for number, party in idle:
            if text(party.get("id")) and text(party.get("id")) not in met:
                yield Fault("parties", number, id=text(party.get("id")))


@rule(
    "Release",
    Severity.NOTICE,
    "identity",
    says=("the id {id} is a number", "id {id} är ett tal"),
    fix=(
        "Write ids as texts: programs that read them as numbers lose zeros and long numbers.",
        "Skriv id som text: program som läser dem som tal tappar nollor och långa tal.",
    ),
    sources=("https://standard.open-contracting.org/1.1/en/schema/identifiers/",),
    glance=attrgetter("numbered"),
)
def id_that_is_a_number(release: Json, context: Context) -> Iterator[Fault]:
    """
    The id of a party, an award, a contract, an item, a document or a milestone is a number.

    Refused:

        {"awards": [{"id": 17}]}

        {"tender": {"id": "1", "items": [{"id": 1}]}}

    Accepted:

        {"awards": [{"id": "17"}], "tender": {"id": "1", "items": [{"id": "1"}]}}
    """
    if not context.of(numbered):
        return
    for name in _LISTS:
        for number, one in objects(release.get(name)):
            if isinstance(one.get("id"), int):
                yield Fault(name, number, "id", id=one["id"])
    for _stage, place, stage in context.of(stages):
        for name in _INNER:
            inner = stage.get(name)
            if inner:
                for number, one in objects(inner):
                    if isinstance(one.get("id"), int):
                        yield Fault(*place, name, number, "id", id=one["id"])


@rule(
    "Release",
    Severity.WARNING,
    "references",
    says=("there is no bid '{id}'", "anbudet '{id}' finns inte"),
    fix=("Publish the bid, or mend the reference.", "Publicera anbudet, eller rätta hänvisningen."),
    sources=("https://extensions.open-contracting.org/en/extensions/bids/",),
    needs=("bids", "awards"),
)
def award_of_a_bid_that_does_not_exist(release: Json, _: Context) -> Iterator[Fault]:
    """
    An award names a bid that is not among the bids.

    Refused:

        {"bids": {"details": [{"id": "1"}]}, "awards": [{"id": "A", "relatedBids": ["2"]}]}

    Accepted:

        {"bids": {"details": [{"id": "1"}]}, "awards": [{"id": "A", "relatedBids": ["1"]}]}
    """
    bids = {text(bid.get("id")) for _place, bid in standing(release["bids"], ("details",))}
    if not bids:
        return
    for number, award in objects(release["awards"]):
        named = award.get("relatedBids", [award["relatedBid"]] if "relatedBid" in award else [])
        for position, bid in enumerate(named if isinstance(named, list) else ()):
            if text(bid) and text(bid) not in bids:
                last = ("relatedBids", position) if "relatedBids" in award else ("relatedBid",)
                yield Fault("awards", number, *last, id=text(bid))


RULES = (
    party_without_a_part,
    id_that_is_a_number,
    award_of_a_bid_that_does_not_exist,
)
