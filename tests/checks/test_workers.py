"""Several processes say what one says, byte for byte."""

import gzip
import json
from datetime import date
from pathlib import Path
from typing import Any

import orjson
import pytest

from ocds_sv.checks import check_files, sections, workers
from ocds_sv.jsonio.roll import IN_MEMORY, Roll

AS_OF = date(2026, 1, 1)
RAW = "https://raw.githubusercontent.com/open-contracting-extensions"


def release(number: int) -> dict[str, Any]:
    """Each one a little wrong in its own way."""
    return {
        "ocid": f"ocds-a1b2c3-{number % 37}",
        "id": str(number),
        "date": f"2024-{number % 12 + 1:02}-01T00:00:00Z",
        "tag": ["tender"] if number % 5 else ["tender", "award"],
        "initiationType": "tender" if number % 7 else "x",
        "tender": {
            "id": str(number),
            "title": "" if number % 11 == 0 else "Städning",
            "lots": [{"id": "1", "titel": "x"}],
            "value": {"amount": -number if number % 3 == 0 else number, "currency": "SEK"},
        },
    }


def lines(count: int) -> str:
    return "".join(json.dumps(release(number)) + "\n" for number in range(count))


def package(count: int, **more: Any) -> str:
    return json.dumps({"version": "1.1", **more, "releases": [release(number) for number in range(count)]})


CONTENTS: dict[str, str] = {
    "lines": lines(300),
    "package": package(300, extensions=[f"{RAW}/ocds_lots_extension/v1.1.5/extension.json", "https://example.org/own"]),
    "declared halfway": lines(100)
    + package(3, extensions=[f"{RAW}/ocds_lots_extension/master/extension.json"])
    + "\n"
    + lines(100),
    "records": json.dumps(
        {"records": [{"ocid": "a", "releases": [release(n)], "compiledRelease": release(n)} for n in range(60)]}
    ),
    "broken": "".join(f'{{"ocid": {"b" if n % 3 else 1}}}\n' for n in range(400)) + lines(10),
    "laid out": json.dumps([release(number) for number in range(80)], indent=2),
    "twice": lines(50) + '{"ocid": "a", "ocid": "b"}\n' * 5,
    "empty": "{}",
}


@pytest.fixture
def here(monkeypatch: pytest.MonkeyPatch) -> None:
    """Batches are handed over as to other processes, without starting any."""

    class Pool:
        def __init__(self, *_: object, initializer: Any, initargs: Any, **__: object) -> None:
            initializer(*initargs)

        def submit(self, work: Any, *given: object) -> Any:
            import pickle
            from concurrent.futures import Future

            future: Future[bytes] = Future()
            future.set_result(work(*pickle.loads(pickle.dumps(given))))
            return future

        def shutdown(self, **_: object) -> None:
            pass

    monkeypatch.setattr("concurrent.futures.ProcessPoolExecutor", Pool)
    # They would last longer than the test.
    monkeypatch.setattr(workers, "heed_parent_alone", lambda: None)
    monkeypatch.setattr(workers, "collect_seldom", lambda: None)


@pytest.mark.parametrize("batch", [1, 1_000, 20_000])
@pytest.mark.parametrize("name", CONTENTS)
def test_the_report_does_not_depend_on_how_the_work_is_cut(
    tmp_path: Path, here: None, monkeypatch: pytest.MonkeyPatch, name: str, batch: int
) -> None:
    (tmp_path / "d å.json").write_text(CONTENTS[name], encoding="utf-8")
    monkeypatch.setattr(workers, "BATCH", batch)
    monkeypatch.setattr(sections, "CHUNK", batch)

    one, several = (check_files([tmp_path / "d å.json"], as_of=AS_OF, workers=count) for count in (1, 3))

    assert orjson.dumps(several) == orjson.dumps(one)
    assert one["scope"]["releases"] + one["scope"]["compiledReleases"] > 0


@pytest.mark.parametrize("engine", ["fast", "reference"])
def test_real_processes_say_the_same(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, engine: str) -> None:
    (tmp_path / "a.json").write_text(CONTENTS["package"], encoding="utf-8")
    (tmp_path / "b.jsonl").write_text(CONTENTS["broken"], encoding="utf-8")
    monkeypatch.setattr(workers, "BATCH", 20_000)

    one, several = (
        check_files([tmp_path], as_of=AS_OF, workers=count, engine=engine, ignore=["negative-value"])
        for count in (1, 2)
    )

    assert orjson.dumps(several) == orjson.dumps(one)
    assert {one["rule"] for one in one["results"]} >= {"schema-code", "empty-value"}


def test_a_fault_of_the_input_is_raised_and_leaves_no_process(tmp_path: Path) -> None:
    import multiprocessing

    from ocds_sv.errors import InputError

    (tmp_path / "b.jsonl.gz").write_bytes(gzip.compress(CONTENTS["lines"].encode())[:-20])

    with pytest.raises(InputError):
        check_files([tmp_path], as_of=AS_OF, workers=2)
    assert multiprocessing.active_children() == []


def test_small_and_unknown_inputs_get_one_process(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "a.jsonl").write_text(CONTENTS["lines"], encoding="utf-8")

    assert workers.suitable_workers([tmp_path]) == 1
    assert workers.suitable_workers(["-"]) == 1
    assert workers.suitable_workers([tmp_path / "none"]) == 1
    monkeypatch.setattr(workers, "LARGE", 10)
    assert 1 <= workers.suitable_workers([tmp_path]) <= workers.MOST


@pytest.mark.parametrize("select", [["repeated-key"], ["schema-code"], ["text-in-another-encoding", "schema-code"]])
def test_how_a_text_is_written_is_told_where_it_is_asked_for(tmp_path: Path, select: list[str]) -> None:
    (tmp_path / "a.json").write_text(CONTENTS["twice"], encoding="utf-8")

    found = check_files([tmp_path / "a.json"], as_of=AS_OF, select=select)

    failed = {one["rule"]: one["failed"] for one in found["results"] if one["outcome"] == "fail"}
    assert failed.get("repeated-key", 0) == (5 if "repeated-key" in select else 0)


def test_counts_that_lie_on_disk_are_sent_whole_or_not_at_all(tmp_path: Path) -> None:
    notes = Roll()
    notes.add(b"x" * (3 * IN_MEMORY))
    with (tmp_path / "counts").open("wb") as file:
        workers.pack({"first": Roll(), "notes": notes}, file)
    content = (tmp_path / "counts").read_bytes()

    found = workers.unpacked(content)

    assert (found["first"].size, b"".join(found["notes"].pieces())) == (0, b"x" * (3 * IN_MEMORY))
    with pytest.raises(EOFError):
        workers.unpacked(content[:-1])
