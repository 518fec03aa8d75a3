"""Dates of documents, amendments and payments, and what must come before what; see ``dates`` for single dates."""

from __future__ import annotations

from collections.abc import Iterator

from ocds_sv.checks.glances import dates as glances
from ocds_sv.checks.places import inside, stages
from ocds_sv.checks.rule import Context, Fault, Json, rule
from ocds_sv.checks.values import instant, objects
from ocds_sv.findings import Severity

_REFERENCE = "https://standard.open-contracting.org/1.1/en/schema/reference/"
_MEND = ("Mend the dates in the source.", "Rätta datumen i källan.")


def _of(value: object, *names: str) -> object:
    for name in names:
        value = value.get(name) if isinstance(value, dict) else None
    return value


def _before(second: object, first: object) -> bool:
    later, earlier = instant(second), instant(first)
    return later is not None and earlier is not None and later < earlier


@rule(
    "Document",
    Severity.WARNING,
    "dates",
    says=(
        "the document was changed {changed}, before it was published {published}",
        "dokumentet ändrades {changed}, innan det publicerades {published}",
    ),
    fix=_MEND,
    pelican="coherent.documents_dates",
    sources=(f"{_REFERENCE}#document",),
    needs=("dateModified", "datePublished"),
)
def document_changed_before_it_was_published(document: Json, _: Context) -> Iterator[Fault]:
    """
    A document was changed before it was published.

    Refused:

        {"id": "1", "datePublished": "2024-03-01T00:00:00Z", "dateModified": "2024-02-01T00:00:00Z"}

    Accepted:

        {"id": "1", "datePublished": "2024-03-01T00:00:00+01:00", "dateModified": "2024-02-29T23:30:00Z"}
    """
    if _before(document["dateModified"], document["datePublished"]):
        yield Fault("dateModified", changed=document["dateModified"], published=document["datePublished"])


@rule(
    "Release",
    Severity.WARNING,
    "dates",
    says=("the {stage} was amended {date}, before {first}", "{stage_sv} ändrades {date}, före {first}"),
    fix=_MEND,
    pelican="coherent.amendments_dates",
    sources=(f"{_REFERENCE}#amendment",),
    glance=glances.amended,
)
def amendment_before_its_beginning(_: Json, context: Context) -> Iterator[Fault]:
    """
    A tender, an award or a contract was amended before it began.

    Refused:

        {
          "contracts": [
            {
              "id": "K",
              "dateSigned": "2024-03-01T00:00:00Z",
              "amendments": [{"id": "1", "date": "2024-02-01T00:00:00Z"}]
            }
          ]
        }

    Accepted:

        {
          "contracts": [
            {
              "id": "K",
              "dateSigned": "2024-03-01T00:00:00Z",
              "amendments": [{"id": "1", "date": "2024-05-01T00:00:00Z"}]
            }
          ]
        }
    """
    for stage, place, one in context.of(stages):
        if "amendments" in one:
            first = _of(one, *_BEGINNINGS.get(stage, ("",)))
            for _stage, inner, amendment in inside("amendments", [(stage, place, one)]):
                if _before(amendment.get("date"), first):
                    yield Fault(
                        *inner, "date", stage=stage, stage_sv=_AMENDED[stage], date=amendment["date"], first=first
                    )


_AMENDED = {"tender": "upphandlingen", "award": "tilldelningen", "contract": "kontraktet"}
_BEGINNINGS = {"tender": ("tenderPeriod", "startDate"), "award": ("date",), "contract": ("dateSigned",)}


@rule(
    "Contract",
    Severity.NOTICE,
    "dates",
    says=("{paid} was paid, before the signature {signed}", "{paid} betalades, före undertecknandet {signed}"),
    fix=_MEND,
    pelican="coherent.dates",
    sources=(f"{_REFERENCE}#transaction",),
    needs=("implementation", "dateSigned"),
    glance=glances.paid_before_the_signature,
)
def payment_before_the_signature(contract: Json, _: Context) -> Iterator[Fault]:
    """
    A contract was paid before it was signed.

    Refused:

        {
          "id": "K",
          "dateSigned": "2024-03-01T00:00:00Z",
          "implementation": {"transactions": [{"id": "1", "date": "2024-02-01T00:00:00Z"}]}
        }

    Accepted:

        {
          "id": "K",
          "dateSigned": "2024-03-01T00:00:00Z",
          "implementation": {"transactions": [{"id": "1", "date": "2024-04-01T00:00:00Z"}]}
        }
    """
    implementation, signed = contract["implementation"], instant(contract["dateSigned"])
    if signed is None or not isinstance(implementation, dict):
        return
    for number, transaction in objects(implementation.get("transactions")):
        paid = instant(transaction.get("date"))
        if paid is not None and paid < signed:
            yield Fault(
                "implementation",
                "transactions",
                number,
                "date",
                paid=transaction["date"],
                signed=contract["dateSigned"],
            )


@rule(
    "Tender",
    Severity.WARNING,
    "dates",
    says=(
        "the contract begins {begins}, before the deadline {deadline}",
        "kontraktet börjar {begins}, före anbudstidens slut {deadline}",
    ),
    fix=_MEND,
    pelican="coherent.dates",
    sources=(f"{_REFERENCE}#tender",),
    needs=("contractPeriod", "tenderPeriod"),
)
def contract_begins_before_the_deadline(tender: Json, _: Context) -> Iterator[Fault]:
    """
    The contract is to begin while bids can still be made.

    Refused:

        {
          "id": "1",
          "tenderPeriod": {"endDate": "2024-03-01T23:59:59Z"},
          "contractPeriod": {"startDate": "2024-02-01T00:00:00Z"}
        }

    Accepted:

        {
          "id": "1",
          "tenderPeriod": {"endDate": "2024-03-01T23:59:59Z"},
          "contractPeriod": {"startDate": "2024-05-01T00:00:00Z"}
        }
    """
    begins, deadline = _of(tender, "contractPeriod", "startDate"), _of(tender, "tenderPeriod", "endDate")
    if _before(begins, deadline):
        yield Fault("contractPeriod", "startDate", begins=begins, deadline=deadline)


@rule(
    "Tender",
    Severity.NOTICE,
    "dates",
    says=(
        "questions are taken until {questions}, bids until {deadline}",
        "frågor tas emot till {questions}, anbud till {deadline}",
    ),
    fix=_MEND,
    sources=(f"{_REFERENCE}#tender",),
    needs=("enquiryPeriod", "tenderPeriod"),
)
def questions_after_the_deadline(tender: Json, _: Context) -> Iterator[Fault]:
    """
    Questions may be asked after the deadline for bids.

    Refused:

        {
          "id": "1",
          "tenderPeriod": {"endDate": "2024-03-01T23:59:59Z"},
          "enquiryPeriod": {"endDate": "2024-03-05T23:59:59Z"}
        }

    Accepted:

        {
          "id": "1",
          "tenderPeriod": {"endDate": "2024-03-01T23:59:59Z"},
          "enquiryPeriod": {"endDate": "2024-02-20T23:59:59Z"}
        }
    """
    questions, deadline = _of(tender, "enquiryPeriod", "endDate"), _of(tender, "tenderPeriod", "endDate")
    if _before(deadline, questions):
        yield Fault("enquiryPeriod", "endDate", questions=questions, deadline=deadline)


@rule(
    "Contract",
    Severity.WARNING,
    "dates",
    says=("the contract ends {ends}, signed {signed}", "kontraktet slutar {ends}, undertecknat {signed}"),
    fix=_MEND,
    sources=(f"{_REFERENCE}#contract",),
    needs=("period", "dateSigned"),
    glance=glances.signed_after_the_end,
)
def contract_signed_after_its_end(contract: Json, _: Context) -> Iterator[Fault]:
    """
    A contract was signed when it had ended.

    Refused:

        {"id": "K", "dateSigned": "2024-03-01T00:00:00Z", "period": {"endDate": "2023-12-31T23:59:59Z"}}

    Accepted:

        {"id": "K", "dateSigned": "2024-03-01T00:00:00Z", "period": {"endDate": "2025-12-31T23:59:59Z"}}
    """
    ends = _of(contract, "period", "endDate")
    if _before(ends, contract["dateSigned"]):
        yield Fault("period", "endDate", ends=ends, signed=contract["dateSigned"])


RULES = (
    document_changed_before_it_was_published,
    amendment_before_its_beginning,
    payment_before_the_signature,
    contract_begins_before_the_deadline,
    questions_after_the_deadline,
    contract_signed_after_its_end,
)
