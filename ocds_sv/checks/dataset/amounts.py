"""Judges of amounts: whether a few of them make up most of the sum, and whether the same ones come back."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from functools import lru_cache
from heapq import nsmallest
from itertools import groupby, islice
from math import fsum
from operator import itemgetter
from struct import Struct

from ocds_sv.checks.dataset.packed import Numbers
from ocds_sv.checks.judge import Outcome, too_few
from ocds_sv.checks.rule import Context
from ocds_sv.jsonio.ordering import in_order

FEW = 100
_HALF = 0.5
_TENTH = 0.1
_TOP = 3
_LETTERS = 3


@dataclass
class Amounts:
    """Amounts by currency, packed; they are never added across currencies."""

    least: int = FEW
    numbers: Numbers = field(default_factory=Numbers)

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
            self.numbers.extend(currency, amounts)

    def merge(self, other: Amounts) -> None:
        """Take over another's amounts."""
        self.numbers.merge(other.numbers)


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
        found = self.numbers
        currency, _ = min(found.counts.items(), key=lambda item: (-item[1], item[0]), default=("", 0))
        positive = sum(amount > 0 for amount in found.of(currency))
        if positive < self.least:
            return too_few(positive, self.least)
        count = positive // 100
        # Of amounts above nought the order is that of their bytes, the highest first.
        rows = in_order((_BYTES.pack(amount) for amount in found.of(currency) if amount > 0), _BYTES.size)
        part = fsum(amount for (amount,) in map(_BYTES.unpack, islice(rows, positive - count, None)))
        whole = fsum(amount for amount in found.of(currency) if amount > 0)
        if not part > whole * _HALF:
            return Outcome("pass", positive)
        facts = {"count": count, "share": f"{100 * part / whole:.0f}", "currency": currency}
        return Outcome("fail", positive, count, facts=facts)


class Repetition(Amounts):
    """The three most common amounts are to be less than a tenth of all."""

    def outcome(self) -> Outcome:
        """Counts each amount together with its currency."""
        total = self.numbers.counts.total()
        if total < self.least:
            return too_few(total, self.least)
        top = [(-count, amount, currency) for currency, amount, count in self._most_common()]
        top = sorted(top)[:_TOP]
        count = -sum(one[0] for one in top)
        if count < total * _TENTH:
            return Outcome("pass", total)
        listed = ", ".join(f"{amount:.2f}".removesuffix(".00") + f" {currency}".rstrip() for _, amount, currency in top)
        return Outcome("fail", total, count, facts={"count": count, "total": total, "amounts": listed})

    def _most_common(self) -> Iterator[tuple[str, float, int]]:
        """Of each currency the most common amounts; of those that are equally common, the ones that come first."""
        for _, those in groupby(self._counted(), key=itemgetter(0)):
            for currency, amount, count, _ in nsmallest(_TOP, those, key=lambda one: (-one[2], one[3])):
                yield currency, amount, count

    def _counted(self) -> Iterator[tuple[str, float, int, int]]:
        """Each amount in each currency: how often it comes, and where first."""
        places = iter(range(self.numbers.counts.total()))
        rows = (
            _PLACED.pack(currency.encode(), amount + 0.0, place)  # There is one nought, not two.
            for currency, block in self.numbers.blocks()
            for amount, place in zip(block, places, strict=False)
        )
        alike = itemgetter(slice(_PLACED.size - _BYTES.size))
        for _, those in groupby(in_order(rows, _PLACED.size), key=alike):
            currency, amount, place = _PLACED.unpack(next(those))
            count = 1 + sum(1 for _ in those)  # noqa: B031 - the others
            yield currency.rstrip(b"\0").decode(), amount, count, place


_BYTES = Struct(">d")
_PLACED = Struct(">3sdQ")
"""A currency, an amount, and its place among all."""
