"""The rows of the contract catalogues among the mappings' examples, for ``build_examples``; every name is invented."""

from collections.abc import Sequence
from datetime import date

Row = Sequence[str | float | date | None]
Sheets = dict[str, list[Row]]

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
    ["23.3-9004-24:001", "Åkerbärets Konsult AB", "5599999017      ", "Resebyråtjänster", "",
     "2024-10-01", "2026-09-30", "2028-09-30"],
    ["23.3-9004-24:002", "Östanvinds Data AB", "5599999025      ", "Resebyråtjänster", "",
     "2024-10-01", "2026-09-30", "2028-09-30"],
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

# The headers of a fuller delivery.
GOTEBORG_FULL: list[Row] = [
    [
        "Avtalsnummer_Original", "Leverantörsnamn_Original", "Leverantör_Organisationsnummer_Original", "Avtalstyp",
        "Beställningsgrupp", "Delområden", "Startdatum_Avtal", "Slutdatum_Avtal", "Slutdatum_Avtal_Max",
        "Avtalsförlängning_Avtal", "Rangordning",
    ],
    ["PK9004-01", "Åkerbärets Spol AB", "559999-9017", "Ramavtal Påhittade Stad", "Spolning", "Staden - Brunnar",
     "2024-01-21 00:00:00", "2026-01-20 00:00:00", "2028-01-20 00:00:00", None, 1],
    ["PK9004-01", "Östanvinds Spol AB", "559999-9025", "Ramavtal Påhittade Stad", "Spolning", "Staden - Brunnar",
     "2024-01-21 00:00:00", "2026-01-20 00:00:00", "2028-01-20 00:00:00", "x", 2],
    ["PK9005-01", "Blåklintens Spol AB", "559999-9033", "Avrop från ramavtal", "Spolning", None,
     "2024-02-01 00:00:00", "2024-02-28 00:00:00", None, None, None],
    ["PK9006-01", "Ladans Drift AB", "559999-9041", "Löpande avtal", "Drift", None,
     "2020-01-01 00:00:00", "tills vidare", None, None, None],
]  # fmt: skip

_CATALOGUE = ["Diarie", "Kategori", "Varugrupp", "Fr.o.m.", "T.o.m.", "Leverantör", "Orgnr"]

# Current agreements on the one sheet, expired ones on the other; one agreement stands on both.
HUDDINGE: Sheets = {
    "Blad1": [
        _CATALOGUE,
        ["KS-2023/901", "Livsmedel", "Mejeri", _FIRST, _LAST, "Blåklintens Livsmedel AB ", "559999-9033"],
        ["KS-2023/901", "Livsmedel", "Färsk fisk", _FIRST, _LAST, "Ladans Fisk AB (f.d. Lagunens Fisk AB)",
         "5599999041"],
        ["KS-2022/902", "Bygg", "Måleri", "2022-06-01 00:00:00", "2026-05-31 00:00:00", "Testa Testssons Måleri",
         "19811228-9874"],
        ["KS-2022/902", "Bygg", "Måleri", "20220601", "20260531", "Åkerbärets Måleri AB", 5599999017],
        [None, "Bygg", "Golv", "2022-06-01", "2026-05-31", "Avtalet utan nummer AB", "559999-9058"],
    ],
    "Blad2": [
        _CATALOGUE,
        ["KS-2023/901", "Livsmedel", "Mejeri", "2019-05-01", "2023-04-30", "Blåklintens Livsmedel AB", "559999-9033"],
        ["KS-2018/903", "Papper", "Kopieringspapper", "2018-01-01", "2019-12-31", "Ångans Papper AB", "SAKNAS"],
    ],
}  # fmt: skip

_GROUPED = [*_CATALOGUE[:3], "Undergrupp", *_CATALOGUE[3:]]

# The same with product groups divided once more; an agreement without a last day.
HUDDINGE_GROUPED: Sheets = {
    "Blad1": [
        _GROUPED,
        ["UPP-904", "2. Bygg", "Tekniska konsulter", "E3", "2024-09-02", "2026-08-31", "Åkerbärets Konsult AB",
         "559999-9017"],
        ["UPP-904", "2. Bygg", "Tekniska konsulter", "E4", "2024-09-02", "2026-08-31", "Östanvinds Konsult AB",
         "559999-9025"],
        ["UPP-905", "Vård och omsorg", "Jourhem", "", "2024-01-07", "Tills vidare", "Familjehemmet Lönnen AB",
         "559999-9058"],
    ],
    "Blad2": [
        _GROUPED,
        ["UPP-903", "Vård och omsorg", "Jourhem", "x", "2019-01-07", "2023-01-05", "Blåklintens Vård AB",
         "559999-9033"],
    ],
}  # fmt: skip

_PAINT: Row = ["Påhittade kommun", "KS 2023-901", "Bygg", "Måleri", _FIRST, _LAST]
_LIMIT = "Gräns då konkurrensutsättning inträder 500000 kr"
_SIGNED = "Provia Provsson"

# Headers on row 4; kind of agreement, rank and limit in one free text; who signed, which must not come out.
E_AVROP: list[Row] = [
    ["Avtalsstatistik"],
    ["Urval: avtal som gäller någon gång 2020-01-01 - 2024-12-31"],
    [],
    ["Organisation", *_CATALOGUE, "Avtalsform", "Avtalstecknare"],
    [*_PAINT, "Åkerbärets Måleri AB", "559999-9017", f"Rangordnat avtal Rang:1 {_LIMIT}", _SIGNED],
    [*_PAINT, "Östanvinds Måleri AB", "559999-9025", f"Rangordnat avtal Rang:2 {_LIMIT}", _SIGNED],
    [*_PAINT, "Testa Testssons Måleri", "811228-9874", f"Rangordnat avtal Rang:3 {_LIMIT}", _SIGNED],
    ["Påhittade kommun", "KS 2023-901", "Bygg", "Golv", 20240101, 20271231, "Östanvinds Måleri AB", "559999-9025",
     "Rangordnat avtal Rang:1", _SIGNED],
    ["Påhittade kommun", "KS 2022-902", "Livsmedel", "Mejeri", "2022-01-01", "2023-12-31", "Blåklintens Livsmedel AB",
     "559999-9033", "Ramavtal och enstaka köp", "Grannkommunen"],
    ["Påhittade kommun", "KS 2022-902", "Livsmedel", "Mejeri", "2024-01-01", "2025-12-31", "Blåklintens Livsmedel AB",
     "559999-9033", "Ramavtal och enstaka köp", "Grannkommunen"],
    ["Påhittade kommun", "KS 2021-903", "Konsulter", "Arkitekter", "2021-01-01 00:00:00", "2024-12-31 00:00:00",
     "Ladans Arkitekter AB", "559999-9041", "Förnyad konkurrensutsättning", ""],
    ["Påhittade kommunalbolag AB", "KS 2021-903", "Konsulter", "Arkitekter", "2021-01-01", "2024-12-31",
     "Ladans Arkitekter AB", "559999-9041", "Enstaka köp", _SIGNED],
]  # fmt: skip

# Headers on row 2 of the second sheet; no numbers, the whole period in one cell.
MERCELL: Sheets = {
    "Blad1": [["Avtalsdatabasen", "2024-03-05"]],
    "Blad2": [
        ["Utdrag ur avtalsdatabasen 2024-03-05"],
        ["Avtal", "Leverantör", "Avtalstyp", "Avtalsperiod"],
        ["Lokalvård", "Åkerbärets Städ AB", "Ramavtal", "2023-05-01 - 2027-04-30"],
        ["Lokalvård", "Östanvinds Städ AB", "Ramavtal", "2023-05-01 - 2027-04-30"],
        ["Lokalvård", "Åkerbärets Städ AB", "Ramavtal", "2019-05-01 - 2023-04-30"],
        ["Fönsterputs_x000D_\n i skolor", "Ladans Puts AB", "Avrop från ramavtal", "2024-01-01 - 2024-12-31"],
        ["Skrivare", "[innehåller personuppgifter]", "Objektsavtal", "2022-01-01 - tills vidare"],
        ["Papper", "Ångans Papper AB", "0.0", "0.0"],
        ["Taxi", "Blåklintens Taxi AB", "Ramavtal", "2024-03-01 – 2026-02-28"],
        ["Flytt", "Ladans Flytt AB", "Ramavtal", "2024-03-01–2026-02-28"],
        ["Larm", "Östanvinds Larm AB", "Avtal", "2024-03-01 — Tills vidare"],
        ["Växter", "Åkerbärets Växt AB", "Avtal", "våren 2024"],
    ],
}  # fmt: skip

_NURSING = ["KH-901", "Ramavtal", "Sjukvårdsmaterial"]
_COUNTY = ["Påhittade region", "232100-9991"]
_OPTION: Row = [date(2024, 1, 1), date(2025, 12, 31), date(2026, 1, 1), date(2027, 12, 31)]

# The columns of the import template and one of the organisation's own; a framework agreement with two suppliers and a
# call-off, a contract that stands alone, an internal one.
CLOUDIA: list[Row] = [
    [
        "Kontraktshelhetens nummer", "Kontraktstyp*", "Kontraktsnamn*", "Kontraktsnummer", "Diarienummer",
        "Beskrivning av kontrakt", "Beställarens namn", "Beställarens ID", "Beställarens adress", "Leverantörens namn",
        "Leverantörens ID", "Leverantörens adress", "Kontraktsperiodens startdag", "Kontraktsperiodens slutdatum",
        "Optionsperiodens startdatum", "Optionsperiodens slutdatum", "Kontraktsstatus", "Kontraktsgrupp",
        "Internt kontrakt", "Publicera på skrivbordet", "Kontraktsvärde",
    ],
    [*_NURSING, "K-901-1", "RS 2023/901", "Handskar och\nplåster", *_COUNTY, "Storgatan 1", "Blåklintens Vård AB",
     "559999-9033", "Lillgatan 2", *_OPTION, "Aktiv", "Vård", "Nej", "Ja", 4000000],
    [*_NURSING, "K-901-2", "RS 2023/901", "", *_COUNTY, "Storgatan 1", "Testa Testssons Vård", "811228-9874",
     "Provgatan 3", *_OPTION, "Aktiv", "Vård", "Nej", "Ja", 1],
    ["KH-901", "Avrop från ramavtal", "Handskar till Provsjukhuset", "K-901-3", "RS 2024/17", "", *_COUNTY, "",
     "Blåklintens Vård AB", "559999-9033", "", date(2024, 2, 1), date(2024, 12, 31), None, None, "Aktiv", "Vård", "Nej",
     "Nej", 250000.5],
    ["", "Avtal", "Skrivare", "K-902", "", "", *_COUNTY, "", "Östanvinds Data AB", "LEV-17", "", "2020-01-01",
     "2022-12-31", "", "", "Avslutad", "IT", "Nej", "Nej", ""],
    ["KH-904", "Internt avtal", "Lokaler åt Provsjukhuset", "K-904", "RS 2024/18", "", *_COUNTY, "",
     "Påhittade region", "232100-9991", "", date(2024, 1, 1), "tills vidare", None, None, "Aktiv", "Lokaler", "Ja",
     "Nej", 120000],
    ["KH-901", *_NURSING[1:], "K-901-4", "RS 2023/901", "", *_COUNTY, "", "Ladans Vård AB", "559999-9041", "", *_OPTION,
     "Utkast", "Vård", "Nej", "Nej", None],
    ["KH-905", "Avtal", "Larm", "K-905", "RS 2024/19", "Stora hus", *_COUNTY, "", "Östanvinds Larm AB", "559999-9025",
     "", date(2024, 1, 1), "tills vidare", None, None, "Uppsagt", "", "Nej", "Nej", 90000],
    ["", "Avtal", "Mall för konsultavtal", "K-903", "", "", *_COUNTY, "", "Ladans Konsult AB", "559999-9041", "",
     "2020-01-01", "", "", "", "Mallar", "", "Ja", "Nej", ""],
]  # fmt: skip
