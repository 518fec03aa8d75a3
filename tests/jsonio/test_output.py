"""Files appear whole or not at all."""

import gzip
import json
import os
import signal
import subprocess
import sys
import time
from decimal import Decimal
from pathlib import Path

import pytest

from ocds_sv.errors import OutputError, UsageError
from ocds_sv.jsonio import Output, encode, write_file
from ocds_sv.jsonio.reasons import _REASONS

ROOT = Path(__file__).resolve().parents[2]
POSIX = pytest.mark.skipif(os.name == "nt", reason="needs POSIX signals and limits")
RELEASES = [encode({"ocid": f"ocds-213czf-{number}", "value": Decimal("1.50")}) for number in range(3)]


def _write(target, releases=RELEASES, **options):
    with Output(str(target), **options) as output:
        for release in releases:
            output.write(release)
    return output


def _names(folder):
    return sorted(path.name for path in folder.iterdir())


def test_lines_hold_one_release_each(tmp_path):
    output = _write(tmp_path / "ut åäö.jsonl")

    assert (tmp_path / "ut åäö.jsonl").read_bytes() == b"\n".join(RELEASES) + b"\n"
    assert output.count == 3
    assert _names(tmp_path) == ["ut åäö.jsonl"]


@pytest.mark.parametrize("metadata", [None, {}, {"uri": "https://example.org/ä", "version": "1.1"}])
@pytest.mark.parametrize("count", [0, 1, 3])
def test_a_package_is_one_json_document_with_its_metadata_first(tmp_path, metadata, count):
    _write(tmp_path / "paket.json", RELEASES[:count], metadata=metadata)

    package = json.loads((tmp_path / "paket.json").read_bytes())
    assert list(package) == [*(metadata or {}), "releases"]
    assert len(package["releases"]) == count


def test_a_package_can_be_asked_for_under_any_name(tmp_path):
    _write(tmp_path / "paket.jsonl", package=True)

    assert len(json.loads((tmp_path / "paket.jsonl").read_bytes())["releases"]) == 3


def test_compressed_files_have_the_same_bytes_every_time_and_under_every_name(tmp_path):
    _write(tmp_path / "a.jsonl.gz")
    time.sleep(1.1)  # gzip's time stamp counts whole seconds
    _write(tmp_path / "b.jsonl.gz")

    assert (tmp_path / "a.jsonl.gz").read_bytes() == (tmp_path / "b.jsonl.gz").read_bytes()
    assert gzip.decompress((tmp_path / "a.jsonl.gz").read_bytes()) == b"\n".join(RELEASES) + b"\n"


def test_a_compressed_package_is_a_package(tmp_path):
    _write(tmp_path / "paket.json.gz")

    assert len(json.loads(gzip.decompress((tmp_path / "paket.json.gz").read_bytes()))["releases"]) == 3


@pytest.mark.parametrize("name", ["ut.csv", "ut.xlsx", "ut", "ut.gz", "ut.json.zip"])
def test_a_name_that_promises_something_else_is_refused_before_anything_is_written(tmp_path, name):
    with pytest.raises(UsageError) as caught:
        Output(str(tmp_path / name))

    assert name in caught.value.text("sv")
    assert _names(tmp_path) == []


@pytest.mark.parametrize("name", ["ut.jsonl", "ut.json", "ut.jsonl.gz"])
def test_a_run_that_breaks_leaves_the_old_file_and_nothing_else(tmp_path, name):
    target = tmp_path / name
    target.write_bytes(b"old")

    def releases():
        yield RELEASES[0]
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        _write(target, releases())

    assert target.read_bytes() == b"old"
    assert _names(tmp_path) == [name]


def test_the_target_is_untouched_until_the_end(tmp_path):
    target = tmp_path / "ut.jsonl"
    target.write_bytes(b"old")

    with Output(str(target)) as output:
        output.write(RELEASES[0])
        assert target.read_bytes() == b"old"

    assert target.read_bytes() == RELEASES[0] + b"\n"


@POSIX
def test_a_replaced_file_keeps_its_permissions_and_a_link_its_place(tmp_path):
    real = tmp_path / "real.jsonl"
    real.write_bytes(b"old")
    real.chmod(0o640)
    link = tmp_path / "link.jsonl"
    link.symlink_to(real)

    _write(link)

    assert link.is_symlink()
    assert real.read_bytes().startswith(RELEASES[0])
    assert real.stat().st_mode & 0o777 == 0o640


@POSIX
def test_a_new_file_has_the_permissions_of_the_umask(tmp_path):
    before = os.umask(0o027)
    try:
        _write(tmp_path / "ut.jsonl")
    finally:
        os.umask(before)

    assert (tmp_path / "ut.jsonl").stat().st_mode & 0o777 == 0o640


@pytest.mark.parametrize("name", ["finns inte/ut.jsonl", "mapp.jsonl", "fil/ut.jsonl", "x" * 300 + ".jsonl"])
def test_a_place_that_cannot_be_written_is_named_with_reason_and_remedy(tmp_path, name):
    (tmp_path / "mapp.jsonl").mkdir()
    (tmp_path / "fil").write_bytes(b"")
    target = str(tmp_path / name)

    with pytest.raises(OutputError) as caught:
        _write(target)

    for lang in ("sv", "en"):
        assert target in caught.value.text(lang)
        assert caught.value.text(lang).endswith(".")
    assert caught.value.text("sv") != caught.value.text("en")
    assert _names(tmp_path) == ["fil", "mapp.jsonl"]


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs /dev/full")
@pytest.mark.parametrize("size", [10, 1_000_000])
def test_a_full_device_is_an_output_error(size):
    with pytest.raises(OutputError, match="the disk is full"):
        _write("/dev/full", [b'"' + b"x" * size + b'"'])


LIMITED = """
import resource, signal, sys
from ocds_sv.errors import OutputError
from ocds_sv.jsonio import Output
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
resource.setrlimit(resource.RLIMIT_FSIZE, (100_000, 100_000))
try:
    with Output(sys.argv[1]) as output:
        for number in range(100_000):
            output.write(b'{"ocid":"%d"}' % number)
except OutputError as error:
    print(error.text("sv"))
    sys.exit(error.exit_code)
"""


@POSIX
@pytest.mark.parametrize("name", ["ut.jsonl", "ut.jsonl.gz", "ut.json"])
def test_a_disk_that_fills_up_leaves_the_old_file_whole_and_no_part(tmp_path, name):
    target = tmp_path / name
    target.write_bytes(b"old")

    done = subprocess.run(
        [sys.executable, "-c", LIMITED, target], cwd=ROOT, capture_output=True, text=True, check=False
    )

    assert (done.returncode, done.stderr) == (4, "")
    assert "kunde inte skrivas" in done.stdout
    assert target.read_bytes() == b"old"
    assert _names(tmp_path) == [name]


WRITER = """
import sys
from ocds_sv.jsonio import Output
with Output(sys.argv[1]) as output:
    print("begun", flush=True)
    for number in range(2000):
        output.write(b'{"ocid":"ocds-213czf-%05d","fill":"%s"}' % (number, b"x" * 500))
"""


@POSIX
def test_kill_9_at_any_moment_leaves_the_old_file_or_the_new_one(tmp_path):
    target = tmp_path / "ut.jsonl"
    old = b'{"ocid":"old"}\n'
    whole = subprocess.run([sys.executable, "-c", WRITER, target], cwd=ROOT, capture_output=True, check=True)
    new = target.read_bytes()
    assert whole.returncode == 0
    seen = set()

    for attempt in range(8):
        target.write_bytes(old)
        with subprocess.Popen([sys.executable, "-c", WRITER, target], cwd=ROOT, stdout=subprocess.PIPE) as process:
            process.stdout.readline()
            time.sleep(attempt * 0.002)
            process.send_signal(signal.SIGKILL)
        seen.add(target.read_bytes())

        assert target.read_bytes() in (old, new)
        assert all(name.startswith(".ocds-sv-") for name in _names(tmp_path) if name != "ut.jsonl")

    assert old in seen, "no run was caught before its end"
    _write(target)
    assert _names(tmp_path) == ["ut.jsonl"], "the next run removes what the killed ones left"


@POSIX
def test_the_part_of_a_run_that_still_writes_is_left_alone(tmp_path):
    target = str(tmp_path / "ut.jsonl")

    with Output(target) as slow:
        slow.write(RELEASES[0])
        _write(target)
        slow.write(RELEASES[1])

    assert Path(target).read_bytes() == RELEASES[0] + b"\n" + RELEASES[1] + b"\n"
    assert _names(tmp_path) == ["ut.jsonl"]


def test_a_dash_is_standard_output(capfdbinary):
    code = "from ocds_sv.jsonio import Output\nwith Output('-') as output: output.write(b'{}')"
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, check=True)

    assert done.stdout == b"{}\n"


def test_a_single_file_is_written_whole(tmp_path):
    write_file(str(tmp_path / "rapport.json"), b"{}")

    assert (tmp_path / "rapport.json").read_bytes() == b"{}"
    assert _names(tmp_path) == ["rapport.json"]


def test_every_reason_names_a_remedy_in_both_languages():
    for swedish, english in _REASONS.values():
        assert swedish.count(".") >= 2
        assert english.count(".") >= 2
        assert swedish != english
