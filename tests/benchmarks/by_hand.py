"""What ledger.yaml says, written by hand for this one file: no privacy, no provenance, no findings, all in memory."""

import csv
import sys
from datetime import datetime
from decimal import Decimal
from hashlib import sha256
from pathlib import Path
from zoneinfo import ZoneInfo

import orjson

STOCKHOLM = ZoneInfo("Europe/Stockholm")


def exact(amount):
    return orjson.Fragment(format(amount, "f"))


def number(text):
    return f"{text[:6]}-{text[6:]}"


def moment(day):
    return datetime.fromisoformat(f"{day}T23:59:59").replace(tzinfo=STOCKHOLM).isoformat()


def release(rows, moments):
    first = rows[0]
    voucher, buyer_name = first[2], first[1]
    buyer_number = number(first[0])
    buyer = f"SE-ON-{buyer_number}"
    parties = {
        buyer: {
            "id": buyer,
            "name": buyer_name,
            "identifier": {"scheme": "SE-ON", "id": buyer_number, "legalName": buyer_name},
            "roles": ["buyer", "payer"],
        }
    }
    suppliers, items, transactions = {}, {}, []
    for count, row in enumerate(rows, 1):
        supplier_number, name, account, text, day = number(row[4]), row[3], row[5], row[6], row[8]
        supplier = f"SE-ON-{supplier_number}"
        if supplier not in parties:
            parties[supplier] = {
                "id": supplier,
                "name": name,
                "identifier": {"scheme": "SE-ON", "id": supplier_number, "legalName": name},
                "roles": ["supplier", "payee"],
            }
            suppliers[supplier] = {"id": supplier, "name": name}
        if account not in items:
            classification = {"scheme": "KONTO", "id": account, "description": text}
            items[account] = {"id": account, "description": text, "classification": classification}
        if day not in moments:
            moments[day] = moment(day)
        transactions.append(
            {
                "id": f"{voucher}-{count}",
                "date": moments[day],
                "value": {"amount": Decimal(row[7]), "currency": "SEK"},
                "payer": {"id": buyer, "name": buyer_name},
                "payee": {"id": supplier, "name": name},
            }
        )
    return {
        "ocid": f"ocds-213czf-{voucher}",
        "date": moments[first[8]],
        "tag": ["implementation"],
        "initiationType": "tender",
        "language": "sv",
        "buyer": {"id": buyer, "name": buyer_name},
        "parties": list(parties.values()),
        "awards": [{"id": voucher, "suppliers": list(suppliers.values())}],
        "contracts": [
            {
                "id": voucher,
                "awardID": voucher,
                "items": list(items.values()),
                "implementation": {"transactions": transactions},
            }
        ],
    }


def main(source, target):
    vouchers, moments = {}, {}
    with Path(source).open(encoding="utf-8", newline="") as file:
        reader = csv.reader(file)
        next(reader)
        for row in reader:
            vouchers.setdefault(row[2], []).append(row)
    with Path(target).open("wb") as out:
        for voucher in sorted(vouchers):
            encoded = orjson.dumps(release(vouchers[voucher], moments), default=exact)
            identifier = sha256(encoded).hexdigest()[:32].encode()
            out.write(b'{"id":"' + identifier + b'",' + encoded[1:] + b"\n")


if __name__ == "__main__":
    main(*sys.argv[1:])
