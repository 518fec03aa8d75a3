"""Of thousands of inputs the provenance file has each, the report names the first, and memory holds few."""

import gc
import tracemalloc
from datetime import date
from pathlib import Path

import orjson
import pytest

from ocds_sv.conversion import Options, convert_files
from ocds_sv.conversion.ledger import Broken
from ocds_sv.errors import InputBroken
from ocds_sv.findings import EXAMPLES_PER_RULE
from tests.conversion import notices
from tests.conversion.notices import MAPPING, notice


def tar(path, texts):
    notices.tar(path, ((f"{number:06}.xml", text) for number, text in enumerate(texts)))


@pytest.fixture
def run(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    Path("m.yaml").write_text(MAPPING, encoding="utf-8")

    def convert(inputs, progress=None, **options):
        given = Options(mapping="m.yaml", output="ut.jsonl", report="r.json", as_of=date(2024, 5, 1), **options)
        account = convert_files([str(one) for one in inputs], given, progress)
        tail = orjson.loads(Path("ut.provenance.jsonl").read_bytes().splitlines()[-1])
        return account, tail, orjson.loads(Path("r.json").read_bytes())

    return convert


def test_the_report_names_the_first_and_provenance_all(run, monkeypatch):
    monkeypatch.setattr("ocds_sv.conversion.run.LISTED", 3)
    monkeypatch.setattr("ocds_sv.jsonio.roll.IN_MEMORY", 100)
    Path("in").mkdir()
    for number in range(5):
        Path("in", f"{number}.xml").write_bytes(notice(number))
    tar("flera.tar", map(notice, range(10, 14)))

    account, tail, report = run(["in", "flera.tar"])

    assert [Path(one["name"]).name for one in tail["inputs"]] == [*(f"{n}.xml" for n in range(5)), "flera.tar"]
    assert [one["file"] for one in tail["streams"][5:]] == [f"flera.tar!{n:06}.xml" for n in range(4)]
    assert all(one["records"] == "n:Notice" for one in tail["streams"])
    assert report["inputs"] == tail["inputs"][:3]
    assert [one["place"] for one in report["streams"]] == [one["place"] for one in tail["streams"][:3]]
    assert report["left_out"] == {"inputs": 3, "streams": 6}
    assert (account.inputs, account.streams) == (6, 9)


def test_few_inputs_are_all_in_the_report(run):
    tar("flera.tar", map(notice, range(4)))

    _, tail, report = run(["flera.tar"])

    assert report["inputs"] == tail["inputs"]
    assert len(report["streams"]) == 4
    assert "left_out" not in report


def test_repeated_releases_are_all_counted_and_the_first_told_with_their_files(run):
    tar("flera.tar", [notice(1)] * 30)

    account, _, _ = run(["flera.tar"])

    told = account.findings.examples["release-repeated"]
    assert [one.place.file for one in told] == [f"flera.tar!{n:06}.xml" for n in range(1, EXAMPLES_PER_RULE + 1)]
    assert account.findings.counts["release-repeated"] == 29


def test_broken_documents_are_all_counted_and_the_first_told(run):
    texts = [notice(number)[: -5 * (number % 2)] if number % 2 else notice(number) for number in range(100)]
    tar("flera.tar", texts)

    account, tail, _ = run(["flera.tar"])

    told = account.findings.examples["input-broken"]
    assert account.findings.counts["input-broken"] == 50
    assert [one.place.file for one in told[:1]] == ["flera.tar!000001.xml"]
    assert len(told) == EXAMPLES_PER_RULE
    assert len(tail["streams"]) == 100
    assert not account.complete


def raised(number):
    try:
        try:
            int("no number")
        except ValueError as cause:
            raise InputBroken(place=str(number), reason="x", reason_sv="x") from cause
    except InputBroken as error:
        return error


def test_what_an_error_was_raised_in_is_let_go():
    broken = Broken()
    for number in range(EXAMPLES_PER_RULE + 5):
        broken.add(raised(number))

    first, *others = broken.errors
    assert first.__cause__ is not None
    assert all(error.__traceback__ is None and error.__cause__ is None for error in others)
    assert sum(count for _, count in broken.findings()) == EXAMPLES_PER_RULE + 5


@pytest.mark.slow
@pytest.mark.parametrize("kind", ["whole", "broken"])
def test_memory_is_flat_over_thousands_of_documents(run, monkeypatch, kind):
    monkeypatch.setattr("ocds_sv.jsonio.roll.IN_MEMORY", 1_000)
    monkeypatch.setattr("ocds_sv.conversion.run.LISTED", 100)
    count = 3_000
    tar("många.tar", (notice(number)[: -9 if kind == "broken" and number % 3 else None] for number in range(count)))
    held = {}

    def progress(rows, releases):
        gc.collect()
        held[rows] = tracemalloc.get_traced_memory()[0]

    run(["många.tar"], limit=10)
    tracemalloc.start()
    try:
        run(["många.tar"], progress)
    finally:
        tracemalloc.stop()

    first = max(memory for rows, memory in held.items() if rows <= max(held) / 3)
    last = max(memory for rows, memory in held.items() if rows >= max(held) * 2 / 3)
    # Two thirds of the documents lie between: what stays of each would be seen.
    assert last - first < count * 2 / 3 * 20
