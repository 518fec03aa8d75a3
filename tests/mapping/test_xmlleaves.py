"""Leaves that no XPath names are counted; what a predicate looks at is named, too."""

import fnmatch
import re
from collections import Counter
from functools import partial

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

import ocds_sv
from ocds_sv.mapping.mapper import exempt
from ocds_sv.mapping.xmlleaves import MANY, Patterns, XmlLeafCounter, after, named_paths, opened
from ocds_sv.mapping.xmlrecord import Record
from ocds_sv.sources import XmlRecord

MAPPING = """
title: Annonser
source:
  format: xml
  namespaces: {c: "urn:example:parts"}
  roots: [c:Notice]
unmapped:
  "*/c:Left": not needed
release:
  ocid: "{$ocid_prefix}-{c:ID}"
  date: "{/c:Notice/c:Date}"
  tag: tender
  initiationType: tender
  parties:
    - {each: "c:Org[c:Kind/@code='x']", id: "{c:ID}", name: "{//c:Person[@org=$this/c:Ref]/c:Name}", roles: buyer}
"""
NOTICE = """<Notice xmlns="urn:example:parts" xmlns:y="urn:example:other">
  <ID>A1</ID><Date>2024-05-06</Date><Left>a</Left><Lost> b </Lost><Empty> </Empty>
  <Org lost="1"><ID>1</ID><Kind code="x" other="y">k</Kind><Ref>p</Ref><y:Lost>c</y:Lost></Org>
  <Deep><Person org="p"><Name>Kommunen</Name></Person></Deep>
</Notice>
"""


def test_what_nobody_names_is_counted(tmp_path):
    (tmp_path / "m.yaml").write_text(MAPPING, encoding="utf-8")
    (tmp_path / "a.xml").write_text(NOTICE, encoding="utf-8")

    conversion = ocds_sv.convert(tmp_path / "a.xml", mapping=tmp_path / "m.yaml")

    assert [release["parties"] for release in conversion] == [[{"id": "1", "name": "Kommunen", "roles": ["buyer"]}]]
    assert conversion.run.unmapped == {
        "/c:Notice/c:Lost": 1,
        "/c:Notice/c:Org/@lost": 1,
        "/c:Notice/c:Org/c:Kind": 1,
        "/c:Notice/c:Org/c:Kind/@other": 1,
        "/c:Notice/c:Org/urn:example:other:Lost": 1,
    }


@pytest.mark.parametrize(
    ("hole", "left"),
    [
        ("c:Text", {"/c:Notice/c:Text/c:P/@kind"}),
        ("local-name(c:Text)", {"/c:Notice/c:Text/c:P", "/c:Notice/c:Text/c:P/@kind", "/c:Notice/c:Text/c:P/c:B"}),
        ("c:*/c:P", {"/c:Notice/c:Text/c:P/@kind"}),
        ("//c:P/@kind", {"/c:Notice/c:Text/c:P", "/c:Notice/c:Text/c:P/c:B"}),
        ("*//c:B", {"/c:Notice/c:Text/c:P", "/c:Notice/c:Text/c:P/@kind"}),
    ],
)
def test_what_stands_in_a_text_is_named_with_it(tmp_path, hole, left):
    mapping = MAPPING + f'  tender: {{id: "1", title: "{{{hole}}}"}}\n'
    text = NOTICE.replace("<Empty>", '<Text><P kind="x"><B>a</B></P><P>b</P></Text><Empty>')
    (tmp_path / "m.yaml").write_text(mapping, encoding="utf-8")
    (tmp_path / "a.xml").write_text(text, encoding="utf-8")

    conversion = ocds_sv.convert(tmp_path / "a.xml", mapping=tmp_path / "m.yaml")

    assert len(list(conversion)) == 1
    assert {path for path in conversion.run.unmapped if "/c:Text" in path} == left


@pytest.mark.parametrize(
    ("xpath", "expected"),
    [
        ("a/b", {"a/b"}),
        ("/a/b | c", {"/a/b", "c"}),
        ("a[b/@c='x/y']/d", {"a/d", "a/b/@c"}),
        ("//a[b=$this/c]/d", {"//a/d", "//a/b", "c"}),
        ("count(a[not(b) and c])", {"a", "a/b", "a/c"}),
        ("string(.)", {"."}),
    ],
)
def test_the_paths_that_an_xpath_names(xpath, expected):
    assert {path for path in named_paths(xpath) if not re.fullmatch(r"(.*/)?\d+", path)} == expected


GLOBS = st.lists(
    st.lists(st.sampled_from(["*", "/", "a", "B", "@", "?", "/a", "/b/", "[ab]"]), min_size=1, max_size=5).map("".join),
    max_size=4,
)


@st.composite
def elements(draw, depth=3):
    element = etree.Element(draw(st.sampled_from("abB")), dict.fromkeys(draw(st.lists(st.sampled_from("ab"))), "1"))
    element.text = draw(st.sampled_from([None, "", " ", "x"]))
    element.extend(draw(elements(depth - 1)) for _ in range(draw(st.integers(0, 3)) if depth else 0))
    return element


@given(element=elements(), globs=GLOBS)
def test_what_is_passed_over_as_a_whole_would_not_be_counted(element, globs):
    record, plain, quick = Record(), Counter(), Counter()
    record.begin(element)
    fits = partial(exempt, globs=globs)
    endless = [glob for glob in globs if glob.endswith("*")]

    XmlLeafCounter(record, [], {}, fits, plain)(1, XmlRecord(element))
    XmlLeafCounter(record, [], {}, fits, quick, partial(exempt, globs=endless))(1, XmlRecord(element))

    assert quick == plain
    assert list(quick) == sorted(quick, key=list(plain).index)
    assert all(plain.values())


@given(name=st.text(st.sampled_from("/@abÅåB[]*?"), max_size=6), globs=GLOBS)
def test_globs_fit_as_those_of_files_do_in_any_letter_case(name, globs):
    expected = any(fnmatch.fnmatchcase(name.casefold(), glob.casefold()) for glob in globs)

    assert exempt(name, globs) is expected


def fits(pattern, steps):
    """Whether a pattern fits a path, in the plainest way."""
    if not pattern:
        return not steps
    first, *rest = pattern
    if first == MANY:
        element = bool(steps) and not steps[0].startswith("@")
        return fits(rest, steps) or (element and fits(pattern, steps[1:]))
    prefix = f"{steps[0].rpartition(':')[0]}:*" if steps else ""
    return bool(steps) and first in {"*", steps[0], prefix} and fits(rest, steps[1:])


NAMED = st.sampled_from(["a", "p:a", "p:b", "@a", "@p:a"])
PATTERNS = st.lists(NAMED | st.sampled_from(["*", "p:*", "@*", "@p:*", MANY]), max_size=4)


@given(patterns=st.lists(PATTERNS, max_size=4), steps=st.lists(NAMED, min_size=1, max_size=4))
def test_patterns_followed_step_by_step_fit_as_those_of_whole_paths(patterns, steps):
    tree = Patterns()
    for pattern in patterns:
        tree.add(tuple(pattern))

    trees = opened([tree])
    for step in steps:
        trees = after(trees, step)

    assert any(one.end for one in trees) is any(fits(pattern, steps) for pattern in patterns)
