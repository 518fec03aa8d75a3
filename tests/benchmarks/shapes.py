"""Invented files in the shape of two published exports, the same every time; all numbers are legal entities'."""

import random
from itertools import count

BUYER = "2120009994,Påhittade kommun"
LEDGER = (
    "kopare_id,kopare,verifikationsnummer,leverantor,leverantor_id,konto_nr,konto_text,belopp,datum,forvaltning,"
    "fakturanummer,grund,avtal,kommun_id,s_kod_nr\n"
)
PROCUREMENTS = (
    "År; Namn för köpare; Organisationsnummer för köpare; Sektor för köpare; Delsektor för köpare; "
    "Juridisk form för köpare; SNI-Avdelning för köpare; Upphandlingsslag; CPV-Huvudgrupp; CPV-Grupp; CPV-Undergrupp; "
    "CPV-Kategori; CPV-Underkategori; Huvudsaklig CPV-kod; Rättslig grund; Direktivstyrd; Förfarande; Typ av avtal; "
    "Dynamiskt inköpssystem; Elektronisk auktion; Anbudsområden; Samordnad upphandling; "
    "Miljömässigt hållbar upphandling; Socialt hållbar upphandling; Innovationsupphandling; Reserverad upphandling; "
    "Reserverat genomförande; Annonsdatabas; Överprövad; Upphandlings-ID; Upphandlingens titel; Publiceringsdatum; "
    "Antal upphandlingar, Summa\n"
)
GROUNDS = ("", "Ramavtal", "Avrop", "Direktupphandling", "Öppet förfarande")
# Many contracts: the digest of one alone may happen to look like a personal number, which the gate looks at longer.
CONTRACTS = [""] * 800 + [f"KS 2023/{n}" for n in range(400)] + [f"https://avtal.example.org/{n}" for n in range(400)]
DEPARTMENTS = [f"{100 + number} - Nämnden för påhitt {number}" for number in range(30)]
SORTS = ("Varor", "Tjänster", "Byggentreprenader")
METHODS = ("Öppet förfarande", "Förhandlat förfarande under konkurrens", "Urvalsförfarande", "Annat förfarande")
LAWS = ("Direktiv 2014/24/EU", "Direktiv 2014/25/EU", "Direktiv 2014/23/EU")
SUBJECTS = ("90910000 Städning", "45000000 Anläggningsarbete", "33600000 Läkemedel", "72200000 Programmering")
FLAGS = ("True", "False", "")


def organisations(chance, number):
    """Numbers of ten digits with their check digit; a third digit of at least 2 tells them from a person's."""
    for name in range(number):
        bare = f"559{chance.randrange(200_000, 999_999):06d}"
        doubled = [int(digit) * (2 - place % 2) for place, digit in enumerate(bare)]
        yield f"{bare}{-sum(digit // 10 + digit % 10 for digit in doubled) % 10}", f"Påhittade Företag {name} AB"


def _day(chance):
    return f"2024-{chance.randint(1, 12):02d}-{chance.randint(1, 28):02d}"


def ledger(path, rows):
    """All 15 columns of the national specification 1.1, one to four lines per voucher."""
    chance = random.Random(4)
    suppliers = list(organisations(chance, 1_500))
    written = 0
    with path.open("w", encoding="utf-8", newline="") as file:
        file.write(LEDGER)
        for voucher in count(24_000_001):
            number, name = chance.choice(suppliers)
            day, ground, contract = _day(chance), chance.choice(GROUNDS), chance.choice(CONTRACTS)
            for _ in range(min(chance.randint(1, 4), rows - written)):
                account = chance.randrange(4_000, 7_900)
                amount = f"{chance.randint(-100_000, 10_000_000) / 100:.2f}"
                file.write(
                    f"{BUYER},{voucher},{name},{number},{account},Konto {account},{amount},{day},"
                    f"{chance.choice(DEPARTMENTS)},F-{voucher % 1000},{ground},{contract},0180,"
                    f"{f'S{account}' if account % 3 else ''}\n"
                )
                written += 1
            if written == rows:
                return


def procurements(path, rows):
    """The 33 columns of the statistics export, one procurement a row."""
    chance = random.Random(5)
    buyers = list(organisations(chance, 400))
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        file.write(PROCUREMENTS)
        for row in range(rows):
            number, name = chance.choice(buyers)
            subject = chance.choice(SUBJECTS)
            flags = [chance.choice(FLAGS) for _ in range(9)]
            cells = [
                *("2024", name, number, "Kommun", "Kommunala bolag", "Aktiebolag", "P Utbildning"),
                *(chance.choice(SORTS), subject, subject, "", "", "", subject, chance.choice(LAWS), "True"),
                *(chance.choice(METHODS), chance.choice(("Ramavtal", "Kontrakt")), *flags, "Mercell Annonsdatabas"),
                *("False", f"MT{row}", f"Upphandling av påhitt, del {row}", _day(chance), "1"),
            ]
            file.write("; ".join(cells) + "\n")
