from __future__ import annotations

import pytest

from ocds_sv.sweden.masks import Why, is_mask, is_missing, plain, table, why_absent


@pytest.mark.parametrize(
    "text",
    [
        "[innehåller personuppgifter]",
        "[Kan innehålla personuppgifter]",
        " [INNEHÅLLER  PERSONUPPGIFTER] ",
        "*",
        "*****",
        "** **",
        "A***",
        "ANONYMERAD",
        "Anonymiserade enskilda firmor",
        "anonymiserad leverantör",
        "Personuppgift",
        "Personuppgifter",
        "000000-0000",
    ],
)
def test_what_the_source_withheld_is_a_mask(text):
    assert is_mask(text)
    assert not is_missing(text)


@pytest.mark.parametrize(
    "text", ["", "  ", "\u00a0", "SAKNAS", "NULL", "null", "Uppgift saknas", "00000000 Uppgift saknas", "-", "--"]
)
def test_what_the_source_never_had_is_missing(text):
    assert is_missing(text)
    assert not is_mask(text)


@pytest.mark.parametrize(
    "text",
    ["Exempelbolaget AB", "Saknas Ej AB", "Nullpunkt AB", "5 * 7 AB", "0", "556016-0680", "Personuppgiftsbolaget AB"],
)
def test_a_real_value_is_neither(text):
    assert why_absent(text) is None


def test_a_source_may_have_masks_of_its_own():
    assert not is_mask("Enskild firma (dold)")
    assert is_mask("ENSKILD  firma (dold)", {plain("Enskild firma (dold)")})


@pytest.mark.parametrize(("text", "match", "why"), table())
def test_every_row_of_the_table_works(text, match, why):
    cell = {"whole": text, "start": text + "e firmor", "run": text * 4, "within": f"a{text}b"}[match]

    assert why_absent(cell.upper()) is why
    assert isinstance(why, Why)
