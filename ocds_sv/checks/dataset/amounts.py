"""Judges of amounts: whether a few of them make up most of the sum, and whether the same ones come back."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from functools import lru_cache
from heapq import nlargest
from math import fsum

from ocds_sv.checks.dataset.packed import Numbers
from ocds_sv.checks.judge import Outcome, too_few
from ocds_sv.checks.rule import Context

FEW = 100
_HALF = 0.5
_TENTH = 0.1
_TOP = 3
_LETTERS = 3


@dataclass
class Amounts:
    """Amounts by currency, packed; they are never added across currencies."""

    least: int = FEW
    by_currency: dict[str, Numbers] = field(default_factory=dict)

    def add(self, key: tuple[int | float | Decimal, str], _: Context) -> None:
        """Count an amount with its currency."""
        self.extend((key,), ())

    def extend(self, keys: Sequence[tuple[int | float | Decimal, str]], _: Sequence[str]) -> None:
        """Count many."""
        found: dict[str, list[float]] = {}
        if len({currency for _, currency in keys}) == 1:
            found[_known(keys[0][1])] = [_double(amount) for amount, _ in keys]
        else:
            for amount, currency in keys:
                found.setdefault(_known(currency), []).append(_double(amount))
        for currency, amounts in found.items():
            self.by_currency.setdefault(currency, Numbers()).extend(amounts)

    def merge(self, other: Amounts) -> None:
        """Take over another's amounts."""
        for currency, amounts in other.by_currency.items():
            self.by_currency.setdefault(currency, Numbers()).extend(amounts)

    def _most_used(self) -> tuple[str, Numbers]:
        """The currency with the most amounts."""
        return min(self.by_currency.items(), key=lambda item: (-len(item[1]), item[0]), default=("", Numbers()))


@lru_cache(maxsize=256)
def _known(currency: str) -> str:
    """A column of broken currencies must not become a list for each."""
    return currency if len(currency) == _LETTERS and currency.isascii() and currency.isupper() else ""


def _double(amount: float | Decimal) -> float:
    if isinstance(amount, float):
        return amount
    try:
        return float(amount)
    except OverflowError:
        return float("inf")


class TopShare(Amounts):
    """The largest hundredth of the amounts is not to make up more than half of their sum."""

    def outcome(self) -> Outcome:
        """Looks at the currency that is used most."""
        currency, found = self._most_used()
        positive = sum(amount > 0 for amount in found)
        if positive < self.least:
            return too_few(positive, self.least)
        largest = nlargest(positive // 100, found)
        part, whole = fsum(largest), fsum(amount for amount in found if amount > 0)
        if not part > whole * _HALF:
            return Outcome("pass", positive)
        facts = {"count": len(largest), "share": f"{100 * part / whole:.0f}", "currency": currency}
        return Outcome("fail", positive, len(largest), facts=facts)


class Repetition(Amounts):
    """The three most common amounts are to be less than a tenth of all."""

    def outcome(self) -> Outcome:
        """Counts each amount together with its currency."""
        total = sum(map(len, self.by_currency.values()))
        if total < self.least:
            return too_few(total, self.least)
        top: list[tuple[int, float, str]] = []
        for currency, found in self.by_currency.items():
            top += [(-count, amount, currency) for amount, count in _most_common(found)]
        top = sorted(top)[:_TOP]
        count = -sum(one[0] for one in top)
        if count < total * _TENTH:
            return Outcome("pass", total)
        listed = ", ".join(f"{amount:.2f}".removesuffix(".00") + f" {currency}".rstrip() for _, amount, currency in top)
        return Outcome("fail", total, count, facts={"count": count, "total": total, "amounts": listed})


PART = 65_536
"""Amounts that are counted together."""


def _most_common(amounts: Numbers) -> list[tuple[float, int]]:
    """As ``Counter.most_common`` would say; only some of all are held at once."""
    parts = 1 + len(amounts) // PART
    found: dict[float, int] = {}
    for part in range(parts):
        found |= Counter(one for one in amounts if hash(one) % parts == part).most_common(_TOP)
    # Of those that are equally common, those that come first.
    order = {one: place for place, one in enumerate(dict.fromkeys(one for one in amounts if one in found))}
    return sorted(found.items(), key=lambda one: (-one[1], order[one[0]]))[:_TOP]
