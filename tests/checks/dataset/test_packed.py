"""What lies packed comes out as it was put in."""

import pickle
from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ocds_sv.checks.dataset import amounts, digests, packed
from ocds_sv.checks.dataset.amounts import Repetition, TopShare
from ocds_sv.checks.dataset.digests import Notes
from ocds_sv.checks.dataset.packed import Numbers, Texts


@given(st.lists(st.lists(st.floats(allow_nan=False))), st.integers(1, 5))
def test_numbers(parts: list[list[float]], block: int) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(packed, "NUMBERS", block)
        numbers = Numbers()
        for part in parts:
            numbers.extend(part)
        expected = [one for part in parts for one in part]

        assert list(pickle.loads(pickle.dumps(numbers))) == list(numbers) == expected
        assert len(numbers) == len(expected)


@given(st.lists(st.lists(st.text(st.characters(), max_size=5))), st.integers(1, 5))
def test_texts(parts: list[list[str]], block: int) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(packed, "TEXTS", block)
        texts = Texts()
        for part in parts:
            texts.extend(part)
        expected = [one for part in parts for one in part]

        assert list(pickle.loads(pickle.dumps(texts))) == list(texts) == expected
        assert [texts.at(place) for place in range(len(expected))] == expected


def test_half_a_character_is_kept() -> None:
    texts = Texts()
    texts.extend(["\ud800"] * packed.TEXTS)

    assert texts.at(0) == "\ud800"


def test_texts_that_are_alike_take_little_room() -> None:
    texts = Texts()
    texts.extend(f"ocds-a1b2c3-{number:07}" for number in range(50_000))

    assert len(pickle.dumps(texts)) < 6 * 50_000


@given(st.lists(st.sampled_from([1.0, 2.0, 2.5, 3.0, 7.0, -1.0, float("inf")]), min_size=1), st.integers(1, 4))
def test_amounts_counted_in_parts_are_counted_as_at_once(found: list[float], part: int) -> None:
    whole = [*Counter(found).most_common(3)]
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(amounts, "PART", part)
        judges = Repetition(least=1), TopShare(least=1)
        for judge in judges:
            judge.extend([(one, "SEK") for one in found], ())
        top = sorted((-count, one, "SEK") for one, count in whole)[:3]
        facts = judges[0].outcome()

    assert facts.checked == len(found)
    assert facts.failed == (count if (count := -sum(one[0] for one in top)) >= len(found) * 0.1 else 0)
    positive = sorted((one for one in found if one > 0), reverse=True)
    assert judges[1].outcome().checked == len(positive) if positive else judges[1].outcome().state == "na"


@given(st.lists(st.integers(0, 5)), st.integers(1, 4))
def test_digests_grouped_in_parts_are_grouped_as_at_once(numbers: list[int], part: int) -> None:
    notes = Notes()
    notes.extend(numbers, map(str, numbers))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(digests, "PART", part)
        found = list(notes.groups())

    expected = [[at for at, one in enumerate(numbers) if one == number] for number in dict.fromkeys(numbers)]
    assert found == [group for group in expected if len(group) > 1]
