"""What headings.yaml says, written by hand for this one file: no privacy, no provenance, no findings."""

import csv
import sys
from decimal import Decimal
from pathlib import Path

import orjson


def exact(amount):
    return orjson.Fragment(format(amount, "f"))


def release(row):
    ocid, identifier, date, tag, initiation, language, buyer, buyer_name, party, party_name, roles, *rest = row
    tender, title, method, award, amount, currency = rest
    return {
        "ocid": ocid,
        "id": identifier,
        "date": date,
        "tag": tag.split(";"),
        "initiationType": initiation,
        "language": language,
        "buyer": {"id": buyer, "name": buyer_name},
        "parties": [{"id": party, "name": party_name, "roles": roles.split(";")}],
        "tender": {"id": tender, "title": title, "procurementMethod": method},
        "awards": [{"id": award, "value": {"amount": Decimal(amount), "currency": currency}}],
    }


def main(source, target):
    with Path(source).open(encoding="utf-8", newline="") as file, Path(target).open("wb") as out:
        reader = csv.reader(file)
        next(reader)
        out.writelines(orjson.dumps(release(row), default=exact) + b"\n" for row in reader)


if __name__ == "__main__":
    main(*sys.argv[1:])
