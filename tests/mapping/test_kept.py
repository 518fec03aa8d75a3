"""What functions remember is bounded by all of them together."""

from ocds_sv.mapping.kept import Kept


def test_all_is_forgotten_when_there_is_no_room_for_more():
    kept = Kept(most=4)
    one, other = kept.results(), kept.results()
    for number in range(3):
        kept.add(one, number, "x")
    kept.add(other, "a", None)
    assert (len(one), other) == (3, {"a": None})

    kept.add(other, "b", "y")

    assert (one, other) == ({}, {"b": "y"})


def test_a_long_text_takes_more_room():
    kept = Kept(most=4)
    results = kept.results()
    kept.add(results, "a" * 350, "x")

    kept.add(results, "b", "y")

    assert results == {"b": "y"}


def test_what_is_kept_never_exceeds_the_bound():
    kept = Kept(most=50)
    each = [kept.results() for _ in range(7)]

    for number in range(1_000):
        kept.add(each[number % 7], str(number), number)
        assert sum(map(len, each)) <= 51
        assert each[number % 7][str(number)] == number
