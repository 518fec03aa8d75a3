"""
Checking beside the peer, in one run: ratios and memory, never judged by the clock.

The peer, ``libcoveocds``, is AGPL and never installed beside the package: ``LIBCOVEOCDS`` names its command, in an
environment of its own.
"""

import importlib.util
import json
import os
import sys
from pathlib import Path

import pytest

pytestmark = pytest.mark.benchmark

HERE = Path(__file__).parent
SCHEMA_RULES = ("required", "type", "code", "format", "pattern", "empty-text", "empty-list", "repeated-item", "other")


def _module(name):
    spec = importlib.util.spec_from_file_location(name, HERE / f"{name}.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture
def check(measure):
    def run(source, report, *words):
        command = (sys.executable, "-m", "ocds_sv", "check", source, "-o", report, "--fail-on", "never")
        found = measure(*command, "--as-of", "2026-01-01", *words)
        assert found.code == 0, found.printed
        return found

    return run


ALONE = [word for name in SCHEMA_RULES for word in ("--select", f"schema-{name}")]


def test_against_libcoveocds(tmp_path, measure, check, short, tell):
    command = os.environ.get("LIBCOVEOCDS")
    if command is None:
        pytest.skip("LIBCOVEOCDS does not name the peer's command")
    count = 2_000 if short else 20_000
    size = _module("procurements").write_package(tmp_path / "package.json", count)
    _module("standard_zip").write(tmp_path / "standard.zip")

    peer = measure(command, "--standard-zip", tmp_path / "standard.zip", "package.json")
    schema = check("package.json", "schema.json", "--workers", "1", "--schema-only")
    shared = check("package.json", "schema-shared.json", "--workers", "2", "--schema-only")
    counted = check("package.json", "counted.json", "--workers", "1", *ALONE)
    everything = check("package.json", "all.json", "--workers", "1")
    several = check("package.json", "several.json", "--workers", "2")

    assert peer.code == 0, peer.printed
    theirs, ours = json.loads(peer.printed), json.loads((tmp_path / "schema.json").read_bytes())
    assert theirs["count"] == ours["scope"]["releases"] == count
    assert theirs["validation_errors"] == []
    assert ours["verdict"]["counts"]["error"]["rules"] == 0
    assert (tmp_path / "several.json").read_bytes() == (tmp_path / "all.json").read_bytes()
    assert (tmp_path / "schema-shared.json").read_bytes() == (tmp_path / "schema.json").read_bytes()
    tell(
        f"{count} releases, {size / 1e6:.0f} MB",
        peer.line("libcoveocds"),
        schema.line("ocds-sv, schema alone"),
        shared.line("ocds-sv, schema alone, two workers"),
        counted.line("ocds-sv, schema, coverage, assessment"),
        everything.line("ocds-sv, all rules"),
        several.line("ocds-sv, all rules, two workers"),
        f"CPU: {peer.cpu / schema.cpu:.0f} times (40 wanted), with coverage and assessment "
        f"{peer.cpu / counted.cpu:.0f}, all rules {peer.cpu / everything.cpu:.0f} (10 wanted)",
        f"wall, schema alone: {peer.wall / schema.wall:.0f} times, two workers {peer.wall / shared.wall:.0f}",
        f"two workers: {everything.wall / several.wall:.1f} times faster than one (1.6 wanted; two idle processors), "
        f"{several.cpu / everything.cpu:.2f} times the CPU time",
    )


def test_memory_does_not_grow_with_the_package(tmp_path, check, short, tell):
    counts = (1_000, 10_000) if short else (2_500, 25_000, 250_000)
    lines, peaks = [], []

    for count in counts:
        size = _module("procurements").write_package(tmp_path / "package.json", count)
        found = check("package.json", "report.json", "--workers", "1", *(() if short else ALONE))
        scope = json.loads((tmp_path / "report.json").read_bytes())["scope"]
        assert scope["releases"] == scope["ocids"] == count
        peaks.append(found.memory)
        lines.append(found.line(f"{size / 1e6:>6.0f} MB") + f" {size / 1e6 / found.wall:>6.1f} MB/s")

    tell(*lines, f"largest peak {max(peaks):.0f} MB (at most 120 wanted)")
    assert max(peaks) <= 120
