"""What stands in an address stands for something else; the places are those of the address."""

from __future__ import annotations

from urllib.parse import quote, unquote

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ocds_sv.sweden.coarse import may_be_personal, squeeze
from ocds_sv.sweden.escapes import nobodys, unescaped
from ocds_sv.sweden.identity import number_key, personal_spans

SIGNS = ["811228-9874", "19811228 9874", "%2D", "% ", "%zz", "%41", "å", "9", "x"]
PIECES = st.lists(st.sampled_from(SIGNS), max_size=6)


def fully_quoted(text: str) -> str:
    return "".join(f"%{byte:02X}" for byte in text.encode())


@given(PIECES.map("".join))
def test_ascii_is_what_the_standard_library_makes_of_it(text: str) -> None:
    plain, places = unescaped(text)

    assert plain == unquote(text)
    assert len(places) == len(plain) + 1
    assert [places[0], places[-1]] == [0, len(text)]
    for place, sign in enumerate(plain):
        assert unquote(text[places[place] : places[place + 1]]) == sign


@pytest.mark.parametrize("number", ["811228-9874", "19811228-9874", "811228+9874", "19811228 9874"])
@pytest.mark.parametrize("write", [lambda text: quote(text).replace("-", "%2d"), fully_quoted])
def test_a_number_is_found_where_it_stands(number: str, write: object) -> None:
    escaped = write(number)  # type: ignore[operator]
    text = f"https://exempel.se/?nr={escaped}&sida=2"

    ((start, end),) = personal_spans(text)

    assert text[start:end] == escaped
    assert number_key(text[start:end]) == "8112289874"
    assert may_be_personal(text.encode(), squeeze(text.encode()))


@pytest.mark.parametrize(
    ("text", "nobody"),
    [
        ("https://ted.europa.eu/sv/notice/-/detail/090527-1474", True),
        ("https://ted.europa.eu/notice/090527-1474", True),
        ("https://ted.europa.eu/sv/person/090527-1474", False),
        ("https://exempel.se/?ted.europa.eu/notice/090527-1474", False),
        ("https://ted.europa.eu/sv/notice/-/detail/090527-1474-090527-1474", False),
    ],
)
def test_a_notice_is_nobody_in_its_own_address_alone(text: str, *, nobody: bool) -> None:
    start = text.rindex("090527")

    assert nobodys(text, start, start + 11) is nobody
    assert bool(personal_spans(text)) is not nobody
