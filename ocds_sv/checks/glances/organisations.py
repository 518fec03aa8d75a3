"""Parties, and what refers to them: sets of who stands where, of which few are in one place and not in the other."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import compress, repeat
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


@dataclass(frozen=True, slots=True)
class Standing:
    """
    Who stands where: each with the number of the release first.

    Attributes:
        ids: the id.
        names: the id, and the name as it is written.
        roles: the role, and the id.
        twice: releases in which two have one id.
    """

    ids: set[tuple[int, str]]
    names: set[tuple[int, str, Any]]
    roles: set[tuple[int, str, str]]
    twice: set[int]


def parties(abreast: Abreast) -> Standing:
    """The parties."""
    column = abreast.at(_PARTIES)
    ids = abreast.strings(_PARTIES, "id")
    pairs = list(zip(column.releases, ids, strict=True))
    roles: set[tuple[int, str, str]] = set()
    for (number, identifier), told in zip(pairs, abreast.values(_PARTIES, "roles"), strict=True):
        if isinstance(told, list):
            for role in told:
                roles.add((number, role, identifier))
    every = set(pairs)
    twice = {number for (number, _), count in Counter(pairs).items() if count > 1} if len(every) < len(pairs) else set()
    names = set(zip(column.releases, ids, abreast.values(_PARTIES, "name"), strict=True))
    return Standing(every, names, roles, twice)


def references(abreast: Abreast) -> Standing:
    """What refers to them; references without an id are to nobody."""
    ids: set[tuple[int, str]] = set()
    names: set[tuple[int, str, Any]] = set()
    roles: set[tuple[int, str, str]] = set()
    for role, path in _AT.items():
        numbers, here = abreast.at(path).releases, abreast.strings(path, "id")
        named: Iterable[Any] = abreast.values(path, "name")
        if not all(here):
            numbers, named, here = list(compress(numbers, here)), compress(named, here), list(filter(None, here))
        ids.update(zip(numbers, here, strict=True))
        names.update(zip(numbers, here, named, strict=True))
        roles.update(zip(numbers, repeat(role), here))
    return Standing(ids, names, roles, set())


def _first(found: Iterable[tuple[Any, ...]]) -> set[int]:
    return {one[0] for one in found}


def unknown(abreast: Abreast) -> set[int]:
    """An organisation is referred to that is none of the parties."""
    return _first(abreast.of(references).ids - abreast.of(parties).ids)


def without_the_role(abreast: Abreast) -> set[int]:
    """A party is referred to in a role that it does not have."""
    there = abreast.of(parties)
    return _first(abreast.of(references).roles - there.roles) | there.twice


def not_referred_to(abreast: Abreast) -> set[int]:
    """A party has a role in which nothing refers to it."""
    left = abreast.of(parties).roles - abreast.of(references).roles
    return _first(one for one in left if one[1] in ROLES)


def named_otherwise(abreast: Abreast) -> set[int]:
    """A reference has another name than the party."""
    there = abreast.of(parties)
    return _first(abreast.of(references).names - there.names) | there.twice


def without_roles(abreast: Abreast) -> Iterator[int]:
    """A party has no role."""
    numbers = abreast.at(_PARTIES).releases
    return (number for number, roles in zip(numbers, abreast.values(_PARTIES, "roles"), strict=True) if not roles)


def identified_twice(abreast: Abreast) -> set[int]:
    """Two parties of a release have one identifier."""
    pairs = list(zip(abreast.at(_IDENTIFIERS).releases, abreast.strings(_IDENTIFIERS, "id"), strict=True))
    if len(set(pairs)) == len(pairs):
        return set()
    return {number for (number, _), count in Counter(pairs).items() if count > 1}


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
