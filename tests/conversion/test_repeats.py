"""Releases that share ocid and id: found whatever their number, in the order of the run."""

import sqlite3
from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ocds_sv.conversion.repeats import Repeats, digest
from ocds_sv.errors import OutputError


@given(st.lists(st.lists(st.integers(min_value=0, max_value=9))))
def test_every_release_but_the_first_of_its_kind_is_found(batches):
    marks = [(key, 0, row) for row, key in enumerate(key for batch in batches for key in batch)]
    seen: Counter[int] = Counter()
    expected = []
    for key, stream, row in marks:
        if seen[key]:
            expected.append((stream, row))
        seen[key] += 1

    with Repeats() as repeats:
        start = 0
        for batch in batches:
            repeats.add(marks[start : start + len(batch)])
            start += len(batch)
        assert list(repeats.found()) == expected


def test_a_digest_tells_ocid_and_id_apart_and_fits_the_database():
    assert digest("a", "bc") != digest("ab", "c")
    with Repeats() as repeats:
        repeats.add([((1 << 63) - 1, 2**31, 2**40)] * 2)
        assert list(repeats.found()) == [(2**31, 2**40)]
    assert all(0 <= digest("o", str(n)) < 1 << 63 for n in range(1000))


def test_a_full_disk_is_one_sentence():
    with Repeats() as repeats:
        repeats._base.execute("PRAGMA max_page_count = 4")

        with pytest.raises(OutputError) as raised:
            repeats.add((n, 0, n) for n in range(100_000))

    assert "could not be written" in raised.value.text("en")
    assert raised.value.text("sv") != raised.value.text("en")


def test_the_database_is_gone_afterwards():
    with Repeats() as repeats:
        pass

    with pytest.raises(sqlite3.ProgrammingError):
        repeats.add([(1, 1, 1)])
