"""The eight criteria, each decided both ways."""

from datetime import date

import pytest

from ocds_sv.checks import Checker
from ocds_sv.checks.criteria import Criterion, four_quarters_before, levels, open_questions
from ocds_sv.checks.documents import Broken

AS_OF = date(2026, 1, 1)
ANSWERED = {
    "ocid": "ocds-a1b2c3-1",
    "id": "1",
    "date": "2025-11-01T00:00:00Z",
    "buyer": {"id": "A"},
    "tender": {"id": "1", "title": "Bro", "procurementMethod": "open"},
    "awards": [{"id": "1", "date": "2025-10-01T00:00:00Z", "suppliers": [{"id": "B"}], "value": {"amount": 5}}],
}
KEYS = [
    "registered",
    "reviewable",
    "appropriate",
    "relevant",
    "discoverable",
    "representative",
    "active",
    "retrievable",
]


def decided(*releases: dict, broken: bool = False) -> dict[str, Criterion]:
    checker = Checker(as_of=AS_OF)
    for release in releases:
        checker.release(release)
    if broken:
        checker.feed(Broken("a.json", 1, "the text ends"))
    return {one.key: one for one in checker.criteria()}


def test_the_keys_are_stable_and_every_reason_is_told_in_both_languages() -> None:
    found = decided(ANSWERED)

    assert list(found) == KEYS
    assert all(one.reason_en and one.reason_sv and one.reason_en != one.reason_sv for one in found.values())
    assert {found[key].decision for key in ("discoverable", "representative", "retrievable")} == {"human"}


@pytest.mark.parametrize(
    ("key", "good", "change", "bad"),
    [
        ("registered", "assisted", {"ocid": "ocds-213czf-1"}, "unmet"),
        ("registered", "assisted", {"ocid": "1"}, "unmet"),
        ("appropriate", "met", {"egetFalt": 1}, "assisted"),
        ("relevant", "met", {"awards": []}, "unmet"),
        ("active", "met", {"date": "2024-11-01T00:00:00Z"}, "unmet"),
    ],
)
def test_a_criterion_is_decided_both_ways(key: str, good: str, change: dict, bad: str) -> None:
    assert decided(ANSWERED)[key].decision == good
    assert decided({**ANSWERED, **change})[key].decision == bad


def test_what_cannot_be_read_cannot_be_reviewed() -> None:
    assert decided(ANSWERED)["reviewable"].decision == "met"
    assert decided(ANSWERED, broken=True)["reviewable"].decision == "unmet"


@pytest.mark.parametrize(
    ("day", "since"),
    [
        (date(2026, 1, 1), date(2025, 1, 1)),
        (date(2026, 3, 31), date(2025, 1, 1)),
        (date(2026, 4, 1), date(2025, 4, 1)),
        (date(2024, 2, 29), date(2023, 1, 1)),
        (date(2026, 12, 31), date(2025, 10, 1)),
    ],
)
def test_four_whole_quarters_before_a_day(day: date, since: date) -> None:
    assert four_quarters_before(day) == since


def test_a_ledger_alone_leaves_when_and_how_open() -> None:
    ledger = {"buyer/id", "awards/suppliers/id", "contracts/value/amount", "contracts/items/description"}

    assert open_questions(ledger) == ("when", "how")
    assert open_questions(()) == ("who", "what", "from-whom", "how-much", "when", "how")


def test_quantity_and_price_together_say_how_much() -> None:
    half = {"awards/items/quantity"}

    assert "how-much" in open_questions(half)
    assert "how-much" not in open_questions(half | {"awards/items/unit/value/amount"})


def test_the_earlier_levels_count_their_fields() -> None:
    basic, intermediate, advanced = levels({"buyer/name", "tender/value/amount"})

    assert (basic.key, basic.filled, intermediate.filled, advanced.filled) == ("basic", 1, 1, 0)
    assert "buyer/name" not in basic.missing
    assert "tender/title" in basic.missing


def test_reasons_have_their_figures_in_words() -> None:
    found = decided({**ANSWERED, "ocid": "1", "egetFalt": 1}, {**ANSWERED, "ocid": "ocds-213czf-1"}, broken=True)

    assert found["registered"].reason_sv == "releaser utan ett registrerat prefix: 1; med dokumentationens exempel: 1"
    assert found["appropriate"].reason_en.startswith("fields of its own: 1, codes of its own: 0")
    assert found["reviewable"].reason_sv == "en del kunde inte läsas, på 1 ställe"
    assert found["relevant"].reason_sv == "upphandlingar som svarar på alla sex frågor: 2"
    assert ANSWERED["date"][:10] in found["active"].reason_sv
    assert decided()["active"].reason_sv == "ingen release har ett datum"


def test_questions_that_are_left_open_are_named_in_the_readers_language() -> None:
    found = decided({"ocid": "ocds-a1b2c3-1", "buyer": {"id": "A"}})["relevant"]

    assert found.reason_sv == "data svarar inte på: Vad köptes? Av vem? För hur mycket? När? Hur?"
    assert found.reason_en == "the data do not answer: What was bought? From whom? For how much? When? How?"
