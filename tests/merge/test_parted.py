"""A compilation in parts writes what one compilation writes, byte by byte, and finds the same."""

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ocds_sv.errors import InputError, UsageError
from ocds_sv.jsonio import encode
from ocds_sv.merge import MIB, Options, compile_files

LOTS = "https://raw.githubusercontent.com/open-contracting-extensions/ocds_lots_extension/v1.1.5/extension.json"
STRANGE = "https://example.org/extension.json"


def release(process, number, date="", **fields):
    date = date or f"2024-01-{1 + number % 28:02d}T12:00:00+01:00"
    title = {"tender": {"id": "1", "title": f"Städning {number}", "value": {"amount": number}}}
    return {"ocid": f"ocds-213czf-{process}", "id": str(number), "date": date, "tag": ["tender"], **title, **fields}


def package(releases, **head):
    return encode(
        {"uri": "https://example.org/x", "publishedDate": "2024-02-01T00:00:00Z", **head, "releases": releases}
    )


def lines(releases):
    return b"".join(encode(one) + b"\n" for one in releases)


@pytest.fixture
def folder(tmp_path, monkeypatch):
    """Files with ties, repeated and bad releases, packages with addresses and extensions, and what cannot be read."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr("ocds_sv.merge.runs._STRIDE", 500)
    monkeypatch.setattr("ocds_sv.merge.parted.LEAST", 1)
    monkeypatch.setattr("ocds_sv.merge.parted.PER_RUN", 1)
    inputs = tmp_path / "in"
    inputs.mkdir()
    tie = "2024-03-01T00:00:00Z"
    record = {"ocid": "ocds-213czf-r", "compiledRelease": release("r", 9)}
    files = {
        "a.jsonl": lines(release(number % 5, number) for number in range(60)),
        "b.json": package([release(1, 200, tie), release(8, 201)], extensions=[LOTS, STRANGE]),
        "c.jsonl": lines([release(1, 202, "2024-03-01T01:00:00+01:00"), release(3, 3), {"ocid": "x"}, {"date": tie}]),
        "d.jsonl": package([release(2, 300)])
        + b"\n"
        + package([release(2, 301)], uri="https://example.org/y")
        + b"\n{cut",
        "e.json.gz": b"\x1f\x8b no gzip",
        "f.json": package([release(4, 400, "2024-03-01")], extensions=[STRANGE], publishedDate="2025-01-01T00:00:00Z"),
        "g.json": encode({"uri": "https://example.org/z", "records": [record]}),
        "h.jsonl": lines([release(1, 500, tenderers=["a"], tender=[{"id": "1"}])]),
    }
    for name, content in files.items():
        (inputs / name).write_bytes(content)
    return inputs


def compiled(output, spread=None, inputs=("in",), **options):
    account = compile_files(list(inputs), output, Options(**options), spread)
    return Path(output).read_bytes(), account.json("sv")


KINDS = [{}, {"versioned": True}, {"records": True}, {"records": True, "linked": True, "versioned": True}]


@pytest.mark.parametrize("output", ["out.jsonl", "out.json", "out.jsonl.gz"])
@pytest.mark.parametrize("options", KINDS, ids=["compiled", "versioned", "records", "linked"])
def test_bytes_and_findings_are_the_same(folder, here, options, output):
    alone = compiled(output, **options)

    for here.workers in (1, 2, 9):
        assert compiled(output, here, **options) == alone

    rules = {one["rule"]: one["count"] for one in alone[1]["findings"]}
    assert rules["extension-not-known"] == 1
    assert {"releases-at-one-instant", "release-given-twice", "text-is-no-json", "release-without-date"} <= set(rules)
    assert alone[1]["counts"]["repeated"] == 1
    assert not list(here.folder.glob("*.texts"))


def test_a_task_that_is_done_twice_changes_nothing(folder, here):
    here.twice = True

    assert compiled("out.jsonl", here) == compiled("out.jsonl")


@settings(max_examples=30)
@given(
    placed=st.lists(st.tuples(st.integers(0, 4), st.integers(0, 6), st.integers(0, 5)), max_size=60),
    workers=st.integers(1, 6),
)
def test_any_releases_in_any_files_give_the_same(tmp_path_factory, placed, workers):
    folder = tmp_path_factory.mktemp("any")
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(folder)
        patch.setattr("ocds_sv.parts.LEAST", 1)
        patch.setattr("ocds_sv.merge.runs._STRIDE", 300)
        patch.setattr("ocds_sv.merge.parted.LEAST", 1)
        patch.setattr("ocds_sv.merge.parted.PER_RUN", 1)
        Path("in").mkdir()
        for file in range(6):
            chosen = [release(process, number) for process, number, at in placed if at == file]
            Path("in", f"{file}.jsonl").write_bytes(lines(chosen) or b"\n")
        # The fixture's class, for a fixture does not live within one example.
        spread = _Apart(folder, workers)
        assert compiled("out.jsonl", spread) == compiled("out.jsonl")


class _Apart:
    def __init__(self, folder, workers):
        self.folder, self.workers = folder, workers

    def __call__(self, function, tasks):
        return map(function, tasks)


def test_what_does_not_fit_in_the_memory_of_a_worker_goes_to_its_disk(tmp_path, here, monkeypatch):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr("ocds_sv.merge.parted.room", lambda _: 20_000)
    Path("a.jsonl").write_bytes(lines(release(number % 50, number) for number in range(300)))
    Path("b.jsonl").write_bytes(lines(release(number % 30, number) for number in range(300, 500)))

    assert compiled("out.jsonl", here, ["a.jsonl", "b.jsonl"], memory=64 * MIB) == compiled(
        "out.jsonl", inputs=["a.jsonl", "b.jsonl"]
    )


def test_nothing_in_gives_nothing_out(tmp_path, here, monkeypatch):
    monkeypatch.chdir(tmp_path)
    Path("a.jsonl").write_bytes(b"\n")

    assert compiled("out.jsonl", here, ["a.jsonl"]) == compiled("out.jsonl", inputs=["a.jsonl"])


def test_the_only_file_that_cannot_be_read_stops_the_run(folder, here):
    for spread in (None, here):
        with pytest.raises(InputError):
            compiled("out.jsonl", spread, ["in/e.json.gz"])

    assert not Path("out.jsonl").exists()


@pytest.mark.parametrize(("inputs", "options"), [(["-"], {}), (["in"], {"state": "state"})])
def test_what_one_machine_alone_can_do_is_refused(folder, here, inputs, options):
    with pytest.raises(UsageError, match="--engine local"):
        compiled("out.jsonl", here, inputs, **options)
