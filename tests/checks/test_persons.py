"""A personal number is found however the release is written, and whether or not it is known how."""

import json
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ocds_sv.checks.abreast import Abreast
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


SIGNS = st.sampled_from([*"0123456789", *"0181228", *'-+ ./\\"nrtTx%', "\u2013", "\n", "19811228-", "9874", "t12:"])


@given(st.lists(st.lists(SIGNS, max_size=20).map("".join), max_size=6), st.booleans())
def test_one_look_at_many_sees_every_number_that_a_close_look_at_each_finds(texts: list[str], escaped: bool) -> None:
    releases = [{"tender": {"title": text}} for text in texts]
    contexts = [Context(one, AS_OF, json.dumps(one, ensure_ascii=escaped).encode()) for one in releases]
    closely = {number for number, one in enumerate(releases) if places(one, None)}

    assert personal_number.glance is not None
    assert closely <= set(personal_number.glance(Abreast(contexts)))


def test_one_look_at_many_picks_those_with_a_number() -> None:
    releases = [{"tender": {"title": title}} for title in ("Bro", NUMBER, "Väg 556091-2148", "rad\n två", NUMBER)]
    contexts = [Context(one, AS_OF, json.dumps(one, ensure_ascii=False).encode()) for one in releases]
    contexts.append(Context({"tender": {"title": "utan text"}}, AS_OF))

    assert personal_number.glance is not None
    assert set(personal_number.glance(Abreast(contexts))) == {1, 4, 5}
