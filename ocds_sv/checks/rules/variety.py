"""Codes over all the data that say nothing, because they are always the same; for information."""

from __future__ import annotations

from collections.abc import Iterable

from ocds_sv.checks.dataset.shares import Rare, shares
from ocds_sv.checks.rule import Context, Json, rule
from ocds_sv.checks.values import coded
from ocds_sv.findings import Severity

_CODES = "https://standard.open-contracting.org/1.1/en/schema/codelists/"
_ALWAYS = (
    "{share} % of all are {code} ({count})",
    "{share} % av alla är {code} ({count})",
)
_FIX = (
    "See whether the source has other values, and whether the mapping reads them.",
    "Kontrollera om källan har andra värden, och om mappningen läser dem.",
)


@rule(
    "Tender",
    Severity.INFO,
    "distribution",
    says=_ALWAYS,
    fix=_FIX,
    pelican="distribution.tender_award_criteria",
    sources=(f"{_CODES}#award-criteria",),
    needs=("awardCriteria",),
    reads=("awardCriteria",),
    judge=shares(),
)
def one_award_criterion(tender: Json, _: Context) -> Iterable[str]:
    """
    More than 99 % of the tenders have the same award criteria.

    Refused:

        {"releases": [{"times": 1000, "release": {"tender": {"id": "{n}", "awardCriteria": "priceOnly"}}}]}

    Accepted:

        {
          "releases": [
            {"times": 500, "release": {"tender": {"id": "{n}", "awardCriteria": "priceOnly"}}},
            {"times": 500, "release": {"tender": {"id": "{n}", "awardCriteria": "ratedCriteria"}}}
          ]
        }
    """
    return coded(tender["awardCriteria"])


@rule(
    "Tender",
    Severity.INFO,
    "distribution",
    says=_ALWAYS,
    fix=_FIX,
    pelican="distribution.tender_submission_method",
    sources=(f"{_CODES}#submission-method",),
    needs=("submissionMethod",),
    judge=shares(),
)
def one_submission_method(tender: Json, _: Context) -> Iterable[str]:
    """
    More than 99 % of the tenders take bids in the same way.

    Where the law leaves one way only, that is as it should be; then the field tells nothing.

    Refused:

        {
          "releases": [
            {"times": 1000, "release": {"tender": {"id": "{n}", "submissionMethod": ["electronicSubmission"]}}}
          ]
        }

    Accepted:

        {
          "releases": [
            {"times": 500, "release": {"tender": {"id": "{n}", "submissionMethod": ["electronicSubmission"]}}},
            {"times": 500, "release": {"tender": {"id": "{n}", "submissionMethod": ["written"]}}}
          ]
        }
    """
    found = tender["submissionMethod"]
    return [code for code in found if isinstance(code, str)] if isinstance(found, list) else ()


@rule(
    "Milestone",
    Severity.INFO,
    "distribution",
    says=_ALWAYS,
    fix=_FIX,
    pelican="distribution.milestone_type",
    sources=(f"{_CODES}#milestone-type",),
    needs=("type",),
    reads=("type",),
    judge=shares(),
)
def one_type_of_milestone(milestone: Json, _: Context) -> Iterable[str]:
    """
    More than 99 % of the milestones are of one type.

    Refused:

        {
          "releases": [
            {"times": 1000, "release": {"tender": {"id": "{n}", "milestones": [{"id": "1", "type": "approval"}]}}}
          ]
        }

    Accepted:

        {
          "releases": [
            {"times": 500, "release": {"tender": {"id": "{n}", "milestones": [{"id": "1", "type": "approval"}]}}},
            {"times": 500, "release": {"tender": {"id": "{n}", "milestones": [{"id": "1", "type": "delivery"}]}}}
          ]
        }
    """
    return coded(milestone["type"])


@rule(
    "Document",
    Severity.INFO,
    "distribution",
    says=_ALWAYS,
    fix=_FIX,
    pelican="distribution.document_document_type",
    sources=(f"{_CODES}#document-type",),
    needs=("documentType",),
    reads=("documentType",),
    judge=shares(),
)
def one_type_of_document(document: Json, _: Context) -> Iterable[str]:
    """
    More than 99 % of the documents are of one type.

    Refused:

        {
          "releases": [
            {"times": 1000, "release": {"tender": {"id": "{n}", "documents": [{"documentType": "tenderNotice"}]}}}
          ]
        }

    Accepted:

        {
          "releases": [
            {"times": 500, "release": {"tender": {"id": "{n}", "documents": [{"documentType": "tenderNotice"}]}}},
            {"times": 500, "release": {"tender": {"id": "{n}", "documents": [{"documentType": "awardNotice"}]}}}
          ]
        }
    """
    return coded(document["documentType"])


@rule(
    "RelatedProcess",
    Severity.INFO,
    "distribution",
    says=_ALWAYS,
    fix=_FIX,
    pelican="distribution.related_process_relation",
    sources=(f"{_CODES}#related-process",),
    needs=("relationship",),
    judge=shares(),
)
def one_relation_between_processes(relatedprocess: Json, _: Context) -> Iterable[str]:
    """
    More than 99 % of the related processes are related in the same way.

    Refused:

        {"releases": [{"times": 1000, "release": {"relatedProcesses": [{"id": "1", "relationship": ["framework"]}]}}]}

    Accepted:

        {
          "releases": [
            {"times": 500, "release": {"relatedProcesses": [{"id": "1", "relationship": ["framework"]}]}},
            {"times": 500, "release": {"relatedProcesses": [{"id": "1", "relationship": ["prior"]}]}}
          ]
        }
    """
    found = relatedprocess["relationship"]
    return [code for code in found if isinstance(code, str)] if isinstance(found, list) else ()


@rule(
    "Value",
    Severity.INFO,
    "distribution",
    says=("{share} % of all are in {code} ({count})", "{share} % av alla är i {code} ({count})"),
    fix=_FIX,
    pelican="distribution.value_currency",
    sources=(f"{_CODES}#currency",),
    needs=("currency",),
    reads=("currency",),
    judge=lambda _: Rare(),
)
def a_rare_currency(value: Json, _: Context) -> Iterable[str]:
    """
    Fewer than one value in a thousand is in some currency.

    That may be right; it may also be a slip in the source.

    Refused:

        {
          "releases": [
            {"times": 2000, "release": {"tender": {"id": "{n}", "value": {"amount": 5, "currency": "SEK"}}}},
            {"times": 1, "release": {"tender": {"id": "{n}", "value": {"amount": 5, "currency": "SDG"}}}}
          ]
        }

    Accepted:

        {
          "releases": [
            {"times": 1000, "release": {"tender": {"id": "{n}", "value": {"amount": 5, "currency": "SEK"}}}}
          ]
        }
    """
    return coded(value["currency"])


RULES = (
    one_award_criterion,
    one_submission_method,
    one_type_of_milestone,
    one_type_of_document,
    one_relation_between_processes,
    a_rare_currency,
)
