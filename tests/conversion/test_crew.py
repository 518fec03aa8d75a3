"""Processes beside the one that reads change nothing: not the files, not the findings, not what is broken."""

import bz2
import gzip
import json
import lzma
import os
import signal
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from ocds_sv.conversion.bundles import BYTES, Bundle
from ocds_sv.conversion.worker import StreamFacts
from ocds_sv.findings import Place
from ocds_sv.sources import Document
from tests.conversion import notices
from tests.conversion.notices import MAPPING, tar
from tests.groups import alive, wait_until

ROOT = Path(__file__).resolve().parents[2]

RUN = """
import json, sys
from datetime import date
from ocds_sv.conversion import Options, convert_files, crew
from ocds_sv.errors import InputError

def main():
    workers, copies, mapping, extra = int(sys.argv[1]), sys.argv[2] == "copies", sys.argv[3], json.loads(sys.argv[4])
    crew.may_copy = lambda: copies
    day = date(2024, 5, 1)
    options = Options(mapping=mapping, output="ut.jsonl", report="r.json", as_of=day, workers=workers, **extra)
    try:
        run = convert_files(sys.argv[5:], options)
    except InputError as error:
        print(error.text("en"))
    else:
        assert run.accounted
        print(json.dumps(run.summary()))

if __name__ == "__main__":
    main()
"""


def notice(number, more=""):
    """Some have no title, which is required, and some a date that is none."""
    title = "" if number % 7 == 6 else f"<Title>Städning {number}</Title>"
    date = "<Date>igår</Date>" if number % 5 == 4 else ""
    return notices.notice(number, title + date + more)


@pytest.fixture
def folder(tmp_path):
    """Documents of every sort in every packing: whole, broken, empty, foreign, large, rejected, repeated."""
    (tmp_path / "m.yaml").write_text(MAPPING, encoding="utf-8")
    (tmp_path / "run.py").write_text(RUN, encoding="utf-8")
    inputs = tmp_path / "in"
    (inputs / "undermapp").mkdir(parents=True)
    for number in range(30):
        (inputs / f"{number:03}.xml").write_bytes(notice(number))
    (inputs / "005.xml").write_bytes(notice(5)[:-12])
    (inputs / "007.xml").write_bytes(b"")
    (inputs / "008.xml").write_bytes(b"<html><body>404</body></html>")
    (inputs / "009.xml").write_bytes(b'<Other xmlns="urn:example:notice"/>')
    (inputs / "011.xml").write_bytes(b'<!DOCTYPE Notice SYSTEM "x"><Notice xmlns="urn:example:notice"/>')
    (inputs / "012.xml").write_bytes(notice(12, "<More>" + "x" * 1_200_000 + "</More>"))
    (inputs / "013.xml").write_bytes(notice(13, "<More>" + "x" * 1_200_000 + "</More>")[:-12])
    (inputs / "014.xml").write_bytes(notice(1))
    (inputs / "015.xml").write_bytes("ett;två\n1;2\n".encode())
    wrapper = b'<feed xmlns="urn:example:feed">' + b"".join(notice(number) for number in range(100, 130)) + b"</feed>"
    (inputs / "016.xml").write_bytes(wrapper)
    (inputs / "017.xml").write_bytes(wrapper[:-200])
    (inputs / "018.xml").write_bytes(b"<feed>" + b"x" * 1_200_000 + b"</feed>")
    (inputs / "019.xml.gz").write_bytes(gzip.compress(notice(19), mtime=0))
    (inputs / "020.xml.gz").write_bytes(gzip.compress(notice(20), mtime=0)[:-9])
    (inputs / "021.xml.bz2").write_bytes(bz2.compress(notice(21)))
    (inputs / "022.xml.xz").write_bytes(lzma.compress(notice(22)[:-9]))
    (inputs / "023.xml.gz").write_bytes(gzip.compress(notice(23, "<More>" + "x" * 1_200_000 + "</More>"), mtime=0))
    (inputs / "024.xml.gz").write_bytes(gzip.compress(wrapper, mtime=0))
    (inputs / "undermapp" / "å.xml").write_bytes(notice(300))
    names = [(f"{number}.xml", notice(number)) for number in range(400, 430)]
    tar(inputs / "100.tar", [*names, ("läs.pdf", b"%PDF"), ("trasig.xml", b"<Notice"), ("sist.xml", notice(499))])
    tar(inputs / "101.tar", [*names[:3], ("fel.xml", b"%PDF"), *names[3:]])
    tar(inputs / "102.tar", [("först.xml", notice(500)), ("kluven.xml", notice(501, "y" * 5_000))])
    (inputs / "102.tar").write_bytes((inputs / "102.tar").read_bytes()[:4_000])
    with zipfile.ZipFile(inputs / "103.zip", "w") as made:
        for name, text in names[:9]:
            made.writestr(name, text)
        made.writestr("bilaga.docx", b"x")
    return tmp_path


def results(folder, workers, how, *inputs, mapping="m.yaml", **options):
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    command = [sys.executable, "run.py", str(workers), how, mapping, json.dumps(options), *inputs]
    done = subprocess.run(command, cwd=folder, env=environment, capture_output=True, check=False)
    assert done.returncode == 0, done.stderr.decode()
    assert not done.stderr, done.stderr.decode()
    names = ("ut.jsonl", "ut.provenance.jsonl", "r.json")
    found = {name: (folder / name).read_bytes() for name in names if (folder / name).is_file()}
    for name in found:
        (folder / name).unlink()
    return {**found, "told": done.stdout}


@pytest.mark.parametrize("how", ["copies", "anew"])
def test_documents_read_by_the_workers_give_the_same_files_and_the_same_report(folder, how):
    alone = results(folder, 1, "anew", "in")

    assert results(folder, 2, how, "in") == alone
    rules = {one["rule"]: one for one in json.loads(alone["r.json"])["findings"]}
    assert {"input-broken", "record-rejected", "release-repeated", "member-skipped"} <= set(rules)
    assert rules["input-broken"]["count"] > 5
    assert len(alone["ut.jsonl"].splitlines()) > 80


@pytest.mark.parametrize("how", ["copies", "anew"])
def test_when_nothing_can_be_read_the_first_error_is_told(folder, how):
    broken = ["in/005.xml", "in/008.xml", "in/011.xml"]

    alone = results(folder, 1, "anew", *broken)

    assert results(folder, 2, how, *broken) == alone
    assert b"005.xml" in alone["told"]


@pytest.mark.parametrize("workers", [1, 2])
@pytest.mark.parametrize("text", [b"%PDF-1.7", b'{"ID": 1}', b"PK\x03\x04", b"namn;belopp\n1;2\n", b""])
def test_a_member_that_is_no_xml_is_told_and_the_rest_of_its_archive_is_read(folder, workers, text):
    members = [(f"{number}.xml", notice(number)) for number in range(600, 610)]
    tar(folder / "hel.tar", members)
    tar(folder / "delvis.tar", [*members[:4], ("fel.xml", text), *members[4:]])
    whole = results(folder, 1, "anew", "hel.tar")

    found = results(folder, workers, "copies", "delvis.tar")

    assert found["ut.jsonl"] == whole["ut.jsonl"]
    rules = {one["rule"]: one for one in json.loads(found["r.json"])["findings"]}
    assert rules["input-broken"]["count"] == 1


def test_a_limit_reads_no_further_than_one_process_would(folder):
    alone = results(folder, 1, "anew", "in", limit=20)

    assert results(folder, 2, "copies", "in", limit=20) == alone
    assert len(alone["ut.jsonl"].splitlines()) == 20


@pytest.mark.parametrize("content", [[[(1, "x")]], Document(Place("a.xml"), b"x" * 10)])
def test_a_bundle_holds_one_sort_until_it_is_full(content):
    stream = StreamFacts(0, Place("a.xml"), None, plain=False, checksum="", title="")
    bundle = Bundle()
    while not bundle.full:
        bundle.add(stream, content)

    assert bundle.of_documents is isinstance(content, Document)
    assert len(bundle.parts) == 200


def test_a_bundle_is_full_of_few_large_documents():
    stream = StreamFacts(0, Place("a.xml"), None, plain=False, checksum="", title="")
    bundle = Bundle()
    for _ in range(2):
        assert not bundle.full
        bundle.add(stream, Document(Place("a.xml"), b"x" * (BYTES // 2)))

    assert bundle.full


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere no process begins as a copy")
@pytest.mark.parametrize(("number", "code"), [(signal.SIGTERM, 143), (signal.SIGINT, 130)])
def test_who_is_told_to_stop_leaves_neither_process_nor_file_nor_traceback(tmp_path, number, code):
    (tmp_path / "m.yaml").write_text(MAPPING, encoding="utf-8")
    tar(tmp_path / "stor.tar", ((f"{one}.xml", notice(one)) for one in range(6_000)))
    program = (
        "import signal\n"
        "from ocds_sv.cli import main\n"
        "from ocds_sv.conversion import crew\n"
        # Who runs in the background may have been started deaf to it.
        "signal.signal(signal.SIGINT, signal.default_int_handler)\n"
        "crew.may_copy = lambda: True\n"
        "if __name__ == '__main__':\n"
        "    main()\n"
    )
    (tmp_path / "run.py").write_text(program, encoding="utf-8")
    command = [sys.executable, "run.py", "convert", "stor.tar", "-m", "m.yaml", "-o", "ut.jsonl", "--workers", "2"]
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    with subprocess.Popen(
        command, cwd=tmp_path, env=environment, stderr=subprocess.PIPE, start_new_session=True, text=True
    ) as run:
        wait_until(lambda: run.poll() is not None or any(map(begun, tmp_path.glob(".ocds-sv-*.part"))))
        os.killpg(run.pid, number)
        _, told = run.communicate(timeout=60)

    assert run.returncode == code
    assert "Traceback" not in told
    wait_until(lambda: not alive(run.pid))
    assert sorted(path.name for path in tmp_path.iterdir()) == ["m.yaml", "run.py", "stor.tar"]


def begun(path):
    return path.stat().st_size > 0
