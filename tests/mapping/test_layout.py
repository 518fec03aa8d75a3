"""Fixed-width layouts in a mapping: read, refused with all their faults, and converted."""

from decimal import Decimal
from pathlib import Path

import pytest

import ocds_sv
from ocds_sv.errors import MappingError
from ocds_sv.mapping import Mapping

MAPPING = """
title: Konteringar
source:
  format: fixed
  records: K
  dates: ["%y%m%d"]
  missing: ["000000"]
  layout:
    L: {levnr: 2-6, orgnr: 7-16, namn: 17-36}
    H: {verifikation: 2-6, datum: 7-12, betald: 13-22}
    K: {konto: 3-7, belopp: 10-18, tecken: 19, text: 20-29}
    T: the totals of the file
values:
  signed: {from: ["{tecken}{belopp}", "{belopp}"]}
unmapped:
  levnr: internal
  text: free text
  K *: filler
release:
  ocid: "{$ocid_prefix}-{verifikation}-{konto}"
  date: {from: "{datum}", required: true}
  tag: [implementation]
  initiationType: tender
  parties:
    - {id: "SE-ON-{orgnr|orgnr}", name: "{namn}", roles: [payee]}
  contracts:
    - id: "{verifikation}"
      awardID: "{verifikation}"
      dateSigned: "{betald}"
      implementation:
        transactions:
          - {id: "{konto}", value: {amount: "{$signed|ore}", currency: SEK}}
"""

LINES = [
    "L000425560912148Åkerbärets Städ AB",
    "H100012401311799-12-31",
    "K 46001  000012345 januari",
    "K 46002  000000099-februari",
    "H100022402012024-02-03",
    "K 46003  000000001+mars",
    "H10003000000",
    "K 46004  000000002 april",
    "T00004",
]


@pytest.fixture
def mapping(tmp_path: Path) -> Path:
    path = tmp_path / "fast.yaml"
    path.write_text(MAPPING, encoding="utf-8")
    return path


def test_amounts_in_ore_signs_of_their_own_and_null_dates(mapping, tmp_path):
    source = tmp_path / "Konteringar för mars.txt"
    source.write_bytes("\r\n".join([*LINES, ""]).encode("iso-8859-1"))

    conversion = ocds_sv.convert(source, mapping, ocid_prefix="ocds-abc123")
    releases = list(conversion)

    contracts = [release["contracts"][0] for release in releases]
    amounts = [one["implementation"]["transactions"][0]["value"]["amount"] for one in contracts]
    assert amounts == [Decimal("123.45"), Decimal("-0.99"), Decimal("0.01")]
    assert [one.get("dateSigned", "")[:10] for one in contracts] == ["", "", "2024-02-03"]
    assert [release["date"][:10] for release in releases] == ["2024-01-31", "2024-01-31", "2024-02-01"]
    assert {release["parties"][0]["name"] for release in releases} == {"Åkerbärets Städ AB"}
    run = conversion.run
    assert (run.rows, run.converted, run.rejected) == (4, 3, 1)
    assert run.skipped == {"carried": 4, "left-out": 1}
    assert not run.unmapped


def test_what_no_field_has_is_counted(mapping, tmp_path):
    mapping.write_text(mapping.read_text(encoding="utf-8").replace("  K *: filler\n", ""), encoding="utf-8")
    source = tmp_path / "a.txt"
    source.write_text("\n".join([*LINES[:3], "K 46002xx000000099-februari"]) + "\n", encoding="utf-8")

    conversion = ocds_sv.convert(source, mapping)

    assert len(list(conversion)) == 2
    assert conversion.run.unmapped == {"K 8-9": 1}


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("tecken: 19", "tecken: 18", "source.layout.K.tecken: overlaps 'belopp'"),
        ("tecken: 19", "tecken: 19-", "source.layout.K.text: overlaps 'tecken'"),
        ("tecken: 19", "tecken: nitton", "source.layout.K.tecken: give characters as 3-12, 140 or 145-"),
        ("tecken: 19", "tecken: 9-8", "source.layout.K.tecken: give characters"),
        ("konto: 3-7", "konto: 1-7", "source.layout.K.konto: the line type stands there"),
        ("konto: 3-7", "orgnr: 3-7", "source.layout.K.orgnr: the name is there already"),
        ("T: the totals of the file", "T: {}", "source.layout.T: give fields, or the reason"),
        ("records: K", "records: K X", "source.records: the line type 'X' has no fields"),
        ("records: K", "records: T", "source.records: the line type 'T' has no fields"),
        ("format: fixed", "format: csv", "source.layout: a layout belongs to format: fixed"),
        ("records: K", "columns: {a: [a]}", "source: format: fixed has layout, not columns"),
        ("text: 20-29", "text: 20-29, mer: 30-", "source.columns.mer: the column is not used"),
    ],
)
def test_a_wrong_layout_is_refused_with_its_place(mapping, old, new, told):
    mapping.write_text(mapping.read_text(encoding="utf-8").replace(old, new), encoding="utf-8")

    with pytest.raises(MappingError) as raised:
        Mapping.load(mapping)

    assert told in raised.value.text("en")
    assert raised.value.text("sv") != raised.value.text("en")
