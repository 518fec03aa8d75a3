"""What lies packed comes out as it was put in, from memory and from disk."""

from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ocds_sv.checks.dataset import packed
from ocds_sv.checks.dataset.packed import Numbers, Texts
from ocds_sv.checks.workers import packed as sent
from ocds_sv.checks.workers import unpacked
from ocds_sv.jsonio import roll

BLOCKS = st.integers(1, 5)
BOUNDS = st.integers(0, 200)
CURRENCIES = st.sampled_from(["SEK", "EUR", ""])


@given(st.lists(st.tuples(CURRENCIES, st.lists(st.floats(allow_nan=False), min_size=1))), BLOCKS, BOUNDS)
def test_numbers(parts: list[tuple[str, list[float]]], block: int, bound: int) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(packed, "NUMBERS", block)
        patch.setattr(roll, "IN_MEMORY", bound)
        numbers, first, second = Numbers(), Numbers(), Numbers()
        for at, (currency, part) in enumerate(parts):
            numbers.extend(currency, part)
            (first if 2 * at < len(parts) else second).extend(currency, part)
        first.merge(second)
        expected = [(currency, one) for currency, part in parts for one in part]

        for found in (numbers, first, unpacked(sent({"": numbers}))[""]):
            assert [(currency, one) for currency, some in found.blocks() for one in some] == expected
            assert found.counts == Counter(currency for currency, _ in expected)
            assert list(found.of("SEK")) == [one for currency, one in expected if currency == "SEK"]


@given(st.lists(st.lists(st.text(st.characters(), max_size=5))), BLOCKS, BOUNDS)
def test_texts(parts: list[list[str]], block: int, bound: int) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(packed, "TEXTS", block)
        patch.setattr(roll, "IN_MEMORY", bound)
        texts, first, second = Texts(), Texts(), Texts()
        for at, part in enumerate(parts):
            texts.extend(part)
            (first if 2 * at < len(parts) else second).extend(part)
        first.merge(second)
        expected = [one for part in parts for one in part]

        for found in (texts, first, unpacked(sent({"": texts}))[""]):
            assert list(found) == expected
            assert list(found.at(range(len(expected)))) == expected
            assert list(found.at(range(0, len(expected), 3))) == expected[::3]


def test_half_a_character_is_kept() -> None:
    texts = Texts()
    texts.extend(["\ud800"] * packed.TEXTS)

    assert list(texts.at([0])) == ["\ud800"]


def test_texts_that_are_alike_take_little_room() -> None:
    texts = Texts()
    texts.extend(f"ocds-a1b2c3-{number:07}" for number in range(50_000))

    assert len(sent({"": texts})) < 6 * 50_000
