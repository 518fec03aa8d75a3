"""
Write the workbooks among the mappings' examples: the same bytes each time.

    python tools/build_examples.py [FOLDER]

The text files among the examples are written by hand. Every name is invented; personal numbers are published test
numbers.
"""

import sys
from datetime import UTC, date, datetime
from pathlib import Path

import xlsxwriter
import xlwt
from example_catalogues import (
    AVROPA,
    CLOUDIA,
    E_AVROP,
    GOTEBORG,
    GOTEBORG_FULL,
    HUDDINGE_GROUPED,
    MERCELL,
    Row,
    Sheets,
)
from example_catalogues import HUDDINGE as HUDDINGE_CATALOGUE

MAPPINGS = Path(__file__).resolve().parents[1] / "mappings"
CREATED = datetime(2020, 1, 1, tzinfo=UTC)
MASK = "[innehåller personuppgifter]"
PERHAPS = "[Kan innehålla personuppgifter]"

CITY = ("Påhittade stad", "212000-9994")
SCHOOLS = "BGY Gymnasienämnd"

BORAS: list[Row] = [
    ["Öppna data 2024, leverantörsfakturor", None, None, None, None, None, None],
    [],
    ["kopare", "kopare_id", "leverantor", "leverantor_id", "belopp", "datum", "Okänd kolumn 7"],
    [*CITY, "Åkerbärets Städ AB", "559999-9017", 1250.1000000000001, date(2024, 1, 15), 1],
    [*CITY, "Åkerbärets Städ AB ", "559999-9017", 33.779999999999994, date(2024, 1, 15), 2],
    [*CITY, MASK, MASK, 900, date(2024, 1, 16), 3],
    [*CITY, MASK, MASK, 450.5, date(2024, 1, 17), 4],
    [*CITY, PERHAPS, PERHAPS, -450.5, date(2024, 1, 17), 5],
    [*CITY, "Östanvinds El AB", 5599999025, 0.005, date(2024, 1, 19), 6],
    ["Summa", None, None, None, 2183.885, None, None],
]  # fmt: skip

BJURHOLM_COLUMNS = 89
BJURHOLM_KNOWN = {5: "Organisationsnr", 6: "Levnamn", 40: "Fakturabelopp", 52: "Fakturadatum"}
BJURHOLM: list[tuple[str | float | None, str, float, date]] = [
    ("559999-9017", "Åkerbärets Städ AB", 1250, date(2024, 3, 1)),
    ("559999-9017", "Åkerbärets Städ AB", 99.9, date(2024, 3, 1)),
    (5599999025, "Östanvinds El AB  ", -450.5, date(2024, 3, 4)),
    ("811228-9874", "Testa Testssons Måleri", 4200, date(2024, 3, 5)),
    (None, "Prövobolaget HB", 12761.37, date(2024, 3, 6)),
]

OREBRO_2016: list[Row] = [
    ["RN1/FÖRVALTNING", "LEVERANTÖR", "ORGANISATIO", "FAKT NR", "KONTO", "UTFALL"],
    ["VVV Vårdnämnd", "Blåklintens Livsmedel AB  ", "559999-9033", 63000001, "45101 Livsmedel", 9632],
    ["VVV Vårdnämnd", "Blåklintens Livsmedel AB", "559999-9033", 63000001, "45102 Förpackningar", 12.344999999999999],
    [SCHOOLS, "Testa Testssons Måleri", "811228-9874", 63000002, "46362 Köp målning", 4200],
    [SCHOOLS, "Samordna Samordnings Snickeri", "701063-2391", 63000003, "46362 Köp målning", 1500.5],
    [SCHOOLS, "Prövobolaget HB ", "NULL", 63000004, "70102 Köp resor", 12761.37],
    [SCHOOLS, "Föreningen Lärk & Trast", "SAKNAS", 63000005, "70102 Köp resor", 80],
    ["TN Teknisk nämnd", "Tvillingbolagen AB", "556016-0680/556103-4249", 63000006, "61400 Reparation", 5000],
    ["TN Teknisk nämnd", "Tvillingbolagen AB", "556016-0680, 556103-4249", 63000007, "61400 Reparation", -5000],
    ["TN Teknisk nämnd", "Prøve Test A/S", "DK12345674", 63000008, "61400 Reparation", 750],
    ["TN Teknisk nämnd", "Felskrivna AB", "556016-0681", 63000009, "61400 Reparation", 1],
    ["TN Teknisk nämnd", "Felskrivna AB", None, 63000010, "61400 Reparation", 2.675],
]  # fmt: skip

OREBRO_2018: list[Row] = [
    ["datum", "forvaltning", "leverantor", "leverantor_id", "faktura_nr", "konto", "belopp", None],
    ["2018-02-28", SCHOOLS, "Åkerbärets Städ AB", "559999-9017", 71000001, "60650 Städtjänster", 1000.1, None],
    ["2018-02-28", SCHOOLS, "Åkerbärets Städ AB", "559999-9017", 71000001, "60650 Städtjänster", 1000.1, None],
    ["2018-02-28", SCHOOLS, PERHAPS, PERHAPS, 71000002, "46362 Köp målning", 300, None],
    ["2018-02-27", "TN Teknisk nämnd", "Östanvinds El AB", "559999-9025", 71000003, "61400 Reparation", -125.5, ""],
]  # fmt: skip

HUDDINGE: list[Row] = [
    ["Period", "Ver.datum", "Organisationsnr.", "Lev.nr(T)", "Konto(T)", "Ansvar(T)", "Belopp", "Okänd kolumn 8"],
    [202401, date(2024, 1, 15), "559999-9017", "Åkerbärets Städ AB ", "Städning", "Förskolor", 1250.1000000000001, "x"],
    [202401, date(2024, 1, 15), "559999-9017", "Åkerbärets Städ AB", "Putsning", "Förskolor", 33.779999999999994, "x"],
    [202401, date(2024, 1, 15), 5599999025, "Östanvinds El AB", "El", "Idrott", 900, "x"],
    [202402, date(2024, 2, 1), "559999-9025", "Östanvinds El AB", "El", "Idrott", -450.5, "x"],
    [202402, None, "DK12345674", "Prøve Test A/S", "Resor", "Idrott", 80, "x"],
    [202402, date(2024, 2, 2), "811228-9874", "Testa Testssons Måleri", "Målning", "Förskolor", 4200, "x"],
    [202402, date(2024, 2, 3), None, "Föreningen Lärk & Trast", "Bidrag", "Idrott", 500, "x"],
    ["Summa", None, None, None, None, None, 6513.38, None],
]  # fmt: skip

UHM_HEADER = [
    "År",
    "Namn för köpare",
    "Organisationsnummer för köpare",
    "Sektor för köpare",
    "Delsektor för köpare",
    "Juridisk form för köpare",
    "SNI-Avdelning för köpare",
    "Upphandlingsslag",
    "CPV-Huvudgrupp",
    "CPV-Grupp",
    "CPV-Undergrupp",
    "CPV-Kategori",
    "CPV-Underkategori",
    "Huvudsaklig CPV-kod",
    "Rättslig grund",
    "Direktivstyrd",
    "Förfarande",
    "Typ av avtal",
    "Dynamiskt inköpssystem",
    "Elektronisk auktion",
    "Anbudsområden",
    "Samordnad upphandling",
    "Miljömässigt hållbar upphandling",
    "Socialt hållbar upphandling",
    "Innovationsupphandling",
    "Reserverad upphandling",
    "Reserverat genomförande",
    "Annonsdatabas",
    "Överprövad",
    "Upphandlings-ID",
    "Upphandlingens titel",
    "Publiceringsdatum",
]
CLEANING = "90910000 Städning"
BUYER = ["PÅHITTADE KOMMUN", "2120009994", "Kommun", "Kommun", "Kommuner", "P Utbildning"]
DIVISIONS = ["90000000 Avlopps- och avfallshantering", "90900000 Städning och renhållning", CLEANING, "", ""]


def uhm_row(number: str, title: str, day: str, **changes: str) -> list[str | float | date | None]:
    """A row of the 32 columns that the statistics exports share, with ``changes`` by column name."""
    cells = [
        "2021", *BUYER, "Tjänster", *DIVISIONS, CLEANING, "Direktiv 2014/24/EU", "True", "Öppet förfarande", "Ramavtal",
        "False", "False", "False", "False", "True", "", "", "False", "False", "Mercell Annonsdatabas", "False",
        number, title, day,
    ]  # fmt: skip
    named = dict(zip(UHM_HEADER, cells, strict=True)) | changes
    return [2021, *(named[name] for name in UHM_HEADER[1:])]


def contracted_value() -> list[Row]:
    """The export of contracted values, with placeholders and a framework's ceiling."""
    return [
        [*UHM_HEADER, "Kontrakterat värde, Summa"],
        [*uhm_row("MT9001", "Lokalvård", "2021-01-04"), 4000000],
        [*uhm_row("MT9002", "Fönsterputs", "2021-01-05"), 1],
        [*uhm_row("MT9003", "Storstädning", "2021-01-06"), 0],
        [*uhm_row("KA9001", "Sanering", "2021-01-07", **{"Typ av avtal": "Kontrakt"}), 150000.5],
    ]


def bjurholm() -> list[Row]:
    """The overview with its 89 columns, of which four have a known name."""
    places = range(1, BJURHOLM_COLUMNS + 1)
    rows: list[Row] = [[BJURHOLM_KNOWN.get(place, f"Okänd kolumn {place}") for place in places]]
    for number, invoice in enumerate(BJURHOLM, 1):
        cells = dict(zip(BJURHOLM_KNOWN, invoice, strict=True))
        rows.append([cells.get(place, number if place in {1, BJURHOLM_COLUMNS} else None) for place in places])
    return rows


def tables() -> dict[str, Sheets]:
    """Path below ``mappings`` → sheets."""
    return {
        "huddinge-reskontra/examples/huddinge-2024.xlsx": {"Blad1": HUDDINGE},
        "bjurholm-reskontraoversikt/examples/reskontraoversikt.xlsx": {"Sheet0": bjurholm()},
        "boras-oppna-data/examples/oppna-data-2024.xlsx": {"Blad1": BORAS},
        "avropa-ramavtal/examples/alla-giltiga-ramavtal.xlsx": {"Sheet1": AVROPA},
        "avtalskatalog-goteborg/examples/avtalskatalog.xlsx": {"Blad1": GOTEBORG},
        "avtalskatalog-goteborg/examples/avtalskatalog-2024-03-05.xlsx": {"Blad1": GOTEBORG_FULL},
        "avtalskatalog-huddinge/examples/Avtalskatalogen.xlsx": HUDDINGE_CATALOGUE,
        "avtalskatalog-huddinge/examples/Avtalskatalogen 2024-03-05.xlsx": HUDDINGE_GROUPED,
        "cloudia-avtal/examples/kontrakt-2024-03-05.xlsx": {"Kontrakt": CLOUDIA},
        "e-avrop-avtalsstatistik/examples/Avtalsstatistik_20240305.xls": {"Statistik": E_AVROP},
        "mercell-avtalsdatabas/examples/Avtalsdatabasen 20240305.xlsx": MERCELL,
        "orebro-leverantorsfakturor/examples/orebro-leverantorsfakturor-2016-03.xlsx": {"Blad2": OREBRO_2016},
        "orebro-leverantorsfakturor/examples/orebro-2018.xlsx": {"Blad1": OREBRO_2018},
        "uhm-upphandlingar/examples/contracted_value.xlsx": {"Kontrakterat värde, Summa": contracted_value()},
    }


def write_xlsx(path: Path, sheets: Sheets) -> None:
    """Write a workbook."""
    with xlsxwriter.Workbook(path) as book:
        # Without this the moment of writing would stand in the file.
        book.set_properties({"created": CREATED})
        days = book.add_format({"num_format": "yyyy-mm-dd"})
        for sheet, rows in sheets.items():
            table = book.add_worksheet(sheet)
            for number, row in enumerate(rows):
                for column, cell in enumerate(row):
                    if isinstance(cell, date):
                        table.write_datetime(number, column, cell, days)
                    elif cell is not None:
                        table.write(number, column, cell)


def write_xls(path: Path, sheets: Sheets) -> None:
    """Write a workbook of Excel 97–2003."""
    book = xlwt.Workbook(encoding="utf-8")
    days = xlwt.easyxf(num_format_str="yyyy-mm-dd")
    for sheet, rows in sheets.items():
        table = book.add_sheet(sheet)
        for number, row in enumerate(rows):
            for column, cell in enumerate(row):
                if isinstance(cell, date):
                    table.write(number, column, cell, days)
                elif cell is not None:
                    table.write(number, column, cell)
    book.save(str(path))


def main() -> None:
    """Write them all below the folder given, or among the mappings."""
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else MAPPINGS
    for name, sheets in tables().items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        (write_xls if path.suffix == ".xls" else write_xlsx)(path, sheets)
        print(path)


if __name__ == "__main__":
    main()
