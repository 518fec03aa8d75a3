"""Invented files of any size, the same every time; every number is a legal entity's, with its check digit."""

import random
from itertools import count

HEADER = (
    "kopare_id,kopare,verifikationsnummer,leverantor,leverantor_id,konto_nr,konto_text,belopp,datum,forvaltning,"
    "fakturanummer\n"
)
HEADINGS = (
    "ocid,id,date,tag,initiationType,language,buyer/id,buyer/name,parties/0/id,parties/0/name,parties/0/roles,"
    "tender/id,tender/title,tender/procurementMethod,awards/0/id,awards/0/value/amount,awards/0/value/currency\n"
)


def organisations(number):
    chance = random.Random(1)
    found = []
    name = 0
    while len(found) < number:
        bare = f"559{chance.randrange(200000, 999999):06d}"
        digits = [int(digit) * (2 if place % 2 == 0 else 1) for place, digit in enumerate(bare)]
        total = sum(digit - 9 if digit > 9 else digit for digit in digits)
        found.append((f"{bare}{-total % 10}", f"Påhittade Företag {name} AB"))
        name += 1
    return found


def ledger(path, rows):
    """A ledger with one to four lines per voucher, 1 500 suppliers and 300 accounts."""
    chance = random.Random(2)
    suppliers = organisations(1500)
    written = 0
    with path.open("w", encoding="utf-8", newline="") as file:
        file.write(HEADER)
        for voucher in count(1):
            number, name = chance.choice(suppliers)
            day = f"2024-{chance.randint(1, 12):02d}-{chance.randint(1, 28):02d}"
            for _ in range(chance.randint(1, 4)):
                account = 40000 + 100 * chance.randrange(300)
                amount = f"{chance.randint(100, 10_000_000) / 100:.2f}"
                file.write(
                    f"2120009994,Påhittade kommun,V{voucher:08d},{name},{number},{account},Konto {account},{amount},"
                    f"{day},Nämnd {voucher % 30},F{voucher}\n"
                )
                written += 1
                if written == rows:
                    return


def headings(path, rows):
    """One release a row, under the headings that flatten-tool reads."""
    chance = random.Random(3)
    suppliers = organisations(500)
    with path.open("w", encoding="utf-8", newline="") as file:
        file.write(HEADINGS)
        for row in range(rows):
            number, name = chance.choice(suppliers)
            party = f"SE-ON-{number[:6]}-{number[6:]}"
            file.write(
                f"ocds-213czf-{row},r{row},2024-03-01T12:00:00+01:00,tender,tender,sv,{party},{name},{party},{name},buyer,"
                f"t{row},Upphandling {row},open,a{row},{chance.randint(100, 10_000_000) / 100:.2f},SEK\n"
            )
