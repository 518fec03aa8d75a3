"""What two shipped mappings say, written by hand for one file each: no privacy, provenance or findings, no spilling."""

import csv
import re
import sys
import unicodedata
from datetime import datetime
from decimal import Decimal
from functools import cache
from hashlib import sha256
from pathlib import Path
from zoneinfo import ZoneInfo

import orjson

STOCKHOLM = ZoneInfo("Europe/Stockholm")
METHODS = {
    "Avrop": "direct",
    "Direktupphandling": "direct",
    "Öppet förfarande": "open",
    "Förhandlat förfarande under konkurrens": "selective",
    "Urvalsförfarande": "selective",
}
CATEGORIES = {"Varor": "goods", "Tjänster": "services", "Byggentreprenader": "works"}
LAWS = {
    "Direktiv 2014/24/EU": "32014L0024",
    "Direktiv 2014/25/EU": "32014L0025",
    "Direktiv 2014/23/EU": "32014L0023",
}
FLAGS = {"True": True, "False": False}
GOALS = ((22, "environmental"), (23, "social"), (24, "economic.innovativePurchase"))


def exact(amount):
    return orjson.Fragment(format(amount, "f"))


@cache
def moment(day):
    return datetime.fromisoformat(f"{day}T23:59:59").replace(tzinfo=STOCKHOLM).isoformat()


@cache
def slug(text):
    plain = unicodedata.normalize("NFKD", text.lower()).encode("ascii", "ignore").decode()
    return re.sub("[^a-z0-9]+", "-", plain).strip("-")


def write(release, out):
    encoded = orjson.dumps(release, default=exact)
    out.write(b'{"id":"' + sha256(encoded).hexdigest()[:32].encode() + b'",' + encoded[1:] + b"\n")


def voucher(key, rows):
    """One release of the rows of a voucher, as mappings/leverantorsreskontra says."""
    first = rows[0]
    number = f"{first[0][:6]}-{first[0][6:]}"
    buyer_id, buyer_name, day = f"SE-ON-{number}", first[1], first[8]
    payers, suppliers, items, transactions = {}, {}, {}, []
    for count, row in enumerate(rows, 1):
        department, name, account, text = row[9], row[3], row[5], row[6]
        payer_id = f"{buyer_id}-{slug(department)}"
        supplier = f"{row[4][:6]}-{row[4][6:]}"
        supplier_id = f"SE-ON-{supplier}"
        if payer_id not in payers:
            identifier = {"scheme": "SE-ON", "id": number, "legalName": buyer_name}
            payers[payer_id] = {"id": payer_id, "name": department, "identifier": identifier, "roles": ["payer"]}
        if supplier_id not in suppliers:
            identifier = {"scheme": "SE-ON", "id": supplier, "legalName": name}
            roles = ["supplier", "payee"]
            suppliers[supplier_id] = {"id": supplier_id, "name": name, "identifier": identifier, "roles": roles}
        if account not in items:
            classification = {"scheme": "KONTO", "id": account, "description": text}
            items[account] = {"id": account, "description": text, "classification": classification}
            if row[14]:
                items[account]["additionalClassifications"] = [{"scheme": "S-KOD", "id": row[14]}]
        transactions.append(
            {
                "id": f"{day[:4]}{day[5:7]}{day[8:]}_{row[2]}_{count}",
                "date": moment(row[8]),
                "value": {"amount": Decimal(row[7]), "currency": "SEK"},
                "payer": {"id": payer_id, "name": department},
                "payee": {"id": supplier_id, "name": name},
            }
        )
    buyer = {
        "id": buyer_id,
        "name": buyer_name,
        "identifier": {"scheme": "SE-ON", "id": number, "legalName": buyer_name},
        "roles": ["buyer"],
        "additionalIdentifiers": [{"scheme": "SE-KOMMUNKOD", "id": first[13]}],
    }
    contract = {"id": key, "awardID": key, "items": list(items.values()), "implementation": {}}
    contract["implementation"]["transactions"] = transactions
    if first[12]:
        contract["title"] = f"Avtal {first[12]}"
    if first[12].startswith(("http://", "https://")):
        digest = sha256(first[12].encode()).hexdigest()[:16]
        contract["documents"] = [{"id": digest, "title": "Avtal", "url": first[12]}]
    winners = [{"id": party["id"], "name": party["name"]} for party in suppliers.values()]
    release = {
        "ocid": f"ocds-213czf-{number}-{key}",
        "date": moment(max(row[8] for row in rows)),
        "tag": ["award", "contract", "implementation"],
        "initiationType": "tender",
        "language": "sv",
        "buyer": {"id": buyer_id, "name": buyer_name},
        "parties": [buyer, *payers.values(), *suppliers.values()],
        "awards": [{"id": key, "status": "active", "suppliers": winners}],
        "contracts": [contract],
    }
    if first[11]:
        release["tender"] = {"id": key}
        if first[11] in METHODS:
            release["tender"]["procurementMethod"] = METHODS[first[11]]
        release["tender"]["procurementMethodDetails"] = first[11]
    return release


def ledger(source, out):
    vouchers = {}
    with source.open(encoding="utf-8", newline="") as file:
        rows = csv.reader(file)
        next(rows)
        for row in rows:
            vouchers.setdefault(f"{row[8][:4]}-{row[2]}", []).append(row)
    for key in sorted(vouchers):
        write(voucher(key, vouchers[key]), out)


def procurement(row):
    """One release of a row, as mappings/uhm-upphandlingar/procurements.yaml says."""
    name, number = row[1], f"{row[2][:6]}-{row[2][6:]}"
    buyer = {"id": f"SE-ON-{number}", "name": name}
    schemes = (("UHM-SEKTOR", row[3]), ("UHM-DELSEKTOR", row[4]), ("UHM-JURIDISK-FORM", row[5]))
    classifications = [{"scheme": scheme, "id": slug(text), "description": text} for scheme, text in schemes]
    tender = {"id": row[29], "title": row[30], "procuringEntity": buyer, "mainProcurementCategory": CATEGORIES[row[7]]}
    if row[16] in METHODS:
        tender["procurementMethod"] = METHODS[row[16]]
    tender["procurementMethodDetails"] = row[16]
    tender["legalBasis"] = {"scheme": "CELEX", "id": LAWS[row[14]], "description": row[14]}
    tender["techniques"] = {"hasFrameworkAgreement": row[17] == "Ramavtal"}
    if row[18]:
        tender["techniques"]["hasDynamicPurchasingSystem"] = FLAGS[row[18]]
    if row[19]:
        tender["techniques"]["hasElectronicAuction"] = FLAGS[row[19]]
    if row[25] == "True":
        tender["otherRequirements"] = {"reservedParticipation": ["shelteredWorkshop"]}
    if row[26]:
        tender["contractTerms"] = {"reservedExecution": FLAGS[row[26]]}
    goals = [{"goal": goal} for place, goal in GOALS if row[place] == "True"]
    if goals:
        tender["sustainability"] = goals
    code, label = row[13].split(" ", 1)
    classification = {"scheme": "CPV", "id": code, "description": label}
    tender["items"] = [{"id": code, "description": label, "classification": classification}]
    return {
        "ocid": f"ocds-213czf-{row[29]}",
        "date": moment(row[31]),
        "initiationType": "tender",
        "language": "sv",
        "buyer": buyer,
        "parties": [
            {
                **buyer,
                "identifier": {"scheme": "SE-ON", "id": number, "legalName": name},
                "details": {"classifications": classifications},
                "roles": ["buyer", "procuringEntity"],
            }
        ],
        "tender": tender,
        "tag": ["tender"],
    }


def procurements(source, out):
    with source.open(encoding="utf-8-sig", newline="") as file:
        rows = csv.reader(file, delimiter=";", skipinitialspace=True)
        next(rows)
        for row in rows:
            write(procurement(row), out)


if __name__ == "__main__":
    with Path(sys.argv[3]).open("wb") as written:
        {"ledger": ledger, "procurements": procurements}[sys.argv[1]](Path(sys.argv[2]), written)
