"""Glances at many releases at once say what the rules say that are asked about each."""

import copy
import json
import random
from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ocds_sv.checks import Checker
from ocds_sv.checks.abreast import Abreast
from ocds_sv.checks.judge import Setting
from ocds_sv.checks.memory import Call
from ocds_sv.checks.rule import Check, Context
from ocds_sv.checks.rules import RULES

AS_OF = date(2026, 1, 1)
TIMES = ("2024-03-01T00:00:00+01:00", "2024-02-29T23:30:00Z", "2031-01-01T00:00:00Z", "1985-01-01T00:00:00Z", "2024-03")
JUNK: list[Any] = [
    None, "", " A ", "A", "#", 0, 1, -5, 0.5, 999_999, 9e10, 1e300, True, [], {}, [[]], [None], [{"id": "B"}],
    {"id": "A"}, "test", "Uppgift saknas", "cancelled", "planned", "direct", "Urvalsförfarande", "SEK", "XXX",
    ["award"], ["compiled"],
    ["supplier", 3], "19811228-9874", "ES00000000T", {"scheme": "SE-ON", "id": "969999-9901"}, {"country": "PL"},
    {"amount": 5}, {"amount": -1, "currency": "SEK"}, "contractSigned", "SV", *TIMES,
]  # fmt: skip


def release(number: int) -> dict[str, Any]:
    """A process, finished, in which every rule has something to look at."""
    value = {"amount": 1000 + number, "currency": "SEK"}
    buyer, supplier = {"id": "A", "name": "Påhittade kommun"}, {"id": "B", "name": "Påhittade AB"}
    documents = [{"id": "1", "documentType": "tenderNotice", "language": "sv", "url": "https://example.org/1"}]
    payment = {"id": "1", "date": "2024-08-01T00:00:00Z", "value": value, "payer": buyer, "payee": supplier}
    return {
        "ocid": f"ocds-a1b2c3-{number}",
        "id": f"{number}",
        "date": "2024-09-01T00:00:00+02:00",
        "tag": ["tender", "award", "contract"],
        "language": "sv",
        "parties": [
            {**buyer, "roles": ["buyer", "procuringEntity", "payer"], "identifier": {"scheme": "SE-ON", "id": "1"}},
            {**supplier, "roles": ["supplier", "tenderer", "payee"], "identifier": {"scheme": "SE-ON", "id": "2"}},
        ],
        "buyer": buyer,
        "planning": {"budget": {"amount": value}, "documents": copy.deepcopy(documents)},
        "tender": {
            "id": f"T{number}",
            "title": "Städning av skolor",
            "description": "Städning av skolor och förskolor.",
            "status": "complete",
            "procurementMethod": "open",
            "value": value,
            "items": [{"id": "1", "quantity": 3, "unit": {"name": "st", "value": value}}],
            "documents": documents,
            "procuringEntity": buyer,
            "numberOfTenderers": 1,
            "tenderers": [supplier],
            "tenderPeriod": {"startDate": "2024-02-01T00:00:00Z", "endDate": "2024-03-01T23:59:59Z"},
        },
        "awards": [
            {"id": "1", "status": "active", "date": "2024-04-01T00:00:00Z", "value": value, "suppliers": [supplier]}
        ],
        "contracts": [
            {
                "id": "K",
                "awardID": "1",
                "status": "active",
                "dateSigned": "2024-05-01T00:00:00Z",
                "value": value,
                "period": {"startDate": "2024-06-01T00:00:00Z", "endDate": "2025-06-01T00:00:00Z"},
                "implementation": {"transactions": [payment]},
            }
        ],
    }


def spots(value: Any) -> Iterator[tuple[Any, Any]]:
    """Every field and item of a JSON value: what it stands in, and its name or number."""
    for key in list(value) if isinstance(value, dict) else range(len(value)):
        yield value, key
        if isinstance(value[key], dict | list):
            yield from spots(value[key])


def changed(seed: int, number: int) -> dict[str, Any]:
    """A release with a few things changed, most of which are wrong then."""
    chance, made = random.Random(seed), json.loads(json.dumps(release(number % 5)))
    for _ in range(chance.choice((0, 1, 1, 2, 4))):
        every = list(spots(made))
        holder, key = chance.choice(every)
        what = chance.random()
        if what < 0.6:
            holder[key] = copy.deepcopy(chance.choice(JUNK))
        elif what < 0.75:
            del holder[key]
        elif isinstance(holder, list):
            holder.append(copy.deepcopy(holder[key]))
        else:
            other, at = chance.choice(every)
            if at in other if isinstance(other, dict) else at < len(other):
                holder[key] = copy.deepcopy(other[at])
    return made


def told(releases: list[dict[str, Any]], scope: str) -> list[Any]:
    checker = Checker(as_of=AS_OF, scope=scope)
    for one in releases:
        checker.release(one, text=json.dumps(one).encode())
    results = checker.results()
    return [
        [
            (name, one.failed, one.releases, dict(one.paths), one.samples, one.marks.sorted())
            for name, one in sorted(results.items())
        ],
        checker.outcomes(),
        checker.report()["systemErrors"],
    ]


@settings(max_examples=60)
@given(st.lists(st.integers(0, 2**32), min_size=1, max_size=12), st.sampled_from(["", "single-buyer"]))
def test_what_is_told_is_the_same_without_a_glance(seeds: list[int], scope: str) -> None:
    releases = [changed(seed, number) for number, seed in enumerate(seeds)]
    with_glances = told(copy.deepcopy(releases), scope)
    with pytest.MonkeyPatch.context() as patch:
        made = Call.__init__

        def blind(self: Call, *arguments: Any) -> None:
            made(self, *arguments)
            self.at_once = False

        patch.setattr(Call, "__init__", blind)
        assert told(releases, scope) == with_glances


GLANCING = [check for check in RULES.values() if check.glance is not None]
GATHERED = [check for check in RULES.values() if check.keys is not None]


def test_rules_glance() -> None:
    assert len(GLANCING) > 40
    assert all(check.judge is None for check in GLANCING)
    assert len(GATHERED) > 15
    assert all(check.judge is not None for check in GATHERED)


def written(value: dict[str, Any]) -> Context:
    return Context(value, AS_OF, json.dumps(value).encode())


@pytest.mark.parametrize("check", [check for check in GLANCING if check.on == "Release"], ids=lambda check: check.name)
def test_a_glance_sees_what_its_rule_refuses_among_what_it_accepts(check: Check) -> None:
    wrong = {number for number, _ in enumerate(check.refused)}
    abreast = Abreast([written(one) for one in (*check.refused, *check.accepted)], _dated(check), wrong)

    assert check.glance is not None
    assert wrong <= {*check.glance(abreast), *abreast.odd}


def _dated(check: Check) -> list[tuple[str, list[int], list[str]]]:
    """The dates of the examples, as the walk would note them."""
    return [
        (key, [number], [holder[key]])
        for number, one in enumerate((*check.refused, *check.accepted))
        for holder, key in spots(one)
        if isinstance(key, str) and isinstance(holder[key], str) and key.lower().find("date") >= 0
    ]


@pytest.mark.parametrize("check", [check for check in GLANCING if check.on != "Release"], ids=lambda check: check.name)
def test_a_glance_at_objects_sees_what_its_rule_refuses(check: Check) -> None:
    assert check.glance is not None
    for one in check.refused:
        assert 0 in set(check.glance([one]))
        assert 1 in set(check.glance([check.accepted[0], one])) or not _has(check, check.accepted[0])


def _has(check: Check, one: dict[str, Any]) -> bool:
    """Whether the rule would be asked about the object at all."""
    return all(name in one for name in check.needs)


@pytest.mark.parametrize("check", GATHERED, ids=lambda check: check.name)
def test_what_a_judge_is_told_at_once_is_what_it_is_told_one_by_one(check: Check) -> None:
    assert check.judge is not None
    judge = check.judge(Setting(AS_OF))
    assert callable(getattr(judge, "extend", None))
    assert Call(check, judge).at_once


def test_columns_hold_objects_with_the_numbers_of_their_releases() -> None:
    abreast = Abreast(
        [
            written({"awards": [{"id": " 1 ", "value": {"amount": 2}}, {"id": 2}]}),
            written({}),
            written({"awards": [{"value": {"amount": True}}, "x"]}),
            written({"awards": {"id": "3"}, "ocid": 5}),
        ]
    )

    assert list(abreast.at("awards[]").releases) == [0, 0, 2]
    assert abreast.strings("awards[]", "id") == ["1", "2", ""]
    assert list(abreast.at("awards[]/value").releases) == [0, 2]
    assert abreast.amounts("awards[]/value", "amount") == [None, None]
    assert abreast.amounts("awards[]", "value") == [2, None, None]
    assert abreast.odd == {2, 3}
