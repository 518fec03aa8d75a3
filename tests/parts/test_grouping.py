"""Files become parts: neighbours stay together, none is lost, and no part is much larger than its share."""

import os
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ocds_sv import parts
from ocds_sv.errors import UsageError


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    folder = tmp_path_factory.mktemp("files")
    for megabytes in range(40):
        (folder / f"{megabytes}.jsonl").touch()
        os.truncate(folder / f"{megabytes}.jsonl", megabytes << 20)
    return folder


@given(st.lists(st.integers(0, 39), max_size=60), st.integers(1, 20), st.none() | st.integers(1, 10))
def test_parts_hold_all_files_in_order_and_no_more_than_their_share(folder, sizes, workers, most):
    files = [folder / f"{size}.jsonl" for size in sizes]

    groups = parts.grouped(files, workers, most)

    assert [name for group in groups for name in group] == [str(file) for file in files]
    assert all(groups)
    assert len(groups) <= min(len(files), most or len(files), workers * parts.PER_WORKER)
    share = max(parts.LEAST, (sum(sizes) << 20) / min(most or 9_999, workers * parts.PER_WORKER))
    for group in groups:
        held = [Path(name).stat().st_size for name in group]
        assert sum(held) - held[0] / 2 - held[-1] / 2 <= share


def test_as_many_files_as_parts_are_a_part_each(folder):
    files = [folder / f"{size}.jsonl" for size in (39, 38, 37, 36)]

    assert len(parts.grouped(files, 4, 4)) == 4


def test_the_member_of_an_archive_counts_as_its_archive_and_what_is_not_there_as_nothing(folder):
    archive = f"{folder}/39.jsonl!a.json"

    assert parts.grouped(["absent.csv", archive, archive], 2) == [["absent.csv"], [archive], [archive]]


def test_standard_input_is_refused_in_both_languages():
    with pytest.raises(UsageError) as caught:
        parts.grouped(["-"], 2)

    assert "standard input" in caught.value.text("en")
    assert "standard in " in caught.value.text("sv")


def test_what_is_kept_is_known_again_and_names_are_never_shared(tmp_path):
    first, second = parts.kept(tmp_path, {"a": 1}), parts.kept(tmp_path, {"a": 1})

    assert first != second
    assert parts.known(first) == {"a": 1}
