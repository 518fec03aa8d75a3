"""Whatever the bytes, nothing but our own exceptions comes out of a reader."""

from __future__ import annotations

import gzip

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import given as forall
from hypothesis import strategies as st

from ocds_sv.errors import InputError
from ocds_sv.sources import Limits

SMALL = Limits(line=100_000, unpacked=10_000_000, memory=1 << 30)
MANY = settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
FEW = settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
TEXTISH = st.text(alphabet=st.sampled_from('ab;,"\n\r\t å\0\ufeff{}[]:1.|='), max_size=200)
JSONISH = st.lists(
    st.sampled_from(
        [
            "{",
            "}",
            "[",
            "]",
            '"a"',
            ":",
            ",",
            "1",
            "1.5",
            "-",
            "1e999999999999999999999",
            "NaN",
            "null",
            r'"\ud800"',
            '"',
            "\\",
            "\n",
            "å",
            " ",
        ]
    ),
    max_size=60,
).map("".join)


def outcome_is_clear(read):
    """An exception of ours with its texts, or streams; and never an end without either."""
    if read.error is None:
        assert read.streams
        return
    assert isinstance(read.error, InputError)
    assert read.error.text("sv").strip()
    assert read.error.text("en").strip()
    assert read.error.exit_code == 3


@pytest.fixture
def scratch(tmp_path_factory):
    return tmp_path_factory.mktemp("fuzz") / "in"


def _check(reading, path, content, **spec):
    path.write_bytes(content)
    read = reading(path, limits=SMALL, **spec)
    outcome_is_clear(read)
    return read


@pytest.mark.parametrize("format_", ["auto", "csv", "json", "jsonl"])
@settings(MANY, suppress_health_check=[HealthCheck.function_scoped_fixture])
@forall(content=st.binary(max_size=300))
def test_any_bytes(reading, scratch, format_, content):
    _check(reading, scratch, content, format=format_)


@pytest.mark.parametrize("format_", ["auto", "csv"])
@settings(MANY, suppress_health_check=[HealthCheck.function_scoped_fixture])
@forall(text=TEXTISH, codec=st.sampled_from(["utf-8", "cp1252", "utf-16", "utf-16-le"]))
def test_any_text(reading, scratch, format_, text, codec):
    read = _check(reading, scratch, text.encode(codec, "replace"), format=format_)

    for stream, rows in zip(read.streams, read.rows, strict=True):
        if stream.header is not None:
            assert all(len(row) == len(stream.header) for _, row in rows)
            assert len({name.casefold() for name in stream.header}) == len(stream.header)
            assert [number for number, _ in rows] == sorted({number for number, _ in rows})


@pytest.mark.parametrize("format_", ["auto", "json", "jsonl"])
@settings(MANY, suppress_health_check=[HealthCheck.function_scoped_fixture])
@forall(text=JSONISH)
def test_anything_like_json(reading, scratch, format_, text):
    read = _check(reading, scratch, text.encode(), format=format_)

    assert all(isinstance(record, (dict, list)) for record in read.records)


@settings(MANY, suppress_health_check=[HealthCheck.function_scoped_fixture])
@forall(content=st.binary(min_size=1, max_size=200), cut=st.integers(0, 40), flip=st.integers(0, 300))
def test_damaged_gzip(reading, scratch, content, cut, flip):
    packed = bytearray(gzip.compress(content))
    packed[flip % len(packed)] ^= 0x55

    _check(reading, scratch, bytes(packed[: len(packed) - cut]))


@settings(MANY, suppress_health_check=[HealthCheck.function_scoped_fixture])
@forall(flips=st.lists(st.tuples(st.integers(0, 10_000), st.integers(1, 255)), min_size=1, max_size=4))
def test_damaged_zip(reading, scratch, zipped, flips):
    packed = bytearray(zipped({"a.csv": b"a;b\n1;2\n" * 20, "b.json": b'[{"a": 1}]'}))
    for place, mask in flips:
        packed[place % len(packed)] ^= mask

    _check(reading, scratch, bytes(packed))


@pytest.mark.parametrize("kind", ["xlsx", "xls", "ods"])
@settings(FEW, suppress_health_check=[HealthCheck.function_scoped_fixture])
@forall(flips=st.lists(st.tuples(st.integers(0, 100_000), st.integers(1, 255)), min_size=1, max_size=6))
def test_damaged_workbooks(reading, scratch, xlsx, xls, ods, kind, flips):
    rows = [["a", "b"], ["å", 1.5], ["x", 2]]
    build = {"xlsx": lambda: xlsx(A=rows), "xls": lambda: xls(A=rows), "ods": lambda: ods(rows)}[kind]
    packed = bytearray(build())
    for place, mask in flips:
        packed[place % len(packed)] ^= mask

    _check(reading, scratch, bytes(packed))
