"""One walk by shapes says what a plain search of every object says."""

import json
from collections import Counter
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ocds_sv.checks.fields import Fields
from ocds_sv.checks.rule import Context
from ocds_sv.checks.structure import Structure
from ocds_sv.checks.tally import generic
from ocds_sv.checks.walk import Walk
from ocds_sv.standard import Node, Standard

STANDARD = Standard.load(())
AS_OF = date(2026, 1, 1)


def searched(value: Any, node: Node, place: tuple[str | int, ...] = ()) -> list[tuple[str, tuple[str | int, ...]]]:
    """What the schema leaves open in a value, found the long way: rule and place, in the order of the document."""
    if value is None:
        return [("null-value", place)]
    if isinstance(value, str | list | dict) and not (value.strip() if isinstance(value, str) else value):
        return [("empty-value", place)]
    if isinstance(value, str):
        known = node.codelist or (node.items.codelist if node.items is not None else None)
        return [("additional-code", place)] if known is not None and known.open and value not in known.codes else []
    if isinstance(value, list):
        return in_list(value, node, place)
    return in_object(value, node, place) if isinstance(value, dict) else []


def in_list(value: list[Any], node: Node, place: tuple[str | int, ...]) -> list[tuple[str, tuple[str | int, ...]]]:
    found, seen = [], set[str]()
    for number, item in enumerate(value):
        found += searched(item, node, (*place, number))
        if node.merge == "identifierMerge" and isinstance(item, dict) and isinstance(item.get("id"), str | int):
            found += [("id-repeated-in-a-list", (*place, number, "id"))] * (str(item["id"]) in seen)
            seen.add(str(item["id"]))
    return found


def in_object(value: Any, node: Node, place: tuple[str | int, ...]) -> list[tuple[str, tuple[str | int, ...]]]:
    found: list[tuple[str, tuple[str | int, ...]]] = []
    for name, inner in value.items():
        child = (node.items or node).properties.get(name)
        if child is not None:
            found += [("deprecated-field", (*place, name))] * child.deprecated
            found += searched(inner, child, (*place, name))
        elif node.child(name) is None:
            found.append(("additional-field", (*place, name)))
        elif inner is None or inner == "":
            found.append(("empty-value", (*place, name)))
    return found


def filled(value: dict[str, Any], above: str = "") -> list[str]:
    """The paths of all fields that are filled, as often as they are."""
    paths = []
    for name, inner in value.items():
        if inner is None or (isinstance(inner, str | list | dict) and not inner):
            continue
        paths.append(f"{above}{name}")
        for one in inner if isinstance(inner, list) else [inner]:
            paths += filled(one, f"{above}{name}/") if isinstance(one, dict) else []
    return paths


def held(releases: list[dict[str, Any]]) -> None:
    fields = Fields()
    walk = Walk(STANDARD, fields=fields, structure=Structure(STANDARD))
    objects, in_releases = Counter[str](), Counter[str]()
    for release in releases:
        found = [(check.name, place) for check, place, _ in walk.release(release, Context(release, AS_OF)).found]
        assert found == in_object(release, STANDARD.release, ())
        objects.update(filled(release))
        in_releases.update(set(filled(release)))
    assert {one.path: (one.filled, one.releases) for one in fields.coverage()} == {
        path: (count, in_releases[path]) for path, count in objects.items()
    }


NAMES = (
    "id",
    "tag",
    "tender",
    "title",
    "title_en",
    "items",
    "value",
    "amendment",
    "changes",
    "awards",
    "status",
    "eget",
)
VALUES = st.recursive(
    st.sampled_from([None, "", " ", "a", "active", "award", 0, 1, 1.5, False, True]),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(NAMES), inner, max_size=4),
    max_leaves=20,
)
RELEASES = st.lists(st.dictionaries(st.sampled_from(NAMES), VALUES, max_size=5), max_size=4)


@pytest.mark.hypothesis
@given(RELEASES)
def test_what_the_walk_tells_is_what_a_search_finds(releases: list[dict[str, Any]]) -> None:
    held(releases)


def test_what_is_forgotten_changes_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("ocds_sv.checks.shapes.MOST", 2)
    monkeypatch.setattr("ocds_sv.checks.fields.COMBINATIONS", 1)
    some: list[dict[str, Any]] = [
        {"ocid": "1", "tag": ["tender"], "tender": {"id": "1", "value": {"amount": 5}, "amendment": {"changes": [{}]}}},
        {"ocid": "2", "awards": [{"id": 1}, {"id": "1", "status": "egen"}], "tender": {}},
        {"ocid": "3", "egetFalt": {"namn": [{"a": 1}, {"a": 1}, []]}},
    ]

    held(some * 3)


def test_published_releases_are_told_of_as_a_search_finds(shared: Path) -> None:
    found: list[dict[str, Any]] = []
    for path in sorted((shared / "ocds" / "worked-examples").rglob("*.json")):
        value = json.loads(path.read_text(encoding="utf-8"))
        if isinstance(value, dict) and isinstance(value.get("releases"), list):
            found += [one for one in value["releases"] if isinstance(one, dict) and "$ref" not in one]

    assert len(found) > 20
    assert {generic(place) for one in found for _, place in in_object(one, STANDARD.release, ())}
    held(found)
