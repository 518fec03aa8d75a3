"""Where in a release its lists of one kind stand, each found once however many rules ask."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

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


def members(release: Json) -> Sequence[tuple[int, Json]]:
    """The parties, with their positions."""
    return objects(release.get("parties"))


def awards(release: Json) -> Sequence[tuple[int, Json]]:
    """The awards, with their positions."""
    return objects(release.get("awards"))


def contracts(release: Json) -> Sequence[tuple[int, Json]]:
    """The contracts, with their positions."""
    return objects(release.get("contracts"))


def awards_by_id(release: Json) -> dict[str, Json]:
    """The awards by id; those without one under the empty text."""
    return {text(award.get("id")): award for _, award in awards(release)}


def references(release: Json) -> list[tuple[str, Place, Json]]:
    """Every reference to an organisation: role, place, the reference."""
    # Written out, as every release goes this way: ``standing`` over ``ROLES`` says the same, at many times the cost.
    found: list[tuple[str, Place, Json]] = []
    buyer, tender = release.get("buyer"), release.get("tender")
    if isinstance(buyer, dict):
        found.append(("buyer", ("buyer",), buyer))
    if isinstance(tender, dict):
        for role, name in _IN_THE_TENDER:
            if name in tender:
                found += [(role, place, one) for place, one in _in_the_tender(tender[name], name)]
    for number, award in awards(release):
        found += [("supplier", ("awards", number, "suppliers", at), one) for at, one in objects(award.get("suppliers"))]
    for place, transaction in transactions(release):
        for role in _IN_A_TRANSACTION:
            one = transaction.get(role)
            if isinstance(one, dict):
                found.append((role, (*place, role), one))
    return found


def _in_the_tender(value: object, name: str) -> Iterable[tuple[Place, Json]]:
    """One organisation, or several in a list; what is nested deeper, too."""
    if isinstance(value, dict):
        return ((("tender", name), value),)
    found = objects(value)
    if isinstance(value, list) and len(found) == len(value):
        return [(("tender", name, number), one) for number, one in found]
    return standing(value, (), ("tender", name))


_IN_THE_TENDER = (("procuringEntity", "procuringEntity"), ("tenderer", "tenderers"))
_IN_A_TRANSACTION = ("payer", "payee")


def transactions(release: Json) -> list[tuple[Place, Json]]:
    """The payments under each contract, with their places."""
    found: list[tuple[Place, Json]] = []
    for number, contract in contracts(release):
        implementation = contract.get("implementation")
        if isinstance(implementation, dict):
            for at, transaction in objects(implementation.get("transactions")):
                found.append((("contracts", number, "implementation", "transactions", at), transaction))
    return found


Linked = tuple[str, Place, Json, str, Json | None]
"""A reference to an organisation: role, place, the reference, its id, and the party that has the id."""


def linked(release: Json) -> list[Linked]:
    """Every reference with its id, and the party that has the id."""
    known = parties(release)
    return [
        (role, place, reference, identifier, known.get(identifier))
        for role, place, reference in references(release)
        if (identifier := text(reference.get("id")))
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
    for name, stage in (("awards", "award"), ("contracts", "contract")):
        for number, one in objects(release.get(name)):
            found.append((stage, (name, number), one))
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
