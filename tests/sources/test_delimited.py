"""Delimited text: every trap of Swedish exports, one test each."""

from __future__ import annotations

import csv
import hashlib
import io

import pytest
from hypothesis import given as forall
from hypothesis import strategies as st

from ocds_sv.errors import InputBroken, InputTooLarge
from ocds_sv.sources import Limits

CELL = st.text(alphabet=st.sampled_from('abåäö 1;,"\n\t|\u00a0'), max_size=8)


@forall(
    rows=st.lists(st.tuples(st.from_regex(r"[a-zåäö0-9]{1,5}", fullmatch=True), CELL, CELL), min_size=1, max_size=20),
    ending=st.sampled_from(["\n", "\r\n"]),
)
def test_whatever_the_csv_module_writes_is_read_back_exactly(reading, tmp_path_factory, rows, ending):
    path = tmp_path_factory.mktemp("csv") / "a.csv"
    buffer = io.StringIO()
    writer = csv.writer(buffer, delimiter=";", lineterminator=ending)
    writer.writerow(["namn", "text", "mer"])
    writer.writerows(rows)
    path.write_bytes(buffer.getvalue().encode())

    # The sum rule may take a last row away; an own last row makes sure that it is not one of these.
    with path.open("ab") as file:
        file.write(f"sist;x;y{ending}".encode())
    read = reading(path, delimiter=";")

    assert read.error is None
    assert [tuple(record) for record in read.records[:-1]] == rows
    assert all(type(cell) is str for record in read.records for cell in record)


def test_a_byte_order_mark_is_no_part_of_the_first_header(given):
    assert given("\ufeffkopare_id;belopp\n1;2\n".encode()).header == ("kopare_id", "belopp")
    assert given('"\ufeff""x""";b\n1;2\n'.encode()).header == ('"x"', "b")


def test_a_mark_inside_a_mark_is_removed_too(given):
    assert given(b"\xef\xbb\xbf" + "\ufeffkopare;b\n1;2\n".encode()).header == ("kopare", "b")


def test_title_rows_above_the_header_are_counted_as_preamble(given):
    read = given("Giltiga ramavtal 2026-10-05;;\n\nNamn;Nr;Datum\nEk;1;x\n")

    assert read.header == ("Namn", "Nr", "Datum")
    assert read.numbers == [4]
    assert read.streams[0].skipped == {"preamble": 1, "blank": 1}
    assert read.facts["header"] == "3"
    assert read.streams[0].title == "Giltiga ramavtal 2026-10-05"


def test_the_header_row_can_be_declared(given):
    read = given("x;y\nnamn;nr\nEk;1\n", header=2)

    assert read.header == ("namn", "nr")
    assert read.records == [["Ek", "1"]]


@pytest.mark.parametrize("header", [0, 9, -1])
def test_a_declared_header_row_that_is_not_there_is_refused(given, header):
    with pytest.raises(InputBroken) as caught:
        given("a;b\n1;2\n", header=header)

    assert str(header) in caught.value.text("sv")


def test_blank_rows_count_in_the_numbering_as_in_a_spreadsheet(given):
    read = given("a;b\n\n1;2\n;\n  ; \n3;4\n")

    assert read.numbers == [3, 6]
    assert read.streams[0].skipped["blank"] == 3


def test_a_line_break_inside_quotes_is_one_row(given):
    read = given('titel;frist;nr\n"Tak";"2019-09-30\nOm 9 dagar";7\nVägg;2020-01-01;8\n')

    assert read.records == [["Tak", "2019-09-30\nOm 9 dagar", "7"], ["Vägg", "2020-01-01", "8"]]
    assert read.numbers == [2, 3]
    assert not read.rules


def test_a_quote_that_swallows_rows_and_closes_again_is_reported(given):
    read = given('a;b;c\n1;2;"x\n3;4;5\n6;7;8"\n9;9;9\n')

    assert read.findings.counts["rows-inside-quotes"] == 1
    assert read.findings.examples["rows-inside-quotes"][0].place.row == 2


@pytest.mark.parametrize("before", [1, 30, 60, 3000])
def test_a_quote_that_never_closes_stops_at_its_row_after_the_rows_before(reading, tmp_path, before):
    path = tmp_path / "a.csv"
    path.write_text("a;b\n" + "1;2\n" * before + '3;"x\n' + "4;5\n" * 100, encoding="utf-8")

    read = reading(path)

    assert read.error.facts["key"] == "open-quote"
    assert read.error.facts["row"] == before + 2
    assert len(read.records) == before
    assert "100" in read.error.text("sv")


def test_the_extra_empty_column_gives_no_column_and_no_finding(given):
    read = given("datum;belopp;\n2018-01-01;5;\n2018-01-02;6;\n")

    assert read.header == ("datum", "belopp")
    assert read.records == [["2018-01-01", "5"], ["2018-01-02", "6"]]
    assert not read.rules


def test_a_filled_cell_beyond_the_header_is_reported_at_its_row(given):
    read = given("a;b\n1;2;3\n1;2;;4\n1;2;;\n")

    assert read.findings.counts["cells-beyond-header"] == 2
    assert [finding.place.row for finding in read.findings.examples["cells-beyond-header"]] == [2, 3]
    assert read.records == [["1", "2"]] * 3


def test_a_short_row_is_filled_and_reported(given):
    read = given("a;b;c\n1\n1;2;3\n")

    assert read.records[0] == ["1", "", ""]
    assert read.findings.examples["row-short"][0].facts == {"found": 1, "expected": 3}


def test_empty_and_repeated_headers_are_renamed_and_reported(given):
    read = given("Namn;;Namn;Nr\n1;2;3;4\n")

    assert read.header == ("Namn", "kolumn 2", "Namn (2)", "Nr")
    assert read.rules == {"header-empty", "header-repeated"}


def test_nul_characters_are_removed_and_counted(given):
    read = given(b"a;b\nx\0y;1\n\0\0z;2\n" + b"long enough;3\n" * 20)

    assert read.records[:2] == [["xy", "1"], ["z", "2"]]
    assert read.findings.counts["nul-characters"] == 3


def test_cells_keep_their_spaces_whatever_kind_they_are(given):
    cell = " 1\u00a0234\u202f567,50 "

    assert given(f"a;b\nx;{cell}\n").records == [["x", cell]]


@pytest.mark.parametrize("ending", ["\n", "\r\n", "\r"])
def test_every_line_ending_is_read(given, ending):
    assert given(ending.join(["a;b", "1;2", "3;4"])).records == [["1", "2"], ["3", "4"]]


def test_header_only_is_a_stream_without_records(given):
    read = given("a;b\n")

    assert read.header == ("a", "b")
    assert read.records == []
    assert read.rules == {"no-records"}


def test_the_file_is_identified_by_its_bytes(given, tmp_path):
    content = "a;b\n1;2\n".encode("utf-16")

    read = given(content)

    assert (read.files[0].size, read.files[0].sha256) == (len(content), hashlib.sha256(content).hexdigest())
    assert read.files[0].name == str(tmp_path / "in.csv")


def test_a_line_without_an_end_is_refused_before_it_is_in_memory(given):
    with pytest.raises(InputTooLarge):
        given(b"a;b\n" + b"x" * 60_000, limits=Limits(line=50_000))


def test_the_declared_columns_find_the_header(given):
    read = given("Rapport;A;B\nnamn;belopp;x\nEk;1;2\n", columns={"belopp": ("belopp",), "namn": ("namn",)})

    assert read.header == ("namn", "belopp", "x")


@pytest.mark.parametrize("last", ["Summa;;60", "Totalt:;;60", "SUMMA 2024;;", "Sum;3;60", ";Totalsumma;60"])
def test_a_last_row_that_calls_itself_a_sum_is_no_record(given, last):
    read = given(f"a;b;c\nEk;1;10\nAl;2;50\n{last}\n")

    assert len(read.records) == 2
    assert read.streams[0].skipped == {"sum-row": 1}
    assert read.findings.examples["sum-row"][0].place.row == 4


@pytest.mark.parametrize("last", ["Total Energi AB;2;50", "Summaryd Bygg;2;50", "Sumatra AB;;"])
def test_a_supplier_whose_name_begins_like_a_sum_is_a_record(given, last):
    assert len(given(f"a;b;c\nEk;1;10\n{last}\n").records) == 2


def test_a_sum_word_in_the_middle_is_a_record(given):
    assert len(given("a;b;c\nSumma;;10\nEk;1;10\n").records) == 2


def test_a_last_row_that_repeats_the_sum_is_no_record_when_the_column_is_named(given):
    columns = {"belopp": ("belopp",)}
    content = "namn;belopp\nEk;1 234,50\nAl;-34,50\nAsk;0,10\n;1 200,10\n"

    read = given(content, columns=columns, sum_row="belopp")

    assert len(read.records) == 3
    assert len(given(content.replace("200,10", "200,11"), columns=columns, sum_row="belopp").records) == 4
    assert len(given(content, columns=columns).records) == 4


def test_one_row_is_never_the_sum_of_one(given):
    assert len(given("n;belopp\nEk;5\nAl;5\n", columns={"belopp": ("belopp",)}, sum_row="belopp").records) == 2
