"""What is read is written again digit by digit."""

import json
from decimal import Decimal

import orjson
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ocds_sv.jsonio import encode
from ocds_sv.jsonio.exact import loads, same

PLAIN = st.from_regex(r"-?(0|[1-9][0-9]{0,20})(\.0{0,9}[0-9]{1,20})?", fullmatch=True)


@given(st.lists(PLAIN, min_size=1, max_size=4), st.sampled_from([", ", ",", " ,\n"]))
def test_every_plain_number_leaves_as_it_came(numbers, comma):
    numbers = [text for text in numbers if text != "-0"]
    text = "{" + comma.join(f'"{number}": {value}' for number, value in enumerate(numbers)) + "}"

    written = encode(loads(text.encode()))

    assert written == ("{" + ",".join(f'"{number}":{value}' for number, value in enumerate(numbers)) + "}").encode()


@pytest.mark.parametrize(
    "text", ["1e5", "1E-7", "-2.50e+3", "1e300", "123456789012345678901234567890", "0.1000000000000000055"]
)
def test_an_uncommon_number_keeps_its_value(text):
    for shape in ('{{"a":{}}}', "[{}]", '{{"a": "x", "b":[1 , {} ]}}', '{{"a":\n{}\n}}'):
        found = json.loads(encode(loads(shape.format(text).encode())), parse_float=Decimal, parse_int=Decimal)
        wanted = json.loads(shape.format(text), parse_float=Decimal, parse_int=Decimal)

        assert found == wanted


@pytest.mark.parametrize("number", ["0.0000012", "-0.00000123", "0.00001", "0.000001", "1.0000012"])
def test_a_small_number_is_written_without_exponent(number):
    assert encode(loads(b"[%s]" % number.encode())) == b"[%s]" % number.encode()


@pytest.mark.parametrize("text", [b'{"a":1.5,"b":0.1,"c":7}', b'{"id":"3e5","date":"2024-01-01T00:00:00.123456789Z"}'])
def test_a_common_text_is_read_as_orjson_reads_it(text):
    assert loads(text) == orjson.loads(text)
    assert not any(isinstance(value, Decimal) for value in loads(text).values())


def test_what_is_no_json_is_refused():
    with pytest.raises(orjson.JSONDecodeError):
        loads(b'{"a":NaN}')


@pytest.mark.parametrize(
    ("one", "other", "equal"),
    [
        (Decimal("0.10"), 0.1, True),
        (Decimal("1.50"), Decimal("1.5"), True),
        ({"a": [Decimal("2.0")]}, {"a": [2]}, True),
        ([1.5, "x"], [1.5, "x"], True),
        (Decimal("0.1000000000000000055"), 0.1, False),
        ({"a": 1}, {"b": 1}, False),
        ([1], [1, 2], False),
        (Decimal(1), "1", False),
        (None, 0, False),
    ],
)
def test_numbers_are_compared_by_value(one, other, equal):
    assert same(one, other) is equal
    assert same(other, one) is equal
