"""Separators are found by what they yield."""

from __future__ import annotations

import pytest
from hypothesis import given as forall
from hypothesis import settings
from hypothesis import strategies as st

from ocds_sv.sources.dialect import DELIMITERS, find_dialect
from ocds_sv.sources.spec import SourceSpec

ANY = SourceSpec()
WORDS = st.sampled_from(["konto", "Blå Ängen", "å", "Ek & Al", "x y z"])


@pytest.mark.parametrize("mark", DELIMITERS)
@settings(max_examples=30)
@forall(rows=st.lists(st.tuples(*[WORDS] * 4), min_size=2, max_size=30))
def test_each_separator_is_found(mark, rows):
    text = "\n".join(mark.join(row) for row in rows) + "\n"

    assert find_dialect(text, ANY, whole=True).delimiter == mark


def test_decimal_commas_are_no_separators():
    text = "namn;belopp;moms;summa\n" + "Ek;1234,50;308,63;1543,13\n" * 50

    assert find_dialect(text, ANY, whole=True).delimiter == ";"


def test_two_columns_with_decimal_commas_in_both():
    text = "a;b\n" + "1234,50;99,5\n" * 10

    assert find_dialect(text, ANY, whole=True).delimiter == ";"


def test_a_preamble_is_no_obstacle():
    text = "Leverantörsreskontra, januari, 2024\nUttag gjort, av ekonomi\n\n" + "a;b;c\n" + "1;2;3\n" * 20

    assert find_dialect(text, ANY, whole=True).delimiter == ";"


def test_the_declared_columns_decide_when_evenness_does_not():
    text = "id,x;belopp,y;z,w\n1,2;3,4;5,6\n"
    spec = SourceSpec(columns={"a": ("id",), "b": ("x;belopp",)})

    assert find_dialect(text, spec, whole=True).delimiter == ","


@pytest.mark.parametrize("line", ["sep=;", "SEP=;", '"sep=;"', "sep=;\r", "\ufeffsep=;"])
def test_the_sep_line_of_excel_is_believed(line):
    found = find_dialect(f"{line}\na,b;c,d\n1,2;3,4\n", ANY, whole=True)

    assert (found.delimiter, found.sep_line) == (";", True)


def test_the_sep_line_is_no_row(given):
    read = given("sep=|\nnamn|belopp\nEk|1\n")

    assert read.header == ("namn", "belopp")
    assert read.numbers == [2]
    assert read.facts["delimiter"] == "|"


def test_a_space_after_each_separator_is_no_part_of_the_cell(given):
    read = given('"År"; "Köpare"; "Antal"\n2021; "Ale kommun; norra"; 7\n')

    assert read.header == ("År", "Köpare", "Antal")
    assert read.records == [["2021", "Ale kommun; norra", "7"]]


def test_single_spaces_inside_cells_stay(given):
    assert given("a;b;c\n1; två;3\n4;5;6\n").records[0] == ["1", " två", "3"]


def test_one_column_is_a_table_too(given):
    assert given("namn\nEk\nAl\n").records == [["Ek"], ["Al"]]


def test_a_declared_delimiter_is_taken_as_it_is(given):
    assert given("a,b\n1,2\n", delimiter=";").header == ("a,b",)


def test_a_tab_separated_file_needs_no_suffix(given):
    read = given("a\tb\n1\t2\n", name="uttag.txt")

    assert read.records == [["1", "2"]]
    assert read.facts["delimiter"] == "tab"
