"""Packed files, zip members, standard input and pipes give what the plain file gives."""

from __future__ import annotations

import bz2
import gzip
import hashlib
import io
import lzma
import subprocess
import sys
import tarfile
import textwrap

import pytest

from ocds_sv.errors import InputBroken, InputError, InputNotFound, InputTooLarge
from ocds_sv.findings import Findings
from ocds_sv.sources import Limits, SourceSpec, open_streams
from ocds_sv.sources.blob import WHOLE

CSV = "namn;belopp\nÅsen;1\nÖn;2\n".encode("cp1252")
RECORDS = [["Åsen", "1"], ["Ön", "2"]]


if sys.version_info >= (3, 14):
    from compression import zstd
else:
    from backports import zstd

PACKINGS = {"gz": gzip.compress, "bz2": bz2.compress, "xz": lzma.compress, "zst": zstd.compress}
packings = pytest.mark.parametrize("suffix", PACKINGS)


@packings
@pytest.mark.parametrize("name", ["a.csv.{}", "a.{}", "a.csv"])
def test_a_packed_file_is_recognised_by_its_bytes(given, name, suffix):
    packed = PACKINGS[suffix](CSV)
    name = name.format(suffix)

    read = given(packed, name=name)

    assert read.records == RECORDS
    assert read.files[0].sha256 == hashlib.sha256(packed).hexdigest()


def documents(path):
    """Of each stream of XML the document that another process could read, and its records' lines; or what is wrong."""
    found = []
    try:
        for stream in open_streams([path], SourceSpec(format="xml", roots=("a",)), Findings()):
            found.append(stream.document and stream.document.content)
            found.append([number for number, _ in stream.records])
    except InputError as error:
        found.append(error.facts["key"])
    return found


@packings
@pytest.mark.parametrize("held", ["alone", "zip", "tar"])
def test_a_small_packed_document_is_unpacked_whole(tmp_path, zipped, suffix, held):
    text = b"<r>\n<a/>\n<a/></r>"
    packed = PACKINGS[suffix](text)
    name = f"d.xml.{suffix}"
    if held == "tar":
        packed = tar_of(packed, name)
    elif held == "zip":
        packed = zipped({name: packed})
    path = tmp_path / (name if held == "alone" else f"a.{held}")
    path.write_bytes(packed)

    assert documents(path) == [text, [2, 3]]


@packings
@pytest.mark.parametrize(
    ("text", "spoil", "told"),
    [
        (b"<r>\n<a/>" + b"x" * WHOLE + b"</r>", lambda packed: packed, [[None, [2]]]),
        # What gives nothing before it ends is refused when it is opened.
        (b"<r>\n<a/>\n<a/></r>", lambda packed: packed[:-3], [[None, "truncated"], ["truncated"]]),
    ],
    ids=["large", "cut"],
)
def test_a_packed_document_that_is_large_or_damaged_is_read_as_it_comes(tmp_path, suffix, text, spoil, told):
    path = tmp_path / f"d.xml.{suffix}"
    path.write_bytes(spoil(PACKINGS[suffix](text)))

    assert documents(path) in told


@packings
def test_several_packed_parts_are_one_file(given, suffix):
    pack = PACKINGS[suffix]

    assert given(pack(CSV[:15]) + pack(CSV[15:]), name=f"a.csv.{suffix}").records == RECORDS


def test_all_members_of_a_zip_are_read_in_order(given, zipped, xlsx, tmp_path):
    content = zipped(
        {
            "2.csv": CSV,
            "mapp/1.json": b'[{"a": 1}]',
            "läs.txt.gz": gzip.compress(CSV),
            "bok.xlsx": xlsx(Blad=[["x"], [5]]),
            "logo.png": b"\x89PNG",
            "__MACOSX/2.csv": b"junk",
        }
    )

    read = given(content, name="a.zip")

    places = [stream.place.file.rpartition("!")[2] for stream in read.streams]
    assert places == ["2.csv", "mapp/1.json", "läs.txt.gz", "bok.xlsx"]
    assert read.records == [*RECORDS, {"a": 1}, *RECORDS, [5]]
    assert [f.place.file for f in read.findings.examples["member-skipped"]] == [f"{tmp_path / 'a.zip'}!logo.png"]
    assert [file.name for file in read.files] == [str(tmp_path / "a.zip")]


@pytest.mark.parametrize("member", ["b.csv", "*.csv", "b.*"])
def test_one_member_can_be_named(reading, zipped, tmp_path, member):
    path = tmp_path / "a.zip"
    path.write_bytes(zipped({"x.json": b'[{"a": 1}]', "b.csv": CSV}))

    assert reading(f"{path}!{member}").records == RECORDS


def test_a_member_that_is_not_there_says_which_are(reading, zipped, tmp_path):
    path = tmp_path / "a.zip"
    path.write_bytes(zipped({"b.csv": CSV}))

    read = reading(f"{path}!c.csv")

    assert isinstance(read.error, InputNotFound)
    assert "b.csv" in str(read.error)


def test_a_workbook_inside_gzip_is_read(given, xlsx):
    assert given(gzip.compress(xlsx(A=[["a"], [1]])), name="a.xlsx.gz").records == [[1]]


def test_an_archive_in_an_archive_is_refused(given, zipped):
    with pytest.raises(InputBroken) as caught:
        given(zipped({"inre.zip": zipped({"a.csv": CSV})}), name="a.zip")

    assert caught.value.facts["key"] == "archive-in-archive"


@pytest.mark.parametrize("name", ["a.csv.gz", "a.zip", "a.xlsx"])
def test_a_decompression_bomb_is_refused(given, zipped, name):
    zeros = b"a;b\n" + b"0;0\n" * 500_000
    content = {
        "a.csv.gz": lambda: gzip.compress(zeros),
        "a.zip": lambda: zipped({"a.csv": zeros}),
        "a.xlsx": lambda: zipped({"[Content_Types].xml": b"<x/>", "xl/worksheets/sheet1.xml": zeros}),
    }[name]()

    with pytest.raises(InputTooLarge) as caught:
        given(content, name=name, limits=Limits(floor=100_000, ratio=50))

    assert caught.value.facts["key"] == "bomb"
    assert "50" in caught.value.text("sv")


def test_the_total_is_limited_whatever_the_ratio(given):
    import os

    noise = os.urandom(200_000).hex().encode()

    with pytest.raises(InputTooLarge):
        given(gzip.compress(b"a\n" + noise), name="a.csv.gz", limits=Limits(unpacked=100_000))


def tar_of(content, name="a.csv"):
    buffer = io.BytesIO()
    with tarfile.open(fileobj=buffer, mode="w") as archive:
        info = tarfile.TarInfo(name)
        info.size = len(content)
        archive.addfile(info, io.BytesIO(content))
    return buffer.getvalue()


@pytest.mark.parametrize("kind", ["csv", *PACKINGS, "tgz", "zip", "xlsx", "json", "jsonl"])
def test_standard_input_gives_what_the_file_gives(kind, zipped, xlsx):
    content = {
        "csv": CSV,
        **{suffix: pack(CSV) for suffix, pack in PACKINGS.items()},
        "tgz": gzip.compress(tar_of(CSV)),
        "zip": zipped({"a.csv": CSV}),
        "xlsx": xlsx(A=[["namn", "belopp"], ["Åsen", "1"], ["Ön", "2"]]),
        "json": '[{"n": "Åsen"}, {"n": "Ön"}]'.encode(),
        "jsonl": '{"n": "Åsen"}\n{"n": "Ön"}\n'.encode(),
    }[kind]
    program = textwrap.dedent(
        """
        from ocds_sv.findings import Findings
        from ocds_sv.sources import SourceSpec, open_streams
        files = []
        for stream in open_streams(["-"], SourceSpec(), Findings(), files):
            for _, record in stream.records:
                print(ascii(record))
        print(files[0].size, files[0].sha256)
        """
    )
    done = subprocess.run([sys.executable, "-c", program], input=content, capture_output=True, check=False)

    expected = [{"n": "Åsen"}, {"n": "Ön"}] if kind.startswith("json") else RECORDS
    *lines, last = done.stdout.decode().splitlines()
    assert done.stderr == b""
    assert lines == [ascii(record) for record in expected]
    assert last == f"{len(content)} {hashlib.sha256(content).hexdigest()}"


def test_an_empty_standard_input_is_an_empty_file(reading, monkeypatch):
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(b"")))

    read = reading("-")

    assert read.error.facts["key"] == "empty"
    assert read.streams == []


def test_files_are_opened_one_after_the_other(reading, tmp_path):
    for name in ["a.csv", "b.csv"]:
        (tmp_path / name).write_bytes(CSV)

    read = reading(tmp_path)

    assert [stream.place.file for stream in read.streams] == [str(tmp_path / "a.csv"), str(tmp_path / "b.csv")]
    assert all(len(file.sha256) == 64 for file in read.files)


def test_a_spec_is_a_plain_value():
    assert SourceSpec() == SourceSpec()
    assert SourceSpec(format="csv") != SourceSpec()
