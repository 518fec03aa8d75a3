"""Brackets tell where an object ends, and are never wrong about it."""

import io
import json

from hypothesis import given
from hypothesis import strategies as st

from ocds_sv.checks.brackets import Brackets, is_one, is_whole
from ocds_sv.checks.cutting import Buffer, end_of

TEXT = st.text('a"\\{}[],: \nå', max_size=6)
VALUES = st.recursive(
    st.none() | st.integers(-9, 9) | TEXT,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(TEXT, inner, max_size=3),
    max_leaves=12,
)


@given(st.dictionaries(TEXT, VALUES, max_size=4), st.booleans(), st.sampled_from([None, 1]))
def test_an_object_is_closed_at_its_end(value: dict, plain: bool, indent: int | None) -> None:
    text = json.dumps(value, ensure_ascii=plain, indent=indent).encode()

    assert Brackets().take(text) is True
    assert Brackets().take(text[:-1]) in {False, None}
    assert Brackets().take(text + b"," + text) is None


@given(st.lists(st.dictionaries(TEXT, VALUES, max_size=2), min_size=1, max_size=4))
def test_an_object_may_be_looked_at_piece_by_piece(values: list) -> None:
    brackets = Brackets()

    told = [brackets.take((b'{"a": [' if not at else b",") + json.dumps(one).encode()) for at, one in enumerate(values)]

    assert told == [False] * len(values)
    assert brackets.take(b"]}") is True


@given(st.text('"\\{}[]a,: ', max_size=24).map(lambda text: f"{{{text}}}"))
def test_what_they_tell_of_any_text_is_what_its_signs_tell(text: str) -> None:
    closed = Brackets().take(text.encode())

    assert is_whole(text.encode()) is (closed is True)
    if closed and "\\" not in text:
        assert end_of(Buffer(io.BytesIO(), bytearray(text.encode()))) == len(text)


def test_brackets_of_the_wrong_kind_or_too_deep_are_not_one() -> None:
    assert is_one(b"{[{}]}")
    assert not is_one(b"{[}]")
    assert not is_one(b"{}{[]}")
    assert not is_one(b"[]")
    assert not is_one(b"{" * 1_000 + b"}" * 1_000)
    assert not is_one(b"{" + b"{[" * 50 + b"]}" * 50 + b"}")
    assert is_one(b"{" + b"{[" * 20 + b"]}" * 20 + b"}")
