"""A clean release with everything in it, one thing changed: exactly the rule that is about it speaks."""

import copy
import re
from datetime import date
from typing import Any

import pytest

from ocds_sv.checks import Checker
from ocds_sv.checks.outcomes import DOCUMENTS
from ocds_sv.checks.rules import RULES

AS_OF = date(2026, 1, 1)
EXTENSIONS = ("lots", "bids", "legalBasis", "location")
BUYER = {"id": "SE-ON-212000-1355", "name": "Påhittade kommun"}
SUPPLIER = {"id": "SE-ON-556091-2148", "name": "Städ AB"}
CLEAN: dict[str, Any] = {
    "ocid": "ocds-a1b2c3-1",
    "id": "1",
    "date": "2024-09-01T00:00:00Z",
    "tag": ["planning", "tender", "award", "contract", "implementation"],
    "initiationType": "tender",
    "language": "sv",
    "parties": [
        {
            **BUYER,
            "identifier": {"scheme": "SE-ON", "id": "212000-1355"},
            "additionalIdentifiers": [{"scheme": "SE-KOMMUNKOD", "id": "1281"}],
            "address": {"region": "SE224", "countryName": "Sverige"},
            "contactPoint": {"name": "Inköp", "email": "inkop@example.org", "telephone": "08-123 45 67"},
            "roles": ["buyer", "procuringEntity", "payer"],
        },
        {
            **SUPPLIER,
            "identifier": {"scheme": "SE-ON", "id": "556091-2148"},
            "roles": ["supplier", "tenderer", "payee"],
        },
    ],
    "buyer": BUYER,
    "planning": {"budget": {"amount": {"amount": 4_100_000, "currency": "SEK"}}},
    "tender": {
        "id": "1",
        "title": "Städning av skolor",
        "status": "complete",
        "procurementMethod": "open",
        "procurementMethodDetails": "Öppet förfarande",
        "mainProcurementCategory": "goods",
        "legalBasis": {"scheme": "CELEX", "id": "32014L0024"},
        "procuringEntity": BUYER,
        "numberOfTenderers": 2,
        "tenderers": [SUPPLIER, {"id": "SE-ON-556012-5790", "name": "Golv AB"}],
        "value": {"amount": 4_000_000, "currency": "SEK"},
        "minValue": {"amount": 3_000_000, "currency": "SEK"},
        "tenderPeriod": {
            "startDate": "2024-01-02T00:00:00+01:00",
            "endDate": "2024-02-09T23:59:59+01:00",
            "durationInDays": 39,
        },
        "enquiryPeriod": {"endDate": "2024-01-31T12:00:00+01:00"},
        "contractPeriod": {"startDate": "2024-04-01T00:00:00+02:00"},
        "lots": [{"id": "L1", "title": "Norr"}],
        "items": [
            {
                "id": "1",
                "description": "Golvvård",
                "relatedLot": "L1",
                "classification": {"scheme": "CPV", "id": "90910000", "description": "Städtjänster"},
                "deliveryLocations": [{"gazetteer": {"scheme": "NUTS", "identifiers": ["SE224"]}}],
                "quantity": 12,
                "unit": {"name": "månad", "value": {"amount": 320_000, "currency": "SEK"}},
            }
        ],
        "documents": [
            {
                "id": "1",
                "documentType": "tenderNotice",
                "title": "Annons",
                "description": "Annonsen med bilagor",
                "url": "https://data.example.org/annons",
                "format": "application/pdf",
                "language": "sv",
                "datePublished": "2024-01-02T00:00:00+01:00",
                "dateModified": "2024-01-03T00:00:00+01:00",
            }
        ],
        "milestones": [
            {"id": "1", "title": "Öppning", "type": "approval", "status": "met", "dateMet": "2024-02-12T10:00:00+01:00"}
        ],
        "amendments": [{"id": "1", "date": "2024-01-10T00:00:00+01:00", "description": "Svar på frågor"}],
    },
    "bids": {"details": [{"id": "B1", "tenderers": [SUPPLIER]}]},
    "awards": [
        {
            "id": "A1",
            "title": "Tilldelning av städning",
            "status": "active",
            "date": "2024-02-20T12:00:00+01:00",
            "relatedBids": ["B1"],
            "relatedLots": ["L1"],
            "suppliers": [SUPPLIER],
            "value": {"amount": 3_900_000, "currency": "SEK"},
        }
    ],
    "contracts": [
        {
            "id": "K1",
            "awardID": "A1",
            "status": "active",
            "dateSigned": "2024-03-15T12:00:00+01:00",
            "period": {"startDate": "2024-04-01T00:00:00+02:00", "endDate": "2026-03-31T23:59:59+02:00"},
            "value": {"amount": 3_900_000, "currency": "SEK"},
            "implementation": {
                "milestones": [{"id": "M1", "title": "Första året", "type": "delivery", "status": "scheduled"}],
                "transactions": [
                    {
                        "id": "T1",
                        "date": "2024-05-01T00:00:00+02:00",
                        "value": {"amount": 160_000, "currency": "SEK"},
                        "payer": BUYER,
                        "payee": SUPPLIER,
                    }
                ],
            },
        }
    ],
}
CLEAN["parties"].append(
    {
        "id": "SE-ON-556012-5790",
        "name": "Golv AB",
        "identifier": {"scheme": "SE-ON", "id": "556012-5790"},
        "roles": ["tenderer"],
    }
)
DIRECT = {
    **CLEAN["tender"],
    "procurementMethod": "direct",
    "procurementMethodDetails": "Direktupphandling",
    "numberOfTenderers": 1,
    "tenderers": [SUPPLIER],
}
del DIRECT["amendments"]
NATIONAL = {
    **CLEAN["tender"],
    "procurementMethodDetails": "Urvalsförfarande",
    "tenderPeriod": {"startDate": "2019-01-02T00:00:00+01:00", "endDate": "2019-02-09T23:59:59+01:00"},
    "procurementMethod": "selective",
}
del NATIONAL["enquiryPeriod"]
HASTY = {
    **CLEAN["tender"],
    "tenderPeriod": {"startDate": "2024-01-02T00:00:00+01:00", "endDate": "2024-01-09T23:59:59+01:00"},
}
del HASTY["enquiryPeriod"]

MUTATIONS: list[tuple[str, Any, str]] = [
    ("ocid", "2024-1", "ocid-without-prefix"),
    ("ocid", "ocds-213czf-1", "ocid-with-the-example-prefix"),
    ("id", "1#2", "release-id-with-a-hash"),
    ("parties/3", {"id": "x", "identifier": CLEAN["parties"][1]["identifier"], "roles": ["funder"]},
     "one-organisation-as-several-parties"),
    ("parties/1/identifier/scheme", "SE-ORGNR", "scheme-of-an-unknown-register"),
    ("parties/1/identifier/scheme", "SE-BLV", "retired-swedish-scheme"),
    ("parties/1/identifier/id", "556091-2149", "wrong-organisation-number"),
    ("parties/1/identifier/id", "5560912148", "organisation-number-in-another-form"),
    ("tender/title", "Ring 811228-9874", "personal-number"),
    ("parties/1/additionalIdentifiers", [{"scheme": "ES-NIF", "id": "00000000T"}],
     "personal-number-of-another-country"),
    ("buyer/id", "SE-ON-969999-9901", "reference-without-party"),
    ("parties/1/roles", ["tenderer", "payee"], "party-without-its-role"),
    ("parties/2/roles", ["tenderer", "payee"], "role-without-reference"),
    ("buyer/name", "Annan kommun", "reference-with-another-name"),
    ("contracts/0/awardID", "A2", "contract-without-its-award"),
    ("awards/0/relatedLots", ["L2"], "related-lot-that-does-not-exist"),
    ("parties/3", {"id": "x", "name": "Övrig AB"}, "party-without-a-part"),
    ("contracts/0/id", 17, "id-that-is-a-number"),
    ("awards/0/relatedBids", ["B2"], "award-of-a-bid-that-does-not-exist"),
    ("tender/status", "active", "awards-of-an-open-tender"),
    ("awards/0/status", "cancelled", "contract-of-an-award-not-in-force"),
    ("contracts/0/status", "pending", "payment-of-a-contract-not-in-force"),
    ("tender/milestones/0/status", "scheduled", "date-met-of-a-milestone-not-met"),
    ("tender/procurementMethod", "direct", "direct-award-with-several-tenderers"),
    ("tender/numberOfTenderers", 3, "another-number-of-tenderers"),
    ("planning", ..., "tag-without-its-section"),
    ("parties/0/contactPoint/email", "inkop", "email-in-another-form"),
    ("parties/0/contactPoint/telephone", "växeln", "telephone-in-another-form"),
    ("parties/1/identifier/scheme", "ORGNR", "scheme-in-another-form"),
    ("tender/documents/0/documentType", "contractSigned", "document-of-another-stage"),
    ("tender/documents/0/description", "Lång. " * 50, "long-document-description"),
    ("tender/documents/0/format", "pdf", "format-that-is-no-media-type"),
    ("tender/documents/0/language", "SV", "language-in-another-form"),
    ("tender/title", "test", "text-that-says-nothing"),
    ("tender/items/0/quantity", -12, "negative-quantity"),
    ("tender/items/0/unit/value/amount", -5, "negative-price"),
    ("tender/numberOfTenderers", -2, "negative-number-of-tenderers"),
    ("contracts/0/period/durationInDays", -1, "negative-duration"),
    ("contracts/0/period/endDate", "2024-03-20T00:00:00+01:00", "period-ends-before-it-starts"),
    ("tender/tenderPeriod/durationInDays", 20, "duration-that-differs-from-the-dates"),
    ("contracts/0/period/endDate", "2205-03-31T23:59:59+02:00", "date-in-an-unlikely-year"),
    ("contracts/0/implementation/transactions/0/date", "2024-10-01T00:00:00+02:00", "date-after-the-release"),
    ("date", "2026-02-01T00:00:00Z", "release-in-the-future"),
    ("tender/tenderPeriod/endDate", "2024-02-09T00:00:00+01:00", "deadline-at-midnight"),
    ("awards/0/date", "2024-02-01T12:00:00+01:00", "stages-in-the-wrong-order"),
    ("tender/documents/0/dateModified", "2024-01-01T00:00:00+01:00", "document-changed-before-it-was-published"),
    ("tender/amendments/0/date", "2024-01-01T00:00:00+01:00", "amendment-before-its-beginning"),
    ("contracts/0/implementation/transactions/0/date", "2024-03-01T00:00:00+01:00", "payment-before-the-signature"),
    ("tender/contractPeriod/startDate", "2024-02-01T00:00:00+01:00", "contract-begins-before-the-deadline"),
    ("tender/enquiryPeriod/endDate", "2024-02-11T12:00:00+01:00", "questions-after-the-deadline"),
    ("contracts/0/period", {"endDate": "2024-03-01T23:59:59+01:00"}, "contract-signed-after-its-end"),
    ("tender/value/currency", ..., "amount-without-currency"),
    ("tender/minValue/amount", ..., "currency-without-amount"),
    ("tender/minValue/amount", -3_000_000, "negative-value"),
    ("tender/minValue/amount", 1, "placeholder-value"),
    ("contracts/0/implementation/transactions/0/value/amount", 90_000_000_000, "value-beyond-belief"),
    ("contracts/0/value/amount", 9_000_000, "contracts-far-from-their-award"),
    ("contracts/0/implementation/transactions/0/value/amount", 5_000_000, "paid-more-than-the-contract"),
    ("planning/budget/amount/amount", 12_000_000, "tender-far-from-its-budget"),
    ("tender/minValue/amount", 5_000_000, "least-value-above-the-value"),
    ("tender/value/amount", 300_000, "awards-far-above-the-tender"),
    ("tender/items/0/classification/id", "90910001", "cpv-code-that-does-not-exist"),
    ("parties/0/address/region", "SE199", "nuts-code-that-does-not-exist"),
    ("tender/items/0/deliveryLocations/0/gazetteer/identifiers", ["SE199"],
     "place-with-a-nuts-code-that-does-not-exist"),
    ("parties/0/additionalIdentifiers/0/id", "9999", "municipality-code-that-does-not-exist"),
    ("parties/0/identifier/id", "969999-9901", "buyer-of-an-unlikely-kind"),
    ("tender", DIRECT, "direct-award-above-the-limit"),
    ("tender", {**DIRECT, "tenderPeriod": {"startDate": "2027-01-02T00:00:00+01:00"}},
     "direct-award-above-an-unverified-limit"),
    ("tender", NATIONAL, "national-procedure-above-the-threshold"),
    ("tender/procurementMethodDetails", "Förenklad upphandling", "procedure-of-another-time"),
    ("tender", HASTY, "short-time-for-tenders"),
    ("contracts/0/dateSigned", "2024-02-23T12:00:00+01:00", "contract-signed-in-the-standstill"),
]  # fmt: skip

FOLLOWING: dict[str, set[str]] = {
    "reference-without-party": {"role-without-reference"},
    "negative-number-of-tenderers": {"another-number-of-tenderers"},
    "negative-duration": {"duration-that-differs-from-the-dates"},
    "deadline-at-midnight": {"duration-that-differs-from-the-dates"},
    "value-beyond-belief": {"paid-more-than-the-contract"},
    "awards-far-above-the-tender": {"least-value-above-the-value", "tender-far-from-its-budget"},
    "direct-award-above-the-limit": {"role-without-reference"},
    "direct-award-above-an-unverified-limit": {"role-without-reference"},
    "procedure-of-another-time": {"national-procedure-above-the-threshold"},
}
"""What a change sets off beside the rule that it is about, because it is true as well."""


def changed(path: str, value: Any) -> dict[str, Any]:
    release = copy.deepcopy(CLEAN)
    *above, last = [int(part) if part.isdigit() else part for part in path.split("/")]
    inner: Any = release
    for part in above:
        inner = inner[part]
    if value is ...:
        del inner[last]
    elif isinstance(inner, list) and last == len(inner):
        inner.append(value)
    else:
        inner[last] = copy.deepcopy(value)
    return release


def spoken(release: dict[str, Any]) -> set[str]:
    checker = Checker(EXTENSIONS, as_of=AS_OF)
    checker.release(release)
    return set(checker.results())


def test_the_clean_release_sets_off_nothing() -> None:
    assert spoken(CLEAN) == set()


@pytest.mark.parametrize(("path", "value", "rule"), MUTATIONS, ids=[rule for _, _, rule in MUTATIONS])
def test_one_thing_changed_sets_off_the_rule_that_is_about_it_and_no_other(path: str, value: Any, rule: str) -> None:
    found = spoken(changed(path, value))

    assert found == {rule} | FOLLOWING.get(rule, set())


def test_every_rule_about_releases_has_its_change() -> None:
    single = {name for name, check in RULES.items() if check.judge is None and check.on not in DOCUMENTS}

    assert single - {rule for _, _, rule in MUTATIONS} == set()


def test_every_rule_is_asked_about_the_clean_release() -> None:
    checker = Checker(EXTENSIONS, as_of=AS_OF)
    checker.release(CLEAN)
    outcomes = checker.outcomes()

    silent = {name for name, check in RULES.items() if check.judge is None and outcomes[name].state == "na"}
    assert {RULES[name].on for name in silent} <= set(DOCUMENTS)


def test_no_sample_of_any_rule_shows_a_personal_number() -> None:
    """A sole trader everywhere that an id, a name or a text may stand: no finding tells the number."""
    for secret in ("811228-9874", "ES00000000T"):
        release = copy.deepcopy(CLEAN)
        for place in _texts(release, ()):
            holder: Any = release
            for part in place[:-1]:
                holder = holder[part]
            kept, holder[place[-1]] = holder[place[-1]], secret
            checker = Checker(EXTENSIONS, as_of=AS_OF)
            checker.release(release)
            for result in checker.results().values():
                shown = [repr(sample) + result.check.says("sv", sample.facts) for sample in result.samples]
                assert not re.search(r"811228|00000000T", " ".join(shown)), (place, result.check.name)
            holder[place[-1]] = kept


def _texts(value: Any, place: tuple[Any, ...]) -> list[tuple[Any, ...]]:
    if isinstance(value, str):
        return [place]
    pairs = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    return [found for key, inner in pairs for found in _texts(inner, (*place, key))]
