"""The same table as CSV, JSON and JSON Lines; several inputs; what depends on the day and what does not."""

import csv
import io
import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import ocds_sv
from ocds_sv.conversion import Options, convert_files
from ocds_sv.errors import InputNotFound

MAPPING = """\
source:
  columns: {id: [id, Diarienummer], namn: [namn], belopp: [belopp], datum: [datum]}
  optional: [datum]
  group: "{id}"
release:
  ocid: "{$ocid_prefix}-{id}"
  tag: [award]
  initiationType: tender
  date: {from: ["{datum}", "{@as_of}"], required: true}
  language: "{@row}"
  awards:
    - each: rows
      id: "{id}-{#}"
      title: "{namn}"
      value: {amount: "{belopp}", currency: SEK}
"""
HEADER = ("id", "namn", "belopp", "datum")
CELLS = st.tuples(
    st.sampled_from(["", "A 1", "B/2", "Å3"]),
    st.sampled_from(["", "Snö & Is AB", 'med "citat"', "rad\nbryt"]),
    st.sampled_from(["", "12", "1 234,50", "tolv", "0"]),
    st.sampled_from(["", "2024-03-01", "20240301", "i våras"]),
)
ROWS = st.lists(CELLS.filter(any), min_size=1, max_size=8)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("inputs")
    (path / "mapping.yaml").write_text(MAPPING, encoding="utf-8")
    return path


def written(path: Path, rows: list[tuple[str, ...]]) -> str:
    """``rows`` in the format that the name says."""
    objects = [dict(zip(HEADER, row, strict=True)) for row in rows]
    if path.suffix == ".csv":
        text = io.StringIO()
        csv.writer(text).writerows([HEADER, *rows])
        path.write_text(text.getvalue(), encoding="utf-8", newline="")
    elif path.suffix == ".json":
        path.write_text(json.dumps(objects), encoding="utf-8")
    else:
        path.write_text("".join(json.dumps(one) + "\n" for one in objects), encoding="utf-8")
    return str(path)


def converted(folder: Path, *inputs: str, **options: Any) -> tuple[list[dict[str, Any]], Any]:
    given_ = Options(**{"as_of": date(2024, 5, 6), **options})
    conversion = ocds_sv.convert(list(inputs), folder / "mapping.yaml", options=given_)
    return list(conversion), conversion.run


@settings(max_examples=40)
@given(rows=ROWS, suffix=st.sampled_from(["csv", "json", "jsonl"]))
def test_every_record_is_in_a_release_or_among_the_rejects(rows: Any, suffix: str, folder: Path) -> None:
    releases, run = converted(folder, written(folder / f"in.{suffix}", rows))

    assert run.rows == len(rows)
    assert run.accounted
    assert run.rows == run.converted + run.rejected
    assert len(releases) == run.releases
    assert sum(len(release["awards"]) for release in releases if "awards" in release) <= run.converted


@settings(max_examples=30)
@given(rows=ROWS)
def test_the_format_of_a_table_does_not_change_its_releases(rows: Any, folder: Path) -> None:
    found = []
    for suffix in ("csv", "json", "jsonl"):
        releases, _ = converted(folder, written(folder / f"same.{suffix}", rows))
        # Ids are digests of the content, which holds the row's number here, and rows are counted from the header.
        found.append([{k: v for k, v in one.items() if k not in {"id", "language"}} for one in releases])

    assert found[0] == found[1] == found[2]


@settings(max_examples=10)
@given(rows=ROWS, workers=st.just(1))
def test_the_library_gives_what_the_files_hold(rows: Any, workers: int, folder: Path) -> None:
    source = written(folder / "files.csv", rows)
    target = folder / "files.out.jsonl"
    options = Options(mapping=folder / "mapping.yaml", output=str(target), as_of=date(2024, 5, 6), workers=workers)

    account = convert_files([source], options)

    releases, run = converted(folder, source)
    lines = [json.loads(line) for line in target.read_text("utf-8").splitlines()]
    assert [one["id"] for one in lines] == [one["id"] for one in releases]
    assert account.findings.counts == run.findings.counts


def test_releases_are_made_as_they_are_asked_for(folder: Path) -> None:
    (folder / "lazy.yaml").write_text(MAPPING.replace('  group: "{id}"\n', ""), encoding="utf-8")
    source = written(folder / "lazy.csv", [(f"A{n}", "N", "1", "2024-03-01") for n in range(5_000)])
    conversion = ocds_sv.convert(source, folder / "lazy.yaml")

    next(conversion)

    assert conversion.run.releases == 1
    assert conversion.run.rows < 5_000


def test_the_day_is_the_one_that_is_given(folder: Path) -> None:
    source = written(folder / "day.csv", [("A", "N", "1", "")])

    first, again, later = (
        converted(folder, source, as_of=day)[0][0] for day in (date(2024, 5, 6), date(2024, 5, 6), date(2024, 5, 7))
    )

    assert first == again
    assert first["date"].startswith("2024-05-06")
    assert later["date"].startswith("2024-05-07")
    assert first["id"] != later["id"]


def test_a_release_id_does_not_depend_on_what_was_withheld(folder: Path) -> None:
    """Were it made before the gate, an id would let people try out which number was there."""
    numbers = ["811228-9874", "701063-2391"]
    (folder / "gate.yaml").write_text(MAPPING.replace("title:", "description: x\n      title:"), encoding="utf-8")

    ids = []
    for number in numbers:
        source = written(folder / "gate.csv", [("A", f"Avtal {number}", "1", "2024-03-01")])
        release = next(ocds_sv.convert(source, folder / "gate.yaml"))
        assert number not in json.dumps(release, default=str)
        ids.append(release["id"])

    assert ids[0] == ids[1]


@pytest.mark.parametrize("group", ['  group: "{id}"\n', ""])
def test_what_stands_before_a_break_is_kept_and_the_rest_is_converted(group: str, folder: Path) -> None:
    (folder / "broken.yaml").write_text(MAPPING.replace('  group: "{id}"\n', group), encoding="utf-8")
    whole = written(folder / "whole.csv", [("A", "N", "1", "2024-03-01")])
    last = written(folder / "last.csv", [("C", "N", "1", "2024-03-01")])
    broken = folder / "broken.json"
    broken.write_text('[{"id": "B", "namn": "N", "belopp": 1, "datum": "2024-03-01"}, {"id": ', encoding="utf-8")

    conversion = ocds_sv.convert([whole, str(broken), last], folder / "broken.yaml")
    ocids = [release["ocid"] for release in conversion]

    assert ocids[0].endswith("-A")
    assert ocids[-1].endswith("-C")
    assert not conversion.run.complete
    assert conversion.run.findings.counts["input-broken"] == 1


def test_an_input_that_is_not_there_is_named(folder: Path) -> None:
    with pytest.raises(InputNotFound, match=r"finns-inte\.csv"):
        converted(folder, str(folder / "finns-inte.csv"))


@pytest.mark.parametrize("key", ["mapping", "inputs", "counts", "privacy", "findings", "complete", "streams"])
def test_the_report_has_its_parts_in_both_languages(key: str, folder: Path) -> None:
    _, run = converted(folder, written(folder / "report.csv", [("A", "N", "tolv", "2024-03-01"), ("", "N", "1", "x")]))

    swedish, english = (json.loads(json.dumps(run.json(lang), default=str)) for lang in ("sv", "en"))

    assert swedish.keys() == english.keys()
    assert english[key] is not None
    assert english["counts"]["rows"] == english["counts"]["converted"] + english["counts"]["rejected"] == 2
    rules = {finding["rule"]: finding for finding in english["findings"]}
    assert rules["not-a-number"]["examples"][0]["place"] == {
        "file": str(folder / "report.csv"),
        "row": 2,
        "column": "belopp",
    }
    assert [one["remedy"] for one in swedish["findings"]] != [one["remedy"] for one in english["findings"]]
