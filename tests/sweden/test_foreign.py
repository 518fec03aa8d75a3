import random
import re
from importlib import import_module
from types import ModuleType

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ocds_sv.mapping.functions import FUNCTIONS
from ocds_sv.sweden import identity
from ocds_sv.sweden.faults import ValueFault
from ocds_sv.sweden.foreign import PARTS, foreign_id, foreign_number, foreign_party
from ocds_sv.sweden.identity import Kind, classify
from ocds_sv.sweden.tables import table

FORMS = {row["country"]: row for row in table("vat_forms")}
SCHEMES = {row["scheme"]: row for row in table("foreign_schemes")}
OURS_OF = {"NO": "no.orgnr", "DK": "dk.cvr", "FI": "fi.ytunnus", "PL": "pl.nip"}
"""Countries whose VAT numbers hold the register's number, with stdnum's module for the latter."""

TRIES = 200_000


def module(name: str) -> ModuleType:
    return import_module(f"stdnum.{name}")


def drawn(form: str, dice: random.Random) -> str:
    """A number of the form: digits for 9, letters for X, after the two letters of the prefix."""
    prefix, rest = form[:2], form[2:]
    signs = {"9": "0123456789", "X": "ABCDEFGHIJKLMNOPQRSTUVWXYZ"}
    return prefix + "".join(dice.choice(signs[sign]) if sign in signs else sign for sign in rest)


def valid(country: str, form: str, dice: random.Random) -> str:
    """An invented number of the form that stdnum has nothing against."""
    check = module(FORMS[country]["check"])
    pattern = re.compile(FORMS[country]["pattern"])
    for _ in range(TRIES):
        number = drawn(form, dice)
        found = pattern.fullmatch(number)
        assert found is not None, number
        if check.is_valid(found[1]):
            return number
    raise AssertionError(form)


EVERY_FORM = [(country, form) for country, row in FORMS.items() for form in row["form"].split(", ")]


@pytest.mark.parametrize(("country", "form"), EVERY_FORM, ids=[form for _, form in EVERY_FORM])
def test_a_valid_number_of_each_form_is_read(country, form):
    number = valid(country, form, random.Random(1))

    found = foreign_number(number)

    assert found is not None
    assert (found.country, found.vat) == (country, number)
    assert FUNCTIONS["foreign_vat"].call(number) == number


# Iceland's have no check digit: each of them is valid.
@pytest.mark.parametrize(("country", "form"), [pair for pair in EVERY_FORM if pair[0] != "IS"])
def test_what_stdnum_refuses_is_told(country, form):
    dice = random.Random(2)
    pattern = re.compile(FORMS[country]["pattern"])
    check = module(FORMS[country]["check"])
    numbers = (drawn(form, dice) for _ in range(TRIES))
    wrong = next(number for number in numbers if not check.is_valid(pattern.fullmatch(number)[1]))

    with pytest.raises(ValueFault, match="wrong-foreign-number"):
        foreign_number(wrong)


def test_every_country_that_is_seen_abroad_has_a_form():
    seen = set(re.findall("[A-Z]{2}", identity._ABROAD.pattern.partition(")")[0]))

    assert {identity_country(prefix) for prefix in seen} == set(FORMS)


def identity_country(prefix: str) -> str:
    return {"EL": "GR", "XI": "GB"}.get(prefix, prefix)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("DK12345674", "DK-CVR-12345674"),
        ("DK 12 34 56 74", "DK-CVR-12345674"),
        ("DK-CVR-12345674", "DK-CVR-12345674"),
        ("NO 972 417 920 MVA", "NO-BRC-972417920"),
        ("NO972417920", "NO-BRC-972417920"),
        ("NO-BRC-972417920", "NO-BRC-972417920"),
        ("FI01120389", "FI-PRO-0112038-9"),
        ("FI-PRO-0112038-9", "FI-PRO-0112038-9"),
        ("FI-PRO-01120389", "FI-PRO-0112038-9"),
        ("EE-RIK-10345833", "EE-RIK-10345833"),
        ("GB-COH-09506232", "GB-COH-09506232"),
        ("GB-COH-SC123456", "GB-COH-SC123456"),
        ("GB-COH-sc123456", "GB-COH-SC123456"),
        ("GB-COH-R0123456", "GB-COH-R0123456"),
        ("GB-COH-IP12345R", "GB-COH-IP12345R"),
        ("DE-CRP-HRB-1234", "DE-CRP-HRB-1234"),
        ("PL-KRS-0000123456", "PL-KRS-0000123456"),
        ("EE100931558", ""),
        ("DE136695976", ""),
        ("XI980780684", ""),
        ("556091-2148", ""),
        ("Prøve Test A/S", ""),
        ("", ""),
    ],
)
def test_the_number_of_the_register_where_it_follows(text, expected):
    assert foreign_id(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "DK12345678",
        "NO972417921MVA",
        "FI01120388",
        "PL8567346216",
        "DK-CVR-12345678",
        "EE-RIK-10345834",
        "DE1234",
        "GB-COH-9506232",
        "GB-COH-095062321",
        "GB-COH-S1234567",
        "GB-COH-SC12345R",
    ],
)
def test_a_number_that_breaks_its_country_s_rules_is_told_and_not_shown(text):
    with pytest.raises(ValueFault, match="wrong-foreign-number") as caught:
        foreign_id(text)

    assert caught.value.value is None


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("DK 12 34 56 74", ("VAT-DK12345674", "VAT", "DK12345674")),
        ("DE136695976", ("VAT-DE136695976", "VAT", "DE136695976")),
        ("GB-COH-sc123456", ("GB-COH-SC123456", "GB-COH", "SC123456")),
        ("DE-CRP-HRB-1234", ("DE-CRP-HRB-1234", "DE-CRP", "HRB-1234")),
        ("556091-2148", ("", "", "")),
        ("Prova Ltd", ("", "", "")),
    ],
)
def test_a_party_from_abroad_has_the_scheme_of_its_number(text, parts):
    assert tuple(foreign_party(text, part) for part in PARTS) == parts


def test_an_org_id_that_breaks_its_register_s_form_makes_no_party():
    with pytest.raises(ValueFault, match="wrong-foreign-number"):
        foreign_party("GB-COH-9506232")


def test_the_parts_make_the_whole():
    for text in ("FI01120389", "NO972417920", "BE-BCE_KBO-0403170701"):
        whole, scheme, number = (foreign_id(text, part) for part in PARTS)
        assert whole == f"{scheme}-{number}"
    assert [foreign_id("DE136695976", part) for part in PARTS] == ["", "", ""]


@given(st.sampled_from(sorted(OURS_OF)), st.integers(min_value=0))
def test_the_id_has_the_number_that_stdnum_knows(country, seed):
    number = valid(country, FORMS[country]["form"].split(", ")[0], random.Random(seed))

    own = foreign_id(number, "number")

    assert module(OURS_OF[country]).is_valid(own)
    assert module(OURS_OF[country]).compact(own) in number
    assert foreign_id(number, "scheme") in SCHEMES


@given(st.sampled_from(sorted(OURS_OF)), st.integers(min_value=0))
def test_an_id_is_its_own_id_and_nobody_s_personal_number(country, seed):
    found = foreign_id(valid(country, FORMS[country]["form"].split(", ")[0], random.Random(seed)))

    assert foreign_id(found) == found
    assert classify(found).kind is Kind.FOREIGN
    assert not identity.personal_spans(found)


@given(st.text("0123456789 -.DKNOFIPLEGBRCVMA", max_size=24) | st.text(max_size=20))
def test_any_text_gives_an_id_a_finding_or_nothing(text):
    try:
        found = foreign_id(text)
    except ValueFault:
        found = ""

    assert found == "" or re.fullmatch(r"[A-Z]{2}-[A-Z_]{2,12}-\S+", found)


def test_a_scheme_bears_its_country_and_one_of_each_country_follows_from_the_vat_number():
    derived = [row["country"] for row in SCHEMES.values() if row["from_vat"]]

    assert len(set(derived)) == len(derived)
    for scheme, row in SCHEMES.items():
        assert scheme.startswith(f"{row['country']}-")
        assert row["country"] in FORMS
        assert bool(row["pattern"]) != bool(row["check"])
        if row["check"]:
            assert row["written"] in {"compact", "format"}
            assert callable(getattr(module(row["check"]), row["written"]))
