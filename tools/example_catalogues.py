"""The rows of the contract catalogues among the mappings' examples, for ``build_examples``; every name is invented."""

from collections.abc import Sequence
from datetime import date

Row = Sequence[str | float | date | None]

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

_FIRST, _LAST = date(2023, 5, 1), date(2027, 4, 30)

# Numbers as numbers, dates as Excel's and as text, 0.0 where there is nothing.
GOTEBORG: list[Row] = [
    [
        "Avtalsnummer_Original", "Leverantörsnamn_Original", "Leverantör_Organisationsnummer_Original",
        "Beställningsgrupp", "Delområden", "Startdatum_Avtal", "Slutdatum_Avtal", "Rangordning",
    ],
    ["9001/23", "Åkerbärets Städ AB", "559999-9017", "Städtjänster", "Centrum", _FIRST, _LAST, 1],
    ["9001/23", "Östanvinds Städ AB", 5599999025, "Städtjänster", "Centrum", _FIRST, _LAST, 2],
    ["9001/23", "Testa Testssons Städ", "811228-9874", "Städtjänster", "Centrum", _FIRST, _LAST, 3],
    ["9001/23", "Östanvinds Städ AB", 5599999025, "Städtjänster", "Hisingen_x000D_\n och öarna", _FIRST, _LAST, 1],
    ["9001/23", "Åkerbärets Städ AB", "559999-9017", "Städtjänster", "Hisingen_x000D_\n och öarna",
     "2024-01-01 00:00:00", "20261231", 2],
    [9002, "Blåklintens Livsmedel AB  ", "16559999-9033", "Livsmedel", 0.0, _FIRST, _LAST, 0.0],
    [9003, "Bolaget utan nummer", None, "Papper", "0.0", date(2022, 1, 1), "tills vidare", "0.0"],
]  # fmt: skip
