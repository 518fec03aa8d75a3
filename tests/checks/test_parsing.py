"""One JSON text is parsed exactly, or told why not."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ocds_sv.checks.parsing import REASONS, has_repeats, parsed, reason, repeated_keys

TEXT = st.text('a":\\\\{}[], \\n\\u00e5', max_size=5)
VALUES = st.recursive(
    st.none() | st.booleans() | st.integers(-9, 9) | st.floats(-1e6, 1e6) | TEXT,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(TEXT, inner, max_size=4),
    max_leaves=10,
)


@given(st.dictionaries(TEXT, VALUES, max_size=5), st.sampled_from([None, 1]), st.booleans(), st.booleans())
def test_no_key_is_called_repeated_that_is_not(value: dict, indent: int | None, plain: bool, tight: bool) -> None:
    marks = (",", ":") if tight else (", ", " : ")
    text = json.dumps(value, indent=indent, ensure_ascii=plain, separators=marks).encode()

    found = parsed(text)

    assert found.value == value
    assert not has_repeats(text, found.value) or repeated_keys(text) == []


@given(st.dictionaries(TEXT, VALUES, min_size=1, max_size=4), st.data())
def test_a_repeated_key_is_found_wherever_it_stands(value: dict, data: st.DataObject) -> None:
    key = data.draw(st.sampled_from(sorted(value)))
    inner = json.dumps(value)[:-1] + f", {json.dumps(key)}: 7}}"
    text = f'{{"ocid": "a", "tender": [{{}}, {inner}]}}'.encode()

    assert has_repeats(text, parsed(text).value)
    assert repeated_keys(text) == [("tender", 1, key)]


@given(st.binary(max_size=40))
def test_any_bytes_give_a_value_or_a_reason(text: bytes) -> None:
    found = parsed(text)

    assert found.reason is None or (found.value is None and found.reason.sv != found.reason.en)


@pytest.mark.parametrize("key", REASONS)
def test_every_reason_is_told_in_both_languages(key: str) -> None:
    told = reason(key, line=1, position=2, limit=3, count=4)

    assert told.sv != told.en
    assert "{" not in told.sv + told.en
    assert told.sv.endswith(".")
    assert told.en.endswith(".")
