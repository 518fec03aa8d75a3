"""The rows of the contract catalogues among the mappings' examples, for ``build_examples``; every name is invented."""

from collections.abc import Sequence
from datetime import date, datetime

Row = Sequence[str | float | date | datetime | None]

_CONSULTING = "IT-konsulttjänster"
_SYSTEMS = "Region Norr / Systemutveckling"
_OFFICES = "Län / Övrigt / Kontor"

# All cells are text, numbers are padded.
AVROPA: list[Row] = [
    ["Giltiga ramavtal 2026-10-05"],
    [
        "Avtalsnummer", "Leverantör", "Organisationsnummer", "Ramavtalsområde", "Delområde", "Giltig från",
        "Giltig till", "Max förl. till",
    ],
    ["23.3-9001-2024-001", "Åkerbärets Konsult AB", "5599999017      ", _CONSULTING, _SYSTEMS,
     "2025-01-01", "2026-12-31", "2028-12-31"],
    ["23.3-9001-2024-001", "Åkerbärets Konsult AB", "5599999017      ", _CONSULTING, "Region Norr / Projektledning",
     "2025-03-01", "2026-12-31", "2028-12-31"],
    ["23.3-9001-2024-002", "Östanvinds Data AB (f.d. Nordanvinds Data AB)", "5599999025      ", _CONSULTING, _SYSTEMS,
     "2025-01-01", "2026-12-31", "2028-12-31"],
    ["23.3-9001-2024-003", "Esimerkki Testi Oy", "FI99999028      ", _CONSULTING, _SYSTEMS,
     "2025-01-01", "2026-12-31", ""],
    ["23.3-9002-2023", "Blåklintens Möbler AB", "5599999033      ", "Möbler och inredning", "",
     "2024-06-01", "2026-11-30", ""],
    ["23.3-9003-2025-001", "Ladans_x000D_\n Städ AB ", "5599999041      ", "Städtjänster", _OFFICES,
     "2025-09-01", "2027-08-31", "2029-08-31"],
    ["23.3-9003-2025-002", "Testa Testssons Städ", "8112289874      ", "Städtjänster", _OFFICES,
     "2025-09-01", "2027-08-31", "2029-08-31"],
]  # fmt: skip
