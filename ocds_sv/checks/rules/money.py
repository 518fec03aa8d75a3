"""Amounts and currencies."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from ocds_sv.checks.rule import Context, Fault, Json, rule
from ocds_sv.checks.values import amount, currency, number, objects
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


def _values(release: Json) -> list[tuple[tuple[str | int, ...], int | float | Decimal]]:
    return [(place, found) for place, value in _valued(release) if (found := number(value)) is not None]


def _valued(release: Json) -> Iterator[tuple[tuple[str | int, ...], object]]:
    tender = release.get("tender")
    if isinstance(tender, dict):
        for name in ("value", "minValue"):
            yield ("tender", name), tender.get(name)
    for part in ("awards", "contracts"):
        for position, one in objects(release.get(part)):
            yield (part, position, "value"), one.get("value")


def planned(release: Json) -> Iterator[tuple[tuple[str | int, ...], object]]:
    """The budget's amount, with its place."""
    planning = release.get("planning")
    budget = planning.get("budget") if isinstance(planning, dict) else None
    if isinstance(budget, dict):
        yield ("planning", "budget", "amount"), budget.get("amount")


def _paid(release: Json) -> Iterator[tuple[tuple[str | int, ...], object]]:
    for at, contract in objects(release.get("contracts")):
        implementation = contract.get("implementation")
        if isinstance(implementation, dict):
            for position, one in objects(implementation.get("transactions")):
                yield ("contracts", at, "implementation", "transactions", position, "value"), one.get("value")


@rule(
    "Release",
    Severity.WARNING,
    "money",
    says=("the value {amount} is negative", "värdet {amount} är negativt"),
    fix=("Mend the amount; credits belong to transactions.", "Rätta beloppet; krediteringar hör hemma i transactions."),
    sources=_VALUE,
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
    fix=("See whether öre were taken for kronor.", "Kontrollera om ören har tagits för kronor."),
    pelican="coherent.value_realistic",
    sources=_VALUE,
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
    for place, value in (*planned(release), *_paid(release)):
        paid = number(value)
        if paid is not None and not -_HUGE <= paid <= _HUGE:
            yield Fault(*place, "amount", amount=paid)


RULES = (
    amount_without_currency,
    currency_without_amount,
    negative_value,
    placeholder_value,
    value_beyond_belief,
)
