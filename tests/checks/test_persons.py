"""A personal number is found however the release is written, and whether or not it is known how."""

import json
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ocds_sv.checks.rule import Context
from ocds_sv.checks.rules.persons import personal_number

AS_OF = date(2026, 1, 1)
NUMBER = "19811228-9874"


def places(release: dict, text: bytes | None) -> list:
    return [fault.path for fault in personal_number.function(release, Context(release, AS_OF, text))]


@pytest.mark.parametrize("escaped", [True, False])
@pytest.mark.parametrize("indent", [None, 2])
def test_a_number_is_found_in_any_writing(escaped: bool, indent: int | None) -> None:
    release = {"ocid": "ocds-a1b2c3-1", "tender": {"id": "1", "description": f"Ångfärja, kontakta {NUMBER}"}}
    text = json.dumps(release, ensure_ascii=escaped, indent=indent).encode()

    assert places(release, text) == places(release, None) == [("tender", "description")]


def test_a_number_written_by_the_numbers_of_its_characters_is_found() -> None:
    release = {"tender": {"id": "1", "title": NUMBER}}
    text = b'{"tender": {"id": "1", "title": "%b"}}' % "".join(f"\\u{ord(sign):04x}" for sign in NUMBER).encode()

    assert json.loads(text) == release
    assert places(release, text) == [("tender", "title")]


def test_what_a_repeated_key_hides_is_not_in_the_release() -> None:
    text = b'{"tender": {"title": "%b", "title": "Bro"}}' % NUMBER.encode()

    assert places(json.loads(text), text) == []


SIGNS = st.text(alphabet='0123456789-+ .åaT\n\\"/', max_size=16)
TEXTS = st.builds("{}{}{}".format, SIGNS, st.sampled_from(["", NUMBER, "811228-9874", "8112289874"]), SIGNS)


@given(st.lists(TEXTS, max_size=4), st.booleans())
def test_how_it_is_written_changes_nothing(texts: list[str], escaped: bool) -> None:
    release = {"awards": [{"id": str(number), "title": text} for number, text in enumerate(texts)]}
    text = json.dumps(release, ensure_ascii=escaped).encode()

    assert places(release, text) == places(release, None)
