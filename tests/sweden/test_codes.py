import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ocds_sv.sweden import codes
from ocds_sv.sweden.faults import ValueFault


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
