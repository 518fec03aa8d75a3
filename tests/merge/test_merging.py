"""Our merge against the reference implementation, and what the two do differently on purpose."""

import importlib.util
import json
from decimal import Decimal
from pathlib import Path

import ocdsmerge
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ocds_sv.jsonio import encode
from ocds_sv.merge.compiled import Compiled
from ocds_sv.merge.rules import OMIT, REPLACE, rules
from ocds_sv.merge.versioned import Versioned
from ocds_sv.standard import Standard

_spec = importlib.util.spec_from_file_location("releases", Path(__file__).parent / "releases.py")
_releases = importlib.util.module_from_spec(_spec)
_spec.loader.exec_module(_releases)


def merged(kind, merge_rules, releases):
    one = kind(merge_rules)
    for release in releases:
        one.add(release)
    return one


def compiled(merge_rules, *releases):
    named = [{"ocid": "ocds-213czf-1", "id": str(n), "date": f"2024-01-0{n + 1}"} | r for n, r in enumerate(releases)]
    one = merged(Compiled, merge_rules, named)
    value = one.value()
    return {name: value[name] for name in value if name not in {"ocid", "id", "date", "tag"}}, one.disputed


def flat(tree, path=()):
    for name, rule in tree.items():
        if rule is OMIT or rule is REPLACE:
            yield (*path, name), rule.value
        else:
            yield from flat(rule, (*path, name))


@pytest.mark.parametrize("extensions", [(), Standard.known_extensions()], ids=["core", "every extension"])
def test_the_rules_are_those_that_the_reference_reads_in_the_schema(extensions, oracle_of):
    standard = Standard.load(extensions)

    assert dict(flat(rules(standard.release))) == oracle_of(standard.schema()).rules


@given(_releases.processes())
def test_random_releases_compile_as_the_reference_has_them(oracle, merge_rules, releases):
    ours = merged(Compiled, merge_rules, releases)

    assert json.loads(json.dumps(ours.value())) == oracle.compiled(json.loads(json.dumps(releases)))
    assert not ours.disputed


@given(_releases.processes())
def test_what_is_plain_compiles_as_what_is_not(merge_rules, releases):
    ours = merged(Compiled, merge_rules, releases)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("ocds_sv.merge.compiled.is_plain", lambda _value: False)
        general = merged(Compiled, merge_rules, releases)

    assert encode(ours.value()) == encode(general.value())
    assert ours.disputed == general.disputed


@given(_releases.processes())
def test_random_releases_are_versioned_as_the_reference_has_them(oracle, merge_rules, releases):
    known = [without_null_before_objects(release) for release in releases]
    ours = merged(Versioned, merge_rules, known)

    assert json.loads(json.dumps(ours.value())) == oracle.versioned(json.loads(json.dumps(known)))
    assert not ours.disputed


def without_null_before_objects(value):
    """The reference cannot version an object, or mixes up a list, that was null before."""
    if isinstance(value, list):
        return [without_null_before_objects(item) for item in value]
    if not isinstance(value, dict):
        return value
    return {name: without_null_before_objects(inner) for name, inner in value.items() if name in LEAVES or inner}


LEAVES = {"amount", "currency", "name", "scheme", "title", "title_sv", "language", "hasEnquiries", "description", "url",
          "date", "id", "roles", "submissionMethod"}  # fmt: skip


@given(_releases.processes(most=3), st.lists(st.integers(0, 2), min_size=2, max_size=6))
def test_what_is_given_again_compiles_as_the_reference_has_it(oracle, merge_rules, bodies, order):
    releases = [
        {**bodies[place % len(bodies)], "id": str(number), "date": f"2024-01-{number + 1:02d}T00:00:00Z"}
        for number, place in enumerate(order)
    ]

    ours = merged(Compiled, merge_rules, json.loads(json.dumps(releases)))

    assert json.dumps(ours.value(), sort_keys=True) == json.dumps(oracle.compiled(releases), sort_keys=True)


ITEM = st.fixed_dictionaries(
    {}, optional={"id": st.sampled_from(["a", "b", "c", 1]), "title": st.sampled_from("xy"), "note": st.none()}
)


@given(st.lists(ITEM, max_size=4), st.lists(ITEM, max_size=3), st.lists(ITEM, max_size=2))
def test_a_list_that_grows_compiles_as_the_reference_has_it(oracle, merge_rules, first, then, last):
    lists = [first, first + then, first + then, first + then + last]
    bodies = [{"tender": {"documents": json.loads(json.dumps(one))}} for one in lists]
    releases = [{"ocid": "o", "id": str(n), "date": f"2024-01-0{n + 1}"} | body for n, body in enumerate(bodies)]

    ours = merged(Compiled, merge_rules, releases)

    assert json.loads(json.dumps(ours.value())) == oracle.compiled(json.loads(json.dumps(releases)))


@pytest.mark.parametrize(
    ("first", "second"), [(1, True), (1, 1.0), (0, False), (1.5, Decimal("1.50")), (Decimal("1.0"), 1)]
)
def test_what_only_python_holds_for_equal_is_new(merge_rules, first, second):
    of = [{"tender": {"value": {"amount": x}, "items": [{"id": "1", "quantity": x}]}} for x in (first, second)]

    value, _ = compiled(merge_rules, *of)

    assert value["tender"]["value"]["amount"] is second
    assert value["tender"]["items"][0]["quantity"] is second


def test_a_dispute_inside_one_release_is_told_each_time(merge_rules):
    one = {"a": [{"id": "1", "b": "text"}, {"id": "1", "b": {"c": 1}}]}

    assert compiled(merge_rules, one, one) == ({"a": [{"id": "1", "b": {"c": 1}}]}, ["a/b"] * 3)


def test_a_merge_does_not_alter_its_releases(merge_rules):
    releases = [{"ocid": "o", "date": "d", "tender": {"items": [{"id": "1", "description": text}]}} for text in "ab"]
    before = json.dumps(releases)

    merged(Compiled, merge_rules, releases)
    merged(Versioned, merge_rules, releases)

    assert json.dumps(releases) == before


def test_amounts_keep_their_digits(merge_rules):
    amount = Decimal("90000000000000.01")

    value, _ = compiled(merge_rules, {"tender": {"value": {"amount": amount}}}, {"tender": {"title": "x"}})

    assert value["tender"]["value"]["amount"] is amount


@pytest.mark.parametrize(
    ("first", "second", "newest"),
    [
        ({"a": "text"}, {"a": {"b": 1}}, {"a": {"b": 1}}),
        ({"a": {"b": 1}}, {"a": "text"}, {"a": "text"}),
        ({"a": {"b": 1}}, {"a": [{"id": "1"}]}, {"a": [{"id": "1"}]}),
        ({"a": [{"id": "1"}]}, {"a": ["x"]}, {"a": ["x"]}),
        ({"a": ["x"]}, {"a": [{"id": "1"}]}, {"a": [{"id": "1"}]}),
    ],
)
def test_where_kinds_differ_the_newest_stands_and_the_path_is_told(merge_rules, first, second, newest):
    assert compiled(merge_rules, first, second) == (newest, ["a"])


def test_the_reference_gives_up_where_kinds_differ(oracle):
    releases = [{"ocid": "o", "date": "1", "a": "text"}, {"ocid": "o", "date": "2", "a": {"b": 1}}]

    with pytest.raises(ocdsmerge.exceptions.InconsistentTypeError):
        oracle.compiled(releases)


def test_a_number_and_its_text_are_one_id(merge_rules):
    value, disputed = compiled(
        merge_rules, {"awards": [{"id": 1, "title": "a"}]}, {"awards": [{"id": "1", "date": "b"}]}
    )

    assert value == {"awards": [{"id": "1", "title": "a", "date": "b"}]}
    assert not disputed


def test_an_item_whose_id_is_no_id_is_like_no_other(merge_rules):
    items = [{"id": ["x"], "title": "a"}, {"title": "b"}]

    value, _ = compiled(merge_rules, {"awards": items}, {"awards": items})

    assert value == {"awards": items + items}


def test_a_null_takes_a_value_away_but_not_an_object(merge_rules):
    value, _ = compiled(merge_rules, {"tender": {"title": "a"}, "language": "sv"}, {"tender": None, "language": None})

    assert value == {"tender": {"title": "a"}}


def test_of_three_objects_with_one_id_the_last_is_versioned(merge_rules, oracle):
    releases = [
        {"ocid": "o", "id": "1", "date": "1", "tag": [], "awards": [{"id": "1", "title": "a"}]},
        {"ocid": "o", "id": "2", "date": "2", "tag": [], "awards": [{"id": "1", "title": t} for t in ("b", "a", "a")]},
    ]

    assert merged(Versioned, merge_rules, releases).value() == oracle.versioned(releases)
