"""Shipped mappings beside the same work by hand, and what the privacy gate costs: ratios, never judged by the clock."""

import importlib.util
import statistics
import sys
from pathlib import Path

import pytest

pytestmark = pytest.mark.benchmark

HERE = Path(__file__).parent
MAPPINGS = {"ledger": "leverantorsreskontra", "procurements": "uhm-upphandlingar/procurements"}


@pytest.fixture
def source(tmp_path, short):
    """Write an invented export of the given kind: 10,000 rows, or 100,000."""
    spec = importlib.util.spec_from_file_location("shapes", HERE / "shapes.py")
    shapes = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(shapes)

    def generate(kind):
        getattr(shapes, kind)(tmp_path / f"{kind}.csv", 10_000 if short else 100_000)
        return f"{kind}.csv"

    return generate


def _middle(first, second):
    """The median of the ratios of CPU seconds, each of two runs side by side."""
    return statistics.median(b.cpu / a.cpu for a, b in zip(first, second, strict=True))


@pytest.mark.parametrize("kind", MAPPINGS)
def test_a_shipped_mapping_gives_the_bytes_of_a_converter_by_hand(kind, source, tmp_path, measure, ours, short, tell):
    name = source(kind)
    hand, engine = [], []

    for _ in range(1 if short else 3):
        hand.append(measure(sys.executable, HERE / "shipped_by_hand.py", kind, name, "hand.jsonl"))
        engine.append(ours(name, MAPPINGS[kind], "ours.jsonl"))

    assert hand[-1].code == 0, hand[-1].printed
    assert (tmp_path / "hand.jsonl").stat().st_size > 0
    assert (tmp_path / "hand.jsonl").read_bytes() == (tmp_path / "ours.jsonl").read_bytes()
    ratio = _middle(hand, engine)
    tell(hand[-1].line(f"{kind} by hand"), engine[-1].line("ocds-sv, everything on"), f"ratio {ratio:.1f} (4 wanted)")


def test_the_privacy_gate_changes_no_legal_entity_and_costs_little(source, tmp_path, measure, ours, short, tell):
    name = source("ledger")
    off = ("--privacy", "off", "--decision", "the cost of the gate is measured")
    without, engine = [], []

    for _ in range(1 if short else 3):
        command = (sys.executable, "-m", "ocds_sv", "convert", name, "-m", MAPPINGS["ledger"], "--quiet")
        without.append(measure(*command, "-o", "open.jsonl", *off))
        assert without[-1].code == 0, without[-1].printed
        engine.append(ours(name, MAPPINGS["ledger"], "ours.jsonl"))

    assert (tmp_path / "open.jsonl").read_bytes() == (tmp_path / "ours.jsonl").read_bytes()
    share = 1 - 1 / _middle(without, engine)
    tell(without[-1].line("gate off"), engine[-1].line("gate on"), f"the gate is {share:.0%} of the run")
