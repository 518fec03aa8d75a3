"""Where in a release its lists of one kind stand, each found once however many rules ask."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from ocds_sv.checks.rule import Json
from ocds_sv.checks.values import Place, objects, text

ROLES = {
    "buyer": ("buyer",),
    "procuringEntity": ("tender", "procuringEntity"),
    "tenderer": ("tender", "tenderers"),
    "supplier": ("awards", "suppliers"),
    "payer": ("contracts", "implementation", "transactions", "payer"),
    "payee": ("contracts", "implementation", "transactions", "payee"),
}
"""Role → where organisations stand in that role."""


def standing(value: object, path: Sequence[str], place: Place = ()) -> Iterator[tuple[Place, Json]]:
    """The objects at ``path``, lists on the way walked through, with their places."""
    if isinstance(value, list):
        for number, item in enumerate(value):
            yield from standing(item, path, (*place, number))
    elif isinstance(value, dict):
        if not path:
            yield place, value
        elif path[0] in value:
            yield from standing(value[path[0]], path[1:], (*place, path[0]))


def references(release: Json) -> list[tuple[str, Place, Json]]:
    """Every reference to an organisation: role, place, the reference."""
    return list(_references(release))


def _references(release: Json) -> Iterator[tuple[str, Place, Json]]:
    # Written out, as every release goes this way: ``standing`` over ``ROLES`` says the same, at four times the cost.
    buyer, tender = release.get("buyer"), release.get("tender")
    if isinstance(buyer, dict):
        yield "buyer", ("buyer",), buyer
    if isinstance(tender, dict):
        for place, one in standing(tender.get("procuringEntity"), (), ("tender", "procuringEntity")):
            yield "procuringEntity", place, one
        for place, one in standing(tender.get("tenderers"), (), ("tender", "tenderers")):
            yield "tenderer", place, one
    for number, award in objects(release.get("awards")):
        for at, one in objects(award.get("suppliers")):
            yield "supplier", ("awards", number, "suppliers", at), one
    for number, contract in objects(release.get("contracts")):
        implementation = contract.get("implementation")
        if isinstance(implementation, dict):
            for at, transaction in objects(implementation.get("transactions")):
                yield from _parties_of(transaction, ("contracts", number, "implementation", "transactions", at))


def _parties_of(transaction: Json, place: Place) -> Iterator[tuple[str, Place, Json]]:
    for role in ("payer", "payee"):
        if isinstance(transaction.get(role), dict):
            yield role, (*place, role), transaction[role]


def linked(release: Json) -> list[tuple[str, Place, Json, str, Json | None]]:
    """Every reference with its id, and the party that has the id."""
    known = parties(release)
    return [
        (role, place, found, identifier, known.get(identifier))
        for role, place, found in _references(release)
        if (identifier := text(found.get("id")))
    ]


def parties(release: Json) -> dict[str, Json]:
    """The parties by id."""
    return {found: party for _, party in objects(release.get("parties")) if (found := text(party.get("id")))}


def stages(release: Json) -> list[tuple[str, Place, Json]]:
    """The objects of each stage: ``planning``, ``tender``, ``award``, ``contract``, ``implementation``."""
    found: list[tuple[str, Place, Json]] = []
    for name in ("planning", "tender"):
        one = release.get(name)
        if isinstance(one, dict):
            found.append((name, (name,), one))
    for name in ("awards", "contracts"):
        for number, one in objects(release.get(name)):
            found.append((name.removesuffix("s"), (name, number), one))
            implementation = one.get("implementation")
            if isinstance(implementation, dict):
                found.append(("implementation", (name, number, "implementation"), implementation))
    return found


def inside(name: str, all_stages: Sequence[tuple[str, Place, Json]]) -> Iterator[tuple[str, Place, Json]]:
    """The objects of the list ``name`` in each stage: the stage, the place, the object."""
    for stage, place, one in all_stages:
        found = one.get(name)
        if isinstance(found, list):
            for number, item in enumerate(found):
                if isinstance(item, dict):
                    yield stage, (*place, name, number), item
