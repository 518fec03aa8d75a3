"""Amounts, added and compared as they come: what is near a limit is left to the rules, which count exactly."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from decimal import Decimal
from itertools import compress, count
from typing import Any

from ocds_sv.checks.abreast import Abreast, where
from ocds_sv.checks.rule import Json
from ocds_sv.checks.values import Number, currency, number

_NEARLY_HALF = 0.49
_NEARLY = 0.999
_PAYMENTS = "contracts[]/implementation/transactions[]"
_PLAIN = frozenset({int, float})

Found = tuple[list[int], list[Number]]
"""Numbers of releases, and an amount for each."""


def _amounts(abreast: Abreast, path: str, name: str) -> Found:
    found = abreast.amounts(path, name)
    numbers = abreast.at(path).releases
    if None in found:
        numbers = [at for at, one in zip(numbers, found, strict=True) if one is not None]
    return list(numbers), [one for one in found if one is not None]


def worths(abreast: Abreast) -> Found:
    """What tenders, awards and contracts are worth."""
    numbers: list[int] = []
    amounts: list[Number] = []
    for path, name in (("tender", "value"), ("tender", "minValue"), ("awards[]", "value"), ("contracts[]", "value")):
        found = _amounts(abreast, path, name)
        numbers += found[0]
        amounts += found[1]
    return numbers, amounts


def negative(abreast: Abreast) -> set[int]:
    """A worth is less than nothing."""
    numbers, amounts = abreast.of(worths)
    return where(numbers, [one < 0 for one in amounts]) if min(amounts, default=0) < 0 else set()


def filled_in(nines: frozenset[Decimal], abreast: Abreast) -> set[int]:
    """A worth is nothing or one, or one of ``nines``."""
    numbers, amounts = abreast.of(worths)
    if min(amounts, default=2) > 1 and nines.isdisjoint(amounts):
        return set()
    return where(numbers, [0 <= one <= 1 or one in nines for one in amounts])


def beyond(most: int, abreast: Abreast) -> set[int]:
    """A worth, a budget or a payment is larger than ``most``."""
    found: set[int] = set()
    payments, budgets = _amounts(abreast, _PAYMENTS, "value"), _amounts(abreast, "planning/budget", "amount")
    for numbers, amounts in (abreast.of(worths), payments, budgets):
        if amounts and not (-most <= min(amounts) and max(amounts) <= most):
            found |= where(numbers, [not -most <= one <= most for one in amounts])
    return found


def contracts_unlike_awards(abreast: Abreast) -> set[int]:
    """The contracts of an award sum to about half or less, or one and a half or more, of its value."""
    found: set[int] = set()
    sums: dict[tuple[int, str, str], float] = defaultdict(float)
    contracts = zip(
        abreast.at("contracts[]").releases,
        abreast.strings("contracts[]", "awardID"),
        abreast.values("contracts[]", "value"),
        abreast.amounts("contracts[]", "value"),
        strict=True,
    )
    for at, award, value, amount in contracts:
        if amount is not None:
            sums[at, award, currency(value)] += float(amount)
            if amount < 0:
                # What is added and taken away again leaves nothing exact.
                found.add(at)
    awards = zip(
        abreast.at("awards[]").releases,
        abreast.strings("awards[]", "id"),
        abreast.values("awards[]", "value"),
        abreast.amounts("awards[]", "value"),
        strict=True,
    )
    for at, award, value, amount in awards:
        total = sums.get((at, award, currency(value))) if amount else None
        if amount and total is not None and not abs(float(amount) - total) <= abs(float(amount)) * _NEARLY_HALF:
            found.add(at)
    return found


def awards_above_tenders(times: int, abreast: Abreast) -> set[int]:
    """The awards sum to about so many ``times`` what the tender was estimated at."""
    awarded: dict[int, float] = defaultdict(float)
    for at, amount in zip(*_amounts(abreast, "awards[]", "value"), strict=True):
        if amount > 0:
            awarded[at] += float(amount)
    tenders = zip(*_amounts(abreast, "tender", "value"), strict=True)
    return {at for at, worth in tenders if at in awarded and not awarded[at] <= float(worth) * times * _NEARLY}


def paid_above_the_value(contracts: Sequence[Json]) -> Iterable[int]:
    """About as much has been paid as a contract is worth."""
    return [row for row, one in enumerate(contracts) if _paid(one["implementation"]) >= _worth(one) * _NEARLY]


def _worth(contract: Json) -> float:
    """Of what is worth nothing, nothing can be said."""
    return float(number(contract["value"]) or "inf")


def _paid(implementation: Any) -> float:  # noqa: ANN401 - any JSON
    found = implementation.get("transactions")
    amounts = [number(one.get("value")) for one in found] if found else ()
    return sum([float(one) for one in amounts if one is not None and one > 0])


def _negative(values: Collection[Any]) -> Iterable[int]:
    if _PLAIN.issuperset(map(type, values)):
        return compress(count(), [one < 0 for one in values]) if values and min(values) < 0 else ()
    return [row for row, one in enumerate(values) if isinstance(one, int | float) and one < 0]


def negative_quantities(items: Sequence[Json]) -> Iterable[int]:
    """Less than nothing is bought."""
    return _negative([item["quantity"] for item in items])


def negative_prices(items: Sequence[Json]) -> Iterable[int]:
    """A unit costs less than nothing."""
    try:
        return _negative([item["unit"]["value"]["amount"] for item in items])
    except (LookupError, TypeError):
        values = [item["unit"].get("value") for item in items]
        return _negative([value.get("amount") if isinstance(value, dict) else None for value in values])
