"""Parties, and what refers to them: sets of who stands where, of which few are in one place and not in the other."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from itertools import repeat
from typing import Any

from ocds_sv.checks.abreast import Abreast, where
from ocds_sv.checks.places import ROLES
from ocds_sv.sweden.abroad import countries

_AT = {
    "buyer": "buyer",
    "procuringEntity": "tender/procuringEntity",
    "tenderer": "tender/tenderers[]",
    "supplier": "awards[]/suppliers[]",
    "payer": "contracts[]/implementation/transactions[]/payer",
    "payee": "contracts[]/implementation/transactions[]/payee",
}
"""``places.ROLES``, lists marked."""

assert set(_AT) == set(ROLES)

_PARTIES = "parties[]"
_IDENTIFIERS = f"{_PARTIES}/identifier"


Roles = set[tuple[int, str, str]]
"""Who stands in which role: the number of the release, the role, the id."""


def named(abreast: Abreast) -> set[tuple[int, str, Any]]:
    """The parties: the number of the release, the id, the name as it is written."""
    numbers, names = abreast.at(_PARTIES).releases, abreast.values(_PARTIES, "name")
    return set(zip(numbers, abreast.strings(_PARTIES, "id"), names, strict=True))


def cast(abreast: Abreast) -> Roles:
    """The roles that parties say they have."""
    numbers, ids = abreast.at(_PARTIES).releases, abreast.strings(_PARTIES, "id")
    every = zip(numbers, ids, abreast.values(_PARTIES, "roles"), strict=True)
    return {(number, role, one) for number, one, roles in every if isinstance(roles, list) for role in roles}


def played(abreast: Abreast) -> Roles:
    """The roles in which something refers to an organisation; without an id it is to nobody."""
    found: Roles = set()
    for role, path in _AT.items():
        found.update(zip(abreast.at(path).releases, repeat(role), abreast.strings(path, "id")))
    return (
        {one for one in found if one[2]} if any("" in abreast.strings(path, "id") for path in _AT.values()) else found
    )


def misnamed(abreast: Abreast) -> set[tuple[int, str]]:
    """Who is referred to by an id and a name that no party has."""
    there = abreast.of(named)
    found: set[tuple[int, str]] = set()
    for path in _AT.values():
        numbers, ids, names = abreast.at(path).releases, abreast.strings(path, "id"), abreast.values(path, "name")
        if not there.issuperset(zip(numbers, ids, names, strict=True)):
            found.update(one[:2] for one in zip(numbers, ids, names, strict=True) if one[1] and one not in there)
    return found


def twice(abreast: Abreast) -> set[int]:
    """Two parties have one id."""
    return _several(abreast.at(_PARTIES).releases, abreast.strings(_PARTIES, "id"))


def _several(numbers: Sequence[int], ids: Sequence[str]) -> set[int]:
    pairs = list(zip(numbers, ids, strict=True))
    if len(set(pairs)) == len(pairs):
        return set()
    return {number for (number, _), count in Counter(pairs).items() if count > 1}


def _first(found: Iterable[tuple[int, Any] | tuple[int, Any, Any]]) -> set[int]:
    return {one[0] for one in found}


def unknown(abreast: Abreast) -> set[int]:
    """An organisation is referred to that is none of the parties."""
    found = abreast.of(misnamed)
    return _first(found - {one[:2] for one in abreast.of(named)}) if found else set()


def without_the_role(abreast: Abreast) -> set[int]:
    """A party is referred to in a role that it does not have."""
    return _first(abreast.of(played) - abreast.of(cast)) | abreast.of(twice)


def not_referred_to(abreast: Abreast) -> set[int]:
    """A party has a role in which nothing refers to it."""
    return _first(one for one in abreast.of(cast) - abreast.of(played) if one[1] in ROLES)


def named_otherwise(abreast: Abreast) -> set[int]:
    """A reference has another name than the party."""
    return _first(abreast.of(misnamed)) | abreast.of(twice)


def without_roles(abreast: Abreast) -> Iterator[int]:
    """A party has no role."""
    numbers = abreast.at(_PARTIES).releases
    return (number for number, roles in zip(numbers, abreast.values(_PARTIES, "roles"), strict=True) if not roles)


def identified_twice(abreast: Abreast) -> set[int]:
    """Two parties of a release have one identifier."""
    return _several(abreast.at(_IDENTIFIERS).releases, abreast.strings(_IDENTIFIERS, "id"))


def identified_by(digits: frozenset[str], abreast: Abreast) -> set[int]:
    """A party's identifier begins with one of ``digits``."""
    numbers = abreast.at(_IDENTIFIERS).releases
    return where(numbers, [own[:1] in digits for own in abreast.strings(_IDENTIFIERS, "id")])


def perhaps_persons_abroad(abreast: Abreast) -> set[int]:
    """A party's number is not of Sweden, or its country one whose persons' numbers can be told."""
    found = where(abreast.at(_PARTIES).releases, map(_is_foreign, abreast.values(_PARTIES, "id")))
    found |= where(abreast.at(_PARTIES).releases, abreast.values(_PARTIES, "additionalIdentifiers"))
    for own, scheme, number in zip(
        abreast.values(_IDENTIFIERS, "id"),
        abreast.values(_IDENTIFIERS, "scheme"),
        abreast.at(_IDENTIFIERS).releases,
        strict=True,
    ):
        if _is_foreign(own) and not (isinstance(scheme, str) and scheme.startswith("SE")):
            found.add(number)
    told = abreast.values(f"{_PARTIES}/address", "country")
    if any(told):
        known = [isinstance(country, str) and country.upper() in countries() for country in told]
        found |= where(abreast.at(f"{_PARTIES}/address").releases, known)
    return found


def _is_foreign(own: object) -> bool:
    return isinstance(own, str) and not own.startswith("SE")
