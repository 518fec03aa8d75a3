from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ocds_sv.jsonio.encoding import encode
from ocds_sv.privacy.clean import is_clean
from ocds_sv.sweden.identity import personal_spans

NUMBER = "811228-9874"
PIECES = st.sampled_from(
    ["811228", "-", "9874", "8112289874", "19", "0", " ", "\n", "\t", "\\", "\\n", '"', "\x07", "å", "u0007"]
)


@given(st.lists(st.lists(PIECES, max_size=6).map("".join), max_size=4))
def test_a_number_in_any_text_is_seen_in_the_whole_line(texts):
    assert not (is_clean(encode(texts)) and any(map(personal_spans, texts)))


@pytest.mark.parametrize(
    "release",
    [
        {"title": f"Se {NUMBER}"},
        {NUMBER: "x"},
        {"number": Decimal("8112289874.00")},
        {"title": "811228\n9874"},
        {"title": f"\x07{NUMBER}"},
        {"title": f'"{NUMBER}"'},
        {"title": f"\\{NUMBER}"},
    ],
)
def test_a_number_is_seen_wherever_it_stands(release):
    assert not is_clean(encode(release))


def test_what_stands_in_two_texts_is_no_number():
    assert is_clean(encode({"a": ["811228", "9874"], "date": "2024-05-06T11:22:28+01:00", "id": "00411501-2024"}))
