from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from stdnum.se import orgnr, personnummer

from ocds_sv.sweden.escapes import nobodys
from ocds_sv.sweden.identity import (
    PERSONAL_NUMBER,
    Identity,
    Kind,
    _is_personal,
    canonical,
    classify,
    is_luhn,
    mask_text,
    number_key,
    personal_spans,
    placeholders,
    shape,
)

# Skatteverket's published test numbers and those of the personnummer project; none of them is anybody's.
PERSONS = ["811228-9874", "510217-9974", "491210-9958", "121212-1212", "460823-9986", "570428-9999"]
COORDINATION = ["701063-2391", "790688-9972", "950280-9990", "030483-9996", "730288-9931"]
INTERIM = ["000101-T220", "000101-K220", "000101-N220"]
LEGAL = ["556016-0680", "556103-4249", "559244-0001", "857209-0606", "802005-1952", "212000-1454", "969650-0009"]
VECTORS = Path(__file__).resolve().parents[2].parent / "shared" / "data" / "sv" / "ids"


def vectors(name: str) -> list[dict]:
    path = VECTORS / name
    if not path.exists():
        pytest.skip(f"{name}: the published test vectors are not beside this repository")
    return json.loads(path.read_text(encoding="utf-8"))


def writings(number: str) -> list[str]:
    """Every way in which a number with a check digit that holds is found in free text."""
    left, right = number.split("-")
    ten = left + right
    return [
        number,
        f"{left}+{right}",
        ten,
        f"{left} {right}",
        f"{left}\u00a0{right}",
        f"{left} - {right}",
        f"{left}\u2013{right}",
        f"19{number}",
        f"20{ten}",
        f"18{left}+{right}",
        f"19{left} {right}",
        f"SE{ten}01",
        f"SE {left}-{right} 01",
        f"SE-ON-{number}",
        f"0007:{ten}",
        f"16{ten}",
        f"{left[:2]}-{left[2:4]}-{left[4:]}-{right}",
        f"19{left[:2]}-{left[2:4]}-{left[4:]} {right}",
    ]


WRITINGS = [(number, writing) for number in [*PERSONS, *COORDINATION, *INTERIM] for writing in writings(number)]


@pytest.mark.parametrize(("number", "writing"), WRITINGS)
def test_a_personal_number_is_found_however_it_is_written(number, writing):
    assert classify(writing).personal
    assert personal_spans(f"Avser {writing}, se bilaga")
    left = "".join(sign for sign in mask_text(f"Avser {writing}, se bilaga") if sign.isalnum())
    assert number.replace("-", "") not in left


@given(
    written=st.sampled_from(WRITINGS),
    before=st.text(st.characters(exclude_categories=["Cs", "Nd"])),
    after=st.text(st.characters(exclude_categories=["Cs", "Nd"])),
)
def test_what_stands_around_a_personal_number_does_not_hide_it(written, before, after):
    number, writing = written
    before, after = before + "; ", ";" + after

    masked = mask_text(before + writing + after)

    assert number.replace("-", "") not in "".join(sign for sign in masked if sign.isalnum())
    assert masked.startswith(before)
    assert masked.endswith(after)


@given(
    st.lists(
        st.sampled_from(
            [*writings("811228-9874"), "0007:", "SE", "SE-ON-", "19", "16", "00", "1", "0", "7", "-", " ", "x"]
        ),
        max_size=7,
    ).map("".join)
)
def test_looking_only_where_a_date_begins_misses_nothing(text):
    found, place = [], 0
    while hit := PERSONAL_NUMBER.search(text, place):
        personal = _is_personal(hit, text) and not nobodys(text, *hit.span())
        found += [hit.span()] if personal else []
        place = hit.end() if personal else hit.start() + 1

    assert personal_spans(text) == found


@given(
    st.from_regex(r"[0-9]{2}[2-9][0-9]{7}", fullmatch=True),
    st.sampled_from(["{0}-{1}", "{0}{1}", "{0} {1}", "SE{0}{1}01"]),
)
def test_a_legal_entity_is_never_taken_for_a_person_in_text(ten, form):
    assert personal_spans(form.format(ten[:6], ten[6:])) == []


@given(st.from_regex(r"[02-9][0-9][2-9][0-9]{7}", fullmatch=True))
def test_a_legal_number_is_legal_in_all_its_forms(ten):
    expected = f"{ten[:6]}-{ten[6:]}"
    for form in (ten, expected, f"16{ten}", f" {ten} ", f"SE{ten}01", f"0007:{ten}", f"SE-ON-{expected}", f"00{ten}"):
        identity = classify(form)
        assert identity.number == expected
        assert identity.kind in {Kind.LEGAL, Kind.PLACEHOLDER}
        assert not identity.personal
        assert identity.check_digit == is_luhn(ten)


@given(st.from_regex(r"[02-9][0-9][2-9][0-9]{7}", fullmatch=True))
def test_the_check_digit_agrees_with_stdnum(ten):
    assert classify(ten).check_digit == orgnr.is_valid(ten)


@pytest.mark.parametrize("number", [*PERSONS, *COORDINATION])
def test_stdnum_calls_personal_numbers_valid_organisation_numbers_and_we_do_not(number):
    assert orgnr.is_valid(number)
    assert classify(number).kind in {Kind.PERSON, Kind.COORDINATION}


@pytest.mark.parametrize("number", PERSONS)
def test_a_person_is_a_person_for_stdnum_too(number):
    assert personnummer.is_valid(number)
    assert classify(number) == Identity(Kind.PERSON, number, None, check_digit=True, country="SE")


def test_the_kind_tells_apart_who_it_is():
    kinds = {
        Kind.PERSON: PERSONS,
        Kind.COORDINATION: COORDINATION,
        Kind.INTERIM: INTERIM,
        Kind.LEGAL: LEGAL,
        Kind.ESTATE: ["105600-0008"],
    }
    for kind, numbers in kinds.items():
        assert {classify(number).kind for number in numbers} == {kind}


def test_an_estate_is_personal_where_an_identifier_belongs_and_nothing_in_text():
    identity = classify("192345-0001")

    assert identity.kind is Kind.ESTATE
    assert identity.legal_form == "dödsbo"
    assert identity.personal
    assert personal_spans("192345-0001") == []


@pytest.mark.parametrize(
    "wrong", ["811228-9875", "811328-9874", "810028-9874", "811199-0000", "8112289875", "0112289874"]
)
def test_a_mistyped_personal_number_is_still_personal_where_an_identifier_belongs(wrong):
    assert classify(wrong).personal
    assert classify(wrong).number == f"{wrong.replace('-', '')[:6]}-{wrong.replace('-', '')[6:]}"


def test_a_zero_that_a_spreadsheet_ate_is_put_back():
    assert classify("304839996") == classify("030483-9996")


@pytest.mark.parametrize(
    ("text", "form"),
    [("212000-1454", "stat, region, kommun eller församling"), ("556016-0680", "aktiebolag"), ("462000-0000", None)],
)
def test_the_legal_form_follows_from_the_first_digit(text, form):
    assert classify(text).legal_form == form


@pytest.mark.parametrize("number", ["999999-9999", "0000000000", "16111111-1111", "SE555555555501"])
def test_placeholders_are_nobody(number):
    identity = classify(number)

    assert identity.kind is Kind.PLACEHOLDER
    assert not identity.personal


def test_no_placeholder_can_be_a_person():
    assert [ten for ten in sorted(placeholders()) if personal_spans(ten)] == []


@pytest.mark.parametrize(
    ("text", "number", "country"),
    [
        ("DK12345678", "DK12345678", "DK"),
        ("ee 123 456 789", "EE123456789", "EE"),
        ("EL123456789", "EL123456789", "GR"),
        ("BE0403170701", "BE0403170701", "BE"),
        ("CHE-107 787 577 MWST", "CHE107787577MWST", "CH"),
        ("DK-CVR-12345678", "DK-CVR-12345678", "DK"),
        ("BE-BCE_KBO-0403170701", "BE-BCE_KBO-0403170701", "BE"),
    ],
)
def test_foreign_numbers_keep_their_country(text, number, country):
    assert classify(text) == Identity(Kind.FOREIGN, number, country=country)


@pytest.mark.parametrize(
    "text",
    [
        "556016-0680/556103-4249",
        "556016-0680, 556103-4249",
        "556016-0680 BOLAG 556103-4249",
        "5560160680;5561034249;5592440001",
    ],
)
def test_several_numbers_are_nobody_in_particular(text):
    assert classify(text) == Identity(Kind.UNKNOWN, several=True)


@pytest.mark.parametrize("text", ["556016-0680/811228-9874", "8112289874, 5561034249", "811328-9874 / 556103-4249"])
def test_one_person_among_several_makes_the_cell_personal(text):
    identity = classify(text)

    assert identity.several
    assert identity.personal


@pytest.mark.parametrize("text", ["Orgnr 556016-0680", "556016-0680 Exempelbolaget AB", "(556016-0680)"])
def test_text_around_one_number_is_overlooked(text):
    assert canonical(text) == "556016-0680"


@pytest.mark.parametrize("text", ["*****", "Personuppgift", "[innehåller personuppgifter]"])
def test_a_mask_is_no_number(text):
    assert classify(text) == Identity(Kind.MASK)


@pytest.mark.parametrize("text", ["", "NULL", "SAKNAS", "ORG-0001", "10023", "198099123456", "local-abc", "å" * 5])
def test_what_is_no_number_is_unknown(text):
    assert classify(text) == Identity(Kind.UNKNOWN)


@pytest.mark.parametrize(
    "text",
    [
        "2016-03-15T00:00:00+01:00",
        "123456789012345",
        "38112289874",
        "81122898740",
        "811328-9874",
        "8112289875",
        "45000000-7",
        "d3b07384d113edec49eaa6238ad5ff00",
        "ab8112289874cd49eaa6238ad5ff00aa",
        "deadbeef-0000-4000-8000-811228987400",
        "BE0403170701",
        "010-123 45 67",
    ],
)
def test_what_only_resembles_a_personal_number_is_left_alone(text):
    assert personal_spans(text) == []
    assert mask_text(text) == text


@given(st.text(max_size=60))
def test_masking_twice_is_masking_once(text):
    assert mask_text(mask_text(text)) == mask_text(text)


def test_the_same_person_has_one_key_in_every_writing():
    for number in [*PERSONS, *COORDINATION, *INTERIM]:
        keys = {number_key(text[start:end]) for text in writings(number) for start, end in personal_spans(text)}
        assert keys == {number.replace("-", "")}


@given(st.text())
def test_a_shape_keeps_no_letter_and_no_digit(text):
    masked = shape(text)

    assert len(masked) <= 40
    assert {sign for sign in masked if sign.isalpha()} <= {"x"}
    assert {sign for sign in masked if sign.isdigit()} <= {"9"}


def test_a_shape_shows_the_form():
    assert shape("12 kr st") == "99 xx xx"


def test_published_organisation_numbers_are_classified_as_published():
    for row in vectors("organisationsnummer_list.json"):
        identity = classify(row["input"])
        assert identity.check_digit == row["valid"]
        assert identity.number == row["long_format"].replace("+", "-")[-11:]
        assert identity.personal == (row["type"] == "Enskild firma")
        assert classify(row["vat_number"]).number == identity.number


@pytest.mark.parametrize("name", ["personnummer_list.json", "personnummer_interim.json"])
def test_published_personal_numbers_are_found_in_text(name):
    for row in vectors(name):
        for form in ("long_format", "short_format", "separated_format", "separated_long"):
            if row["valid"]:
                assert personal_spans(f"för {row[form]} enligt"), form
                assert classify(row[form]).personal, form


def test_published_pension_funds_are_no_persons():
    for row in vectors("personnummer_orgnumber.json"):
        assert classify(row["separated_format"]).kind is Kind.LEGAL
        assert personal_spans(row["separated_format"]) == []


PERSONS_ABROAD = ["LV00000099999", "lv 000000-99999", "BG9999999999", "CZ999999999", "CZ 9999999999", "RO9999999999999"]
PERSONS_ABROAD += ["ES00000000T", "ESX0000000T", "PT199999999", "LV-PMV-00000099999"]


@pytest.mark.parametrize("number", PERSONS_ABROAD)
def test_a_natural_persons_number_of_another_country_is_personal(number):
    found = classify(number)

    assert found.kind is Kind.FOREIGN
    assert found.personal


COMPANIES_ABROAD = ["LV40003521600", "BG175074752", "CZ25123891", "RO18547290", "ESB58378431", "PT501964843"]


@pytest.mark.parametrize("number", [*COMPANIES_ABROAD, "DK12345674", "LV-RE-40003521600"])
def test_a_companys_number_of_another_country_is_not(number):
    found = classify(number)

    assert found.kind is Kind.FOREIGN
    assert not found.personal
    assert mask_text(f"se {number}") == f"se {number}"


@pytest.mark.parametrize("number", ["LV00000099999", "ES00000000T", "BG 9999999999", "LV-PMV-00000099999"])
def test_a_natural_persons_number_of_another_country_is_masked_in_a_text(number):
    assert mask_text(f"se {number}, tack") == "se [personnummer], tack"
