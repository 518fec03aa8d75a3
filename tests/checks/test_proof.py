"""What is proved by shapes and columns is what the engine finds, and most of what is right is proved."""

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ocds_sv.checks.columns import Kind
from ocds_sv.checks.proof import Part
from ocds_sv.checks.rule import Context
from ocds_sv.checks.schema import of_releases
from ocds_sv.checks.structure import Structure
from ocds_sv.checks.walk import Walk
from ocds_sv.standard import Standard
from ocds_sv.standard.files import extension_ids

AS_OF = date(2026, 1, 1)
CORE = Standard.load(())
CLEAN: dict[str, Any] = {
    "ocid": "ocds-a1b2c3-1",
    "id": "1",
    "date": "2024-01-01T00:00:00Z",
    "tag": ["tender", "award"],
    "initiationType": "tender",
    "parties": [
        {"id": "A", "roles": ["buyer"], "contactPoint": {"url": "https://example.org/a"}},
        {"id": "B", "roles": ["supplier", "tenderer"], "additionalIdentifiers": [{"id": 5}]},
    ],
    "tender": {
        "id": 1,
        "status": "complete",
        "value": {"amount": 1.5, "currency": "SEK"},
        "items": [{"id": "1", "quantity": 0}, {"id": "2", "quantity": 2, "unit": {"value": {"amount": 1}}}],
        "tenderPeriod": {"startDate": "2024-01-01T09:00:00+01:00", "endDate": None},
        "hasEnquiries": False,
        "documents": [],
    },
    "awards": [{"id": "1", "date": "2024-02-01T00:00:00Z", "title": "", "suppliers": [{"id": "B"}]}],
    "egetFalt": [{"a": [[1], {"b": None}]}],
}


def fitting(releases: list[dict[str, Any]], standard: Standard = CORE, *, structure: bool = False) -> list[bool]:
    looks = Structure(standard) if structure else None
    walk = Walk(standard, structure=looks, schema=standard.schema("release"))
    return [one.fits for one in walk.releases(releases, [Context(one, AS_OF) for one in releases])]


def changed(place: tuple[str | int, ...], value: Any) -> dict[str, Any]:
    release: Any = json.loads(json.dumps(CLEAN))
    inner = release
    for part in place[:-1]:
        inner = inner[part]
    inner[place[-1]] = value
    return dict(release)


PLACES: list[tuple[str | int, ...]] = [
    ("ocid",),
    ("date",),
    ("tag",),
    ("tag", 0),
    ("initiationType",),
    ("parties",),
    ("parties", 0),
    ("parties", 1, "id"),
    ("parties", 1, "roles"),
    ("parties", 0, "contactPoint", "url"),
    ("parties", 1, "additionalIdentifiers", 0, "uri"),
    ("tender",),
    ("tender", "id"),
    ("tender", "status"),
    ("tender", "title_en"),
    ("tender", "value", "amount"),
    ("tender", "value", "currency"),
    ("tender", "items"),
    ("tender", "items", 1, "id"),
    ("tender", "items", 0, "quantity"),
    ("tender", "tenderPeriod", "endDate"),
    ("tender", "tenderPeriod", "durationInDays"),
    ("tender", "hasEnquiries"),
    ("tender", "documents"),
    ("awards", 0, "suppliers"),
    ("awards", 0, "items"),
    ("egetFalt",),
]
VALUES: list[Any] = [
    None, "", " ", "x", "active", "award", "SEK", "2024-02-30T00:00:00Z", "2024-02-03", "https://example.org", "a b",
    0, 1, -1, 1.0, 1.5, True, False, [], {}, [None], [""], ["award"], ["award", "award"], [{}], [[]], [[{"id": "1"}]],
    [{"id": "1"}], [{"id": "1"}, {"id": "1"}], [{"id": "1"}, {"id": 1}], [{"id": 1}, {"id": True}], [{"id": "1"}, "x"],
    ["x", 1], [{"title": "x"}, {"title": "x"}], {"id": "1"}, {"id": ["1"]}, {"namn": 1},
]  # fmt: skip


@pytest.mark.parametrize("structure", [False, True])
def test_a_release_that_is_proved_to_fit_is_one_that_the_engine_lets_pass(structure: bool) -> None:
    releases = [changed(place, value) for place in PLACES for value in VALUES]
    engine = of_releases(CORE)

    told = fitting(releases, structure=structure)

    right = [not list(engine(one)) for one in releases]
    assert [one for one, fits, true in zip(releases, told, right, strict=True) if fits and not true] == []
    assert 100 < sum(right) < len(right) - 100
    assert sum(told) > 0.75 * sum(right)


def test_what_is_right_is_proved() -> None:
    assert fitting([CLEAN] * 3) == [True] * 3


def test_one_that_is_wrong_casts_no_doubt_on_the_others() -> None:
    wrong = [changed(("date",), "i dag"), changed(("tag", 0), "x"), changed(("tender", "id"), [])]

    told = fitting([CLEAN, wrong[0], CLEAN, wrong[1], wrong[2], CLEAN])

    assert told[1:5:2] + told[4:5] == [False, False, False]
    assert told[0]
    assert told[5]


@pytest.mark.hypothesis
@given(st.lists(st.tuples(st.sampled_from(PLACES), st.sampled_from(VALUES)), max_size=6))
def test_of_releases_together_no_one_is_proved_that_is_wrong(faults: list[tuple[tuple[str | int, ...], Any]]) -> None:
    releases = [CLEAN, *(changed(place, value) for place, value in faults)]

    for one, fits in zip(releases, fitting(releases), strict=True):
        assert not fits or not list(of_releases(CORE)(one))


@pytest.mark.parametrize("extension", extension_ids())
def test_with_extensions_nothing_is_proved_that_is_wrong(extension: str) -> None:
    standard = Standard.load((extension,))
    engine = of_releases(standard)
    fields = [node.key for node in standard.release.properties.values() if node.key not in CLEAN]
    inside = [("tender", name) for name in standard.release.properties["tender"].properties]
    places: list[tuple[str | int, ...]] = [*((name,) for name in fields), *inside]
    releases = [changed(place, value) for place in places for value in VALUES[::4]]

    for one, fits in zip(releases, fitting(releases, standard), strict=True):
        assert not fits or not list(engine(one))


def test_worked_examples_are_proved(shared: Path) -> None:
    found: list[Any] = []
    for path in sorted((shared / "ocds" / "worked-examples").rglob("*.json")):
        value = json.loads(path.read_text(encoding="utf-8"))
        if isinstance(value, dict) and isinstance(value.get("releases"), list):
            found += [one for one in value["releases"] if isinstance(one, dict) and "$ref" not in one]
    right = [not list(of_releases(CORE)(one)) for one in found]
    told = fitting(found)

    assert all(true for fits, true in zip(told, right, strict=True) if fits)
    assert sum(told) > 0.5 * sum(right)


KINDS: list[tuple[dict[str, Any], Kind, bool]] = [
    ({"type": "string", "minLength": 1}, str, True),
    ({"type": "string", "minLength": 1}, (str, False), False),
    ({"type": "string", "minLength": 2}, str, False),
    ({"type": ["integer", "null"]}, float, False),
    ({"type": "number"}, (int, False), True),
    ({"type": "array", "minItems": 1}, (list, False), False),
    ({"type": "array", "maxItems": 9}, list, False),
    ({"type": "string", "pattern": "^x"}, str, False),
    ({"oneOf": [{}]}, str, False),
    ({}, str, True),
    ({}, set, False),
]


@pytest.mark.parametrize(("schema", "kind", "takes"), KINDS)
def test_a_kind_of_value_is_taken_where_nothing_else_is_asked(schema: dict[str, Any], kind: Kind, takes: bool) -> None:
    assert Part({}, schema).takes(kind) is takes
