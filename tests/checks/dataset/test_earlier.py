"""An earlier edition of the same data."""

import gc
import json
import tracemalloc
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import orjson
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ocds_sv.checks import Checker, check_files
from ocds_sv.checks.choice import ALL
from ocds_sv.checks.dataset.earlier import Earlier, compared, gone, read_earlier, stand
from ocds_sv.checks.judge import NOTHING, Outcome, Setting
from ocds_sv.checks.rule import Context
from ocds_sv.checks.workers import packed, unpacked
from ocds_sv.jsonio import ordering, roll

AS_OF = date(2026, 1, 1)

Stages = dict[str, Any]


def stages(release: dict[str, Any]) -> Stages:
    """How far a release says that its process has come."""
    tender = release.get("tender")
    title = tender.get("title") if isinstance(tender, dict) else None
    return {
        "planning": bool(release.get("planning")),
        "tender": bool(tender),
        **{name: len(one) if isinstance(one := release.get(name), list) else 0 for name in ("awards", "contracts")},
        "title": " ".join(title.lower().split()) if isinstance(title, str) else "",
    }


def edition(releases: list[dict[str, Any]]) -> dict[str, Stages]:
    """The plain way: all processes in a dictionary."""
    found: dict[str, Stages] = {}
    for release in releases:
        if isinstance(release.get("ocid"), str):
            before, one = found.get(release["ocid"], {}), stages(release)
            found[release["ocid"]] = {
                **{name: max(before.get(name, 0), one[name]) for name in ("planning", "tender", "awards", "contracts")},
                "title": one["title"] or before.get("title", ""),
            }
    return found


def is_gone(_: Stages, now: Stages | None) -> bool | None:
    return now is None


def fell_back(before: Stages, now: Stages | None) -> bool | None:
    names = ("planning", "tender", "awards", "contracts")
    return None if now is None else any(now[name] < before[name] for name in names)


def is_renamed(before: Stages, now: Stages | None) -> bool | None:
    if now is None or not before["title"] or not now["title"]:
        return None
    return bool(before["title"] != now["title"])


ASKED = {
    "process-that-is-gone": is_gone,
    "process-that-fell-back": fell_back,
    "tender-with-a-new-title": is_renamed,
}


class Plain:
    """A judge that holds both editions in memory."""

    def __init__(self, before: list[dict[str, Any]], wrong: Callable[[Stages, Stages | None], bool | None]) -> None:
        self.before, self.now, self.wrong = before, list[dict[str, Any]](), wrong

    def add(self, _: object, context: Context) -> None:
        # A release without an ocid belongs to the process whose ocid is empty.
        ocid = context.release.get("ocid")
        self.now.append({**context.release, "ocid": ocid if isinstance(ocid, str) else ""})

    def merge(self, other: "Plain") -> None:
        self.now += other.now

    def outcome(self) -> Outcome:
        before, now = edition(self.before), edition(self.now)
        answers = [self.wrong(one, now.get(ocid)) for ocid, one in before.items()]
        asked = [answer for answer in answers if answer is not None]
        if not asked:
            return NOTHING
        failed = sum(asked)
        if failed * 20 <= len(asked):
            return Outcome("pass", len(asked))
        return Outcome("fail", len(asked), failed, facts={"count": failed, "total": len(asked)})


@contextmanager
def in_memory(before: list[dict[str, Any]]) -> Iterator[None]:
    """The rules with plain judges instead of their own."""
    with pytest.MonkeyPatch.context() as patch:
        for name, wrong in ASKED.items():
            patch.setitem(ALL, name, replace(ALL[name], judge=lambda _, wrong=wrong: Plain(before, wrong), keys=None))
        yield


def fed(before: list[dict[str, Any]], now: list[dict[str, Any]], *select: str) -> Checker:
    checker = Checker(as_of=AS_OF, previous=Earlier(before), select=select)
    for release in now:
        checker.release(release)
    return checker


def told(checker: Checker) -> bytes:
    """The report, but for when and how fast it was made."""
    return orjson.dumps({name: one for name, one in checker.report().items() if name != "created"})


OBJECT = st.sampled_from(({}, {"id": "1"}, None, "x", ["x"]))
LIST = st.sampled_from(([], [{"id": "A"}], [{"id": "A"}, {"id": "B"}], None, {"id": "A"}, "AB"))
TITLE = st.sampled_from(("Bro", " BRO ", "bro  1", "Bro 1", "Väg", "", "  ", None, 7))
RELEASE = st.fixed_dictionaries(
    {},
    optional={
        "ocid": st.sampled_from((*"abcdefghij", "", "å", None, 7, ["a"])),
        "planning": OBJECT,
        "tender": OBJECT | st.fixed_dictionaries({"title": TITLE}),
        "awards": LIST,
        "contracts": LIST,
    },
)
RELEASES = st.lists(RELEASE, max_size=40)


@settings(max_examples=50)
@given(RELEASES, RELEASES, st.integers(0, 40), st.integers(1, 9), st.integers(0, 100))
def test_the_outcomes_are_those_of_the_plain_way_in_memory(
    before: list[dict[str, Any]], now: list[dict[str, Any]], cut: int, run: int, most: int
) -> None:
    with in_memory(before):
        wanted = fed(before, now, *ASKED).outcomes()
        halfway = fed(before, now[:cut], *ASKED).outcomes()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(ordering, "RUN", run)
        patch.setattr(roll, "IN_MEMORY", most)
        whole, first, second = fed(before, now, *ASKED), fed(before, now[:cut], *ASKED), fed([], now[cut:], *ASKED)

        assert whole.outcomes() == wanted
        assert first.outcomes() == halfway
        first.merge(unpacked(packed(second.counted())))
        assert first.outcomes() == wanted


def process(number: int, chance: Any) -> list[dict[str, Any]]:
    head = {"ocid": f"ocds-a1b2c3-{number}", "initiationType": "tender", "tag": ["tender"]}
    tender = {"id": str(number), "title": f"{chance.choice(('Bro', 'Väg'))} {number}"}
    awards = [{"id": str(one)} for one in range(chance.randrange(4))]
    contracts = [{"id": f"K{one}", "awardID": str(one)} for one in range(len(awards))]
    whole = {"planning": {"rationale": "Behov"}, "tender": tender, "awards": awards, "contracts": contracts}
    dated = [{"id": str(one), "date": f"2024-01-{one + 1:02d}T00:00:00Z"} for one in range(3)]
    return [
        {**head, **dated[0], "planning": whole["planning"]},
        {**head, **dated[1], "tender": tender},
        {**head, **dated[2], **whole},
    ]


def changed(releases: list[dict[str, Any]], chance: Any, share: float) -> list[dict[str, Any]]:
    """A later edition in which some has got lost, is told anew or in another order."""
    made: list[dict[str, Any]] = json.loads(json.dumps(releases))
    for release in made:
        if chance.random() < share:
            what = chance.choice(("planning", "tender", "awards", "contracts", "title", "shorter", "ocid", "gone"))
            if what == "title" and "tender" in release:
                release["tender"]["title"] = chance.choice(("", "Torg", release["tender"]["title"].upper()))
            elif what == "shorter":
                release["awards"] = release.get("awards", [])[1:]
            elif what == "gone":
                made = [one for one in made if one.get("ocid") != release.get("ocid")]
            else:
                release.pop(what, None)
    if chance.random() < share:
        chance.shuffle(made)
    return made


@settings(max_examples=25)
@given(st.randoms(use_true_random=False), st.sampled_from((0.0, 0.02, 0.05, 0.2)))
def test_the_reports_on_changed_editions_are_the_same_to_the_byte(chance: Any, share: float) -> None:
    before = [release for number in range(chance.randrange(60)) for release in process(number, chance)]
    now = changed(before, chance, share)

    with in_memory(before):
        wanted = told(fed(before, now))

    assert told(fed(before, now)) == wanted


def test_memory_does_not_grow_with_the_editions(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ordering, "RUN", 256)
    monkeypatch.setattr(ordering, "AT_ONCE", 256)
    one = stand({"tender": {"title": "Bro"}, "awards": [{}]})

    def peak(number: int) -> int:
        gc.collect()
        tracemalloc.start()
        judge = compared(gone)(Setting(AS_OF, previous=Earlier()))
        assert judge.previous is not None
        for edition in (judge.previous, judge.now):
            for at in range(0, number, 100):
                edition.extend([one] * 100, map(str, range(at, at + 100)))
        assert judge.outcome() == Outcome("pass", number)
        found = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        return found

    peak(3_000)

    assert peak(9_000) < 1.5 * peak(3_000)


@pytest.mark.parametrize("copied", [True, False], ids=["forked", "spawned"])
def test_several_processes_compare_as_one_does(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, copied: bool) -> None:
    before = [{"ocid": f"{number % 50}", "awards": [{}] * (number % 3)} for number in range(150)]
    now = [{"ocid": f"{number % 47}", "tender": {"title": f"{number}"}, "awards": [{}]} for number in range(140)]
    path = tmp_path / "nu å.jsonl"
    path.write_text("\n".join(map(json.dumps, now)) + "\n", encoding="utf-8")
    monkeypatch.setattr("ocds_sv.checks.workers.BATCH", 200)
    monkeypatch.setattr("ocds_sv.checks.workers.may_copy", lambda: copied)

    reports = [
        check_files([path], workers=number, as_of=AS_OF, previous=Earlier(before)) | {"created": ""}
        for number in (1, 2)
    ]

    assert orjson.dumps(reports[0]) == orjson.dumps(reports[1])
    assert {one["rule"] for one in reports[1]["results"] if one["outcome"] == "fail"} >= {
        "process-that-is-gone",
        "process-that-fell-back",
    }


def checked(before: list[dict], now: list[dict]) -> dict[str, str]:
    checker = Checker(as_of=AS_OF, previous=Earlier(before))
    for release in now:
        checker.release(release)
    return {
        name: outcome.state
        for name, outcome in checker.outcomes().items()
        if name in {"process-that-is-gone", "process-that-fell-back", "tender-with-a-new-title"}
    }


def test_the_stages_of_a_process_are_gathered_from_all_its_releases() -> None:
    before = [{"ocid": "1", "tender": {"title": "Bro"}}, {"ocid": "1", "awards": [{"id": "A"}]}]

    assert checked(before, [before[0]])["process-that-fell-back"] == "fail"
    assert checked(before, before[::-1])["process-that-fell-back"] == "pass"


@pytest.mark.parametrize(("gone", "state"), [(5, "pass"), (6, "fail")])
def test_one_process_of_twenty_may_go(gone: int, state: str) -> None:
    before = [{"ocid": str(number)} for number in range(100)]

    assert checked(before, before[gone:])["process-that-is-gone"] == state


def test_titles_are_only_compared_where_both_editions_have_one() -> None:
    assert checked([{"ocid": "1", "tender": {"title": "Bro"}}], [{"ocid": "1"}])["tender-with-a-new-title"] == "na"


def test_without_an_earlier_edition_the_reason_is_told() -> None:
    outcome = Checker(as_of=AS_OF).outcomes()["process-that-is-gone"]

    assert (outcome.state, outcome.reason_en) == ("na", "no earlier edition was given to compare with")


def test_an_edition_is_read_from_files_in_any_wrapping(tmp_path: Path) -> None:
    releases = [{"ocid": "1", "id": "1", "tag": ["award"], "awards": [{"id": "A"}]}, {"ocid": "2", "id": "1"}]
    record = {"ocid": "3", "compiledRelease": {"ocid": "3", "tag": ["compiled"], "tender": {"title": "Bro"}}}
    lines = tmp_path / "a å.jsonl"
    lines.write_text("\n".join(map(json.dumps, releases)) + "\n", encoding="utf-8")
    package = tmp_path / "b.json"
    package.write_text(json.dumps({"version": "1.1", "records": [record]}), encoding="utf-8")

    found = read_earlier([lines, package])

    rows = list(found.rows())
    assert rows == list(Earlier([*releases, record["compiledRelease"]]).rows())
    assert len(rows) == 3
