"""Amounts and currencies."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from functools import partial

from ocds_sv.checks.glances import money as glances
from ocds_sv.checks.places import transactions
from ocds_sv.checks.rule import Context, Fault, Json, rule
from ocds_sv.checks.values import Number, Place, amount, currency, number, objects
from ocds_sv.findings import Severity

_VALUE = ("https://standard.open-contracting.org/1.1/en/schema/reference/#value",)
_HUGE = 50_000_000_000
_NINES = frozenset({Decimal(9) * (Decimal(10) ** digits - 1) / 9 for digits in range(3, 13)})


@rule(
    "Value",
    Severity.ERROR,
    "money",
    says=("the amount {amount} has no currency", "beloppet {amount} saknar valuta"),
    fix=("Give the currency, such as SEK.", "Ange valutan, till exempel SEK."),
    sources=_VALUE,
    needs=("amount",),
    lacks="currency",
)
def amount_without_currency(value: Json, _: Context) -> Iterator[Fault]:
    """
    An amount stands without its currency.

    It cannot be added to others or compared.

    Refused:

        {"amount": 100}

    Accepted:

        {"amount": 100, "currency": "SEK"}
    """
    found = amount(value)
    if found is not None and not currency(value):
        yield Fault("amount", amount=found)


@rule(
    "Value",
    Severity.NOTICE,
    "money",
    says=("the currency {currency} has no amount", "valutan {currency} saknar belopp"),
    fix=("Leave the value out, or give its amount.", "Utelämna värdet, eller ange beloppet."),
    sources=_VALUE,
    needs=("currency",),
    lacks="amount",
)
def currency_without_amount(value: Json, _: Context) -> Iterator[Fault]:
    """
    A currency stands without an amount.

    Refused:

        {"currency": "SEK"}

    Accepted:

        {"amount": 0, "currency": "SEK"}
    """
    if "amount" not in value and currency(value):
        yield Fault("currency", currency=currency(value))


def _values(release: Json) -> list[tuple[Place, Number]]:
    """What the tender, the awards and the contracts are worth."""
    found: list[tuple[Place, object]] = []
    tender = release.get("tender")
    if isinstance(tender, dict):
        found += [(("tender", name), tender[name]) for name in ("value", "minValue") if name in tender]
    for part in ("awards", "contracts"):
        for position, one in objects(release.get(part)):
            found.append(((part, position, "value"), one.get("value")))
    return [(place, worth) for place, value in found if (worth := number(value)) is not None]


def budgeted(release: Json) -> object:
    """The budget's amount."""
    planning = release.get("planning")
    budget = planning.get("budget") if isinstance(planning, dict) else None
    return budget.get("amount") if isinstance(budget, dict) else None


@rule(
    "Release",
    Severity.WARNING,
    "money",
    says=("the value {amount} is negative", "värdet {amount} är negativt"),
    fix=("Mend the amount; credits belong to transactions.", "Rätta beloppet; krediteringar hör hemma i transactions."),
    sources=_VALUE,
    glance=glances.negative,
)
def negative_value(_: Json, context: Context) -> Iterator[Fault]:
    """
    A tender, an award or a contract has a negative value.

    Transactions may be negative: they are credits.

    Refused:

        {"awards": [{"id": "1", "value": {"amount": -5, "currency": "SEK"}}]}

    Accepted:

        {
          "contracts": [
            {
              "id": "1",
              "implementation": {"transactions": [{"id": "1", "value": {"amount": -5, "currency": "SEK"}}]}
            }
          ]
        }
    """
    for place, found in context.of(_values):
        if found < 0:
            yield Fault(*place, "amount", amount=found)


@rule(
    "Release",
    Severity.WARNING,
    "money",
    says=("{amount} looks like a placeholder, not a value", "{amount} ser ut som en utfyllnad, inte ett värde"),
    fix=("Leave unknown values out.", "Utelämna värden som inte är kända."),
    sources=_VALUE,
    glance=partial(glances.filled_in, _NINES),
)
def placeholder_value(_: Json, context: Context) -> Iterator[Fault]:
    """
    A value of 0 or 1, or of nothing but nines, is what people type when they must type something.

    Refused:

        {"awards": [{"id": "1", "value": {"amount": 1, "currency": "SEK"}}]}

        {"tender": {"id": "1", "value": {"amount": 999999, "currency": "SEK"}}}

    Accepted:

        {"tender": {"id": "1", "value": {"amount": 1250000, "currency": "SEK"}}}
    """
    for place, found in context.of(_values):
        if 0 <= found <= 1 or found in _NINES:
            yield Fault(*place, "amount", amount=found)


@rule(
    "Release",
    Severity.WARNING,
    "money",
    says=("{amount} is beyond belief", "{amount} är orimligt stort"),
    fix=("See whether öre were taken for kronor.", "Kontrollera om ören har lästs som kronor."),
    pelican="coherent.value_realistic",
    sources=_VALUE,
    glance=partial(glances.beyond, _HUGE),
)
def value_beyond_belief(release: Json, context: Context) -> Iterator[Fault]:
    """
    A value is larger than 50 billion.

    Refused:

        {"awards": [{"id": "1", "value": {"amount": 90000000000, "currency": "SEK"}}]}

    Accepted:

        {"awards": [{"id": "1", "value": {"amount": 900000000, "currency": "SEK"}}]}
    """
    for place, found in context.of(_values):
        if not -_HUGE <= found <= _HUGE:
            yield Fault(*place, "amount", amount=found)
    budget = number(budgeted(release))
    if budget is not None and not -_HUGE <= budget <= _HUGE:
        yield Fault("planning", "budget", "amount", "amount", amount=budget)
    for place, transaction in context.of(transactions):
        paid = number(transaction.get("value"))
        if paid is not None and not -_HUGE <= paid <= _HUGE:
            yield Fault(*place, "value", "amount", amount=paid)


RULES = (
    amount_without_currency,
    currency_without_amount,
    negative_value,
    placeholder_value,
    value_beyond_belief,
)
