"""Whatever JSON stands where a release should: a report that follows its schema, whose pointers lead somewhere."""

import copy
import json
from datetime import date
from pathlib import Path
from typing import Any

import jsonschema_rs
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ocds_sv.checks import Checker, check_files
from ocds_sv.checks.schema import SchemaCheck
from ocds_sv.resources import SCHEMAS
from ocds_sv.standard import Standard
from ocds_sv.standard.node import Node

AS_OF = date(2026, 1, 1)
STANDARD = Standard.load(["lots", "bids"])
REPORT = jsonschema_rs.Draft202012Validator(json.loads((SCHEMAS / "report.schema.json").read_text(encoding="utf-8")))
SCHEMA = STANDARD.schema()
FAST, REFERENCE = SchemaCheck(SCHEMA), SchemaCheck(SCHEMA, "reference")

ODD = (
    "| |1|SEK|active|tender|2024-03-31T23:59:59+02:00|2024-02-30T00:00:00Z|2024-01-01|SE-ON-556091-2148|556091-2148|"
    "ocds-a1b2c3-1|https://example.org/å|0001-01-01T00:00:00Z|{}|~/"
)
TEXTS = st.sampled_from([*ODD.split("|"), "x" * 300]) | st.text(max_size=6)
SCALARS = (
    st.none() | st.booleans() | st.integers(-(2**63), 2**63) | st.floats(allow_nan=False, allow_infinity=False) | TEXTS
)
ANYTHING = st.recursive(
    SCALARS, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(TEXTS, inner, max_size=3), max_leaves=6
)


def like(node: Node, depth: int = 0) -> st.SearchStrategy[Any]:
    """Values that mostly have the shape that the standard gives them at ``node``."""
    one = node.items or node
    if one.properties:
        if depth > 4:
            return st.just({})
        fields = {
            name: st.deferred(lambda child=child: like(child, depth + 1)) for name, child in one.properties.items()
        }
        names = st.lists(st.sampled_from(sorted(fields)), max_size=4 if depth else 8, unique=True)
        shape: st.SearchStrategy[Any] = names.flatmap(
            lambda chosen: st.fixed_dictionaries({n: fields[n] for n in chosen})
        )
    else:
        codes = sorted(node.codelist.codes) if node.codelist is not None else []
        shape = (st.sampled_from(codes) | TEXTS) if codes else SCALARS
    if node.items is not None:
        shape = st.lists(shape, max_size=2)
    return st.one_of(shape, shape, shape, shape, ANYTHING)


RELEASES = like(STANDARD.release).filter(lambda value: isinstance(value, dict))


def resolves(value: Any, pointer: str) -> bool:
    for part in pointer.split("/")[1:]:
        key = part.replace("~1", "/").replace("~0", "~")
        try:
            value = value[int(key)] if isinstance(value, list) else value[key]
        except (KeyError, IndexError, ValueError, TypeError):
            return False
    return True


@settings(max_examples=150, suppress_health_check=[HealthCheck.too_slow])
@given(RELEASES)
def test_any_release_gives_a_report_whose_pointers_resolve(release: dict[str, Any]) -> None:
    given_before = copy.deepcopy(release)
    checker = Checker(["lots", "bids"], as_of=AS_OF)

    checker.release(release)
    report = checker.report()

    assert release == given_before
    assert [error.message for error in REPORT.iter_errors(report)] == []
    for result in report["results"]:
        for sample in result["samples"]:
            assert resolves(release, sample["pointer"]), (result["rule"], sample["pointer"])


@settings(max_examples=150, suppress_health_check=[HealthCheck.too_slow])
@given(RELEASES)
def test_both_engines_find_the_same_in_any_release(release: dict[str, Any]) -> None:
    fast, slow = (
        sorted((check.name, str(place), str(sorted(fault.facts.items()))) for check, place, fault in engine(release))
        for engine in (FAST, REFERENCE)
    )

    assert fast == slow


WRAPPERS = st.sampled_from(
    [
        lambda value: value,
        lambda value: [value, value],
        lambda value: {"releases": [value]},
        lambda value: {"releases": value},
        lambda value: {"records": [value]},
        lambda value: {"records": [{"ocid": "x", "releases": [value], "compiledRelease": value}]},
        lambda value: {"ocid": "x", "versionedRelease": value},
        lambda value: {"extensions": value, "version": value, "releases": [{}]},
    ]
)


@settings(
    max_examples=150, suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture], deadline=None
)
@given(
    WRAPPERS, ANYTHING | RELEASES, st.sampled_from([None, 1]), st.sampled_from(["utf-8", "utf-16"]), st.integers(0, 400)
)
def test_any_json_in_any_wrapping_and_cut_anywhere_gives_a_report(
    tmp_path: Path, wrap: Any, value: Any, indent: int | None, codec: str, cut: int
) -> None:
    text = json.dumps(wrap(value), indent=indent).encode(codec)
    path = tmp_path / "d.json"
    path.write_bytes(text if cut % 2 else text[: max(1, len(text) - cut)])

    report = check_files([path], as_of=AS_OF)

    assert [error.message for error in REPORT.iter_errors(report)] == []
    assert (
        report["scope"]["releases"]
        or report["scope"]["compiledReleases"]
        or report["systemErrors"]
        or report["results"]
    )


@settings(max_examples=100, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.binary(min_size=1, max_size=60) | st.text(alphabet='{}[]":,\\ \n\0å1', min_size=1, max_size=40).map(str.encode)
)
def test_any_bytes_give_a_report_or_one_fault_of_ours(tmp_path: Path, content: bytes) -> None:
    from ocds_sv.errors import InputError

    path = tmp_path / "d.json"
    path.write_bytes(content)
    try:
        report = check_files([path], as_of=AS_OF)
    except InputError:
        return

    assert [fault.message for fault in REPORT.iter_errors(report)] == []


@pytest.mark.parametrize("depth", [99, 101, 1_000, 10_000])
def test_depth_ends_in_a_report(tmp_path: Path, depth: int) -> None:
    path = tmp_path / "d.jsonl"
    deep = '{"ocid": "a", "x": ' + '{"x": [' * (depth // 2) + "1" + "]}" * (depth // 2) + "}\n"
    path.write_text(deep + '{"ocid": "b"}\n', encoding="utf-8")

    report = check_files([path], as_of=AS_OF)

    assert report["scope"]["releases"] == (2 if depth < 100 else 1)
    assert [one["line"] for one in report["systemErrors"]] == ([] if depth < 100 else [1])
