"""The walk asks a rule where it has something to see, and counts where it asked."""

from collections.abc import Iterator
from datetime import date
from typing import Any

from ocds_sv.checks.rule import Check, Context, Fault, Json, rule
from ocds_sv.checks.values import dates, spelled
from ocds_sv.checks.walk import Walk
from ocds_sv.findings import Severity
from ocds_sv.standard import Standard

AS_OF = date(2026, 1, 1)
STANDARD = Standard.load(())
RELEASE: dict[str, Any] = {
    "ocid": "1",
    "date": "2024-01-01T00:00:00Z",
    "tender": {
        "id": "1",
        "value": {"amount": 1, "currency": "SEK"},
        "minValue": {"amount": 2},
        "tenderPeriod": {"startDate": "2024-01-02T00:00:00Z", "endDate": None},
        "documents": [{"id": "1", "datePublished": "2024-01-03T00:00:00Z"}, None, "x"],
    },
    "awards": [{"id": "1", "value": {"currency": "SEK"}}],
}


def made(**more: Any) -> Check:
    @rule("Value", Severity.NOTICE, "money", says=("a", "b"), fix=("c", "d"), sources=("e",), **more)
    def anything(value: Json, _: Context) -> Iterator[Fault]:
        yield Fault(*value)

    return anything


def walked(check: Check) -> tuple[int, list[tuple[str | int, ...]]]:
    walk = Walk(STANDARD, [check])
    found = walk.release(RELEASE, Context(RELEASE, AS_OF)).found
    return walk.asked["anything"], [place for _, place, _ in found]


def test_every_object_of_the_type_is_visited_with_its_place() -> None:
    asked, places = walked(made())

    assert asked == 3
    assert places[0] == ("tender", "value", "amount", "currency")


def test_without_what_it_needs_a_rule_is_not_asked() -> None:
    assert walked(made(needs=("amount",)))[0] == 2
    assert walked(made(needs=("amount", "currency")))[0] == 1
    assert walked(made(needs=("egetFalt",)))[0] == 0


def test_what_cannot_be_at_fault_is_counted_and_not_asked_about() -> None:
    asked, places = walked(made(needs=("amount",), lacks="currency"))

    assert (asked, places) == (2, [("tender", "minValue", "amount")])


def test_the_dates_met_on_the_way_are_those_that_a_search_finds() -> None:
    kept: list[Any] = []

    @rule("Release", Severity.NOTICE, "dates", says=("a", "b"), fix=("c", "d"), sources=("e",))
    def looks(_: Json, context: Context) -> Iterator[Fault]:
        kept.extend(context.of(dates))
        yield from ()

    Walk(STANDARD, [looks]).release(RELEASE, Context(RELEASE, AS_OF))

    found = sorted((spelled(way), name, value) for way, name, value, _ in kept)
    assert found == sorted((spelled(way), name, value) for way, name, value, _ in dates(RELEASE))
    assert [place for place, _, _ in found] == [
        ("date",),
        ("tender", "documents", 0, "datePublished"),
        ("tender", "tenderPeriod", "startDate"),
    ]
