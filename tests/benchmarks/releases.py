"""Invented releases in the shape of published ones: three for each process, the same every time."""

import random

import orjson

CATEGORIES = ("goods", "services", "works")
HEADINGS = ("Städning", "Snickeri", "Livsmedel", "Papper", "Konsulter", "Underhåll av vägar", "Skolskjuts")


def _party(chance, roles):
    number = f"559{chance.randrange(200_000, 999_999)}-{chance.randrange(1_000, 9_999)}"
    return {
        "id": f"local-{number}",
        "name": f"Påhittade Företag {number[-4:]} Aktiebolag",
        "roles": roles,
        "address": {"streetAddress": "Gatan 1", "locality": "Orten", "postalCode": "111 11", "countryName": "Sverige"},
    }


def _money(chance):
    return {"amount": chance.randrange(1_000, 90_000_000) / 100, "currency": "SEK"}


def _items(chance, number):
    return [
        {
            "id": str(place),
            "description": chance.choice(HEADINGS),
            "classification": {"scheme": "CPV", "id": f"{chance.randrange(10_000_000, 99_999_999)}"},
            "quantity": chance.randrange(1, 500),
            "unit": {"name": "st", "value": _money(chance)},
        }
        for place in range(number)
    ]


def _documents(number):
    return [
        {"id": str(place), "documentType": "tenderNotice", "title": "Underlag", "url": f"https://example.org/{place}"}
        for place in range(number)
    ]


def process(chance, number):
    """The releases of a process: told, updated, awarded."""
    ocid = f"ocds-213czf-{number:08d}"
    buyer = _party(chance, ["buyer", "procuringEntity"])
    suppliers = [_party(chance, ["tenderer", "supplier"]) for _ in range(chance.randint(1, 3))]
    tender = {
        "id": str(number),
        "title": f"{chance.choice(HEADINGS)} {number}",
        "description": "En påhittad upphandling med en beskrivning som är så lång som sådana brukar vara. " * 3,
        "status": "active",
        "value": _money(chance),
        "procurementMethod": "open",
        "mainProcurementCategory": chance.choice(CATEGORIES),
        "items": _items(chance, chance.randint(2, 8)),
        "documents": _documents(chance.randint(1, 5)),
        "procuringEntity": {"id": buyer["id"], "name": buyer["name"]},
    }
    awards = [
        {
            "id": f"{number}-{place}",
            "status": "active",
            "value": _money(chance),
            "suppliers": [{"id": one["id"], "name": one["name"]}],
            "items": _items(chance, chance.randint(1, 3)),
        }
        for place, one in enumerate(suppliers)
    ]
    whole = (
        ("tender", {"parties": [buyer], "tender": tender}),
        ("tenderUpdate", {"parties": [buyer], "tender": {**tender, "documents": _documents(6)}}),
        ("award", {"parties": [buyer, *suppliers], "tender": {**tender, "status": "complete"}, "awards": awards}),
    )
    for place, (tag, fields) in enumerate(whole):
        yield {
            "ocid": ocid,
            "id": f"{number}-{place}",
            "date": f"2024-0{1 + 3 * place}-{1 + number % 28:02d}T12:00:00Z",
            "tag": [tag],
            "initiationType": "tender",
            "language": "sv",
            "buyer": {"id": buyer["id"], "name": buyer["name"]},
            **fields,
        }


def write(path, size, *, package=False):
    """About ``size`` bytes of releases as JSON Lines, those of a process far from each other; or as one package."""
    chance = random.Random(6)
    written = number = 0
    held = []
    with path.open("wb") as file:
        if package:
            file.write(
                b'{"uri":"https://example.org","publishedDate":"2024-01-01T00:00:00Z","version":"1.1",'
                b'"publisher":{"name":"x"},"releases":['
            )
        while written < size:
            held += process(chance, number)
            number += 1
            if len(held) > 3_000:
                chance.shuffle(held)
                written += _put(file, held, package, written)
                held = []
        _put(file, held, package, written)
        if package:
            file.write(b"]}")


def _put(file, releases, package, before):
    count = 0
    for release in releases:
        start = b"," if package and (before or count) else b""
        count += file.write(start + orjson.dumps(release) + (b"" if package else b"\n"))
    return count
