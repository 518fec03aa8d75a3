import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ocds_sv.sweden import codes
from ocds_sv.sweden.faults import ValueFault
from ocds_sv.sweden.tables import table


def test_nuts_codes_of_sweden_must_exist():
    assert codes.nuts("se224 Skåne län") == "SE224"
    assert codes.nuts("SEZZZ") == "SEZZZ"
    assert codes.nuts("DK011") == "DK011"
    for text in ("SE222", "SE2244", "Skåne", "", "12"):
        with pytest.raises(ValueFault, match="not-a-nuts-code"):
            codes.nuts(text)


def test_places_get_their_leading_zero_back():
    assert codes.municipality_code("180") == codes.municipality_code("0180 Stockholm") == "0180"
    assert codes.municipality_code("1480") == "1480"
    assert codes.county_code("1") == codes.county_code("01 Stockholms län") == "01"
    with pytest.raises(ValueFault, match="not-a-municipality-code"):
        codes.municipality_code("9999")
    with pytest.raises(ValueFault, match="not-a-county-code"):
        codes.county_code("02")


@pytest.mark.parametrize("row", table("municipalities"), ids=lambda row: row["code"])
def test_every_municipality_survives_a_spreadsheet(row):
    assert codes.municipality_code(row["code"].lstrip("0")) == row["code"]


@pytest.mark.parametrize(
    ("text", "sep", "before", "after"),
    [
        ("46362 Köp medicinskt", " ", "46362", "Köp medicinskt"),
        ("46362\u00a0 Köp", " ", "46362", "Köp"),
        ("46300", " ", "46300", ""),
        ("", " ", "", ""),
        ("Stad / Del / Rest", " / ", "Stad", "Del / Rest"),
        ("a - b", "-", "a", "b"),
    ],
)
def test_what_stands_before_and_after_a_separator(text, sep, before, after):
    assert (codes.code_before(text, sep), codes.code_after(text, sep)) == (before, after)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Åkeri & Söner AB", "akeri-soner-ab"),
        ("  Æbler / Øl ", "aebler-ol"),
        ("ÉCOLE—Straße", "ecole-strasse"),
        ("A\u030akeri", "akeri"),
        ("***", ""),
    ],
)
def test_slugs_are_plain_ascii(text, expected):
    assert codes.slug(text) == expected


@given(st.text(), st.integers(min_value=1, max_value=80))
def test_a_slug_is_short_ascii_and_its_own_slug(text, length):
    got = codes.slug(text, length)

    assert len(got) <= length
    assert got == "" or re.fullmatch(r"[a-z0-9]+(?:-[a-z0-9]+)*", got)
    assert codes.slug(got, length) == got


@pytest.mark.parametrize("text", ["Ja", "j", "SANT", "True", "1", "x", "Direktivstyrd", "Överprövad ", "Kontrakterad"])
def test_what_means_yes(text):
    assert codes.yes_no(text) is True


@pytest.mark.parametrize(
    "text", ["Nej", "n", "Falskt", "False", "0", "Inte direktivstyrd ", "Inte  överprövad", "Ej kontrakterad"]
)
def test_what_means_no(text):
    assert codes.yes_no(text) is False


@pytest.mark.parametrize("text", ["", "2", "kanske", "Ej tillämpligt", "Inte känt", "Inte nej", "Uppgift saknas"])
def test_what_means_neither_yes_nor_no(text):
    with pytest.raises(ValueFault, match="not-a-boolean"):
        codes.yes_no(text)
