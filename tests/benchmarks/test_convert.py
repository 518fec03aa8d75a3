"""Converting beside the peers, in one run: ratios and memory, never judged by the clock."""

import importlib.util
import statistics
import sys
from pathlib import Path

import orjson
import pytest

pytestmark = pytest.mark.benchmark

HERE = Path(__file__).parent


def _generate():
    spec = importlib.util.spec_from_file_location("generate", HERE / "generate.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_against_a_converter_written_by_hand(tmp_path, measure, ours, short, tell):
    _generate().ledger(tmp_path / "ledger.csv", 20_000 if short else 200_000)
    hand, engine = [], []

    for _ in range(1 if short else 3):
        hand.append(measure(sys.executable, HERE / "by_hand.py", "ledger.csv", "hand.jsonl"))
        engine.append(ours("ledger.csv", HERE / "ledger.yaml", "ours.jsonl"))

    assert (tmp_path / "hand.jsonl").read_bytes() == (tmp_path / "ours.jsonl").read_bytes()
    ratio = statistics.median(b.cpu / a.cpu for a, b in zip(hand, engine, strict=True))
    tell(hand[-1].line("by hand"), engine[-1].line("ocds-sv, everything on"), f"ratio {ratio:.1f} (at most 4 wanted)")


def test_against_flatten_tool(tmp_path, measure, ours, short, tell):
    (tmp_path / "sheets").mkdir()
    source = tmp_path / "sheets" / "releases.csv"
    _generate().headings(source, 2_000 if short else 100_000)

    peer = measure(
        # By its interpreter: its first line cannot name one in a folder with a space.
        *(sys.executable, Path(sys.executable).parent / "flatten-tool"),
        *("unflatten", "sheets", "-f", "csv", "-o", "peer.json", "--root-list-path", "releases"),
        *("--root-id", "ocid", "--schema", HERE.parents[1] / "schemas/ocds/1.1.5/release-schema.json"),
    )
    engine = ours(source, HERE / "headings.yaml", "ours.jsonl")
    hand = measure(sys.executable, HERE / "headings_by_hand.py", source, "hand.jsonl")
    several = ours(source, HERE / "headings.yaml", "several.jsonl", "--workers", "2")

    assert peer.code == 0, peer.printed
    theirs = {release["ocid"]: release for release in orjson.loads((tmp_path / "peer.json").read_bytes())["releases"]}
    mine = [orjson.loads(line) for line in (tmp_path / "ours.jsonl").read_bytes().splitlines()]
    assert len(mine) == len(theirs)
    assert all(release == theirs[release["ocid"]] for release in mine)
    assert [orjson.loads(line) for line in (tmp_path / "hand.jsonl").read_bytes().splitlines()] == mine
    assert (tmp_path / "several.jsonl").read_bytes() == (tmp_path / "ours.jsonl").read_bytes()
    tell(
        peer.line("flatten-tool unflatten"),
        engine.line("ocds-sv, one process"),
        several.line("ocds-sv, two workers (memory of one)"),
        hand.line("written by hand, for what is possible"),
        f"by hand {peer.wall / hand.wall:.0f} times faster",
        f"{peer.wall / engine.wall:.0f} and {peer.wall / several.wall:.0f} times faster (30 wanted)",
    )


def test_memory_does_not_grow_with_the_input(tmp_path, ours, short, tell):
    sizes = (5_000, 50_000) if short else (10_000, 100_000, 1_000_000)
    lines, peaks = [], []

    for size in sizes:
        _generate().ledger(tmp_path / "ledger.csv", size)
        found = ours("ledger.csv", HERE / "ledger.yaml", "ours.jsonl")
        peaks.append(found.memory)
        lines.append(found.line(f"{size:>9} rows") + f" {size / found.wall:>9.0f} rows/s")

    tell(*lines, f"largest peak {max(peaks):.0f} MB (at most 100 wanted)")
    assert max(peaks) <= 100


def test_start_up(measure, tell):
    runs = [measure(sys.executable, "-m", "ocds_sv", "--help") for _ in range(5)]
    peer = [measure(sys.executable, "-m", "ocdskit", "--help") for _ in range(3)]
    other = [measure(sys.executable, Path(sys.executable).parent / "flatten-tool", "--help") for _ in range(3)]

    assert all(run.code == 0 for run in runs + peer + other)
    ours, kit, flat = (statistics.median(run.wall for run in each) * 1000 for each in (runs, peer, other))
    tell(f"ocds-sv --help {ours:.0f} ms (250 wanted), ocdskit --help {kit:.0f} ms, flatten-tool --help {flat:.0f} ms")
