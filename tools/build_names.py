"""
Writes ``schemas/ocds/texts/names.csv``: what countries, currencies and languages are called in Swedish and English.

    python -m pip install babel
    python tools/build_names.py

The names are those of Unicode CLDR, which babel carries; babel is needed for this alone, so keep it out of the
environment that you work in. A code without a name in CLDR keeps the one that a person has written in the file.
"""

from __future__ import annotations

import csv
import sys
from pathlib import Path

OCDS = Path(__file__).resolve().parents[1] / "schemas" / "ocds"
TARGET = OCDS / "texts" / "names.csv"
COLUMNS = ("codelist", "code", "title_sv", "title_en")

LISTS = {
    "country": (OCDS / "extensions" / "countryCode" / "codelists" / "country.csv", "territories"),
    "currency": (OCDS / "1.1.5" / "codelists" / "currency.csv", "currencies"),
    "language": (OCDS / "extensions" / "documentation_details" / "codelists" / "language.csv", "languages"),
}
"""Codelist → where its codes stand, and what babel calls the names."""

Row = dict[str, str]


def rows(path: Path) -> list[Row]:
    """The rows of a CSV file, none when it does not exist."""
    if not path.is_file():
        return []
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def named(by_hand: dict[tuple[str, str], Row]) -> list[Row]:
    """Every code with both names, in the order of the codelists' files."""
    from babel import Locale  # noqa: PLC0415 - the tests read this module without babel

    swedish, english = Locale("sv"), Locale("en")
    found = []
    for codelist, (path, kind) in LISTS.items():
        sv, en = getattr(swedish, kind), getattr(english, kind)
        for code in dict.fromkeys(row["code"] for row in rows(path)):
            row = by_hand.get((codelist, code), {})
            if code in sv and code in en:
                row = {"codelist": codelist, "code": code, "title_sv": sv[code], "title_en": en[code]}
            if not row:
                raise SystemExit(f"{codelist} {code}: CLDR has no name in both languages; write one in {TARGET.name}")
            found.append(row)
    return found


def main() -> None:
    """Write the file anew."""
    found = named({(row["codelist"], row["code"]): row for row in rows(TARGET)})
    with TARGET.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, COLUMNS, lineterminator="\n")
        writer.writeheader()
        writer.writerows(found)
    sys.stdout.write(f"{len(found)} names in {TARGET}\n")


if __name__ == "__main__":
    main()
