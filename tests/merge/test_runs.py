"""Runs give what was written to them, in any ranges, and read little more than that."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ocds_sv.merge import runs
from ocds_sv.merge.runs import Held

OCIDS = st.integers(0, 12).map(lambda number: b"%02d" % number)


def held(ocid, arrival):
    return Held(ocid, b"2024", arrival, 0, 1, b"x" * 40)


def several(folder, parts):
    """A run of each part, with its index."""
    paths = [folder / f"{number}.run" for number in range(len(parts))]
    for path, part in zip(paths, parts, strict=True):
        runs.write(path, sorted(part))
    return paths, [runs.index(path) for path in paths]


@given(
    parts=st.lists(st.lists(OCIDS, max_size=30), max_size=3),
    bounds=st.lists(OCIDS, max_size=8).map(sorted),
    narrow=st.booleans(),
    stride=st.sampled_from([1, 200, 1_000]),
)
def test_ranges_that_are_asked_for_in_order(tmp_path_factory, parts, bounds, narrow, stride):
    given = [[held(ocid, 100 * part + at) for at, ocid in enumerate(ocids)] for part, ocids in enumerate(parts)]
    every = sorted(one for part in given for one in part)
    ranges = list(zip(bounds[::2], bounds[1::2], strict=False))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(runs, "_STRIDE", stride)
        paths, known = several(tmp_path_factory.mktemp("runs"), given)
    if narrow and ranges:
        known = [index.between(ranges[0][0], ranges[-1][1]) for index in known]

    with runs.opened(paths, known) as between:
        found = [list(between(start, stop)) for start, stop in ranges]

    assert found == [[one for one in every if start <= one.ocid < stop] for start, stop in ranges]


def test_who_leaves_the_rest_of_a_range_gets_the_next_one_whole(tmp_path):
    paths, known = several(tmp_path, [[held(b"%02d" % (number // 3), number) for number in range(30)]])

    with runs.opened(paths, known) as between:
        firsts = [next(between(b"%02d" % number, b"%02d" % (number + 1))).arrival for number in range(10)]

    assert firsts == list(range(0, 30, 3))


@pytest.mark.parametrize(("asked", "most"), [(range(1_000), 1_000), ([3, 990], 25)])
def test_neighbours_are_read_once_and_what_lies_between_is_skipped(tmp_path, monkeypatch, asked, most):
    monkeypatch.setattr(runs, "_STRIDE", 700)
    paths, known = several(tmp_path, [[held(b"%03d" % number, number) for number in range(1_000)]])
    reads = []
    read = runs.Reader._next
    monkeypatch.setattr(runs.Reader, "_next", lambda self: reads.append(1) or read(self))

    with runs.opened(paths, known) as between:
        found = [one.arrival for number in asked for one in between(b"%03d" % number, b"%03d\0" % number)]

    assert found == list(asked)
    assert len(reads) <= most
