"""Numbers that cannot be less than nothing."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from ocds_sv.checks.glances import money as glances
from ocds_sv.checks.rule import Context, Fault, Json, rule
from ocds_sv.findings import Severity

_REFERENCE = "https://standard.open-contracting.org/1.1/en/schema/reference/"


_NUMBERS = (int, float)
"""A tuple is asked faster than a union."""


def _is_negative(value: object) -> bool:
    return isinstance(value, _NUMBERS) and value < 0


@rule(
    "Item",
    Severity.WARNING,
    "content",
    says=("the quantity is {found}", "antalet är {found}"),
    fix=("Mend the quantity.", "Rätta antalet."),
    pelican="field.number_checks",
    sources=(f"{_REFERENCE}#item",),
    needs=("quantity",),
    glance=glances.negative_quantities,
)
def negative_quantity(item: Json, _: Context) -> Sequence[Fault]:
    """
    Less than nothing is bought.

    Refused:

        {"id": "1", "quantity": -3}

    Accepted:

        {"id": "1", "quantity": 3}
    """
    return [Fault("quantity", found=item["quantity"])] if _is_negative(item["quantity"]) else ()


@rule(
    "Item",
    Severity.WARNING,
    "money",
    says=("the price of a unit is {found}", "priset per enhet är {found}"),
    fix=("Mend the price.", "Rätta priset."),
    pelican="field.number_checks",
    sources=(f"{_REFERENCE}#unit",),
    needs=("unit",),
    glance=glances.negative_prices,
)
def negative_price(item: Json, _: Context) -> Sequence[Fault]:
    """
    A unit costs less than nothing.

    Refused:

        {"id": "1", "unit": {"name": "st", "value": {"amount": -3, "currency": "SEK"}}}

    Accepted:

        {"id": "1", "unit": {"name": "st", "value": {"amount": 3, "currency": "SEK"}}}
    """
    unit = item["unit"]
    value = unit.get("value") if isinstance(unit, dict) else None
    if isinstance(value, dict) and _is_negative(value.get("amount")):
        return [Fault("unit", "value", "amount", found=value["amount"])]
    return ()


@rule(
    "Tender",
    Severity.WARNING,
    "content",
    says=("numberOfTenderers is {found}", "numberOfTenderers är {found}"),
    fix=("Mend the number.", "Rätta antalet."),
    pelican="field.number_checks",
    sources=(f"{_REFERENCE}#tender",),
    needs=("numberOfTenderers",),
    reads=("numberOfTenderers",),
)
def negative_number_of_tenderers(tender: Json, _: Context) -> Iterator[Fault]:
    """
    Fewer than no tenderers.

    Refused:

        {"id": "1", "numberOfTenderers": -1}

    Accepted:

        {"id": "1", "numberOfTenderers": 0}
    """
    if _is_negative(tender["numberOfTenderers"]):
        yield Fault("numberOfTenderers", found=tender["numberOfTenderers"])


@rule(
    "Period",
    Severity.WARNING,
    "dates",
    says=("durationInDays is {found}", "durationInDays är {found}"),
    fix=("Mend the duration.", "Rätta längden."),
    pelican="field.number_checks",
    sources=(f"{_REFERENCE}#period",),
    needs=("durationInDays",),
)
def negative_duration(period: Json, _: Context) -> Iterator[Fault]:
    """
    A period lasts less than no time.

    Refused:

        {"durationInDays": -30}

    Accepted:

        {"durationInDays": 30}
    """
    if _is_negative(period["durationInDays"]):
        yield Fault("durationInDays", found=period["durationInDays"])


RULES = (negative_quantity, negative_price, negative_number_of_tenderers, negative_duration)
