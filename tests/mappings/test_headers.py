"""Headers of real ledgers are recognised as the mapping that is made for them."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
import xlsxwriter

from ocds_sv.detection import detect

OWN = {
    "spec-1.1": "leverantorsreskontra",
    "ale": "leverantorsreskontra",
    "vgr": "vgr-rowstore",
    "openup": "leverantorsreskontra",
    "umea": "leverantorsreskontra",
    "boras": "boras-oppna-data",
    "goteborg": "goteborg-leverantorsfakturor",
    "orebro-2016": "orebro-leverantorsfakturor",
    "orebro-2018": "orebro-leverantorsfakturor",
    "huddinge": "huddinge-reskontra",
    "bjurholm": "bjurholm-reskontraoversikt",
}
"""Variant → mapping; the other variants belong to mappings yet to come."""


CATALOGUES = {
    "avropa-ramavtal": "Avtalsnummer;Leverantör;Organisationsnummer;Ramavtalsområde;Delområde;Giltig från;Giltig till;"
    "Max förl. till",
    "avtalskatalog-goteborg": "Avtalsnummer_Original;Leverantörsnamn_Original;Leverantör_Organisationsnummer_Original;"
    "Beställningsgrupp;Delområden;Startdatum_Avtal;Slutdatum_Avtal;Rangordning",
    "avtalskatalog-huddinge": "Diarie;Kategori;Varugrupp;Fr.o.m.;T.o.m.;Leverantör;Orgnr",
    "e-avrop-avtalsstatistik": "Organisation;Diarie;Kategori;Varugrupp;Fr.o.m.;T.o.m.;Leverantör;Orgnr;Avtalsform",
    "mercell-avtalsdatabas": "Avtal;Leverantör;Avtalstyp;Avtalsperiod",
    "cloudia-avtal": "Kontraktshelhetens nummer;Kontraktstyp;Kontraktsnamn;Kontraktsnummer;Leverantörens namn;"
    "Leverantörens ID;Kontraktsperiodens startdag;Kontraktsperiodens slutdatum",
}
"""Mapping → the headers of its source, those that every file has."""


@pytest.fixture(scope="module")
def variants(shared: Path) -> dict[str, dict[str, Any]]:
    path = shared / "sv/codelists/ledger_header_variants.json"
    if not path.is_file():
        pytest.skip("../shared/data/sv/codelists has no ledger_header_variants.json")
    return {row["id"]: row for row in json.loads(path.read_text(encoding="utf-8"))}


def written(header: list[str], variant: dict[str, Any], folder: Path) -> Path:
    """A file in the variant's format, whose name gives nothing away."""
    row = ["1" for _ in header]
    if variant["format"] == "xlsx":
        path = folder / "x.xlsx"
        with xlsxwriter.Workbook(path) as book:
            sheet = book.add_worksheet()
            sheet.write_row(0, 0, header)
            sheet.write_row(1, 0, row)
    elif variant["format"] == "rowstore-json":
        path = folder / "x.json"
        path.write_text(json.dumps({"results": [dict(zip(header, row, strict=True))]}), encoding="utf-8")
    else:
        path = folder / "x.csv"
        mark = variant.get("delimiter", ",")
        path.write_text(f"{mark.join(header)}\n{mark.join(row)}\n", encoding="utf-8")
    return path


@pytest.mark.parametrize("name", OWN)
def test_a_header_is_recognised_by_its_columns_alone(
    name: str, variants: dict[str, dict[str, Any]], tmp_path: Path
) -> None:
    variant = variants[name]
    header = variant.get("header") or variant.get("header_subset")
    if header is None:
        # Invoice or voucher number: a file has one of them.
        header = [column for column in variant["header_prefixes"] if column != "Verifikationsnummer"]
    best = detect(written(header, variant, tmp_path))[0]

    assert (best.name, best.missing) == (OWN[name], ())
    assert best.score > 0.9


@pytest.mark.parametrize("name", CATALOGUES)
def test_a_catalogue_is_recognised_by_its_columns_alone_and_fits_no_other(name: str, tmp_path: Path) -> None:
    best, *others = detect(written(CATALOGUES[name].split(";"), {"format": "csv", "delimiter": ";"}, tmp_path))

    assert (best.name, best.missing) == (name, ())
    assert best.score > 0.99
    assert [match.name for match in others if not match.missing] == (
        ["avtalskatalog-huddinge"] if name == "e-avrop-avtalsstatistik" else []
    )
