"""What is noted of processes is what a dictionary would hold."""

from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ocds_sv.checks.dataset.digests import SIZE
from ocds_sv.checks.processes import Processes
from ocds_sv.checks.workers import packed, unpacked
from ocds_sv.jsonio import ordering, roll

ADDED = st.lists(st.tuples(st.integers(0, 12) | st.just(2**56 - 1), st.integers(0, 7) | st.just(1 << 74)), max_size=60)
Added = list[tuple[int, int]]


def noted(added: Added) -> Processes:
    found = Processes()
    for key, bits in added:
        found.add(key.to_bytes(SIZE, "big"), bits)
    return found


def plain(added: Added) -> Counter[int]:
    each: dict[int, int] = {}
    for key, bits in added:
        each[key] = each.get(key, 0) | bits
    return Counter(each.values())


@given(ADDED, st.integers(1, 9), st.integers(0, 100))
def test_each_process_has_all_the_bits_that_were_added(added: Added, run: int, in_memory: int) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(ordering, "RUN", run)
        patch.setattr(roll, "IN_MEMORY", in_memory)
        found = Processes()
        for number, (key, bits) in enumerate(added):
            found.add(key.to_bytes(SIZE, "big"), bits)
            if number % 7 == 0:
                assert found.combinations() == plain(added[: number + 1])

        assert found.combinations() == plain(added)
        assert len(found) == len({key for key, _ in added})
        assert unpacked(packed({"": found}))[""].combinations() == found.combinations()


@given(ADDED, ADDED)
def test_those_of_another_come_with_their_bits_moved(first: Added, second: Added) -> None:
    found = noted(first)
    found.merge(noted(second), lambda bits: bits << 3)

    assert found.combinations() == plain([*first, *((key, bits << 3) for key, bits in second)])
