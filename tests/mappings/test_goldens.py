"""Each shipped mapping does with its examples what the golden files beside them say; ``--regenerate`` rewrites them."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any, NamedTuple

import jsonschema
import pytest

from ocds_sv.conversion import Options, Run, convert_files
from ocds_sv.detection import detect
from ocds_sv.mapping import Mapping, catalogue
from ocds_sv.privacy.vocabulary import WITHHELD_ID

ROOT = Path(__file__).resolve().parents[2]
MAPPINGS = ROOT / "mappings"
BESIDE = (".releases.jsonl", ".findings.json", ".params.json", ".answers.json")
EXAMPLES = [
    path
    for path in sorted(MAPPINGS.glob("*/examples/*"))
    if not path.name.endswith(BESIDE) and not path.name.startswith(".")
]
SECRETS = ("8112289874", "7010632391", "Testa Test", "Samordna Sam", "Provia Prov")
"""The published test numbers, the invented names beside them, and the invented one who signed agreements."""


def beside(example: Path, ending: str) -> Path:
    return example.with_name(example.name + ending)


def params(example: Path, ending: str = ".params.json") -> dict[str, str]:
    path = beside(example, ending)
    return json.loads(path.read_text(encoding="utf-8")) if path.exists() else {}


def is_template(example: Path) -> bool:
    """Whether an example is of a template; the answers to its questions lie beside it."""
    return beside(example, ".answers.json").exists()


class Result(NamedTuple):
    run: Run
    output: Path

    @property
    def releases(self) -> list[dict[str, Any]]:
        return [json.loads(line) for line in self.output.read_text(encoding="utf-8").splitlines()]

    @property
    def rules(self) -> dict[str, int]:
        return {rule.id: self.run.findings.counts[rule.id] for rule in self.run.findings.ordered()}


@pytest.fixture(scope="module", params=EXAMPLES, ids=lambda path: path.relative_to(MAPPINGS).as_posix())
def example(request: pytest.FixtureRequest) -> Path:
    return request.param


@pytest.fixture(scope="module")
def result(example: Path, tmp_path_factory: pytest.TempPathFactory, answered_copy: Callable[..., Path]) -> Result:
    output = tmp_path_factory.mktemp("golden") / "out.jsonl"
    mapping = None
    if is_template(example):
        path = tmp_path_factory.mktemp("answered") / "my.yaml"
        mapping = str(answered_copy(example.parents[1].name, params(example, ".answers.json"), path))
    report = output.with_name("report.json")
    options = Options(mapping=mapping, output=str(output), report=str(report), params=params(example))
    return Result(convert_files([str(example)], options), output)


def test_every_shipped_mapping_has_an_example() -> None:
    found = {matches[0].name for path in EXAMPLES if not is_template(path) and (matches := detect(path))}

    assert found == {shipped.name for shipped in catalogue()}


def test_an_example_is_recognised_as_its_own_mapping(example: Path, result: Result) -> None:
    if is_template(example):
        assert detect(example) == []
    else:
        assert result.run.mapping.partition("/")[0] == example.parents[1].name


def test_the_releases_are_the_golden_ones(example: Path, result: Result, regenerate: bool) -> None:
    golden = beside(example, ".releases.jsonl")
    if regenerate:
        golden.write_bytes(result.output.read_bytes())

    expected = [json.loads(line) for line in golden.read_text(encoding="utf-8").splitlines()]
    assert result.releases == expected
    assert result.output.read_bytes() == golden.read_bytes()


def test_the_findings_are_the_golden_ones(example: Path, result: Result, regenerate: bool) -> None:
    golden = beside(example, ".findings.json")
    if regenerate:
        golden.write_text(json.dumps(result.rules, indent=2) + "\n", encoding="utf-8")

    assert result.rules == json.loads(golden.read_text(encoding="utf-8"))


def test_every_release_follows_the_standard(result: Result) -> None:
    schema = Mapping.load(result.run.mapping).standard.schema("release")
    validator = jsonschema.Draft4Validator(schema, format_checker=jsonschema.FormatChecker())

    assert [error.message for release in result.releases for error in validator.iter_errors(release)] == []


def test_every_reference_has_what_it_refers_to(result: Result, unresolved) -> None:
    assert [fault for release in result.releases for fault in unresolved(release)] == []


def test_no_row_is_lost_and_nothing_is_left_unsaid(result: Result) -> None:
    unmapped = result.run.unmapped
    partial = Mapping.load(result.run.mapping).source.partial

    assert result.run.accounted
    assert result.run.complete
    # What nobody has named is invented in the examples, too, and called so.
    assert [name for name in unmapped if not name.startswith("Okänd kolumn")] == []
    assert bool(unmapped) == partial


def test_nobody_is_named(example: Path, result: Result) -> None:
    for file in result.output.parent.iterdir():
        text = file.read_text(encoding="utf-8")
        joined = text.replace("-", "").replace(" ", "")
        assert [secret for secret in SECRETS if secret in text or secret in joined] == [], file.name


def test_what_is_withheld_in_one_release_joins_to_no_other(result: Result) -> None:
    found = [
        set(re.findall(rf"{WITHHELD_ID}([0-9a-f]+)", line))
        for line in result.output.read_text(encoding="utf-8").splitlines()
    ]

    assert sum(map(len, found)) == len(set().union(*found))


def test_the_examples_hold_every_trap_that_the_privacy_gate_is_there_for() -> None:
    """So that the test above cannot pass for want of anything to find."""
    text = "".join(path.read_text(encoding="utf-8") for path in MAPPINGS.glob("*/examples/*.releases.jsonl"))

    assert WITHHELD_ID in text
    assert {rule for path in MAPPINGS.glob("*/examples/*.findings.json") for rule in json.loads(path.read_text())} >= {
        "party-withheld",
        "source-mask-party",
        "declared-person-withheld",
        "name-withheld-elsewhere",
        "several-numbers",
        "wrong-check-digit",
        "no-usable-number",
        "placeholder-amount",
        "sum-row",
        "bom-in-key",
        "encoding-not-utf8",
        "not-a-number",
        "record-rejected",
        "record-left-out",
        "sheet-skipped",
    }


def test_the_workbooks_are_the_ones_their_tool_writes(tmp_path: Path) -> None:
    command = [sys.executable, str(ROOT / "tools/build_examples.py")]
    subprocess.run([*command, str(tmp_path / "a")], check=True, capture_output=True)
    subprocess.run([*command, str(tmp_path / "b")], check=True, capture_output=True)

    written = {path.relative_to(tmp_path / "a"): path.read_bytes() for path in (tmp_path / "a").rglob("*.xls*")}
    assert written.keys() == {
        path.relative_to(MAPPINGS) for path in MAPPINGS.glob("*/examples/*") if path.suffix in {".xls", ".xlsx"}
    }
    assert all((tmp_path / "b" / name).read_bytes() == content for name, content in written.items())
