import json
from typing import Any

import pytest

DOCUMENT = {
    "id": "d1",
    "documentType": "tenderNotice",
    "title": "Annons",
    "description": "Annons om upphandling",
    "url": "https://exempelstad.example/annons.pdf",
    "datePublished": "2024-01-15T08:00:00+01:00",
    "dateModified": "2024-01-16T08:00:00+01:00",
    "format": "application/pdf",
    "language": "sv",
}
MILESTONE = {
    "id": "m1",
    "title": "Halvtid",
    "type": "delivery",
    "code": "H",
    "dueDate": "2024-07-01T23:59:59+02:00",
    "dateMet": "2024-06-28T23:59:59+02:00",
    "dateModified": "2024-06-28T23:59:59+02:00",
    "status": "met",
}
VALUE = {"amount": 1250000.5, "currency": "SEK"}
PERIOD = {
    "startDate": "2024-03-01T00:00:00+01:00",
    "endDate": "2025-02-28T23:59:59+01:00",
    "maxExtentDate": "2026-02-28T23:59:59+01:00",
    "durationInDays": 365,
}
ITEM = {
    "id": "i1",
    "description": "Snöröjning av gång- och cykelvägar",
    "classification": {"scheme": "CPV", "id": "90620000", "description": "Snöröjning"},
    "additionalClassifications": [{"scheme": "CPV", "id": "90630000"}],
    "quantity": 12,
    "unit": {"scheme": "UNCEFACT", "id": "MON", "name": "månad", "value": {"amount": 104166.71, "currency": "SEK"}},
}
BUYER = {"id": "SE-ON-212000-0000", "name": "Exempelstads kommun"}
SUPPLIER = {"id": "SE-ON-556000-0000", "name": "Snö & Is AB"}
AMENDMENT = {
    "id": "ä1",
    "date": "2024-02-01T12:00:00+01:00",
    "rationale": "Rättad mängd",
    "amendsReleaseID": "1",
    "releaseID": "2",
    "changes": [{"property": "tender.title", "former_value": "Snöröjning 2024"}],
}
RELATED = {"id": "r1", "relationship": ["framework"], "scheme": "ocid", "identifier": "ocds-213czf-exempel-2"}


@pytest.fixture
def release() -> dict[str, Any]:
    """A release that uses every part of the core."""
    whole = {
        "ocid": "ocds-213czf-exempel-1",
        "id": "3",
        "date": "2024-05-02T12:00:00+02:00",
        "tag": ["award", "contract"],
        "initiationType": "tender",
        "language": "sv",
        "parties": [
            {
                **BUYER,
                "identifier": {"scheme": "SE-ON", "id": "212000-0000", "legalName": "Exempelstads kommun"},
                "address": {"streetAddress": "Torget 1", "postalCode": "100 00", "countryName": "Sverige"},
                "contactPoint": {"name": "Upphandling", "faxNumber": "000", "url": "https://exempelstad.example"},
                "roles": ["buyer", "payer"],
                "details": {"scale": "large", "level": 2},
            },
            {**SUPPLIER, "roles": ["supplier"], "additionalIdentifiers": [{"scheme": "SE-VAT", "id": "SE0000"}]},
        ],
        "buyer": BUYER,
        "planning": {
            "rationale": "Vinter",
            "budget": {"id": "b", "projectID": "p1", "project": "Vintervägar", "amount": VALUE},
            "documents": [DOCUMENT],
            "milestones": [MILESTONE],
        },
        "tender": {
            "id": "t1",
            "title": "Snöröjning",
            "title_en": "Snow clearance",
            "status": "complete",
            "procuringEntity": BUYER,
            "items": [ITEM],
            "value": VALUE,
            "minValue": VALUE,
            "procurementMethod": "open",
            "mainProcurementCategory": "services",
            "additionalProcurementCategories": ["goods"],
            "awardCriteria": "priceOnly",
            "submissionMethod": ["electronicSubmission"],
            "tenderPeriod": PERIOD,
            "hasEnquiries": False,
            "numberOfTenderers": 3,
            "tenderers": [SUPPLIER],
            "documents": [DOCUMENT],
            "amendments": [AMENDMENT],
            "lots": [{"id": "1", "title": "Norra"}],
        },
        "awards": [
            {
                "id": "a1",
                "status": "active",
                "date": "2024-02-10T23:59:59+01:00",
                "value": VALUE,
                "suppliers": [SUPPLIER],
                "items": [ITEM],
                "contractPeriod": PERIOD,
            }
        ],
        "contracts": [
            {
                "id": "k1",
                "awardID": "a1",
                "status": "active",
                "period": PERIOD,
                "dateSigned": "2024-02-28T23:59:59+01:00",
                "implementation": {
                    "transactions": [
                        {
                            "id": "x1",
                            "date": "2024-04-30T23:59:59+02:00",
                            "value": {"amount": -99.95, "currency": "SEK"},
                            "payer": BUYER,
                            "payee": SUPPLIER,
                        }
                    ],
                    "milestones": [MILESTONE],
                },
                "relatedProcesses": [RELATED],
            }
        ],
        "relatedProcesses": [RELATED],
    }
    # Parts that stand in several places are one object above; a test may change one of them.
    copied: dict[str, Any] = json.loads(json.dumps(whole))
    return copied


@pytest.fixture
def package() -> dict[str, Any]:
    """The metadata of a package."""
    return {
        "uri": "https://exempelstad.example/1.json",
        "version": "1.1",
        "extensions": ["https://exempelstad.example/extension.json"],
        "publishedDate": "2024-05-02T12:00:00+02:00",
        "publisher": {"name": "Exempelstads kommun", "scheme": "SE-ON", "uid": "212000-0000"},
        "license": "https://creativecommons.org/publicdomain/zero/1.0/",
    }
