"""Invented releases of the size and variety of published ones, the same every time."""

from __future__ import annotations

import random
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import orjson

BUYERS = ("212000-1355", "212000-0142", "232100-0016")
SUPPLIERS = ("556091-2148", "556012-5790", "556036-0793", "556056-6258")
WORDS = ("städning", "lokaler", "måleri", "teknik", "livsmedel", "skolor", "vård", "transport", "underhåll", "drift")
CODES = ("90910000", "45442100", "72000000", "15000000", "60100000", "50000000")


def _party(number: str, name: str, roles: list[str]) -> dict[str, Any]:
    return {
        "id": f"SE-ON-{number}",
        "name": name,
        "identifier": {"scheme": "SE-ON", "id": number, "legalName": name},
        "address": {
            "streetAddress": "Storgatan 1",
            "locality": "Exempelstad",
            "postalCode": "123 45",
            "countryName": "Sverige",
        },
        "contactPoint": {"name": "Inköp", "email": "inkop@exempel.se", "url": "https://www.exempel.se/inkop"},
        "roles": roles,
    }


def _item(number: int, chance: random.Random) -> dict[str, Any]:
    return {
        "id": str(number),
        "description": " ".join(chance.choices(WORDS, k=6)),
        "classification": {"scheme": "CPV", "id": chance.choice(CODES)},
        "quantity": chance.randint(1, 90),
        "unit": {"name": "st", "value": {"amount": chance.randint(100, 9_000) / 4, "currency": "SEK"}},
    }


def release(number: int) -> dict[str, Any]:
    """One process, finished."""
    chance = random.Random(number)
    ocid = f"ocds-a1b2c3-{number:07}"
    buyer, supplier, other = chance.choice(BUYERS), *chance.sample(SUPPLIERS, 2)
    day, amount = f"2024-{chance.randint(1, 3):02}-{chance.randint(1, 28):02}", chance.randint(20, 4_000) * 1_000
    title = " ".join(chance.choices(WORDS, k=5)).capitalize()
    names = {number: f"Påhittade {number[-4:]} AB" for number in (buyer, supplier, other)}
    references = {number: {"id": f"SE-ON-{number}", "name": name} for number, name in names.items()}
    value = {"amount": amount, "currency": "SEK"}
    items = [_item(one, chance) for one in range(chance.randint(1, 4))]
    return {
        "ocid": ocid,
        "id": f"{ocid}-1",
        "date": "2024-09-01T00:00:00+02:00",
        "tag": ["tender", "award", "contract", "implementation"],
        "initiationType": "tender",
        "language": "sv",
        "parties": [
            _party(buyer, names[buyer], ["buyer", "procuringEntity"]),
            _party(supplier, names[supplier], ["supplier", "tenderer"]),
            _party(other, names[other], ["tenderer"]),
        ],
        "buyer": references[buyer],
        "tender": {
            "id": str(number),
            "title": title,
            "description": " ".join(chance.choices(WORDS, k=40)),
            "status": "complete",
            "procuringEntity": references[buyer],
            "items": items,
            "value": value,
            "procurementMethod": "open",
            "mainProcurementCategory": "services",
            "tenderPeriod": {"startDate": f"{day}T09:00:00+01:00", "endDate": f"2024-04-{day[-2:]}T23:59:59+02:00"},
            "numberOfTenderers": 2,
            "tenderers": [references[supplier], references[other]],
            "documents": [{"id": "1", "documentType": "tenderNotice", "url": f"https://www.exempel.se/{number}"}],
        },
        "awards": [
            {
                "id": "T1",
                "title": title,
                "status": "active",
                "date": "2024-05-15T12:00:00+02:00",
                "value": value,
                "suppliers": [references[supplier]],
                "items": items,
            }
        ],
        "contracts": [
            {
                "id": "K1",
                "awardID": "T1",
                "status": "active",
                "period": {"startDate": "2024-07-01T00:00:00+02:00", "endDate": "2026-06-30T23:59:59+02:00"},
                "value": value,
                "dateSigned": "2024-06-20T12:00:00+02:00",
                "implementation": {
                    "transactions": [
                        {
                            "id": f"F{one}",
                            "date": f"2024-08-{one + 1:02}T00:00:00+02:00",
                            "value": {"amount": amount / 8, "currency": "SEK"},
                            "payer": references[buyer],
                            "payee": references[supplier],
                        }
                        for one in range(chance.randint(0, 3))
                    ]
                },
            }
        ],
    }


HEAD = {"uri": "https://www.exempel.se/paket.json", "version": "1.1", "publishedDate": "2024-09-01T00:00:00Z",
        "publisher": {"name": "Påhittade kommun"}}  # fmt: skip


def texts(count: int, different: int = 20_000) -> Iterator[bytes]:
    """``count`` releases as JSON; after ``different`` of them the same ones come again under other ocids."""
    made = [orjson.dumps(release(number)) for number in range(min(count, different))]
    for number in range(count):
        text = made[number % different]
        yield text if number < different else text.replace(b"ocds-a1b2c3-", b"ocds-b%05d-" % (number // different))


def write_package(path: Path, count: int) -> int:
    """A release package of ``count`` releases; its size in bytes."""
    with path.open("wb") as file:
        file.write(orjson.dumps(HEAD)[:-1] + b',"releases":[')
        for number, text in enumerate(texts(count)):
            file.write(b"," * bool(number) + text)
        file.write(b"]}")
        return file.tell()
