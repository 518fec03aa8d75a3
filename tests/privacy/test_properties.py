from __future__ import annotations

import copy
import json
import re

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ocds_sv.jsonio.encoding import encode
from ocds_sv.privacy import Gate, Policy
from ocds_sv.privacy.amounts import add_amounts
from ocds_sv.privacy.scan import Scan

NUMBERS = ["811228-9874", "701063-2391", "510217-9974", "000101-T220"]
NAMES = ["Tolvina Provdotter", "Åke Ödman Provsson", "MÅLERI-HJÄLPEN I PROVBY", "Testa Måleri"]
FORMS = [
    "{0}-{1}",
    "{0}+{1}",
    "{0}{1}",
    "{0} {1}",
    "19{0}-{1}",
    "20{0}{1}",
    "SE{0}{1}01",
    "0007:{0}{1}",
    "{0}\u2013{1}",
    "{0}\u00a0{1}",
]
WORDS = st.text(st.sampled_from('abcåäöÅÖ ,.:;()-/\n"\\'), max_size=12)


@st.composite
def number_texts(draw):
    left, right = draw(st.sampled_from(NUMBERS)).split("-")
    return draw(st.sampled_from(FORMS)).format(left, right)


@st.composite
def name_texts(draw):
    name = draw(st.sampled_from(NAMES))
    if draw(st.booleans()):
        first, _, rest = name.partition(" ")
        name = f"{rest}, {first}"
    return draw(st.sampled_from([str, str.upper, str.lower]))(name)


def texts(value, path=()):
    """The places of all strings that are no codes, amounts or dates."""
    items = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, item in items:
        if (
            isinstance(item, str)
            and key not in {"currency", "language", "date", "scheme", "role"}
            and "roles" not in path
        ):
            if "tag" not in path:
                yield (*path, key)
        else:
            yield from texts(item, (*path, key))


def at(value, path):
    for key in path:
        value = value[key]
    return value


def signs(text):
    """Digits and interim letters without anything between them."""
    return re.sub(r"[\W_]", "", text).upper()


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=150)
@given(data=st.data())
def test_whatever_is_injected_wherever_nothing_of_it_is_published(data, make_release):
    release = make_release()
    persons = data.draw(st.lists(st.sampled_from(NAMES), max_size=2, unique=True))
    places = list(texts(release))
    for path in data.draw(st.lists(st.sampled_from(places), max_size=4)):
        thing = data.draw(number_texts() | (st.sampled_from(persons) if persons else number_texts()))
        holder, key = at(release, path[:-1]), path[-1]
        holder[key] = f"{holder[key]}{data.draw(WORDS)};{thing};{data.draw(WORDS)}"
    for person in range(data.draw(st.integers(0, 2))):
        number, name = NUMBERS[person], data.draw(name_texts())
        release["parties"].append({"id": f"SE-ON-{number}", "name": name, "roles": ["tenderer"]})
        release["awards"][0]["suppliers"].append({"id": f"SE-ON-{number}", "name": name})
        path = data.draw(st.sampled_from(places))
        holder, key = at(release, path[:-1]), path[-1]
        holder[key] = f"{holder[key]} {name}"
        persons = [*persons, name]
    before = copy.deepcopy(release)
    gate = Gate(Policy())

    new = gate.release(release, encode(release), "tokena", [name for name in persons if name in NAMES]) or release

    assert release == before
    published = json.dumps(json.loads(encode(new)), ensure_ascii=False)
    for text in _strings(json.loads(published)):
        assert not any(number.replace("-", "") in signs(text) for number in NUMBERS)
        assert not any(signs(name) in signs(text) for name in persons)
    sums = ({}, {})
    add_amounts(release, sums[0])
    add_amounts(new, sums[1])
    assert sums[0] == sums[1]
    parties = {party["id"] for party in new["parties"]}
    old = {str(party["id"]) for party in release["parties"]}
    for reference, kept in zip(release["awards"][0]["suppliers"], new["awards"][0]["suppliers"], strict=True):
        assert kept["id"] in parties or reference["id"] not in old
    assert Gate(Policy()).release(new, encode(new), "tokena", [name for name in persons if name in NAMES]) is None


def _strings(value):
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict | list):
        for item in [*value, *value.values()] if isinstance(value, dict) else value:
            yield from _strings(item)


JSON = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**63), 2**63 - 1) | st.text(max_size=20) | number_texts() | name_texts(),
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(
            st.sampled_from(
                ["id", "name", "identifier", "parties", "title", "contactPoint", "roles", "address", "value"]
            )
            | number_texts(),
            inner,
            max_size=5,
        )
    ),
    max_leaves=25,
)


@settings(max_examples=150)
@given(release=st.dictionaries(st.sampled_from(["ocid", "parties", "tender", "buyer", "x"]), JSON), off=st.booleans())
def test_any_json_passes_once_and_for_all(release, off):
    encoded = encode(release)
    before = copy.deepcopy(release)
    persons = [] if off else NAMES[:2]

    new = Gate(Policy()).release(release, encoded, "tokena", persons)

    assert release == before
    if new is not None:
        assert Gate(Policy()).release(new, encode(new), "tokena", persons) is None


@settings(max_examples=150)
@given(release=st.dictionaries(st.sampled_from(["ocid", "parties", "tender", "buyer", "x"]), JSON))
def test_the_cheap_look_lets_nothing_pass_that_the_long_way_would_change(release):
    encoded = encode(release)
    gate = Gate(Policy())

    if not Scan(()).may_be_personal(encoded):
        assert gate.release(release, encoded, "tokena", ["A person who is not there"]) is None
        assert gate.counts == {}


@given(
    st.sampled_from(
        ["*****", "ANONYMERAD", "[innehåller personuppgifter]", "SAKNAS", "-", "A***", "Uppgift  saknas", "\n*", "NULL"]
    ),
    st.sampled_from(["name", "id"]),
)
def test_the_cheap_look_sees_every_mask(mask, key):
    party = {"id": "local-a", "name": "Exempelbolaget AB"} | {key: mask}

    assert key == "id" or Scan(()).may_be_personal(encode({"parties": [party]}))
    if Gate(Policy()).release({"parties": [party]}, encode({"parties": [party]}), "tokena", ["Ingen Alls"]):
        assert Scan(()).may_be_personal(encode({"parties": [party]}))
