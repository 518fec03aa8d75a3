import pytest
from hypothesis import given
from hypothesis import strategies as st

from ocds_sv.sweden import places
from ocds_sv.sweden.faults import ValueFault
from ocds_sv.sweden.tables import table

MUNICIPALITIES = table("municipalities")
COUNTIES = table("counties")


def test_nuts_codes_of_sweden_must_exist():
    assert places.nuts("se224 Skåne län") == "SE224"
    assert places.nuts("SEZZZ") == "SEZZZ"
    assert places.nuts("DK011") == "DK011"
    for text in ("SE222", "SE2244", "Skåne", "", "12"):
        with pytest.raises(ValueFault, match="not-a-nuts-code"):
            places.nuts(text)


def test_places_get_their_leading_zero_back():
    assert places.municipality_code("180") == places.municipality_code("0180 Stockholm") == "0180"
    assert places.municipality_code("1480") == "1480"
    assert places.county_code("1") == places.county_code("01 Stockholms län") == "01"
    with pytest.raises(ValueFault, match="not-a-municipality-code"):
        places.municipality_code("9999")
    with pytest.raises(ValueFault, match="not-a-county-code"):
        places.county_code("02")


@pytest.mark.parametrize("row", table("municipalities"), ids=lambda row: row["code"])
def test_every_municipality_survives_a_spreadsheet(row):
    assert places.municipality_code(row["code"].lstrip("0")) == row["code"]


@pytest.mark.parametrize("row", MUNICIPALITIES, ids=lambda row: row["code"])
def test_every_municipality_is_known_by_its_names(row):
    for name in (row["name_sv"], row["short_sv"], row["name_sv"].upper(), f" {row['short_sv'].replace(' ', '  ')} "):
        assert places.municipality_code(name) == row["code"]


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("Stockholms stad", "0180"),
        ("Malmö stad", "1280"),
        ("Göteborgs Stad", "1480"),
        ("Region Gotland", "0980"),
        ("Habo", "0643"),
        ("Håbo", "0305"),
    ],
)
def test_towns_and_regions_by_the_names_they_use(name, code):
    assert places.municipality_code(name) == code


@pytest.mark.parametrize(
    "text", ["", "Region Skåne", "Stockholms län", "Kommun", "Göteborgs stad, Park", "0000", "01800"]
)
def test_what_is_no_municipality_is_not_guessed(text):
    with pytest.raises(ValueFault, match="not-a-municipality-code"):
        places.municipality(text)


def test_a_municipality_knows_its_county_and_region():
    found = places.municipality("Lund")

    assert (found.code, found.name, found.short) == ("1281", "Lunds kommun", "Lund")
    assert (found.county.code, found.county.name, found.county.nuts) == ("12", "Skåne län", "SE224")
    assert places.nuts_name(found.county.nuts) == found.county.name


@pytest.mark.parametrize("row", COUNTIES, ids=lambda row: row["code"])
def test_every_county_is_known_by_code_and_names(row):
    for text in (row["code"], row["code"].lstrip("0"), row["name_sv"], row["short_sv"].lower()):
        assert places.county_code(text) == row["code"]


def test_names_of_regions():
    assert [places.nuts_name(code) for code in ("SE", "SE22", "se224 Skåne", "DK011")] == [
        "Sverige",
        "Sydsverige",
        "Skåne län",
        "",
    ]
    with pytest.raises(ValueFault, match="not-a-nuts-code"):
        places.nuts_name("SE999")


@given(st.text(max_size=30))
def test_any_text_is_a_place_or_told(text):
    for find, rule in ((places.municipality, "not-a-municipality-code"), (places.county, "not-a-county-code")):
        try:
            assert find(text).code
        except ValueFault as fault:
            if fault.rule != rule:
                raise
