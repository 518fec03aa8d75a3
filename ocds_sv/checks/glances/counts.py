"""What judges are to count of many at once, each with the number of the release, or the row, that gives it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from itertools import repeat
from typing import Any

from ocds_sv.checks.abreast import Abreast, plain
from ocds_sv.checks.dataset.earlier import stand
from ocds_sv.checks.rule import Json
from ocds_sv.checks.values import Number, amount, currency, number, text

Pair = tuple[int, Json, Json]
"""The number of a release, an award, and a contract that follows on it."""


def ids_of_tenders(abreast: Abreast) -> Iterator[tuple[int, str]]:
    """The id of each tender."""
    found = zip(abreast.at("tender").releases, abreast.strings("tender", "id"), strict=True)
    return ((at, one) for at, one in found if one)


def ids_of_releases(abreast: Abreast) -> Iterator[tuple[int, str]]:
    """The id of each release that is not compiled of others."""
    for at, (one, tags) in enumerate(zip(abreast.strings("", "id"), abreast.values("", "tag"), strict=True)):
        if one and not (isinstance(tags, list) and "compiled" in tags):
            yield at, one


def stands(abreast: Abreast) -> Iterator[tuple[int, bytes]]:
    """How far each release says that its process has come."""
    return enumerate(map(stand, abreast.releases))


def buyers(abreast: Abreast) -> Iterator[tuple[int, str]]:
    """The buyer of each release, by its id, else by its name."""
    ids, names = abreast.strings("buyer", "id"), abreast.values("buyer", "name")
    for at, one, name in zip(abreast.at("buyer").releases, ids, names, strict=True):
        found = one or text(name)
        if found:
            yield at, found


def days(abreast: Abreast) -> Iterator[tuple[int, str]]:
    """The day of each release; of those without a date none is asked for."""
    return ((at, one[:10]) for at, one in enumerate(abreast.strings("", "date")))


def related(abreast: Abreast) -> list[tuple[int, tuple[str, str]]]:
    """The processes that releases name by their ocid, each with the title that it is given."""
    found: list[tuple[int, tuple[str, str]]] = []
    for path in ("relatedProcesses[]", "contracts[]/relatedProcesses[]"):
        column = abreast.at(path)
        for at, one in zip(column.releases, column.values, strict=True):
            if one.get("scheme") == "ocid" and text(one.get("identifier")):
                found.append((at, (text(one["identifier"]), text(one.get("title")))))
    return found


def processes(abreast: Abreast) -> list[tuple[int, tuple[str, str]]]:
    """Each process, and after it those that it names."""
    return _after(repeat(("", ""), len(abreast.releases)), abreast.of(related))


def titled_processes(abreast: Abreast) -> list[tuple[int, tuple[str, str]]]:
    """The same with titles; those that are named without one are left out."""
    titles = dict(zip(abreast.at("tender").releases, abreast.strings("tender", "title"), strict=True))
    own = (("", titles.get(at, "")) for at in range(len(abreast.releases)))
    return _after(own, [one for one in abreast.of(related) if one[1][1]])


def _after(
    own: Iterable[tuple[str, str]], named: Sequence[tuple[int, tuple[str, str]]]
) -> list[tuple[int, tuple[str, str]]]:
    found = list(enumerate(own))
    # Sorting keeps the order of what one release gives.
    return sorted([*found, *named], key=_number) if named else found


def _number(one: tuple[int, tuple[str, str]]) -> int:
    return one[0]


def followed(abreast: Abreast) -> list[Pair]:
    """Awards with the contracts that follow on them."""
    places = zip(abreast.at("awards[]").releases, abreast.strings("awards[]", "id"), strict=True)
    known = dict(zip(places, abreast.at("awards[]").values, strict=True))
    contracts = abreast.at("contracts[]")
    keys = zip(contracts.releases, abreast.strings("contracts[]", "awardID"), strict=True)
    return [
        (key[0], known[key], contract) for key, contract in zip(keys, contracts.values, strict=True) if key in known
    ]


def same_days(abreast: Abreast) -> Iterator[tuple[int, bool]]:
    """Whether an award has the day on which its contract was signed."""
    for at, award, contract in abreast.of(followed):
        one, other = text(award.get("date")), text(contract.get("dateSigned"))
        if one and other:
            yield at, one[:10] == other[:10]


def same_values(abreast: Abreast) -> Iterator[tuple[int, bool]]:
    """Whether an award has the value of its contract."""
    for at, award, contract in abreast.of(followed):
        one, other = award.get("value"), contract.get("value")
        found = _is_same(number(one), number(other), one, other)
        if found is not None:
            yield at, found


def _is_same(first: Number | None, second: Number | None, one: Any, other: Any) -> bool | None:  # noqa: ANN401 - any JSON
    if first is None or second is None:
        return None
    # Numbers of one type are compared as exactly as they are written.
    same = first == second if type(first) is type(second) else amount(one) == amount(other)
    return same and currency(one) == currency(other)


def same_descriptions(abreast: Abreast) -> Iterator[tuple[int, bool]]:
    """Whether an award has the description of its tender."""
    own = dict(zip(abreast.at("tender").releases, abreast.strings("tender", "description"), strict=True))
    awards = zip(abreast.at("awards[]").releases, abreast.strings("awards[]", "description"), strict=True)
    for at, described in awards:
        if described and own.get(at):
            yield at, described == own[at]


def firsts(path: str, abreast: Abreast) -> list[Json | None]:
    """The first object at ``path`` of each release; None where there is none."""
    found: list[Json | None] = [None] * len(abreast.releases)
    column = abreast.at(path)
    for at, one in zip(reversed(column.releases), reversed(column.values), strict=True):
        found[at] = one
    return found


def useful_fields(abreast: Abreast) -> Iterable[tuple[int, tuple[tuple[str, bool], ...]]]:
    """Of each release which useful fields could stand there, and which are missing."""
    return enumerate(map(filled, *(firsts(path, abreast) for path in ("buyer", "tender", "awards[]", "contracts[]"))))


def filled(
    buyer: Json | None, tender: Json | None, award: Json | None, contract: Json | None
) -> tuple[tuple[str, bool], ...]:
    """Which of the fields could stand there, the first of the awards and contracts for all, and which are missing."""
    named = buyer is not None and bool(buyer.get("name"))
    title = value = period = worth = day = suppliers = ends = None
    if tender is not None:
        title, value, period = bool(tender.get("title")), bool(tender.get("value")), bool(tender.get("tenderPeriod"))
    if award is not None:
        worth, day, suppliers = bool(award.get("value")), bool(award.get("date")), bool(award.get("suppliers"))
    if contract is not None:
        ends = bool(contract.get("period"))
    return _asked(named, title, value, period, worth, day, suppliers, ends)


_PATHS = (
    "buyer/name",
    "tender/title",
    "tender/value",
    "tender/tenderPeriod",
    "awards/value",
    "awards/date",
    "awards/suppliers",
    "contracts/period",
)


@cache
def _asked(*filled: bool | None) -> tuple[tuple[str, bool], ...]:
    """The fields that could stand there, and which of them are missing; the same few combinations come again."""
    return tuple((path, not one) for path, one in zip(_PATHS, filled, strict=True) if one is not None)


def titles_again(tenders: Sequence[Json]) -> Iterator[tuple[int, bool]]:
    """Whether a tender's description is its title."""
    titles, descriptions = plain([one["title"] for one in tenders]), plain([one["description"] for one in tenders])
    return ((row, title == descriptions[row]) for row, title in enumerate(titles))


def worths(those: Sequence[Json]) -> list[tuple[int, tuple[Number, str]]]:
    """What each is worth, with the currency."""
    values = [one["value"] for one in those]
    return [(row, (one, currency(values[row]))) for row, one in enumerate(map(number, values)) if one is not None]


def addresses(documents: Sequence[Json]) -> list[tuple[int, str]]:
    """The address of each document."""
    return [(row, one) for row, one in enumerate(plain([one["url"] for one in documents])) if one]
