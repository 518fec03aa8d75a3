from datetime import date

import pytest

from ocds_sv.errors import UnknownName
from ocds_sv.sweden.limits import Status
from ocds_sv.sweden.periods import time_limit
from ocds_sv.sweden.tables import table


@pytest.mark.parametrize(
    ("kind", "law", "method", "days", "shortest"),
    [
        ("tender-period", "LOU", "open", 30, 15),
        ("tender-period", "LUF", "open", 30, 15),
        ("standstill", "LOU", "open", 15, 10),
        ("standstill", "LUF", "selective", 15, 10),
    ],
)
def test_what_the_directives_say(kind, law, method, days, shortest):
    found = time_limit(kind, law, method, date(2024, 7, 1))

    assert (found.days, found.shortest) == (days, shortest)
    assert found.source
    assert found.status is Status.UNVERIFIED


@pytest.mark.parametrize(
    ("kind", "law", "method", "on"),
    [
        ("tender-period", "LOU", "selective", date(2024, 7, 1)),
        ("tender-period", "LOU", "open", date(2016, 12, 31)),
        ("standstill", "LUFS", "open", date(2024, 7, 1)),
    ],
)
def test_what_is_not_known_is_not_made_up(kind, law, method, on):
    assert time_limit(kind, law, method, on) is None


def test_another_law_is_refused():
    with pytest.raises(UnknownName):
        time_limit("standstill", "LOX", "open", date(2024, 7, 1))


def test_the_shortest_is_never_longer_than_the_rule():
    assert all(int(row["shortest"]) <= int(row["days"]) for row in table("time_limits"))
