"""Amounts and buyers over all the data: a few that make up most of it, or the same ones again and again."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from ocds_sv.checks.dataset.amounts import Repetition, TopShare
from ocds_sv.checks.dataset.shares import Buyers, one_dominates, seen_once
from ocds_sv.checks.glances import counts
from ocds_sv.checks.rule import Context, Json, rule
from ocds_sv.checks.values import currency, number, text
from ocds_sv.findings import Severity

_REFERENCE = "https://standard.open-contracting.org/1.1/en/schema/reference/"
_VALUE = (f"{_REFERENCE}#value",)
_BUYER = (f"{_REFERENCE}#release",)
_TOP = (
    "the largest {count} make up {share} % of the sum in {currency}",
    "de {count} största utgör {share} % av summan i {currency}",
)
_SAME = (
    "{count} of {total} have one of three amounts: {amounts}",
    "{count} av {total} har något av tre belopp: {amounts}",
)
_LARGEST = (
    "See whether the largest are right: öre taken for kronor, a ceiling taken for a value.",
    "Kontrollera de största: ören kan ha lästs som kronor, eller ett takbelopp som ett värde.",
)
_FILLED_IN = (
    "See whether the source has a value of its own for each, or a standard one.",
    "Kontrollera om källan har ett eget värde för var och en, eller ett standardvärde.",
)


def _valued(value: Any) -> tuple[tuple[int | float | Decimal, str], ...]:  # noqa: ANN401 - any JSON
    found = number(value)
    return () if found is None else ((found, currency(value)),)


@rule(
    "Tender",
    Severity.NOTICE,
    "distribution",
    says=_TOP,
    fix=_LARGEST,
    pelican="distribution.tender_value",
    sources=_VALUE,
    needs=("value",),
    judge=lambda _: TopShare(),
    keys=counts.worths,
)
def tender_values_in_few_hands(tender: Json, _: Context) -> Iterable[tuple[int | float | Decimal, str]]:
    """
    The largest hundredth of the tenders make up more than half of the sum.

    Refused:

        {
          "releases": [
            {"times": 99, "release": {"tender": {"id": "{n}", "value": {"amount": 5, "currency": "SEK"}}}},
            {"times": 1, "release": {"tender": {"id": "{n}", "value": {"amount": 9000, "currency": "SEK"}}}}
          ]
        }

    Accepted:

        {
          "releases": [
            {"times": 100, "release": {"tender": {"id": "{n}", "value": {"amount": 5, "currency": "SEK"}}}}
          ]
        }
    """
    return _valued(tender["value"])


@rule(
    "Award",
    Severity.NOTICE,
    "distribution",
    says=_TOP,
    fix=_LARGEST,
    pelican="distribution.awards_value",
    sources=_VALUE,
    needs=("value",),
    judge=lambda _: TopShare(),
    keys=counts.worths,
)
def award_values_in_few_hands(award: Json, _: Context) -> Iterable[tuple[int | float | Decimal, str]]:
    """
    The largest hundredth of the awards make up more than half of the sum.

    Refused:

        {
          "releases": [
            {"times": 99, "release": {"awards": [{"id": "{n}", "value": {"amount": 5, "currency": "SEK"}}]}},
            {"times": 1, "release": {"awards": [{"id": "{n}", "value": {"amount": 9000, "currency": "SEK"}}]}}
          ]
        }

    Accepted:

        {
          "releases": [
            {"times": 100, "release": {"awards": [{"id": "{n}", "value": {"amount": 5, "currency": "SEK"}}]}}
          ]
        }
    """
    return _valued(award["value"])


@rule(
    "Contract",
    Severity.NOTICE,
    "distribution",
    says=_TOP,
    fix=_LARGEST,
    pelican="distribution.contracts_value",
    sources=_VALUE,
    needs=("value",),
    judge=lambda _: TopShare(),
    keys=counts.worths,
)
def contract_values_in_few_hands(contract: Json, _: Context) -> Iterable[tuple[int | float | Decimal, str]]:
    """
    The largest hundredth of the contracts make up more than half of the sum.

    Refused:

        {
          "releases": [
            {"times": 99, "release": {"contracts": [{"id": "{n}", "value": {"amount": 5, "currency": "SEK"}}]}},
            {"times": 1, "release": {"contracts": [{"id": "{n}", "value": {"amount": 9000, "currency": "SEK"}}]}}
          ]
        }

    Accepted:

        {
          "releases": [
            {"times": 100, "release": {"contracts": [{"id": "{n}", "value": {"amount": 5, "currency": "SEK"}}]}}
          ]
        }
    """
    return _valued(contract["value"])


@rule(
    "Tender",
    Severity.NOTICE,
    "distribution",
    says=_SAME,
    fix=_FILLED_IN,
    pelican="distribution.tender_value_repetition",
    sources=_VALUE,
    needs=("value",),
    judge=lambda _: Repetition(),
    keys=counts.worths,
)
def tender_values_that_repeat(tender: Json, _: Context) -> Iterable[tuple[int | float | Decimal, str]]:
    """
    Three amounts stand in a tenth of the tenders or more.

    Refused:

        {
          "releases": [
            {"times": 100, "release": {"tender": {"id": "{n}", "value": {"amount": 50000, "currency": "SEK"}}}}
          ]
        }

    Accepted:

        {
          "releases": [
            {"times": 99, "release": {"tender": {"id": "{n}", "value": {"amount": 5, "currency": "SEK"}}}}
          ]
        }
    """
    return _valued(tender["value"])


@rule(
    "Award",
    Severity.NOTICE,
    "distribution",
    says=_SAME,
    fix=_FILLED_IN,
    pelican="distribution.awards_value_repetition",
    sources=_VALUE,
    needs=("value",),
    judge=lambda _: Repetition(),
    keys=counts.worths,
)
def award_values_that_repeat(award: Json, _: Context) -> Iterable[tuple[int | float | Decimal, str]]:
    """
    Three amounts stand in a tenth of the awards or more.

    Refused:

        {
          "releases": [
            {"times": 100, "release": {"awards": [{"id": "{n}", "value": {"amount": 50000, "currency": "SEK"}}]}}
          ]
        }

    Accepted:

        {
          "releases": [
            {"times": 99, "release": {"awards": [{"id": "{n}", "value": {"amount": 5, "currency": "SEK"}}]}}
          ]
        }
    """
    return _valued(award["value"])


@rule(
    "Contract",
    Severity.NOTICE,
    "distribution",
    says=_SAME,
    fix=_FILLED_IN,
    pelican="distribution.contracts_value_repetition",
    sources=_VALUE,
    needs=("value",),
    judge=lambda _: Repetition(),
    keys=counts.worths,
)
def contract_values_that_repeat(contract: Json, _: Context) -> Iterable[tuple[int | float | Decimal, str]]:
    """
    Three amounts stand in a tenth of the contracts or more.

    Refused:

        {
          "releases": [
            {"times": 100, "release": {"contracts": [{"id": "{n}", "value": {"amount": 50000, "currency": "SEK"}}]}}
          ]
        }

    Accepted:

        {
          "releases": [
            {"times": 99, "release": {"contracts": [{"id": "{n}", "value": {"amount": 5, "currency": "SEK"}}]}}
          ]
        }
    """
    return _valued(contract["value"])


@rule(
    "Release",
    Severity.NOTICE,
    "distribution",
    says=("{count} of {buyers} buyers occur once", "{count} av {buyers} köpare förekommer en gång"),
    fix=(
        "See whether one buyer has several ids: its number with and without hyphen, or its departments.",
        "Kontrollera om en köpare har flera id: numret med och utan bindestreck, eller förvaltningar.",
    ),
    pelican="distribution.buyer",
    sources=_BUYER,
    needs=("buyer",),
    judge=lambda _: Buyers(seen_once),
    not_in=("single-buyer",),
    keys=counts.buyers,
)
def buyers_that_occur_once(release: Json, _: Context) -> Iterable[str]:
    """
    Half of the buyers or more occur in one release only.

    Refused:

        {"releases": [{"times": 1000, "release": {"ocid": "{n}", "buyer": {"id": "{n}"}}}]}

    Accepted:

        {
          "releases": [
            {"times": 500, "release": {"ocid": "{n}", "buyer": {"id": "A"}}},
            {"times": 500, "release": {"ocid": "{n}", "buyer": {"id": "B"}}}
          ]
        }
    """
    return _buyer(release["buyer"])


@rule(
    "Release",
    Severity.NOTICE,
    "distribution",
    says=("the most common buyer stands for {share} %", "den vanligaste köparen står för {share} %"),
    fix=(
        "See whether all buyers have an id of their own, and only one.",
        "Kontrollera att varje köpare har ett eget id, och bara ett.",
    ),
    pelican="distribution.buyer_repetition",
    sources=_BUYER,
    needs=("buyer",),
    judge=lambda _: Buyers(one_dominates),
    not_in=("single-buyer",),
    keys=counts.buyers,
)
def one_buyer_out_of_proportion(release: Json, _: Context) -> Iterable[str]:
    """
    The most common buyer stands for half of all or more, or for a hundredth or less.

    Refused:

        {"releases": [{"times": 1000, "release": {"ocid": "{n}", "buyer": {"id": "A"}}}]}

    Accepted:

        {
          "releases": [
            {"times": 400, "release": {"ocid": "{n}", "buyer": {"id": "A"}}},
            {"times": 400, "release": {"ocid": "{n}", "buyer": {"id": "B"}}},
            {"times": 400, "release": {"ocid": "{n}", "buyer": {"id": "C"}}}
          ]
        }
    """
    return _buyer(release["buyer"])


def _buyer(buyer: object) -> tuple[str, ...]:
    found = text(buyer.get("id")) or text(buyer.get("name")) if isinstance(buyer, dict) else ""
    return (found,) if found else ()


RULES = (
    tender_values_in_few_hands,
    award_values_in_few_hands,
    contract_values_in_few_hands,
    tender_values_that_repeat,
    award_values_that_repeat,
    contract_values_that_repeat,
    buyers_that_occur_once,
    one_buyer_out_of_proportion,
)
