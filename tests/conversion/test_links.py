"""An index of links: which records share a process does not depend on the order in which they became known."""

from __future__ import annotations

import itertools
import json
import random
import sqlite3
from collections.abc import Iterable
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ocds_sv.conversion import Options, convert, convert_files
from ocds_sv.conversion.links import Links
from ocds_sv.errors import InputBroken, InputLocked, InputNotFound, OutputError, UsageError
from ocds_sv.mapping import Mapping

MAPPING = """
title: Annonser
source:
  format: csv
  columns: {nr: [nr], process: [process], tidigare: [tidigare]}
params:
  ocid_prefix: {default: ocds-a1b2c3}
links:
  among: påhittade annonser
  process: "{process}"
  names: [{id: "{nr}"}]
  follows:
    - each: {from: "{tidigare}", split: "+"}
      id: "{.}"
release:
  ocid: "{$ocid_prefix}-{process|linked}"
  id: "{nr}"
  date: "2024-01-01"
  tag: [tender]
  initiationType: tender
  tender: {id: "{nr}"}
  relatedProcesses:
    - when: {"{tidigare|if_linked}": "*"}
      id: "1"
      identifier: "{tidigare|if_linked}"
"""
Record = tuple[str, str, tuple[str, ...]]
"""Number, process, numbers of earlier records."""

CHAIN: list[Record] = [("1", "A", ()), ("2", "B", ("1",)), ("3", "C", ("2",)), ("4", "C", ("3",))]


class Office:
    """Where records are converted, run after run."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.index = folder / "länkar.sqlite"
        self.mapping = folder / "annonser.yaml"
        self.mapping.write_text(MAPPING, encoding="utf-8")

    def table(self, records: Iterable[Record]) -> str:
        rows = [f"{nr};{process};{'+'.join(earlier)}\n" for nr, process, earlier in records]
        path = self.folder / "in.csv"
        path.write_text("nr;process;tidigare\n" + "".join(rows), encoding="utf-8")
        return str(path)

    def run(self, records: Iterable[Record], **options: Any) -> tuple[dict[str, str], Any]:
        """Process by number, and the account."""
        target = self.folder / "out.jsonl"
        given = {"mapping": self.mapping, "output": str(target), "links": self.index, **options}
        account = convert_files([self.table(records)], Options(**given))
        releases = map(json.loads, target.read_text(encoding="utf-8").splitlines())
        return {release["id"]: release["ocid"].rpartition("-")[2] for release in releases}, account

    def content(self) -> dict[str, list[tuple[str, ...]]]:
        with closing(sqlite3.connect(self.index)) as base:
            tables = ("name", "follows")
            return {table: base.execute(f"SELECT * FROM {table} ORDER BY 1, 2").fetchall() for table in tables}


@pytest.fixture
def office(tmp_path: Path) -> Office:
    return Office(tmp_path)


def wanted(records: list[Record]) -> dict[str, str]:
    """The process of each record, by the definition: the one end that everything leads to."""
    leads: dict[str, set[str]] = {}
    names = {nr: {p for n, p, _ in records if n == nr} for nr, _, _ in records}
    nodes = {process for _, process, _ in records}
    for node in nodes:
        follows = {one for _, process, earlier in records if process == node for one in earlier} | {node}
        leads[node] = set().union(*(names.get(one, set()) for one in follows)) - {node}

    def reached(node: str) -> set[str]:
        found, before = set(leads[node]), -1
        while len(found) != before:
            before = len(found)
            found |= {far for near in found for far in leads[near]}
        return found

    ends: dict[str, str] = {}
    for node in sorted(nodes, key=lambda one: (len(reached(one)), one)):
        ring = {other for other in reached(node) if node in reached(other)} | {node}
        out = {ends[other] for one in ring for other in leads[one] - ring}
        ends[node] = out.pop() if len(out) == 1 else min(ring)
    return {nr: ends[process] for nr, process, _ in records}


@pytest.mark.parametrize("order", [CHAIN, CHAIN[::-1], [CHAIN[2], CHAIN[0], CHAIN[3], CHAIN[1]]])
def test_a_chain_is_one_process_in_any_order(office: Office, order: list[Record]) -> None:
    found, account = office.run(order)

    assert found == dict.fromkeys("1234", "A")
    assert account.links == {"records": 4, "joined": 3, "unknown": 0}
    assert not account.findings.counts.keys() - {"example-prefix"}


def test_without_an_index_every_record_says_its_own(office: Office) -> None:
    found, account = office.run(CHAIN, links=None)

    assert found == {"1": "A", "2": "B", "3": "C", "4": "C"}
    assert not account.links


RECORDS = st.lists(
    st.tuples(
        st.sampled_from(["1", "2", "3", "4", "5", "6"]),
        st.sampled_from("ABCD"),
        st.lists(st.sampled_from(["1", "2", "3", "4", "5", "6", "9"]), max_size=2, unique=True).map(tuple),
    ),
    min_size=1,
    max_size=7,
    unique_by=lambda record: record[0],
)


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(records=RECORDS, seed=st.randoms(use_true_random=False), parts=st.integers(1, 3))
def test_order_and_division_into_runs_make_no_difference(
    office: Office, records: list[Record], seed: random.Random, parts: int
) -> None:
    office.index.unlink(missing_ok=True)
    once, _ = office.run(records)
    content = office.content()
    assert once == wanted(records)

    office.index.unlink()
    mixed = seed.sample(records, len(records))
    cuts = [0, *sorted(seed.randint(0, len(mixed)) for _ in range(parts - 1)), len(mixed)]
    written: dict[str, str] = {}
    told: set[str] = set()
    for first, last in itertools.pairwise(cuts):
        found, account = office.run(mixed[first:last])
        written |= found
        examples = account.findings.examples.get("release-of-another-process", ())
        told = {str(finding.facts["record"]) for finding in examples}

    # What was written too early is told, all of it and nothing else; a second run mends it.
    assert told == {nr for nr in written if written[nr] != once[nr]}
    again, account = office.run(mixed)
    assert again == once
    assert "release-of-another-process" not in account.findings.counts
    assert office.content() == content


def test_a_release_written_before_its_link_was_known_is_told_until_it_is_written_anew(office: Office) -> None:
    early, first = office.run(CHAIN[1:])
    _, second = office.run(CHAIN[:1])
    _, third = office.run([("9", "Z", ())])
    mended, fourth = office.run(CHAIN)

    assert early == dict.fromkeys("234", "B")
    assert first.links["unknown"] == 1
    assert first.findings.counts["release-of-another-process"] == 0
    for account in (second, third):
        (finding, *_) = account.findings.examples["release-of-another-process"]
        assert account.findings.counts["release-of-another-process"] == 3
        assert finding.facts == {"record": "2", "old": "B", "new": "A"}
    assert mended == dict.fromkeys("1234", "A")
    assert fourth.findings.counts["release-of-another-process"] == 0


def test_a_record_that_became_no_release_is_not_told_as_written(office: Office) -> None:
    dated = MAPPING.replace('date: "2024-01-01"', 'date: {from: "{nr}", lookup: dates, required: true}')
    office.mapping.write_text(f"{dated}lookups:\n  dates: {{'3': 2024-01-01}}\n", encoding="utf-8")

    _, account = office.run(CHAIN[1:])
    assert account.rejected == 2
    _, account = office.run(CHAIN[:1])

    (finding,) = account.findings.examples["release-of-another-process"]
    assert finding.facts["record"] == "3"


@pytest.mark.parametrize(
    ("records", "processes"),
    [
        ([("1", "A", ()), ("2", "B", ()), ("3", "C", ("1", "2"))], {"1": "A", "2": "B", "3": "C"}),
        ([("1", "B", ("2",)), ("2", "A", ("1",))], {"1": "A", "2": "A"}),
        ([("1", "A", ()), ("1", "B", ()), ("3", "C", ("1",))], {"3": "C"}),
    ],
    ids=["two processes", "a circle", "one name of two"],
)
def test_links_that_contradict_each_other_are_told(
    office: Office, records: list[Record], processes: dict[str, str]
) -> None:
    found, account = office.run(records)

    assert found | processes == found
    assert account.findings.counts["links-contradict"]
    (finding, *_) = account.findings.examples["links-contradict"]
    assert finding.place.row is not None


def test_two_ways_to_one_process_are_no_contradiction(office: Office) -> None:
    found, account = office.run([("1", "A", ()), ("2", "B", ("1",)), ("3", "C", ("1", "2"))])

    assert found == dict.fromkeys("123", "A")
    assert not account.findings.counts["links-contradict"]


def test_a_chain_of_any_length_is_followed(office: Office) -> None:
    chain: list[Record] = [(str(n), f"p{n}", (str(n - 1),)) for n in range(2, 3000)]
    found, _ = office.run([*chain, ("1", "first", ())])

    assert set(found.values()) == {"first"}


def test_other_processes_are_looked_up_from_python(office: Office) -> None:
    office.run(CHAIN)

    made = convert(office.table([("8", "H", ("3",))]), office.mapping, options=Options(links=office.index))
    (release,) = made

    assert release["ocid"] == "ocds-a1b2c3-H"
    assert release["relatedProcesses"] == [{"id": "1", "identifier": "A"}]
    with pytest.raises(InputNotFound):
        convert(office.table(CHAIN), office.mapping, options=Options(links=office.folder / "ingen.sqlite"))


def test_processes_and_parts_write_the_same(office: Office, tmp_path: Path) -> None:
    records: list[Record] = [(str(n), f"p{n}", (str(n // 2),)) for n in range(1000, 0, -1)]
    once, first = office.run(records)
    one = (tmp_path / "out.jsonl").read_bytes()
    content = office.content()
    office.index.unlink()

    many, second = office.run(records, workers=2)

    assert many == once
    assert (tmp_path / "out.jsonl").read_bytes() == one
    assert office.content() == content
    assert first.links == second.links


def test_parts_converted_elsewhere_ask_the_same_index(office: Office, tmp_path: Path, here: Any) -> None:
    names = [
        str(Path(office.table([record])).rename(tmp_path / f"{number}.csv"))
        for number, record in enumerate(CHAIN[::-1])
    ]
    target = tmp_path / "out.jsonl"
    options = Options(mapping=office.mapping, output=str(target), links=office.index)
    convert_files(names, options)
    whole, content = target.read_bytes(), office.content()
    office.index.unlink()

    convert_files(names, options, spread=here)

    assert here.tasks > 1
    assert target.read_bytes() == whole
    assert office.content() == content
    assert {json.loads(line)["ocid"] for line in whole.splitlines()} == {"ocds-a1b2c3-A"}


@pytest.mark.parametrize("options", [{"dry_run": True}, {"limit": 2}])
def test_a_trial_joins_but_keeps_nothing(office: Office, options: dict[str, Any]) -> None:
    (office.folder / "out.jsonl").touch()
    _, account = office.run(CHAIN, **options)

    assert not office.index.exists()
    assert account.links["records"]

    office.run(CHAIN[:1])
    before = office.index.read_bytes()
    office.run(CHAIN, **options)
    assert office.index.read_bytes() == before
    assert not list(office.folder.glob("ocds-sv-scratch-*"))


def test_a_run_that_cannot_write_leaves_the_index_as_it_was(office: Office) -> None:
    office.run(CHAIN[:1])
    before = office.index.read_bytes()

    with pytest.raises(OutputError):
        office.run(CHAIN, output=str(office.folder / "ingen mapp" / "ut.jsonl"))

    assert office.index.read_bytes() == before
    assert sorted(path.name for path in office.folder.iterdir()) == sorted(
        ["annonser.yaml", "in.csv", "länkar.sqlite", "out.jsonl", "out.provenance.jsonl"]
    )


def test_an_input_that_breaks_keeps_nothing(office: Office) -> None:
    broken = office.folder / "trasig.csv.gz"
    broken.write_bytes(b"\x1f\x8b\x08 no gzip")
    options = Options(mapping=office.mapping, output=str(office.folder / "out.jsonl"), links=office.index)

    account = convert_files([office.table(CHAIN), str(broken)], options)

    assert not account.complete
    assert account.links["records"] == 4
    assert not office.index.exists()


def test_two_runs_at_once_do_not_lose_links(office: Office) -> None:
    office.run(CHAIN[:1])

    with closing(sqlite3.connect(office.index, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(InputLocked):
            office.run(CHAIN)


def test_standard_input_comes_once(office: Office) -> None:
    with pytest.raises(UsageError, match="twice"):
        convert_files(["-"], Options(mapping=office.mapping, links=office.index))


def test_a_mapping_without_links_is_refused(office: Office) -> None:
    with pytest.raises(UsageError, match="leverantorsreskontra"):
        office.run(CHAIN, mapping="leverantorsreskontra")
    assert not office.index.exists()


def test_another_file_is_refused_and_stays_as_it_is(office: Office) -> None:
    office.index.write_bytes(b"Kvitto\n" * 1000)
    with pytest.raises(InputBroken, match="no index of links"):
        office.run(CHAIN)
    assert office.index.read_bytes() == b"Kvitto\n" * 1000

    office.index.unlink()
    with closing(sqlite3.connect(office.index)) as base:
        base.execute("CREATE TABLE x (y)")
    with pytest.raises(InputBroken, match="no index of links"):
        office.run(CHAIN)


def test_links_of_other_names_are_refused(office: Office) -> None:
    office.run(CHAIN)

    with pytest.raises(InputBroken, match="'påhittade annonser', the mapping's are between 'EU notices'"):
        Links(office.index, "EU notices")


def test_personal_numbers_are_not_kept(office: Office) -> None:
    # A test number of Skatteverket.
    _, account = office.run([("811228-9874", "A", ()), ("2", "B", ("811228-9874",)), ("3", "C", ())])

    assert account.findings.counts["link-left-out"] == 2
    assert b"8112289874" not in office.index.read_bytes().replace(b"-", b"")
    assert account.links["records"] == 1


@pytest.mark.parametrize(
    ("links", "fault"),
    [
        ('{among: x, names: [{id: "{nr}"}]}', "give process"),
        ('{process: "{nr}", names: [{id: "{nr}"}]}', "give among"),
        ('{among: x, process: "{nr}"}', "give names"),
        ('{among: x, process: "{nr}", names: [{id: "{ner}"}]}', "'ner' is not among source.columns"),
        ('{among: x, process: "{nr}", names: [{id: "{nr}"}], following: [{id: "{nr}"}]}', "following"),
    ],
)
def test_a_mapping_that_says_it_wrong_is_refused(office: Office, links: str, fault: str) -> None:
    before, _, rest = MAPPING.partition("links:\n")
    text = f"{before}links: {links}\nrelease:{rest.partition('release:')[2]}"
    office.mapping.write_text(text, encoding="utf-8")

    with pytest.raises(Exception, match=fault):
        Mapping.load(office.mapping)
