from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ocds_sv.sweden.faults import ValueFault
from ocds_sv.sweden.procedures import dated_procedure, procedure, procedures
from ocds_sv.sweden.tables import table

REFORM = date(2022, 2, 1)
BEFORE = REFORM - timedelta(days=1)
TERMS = st.sampled_from([row["term_sv"] for row in table("procedures")])
DAYS = st.dates(date(2005, 1, 1), date(2035, 12, 31))


def test_what_came_and_went_with_the_reform():
    before = {found.term for found in procedures(BEFORE)}
    since = {found.term for found in procedures(REFORM)}

    assert before - since == {"Förenklat förfarande", "Förenklad upphandling", "Urvalsförfarande"}
    assert since - before == {"Annat förfarande i ett steg", "Annat förfarande i flera steg"}
    assert {"Öppet förfarande", "Direktupphandling"} <= before & since


def test_a_term_in_any_letter_case():
    found = procedure("  FÖRENKLAT  förfarande ")

    assert (found.term, found.method, found.eforms_code) == ("Förenklat förfarande", "open", "")
    assert (found.valid_from, found.valid_until) == (None, BEFORE)
    assert procedure("Påhittat förfarande") is None


def test_a_term_and_a_day_in_one_text():
    assert dated_procedure("2022-01-31 Förenklat förfarande") == "Förenklat förfarande"
    assert dated_procedure("2024-07-02 Öppet förfarande") == "Öppet förfarande"
    assert dated_procedure("2024-07-02 Påhittat förfarande") == "Påhittat förfarande"


@pytest.mark.parametrize("text", ["2022-02-01 Förenklat förfarande", "2022-01-31 Annat förfarande i ett steg"])
def test_a_procedure_that_the_law_did_not_have_is_told_and_kept(text):
    with pytest.raises(ValueFault, match="procedure-out-of-force") as caught:
        dated_procedure(text)

    assert caught.value.value == text[11:]


def test_a_text_without_a_day_is_told():
    with pytest.raises(ValueFault, match="not-a-date"):
        dated_procedure("Förenklat förfarande")


@given(TERMS, DAYS)
def test_the_finding_is_told_exactly_when_the_list_of_the_day_lacks_the_term(term, on):
    there = term in {found.term for found in procedures(on)}

    assert procedure(term).existed(on) is there
    if there:
        assert dated_procedure(f"{on} {term}") == term
    else:
        with pytest.raises(ValueFault, match="procedure-out-of-force"):
            dated_procedure(f"{on} {term}")
