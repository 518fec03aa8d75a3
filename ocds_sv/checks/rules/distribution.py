"""Codes over all the data: a code that is always the same, or never used, says little or is wrong."""

from __future__ import annotations

from collections.abc import Iterable

from ocds_sv.checks.dataset.shares import shares
from ocds_sv.checks.rule import Context, Json, rule
from ocds_sv.checks.values import coded
from ocds_sv.findings import Severity

_CODES = "https://standard.open-contracting.org/1.1/en/schema/codelists/"
_ALWAYS = (
    "{share} % of all are {code} ({count})",
    "{share} % av alla är {code} ({count})",
)
_UNLIKELY = (
    "{share} % of all are {code} ({count}), which is too little or too much to be likely",
    "{share} % av alla är {code} ({count}), vilket är för lite eller för mycket för att vara troligt",
)
_FIX = (
    "See whether the source has other values, and whether the mapping reads them.",
    "Kontrollera om källan har andra värden, och om mappningen läser dem.",
)


@rule(
    "Tender",
    Severity.NOTICE,
    "distribution",
    says=_ALWAYS,
    fix=_FIX,
    pelican="distribution.main_procurement_category",
    sources=(f"{_CODES}#procurement-category",),
    needs=("mainProcurementCategory",),
    reads=("mainProcurementCategory",),
    judge=shares(high=0.95),
)
def one_procurement_category(tender: Json, _: Context) -> Iterable[str]:
    """
    More than 95 % of the tenders are of one category.

    Goods, services and works are all bought by nearly every buyer.

    Refused:

        {"releases": [{"times": 1000, "release": {"tender": {"id": "{n}", "mainProcurementCategory": "goods"}}}]}

    Accepted:

        {
          "releases": [
            {"times": 500, "release": {"tender": {"id": "{n}", "mainProcurementCategory": "goods"}}},
            {"times": 500, "release": {"tender": {"id": "{n}", "mainProcurementCategory": "works"}}}
          ]
        }
    """
    return coded(tender["mainProcurementCategory"])


@rule(
    "Tender",
    Severity.NOTICE,
    "distribution",
    says=_UNLIKELY,
    fix=_FIX,
    pelican="distribution.tender_procurement_method",
    sources=(f"{_CODES}#method",),
    needs=("procurementMethod",),
    reads=("procurementMethod",),
    judge=shares("open"),
    not_in=("single-buyer",),
)
def open_procedure_always_or_never(tender: Json, _: Context) -> Iterable[str]:
    """
    Nearly all tenders are open, or nearly none.

    Between 0.1 % and 99 % is what is likely of many buyers together.

    Refused:

        {"releases": [{"times": 1000, "release": {"tender": {"id": "{n}", "procurementMethod": "direct"}}}]}

    Accepted:

        {
          "releases": [
            {"times": 900, "release": {"tender": {"id": "{n}", "procurementMethod": "open"}}},
            {"times": 100, "release": {"tender": {"id": "{n}", "procurementMethod": "direct"}}}
          ]
        }
    """
    return coded(tender["procurementMethod"])


@rule(
    "Tender",
    Severity.NOTICE,
    "distribution",
    says=_UNLIKELY,
    fix=_FIX,
    pelican="distribution.tender_status",
    sources=(f"{_CODES}#tender-status",),
    needs=("status",),
    reads=("status",),
    judge=shares("active", "complete"),
)
def tender_status_always_the_same(tender: Json, _: Context) -> Iterable[str]:
    """
    Nearly all tenders are active, or complete, or none is.

    Then statuses are most likely not kept up to date.

    Refused:

        {"releases": [{"times": 1000, "release": {"tender": {"id": "{n}", "status": "active"}}}]}

    Accepted:

        {
          "releases": [
            {"times": 100, "release": {"tender": {"id": "{n}", "status": "active"}}},
            {"times": 900, "release": {"tender": {"id": "{n}", "status": "complete"}}}
          ]
        }
    """
    return coded(tender["status"])


@rule(
    "Award",
    Severity.NOTICE,
    "distribution",
    says=_UNLIKELY,
    fix=_FIX,
    pelican="distribution.awards_status",
    sources=(f"{_CODES}#award-status",),
    needs=("status",),
    reads=("status",),
    judge=shares("active"),
)
def award_status_always_the_same(award: Json, _: Context) -> Iterable[str]:
    """
    Nearly all awards are active, or none is.

    Cancelled awards are most likely left out.

    Refused:

        {"releases": [{"times": 1000, "release": {"awards": [{"id": "{n}", "status": "active"}]}}]}

    Accepted:

        {
          "releases": [
            {"times": 950, "release": {"awards": [{"id": "{n}", "status": "active"}]}},
            {"times": 50, "release": {"awards": [{"id": "{n}", "status": "cancelled"}]}}
          ]
        }
    """
    return coded(award["status"])


@rule(
    "Contract",
    Severity.NOTICE,
    "distribution",
    says=_UNLIKELY,
    fix=_FIX,
    pelican="distribution.contracts_status",
    sources=(f"{_CODES}#contract-status",),
    needs=("status",),
    reads=("status",),
    judge=shares("active", "terminated"),
)
def contract_status_always_the_same(contract: Json, _: Context) -> Iterable[str]:
    """
    Nearly all contracts are active, or terminated, or none is.

    Then contracts are most likely not looked at again when they end.

    Refused:

        {"releases": [{"times": 1000, "release": {"contracts": [{"id": "{n}", "status": "active"}]}}]}

    Accepted:

        {
          "releases": [
            {"times": 500, "release": {"contracts": [{"id": "{n}", "status": "active"}]}},
            {"times": 500, "release": {"contracts": [{"id": "{n}", "status": "terminated"}]}}
          ]
        }
    """
    return coded(contract["status"])


@rule(
    "Milestone",
    Severity.NOTICE,
    "distribution",
    says=_UNLIKELY,
    fix=_FIX,
    pelican="distribution.milestone_status",
    sources=(f"{_CODES}#milestone-status",),
    needs=("status",),
    reads=("status",),
    judge=shares("met"),
)
def milestones_always_or_never_met(milestone: Json, _: Context) -> Iterable[str]:
    """
    Nearly all milestones are met, or none is.

    Refused:

        {
          "releases": [
            {"times": 1000, "release": {"tender": {"id": "{n}", "milestones": [{"id": "1", "status": "scheduled"}]}}}
          ]
        }

    Accepted:

        {
          "releases": [
            {"times": 500, "release": {"tender": {"id": "{n}", "milestones": [{"id": "1", "status": "scheduled"}]}}},
            {"times": 500, "release": {"tender": {"id": "{n}", "milestones": [{"id": "1", "status": "met"}]}}}
          ]
        }
    """
    return coded(milestone["status"])


RULES = (
    one_procurement_category,
    open_procedure_always_or_never,
    tender_status_always_the_same,
    award_status_always_the_same,
    contract_status_always_the_same,
    milestones_always_or_never_met,
)
