"""The quick looks at bytes beside the careful one at texts: they may see more, never less."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ocds_sv.sweden.coarse import dated, may_be_personal, squeeze
from ocds_sv.sweden.identity import personal_spans

NUMBERS = ["811228-9874", "510217-9974", "701063-2391", "790688-9972", "000101-T220", "000101-n220"]
FORMS = [
    "{0}-{1}",
    "{0}+{1}",
    "{0}{1}",
    "{0} {1}",
    "{0}\u00a0-\u00a0{1}",
    "{0}\u200b\u200b\u2013\u200b\u200b{1}",
    "{0}\n{1}",
    "{0}\r\n{1}",
    "{0}%2D{1}",
    "{0}%20%2D%20{1}",
    "%38{0}-{1}",
    "19{0}-{1}",
    "20{0}{1}",
    "SE{0}{1}01",
    "SE {0}-{1} 01",
    "0007:{0}{1}",
    "SE-ON-{0}{1}",
    "x7{0}-{1}",
]
WRITINGS = [form.format(*number.split("-")) for number in NUMBERS for form in FORMS]
WRITINGS += [f"{n[:2]}{sign}{n[2:4]}{sign}{n[4:6]}-{n[7:]}" for n in NUMBERS for sign in "-./ "]
PIECES = st.text(st.sampled_from('0123456789 -+/.:%2D"\\TSEntr\u00a0\u2013\n\x07'), max_size=40)


def found(text):
    """Whether the text is among the dated parts of JSON that has other texts around it."""
    encoded = json.dumps({"a": "x", "b": [text, 1], "c": "2024-05-06T11:22:33+01:00"}, ensure_ascii=False)
    return any(dated(encoded.encode("utf-8", "surrogatepass")))


@given(written=st.sampled_from(WRITINGS), before=st.text(max_size=20), after=st.text(max_size=20))
def test_what_the_bytes_are_cleared_of_the_text_does_not_hold(written, before, after):
    text = before + written + after
    encoded = json.dumps(text, ensure_ascii=False).encode("utf-8", "surrogatepass")

    assert may_be_personal(encoded, squeeze(encoded)) or not personal_spans(text)


@given(st.text(st.sampled_from("0123456789 -+/.:ESTab\u00a0\u2013\n"), max_size=40))
def test_the_coarse_scan_never_sees_less_than_the_fine_one(text):
    encoded = json.dumps(text, ensure_ascii=False).encode()

    assert may_be_personal(encoded, squeeze(encoded)) or not personal_spans(text)


@given(written=st.sampled_from(WRITINGS), before=st.text(max_size=20), after=st.text(max_size=20))
def test_a_text_with_a_number_is_among_the_dated_parts(written, before, after):
    text = before + written + after
    assert found(text) or not personal_spans(text)


@given(PIECES)
def test_the_dated_parts_are_never_fewer_than_the_careful_look_finds(text):
    assert found(text) or not personal_spans(text)


@pytest.mark.parametrize("written", WRITINGS)
def test_every_writing_of_a_number_is_seen(written):
    assert found(f"Avser {written}, se bilaga")


@pytest.mark.parametrize(
    "text", ["2024-05-06T11:22:33+01:00", "00411501-2024", "90910000", "+46 8 123 45 67", "https://example.org/a%20b/1"]
)
def test_dates_and_codes_are_no_reason_to_look_closer(text):
    assert not found(text)


def test_a_part_ends_where_a_text_ends():
    assert [*dated(b'{"a":"811228-9874","b":"x","c":8112289874}')] == [b"811228-9874", b":8112289874}"]
