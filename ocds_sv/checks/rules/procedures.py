"""
Procedure against value and time: what the procurement acts allow on the day.

Only what the tables ``limits`` and ``time_limits`` know is held against anybody; an amount or a time that is not
verified gives a notice at most, and a day that no row covers gives nothing.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from functools import cache, partial
from zoneinfo import ZoneInfo

from ocds_sv.checks.glances import texts
from ocds_sv.checks.rule import Context, Fault, Json, rule
from ocds_sv.checks.values import amount, currency, instant, objects, text
from ocds_sv.findings import Severity
from ocds_sv.sweden.limits import Category, Limit, Status, direct_award_limit, threshold
from ocds_sv.sweden.tables import table

_LOU = "lag (2016:1145) om offentlig upphandling"
_LAWS = ("LOU", "LUF", "LUFS")
_STOCKHOLM = ZoneInfo("Europe/Stockholm")
_SOCIAL = frozenset({"55", "60", "64", "75", "79", "80", "85", "92", "98"})
"""Divisions of the CPV in which there are social and other special services, which have limits of their own."""
_NATIONAL = frozenset({"förenklat förfarande", "förenklad upphandling", "urvalsförfarande"})


@cache
def _law_of(code: str) -> str:
    return next((row["law"] for row in table("legal_bases") if code and code in {row["eforms_code"], row["law"]}), "")


def law_of(tender: Json) -> str:
    """The act that a tender names; empty when it names none."""
    basis = tender.get("legalBasis")
    return _law_of(text(basis.get("id"))) if isinstance(basis, dict) else ""


def day_of(value: object) -> date | None:
    """The day of a moment in Sweden."""
    found = instant(value)
    if found is None or not date.min.year < found.year < date.max.year:
        return None
    return found.astimezone(_STOCKHOLM).date()


def begun(release: Json, tender: Json) -> date | None:
    """The day whose limits hold: that of the notice, else that of the first award."""
    period = tender.get("tenderPeriod")
    started = day_of(period.get("startDate")) if isinstance(period, dict) else None
    days = [day for _, award in objects(release.get("awards")) if (day := day_of(award.get("date"))) is not None]
    return started or min(days, default=None)


def _worth(release: Json, tender: Json) -> Decimal | None:
    """The value in kronor: the tender's, else that of its awards together."""
    value = tender.get("value")
    if amount(value) is not None:
        return amount(value) if currency(value) == "SEK" else None
    values = [award.get("value") for _, award in objects(release.get("awards")) if award.get("status") != "cancelled"]
    if not values or any(currency(one) != "SEK" for one in values):
        return None
    return sum((found for one in values if (found := amount(one)) is not None), Decimal(0))


def _category(tender: Json) -> Category | None:
    """Goods, services or works; None where it is not told, or where the services may be of the special kind."""
    found = tender.get("mainProcurementCategory")
    if found == "goods":
        return "goods"
    if found == "works":
        return "works"
    if found != "services":
        return None
    divisions = set()
    for _, item in objects(tender.get("items")):
        classification = item.get("classification")
        if isinstance(classification, dict) and classification.get("scheme") == "CPV":
            divisions.add(text(classification.get("id"))[:2])
    return "services" if divisions and not divisions & _SOCIAL else None


def _direct(release: Json) -> tuple[Decimal, Limit] | None:
    """A direct award's value and the limit that it is above, where nothing says why it was allowed."""
    tender = release["tender"]
    if not isinstance(tender, dict) or tender.get("procurementMethod") != "direct" or _category(tender) is None:
        return None
    excused = ("procurementMethodRationale", "procurementMethodRationaleClassifications")
    named = text(tender.get("procurementMethodDetails")).casefold()
    if any(tender.get(name) for name in excused) or (named and "direkt" not in named):
        return None
    worth, day = _worth(release, tender), begun(release, tender)
    if worth is None or day is None:
        return None
    laws = (law_of(tender),) if law_of(tender) in _LAWS else _LAWS
    limits = [direct_award_limit(law, day) for law in laws]
    if any(limit.amount is None or limit.currency != "SEK" or worth < limit.amount for limit in limits):
        return None
    # Where no act is named, the highest limit is the one that nobody can be below.
    return worth, max(limits, key=lambda limit: limit.amount or 0)


_DIRECT = partial(texts.with_code, "tender", "procurementMethod", frozenset({"direct"}))


@rule(
    "Release",
    Severity.WARNING,
    "sweden",
    says=(
        "a direct award of {value} kronor; the limit was {limit}",
        "en direktupphandling på {value} kronor; gränsen var {limit}",
    ),
    fix=(
        "Mend method or value; where it was allowed above the limit, say why in procurementMethodRationale.",
        "Rätta förfarande eller värde; om det var tillåtet över gränsen, ange skälet i procurementMethodRationale.",
    ),
    sources=(f"{_LOU}, 19 a kap.",),
    needs=("tender",),
    glance=_DIRECT,
)
def direct_award_above_the_limit(_: Json, context: Context) -> Iterator[Fault]:
    """
    A direct award is worth more than the limit that was in force, and nothing says why it was allowed.

    Services are only looked at where their CPV codes show that they are none of the social and special ones.

    Refused:

        {
          "tender": {
            "id": "1",
            "procurementMethod": "direct",
            "mainProcurementCategory": "goods",
            "value": {"amount": 2500000, "currency": "SEK"},
            "tenderPeriod": {"startDate": "2024-03-01T00:00:00+01:00"}
          }
        }

    Accepted:

        {
          "tender": {
            "id": "1",
            "procurementMethod": "direct",
            "mainProcurementCategory": "goods",
            "value": {"amount": 650000, "currency": "SEK"},
            "tenderPeriod": {"startDate": "2024-03-01T00:00:00+01:00"}
          }
        }

        {
          "tender": {
            "id": "1",
            "procurementMethod": "direct",
            "procurementMethodRationale": "Synnerlig brådska",
            "mainProcurementCategory": "goods",
            "value": {"amount": 2500000, "currency": "SEK"},
            "tenderPeriod": {"startDate": "2024-03-01T00:00:00+01:00"}
          }
        }
    """
    found = context.of(_direct)
    if found is not None and found[1].status is Status.KNOWN:
        yield Fault("tender", "procurementMethod", value=found[0], limit=found[1].amount)


@rule(
    "Release",
    Severity.NOTICE,
    "sweden",
    says=(
        "a direct award of {value} kronor; the limit is said to have been {limit}",
        "en direktupphandling på {value} kronor; gränsen uppges ha varit {limit}",
    ),
    fix=(
        "See what the limit was on that day, and whether method and value are right.",
        "Kontrollera vilken gräns som gällde den dagen, och om förfarande och värde stämmer.",
    ),
    sources=(f"{_LOU}, 19 a kap.",),
    needs=("tender",),
    glance=_DIRECT,
)
def direct_award_above_an_unverified_limit(_: Json, context: Context) -> Iterator[Fault]:
    """
    A direct award is worth more than a limit that is not verified for its day.

    Refused:

        {
          "tender": {
            "id": "1",
            "procurementMethod": "direct",
            "mainProcurementCategory": "goods",
            "value": {"amount": 2500000, "currency": "SEK"},
            "tenderPeriod": {"startDate": "2031-03-01T00:00:00+01:00"}
          }
        }

    Accepted:

        {
          "tender": {
            "id": "1",
            "procurementMethod": "direct",
            "mainProcurementCategory": "goods",
            "value": {"amount": 2500000, "currency": "SEK"},
            "tenderPeriod": {"startDate": "2021-03-01T00:00:00+01:00"}
          }
        }
    """
    found = context.of(_direct)
    if found is not None and found[1].status is not Status.KNOWN:
        yield Fault("tender", "procurementMethod", value=found[0], limit=found[1].amount)


def above(release: Json) -> tuple[Decimal, Limit, date] | None:
    """Value, threshold and day of a procurement that was at or above the threshold for all that it can have been."""
    tender = release["tender"]
    if not isinstance(tender, dict):
        return None
    law, category = law_of(tender), _category(tender)
    worth, day = _worth(release, tender), begun(release, tender)
    if not law or law == "LOV" or category is None or worth is None or day is None:
        return None
    limit = threshold(law, category, "other", day)
    above = limit.amount is not None and limit.currency == "SEK" and worth >= limit.amount
    return (worth, limit, day) if above else None


@rule(
    "Release",
    Severity.WARNING,
    "sweden",
    says=(
        "{procedure} of {value} kronor; the threshold was {limit}",
        "{procedure} på {value} kronor; tröskelvärdet var {limit}",
    ),
    fix=("Mend the procedure or the value.", "Rätta förfarandet eller värdet."),
    sources=(f"{_LOU}, 5 kap.",),
    needs=("tender",),
    glance=partial(texts.with_any, "tender", "procurementMethodDetails"),
)
def national_procedure_above_the_threshold(release: Json, _: Context) -> Iterator[Fault]:
    """
    A procedure that existed below the thresholds only, for more than the threshold.

    Refused:

        {
          "tender": {
            "id": "1",
            "procurementMethodDetails": "Urvalsförfarande",
            "mainProcurementCategory": "goods",
            "legalBasis": {"scheme": "CELEX", "id": "32014L0024"},
            "value": {"amount": 9000000, "currency": "SEK"},
            "tenderPeriod": {"startDate": "2019-03-01T00:00:00+01:00"}
          }
        }

    Accepted:

        {
          "tender": {
            "id": "1",
            "procurementMethodDetails": "Urvalsförfarande",
            "mainProcurementCategory": "goods",
            "legalBasis": {"scheme": "CELEX", "id": "32014L0024"},
            "value": {"amount": 900000, "currency": "SEK"},
            "tenderPeriod": {"startDate": "2019-03-01T00:00:00+01:00"}
          }
        }
    """
    tender = release["tender"]
    named = text(tender.get("procurementMethodDetails")) if isinstance(tender, dict) else ""
    found = above(release) if named.casefold() in _NATIONAL else None
    if found is not None and found[1].status is Status.KNOWN:
        yield Fault("tender", "procurementMethodDetails", procedure=named, value=found[0], limit=found[1].amount)


RULES = (
    direct_award_above_the_limit,
    direct_award_above_an_unverified_limit,
    national_procedure_above_the_threshold,
)
