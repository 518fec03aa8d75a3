"""What must be true together: statuses, tags, methods and counts."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from ocds_sv.checks.glances import texts
from ocds_sv.checks.places import awards, contracts
from ocds_sv.checks.rule import Context, Fault, Json, rule
from ocds_sv.checks.values import text
from ocds_sv.findings import Severity

_STATUS = ("https://standard.open-contracting.org/1.1/en/schema/codelists/#tender-status",)
_OPEN_TENDER = frozenset({"planning", "planned", "active", "cancelled", "unsuccessful", "withdrawn"})
_NO_AWARD = frozenset({"pending", "cancelled", "unsuccessful"})
_NO_CONTRACT = frozenset({"pending", "cancelled"})
_SECTIONS = {"planning": "planning", "tender": "tender", "award": "awards", "contract": "contracts"}


@rule(
    "Release",
    Severity.WARNING,
    "coherence",
    says=("the tender is '{status}', and yet there are {what}", "upphandlingen är '{status}', och ändå finns {what}"),
    fix=("Publish the tender's new status, complete.", "Publicera upphandlingens nya status, complete."),
    pelican="coherent.tender_status",
    sources=_STATUS,
    needs=("tender",),
    glance=partial(texts.with_status, "tender", _OPEN_TENDER),
)
def awards_of_an_open_tender(release: Json, _: Context) -> Iterator[Fault]:
    """
    A tender that is still open, or has failed, has awards or contracts.

    Refused:

        {"tender": {"id": "1", "status": "active"}, "awards": [{"id": "1"}]}

    Accepted:

        {"tender": {"id": "1", "status": "complete"}, "awards": [{"id": "1"}]}
    """
    tender = release.get("tender")
    status = text(tender.get("status")) if isinstance(tender, dict) else ""
    for what in ("awards", "contracts"):
        if status in _OPEN_TENDER and release.get(what):
            yield Fault("tender", "status", status=status, what=what)
            return


@rule(
    "Release",
    Severity.WARNING,
    "coherence",
    says=(
        "the award is '{status}', and yet it has a contract",
        "tilldelningen är '{status}', och ändå har den ett kontrakt",
    ),
    fix=("Publish the award's new status, active.", "Publicera tilldelningens nya status, active."),
    pelican="coherent.awards_status",
    sources=_STATUS,
    needs=("awards", "contracts"),
    glance=partial(texts.with_status, "awards[]", _NO_AWARD),
)
def contract_of_an_award_not_in_force(_: Json, context: Context) -> Iterator[Fault]:
    """
    An award that is pending, cancelled or unsuccessful has a contract.

    Refused:

        {"awards": [{"id": "1", "status": "cancelled"}], "contracts": [{"id": "K", "awardID": "1"}]}

    Accepted:

        {"awards": [{"id": "1", "status": "active"}], "contracts": [{"id": "K", "awardID": "1"}]}
    """
    contracted = {text(contract.get("awardID")) for _number, contract in context.of(contracts)}
    for number, award in context.of(awards):
        if text(award.get("status")) in _NO_AWARD and text(award.get("id")) in contracted:
            yield Fault("awards", number, "status", status=award["status"])


@rule(
    "Contract",
    Severity.WARNING,
    "coherence",
    says=(
        "the contract is '{status}', and yet it has been paid",
        "kontraktet är '{status}', och ändå har det betalats",
    ),
    fix=("Publish the contract's new status.", "Publicera kontraktets nya status."),
    pelican="coherent.contracts_status",
    sources=_STATUS,
    needs=("implementation", "status"),
    glance=partial(texts.rows_with_status, _NO_CONTRACT),
)
def payment_of_a_contract_not_in_force(contract: Json, _: Context) -> Iterator[Fault]:
    """
    A contract that is pending or cancelled has transactions.

    Refused:

        {"id": "1", "status": "pending", "implementation": {"transactions": [{"id": "1"}]}}

    Accepted:

        {"id": "1", "status": "active", "implementation": {"transactions": [{"id": "1"}]}}
    """
    implementation = contract.get("implementation")
    paid = isinstance(implementation, dict) and bool(implementation.get("transactions"))
    if paid and text(contract.get("status")) in _NO_CONTRACT:
        yield Fault("status", status=contract["status"])


@rule(
    "Milestone",
    Severity.WARNING,
    "coherence",
    says=("the milestone is '{status}', and yet it was met", "milstolpen är '{status}', och ändå har den nåtts"),
    fix=("Publish the milestone's new status, met.", "Publicera milstolpens nya status, met."),
    pelican="coherent.milestone_status",
    sources=("https://standard.open-contracting.org/1.1/en/schema/codelists/#milestone-status",),
    needs=("dateMet", "status"),
)
def date_met_of_a_milestone_not_met(milestone: Json, _: Context) -> Iterator[Fault]:
    """
    A milestone that is only scheduled, or was not met, has a date on which it was met.

    Refused:

        {"id": "1", "status": "scheduled", "dateMet": "2024-01-01T00:00:00Z"}

    Accepted:

        {"id": "1", "status": "met", "dateMet": "2024-01-01T00:00:00Z"}
    """
    if text(milestone.get("status")) in {"scheduled", "notMet"} and milestone.get("dateMet"):
        yield Fault("dateMet", status=milestone["status"])


@rule(
    "Tender",
    Severity.WARNING,
    "coherence",
    says=("a direct award with {count} tenderers", "en direktupphandling med {count} anbudsgivare"),
    fix=("Mend the method or the number.", "Rätta förfarandet eller antalet."),
    pelican="coherent.procurement_method_vs_number_of_tenderers",
    sources=("https://standard.open-contracting.org/1.1/en/schema/codelists/#method",),
    needs=("procurementMethod", "numberOfTenderers"),
    reads=("procurementMethod", "numberOfTenderers"),
)
def direct_award_with_several_tenderers(tender: Json, _: Context) -> Iterator[Fault]:
    """
    A direct award has more than one tenderer.

    Refused:

        {"id": "1", "procurementMethod": "direct", "numberOfTenderers": 3}

    Accepted:

        {"id": "1", "procurementMethod": "direct", "numberOfTenderers": 1}
    """
    count = tender.get("numberOfTenderers")
    several = isinstance(count, int) and not isinstance(count, bool) and count > 1
    if tender.get("procurementMethod") == "direct" and several:
        yield Fault("numberOfTenderers", count=count)


@rule(
    "Tender",
    Severity.WARNING,
    "coherence",
    says=("numberOfTenderers is {told}, {listed} are listed", "numberOfTenderers är {told}, {listed} är uppräknade"),
    fix=("Give the number that is right.", "Ange det rätta antalet."),
    pelican="consistent.number_of_tenderers",
    sources=("https://standard.open-contracting.org/1.1/en/schema/reference/#tender",),
    needs=("numberOfTenderers", "tenderers"),
    glance=texts.tenderers_miscounted,
)
def another_number_of_tenderers(tender: Json, _: Context) -> Iterator[Fault]:
    """
    The number of tenderers is not the number that are listed.

    Refused:

        {"id": "1", "numberOfTenderers": 3, "tenderers": [{"id": "A"}]}

    Accepted:

        {"id": "1", "numberOfTenderers": 1, "tenderers": [{"id": "A"}]}

        {"id": "1", "numberOfTenderers": 3}
    """
    listed, told = tender.get("tenderers"), tender.get("numberOfTenderers")
    if isinstance(listed, list) and listed and isinstance(told, int) and told != len(listed):
        yield Fault("numberOfTenderers", told=told, listed=len(listed))


@rule(
    "Release",
    Severity.WARNING,
    "coherence",
    says=("the tag is '{tag}', but there is no {section}", "märkningen är '{tag}', men {section} saknas"),
    fix=("Tag the release by what it tells.", "Märk releasen efter vad den berättar."),
    sources=("https://standard.open-contracting.org/1.1/en/schema/codelists/#release-tag",),
    needs=("tag",),
    glance=partial(texts.tagged_without, _SECTIONS),
)
def tag_without_its_section(release: Json, _: Context) -> Iterator[Fault]:
    """
    A release is tagged for a stage that it does not hold.

    Refused:

        {"tag": ["award"], "tender": {"id": "1"}}

    Accepted:

        {"tag": ["award"], "awards": [{"id": "1"}]}

        {"tag": ["compiled"], "tender": {"id": "1"}}
    """
    tags = release.get("tag")
    for number, tag in enumerate(tags if isinstance(tags, list) else ()):
        section = _SECTIONS.get(tag) if isinstance(tag, str) else None
        if section is not None and not release.get(section):
            yield Fault("tag", number, tag=tag, section=section)


RULES = (
    awards_of_an_open_tender,
    contract_of_an_award_not_in_force,
    payment_of_a_contract_not_in_force,
    date_met_of_a_milestone_not_met,
    direct_award_with_several_tenderers,
    another_number_of_tenderers,
    tag_without_its_section,
)
