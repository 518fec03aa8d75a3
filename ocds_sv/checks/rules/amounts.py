"""Amounts against each other: budget, tender, awards, contracts and payments."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from decimal import Decimal
from functools import partial

from ocds_sv.checks.glances import money as glances
from ocds_sv.checks.places import awards, contracts
from ocds_sv.checks.rule import Context, Fault, Json, rule
from ocds_sv.checks.rules.money import budgeted
from ocds_sv.checks.values import amount, currency, objects, text
from ocds_sv.findings import Severity

_VALUE = ("https://standard.open-contracting.org/1.1/en/schema/reference/#value",)
_HALF = Decimal("0.5")
_TIMES = 10


@rule(
    "Release",
    Severity.WARNING,
    "money",
    says=(
        "the contracts of the award sum to {contracts}, the award to {award}",
        "tilldelningens kontrakt är på sammanlagt {contracts}, tilldelningen på {award}",
    ),
    fix=("See which of the amounts is wrong.", "Kontrollera vilket av beloppen som är fel."),
    pelican="consistent.contracts_value",
    sources=_VALUE,
    needs=("awards", "contracts"),
    glance=glances.contracts_unlike_awards,
)
def contracts_far_from_their_award(_: Json, context: Context) -> Iterator[Fault]:
    """
    The contracts of an award sum to less than half or more than one and a half of the award's value.

    Refused:

        {
          "awards": [{"id": "1", "value": {"amount": 100, "currency": "SEK"}}],
          "contracts": [{"id": "K", "awardID": "1", "value": {"amount": 900, "currency": "SEK"}}]
        }

    Accepted:

        {
          "awards": [{"id": "1", "value": {"amount": 100, "currency": "SEK"}}],
          "contracts": [{"id": "K", "awardID": "1", "value": {"amount": 120, "currency": "SEK"}}]
        }

        {
          "awards": [{"id": "1", "value": {"amount": 100, "currency": "SEK"}}],
          "contracts": [{"id": "K", "awardID": "1", "value": {"amount": 9, "currency": "EUR"}}]
        }
    """
    sums: dict[tuple[str, str], Decimal] = defaultdict(Decimal)
    for _number, contract in context.of(contracts):
        value = contract.get("value")
        found = amount(value)
        if found is not None:
            sums[text(contract.get("awardID")), currency(value)] += found
    for number, award in context.of(awards) if sums else ():
        worth = award.get("value")
        value = amount(worth)
        total = sums.get((text(award.get("id")), currency(worth)))
        if value and total is not None and value != total and abs(value - total) > abs(value) * _HALF:
            yield Fault("awards", number, "value", "amount", contracts=total, award=value)


@rule(
    "Contract",
    Severity.WARNING,
    "money",
    says=("{paid} has been paid of a contract of {contract}", "{paid} har betalats på ett kontrakt på {contract}"),
    fix=(
        "See whether the contract was extended, or transactions belong to another contract.",
        "Kontrollera om kontraktet har förlängts, eller om betalningarna hör till ett annat kontrakt.",
    ),
    pelican="consistent.contracts_implementation_transactions_value",
    sources=_VALUE,
    needs=("implementation", "value"),
    glance=glances.paid_above_the_value,
)
def paid_more_than_the_contract(contract: Json, _: Context) -> Iterator[Fault]:
    """
    More has been paid than the contract is worth.

    Refused:

        {
          "id": "1",
          "value": {"amount": 100, "currency": "SEK"},
          "implementation": {"transactions": [{"id": "1", "value": {"amount": 150, "currency": "SEK"}}]}
        }

    Accepted:

        {
          "id": "1",
          "value": {"amount": 100, "currency": "SEK"},
          "implementation": {"transactions": [{"id": "1", "value": {"amount": 100, "currency": "SEK"}}]}
        }
    """
    worth, unit = amount(contract.get("value")), currency(contract.get("value"))
    implementation = contract.get("implementation")
    if not worth or not isinstance(implementation, dict):
        return
    values = [transaction.get("value") for _, transaction in objects(implementation.get("transactions"))]
    paid = sum([found for one in values if (found := amount(one)) is not None and currency(one) == unit])
    if paid > worth > 0:
        yield Fault("value", "amount", paid=paid, contract=worth)


@rule(
    "Release",
    Severity.WARNING,
    "money",
    says=(
        "the tender is worth {tender}, its budget is {budget}",
        "upphandlingen är värd {tender}, budgeten är {budget}",
    ),
    fix=("See which of the amounts is wrong.", "Kontrollera vilket av beloppen som är fel."),
    pelican="consistent.tender_value",
    sources=_VALUE,
    needs=("tender", "planning"),
)
def tender_far_from_its_budget(release: Json, _: Context) -> Iterator[Fault]:
    """
    A tender's value differs from its budget by more than half.

    Refused:

        {
          "planning": {"budget": {"amount": {"amount": 100, "currency": "SEK"}}},
          "tender": {"id": "1", "value": {"amount": 500, "currency": "SEK"}}
        }

    Accepted:

        {
          "planning": {"budget": {"amount": {"amount": 100, "currency": "SEK"}}},
          "tender": {"id": "1", "value": {"amount": 120, "currency": "SEK"}}
        }

        {
          "planning": {"budget": {"amount": {"amount": 100, "currency": "EUR"}}},
          "tender": {"id": "1", "value": {"amount": 1100, "currency": "SEK"}}
        }
    """
    tender = release["tender"]
    value = tender.get("value") if isinstance(tender, dict) else None
    worth = amount(value)
    planned = budgeted(release)
    budget = amount(planned)
    same = currency(planned) == currency(value)
    if worth and budget is not None and same and abs(worth - budget) > abs(worth) * _HALF:
        yield Fault("tender", "value", "amount", tender=worth, budget=budget)


@rule(
    "Tender",
    Severity.WARNING,
    "money",
    says=("minValue is {least}, value is {value}", "minValue är {least}, value är {value}"),
    fix=("Mend the amounts.", "Rätta beloppen."),
    sources=("https://standard.open-contracting.org/1.1/en/schema/reference/#tender",),
    needs=("minValue", "value"),
)
def least_value_above_the_value(tender: Json, _: Context) -> Iterator[Fault]:
    """
    The least that a tender is worth is more than what it is worth.

    Refused:

        {"id": "1", "minValue": {"amount": 9, "currency": "SEK"}, "value": {"amount": 5, "currency": "SEK"}}

    Accepted:

        {"id": "1", "minValue": {"amount": 5, "currency": "SEK"}, "value": {"amount": 9, "currency": "SEK"}}
    """
    least, value = amount(tender["minValue"]), amount(tender["value"])
    same = currency(tender["minValue"]) == currency(tender["value"])
    if least is not None and value is not None and same and least > value:
        yield Fault("minValue", "amount", least=least, value=value)


@rule(
    "Release",
    Severity.NOTICE,
    "money",
    says=("{awards} was awarded of a tender worth {tender}", "{awards} tilldelades i en upphandling värd {tender}"),
    fix=("See which of the amounts is wrong.", "Kontrollera vilket av beloppen som är fel."),
    sources=_VALUE,
    needs=("awards", "tender"),
    glance=partial(glances.awards_above_tenders, _TIMES),
)
def awards_far_above_the_tender(release: Json, context: Context) -> Iterator[Fault]:
    """
    The awards sum to more than ten times what the tender was estimated at.

    A point or a comma may have been lost, or öre taken for kronor.

    Refused:

        {
          "tender": {"id": "1", "value": {"amount": 100000, "currency": "SEK"}},
          "awards": [{"id": "1", "value": {"amount": 9500000, "currency": "SEK"}}]
        }

    Accepted:

        {
          "tender": {"id": "1", "value": {"amount": 100000, "currency": "SEK"}},
          "awards": [{"id": "1", "value": {"amount": 95000, "currency": "SEK"}}]
        }
    """
    tender = release["tender"]
    value = tender.get("value") if isinstance(tender, dict) else None
    worth, unit = amount(value), currency(value)
    if worth is None or worth <= 1:
        return
    awarded = Decimal(0)
    for _number, award in context.of(awards):
        found = amount(award.get("value"))
        if found is not None and currency(award.get("value")) == unit and award.get("status") != "cancelled":
            awarded += found
    if awarded > worth * _TIMES:
        yield Fault("tender", "value", "amount", awards=awarded, tender=worth)


RULES = (
    contracts_far_from_their_award,
    paid_more_than_the_contract,
    tender_far_from_its_budget,
    least_value_above_the_value,
    awards_far_above_the_tender,
)
