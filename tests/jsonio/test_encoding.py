"""Amounts leave as they came, and equal content has one hash."""

import json
from decimal import Decimal

import orjson
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ocds_sv.jsonio import content_hash, encode

AMOUNTS = st.decimals(allow_nan=False, allow_infinity=False, min_value=Decimal("-1e30"), max_value=Decimal("1e30"))
TEXT = st.text(st.characters(codec="utf-8"), max_size=20)
SCALARS = st.none() | st.booleans() | st.integers(-(2**53), 2**53) | TEXT | AMOUNTS
JSON = st.recursive(
    SCALARS,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(TEXT, inner, max_size=4),
    max_leaves=12,
)


@given(AMOUNTS)
def test_an_amount_is_read_back_to_the_same_number_without_an_exponent(amount):
    text = encode({"amount": amount}).decode()

    assert json.loads(text, parse_float=Decimal, parse_int=Decimal)["amount"] == amount
    assert "e" not in text.removeprefix('{"amount":').lower()


@pytest.mark.parametrize(
    ("amount", "text"),
    [
        ("1.50", b"1.50"),
        ("0.10", b"0.10"),
        ("-12.00", b"-12.00"),
        ("1E+3", b"1000"),
        ("1E-7", b"0.0000001"),
        ("90000000000000.01", b"90000000000000.01"),
        ("123456789012345678901234567890.12", b"123456789012345678901234567890.12"),
    ],
)
def test_an_amount_keeps_its_digits(amount, text):
    assert encode(Decimal(amount)) == text


@given(JSON)
def test_whatever_is_written_is_json(value):
    json.loads(encode(value))


def test_the_order_of_the_keys_is_kept_in_what_is_written():
    assert (
        encode({"ocid": "ocds-213czf-1", "id": "1", "date": None}) == b'{"ocid":"ocds-213czf-1","id":"1","date":null}'
    )


def test_swedish_letters_stay_themselves():
    assert encode("Blåbär & älg") == '"Blåbär & älg"'.encode()


@pytest.mark.parametrize("value", [Decimal("NaN"), Decimal("Infinity"), Decimal("1E+999999999"), {1, 2}, object()])
def test_what_json_cannot_say_is_refused(value):
    with pytest.raises(TypeError):
        encode({"value": value})


@given(st.dictionaries(TEXT, JSON, max_size=4))
def test_the_hash_follows_from_the_content_alone(value):
    turned = dict(reversed(value.items()))

    assert content_hash(turned) == content_hash(value)
    assert len(content_hash(value)) == 32


def test_the_hash_sees_inner_keys_in_any_order_and_every_changed_digit():
    release = {"a": {"x": Decimal("1.50"), "y": [1, 2]}, "b": "text"}

    assert content_hash({"b": "text", "a": {"y": [1, 2], "x": Decimal("1.50")}}) == content_hash(release)
    assert content_hash({"a": {"x": Decimal("1.51"), "y": [1, 2]}, "b": "text"}) != content_hash(release)
    assert content_hash({"a": {"x": Decimal("1.50"), "y": [2, 1]}, "b": "text"}) != content_hash(release)


def test_the_hash_is_the_same_on_every_machine():
    assert content_hash({"ocid": "ocds-213czf-1"}) == content_hash(orjson.loads(b'{"ocid":"ocds-213czf-1"}'))
    assert content_hash({"ocid": "ocds-213czf-1"}) == "66730e54e3ce647658e4ac00201fe18d"
