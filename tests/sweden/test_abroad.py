"""Natural persons' numbers of other countries; the examples are python-stdnum's own."""

from __future__ import annotations

import re

import pytest

from ocds_sv.sweden.abroad import countries, is_person_abroad
from ocds_sv.sweden.tables import table

EXAMPLES = {
    "BE": "85073003328",
    "BG": "8032056031",
    "CH": "7569217076985",
    "CZ": "7103192745",
    "DK": "211062-5629",
    "EE": "36805280109",
    "ES": "54362315K",
    "FI": "131052-308T",
    "FR": "3023217600053",
    "IS": "1201743399",
    "IT": "RCCMNL83S18D969H",
    "LT": "33309240064",
    "LV": "16117519997",
    "NO": "15108695088",
    "PL": "44051401359",
    "RO": "1630615123457",
    "SI": "0101006500006",
    "SK": "710319/2745",
}


def test_each_country_of_the_table_has_an_example() -> None:
    assert set(countries()) == set(EXAMPLES)
    assert all(is_person_abroad(country, number) for country, number in EXAMPLES.items())


# Denmark counts none since 2007, and Iceland's last digit is the century.
@pytest.mark.parametrize("country", sorted(EXAMPLES.keys() - {"DK", "IS"}))
def test_the_check_digit_must_hold_and_the_country_be_right(country: str) -> None:
    number = EXAMPLES[country]
    place = next(place for place in reversed(range(len(number))) if number[place].isdigit())
    mistyped = [number[:place] + digit + number[place + 1 :] for digit in "0123456789" if digit != number[place]]

    assert not any(is_person_abroad(country, one) for one in mistyped)
    assert not is_person_abroad("SE", number)
    assert not is_person_abroad("", number)


@pytest.mark.parametrize("country", EXAMPLES)
def test_signs_between_are_no_matter(country: str) -> None:
    number = EXAMPLES[country]

    if number.isalnum():
        assert is_person_abroad(country.lower(), re.sub(r"^(\w{3})(\w{3})", r"\1 \2-", number).lower())
    assert not is_person_abroad(country, f"{number}x")
    assert not is_person_abroad(country, f"nr {number}")


@pytest.mark.parametrize(
    ("country", "number"),
    [("DK", "1003388394"), ("IS", "450401-3150"), ("SK", "2022749619"), ("SK", "7103192745"), ("HR", "33392005961")],
)
def test_what_may_be_a_companys_is_no_persons(country: str, number: str) -> None:
    assert not is_person_abroad(country, number)


def test_the_table_names_each_number() -> None:
    assert all(row["number"] for row in table("persons_abroad"))
