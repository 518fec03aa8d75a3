"""Packages and records against their schemas: the same as the reference implementation says of the whole."""

import copy
import random
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ocds_sv.checks.envelope import Envelopes
from ocds_sv.checks.schema import SchemaCheck
from ocds_sv.standard import Standard

FAST, REFERENCE = Envelopes("fast"), Envelopes("reference")
WHOLE = {
    name: SchemaCheck(Standard.load().schema(kind), "reference")
    for name, kind in (("releases", "release-package"), ("records", "record-package"))
}
RELEASE = {
    "ocid": "ocds-a1b2c3-1",
    "id": "1",
    "date": "2024-01-01T00:00:00Z",
    "tag": ["tender"],
    "initiationType": "tender",
}
HEAD: dict[str, Any] = {
    "uri": "https://data.paahittade.se/1.json",
    "version": "1.1",
    "publishedDate": "2024-03-01T00:00:00Z",
    "publisher": {"name": "Påhittade kommun", "uri": "https://paahittade.se", "uid": "212000-1355"},
    "license": "https://creativecommons.org/publicdomain/zero/1.0/",
    "publicationPolicy": "https://data.paahittade.se/policy",
    "extensions": ["https://data.paahittade.se/lots/extension.json"],
}
LINK = {"url": "https://data.paahittade.se/1.json#1", "date": "2024-03-01T00:00:00Z", "tag": ["tender"]}
RECORDS = {
    "embedded": {"ocid": "ocds-a1b2c3-1", "releases": [RELEASE], "compiledRelease": RELEASE},
    "linked": {"ocid": "ocds-a1b2c3-1", "releases": [LINK], "compiledRelease": RELEASE},
}
ODD = (None, True, 7, "", "x", "2024-01-01", "1.2.3", [], {}, [None], ["x"], {"name": None}, ...)

Told = set[tuple[str, tuple[Any, ...]]]


def told(found: Any) -> Told:
    return {(check.name, place) for check, place, _ in found if check.name != "additional-field"}


def around(name: str, package: dict[str, Any]) -> Told:
    """What the reference says of the whole package, but of what it holds."""
    return {(check.name, place) for check, place, _ in WHOLE[name](package) if place[:1] != (name,) or len(place) == 1}


def changed(value: dict[str, Any], chance: random.Random) -> dict[str, Any]:
    made = copy.deepcopy(value)
    inner = made
    name = chance.choice(sorted(made))
    if made[name] and isinstance(made[name], dict) and chance.random() < 0.5:
        inner, name = made[name], chance.choice(sorted(made[name]))
    odd = chance.choice(ODD)
    if odd is ...:
        del inner[name]
    else:
        inner[name] = odd
    return made


@settings(max_examples=100)
@given(st.randoms(use_true_random=False), st.sampled_from(["releases", "records"]), st.integers(0, 4))
def test_a_package_changed_gives_the_same_faults_in_both_engines_and_in_the_whole(
    chance: random.Random, name: str, changes: int
) -> None:
    package = copy.deepcopy(HEAD)
    for _ in range(changes):
        package = changed(package, chance) if package else package
    held = [RELEASE] if name == "releases" else [RECORDS["embedded"]]
    whole = {**package, name: held}

    found = told(FAST.package({**package, name: []}, holds=True))

    assert found == told(REFERENCE.package({**package, name: []}, holds=True)) == around(name, whole)


@pytest.mark.parametrize("name", ["releases", "records"])
def test_a_package_that_holds_nothing_is_told_so(name: str) -> None:
    package = {**HEAD, name: []}

    assert told(FAST.package(package, holds=False)) == around(name, package) == {("schema-empty-list", (name,))}


@pytest.mark.parametrize("kind", RECORDS)
def test_a_record_changed_is_refused_when_the_whole_is(kind: str) -> None:
    for name in (*RECORDS[kind], "url", "date"):
        for odd in ODD:
            record = copy.deepcopy(RECORDS[kind])
            inner: dict[str, Any] = record
            if name not in record:
                inner = record["releases"][0]
                if name not in inner:
                    continue
            if odd is ...:
                del inner[name]
            else:
                inner[name] = odd
            fast, reference = told(FAST.record(record)), told(REFERENCE.record(record))
            assert fast == reference
            releases = record.get("releases")
            embedded = [one for one in releases if isinstance(one, dict)] if isinstance(releases, list) else []
            inside = [part for part in (*embedded, record.get("compiledRelease")) if isinstance(part, dict)]
            faulty = any("url" not in one and set(SCHEMA(one)) for one in inside)
            whole = list(WHOLE["records"]({**HEAD, "records": [record]}))
            assert bool(fast or faulty) is bool(whole), (name, odd)


SCHEMA = SchemaCheck(Standard.load().schema("release"), "reference")


def test_fields_that_the_schema_does_not_have_are_named_with_what_they_may_be() -> None:
    package = {**HEAD, "releases": [], "licence": "x", "links": {"next": "https://data.paahittade.se/2.json"}}
    record = {**RECORDS["embedded"], "compiledrelease": {}}

    for found, name, near in (
        (FAST.package(package, holds=True), "licence", "'license'"),
        (FAST.record(record), "compiledrelease", "'compiledRelease'"),
    ):
        ((check, place, fault),) = found
        assert (check.name, place, fault.facts["name"]) == ("additional-field", (), name)
        assert near in check.says("sv", fault.facts)
