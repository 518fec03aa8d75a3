"""
Invented releases in the shape of published ones, the same every time.

Three for each process: told, updated, awarded. Or five, which are twice as long: with lots, and to the last payment.
"""

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


def _lots(chance):
    return [
        {
            "id": f"LOT-{place}",
            "title": f"{chance.choice(HEADINGS)}, del {place}",
            "description": "En påhittad del av upphandlingen, med sina egna villkor. " * 2,
            "status": "active",
            "value": _money(chance),
        }
        for place in range(chance.randint(2, 8))
    ]


def whole_process(chance, number):
    """The releases of a process with lots: told, updated, awarded, signed, paid."""
    told = list(process(chance, number))
    lots = _lots(chance)
    for release in told:
        tender = release["tender"]
        items = [item | {"relatedLot": lots[place % len(lots)]["id"]} for place, item in enumerate(tender["items"])]
        release["tender"] = tender | {"items": items, "lots": lots}
    yield from told
    contracts = [
        {
            "id": award["id"],
            "awardID": award["id"],
            "status": "active",
            "value": award["value"],
            "dateSigned": "2024-08-01T00:00:00Z",
            "items": award["items"],
            "documents": _documents(2),
        }
        for award in told[-1]["awards"]
    ]
    yield _later(told[-1], 3, "contract", contracts)
    paid = [
        {"id": f"{number}-{place}", "date": "2024-09-01T00:00:00Z", "value": _money(chance)}
        for place in range(chance.randint(4, 12))
    ]
    signed = [contract | {"implementation": {"transactions": paid}} for contract in contracts]
    yield _later(told[-1], 4, "implementation", signed)


def _later(release, place, tag, contracts):
    date = release["date"].replace("2024-07", f"2024-{place + 5:02d}")
    return release | {"id": f"{release['tender']['id']}-{place}", "date": date, "tag": [tag], "contracts": contracts}


def write(path, size, *, package=False, whole=False):
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
            held += (whole_process if whole else process)(chance, number)
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
