"""The walk and the index give what lxml's XPath gives, for every document."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from ocds_sv.mapping.xmlplan import plan, read
from ocds_sv.mapping.xmlrecord import Record
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
PLACES = st.sampled_from(["[1]", "[2]"])
TESTED = st.builds(lambda step, tests: step + "".join(tests), STEPS, st.lists(TESTS | PLACES, max_size=2))
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
NAMED = st.lists(WAYS, min_size=1, max_size=3).map(lambda ways: f"local-name({' | '.join(ways)})")
ABSOLUTE = st.builds(
    lambda start, way, place: start + way + place,
    st.sampled_from(["/", "//", "/*/"]),
    WAYS,
    st.sampled_from(["", "", "[1]", "[2]", "[last()=1]"]),
)
RELATIVE = st.one_of(WAYS, st.just("."), st.just(".."), WAYS.map("../".__add__))
CONTEXTS = st.one_of(RELATIVE, ABSOLUTE, WAYS.map("$this/".__add__))
AXES = st.builds(
    "{}::{}".format,
    st.sampled_from(["ancestor", "ancestor-or-self", "preceding-sibling", "following-sibling", "self", "child"]),
    STEPS,
)
CONDITIONS = st.one_of(
    st.builds(
        "{}{}{}".format,
        CONTEXTS,
        st.sampled_from(["=", "!="]),
        st.one_of(CONTEXTS, st.sampled_from(["'x'", "'y'", "1"])),
    ),
    st.builds(
        "{} {} {}".format, CONTEXTS, st.sampled_from(["<", ">=", "and", "or"]), st.one_of(RELATIVE, st.just("1"))
    ),
    st.builds("{}({},'x')".format, st.sampled_from(["contains", "starts-with"]), RELATIVE),
    RELATIVE.map("not({})".format),
    st.sampled_from(["1", "2", "last()=1", "position()=2"]),
)
RICH = st.builds(
    lambda start, step, tests, rest: (
        f"{start}{step}" + "".join(f"[{test}]" for test in tests) + "".join(f"/{way}" for way in rest)
    ),
    st.sampled_from(["", "", "/*/", "/*/*/", "//", "../", "$this/", "$this/../", "$this[b]/"]),
    st.one_of(STEPS, AXES, WAYS.filter(lambda way: not way.endswith(("@k", "@l", "text()")))),
    st.lists(CONDITIONS, max_size=2),
    st.lists(st.one_of(WAYS, AXES), max_size=1),
)
CALLS = st.one_of(
    st.builds("({})[{}]".format, RICH, st.sampled_from(["1", "last()=1", "2", ".='x'"])),
    st.builds("{}({})".format, st.sampled_from(["count", "string", "boolean", "not", "normalize-space"]), RICH),
    st.builds("substring({},{})".format, RICH, st.sampled_from(["1", "2", "1,1", "0,2", "1.5,1"])),
    st.builds("concat({},'-',{})".format, RICH, RICH),
    st.builds("substring-{}({},{})".format, st.sampled_from(["before", "after"]), RICH, st.sampled_from(["'x'", "''"])),
    st.builds(
        "substring('xyz',1,{}{}{})".format,
        st.sampled_from(["1", "2"]),
        st.sampled_from(["*", "+", "-"]),
        RICH.flatmap(lambda way: st.sampled_from([f"boolean({way})", f"string-length({way})"])),
    ),
    st.lists(RICH, min_size=2, max_size=3).map(" | ".join),
    CONDITIONS.filter(lambda text: text[:1] not in "12lp"),
)
OTHERS = st.sampled_from(
    [
        "count(a)",
        ".",
        "a[1]",
        "a[not(b='x')]",
        "..",
        "//a[@k=$this/@k or b]",
        "/a | b",
        "string(a)",
        "a[last()]",
    ]
)


@settings(max_examples=60)
@given(DOCUMENTS, st.lists(st.one_of(UNIONS, JOINS, NAMED, ABSOLUTE, RICH, CALLS, OTHERS), min_size=1, max_size=5))
def test_every_answer_is_that_of_lxml(document, xpaths):
    record = Record()
    answer = plan(xpaths, NAMESPACES, record)
    record.begin(document)

    for element in document.iter():
        expected = [finder(xpath, NAMESPACES)(element) for xpath in xpaths]
        assert [[] if found is None else found for found in answer(element)] == expected


@pytest.mark.parametrize(
    "xpath",
    [
        "a",
        "./@k",
        "a/@k",
        "n:a/b",
        "a/b/text()",
        "//a",
        "/*/a/b",
        "a[b='x']/c",
        "a[@k='x'][b]/c",
        "a[not(b)]/c",
        "a[b='x' or b='y']",
        "//a[1]",
        "//a[b='x'][2]",
        "a[string-length(b)=3]",
        "substring('x',1,1*boolean(a))",
        "8-string-length(a)",
        "a[b=$this[not(c)]/b]",
        "//a[b=$this/b]/c",
        "ancestor::*[b][1]/b",
    ],
)
def test_these_shapes_are_answered_without_lxml(xpath):
    assert read(xpath, NAMESPACES) is not None


@pytest.mark.parametrize(
    "xpath",
    [
        "sum(a)",
        "a[last()]",
        "//text()[1]",
        "a[position()<2]",
        "a[count(b)]",
        "child::node()",
        "a/@*",
        "following::a",
        "a[b div 1=3]",
        "a[b+1]",
        "-1",
        "name()",
        "a[1.5]",
        "(a/@k)[.='x']/b",
        "å",
        "string(count(a))",
        "/",
        "a[",
        "$that/a",
        "id('x')",
        "a/comment()",
    ],
)
def test_other_shapes_are_left_to_lxml(xpath):
    assert read(xpath, NAMESPACES) is None


def test_what_is_the_same_everywhere_is_found_for_a_scope_that_is_met_in_the_midst_of_a_record():
    record, roots = Record(), [etree.fromstring(f"<r><a>{sign}1</a><b>{sign}2</b></r>") for sign in "xyz"]

    def texts(answer, root):
        return [[node.text for node in nodes] for nodes in answer(root)]

    record.begin(roots[0])
    first = plan(["/*/a"], {}, record)
    assert texts(first, roots[0]) == [["x1"]]
    record.begin(roots[1])
    assert texts(first, roots[1]) == [["y1"]]
    later = plan(["/*/b", "/*/a"], {}, record)
    assert texts(later, roots[1]) == [["y2"], ["y1"]]
    record.begin(roots[2])
    assert (texts(later, roots[2]), texts(first, roots[2])) == ([["z2"], ["z1"]], [["z1"]])


@pytest.mark.parametrize("xpath", ["", "a # b", "a['b]", "a[b", "a/", "a |", "a = ", "f(a", "a::", "a::b(", "$"])
def test_what_is_no_xpath_is_left_to_lxml_which_says_so(xpath):
    assert read(xpath, NAMESPACES) is None
