"""How many processes are started when nobody says: never for little, never more than can be fed."""

import os

import pytest

from ocds_sv.conversion.workers import LARGE, MOST, suitable_workers


@pytest.fixture
def large(tmp_path):
    path = tmp_path / "stor.csv"
    path.touch()
    os.truncate(path, LARGE)
    return path


@pytest.fixture
def several(monkeypatch):
    def processors(count):
        monkeypatch.setattr("ocds_sv.conversion.workers._processors", lambda: count)

    return processors


@pytest.mark.parametrize(("processors", "expected"), [(1, 1), (2, 2), (64, MOST)])
def test_large_input_takes_a_process_for_each_processor_up_to_a_bound(large, several, processors, expected):
    several(processors)

    assert suitable_workers([large]) == expected


def test_files_of_a_folder_count_together(large, several, tmp_path):
    several(2)
    os.truncate(large, LARGE // 2)
    (tmp_path / "till.csv").write_bytes(b"\0" * (LARGE // 2))

    assert suitable_workers([tmp_path]) == 2
    assert suitable_workers([large]) == 1


def test_a_trial_and_what_cannot_be_measured_take_one(large, several, tmp_path):
    several(2)

    assert suitable_workers([large], limit=5) == 1
    assert suitable_workers(["-"]) == 1
    assert suitable_workers([tmp_path / "finns inte.csv"]) == 1
