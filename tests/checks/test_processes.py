"""What is packed of processes is what a dictionary would hold."""

import pickle

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ocds_sv.checks import processes
from ocds_sv.checks.processes import Processes

ADDED = st.lists(st.tuples(st.integers(0, 12) | st.just(2**56 - 1), st.integers(0, 7) | st.just(1 << 74)), max_size=60)


@given(ADDED, st.integers(1, 9))
def test_each_process_has_all_the_bits_that_were_added(added: list[tuple[int, int]], recent: int) -> None:
    plain: dict[int, int] = {}
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(processes, "RECENT", recent)
        packed = Processes()
        for number, (key, bits) in enumerate(added):
            packed.add(key, bits)
            plain[key] = plain.get(key, 0) | bits
            if number % 7 == 0:
                assert len(packed) == len(plain)

    assert list(packed.items()) == sorted(plain.items())
    assert {bits: count for bits, count in packed.combinations().items() if count} == {
        bits: list(plain.values()).count(bits) for bits in plain.values()
    }
    assert pickle.loads(pickle.dumps(packed)) == packed


def test_a_process_more_is_another_number_of_them() -> None:
    one, other = Processes(), Processes()
    one.add(1, 2)
    other.add(1, 3)

    assert one != other
    other.add(1, 2)
    one.add(1, 1)
    assert one == other
    assert len(Processes()) == 0
