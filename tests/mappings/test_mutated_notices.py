"""Notices with elements removed, repeated, moved and renamed: a release or a reject, and no exception."""

import random
from copy import deepcopy
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from ocds_sv.conversion.worker import Job, StreamFacts, Worker
from ocds_sv.findings import Place
from ocds_sv.mapping import Mapping
from ocds_sv.privacy import Policy
from ocds_sv.sources import XmlRecord

EXAMPLES = sorted((Path(__file__).resolve().parents[2] / "mappings" / "eforms" / "examples").rglob("*.xml"))
STREAM = StreamFacts(0, Place("a.xml"), None, plain=False, checksum="", title="")


@pytest.fixture(scope="module")
def worker():
    policy = Policy()
    job = Job("eforms", None, {"ocid_prefix": "ocds-abcdef"}, "2024-05-06", policy)
    made = Worker(job, Mapping.load("eforms"))
    made.open(STREAM)
    return made


def _remove(element, _):
    element.getparent().remove(element)


def _repeat(element, chance):
    for _ in range(chance.randint(1, 3)):
        element.addnext(deepcopy(element))


def _move(element, _):
    parent = element.getparent()
    parent.insert(0, element)


def _rename(element, chance):
    local = etree.QName(element).localname
    element.tag = chance.choice([local, f"{{urn:example:other}}{local}", element.getparent().tag])


def _say(element, chance):
    element.text = chance.choice(
        ["", " ", "-1", "unpublished", "9" * 400, "1e999", "2024-13-45", "å\u2028", "[not(a)]"]
    )


def _swap(element, chance):
    others = [other for other in element.getroottree().iter() if other is not element and len(other) == 0]
    element.text = chance.choice(others).text if others else None


def _bare(element, _):
    element.attrib.clear()


def _nest(element, _):
    element.append(deepcopy(element))


CHANGES = [_remove, _repeat, _move, _rename, _say, _swap, _bare, _nest]


@given(example=st.sampled_from(EXAMPLES), seed=st.integers(0, 2**32), count=st.integers(1, 12))
def test_a_mutated_notice_becomes_a_release_or_a_reject(worker, example, seed, count):
    root = etree.parse(example, etree.XMLParser(remove_comments=True, remove_pis=True)).getroot()
    chance = random.Random(seed)
    for _ in range(count):
        inner = [element for element in root.iter() if element is not root]
        if inner:
            chance.choice(CHANGES)(chance.choice(inner), chance)

    finished = worker.finish(STREAM, [(1, XmlRecord(root))])
    batch = worker.account()

    assert (finished is None) == (batch.rejected == 1)
