"""Columns are found by name and alias, never by position."""

from __future__ import annotations

import pytest

from ocds_sv.errors import MissingColumns
from ocds_sv.findings import Findings, Place
from ocds_sv.sources import SourceSpec, match_score, resolve_columns, unclaimed
from ocds_sv.sources.columns import find_header, normal, unique_headers

HERE = Place("avtal.xlsx", "Avtal")
SPEC = SourceSpec(
    columns={
        "belopp": ("belopp", "nettobelopp", "Belopp*"),
        "datum": ("datum", "bokforingsdatum"),
        "avtal": ("avtal",),
    },
    optional=frozenset({"avtal"}),
)


@pytest.mark.parametrize(
    "header",
    [
        "belopp",
        "BELOPP",
        " Belopp ",
        "\ufeffbelopp",
        "be\u00adlopp",
        "belopp\u00a0",
        "\u202fbelopp\u2009",
        "nettobelopp",
    ],
)
def test_a_header_is_recognised_whatever_its_dress(header):
    assert resolve_columns([header, "Datum"], SPEC, HERE) == {"belopp": 0, "datum": 1}


def test_narrow_and_hard_spaces_inside_a_header_are_spaces():
    spaced = "Belopp\u00a0\u202f\u2009exkl.\n_x000D_moms"

    assert normal(spaced) == "belopp exkl. moms"


def test_order_means_nothing():
    assert resolve_columns(["avtal", "datum", "x", "nettobelopp"], SPEC, HERE) == {"belopp": 3, "datum": 1, "avtal": 0}


def test_an_exact_name_wins_over_a_pattern_that_stands_before_it():
    assert resolve_columns(["Belopp inkl moms", "belopp", "datum"], SPEC, HERE)["belopp"] == 1


def test_a_pattern_takes_what_no_exact_name_takes():
    spec = SourceSpec(columns={"alla": ("Belopp*",), "moms": ("belopp moms",)})

    assert resolve_columns(["Belopp moms", "Belopp (exkl. moms)"], spec, HERE) == {"alla": 1, "moms": 0}


def test_brackets_and_question_marks_in_a_pattern_are_themselves():
    spec = SourceSpec(columns={"a": ("Belopp [kr]*",)})

    assert resolve_columns(["Belopp [kr] 2024"], spec, HERE) == {"a": 0}
    with pytest.raises(MissingColumns):
        resolve_columns(["Belopp k"], spec, HERE)


def test_a_missing_column_says_what_there_is_and_what_is_near():
    with pytest.raises(MissingColumns) as caught:
        resolve_columns(["Bellopp", "Leverantör"], SPEC, HERE)

    text = caught.value.text("sv")
    assert "avtal.xlsx" in text
    assert "belopp, datum" in text
    assert "Bellopp, Leverantör" in text
    assert "belopp ≈ Bellopp" in text
    assert caught.value.exit_code == 3


def test_headers_that_nothing_claims_are_named():
    header = ["belopp", "datum", "Attestant", "Extra"]

    assert unclaimed(header, resolve_columns(header, SPEC, HERE)) == ["Attestant", "Extra"]


def test_the_score_is_full_only_for_a_perfect_fit():
    assert match_score(["belopp", "datum", "avtal"], SPEC) == 1
    assert match_score(["belopp", "datum"], SPEC) == 1
    assert 0 < match_score(["belopp", "datum", "x", "y"], SPEC) < 1
    assert match_score(["belopp", "x"], SPEC) < match_score(["belopp", "datum", "x"], SPEC)
    assert match_score(["x", "y"], SPEC) == 0
    assert match_score([], SPEC) == match_score(["a"], SourceSpec()) == 0


def test_empty_and_repeated_headers_get_names_and_findings():
    findings = Findings()

    names = unique_headers(["Namn", "", "namn", None, "Namn", "  ", ""], HERE, findings)

    assert names == ("Namn", "kolumn 2", "namn (2)", "kolumn 4", "Namn (3)")
    assert findings.counts == {"header-empty": 2, "header-repeated": 2}


def test_made_up_names_never_collide_with_real_ones():
    names = unique_headers(["Namn", "Namn", "Namn (2)", "", "kolumn 4"], HERE)

    assert len({name.casefold() for name in names}) == len(names)
    assert names[2] == "Namn (2)"
    assert names[4] == "kolumn 4"


def test_the_header_is_the_row_that_answers_most():
    rows = [["Belopp i kronor", "", ""], ["", "", ""], ["avtal", "belopp", "datum"], ["A1", "5", "2024-01-01"]]

    assert find_header(rows, SPEC) == 2


@pytest.mark.parametrize(
    ("rows", "index"),
    [
        (
            [
                ["Giltiga ramavtal 2026-10-05", "", ""],
                ["Avtalsnummer", "Leverantör", "Giltig från"],
                ["23.3", "Ek", "x"],
            ],
            1,
        ),
        ([["a", "b"], ["1", "2"]], 0),
        ([["", ""], ["a", "b"]], 1),
        ([["Uttag 2024"], ["Konto", "Text", "Belopp"], ["46362", "Köp", "1,50"]], 1),
        ([["2019", "2020"], ["1", "2"]], 0),
        ([["", ""], [" ", None]], None),
        ([], None),
    ],
)
def test_without_columns_the_first_full_row_of_labels_is_the_header(rows, index):
    assert find_header(rows, SourceSpec()) == index
