"""Garbage is searched for seldom while a run lasts, and as before when it is over."""

import gc

import pytest

from ocds_sv.garbage import OBJECTS, collected_seldom


def test_what_was_set_before_is_set_again_whatever_happens() -> None:
    before = gc.get_threshold()

    def run() -> None:
        with collected_seldom():
            assert gc.get_threshold() == (OBJECTS, *before[1:])
            assert gc.isenabled()
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        run()

    assert gc.get_threshold() == before
    assert gc.get_freeze_count() == 0
