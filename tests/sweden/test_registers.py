"""Registers of organisations, by the codes of org-id.guide."""

import pytest

from ocds_sv.sweden.registers import likely_register, registers
from ocds_sv.sweden.tables import table


def test_a_code_begins_with_its_country_and_stands_once():
    rows = table("registers")

    assert all(row["scheme"].startswith(f"{row['country']}-") for row in rows)
    assert len({row["scheme"] for row in rows}) == len(rows)


def test_every_country_has_one_register_that_its_companies_go_by():
    mains = [row["country"] for row in table("registers") if row["kind"] == "main"]

    assert sorted(mains) == sorted({row["country"] for row in table("registers")})


def test_the_registers_whose_numbers_are_checked_are_known():
    assert {row["scheme"] for row in table("foreign_schemes")} <= {row["scheme"] for row in table("registers")}


@pytest.mark.parametrize(
    ("scheme", "meant"),
    [
        ("SE-ORGNR", "SE-ON"),
        ("SE-BOLAGSVERKET", "SE-ON"),
        ("DK-CVRR", "DK-CVR"),
        ("PL-REGO", "PL-REGON"),
        ("ZM-PC", ""),
        ("GB-LAC", ""),
    ],
)
def test_the_register_that_is_meant_is_guessed(scheme, meant):
    assert likely_register(scheme) == meant


def test_of_other_countries_nothing_is_known():
    assert registers("ZM") == frozenset()
    assert "SE-BLV" in registers("SE")
