"""The fast engine and the reference find the same faults at the same places."""

import copy
import json
import random
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ocds_sv.checks.schema import SchemaCheck
from ocds_sv.standard import Standard

SCHEMA = Standard.load().schema("release")
FAST, REFERENCE = SchemaCheck(SCHEMA), SchemaCheck(SCHEMA, "reference")
CLEAN: dict[str, Any] = {
    "ocid": "ocds-a1b2c3-1",
    "id": "1",
    "date": "2024-01-01T00:00:00Z",
    "tag": ["tender", "award"],
    "initiationType": "tender",
    "parties": [{"id": "A", "name": "Ett AB", "roles": ["buyer"], "identifier": {"uri": "https://example.org/a"}}],
    "buyer": {"id": "A", "name": "Ett AB"},
    "tender": {
        "id": "1",
        "title": "Städ",
        "status": "complete",
        "value": {"amount": 10.5, "currency": "SEK"},
        "tenderPeriod": {"startDate": "2024-01-01T00:00:00+01:00", "endDate": "2024-02-01T00:00:00+01:00"},
        "items": [{"id": "1", "classification": {"scheme": "CPV", "id": "90910000"}}],
    },
    "awards": [{"id": "1", "suppliers": [{"id": "B"}], "date": "2024-03-01T00:00:00Z"}],
    "contracts": [{"id": "1", "awardID": "1", "value": {"amount": 10}}],
}
ODD = (None, True, 7, -1.5, "", "x", "2024-01-01", "2024-13-01T00:00:00Z", [], {}, [None], [{"id": None}], {"id": 1.5})


def told(
    check: SchemaCheck, release: Any, text: bytes | None = None
) -> list[tuple[str, tuple[Any, ...], tuple[tuple[str, object], ...]]]:
    return sorted((one.name, place, tuple(sorted(fault.facts.items()))) for one, place, fault in check(release, text))


def places(value: Any, above: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    found = []
    for key, inner in value.items() if isinstance(value, dict) else enumerate(value):
        found.append((*above, key))
        if isinstance(inner, dict | list):
            found += places(inner, (*above, key))
    return found


def changed(place: tuple[Any, ...], odd: Any) -> dict[str, Any]:
    release = copy.deepcopy(CLEAN)
    inner: Any = release
    for part in place[:-1]:
        inner = inner[part]
    if odd is ...:
        del inner[place[-1]]
    else:
        inner[place[-1]] = odd
    return release


def test_a_clean_release_has_no_fault() -> None:
    assert told(FAST, CLEAN) == told(REFERENCE, CLEAN) == []


@pytest.mark.parametrize("place", places(CLEAN), ids=lambda place: "/".join(map(str, place)))
def test_one_thing_changed_gives_the_same_faults_in_both(place: tuple[Any, ...]) -> None:
    for odd in (*ODD, ...):
        release = changed(place, odd)
        text = json.dumps(release).encode()
        assert told(FAST, release) == told(FAST, release, text) == told(REFERENCE, release), odd


@pytest.mark.parametrize("value", ["Cleaning", 7, None])
@pytest.mark.parametrize(
    "name", ["title_en", "title_se-FI", r"title\u005fen", r"title\u005Fen", r"t\u0069tle_en", "title_"]
)
@pytest.mark.parametrize("gap", ["", " ", "\n"])
def test_a_translation_is_seen_however_it_is_written(name: str, value: Any, gap: str) -> None:
    text = f'{{"{name}"{gap}:{json.dumps(value)},{json.dumps({**CLEAN, "tender": {"id": "a_b"}})[1:]}'
    release = json.loads(text)

    assert told(FAST, release, text.encode()) == told(REFERENCE, release)
    inside = {**CLEAN, "tender": {"id": "1", json.loads(f'"{name}"'): value}}
    written = json.dumps(inside).replace(json.dumps(json.loads(f'"{name}"')), f'"{name}"{gap}').encode()
    assert told(FAST, inside, written) == told(REFERENCE, inside)
    assert bool(told(FAST, inside, written)) == (value == 7 and name != "title_")


def test_a_schema_that_asks_for_other_names_by_pattern_is_always_used_whole() -> None:
    schema = {"properties": {"a": {"patternProperties": {"^x": {"type": "string"}}}}}

    assert told(SchemaCheck(schema), {"a": {"x": 1}}, b'{"a":{"x":1}}') != []


@settings(max_examples=60)
@given(st.randoms(use_true_random=False))
def test_many_things_changed_give_the_same_faults_in_both(chance: random.Random) -> None:
    release = copy.deepcopy(CLEAN)
    for _ in range(chance.randint(1, 6)):
        at = chance.choice(places(release))
        inner: Any = release
        for part in at[:-1]:
            inner = inner[part]
        inner[at[-1]] = chance.choice(ODD)

    assert told(FAST, release) == told(FAST, release, json.dumps(release).encode()) == told(REFERENCE, release)


@pytest.mark.parametrize(
    ("place", "odd", "rule", "facts"),
    [
        (("ocid",), ..., "schema-required", {"name": "ocid"}),
        (
            ("tender", "value", "amount"),
            "10",
            "schema-type",
            {"found": "a text", "found_sv": "en text", "expected": "a number", "expected_sv": "ett tal"},
        ),
        (("tender", "status"), "klar", "schema-code", {"value": "klar"}),
        (
            ("date",),
            "2024-01-01",
            "schema-format",
            {"expected": "no date with time and offset", "expected_sv": "inget datum med tid och tidszon"},
        ),
        (("ocid",), "", "schema-empty-text", {"keyword": "minLength", "expected": 1}),
        (("tag",), [], "schema-empty-list", {"keyword": "minItems", "expected": 1}),
        (("contracts", 0, "awardID"), ..., "schema-required", {"name": "awardID"}),
    ],
)
def test_the_message_is_ours_and_says_what_was_expected(place: Any, odd: Any, rule: str, facts: dict[str, Any]) -> None:
    ((check, at, fault),) = FAST(changed(place, odd))

    assert check.name == rule
    assert fault.facts == facts
    assert at == (place[:-1] if odd is ... else place)
    for lang in ("sv", "en"):
        assert check.says(lang, fault.facts)
