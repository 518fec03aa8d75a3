"""The reference implementation's own fixtures, where they lie beside the checkout."""

import json
from functools import cache

import pytest

from ocds_sv.merge.compiled import Compiled
from ocds_sv.merge.rules import rules
from ocds_sv.merge.versioned import Versioned
from ocds_sv.standard.node import Tree, build

KINDS = {"compiled": Compiled, "versioned": Versioned}
SCHEMAS = {"1.0": "release-schema-1__0__3.json", "1.1": "release-schema-1__1__4.json", "schema": "schema.json"}


def modern(schema):
    """OCDS 1.0 has other words for the same rules."""
    if isinstance(schema, list):
        return [modern(item) for item in schema]
    if not isinstance(schema, dict):
        return schema
    told = {"ocdsOmit": {"omitWhenMerged": True}, "ocdsVersion": {"wholeListMerge": True}}
    strategy = schema.get("mergeStrategy")
    return {key: modern(value) for key, value in schema.items()} | (
        told.get(strategy, {}) if isinstance(strategy, str) else {}
    )


@cache
def rules_of(path):
    schema = modern(json.loads(path.read_text(encoding="utf-8")))
    tree = Tree(schema.get("definitions", {}), lambda _name, _is_open: None)
    return rules(build(schema, tree, "", "", None))


@pytest.mark.parametrize("kind", KINDS)
def test_every_fixture_gives_what_the_reference_gives(shared, kind):
    folder = shared / "ocds/merge-fixtures/tests/fixtures"
    tried = 0
    for expected in sorted(folder.glob(f"*/*-{kind}.json")):
        releases = json.loads(expected.with_name(expected.name.replace(f"-{kind}", "")).read_text(encoding="utf-8"))
        merged = KINDS[kind](rules_of(folder / SCHEMAS[expected.parent.name]))

        for release in sorted(releases, key=lambda release: release["date"]):
            merged.add(release)

        assert merged.value() == json.loads(expected.read_text(encoding="utf-8")), expected.name
        assert not merged.disputed, expected.name
        tried += 1

    assert tried > 15
