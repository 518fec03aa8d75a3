"""The traps of Swedish exports, each met from file to release."""

import re
from decimal import Decimal

import pytest
import xlsxwriter

import ocds_sv

MAPPING = """
source:
  columns:
    nr: [Nr]
    namn: [Namn]
    orgnr: [Orgnr]
    belopp: [Belopp]
    datum: [Datum]
    flagga: [Flagga]
  optional: [nr, namn, orgnr, belopp, datum, flagga]
  sum_row: belopp
  dates: ["%y%m%d", "%d/%m/%Y %H:%M %z"]
  missing: ["NULL", "1799-12-31", "0.0"]
params:
  day: {default: "2024-01-01"}
lookups:
  flag: {ja: "true", "1": "true", "true": "true", Ramavtal: "true", nej: "false", "0": "false", "false": "false"}
extensions: [techniques]
release:
  ocid: {from: ["{$ocid_prefix}-{nr|slug}", "{$ocid_prefix}-{@row}"]}
  date: {from: ["{datum}", "{@file|month}", "{$day}"]}
  tag: [contract]
  initiationType: tender
  tender:
    id: "{@row}"
    title: "{namn}"
    techniques: {hasFrameworkAgreement: {from: "{flagga}", lookup: flag}}
  parties:
    - id: {from: ["SE-ON-{orgnr|orgnr}", "VAT-{orgnr|foreign_vat}", "{namn|local_id}"]}
      name: "{namn}"
      identifier: {scheme: SE-ON, id: "{orgnr|orgnr}"}
      roles: [supplier]
  contracts:
    - {id: "{@row}", awardID: "{@row}", value: {amount: "{belopp}", currency: SEK}}
"""


@pytest.fixture
def mapping(tmp_path):
    path = tmp_path / "fällor.yaml"
    path.write_text(MAPPING, encoding="utf-8")
    return path


@pytest.fixture
def convert(mapping, tmp_path):
    """Releases and the run's account of a text as a file."""

    def run(text, *, encoding="utf-8", name="export å.csv", more=""):
        if more:
            mapping.write_text(MAPPING.replace("source:\n", f"source:\n  {more}\n"), encoding="utf-8")
        path = tmp_path / name
        path.write_bytes(text.encode(encoding) if isinstance(text, str) else text)
        conversion = ocds_sv.convert(path, mapping)
        return list(conversion), conversion.run

    return run


def titles(releases):
    return [release["tender"].get("title") for release in releases]


def amounts(releases):
    return [release.get("contracts", [{}])[0].get("value", {}).get("amount") for release in releases]


def parties(releases):
    return [release["parties"][0]["id"] if "parties" in release else None for release in releases]


def test_trap_a_byte_order_mark_in_the_first_header(convert):
    assert titles(convert("Namn;Belopp\nA;1\n", encoding="utf-8-sig")[0]) == ["A"]


def test_trap_a_byte_order_mark_inside_the_first_json_key(convert):
    assert titles(convert('[{"\ufeffNamn": "A", "Belopp": "7"}]', name="a.json")[0]) == ["A"]


@pytest.mark.parametrize("separator", [";", ",", "\t", "; ", ", "])
def test_trap_the_separator_is_found_also_with_a_space_after_it(convert, separator):
    text = "\n".join(separator.join(row) for row in (("Namn", "Nr", "Datum"), ("A", "1", "2024-02-01"))) + "\n"

    releases, _ = convert(text)

    assert (titles(releases), releases[0]["date"][:10]) == (["A"], "2024-02-01")


@pytest.mark.parametrize("text", ["1 234,50", "1\u00a0234,50", "1\u202f234,50", "1.234,50", "1234.50", "1234,5 kr"])
def test_trap_thousands_and_decimals_the_swedish_way(convert, text):
    assert amounts(convert(f"Namn;Belopp\nA;{text}\nB;7\n")[0])[0] == Decimal("1234.50")


@pytest.mark.parametrize("encoding", ["cp1252", "latin-1", "utf-8", "utf-16", "cp850", "mac_roman"])
def test_trap_other_encodings_are_found(convert, encoding):
    assert titles(convert("Namn;Nr\nÅkerbärets Städ på Östermalm;1\n", encoding=encoding)[0]) == [
        "Åkerbärets Städ på Östermalm"
    ]


def test_trap_a_title_above_the_header_and_a_sum_below(convert):
    releases, run = convert("Avtal 2024-01-01;;\n;;\nNamn;Belopp;Nr\nA;10;1\nB;5;2\nSumma;15;\n")

    assert titles(releases) == ["A", "B"]
    assert run.skipped["sum-row"] == 1


def test_trap_a_sum_without_a_word_is_known_by_its_amount(convert):
    releases, _ = convert("Namn;Belopp;Nr\nA;10,50;1\nB;5,25;2\n;15,75;\n")

    assert titles(releases) == ["A", "B"]


def test_trap_an_empty_extra_column_is_no_loss(convert):
    releases, run = convert("Namn;Belopp;\nA;10;\nB;20;\n")

    assert titles(releases) == ["A", "B"]
    assert not run.unmapped


def test_trap_columns_in_any_order(convert):
    first, _ = convert("Namn;Nr\nA;1\n")
    second, _ = convert("Nr;Namn\n1;A\n")

    assert titles(first) == titles(second) == ["A"]


@pytest.mark.parametrize("suffix", ["csv", "xlsx"])
def test_trap_columns_known_only_by_position(mapping, tmp_path, suffix):
    columns = "nr: '1', namn: '2', orgnr: '3', belopp: '4', datum: '5', flagga: '6'"
    text = re.sub(r"  columns:\n(    .+\n)+", f"  header: none\n  columns: {{{columns}}}\n", MAPPING)
    mapping.write_text(text, encoding="utf-8")
    rows = [
        ["1", "Åkerbärets Städ AB", "559999-9017", "10,50"],
        ["2", "Östanvinds El AB", "", "20", "2024-02-03", "ja"],
    ]
    path = tmp_path / f"export.{suffix}"
    if suffix == "csv":
        path.write_text("\n".join(";".join(row) for row in rows), encoding="utf-8")
    else:
        with xlsxwriter.Workbook(path) as book:
            sheet = book.add_worksheet()
            for number, row in enumerate(rows):
                sheet.write_row(number, 0, row)

    conversion = ocds_sv.convert(path, mapping)
    releases = list(conversion)

    assert titles(releases) == ["Åkerbärets Städ AB", "Östanvinds El AB"]
    assert amounts(releases) == [Decimal("10.50"), Decimal(20)]
    assert (conversion.run.rows, conversion.run.rejected) == (2, 0)
    assert "cells-beyond-header" not in {rule.id for rule in conversion.run.findings.ordered()}


def test_trap_spaces_at_the_ends_of_ids_names_and_flags(convert):
    releases, _ = convert("Namn;Orgnr;Flagga\n  A AB  ;5560912148      ;Ramavtal \n")

    assert titles(releases) == ["A AB"]
    assert parties(releases) == ["SE-ON-556091-2148"]
    assert releases[0]["tender"]["techniques"] == {"hasFrameworkAgreement": True}


def test_trap_line_breaks_inside_a_cell(convert, mapping, tmp_path):
    releases, _ = convert('Namn;Nr\n"A\nAB";1\nB;2\n')
    with xlsxwriter.Workbook(tmp_path / "b.xlsx") as book:
        page = book.add_worksheet()
        for row, cells in enumerate((("Namn_x000D_", "Nr"), ("A_x000D_\nAB", 1))):
            page.write_row(row, 0, cells)

    assert [" ".join(title.split()) for title in titles(releases)] == ["A AB", "B"]
    (from_book,) = ocds_sv.convert(tmp_path / "b.xlsx", mapping)
    assert from_book["tender"]["title"].split() == ["A", "AB"]


def test_trap_a_filler_of_zero_is_empty_where_the_mapping_says_so(convert):
    releases, run = convert("Namn;Nr\n0.0;1\nA;2\n")

    assert ["tender" in release for release in releases] == [False, True]
    assert not run.unmapped


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("2016-03-15", "2016-03-15"),
        ("20160315", "2016-03-15"),
        ("160315", "2016-03-15"),
        ("201603", "2016-03-31"),
        ("15/03/2016 10:30 +02:00", "2016-03-15"),
        ("2016-03-15 00:00:00", "2016-03-15"),
        ("1799-12-31", "2024-01-01"),
    ],
)
def test_trap_dates_in_every_form(convert, text, day):
    releases, run = convert(f"Namn;Datum\nA;{text}\n")

    assert releases[0]["date"][:7] == day[:7]
    assert "not-a-date" not in run.findings.counts


def test_trap_dates_of_excel(mapping, tmp_path):
    from datetime import date

    with xlsxwriter.Workbook(tmp_path / "d.xlsx") as book:
        page = book.add_worksheet()
        page.write_row(0, 0, ("Namn", "Datum"))
        page.write_row(1, 0, ("A",))
        page.write_datetime(1, 1, date(2016, 3, 15), book.add_format({"num_format": "yyyy-mm-dd"}))

    (release,) = ocds_sv.convert(tmp_path / "d.xlsx", mapping)

    assert release["date"].startswith("2016-03-15")


@pytest.mark.parametrize("name", ["leverantorsfakturor-201603.csv", "Utbetalningar 2016-03.csv"])
def test_trap_the_month_stands_only_in_the_name_of_the_file(convert, name):
    releases, _ = convert("Namn;Nr\nA;1\n", name=name)

    assert releases[0]["date"].startswith("2016-03")


@pytest.mark.parametrize(
    ("text", "party"),
    [
        ("556091-2148", "SE-ON-556091-2148"),
        ("5560912148", "SE-ON-556091-2148"),
        ("165560912148", "SE-ON-556091-2148"),
        ("16556091-2148", "SE-ON-556091-2148"),
        ("SE556091214801", "SE-ON-556091-2148"),
        (" 556091-2148   ", "SE-ON-556091-2148"),
        ("DK12345678", "VAT-DK12345678"),
    ],
)
def test_trap_numbers_of_organisations_in_every_form(convert, text, party):
    assert parties(convert(f"Namn;Orgnr\nA;{text}\n")[0]) == [party]


@pytest.mark.parametrize("text", ["NULL", "SAKNAS", "", "556091-2148/556012-5790", "556091-2148, 556012-5790"])
def test_trap_no_number_or_several_gives_an_id_of_its_own_and_no_wrong_one(convert, text):
    (party,) = parties(convert(f"Namn;Orgnr\nA;{text}\n")[0])

    assert "556" not in party
    assert not party.startswith("SE-ON")


@pytest.mark.parametrize("number", ["811228-9874", "811228+9874", "198112289874", "8112289874", "19811228-9874"])
def test_trap_a_sole_trader_is_withheld_and_its_name_with_it(convert, number):
    releases, run = convert(f"Namn;Orgnr\nAnna Andersson;{number}\n")

    told = str(releases) + str(run.json())
    assert "Andersson" not in told
    assert "811228" not in told
    assert run.withheld["party-withheld"] == 1


@pytest.mark.parametrize(
    "mask",
    ["[innehåller personuppgifter]", "[Kan innehålla personuppgifter]", "*****", "ANONYMERAD", "Personuppgift"],
)
def test_trap_two_masked_suppliers_are_not_one(convert, mask):
    releases, _ = convert(f"Namn;Nr\n{mask};1\n{mask};2\n")

    first, second = parties(releases)
    assert first != second


def test_trap_a_person_named_in_a_text_is_withheld_there_too(convert):
    releases, _ = convert("Namn;Orgnr;Nr\nAnna Andersson;811228-9874;1\n")

    assert "Andersson" not in str(releases[0]["tender"])


@pytest.mark.parametrize(
    ("text", "amount"),
    [
        ("-100,00", "-100.00"),
        ("\u2212100", "-100"),
        ("100-", "-100"),
        ("1234.5600000000001", "1234.56"),
        ("0,1 mkr", "100000"),
    ],
)
def test_trap_credits_signs_and_noise_of_floats(convert, text, amount):
    assert amounts(convert(f"Namn;Belopp\nA;{text}\nB;7\n")[0])[0] == Decimal(amount)


def test_trap_amounts_in_ore_and_placeholders_are_functions_of_the_mapping():
    from ocds_sv.mapping.functions import FUNCTIONS
    from ocds_sv.sweden.faults import ValueFault

    assert FUNCTIONS["ore"].call("12345-") == Decimal("-123.45")
    with pytest.raises(ValueFault):
        FUNCTIONS["amount"].call("1")


def test_trap_the_same_number_on_many_rows_is_one_process(convert):
    text = "Nr;Namn;Belopp\n17;A;1\n17;B;2\n18;C;3\n"

    apart, _ = convert(text)
    together, run = convert(text, more='group: "{nr}"')

    assert len(apart) == 3
    assert len(together) == 2
    assert run.findings.counts["group-values-differ"] > 0


@pytest.mark.parametrize(
    ("text", "flag"), [("Ja", True), ("1", True), ("True", True), ("Nej", False), ("0", False), ("false", False)]
)
def test_trap_three_spellings_of_yes_and_no(convert, text, flag):
    assert convert(f"Namn;Flagga\nA;{text}\n")[0][0]["tender"]["techniques"] == {"hasFrameworkAgreement": flag}


@pytest.mark.parametrize(("buyer", "number"), [("2120009994", "212000-9994"), ("Påhittade kommun", None)])
def test_trap_kopare_is_a_number_or_a_name(tmp_path, buyer, number):
    header = "kopare;faktura_nr;leverantor;leverantor_id;konto_nr;konto_text;belopp;datum"
    path = tmp_path / "open-up.csv"
    path.write_text(f"{header}\n{buyer};1;A AB;5560912148;4600;Köp;10;2024-01-02\n", encoding="utf-8")

    releases = list(ocds_sv.convert(path, "leverantorsreskontra", buyer_id="212000-9994"))

    party = next(party for party in releases[0]["parties"] if "buyer" in party["roles"])
    assert party["identifier"]["id"] == "212000-9994"
    assert (party.get("name") == buyer) is (number is None)


def test_trap_words_for_nothing_known_are_nothing(tmp_path):
    from ocds_sv.mapping.functions import FUNCTIONS

    assert FUNCTIONS["known"].call("Uppgift saknas") == ""
    assert FUNCTIONS["cpv"].call("00000000 Uppgift saknas") == ""
