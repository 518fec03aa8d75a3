"""The walk and the index give what lxml's XPath gives, for every document."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from ocds_sv.mapping.xmlplan import plan
from ocds_sv.mapping.xmlsteps import joined, named, ways
from ocds_sv.mapping.xmlwalk import Record
from ocds_sv.mapping.xpaths import finder

NAMESPACES = {"n": "urn:example:n"}
NAMES = st.sampled_from(["a", "b", "{urn:example:n}a"])
TEXTS = st.sampled_from([None, " ", "x", "y"])


def _element(parts):
    name, attributes, text, tail, children = parts
    inside = "".join(children)
    prefixed = name.replace("{urn:example:n}", "n:")
    written = "".join(f' {key}="{value}"' for key, value in attributes.items())
    return f'<{prefixed} xmlns:n="urn:example:n"{written}>{text or ""}{inside}</{prefixed}>{tail or ""}'


ATTRIBUTES = st.dictionaries(st.sampled_from(["k", "l"]), st.sampled_from(["x", "y"]), max_size=2)
LEAVES = st.tuples(NAMES, ATTRIBUTES, TEXTS, TEXTS, st.just([])).map(_element)
DOCUMENTS = st.recursive(
    LEAVES,
    lambda inner: st.tuples(NAMES, ATTRIBUTES, TEXTS, TEXTS, st.lists(inner, max_size=4)).map(_element),
    max_leaves=25,
).map(lambda text: etree.fromstring(f"<a>{text}</a>"))

STEPS = st.sampled_from(["a", "b", "n:a", "*"])
ENDS = st.sampled_from(["@k", "@l", "text()"])
PATHS = st.builds(
    lambda steps, end: "/".join([*steps, *end]), st.lists(STEPS, min_size=1, max_size=2), st.lists(ENDS, max_size=1)
)
TESTS = st.one_of(PATHS, ENDS).flatmap(
    lambda path: st.sampled_from([f"[{path}]", f"[not({path})]", f"[{path}='x']", f"[{path}='y']"])
)
TESTED = st.builds(lambda step, tests: step + "".join(tests), STEPS, st.lists(TESTS, max_size=2))
WAYS = st.builds(
    lambda steps, end: "/".join([*steps, *end]), st.lists(TESTED, min_size=1, max_size=3), st.lists(ENDS, max_size=1)
)
UNIONS = st.lists(WAYS, min_size=1, max_size=3).map(" | ".join)
JOINS = st.builds(
    lambda name, key, mine, rest: f"//{name}[{key}=$this/{mine}]" + "".join(f"/{way}" for way in rest),
    STEPS,
    st.one_of(PATHS, ENDS),
    st.one_of(PATHS, ENDS),
    st.lists(WAYS, max_size=1),
)
TO_ELEMENTS = st.lists(TESTED, min_size=1, max_size=3).map("/".join)
NAMED = st.lists(TO_ELEMENTS, min_size=1, max_size=3).map(lambda ways: f"local-name({' | '.join(ways)})")
ABSOLUTE = st.builds(lambda start, way: start + way, st.sampled_from(["/", "//", "/*/"]), WAYS)
OTHERS = st.sampled_from(
    ["count(a)", ".", "a[1]", "a[not(b='x')]", "..", "//a[@k=$this/@k or b]", "/a | b", "string(a)"]
)


@given(DOCUMENTS, st.lists(st.one_of(UNIONS, JOINS, NAMED, ABSOLUTE, OTHERS), min_size=1, max_size=5))
def test_every_answer_is_that_of_lxml(document, xpaths):
    record = Record()
    answer = plan(xpaths, NAMESPACES, record)
    record.begin(document)

    for element in document.iter():
        expected = [finder(xpath, NAMESPACES)(element) for xpath in xpaths]
        assert answer(element) == expected


@given(WAYS)
def test_a_way_down_is_walked(xpath):
    assert ways(xpath, NAMESPACES)


@given(NAMED)
def test_what_an_element_is_called_is_walked(xpath):
    assert named(xpath, NAMESPACES)


@given(JOINS)
def test_a_join_has_an_index(xpath):
    assert joined(xpath, NAMESPACES)


@pytest.mark.parametrize(
    "xpath",
    [
        "count(a)",
        "a[1]",
        "a//b",
        "../a",
        "a[not(b='x')]",
        "/a",
        "a/@k | a/@l",
        "child::a",
        "a[b=3]",
        "å",
        "local-name(a/@k)",
    ],
)
def test_other_shapes_are_left_to_lxml(xpath):
    assert ways(xpath, NAMESPACES) is None
    assert joined(xpath, NAMESPACES) is None
    assert named(xpath, NAMESPACES) is None
