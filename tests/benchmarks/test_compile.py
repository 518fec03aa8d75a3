"""
Compiling and flattening beside the peers, in one run: ratios and memory, never judged by the clock.

Two peers need an environment of their own: ``FLATTERER`` and ``SPOONBILL`` name their commands.
"""

import csv
import filecmp
import importlib.util
import os
import statistics
import sys
from pathlib import Path

import orjson
import pytest

pytestmark = pytest.mark.benchmark

HERE = Path(__file__).parent
SCHEMA = HERE.parents[1] / "schemas/ocds/1.1.5/release-schema.json"
LOOP = (
    "import sys, orjson\n"
    "with open(sys.argv[1], 'rb') as source, open(sys.argv[2], 'wb') as target:\n"
    "    for line in source:\n"
    "        target.write(orjson.dumps(orjson.loads(line)) + b'\\n')\n"
)
PEER = (
    "import sys, runpy\n"
    "sys.stdin = open(sys.argv[1], encoding='utf-8')\n"
    "sys.stdout = open(sys.argv[2], 'w', encoding='utf-8')\n"
    "sys.argv = ['ocdskit', *sys.argv[3:]]\n"
    "runpy.run_module('ocdskit', run_name='__main__')\n"
)
MB = 1_000_000


def _write(path, size, **how):
    spec = importlib.util.spec_from_file_location("releases", HERE / "releases.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    module.write(path, size, **how)


def _compiled(path):
    return {one["ocid"]: one for one in map(orjson.loads, path.read_bytes().splitlines())}


GIGABYTE = 1000


def _memory():
    """What the machine has, in bytes."""
    return os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")


def _ratios(peers, runs):
    """How many times less CPU and wall time: medians of the rounds."""
    return tuple(
        statistics.median(getattr(peer, unit) / getattr(run, unit) for peer, run in zip(peers, runs, strict=True))
        for unit in ("cpu", "wall")
    )


@pytest.mark.parametrize("given", ["lines", "whole-lines", "package"])
@pytest.mark.parametrize("size", [10, 100, GIGABYTE], ids=["10MB", "100MB", "1GB"])
def test_compiling_against_ocdskit(tmp_path, measure, short, tell, given, size):
    """Of processes of three short releases, and of five that are twice as long and go to the last payment."""
    if short and size > 10:
        pytest.skip("small sizes are enough")
    package = given == "package"
    _write(tmp_path / "in.json", size * MB, package=package, whole=given == "whole-lines")
    # Of a package, ocdskit holds all: some ten times its size.
    with_peer = not package or size * 12 * MB < _memory()
    peers, one, two, floors = [], [], [], []

    for _ in range(1 if short or size == GIGABYTE else 3):
        if with_peer:
            peers.append(measure(sys.executable, "-c", PEER, "in.json", "peer.jsonl", "compile", "--schema", SCHEMA))
        if not package:
            floors.append(measure(sys.executable, "-c", LOOP, "in.json", "loop.jsonl"))
        ours = (sys.executable, "-m", "ocds_sv", "compile", "in.json", "-q", "--memory", "256M")
        one.append(measure(*ours, "-o", "ours.jsonl"))
        two.append(measure(*ours, "-o", "two.jsonl", "--workers", "2"))

    assert filecmp.cmp(tmp_path / "two.jsonl", tmp_path / "ours.jsonl", shallow=False)
    tell(
        *(peer.line("ocdskit compile") for peer in peers[-1:]),
        one[-1].line("ocds-sv compile, 256M"),
        two[-1].line("ocds-sv compile, two workers"),
        *(floor.line("orjson: loads, dumps") for floor in floors[-1:]),
    )
    if with_peer:
        assert peers[-1].code == 0, peers[-1].printed
        assert size == GIGABYTE or _compiled(tmp_path / "ours.jsonl") == _compiled(tmp_path / "peer.jsonl")
        (cpu, wall), (cpu_two, wall_two) = _ratios(peers, one), _ratios(peers, two)
        tell(
            f"CPU {cpu:.1f} times less with one worker, {cpu_two:.1f} with two; "
            f"wall {wall:.1f} and {wall_two:.1f} times"
        )


@pytest.mark.parametrize("more", ["", "--workers 2 --state state"])
def test_memory_does_not_grow(tmp_path, measure, short, tell, more):
    sizes = (5, 50) if short else (50, 500)
    peaks = []
    given = ("in.jsonl", "-o", "out.jsonl", "-q", "--memory", "64M", *more.split())

    for size in sizes:
        _write(tmp_path / "in.jsonl", size * MB)
        run = measure(sys.executable, "-m", "ocds_sv", "compile", *given)
        peaks.append(run.memory)
        tell(run.line(f"ocds-sv compile --memory 64M {more}, {size} MB"))

    assert peaks[1] < 1.25 * peaks[0] + 16


def test_flattening_against_flatten_tool(tmp_path, measure, short, tell):
    _write(tmp_path / "in.json", (3 if short else 30) * MB, package=True)

    peer = measure(
        # By its interpreter: its first line cannot name one in a folder with a space.
        *(sys.executable, Path(sys.executable).parent / "flatten-tool"),
        *("flatten", "in.json", "--root-list-path", "releases", "--root-id", "ocid", "-f", "csv", "-o", "peer"),
    )
    ours = measure(sys.executable, "-m", "ocds_sv", "flatten", "in.json", "-o", "ours", "-q")

    tell(
        peer.line("flatten-tool flatten"),
        ours.line("ocds-sv flatten"),
        f"CPU {peer.cpu / ours.cpu:.1f} times less (4 wanted)",
    )


def _peer(name):
    command = os.environ.get(name)
    if command is None:
        pytest.skip(f"{name} does not name the peer's command")
    return command


def _rows(path):
    with path.open(encoding="utf-8", newline="") as file:
        return sum(1 for _ in csv.reader(file)) - 1


def test_flattening_against_flatterer(tmp_path, measure, short, tell):
    command = _peer("FLATTERER")
    _write(tmp_path / "in.jsonl", (10 if short else 100) * MB)

    peer = measure(command, "--ndjson", "in.jsonl", "peer")
    ours = measure(sys.executable, "-m", "ocds_sv", "flatten", "in.jsonl", "-o", "ours", "-q")

    assert peer.code == 0, peer.printed
    for theirs, name in (
        ("parties", "parties"),
        ("tender_items", "tender_items"),
        ("awards_suppliers", "award_suppliers"),
    ):
        assert _rows(tmp_path / f"peer/csv/{theirs}.csv") == _rows(tmp_path / f"ours/{name}_summary.csv")
    tell(
        peer.line("flatterer (Rust)"),
        ours.line("ocds-sv flatten"),
        f"CPU {ours.cpu / peer.cpu:.1f} times its (2 at most)",
    )


def _without_patterns(schema, name):
    """The schema as spoonbill reads one: a title everywhere, no patterns for keys."""
    for key, one in list(schema.items()):
        if key == "patternProperties":
            del schema[key]
        elif key in {"properties", "definitions"}:
            for inner, below in one.items():
                _without_patterns(below, inner)
        elif isinstance(one, dict):
            _without_patterns(one, name)
    return schema.setdefault("title", name) and schema


def test_flattening_against_spoonbill(tmp_path, measure, short, tell):
    command = _peer("SPOONBILL")
    _write(tmp_path / "in.json", (1 if short else 10) * MB, package=True)
    release = _without_patterns(orjson.loads(SCHEMA.read_bytes()), "Release")
    definitions = release.pop("definitions") | {"Release": release}
    package = {"properties": {"releases": {"type": "array", "items": {"$ref": "#/definitions/Release"}}}}
    schema = {"title": "Release package", "type": "object", **package, "definitions": definitions}
    (tmp_path / "schema.json").write_bytes(orjson.dumps(schema))
    (tmp_path / "peer").mkdir()

    peer = measure(command, "--schema", "schema.json", "--xlsx", "", "--csv", "peer", "in.json")
    ours = measure(sys.executable, "-m", "ocds_sv", "flatten", "in.json", "-o", "ours", "-q")

    assert peer.code == 0, peer.printed
    assert _rows(tmp_path / "peer/awards.csv") == _rows(tmp_path / "ours/awards_summary.csv")
    tell(
        peer.line("spoonbill"),
        ours.line("ocds-sv flatten"),
        f"CPU {peer.cpu / ours.cpu:.1f} times less (6 wanted)",
    )
