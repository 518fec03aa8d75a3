"""With a state, a run publishes what is new: nothing is lost, nothing is said twice, and the tags are right."""

import json
import os
import random
import signal
import subprocess
import sys
from datetime import date
from pathlib import Path

import ocdsmerge
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ocds_sv.conversion import Options, convert_files
from ocds_sv.conversion.memory import Memory
from ocds_sv.conversion.stages import bones, ending, stages, updated
from ocds_sv.errors import InputBroken, InputLocked, UsageError
from ocds_sv.standard import Standard

ROOT = Path(__file__).resolve().parents[2]
MAPPING = """
title: Upphandlingar
source:
  format: csv
  columns: {nr: [nr], datum: [datum], skede: [skede], titel: [titel], vinnare: [vinnare]}
params:
  ocid_prefix: {default: ocds-a1b2c3}
release:
  ocid: "{$ocid_prefix}-{nr}"
  date: "{datum}"
  tag: ["{skede}"]
  initiationType: tender
  language: sv
  tender: {id: "{nr}", title: "{titel}"}
  awards:
    - when: {"{vinnare}": "*"}
      id: "{nr}-1"
      title: "{vinnare}"
"""
COLUMNS = "nr,datum,skede,titel,vinnare"
FIRST = {"1": ("2024-03-01", "tender", "Städning", ""), "2": ("2024-03-02", "tender", "Papper", "")}


@pytest.fixture
def run(tmp_path):
    """Convert a table with a state: the releases written, by number of the process; and the account."""
    (tmp_path / "mapping.yaml").write_text(MAPPING, encoding="utf-8")

    def convert(rows, day="2024-05-01", **given):
        lines = [COLUMNS, *(",".join([nr, *row]) for nr, row in rows.items())]
        (tmp_path / "in.csv").write_text("\n".join(lines) + "\n", encoding="utf-8")
        target = tmp_path / "out.jsonl"
        options = Options(
            mapping=str(tmp_path / "mapping.yaml"),
            output=str(target),
            state=tmp_path / "state",
            as_of=date.fromisoformat(day),
            **given,
        )
        account = convert_files([str(tmp_path / "in.csv")], options)
        releases = [json.loads(line) for line in target.read_text(encoding="utf-8").splitlines()]
        return {release["ocid"].rpartition("-")[2]: release for release in releases}, account

    return convert


def test_the_first_run_publishes_everything_as_it_would_without_a_state(run, tmp_path):
    releases, account = run(FIRST)

    plain = tmp_path / "plain.jsonl"
    convert_files([str(tmp_path / "in.csv")], Options(mapping=tmp_path / "mapping.yaml", output=str(plain)))
    assert list(releases.values()) == [json.loads(line) for line in plain.read_text(encoding="utf-8").splitlines()]
    assert account.changes == {"new": 2}


def test_what_has_not_changed_is_not_published_again(run):
    run(FIRST)

    releases, account = run(FIRST, day="2024-05-02")

    assert releases == {}
    assert account.changes == {"unchanged": 2}
    assert (account.releases, account.written) == (2, 0)


def test_a_change_is_an_update_with_a_new_id_and_a_later_date(run):
    before, _ = run(FIRST)

    releases, account = run({**FIRST, "2": ("2024-03-02", "tender", "Papper och pennor", "")})

    assert account.changes == {"changed": 1, "unchanged": 1}
    assert list(releases) == ["2"]
    assert releases["2"]["tag"] == ["tenderUpdate"]
    assert releases["2"]["id"] != before["2"]["id"]
    assert releases["2"]["date"] == "2024-05-01T00:00:00+02:00"
    assert releases["2"]["tender"]["title"] == "Papper och pennor"


def test_a_later_date_of_the_source_is_kept(run):
    run(FIRST)

    releases, _ = run({**FIRST, "2": ("2024-04-02", "tender", "Papper och pennor", "")})

    assert releases["2"]["date"] == "2024-04-02T23:59:59+02:00"


def test_a_new_stage_of_a_known_process_has_the_tag_of_a_first_release(run):
    run(FIRST)

    releases, account = run({**FIRST, "2": ("2024-04-02", "award", "Papper", "Ångans Papper AB")})

    assert releases["2"]["tag"] == ["award"]
    assert account.changes == {"new": 1, "unchanged": 1}


def test_a_stage_that_disappears_is_told_once_and_may_come_back(run):
    award = ("2024-04-02", "award", "Papper", "Ångans Papper AB")
    run(FIRST)
    run({**FIRST, "2": award})

    _, account = run(FIRST)
    _, again = run(FIRST)
    back, _ = run({**FIRST, "2": award})

    assert account.changes == {"unchanged": 2}
    [told] = account.findings.examples["stage-gone"]
    assert (told.ocid, told.facts) == ("ocds-a1b2c3-2", {"stage": "award", "process": "ocds-a1b2c3-2"})
    assert "stage-gone" not in again.findings.counts
    assert back["2"]["tag"] == ["awardUpdate"]


def test_a_process_that_goes_forward_has_not_lost_its_earlier_stage(run):
    run(FIRST)

    _, account = run({**FIRST, "2": ("2024-04-02", "award", "Papper", "Ångans Papper AB")})

    assert "stage-gone" not in account.findings.counts


def test_what_changes_back_has_an_id_of_its_own(run):
    ids, dates = [], []
    for title in ("a", "b", "a", "b", "a"):
        releases, _ = run({"1": ("2024-03-01", "tender", title, "")})
        ids.append(releases["1"]["id"])
        dates.append(releases["1"]["date"])

    assert len(set(ids)) == len(set(dates)) == 5
    assert dates[1:] == sorted(dates[1:])
    assert not any("#" in identity for identity in ids)


@pytest.mark.parametrize(
    ("gone", "tender", "award"),
    [("status", "cancelled", "cancelled"), ("withdrawn", "withdrawn", "cancelled")],
)
def test_of_what_is_gone_the_user_says_what_is_published(run, gone, tender, award):
    run({**FIRST, "3": ("2024-03-03", "award", "Snickeri", "Såg AB")})

    releases, account = run({"1": FIRST["1"]}, gone=gone)

    assert account.changes == {"unchanged": 1, "gone": 2}
    assert account.findings.counts["process-gone"] == 2
    told = [finding.message() for finding in account.findings.examples["process-gone"]]
    assert ["ocds-a1b2c3-2" in told[0], "ocds-a1b2c3-3" in told[1]] == [True, True]
    assert account.written == account.summary()["written"] == len(releases) == 2
    assert releases["2"]["tag"] == ["tenderCancellation"]
    assert releases["2"]["tender"] == {"id": "2", "status": tender}
    assert releases["3"]["tag"] == ["awardCancellation"]
    assert releases["3"]["awards"] == [{"id": "3-1", "status": award}]
    assert run({"1": FIRST["1"]}, gone=gone)[1].changes == {"unchanged": 1}, "told once"


def test_of_what_is_gone_nothing_is_published_unless_asked_for_and_it_may_come_back(run):
    run(FIRST)

    releases, account = run({"1": FIRST["1"]})
    back, _ = run(FIRST)

    assert releases == {}
    assert account.changes["gone"] == 1
    assert back["2"]["tag"] == ["tenderUpdate"]


def test_a_full_refresh_begins_anew(run):
    run(FIRST)
    changed = {**FIRST, "2": ("2024-03-02", "tender", "Papper och pennor", "")}

    releases, account = run(changed, mode="full")

    assert [release["tag"] for release in releases.values()] == [["tender"], ["tender"]]
    assert account.changes == {"new": 2}
    assert run(changed)[1].changes == {"unchanged": 2}


def test_an_easy_release_lives_on_under_the_same_tag(run):
    before, _ = run(FIRST, mode="easy")

    after, account = run({**FIRST, "2": ("2024-03-02", "tender", "Papper och pennor", "")}, mode="easy")

    assert after["1"] == before["1"]
    assert after["2"]["tag"] == ["tender"]
    assert after["2"]["id"] != before["2"]["id"]
    assert account.changes == {"unchanged": 1, "changed": 1}


def test_a_limit_would_make_things_disappear(run):
    with pytest.raises(UsageError, match="--limit"):
        run(FIRST, limit=1)


def test_a_dry_run_remembers_nothing(run, tmp_path):
    run(FIRST, dry_run=False)
    changed = {**FIRST, "2": ("2024-03-02", "tender", "Papper och pennor", "")}

    run(changed, dry_run=True)

    assert run(changed)[1].changes == {"changed": 1, "unchanged": 1}


def test_two_runs_do_not_share_a_state(run, tmp_path):
    run(FIRST)
    memory = Memory(tmp_path / "state")

    with pytest.raises(InputLocked, match="another run"):
        run(FIRST)
    memory.close()


def test_a_folder_that_holds_something_else_is_refused(run, tmp_path):
    (tmp_path / "state").mkdir()
    (tmp_path / "state/published.sqlite").write_bytes(b"something else" * 100)

    with pytest.raises(InputBroken, match="no state"):
        run(FIRST)


TITLES = st.sampled_from(["a", "b", "c"])
TABLES = st.dictionaries(st.sampled_from("1234"), TITLES, min_size=1)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=25)
@given(st.lists(TABLES, min_size=1, max_size=4))
def test_what_was_published_compiles_to_what_the_source_says_last(run, tmp_path, tables):
    (tmp_path / "state/published.sqlite").unlink(missing_ok=True)
    published, last = {}, {}
    for table in tables:
        releases, _ = run({nr: ("2024-03-01", "tender", title, "") for nr, title in table.items()})
        for nr, release in releases.items():
            published.setdefault(nr, []).append(release)
        last |= table
    merger = ocdsmerge.Merger(Standard.load().schema())

    for nr, releases in published.items():
        assert merger.create_compiled_release(releases)["tender"]["title"] == last[nr]
        assert len({release["id"] for release in releases}) == len(releases)
        assert [release["tag"] for release in releases] == [["tender"]] + [["tenderUpdate"]] * (len(releases) - 1)
    assert set(published) == set(last)


DIES = """
import os, signal, sqlite3, sys
from ocds_sv import cli
from ocds_sv.conversion.memory import Memory
from ocds_sv.jsonio import output

left = int(sys.argv[1])

def counted(function):
    def call(*args, **given):
        global left
        left -= 1
        if left == 0:
            os.kill(os.getpid(), signal.SIGKILL)
        return function(*args, **given)
    return call

for owner, name in ((Memory, "process"), (Memory, "keep"), (Memory, "add"), (Memory, "commit"), (Memory, "close"),
                    (output.WholeFile, "write"), (output.WholeFile, "commit")):
    setattr(owner, name, counted(getattr(owner, name)))
sys.exit(cli.run(sys.argv[2:]))
"""


STEPS = 13
"""So many times the run below remembers or writes something."""


@pytest.mark.skipif(os.name == "nt", reason="Windows has no SIGKILL")
@pytest.mark.parametrize(
    "steps",
    [
        pytest.param([1, 3, 6, 9, 11, 12, 13], id="chosen"),
        pytest.param(
            [random.Random(number).randint(1, STEPS) for number in range(50)], id="fifty", marks=pytest.mark.slow
        ),
    ],
)
def test_a_run_that_is_killed_is_repeated_and_says_the_same(run, tmp_path, steps):
    run(FIRST)
    second = {**FIRST, "2": ("2024-03-02", "tender", "Pennor", ""), "3": ("2024-03-03", "tender", "Snickeri", "")}
    lines = [COLUMNS, *(",".join([nr, *row]) for nr, row in second.items())]
    (tmp_path / "in.csv").write_text("\n".join(lines) + "\n", encoding="utf-8")
    arguments = [
        *("convert", tmp_path / "in.csv", "-m", tmp_path / "mapping.yaml", "-o", tmp_path / "out.jsonl"),
        *("--state", tmp_path / "state", "--as-of", "2024-05-01", "-q", "--fail-on", "never"),
    ]

    def start(step):
        environment = {**os.environ, "PYTHONPATH": str(ROOT)}
        command = [sys.executable, "-c", DIES, str(step), *map(str, arguments)]
        return subprocess.run(command, env=environment, capture_output=True, check=False)

    for step in steps:
        died = start(step)
        assert died.returncode == -signal.SIGKILL, died.stderr
    assert start(10**9).returncode == 0
    killed = (tmp_path / "out.jsonl").read_bytes()

    (tmp_path / "state/published.sqlite").unlink()
    run(FIRST)
    undisturbed, _ = run(second)
    assert [json.loads(line) for line in killed.splitlines()] == list(undisturbed.values())


def test_the_tags_of_stages_are_the_standards():
    codes = Standard.load().node("tag").codelist.codes

    for stage in stages():
        assert {stage.tag, stage.update, stage.cancellation or stage.tag} <= codes
        if stage.block:
            statuses = Standard.load().node(f"{stage.block}/status").codelist.codes
            assert {stage.ended, stage.withdrawn} <= statuses


def test_tags_that_are_no_first_ones_stay():
    assert updated(["tender", "award"], {"tender"}) == ["tenderUpdate", "award"]
    assert updated(["tenderAmendment"], {"tender"}) == ["tenderAmendment"]
    assert updated(["tender", "tenderUpdate"], {"tender"}) == ["tenderUpdate"]


def test_what_has_no_status_cannot_be_ended():
    kept = bones({"language": "sv", "planning": {"budget": {}}}, {})

    assert ending(kept, {"planning"}, withdrawn=True) is None
