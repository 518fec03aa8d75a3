"""A check in parts gives the report of one check, whatever the parts know of the extensions that others declare."""

from datetime import date
from pathlib import Path

import orjson
import pytest

from ocds_sv.checks import Checker
from ocds_sv.checks.parted import feed_parts
from ocds_sv.errors import InputError, UsageError
from ocds_sv.jsonio import encode
from ocds_sv.review import Asked, Review

LOTS = "https://raw.githubusercontent.com/open-contracting-extensions/ocds_lots_extension/v1.1.5/extension.json"
BIDS = "https://raw.githubusercontent.com/open-contracting-extensions/ocds_bid_extension/v1.1.5/extension.json"
STRANGE = "https://example.org/extension.json"


def release(number, **fields):
    return {
        "ocid": f"ocds-213czf-{number % 7}",
        "id": str(number),
        "date": f"2024-01-{1 + number % 28:02d}T00:00:00Z",
        "tag": ["tender"],
        "initiationType": "tender",
        "tender": {"id": "1", "lots": [{"id": "a", "value": {"amount": -number}}], "unknown": 1},
        "bids": {"details": [{"id": "1", "date": "no date"}]},
        **fields,
    }


def package(numbers, *urls, late=False):
    head = {"uri": "https://example.org/x", "version": "1.1", "publishedDate": "2024-01-01T00:00:00Z"}
    named = {"extensions": list(urls)} if urls else {}
    releases = {"releases": [release(number) for number in numbers]}
    return encode({**head, **(releases | named if late else named | releases)})


@pytest.fixture
def folder(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    inputs = tmp_path / "in"
    inputs.mkdir()
    files = {
        "a.jsonl": b"".join(encode(release(number)) + b"\n" for number in range(40)),
        "b.json": package(range(40, 60), LOTS),
        "c.jsonl": b"".join(encode(release(number, buyer={"id": "x"})) + b"\n" for number in range(60, 90)),
        "d.jsonl": package(range(90, 95), BIDS, STRANGE) + b"\n" + package(range(95, 99)) + b"\n{cut",
        "e.json.gz": b"\x1f\x8b no gzip",
        "f.json": package(range(99, 120), LOTS, STRANGE, late=True),
        "g.provenance.jsonl": b"{}\n",
        "h.csv": b"a;b\n",
        "i.jsonl": encode(release(1)) + b"\n",
    }
    for name, content in files.items():
        (inputs / name).write_bytes(content)
    return inputs


def report(spread=None, inputs=("in",), **asked):
    review = Review(Asked(as_of=date(2024, 5, 1), workers=1, **asked))
    content = review.files(list(inputs), spread)
    content.pop("created", None)
    return content


@pytest.mark.parametrize("workers", [1, 2, 9])
def test_the_report_is_the_same(folder, here, workers):
    here.workers = workers

    alone, parted = report(), report(here)

    assert orjson.dumps(parted) == orjson.dumps(alone)
    assert alone["scope"]["releases"] == 121
    assert here.tasks > 1


def test_options_travel(folder, here):
    Path("profile.yaml").write_text("extends: ocds\ncoverage: {buyer/name: 50}\n", encoding="utf-8")

    for asked in ({"profile": "se-publication"}, {"stages": ["tender"]}, {"ignore": ["schema-type"]}):
        try:
            alone = report(**asked)
        except UsageError:
            continue
        assert report(here, **asked) == alone


def test_data_without_releases_and_a_file_that_cannot_be_read_are_told_alike(folder, here):
    (folder / "empty.json").write_bytes(b"[]")

    assert report(here, ["in/empty.json"]) == report(inputs=["in/empty.json"])
    for spread in (None, here):
        with pytest.raises(InputError):
            report(spread, ["in/e.json.gz"])


@pytest.mark.parametrize("previous", ["in/b.json", "in/a.jsonl", "in"])
def test_an_earlier_edition_is_compared_with_the_parts_together(folder, here, previous):
    alone, parted = report(previous=previous), report(here, previous=previous)

    assert orjson.dumps(parted) == orjson.dumps(alone)
    (gone,) = (one for one in alone["results"] if one["rule"] == "process-that-is-gone")
    assert (gone["outcome"], gone["checked"]) == ("pass", 7)


def test_addresses_are_asked_by_one_machine(folder, here):
    with pytest.raises(UsageError, match="addresses are asked by one machine alone"):
        feed_parts(here, Checker(urls=lambda _: True), ["in"], [])
