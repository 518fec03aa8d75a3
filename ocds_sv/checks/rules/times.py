"""Procedures and times that the acts did not have: terms of another day, short times for tenders, no standstill."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from ocds_sv.checks.glances import texts
from ocds_sv.checks.places import awards, contracts
from ocds_sv.checks.rule import Context, Fault, Json, rule
from ocds_sv.checks.rules.procedures import above, begun, day_of, law_of
from ocds_sv.checks.values import text
from ocds_sv.findings import Severity
from ocds_sv.sweden.limits import Status
from ocds_sv.sweden.periods import TimeLimit, time_limit
from ocds_sv.sweden.procedures import procedure

_LOU = "lag (2016:1145) om offentlig upphandling"
_COMPETED = frozenset({"open", "selective"})


@rule(
    "Release",
    Severity.WARNING,
    "sweden",
    says=("'{procedure}' was no procedure of the act on {day}", "'{procedure}' var inget förfarande i lagen {day}"),
    fix=("Mend the procedure or the date.", "Rätta förfarandet eller datumet."),
    sources=(f"{_LOU}, 19 kap.",),
    needs=("tender",),
    glance=partial(texts.with_any, "tender", "procurementMethodDetails"),
)
def procedure_of_another_time(release: Json, _: Context) -> Iterator[Fault]:
    """
    A procedure is named that the act did not have on the day of the notice.

    Since 2022-02-01 the acts name no procedures below the thresholds.

    Refused:

        {
          "tender": {
            "id": "1",
            "procurementMethodDetails": "Förenklat förfarande",
            "tenderPeriod": {"startDate": "2024-03-01T00:00:00+01:00"}
          }
        }

    Accepted:

        {
          "tender": {
            "id": "1",
            "procurementMethodDetails": "Förenklat förfarande",
            "tenderPeriod": {"startDate": "2021-03-01T00:00:00+01:00"}
          }
        }

        {
          "tender": {
            "id": "1",
            "procurementMethodDetails": "Öppet förfarande",
            "tenderPeriod": {"startDate": "2024-03-01T00:00:00+01:00"}
          }
        }
    """
    tender = release["tender"]
    named = tender.get("procurementMethodDetails") if isinstance(tender, dict) else None
    found = procedure(named) if isinstance(named, str) else None
    period = tender.get("tenderPeriod") if found is not None else None
    day = day_of(period.get("startDate")) if isinstance(period, dict) else None
    if found is not None and day is not None and not found.existed(day):
        yield Fault("tender", "procurementMethodDetails", procedure=found.term, day=day)


@rule(
    "Release",
    Severity.NOTICE,
    "sweden",
    says=(
        "{days} days for tenders; {shortest} is the least with every reason to shorten them, {usual} without{doubt}",
        "{days} dagars anbudstid; {shortest} är det minsta med alla skäl att korta den, {usual} utan{doubt_sv}",
    ),
    fix=("See whether the dates are right.", "Kontrollera att datumen stämmer."),
    sources=("https://eur-lex.europa.eu/eli/dir/2014/24/oj", f"{_LOU}, 11 kap."),
    needs=("tender",),
    glance=partial(texts.with_any, "tender", "legalBasis"),
)
def short_time_for_tenders(release: Json, _: Context) -> Iterator[Fault]:
    """
    An open procedure above the threshold gave less time for tenders than any reason to shorten it allows.

    Refused:

        {
          "tender": {
            "id": "1",
            "procurementMethod": "open",
            "mainProcurementCategory": "goods",
            "legalBasis": {"scheme": "CELEX", "id": "32014L0024"},
            "value": {"amount": 9000000, "currency": "SEK"},
            "tenderPeriod": {"startDate": "2024-03-01T00:00:00+01:00", "endDate": "2024-03-08T23:59:59+01:00"}
          }
        }

    Accepted:

        {
          "tender": {
            "id": "1",
            "procurementMethod": "open",
            "mainProcurementCategory": "goods",
            "legalBasis": {"scheme": "CELEX", "id": "32014L0024"},
            "value": {"amount": 9000000, "currency": "SEK"},
            "tenderPeriod": {"startDate": "2024-03-01T00:00:00+01:00", "endDate": "2024-04-05T23:59:59+02:00"}
          }
        }
    """
    tender = release["tender"]
    period = tender.get("tenderPeriod") if isinstance(tender, dict) else None
    if not isinstance(period, dict) or not law_of(tender):
        return
    start, end = day_of(period.get("startDate")), day_of(period.get("endDate"))
    if start is None or end is None or above(release) is None:
        return
    limit = time_limit("tender-period", law_of(tender), text(tender.get("procurementMethod")), start)
    days = (end - start).days
    if limit is not None and 0 <= days < limit.shortest:
        facts = {"days": days, "shortest": limit.shortest, "usual": limit.days, **_doubt(limit)}
        yield Fault("tender", "tenderPeriod", "endDate", **facts)


@rule(
    "Release",
    Severity.NOTICE,
    "sweden",
    says=(
        "signed {days} days after the award; the standstill is {shortest} days at least{doubt}",
        "undertecknat {days} dagar efter tilldelningen; avtalsspärren är minst {shortest} dagar{doubt_sv}",
    ),
    fix=(
        "See whether the dates are right: the award's is that of the decision, the contract's that of the signature.",
        "Kontrollera datumen: tilldelningens är beslutets, kontraktets är underskriftens.",
    ),
    sources=("https://eur-lex.europa.eu/eli/dir/2007/66/oj", f"{_LOU}, 20 kap."),
    needs=("tender", "awards", "contracts"),
    glance=partial(texts.with_any, "tender", "legalBasis"),
)
def contract_signed_in_the_standstill(release: Json, context: Context) -> Iterator[Fault]:
    """
    A contract above the threshold, with several tenderers, was signed before the standstill was over.

    Refused:

        {
          "tender": {
            "id": "1",
            "procurementMethod": "open",
            "numberOfTenderers": 4,
            "mainProcurementCategory": "goods",
            "legalBasis": {"scheme": "CELEX", "id": "32014L0024"},
            "value": {"amount": 9000000, "currency": "SEK"},
            "tenderPeriod": {"startDate": "2024-03-01T00:00:00+01:00"}
          },
          "awards": [{"id": "A", "date": "2024-05-02T00:00:00+02:00"}],
          "contracts": [{"id": "K", "awardID": "A", "dateSigned": "2024-05-04T00:00:00+02:00"}]
        }

    Accepted:

        {
          "tender": {
            "id": "1",
            "procurementMethod": "open",
            "numberOfTenderers": 4,
            "mainProcurementCategory": "goods",
            "legalBasis": {"scheme": "CELEX", "id": "32014L0024"},
            "value": {"amount": 9000000, "currency": "SEK"},
            "tenderPeriod": {"startDate": "2024-03-01T00:00:00+01:00"}
          },
          "awards": [{"id": "A", "date": "2024-05-02T00:00:00+02:00"}],
          "contracts": [{"id": "K", "awardID": "A", "dateSigned": "2024-05-13T00:00:00+02:00"}]
        }
    """
    tender = release["tender"]
    if not isinstance(tender, dict) or text(tender.get("procurementMethod")) not in _COMPETED or not law_of(tender):
        return
    if not _several(tender):
        return
    day = begun(release, tender)
    if day is None or above(release) is None:
        return
    limit = time_limit("standstill", law_of(tender), text(tender.get("procurementMethod")), day)
    awarded = {text(award.get("id")): day_of(award.get("date")) for _, award in context.of(awards)}
    for number, contract in context.of(contracts):
        decided, signed = awarded.get(text(contract.get("awardID"))), day_of(contract.get("dateSigned"))
        if limit is not None and decided is not None and signed is not None:
            days = (signed - decided).days
            if 0 <= days < limit.shortest:
                yield Fault("contracts", number, "dateSigned", days=days, shortest=limit.shortest, **_doubt(limit))


def _doubt(limit: TimeLimit) -> dict[str, str]:
    """Of a limit that nobody has compared with the act of its day, that it is so."""
    if limit.status is Status.KNOWN:
        return {"doubt": "", "doubt_sv": ""}
    return {"doubt": " (the limit is not verified)", "doubt_sv": " (gränsen är inte belagd)"}


def _several(tender: Json) -> bool:
    count, listed = tender.get("numberOfTenderers"), tender.get("tenderers")
    told = isinstance(count, int) and not isinstance(count, bool) and count > 1
    return told or (isinstance(listed, list) and len(listed) > 1)


RULES = (procedure_of_another_time, short_time_for_tenders, contract_signed_in_the_standstill)
