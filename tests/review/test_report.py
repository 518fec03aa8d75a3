"""``ocds_sv.check``: the report in Python, from files or from releases as they are made."""

from __future__ import annotations

import builtins
import json
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import jsonschema_rs
import orjson
import pytest

import ocds_sv
from ocds_sv.errors import InputNotFound, UsageError
from ocds_sv.resources import SCHEMAS

DAY = date(2024, 5, 1)
RELEASE: dict[str, Any] = {
    "ocid": "ocds-a1b2c3-1",
    "id": "1",
    "date": "2024-04-01T00:00:00Z",
    "tag": ["award"],
    "initiationType": "tender",
    "awards": [{"id": "1", "title": "Städ", "value": {"amount": Decimal("-5.10"), "currency": "SEK"}}],
}
HOSTILE = {**RELEASE, "tender": {"id": "1", "<script>alert(1)</script>": "x"}}


def test_files_and_releases_give_the_same(tmp_path: Path) -> None:
    path = tmp_path / "å.jsonl"
    path.write_text(json.dumps(RELEASE, default=float) + "\n", encoding="utf-8")

    of_file, of_dicts = ocds_sv.check(path, as_of=DAY), ocds_sv.check(iter([RELEASE]), as_of=DAY)

    assert of_file.by_rule() == of_dicts.by_rule() == {"negative-value": 1}
    assert [one["fingerprint"] for one in of_file.findings] == [one["fingerprint"] for one in of_dicts.findings]
    assert of_file.verdict == "acceptable"
    assert of_file.to_dict()["run"]["inputs"][0]["path"] == str(path)
    assert ocds_sv.check([str(path), path], as_of=DAY).by_rule() == {"negative-value": 1}
    assert ocds_sv.check(RELEASE, as_of=DAY).by_rule() == {"negative-value": 1}


def test_releases_are_taken_one_by_one() -> None:
    taken = []

    def releases() -> Iterator[dict[str, Any]]:
        for number in range(3):
            taken.append(number)
            yield {**RELEASE, "id": str(number)}

    assert ocds_sv.check(releases(), as_of=DAY).to_dict()["scope"]["releases"] == 3
    assert taken == [0, 1, 2]


def test_a_finding_has_its_rule_and_its_place() -> None:
    (finding,) = ocds_sv.check([RELEASE], as_of=DAY).findings

    assert (finding["rule"], finding["severity"], finding["pointer"]) == (
        "negative-value",
        "warning",
        "/awards/0/value/amount",
    )


def test_options_are_those_of_the_command(tmp_path: Path) -> None:
    assert ocds_sv.check([RELEASE], as_of=DAY, ignore=["negative-value"]).by_rule() == {}
    assert "coverage-below-the-profile" in ocds_sv.check([RELEASE], as_of=DAY, profile="se-publication").by_rule()
    with pytest.raises(UsageError):
        ocds_sv.check([RELEASE], select=["no-such-rule"])
    with pytest.raises(InputNotFound):
        ocds_sv.check(tmp_path / "finns inte.json")


def test_a_notebook_shows_a_small_table_in_which_everything_is_escaped() -> None:
    shown = ocds_sv.check([HOSTILE], as_of=DAY)._repr_html_()

    assert "negative-value" in shown
    assert "<script" not in shown
    assert "&lt;script&gt;" in shown
    assert "http" not in shown


def test_the_examples_become_a_table_where_pandas_is() -> None:
    pytest.importorskip("pandas", reason="pandas is not installed")

    table = ocds_sv.check([RELEASE], as_of=DAY).to_dataframe("sv")

    assert list(table["rule"]) == ["negative-value"]
    assert "negativt" in table["message"][0]
    empty = ocds_sv.check([RELEASE], as_of=DAY, ignore=["negative-value"]).to_dataframe()
    assert (len(empty), list(empty.columns)) == (0, list(table.columns))


def test_without_pandas_it_is_said_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    real = builtins.__import__

    def without(name: str, *args: Any, **kwargs: Any) -> Any:
        if name == "pandas":
            raise ImportError(name)
        return real(name, *args, **kwargs)

    monkeypatch.setattr(builtins, "__import__", without)
    with pytest.raises(UsageError, match="pip install pandas"):
        ocds_sv.check([RELEASE], as_of=DAY).to_dataframe()


def test_it_says_in_a_line_what_it_is() -> None:
    assert repr(ocds_sv.check([RELEASE], as_of=DAY)) == "<Report: acceptable, 1 releases, 1 rules with findings>"


def test_a_report_with_everything_in_it_follows_its_schema(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    Path("u.yaml").write_text(
        "waivers:\n  - {rule: negative-value, ocid: 'x*', reason: r, name: n, until: 2024-06-30}\n", encoding="utf-8"
    )
    releases = [RELEASE, {**HOSTILE, "ocid": "x"}]
    Path("old.json").write_bytes(orjson.dumps(ocds_sv.check(releases[:1], as_of=DAY).to_dict()))
    Path("r.jsonl").write_text("".join(json.dumps(one, default=float) + "\n" for one in releases), encoding="utf-8")
    with Path("r.jsonl").open("a", encoding="utf-8") as file:
        file.write("{oj}\n")

    options: dict[str, Any] = {
        "as_of": DAY,
        "profile": "se-publication",
        "waivers": "u.yaml",
        "baseline": "old.json",
        "ignore": ["empty-value"],
        "scope": "single-buyer",
    }
    report = ocds_sv.check("r.jsonl", **options).to_dict()

    schema = json.loads((SCHEMAS / "report.schema.json").read_text(encoding="utf-8"))
    assert [error.message for error in jsonschema_rs.Draft202012Validator(schema).iter_errors(report)] == []
    assert {one["outcome"] for one in report["results"]} == {"pass", "fail", "na", "skipped"}
    assert (report["baseline"]["persisting"], report["verdict"]["complete"]) == (1, False)
    assert report == ocds_sv.check("r.jsonl", **options).to_dict()


@pytest.fixture
def earlier(tmp_path: Path) -> Path:
    """A report with one negative value."""
    path = tmp_path / "old.json"
    path.write_bytes(orjson.dumps(ocds_sv.check([RELEASE], as_of=DAY).to_dict()))
    return path


def status(report: ocds_sv.Report) -> dict[str, Any]:
    (found,) = [one["status"] for one in report.to_dict()["results"] if one["rule"] == "negative-value"]
    return dict(found)


def test_what_is_waived_is_not_fixed(tmp_path: Path, earlier: Path) -> None:
    waivers = tmp_path / "u.yaml"
    waivers.write_text(
        "waivers:\n  - {rule: negative-value, reason: r, name: n, until: 2024-06-30}\n", encoding="utf-8"
    )

    found = status(ocds_sv.check([RELEASE], as_of=DAY, baseline=earlier, waivers=waivers))

    assert found == {"new": 0, "persisting": 0, "fixed": 0, "waived": 1, "exact": True}


@pytest.mark.parametrize("options", [{"stages": ["tender"]}, {"ignore": ["negative-value"]}])
def test_what_is_not_looked_for_is_not_fixed(earlier: Path, options: dict[str, Any]) -> None:
    assert status(ocds_sv.check([RELEASE], as_of=DAY, baseline=earlier, **options))["fixed"] == 0


def test_what_is_mended_is_fixed(earlier: Path) -> None:
    assert status(ocds_sv.check([{**RELEASE, "awards": []}], as_of=DAY, baseline=earlier))["fixed"] == 1
