"""Where in a release its lists of one kind stand, each found once however many rules ask."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from ocds_sv.checks.rule import Json
from ocds_sv.checks.values import Place, text

ROLES = {
    "buyer": ("buyer",),
    "procuringEntity": ("tender", "procuringEntity"),
    "tenderer": ("tender", "tenderers"),
    "supplier": ("awards", "suppliers"),
    "payer": ("contracts", "implementation", "transactions", "payer"),
    "payee": ("contracts", "implementation", "transactions", "payee"),
}
"""Role → where organisations stand in that role."""

_STAGES = (("planning",), ("tender",), ("awards",), ("contracts",), ("contracts", "implementation"))


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
    return [(role, place, found) for role, path in ROLES.items() for place, found in standing(release, path)]


def parties(release: Json) -> dict[str, Json]:
    """The parties by id."""
    return {text(party.get("id")): party for _, party in standing(release.get("parties"), ()) if text(party.get("id"))}


def stages(release: Json) -> list[tuple[str, Place, Json]]:
    """The objects of each stage: ``planning``, ``tender``, ``award``, ``contract``, ``implementation``."""
    return [(path[-1].removesuffix("s"), place, found) for path in _STAGES for place, found in standing(release, path)]


def inside(name: str, all_stages: Sequence[tuple[str, Place, Json]]) -> Iterator[tuple[str, Place, Json]]:
    """The objects of the list ``name`` in each stage: the stage, the place, the object."""
    for stage, place, one in all_stages:
        found = one.get(name)
        if isinstance(found, list):
            for number, item in enumerate(found):
                if isinstance(item, dict):
                    yield stage, (*place, name, number), item
