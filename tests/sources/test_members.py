"""A member of an archive that cannot be read is told, and the members after it are read."""

from __future__ import annotations

import gzip
import io
import random
import tarfile
import zipfile

import pytest

from ocds_sv.errors import InputError
from ocds_sv.findings import Findings
from ocds_sv.sources import SourceSpec, open_streams, sniff

RNG = random.Random(4711)
GOOD = b"namn;belopp\nBo;1\n"
LARGE = b"namn;belopp\n" + b"".join(b"rad %d;%d\n" % (n, RNG.getrandbits(40)) for n in range(60_000))


def zip_of(members, method=zipfile.ZIP_DEFLATED):
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", method) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return bytearray(buffer.getvalue())


def tar_of(members, mode="w"):
    buffer = io.BytesIO()
    with tarfile.open(fileobj=buffer, mode=mode) as archive:
        for name, content in members.items():
            info = tarfile.TarInfo(name)
            info.size = len(content)
            archive.addfile(info, io.BytesIO(content))
    return buffer.getvalue()


def spoilt(packed, name, at):
    """A zip file with one byte changed, counted from where the member's content begins."""
    packed[packed.index(name.encode()) + len(name) + at] ^= 0x55
    return packed


def locked(packed, name):
    """A zip file whose directory says that a member is encrypted."""
    packed[packed.rindex(name.encode()) - 46 + 8] |= 1
    return packed


@pytest.fixture
def read(tmp_path):
    """Read an archive to its end; gives the records of each member, and what was told: name, key, both texts."""

    def run(content, name="a.zip", **spec):
        path = tmp_path / name
        path.write_bytes(content)
        records, told = {}, []

        def take(member, error):
            assert member in error.text("sv")
            assert error.text("sv") != error.text("en")
            told.append((member.rpartition("!")[2], error.facts["key"]))

        for stream in open_streams([path], SourceSpec(**spec), Findings(), told=take):
            rows = records.setdefault(stream.place.file.rpartition("!")[2], [])
            try:
                rows.extend(record for _, record in stream.records)
            except InputError as error:
                take(stream.place.file, error)
        return records, told

    return run


BAD = {
    "a PDF called csv": ("b.csv", b"%PDF-1.7", "other-format"),
    "XML, which a mapping of tables does not read": ("b.xml", b"<?xml version='1.0'?><a/>", "xml-alone"),
    "an image called xlsx": ("b.xlsx", b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 4, "other-format"),
    "a cut workbook": ("b.xlsx", b"PK\x03\x04" + b"\0" * 26 + b"[Content_Types].xml", "workbook"),
    "a workbook of which the beginning is left": ("b.xlsx", b"PK\x03\x04\0\0\0", "workbook"),
    "no text": ("b.csv", bytes(range(256)) * 8, "binary"),
    "no JSON": ("b.json", b'[{"namn": ', "truncated"),
    "nothing": ("b.csv", b"", "empty"),
    "an archive": ("b.zip", bytes(zip_of({"c.csv": GOOD})), "archive-in-archive"),
    "a cut gzip": ("b.csv.gz", gzip.compress(GOOD)[:5], "truncated"),
    "a damaged gzip": ("b.csv.gz", gzip.compress(GOOD)[:10] + b"\xff\xff\xff", "damaged"),
    "twice packed": ("b.csv.gz", gzip.compress(gzip.compress(GOOD)), "archive-in-archive"),
    "a quote that never closes": ("b.csv", b'namn;belopp\n"Bo;1\nEva;2\n', "open-quote"),
}


@pytest.mark.parametrize("pack", [zip_of, tar_of, lambda members: tar_of(members, "w:gz")], ids=["zip", "tar", "tgz"])
@pytest.mark.parametrize("case", BAD)
def test_what_a_member_is_not_is_told_once_and_the_next_is_read(read, pack, case):
    name, content, key = BAD[case]

    records, told = read(pack({"a.csv": GOOD, name: content, "c.csv": GOOD}))

    assert told == [(name, key)]
    assert records["a.csv"] == records["c.csv"] == [["Bo", "1"]]


@pytest.mark.parametrize("method", [zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED, zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
@pytest.mark.parametrize(("content", "at"), [(GOOD, 12), (LARGE, 20), (LARGE, 150_000)], ids=["small", "begin", "mid"])
def test_a_damaged_member_of_a_zip_file_is_told_and_the_next_is_read(read, method, content, at):
    packed = zip_of({"a.csv": GOOD, "b.csv": content, "c.csv": GOOD}, method)

    records, told = read(spoilt(packed, "b.csv", at))

    assert [name for name, _ in told] == ["b.csv"]
    assert told[0][1] in {"damaged", "truncated", "binary"}
    assert records["a.csv"] == records["c.csv"] == [["Bo", "1"]]


def test_what_stands_before_the_damage_is_read(read):
    records, told = read(spoilt(zip_of({"b.csv": LARGE, "c.csv": GOOD}), "b.csv", 400_000))

    assert told == [("b.csv", "damaged")]
    assert len(records["b.csv"]) > 10_000
    assert records["c.csv"] == [["Bo", "1"]]


@pytest.mark.parametrize("content", [GOOD, LARGE], ids=["small", "large"])
def test_a_member_with_a_password_is_told_and_the_next_is_read(read, content):
    records, told = read(locked(zip_of({"a.csv": GOOD, "b.csv": content, "c.csv": GOOD}), "b.csv"))

    assert told == [("b.csv", "password")]
    assert list(records) == ["a.csv", "c.csv"]


@pytest.mark.parametrize("content", [GOOD, LARGE], ids=["small", "large"])
def test_a_member_whose_own_header_is_damaged_is_told_and_the_next_is_read(read, content):
    packed = zip_of({"a.csv": GOOD, "b.csv": content, "c.csv": GOOD})
    packed[packed.index(b"b.csv") - 30] ^= 0xFF

    records, told = read(packed)

    assert told == [("b.csv", "damaged")]
    assert list(records) == ["a.csv", "c.csv"]


@pytest.mark.parametrize(
    ("mode", "key"), [("w", "damaged"), ("w:gz", "truncated"), ("w:bz2", "truncated"), ("w:xz", "truncated")]
)
def test_an_archive_that_ends_within_a_member_ends_there_with_one_sentence(tmp_path, mode, key):
    path = tmp_path / "a.tar"
    whole = tar_of({"a.csv": GOOD, "b.csv": LARGE, "c.csv": GOOD}, mode)
    path.write_bytes(whole[: len(whole) * 2 // 3])
    rows, errors = {}, []

    for stream in open_streams([path], SourceSpec(), Findings(), told=lambda _, error: errors.append(error)):
        rows[stream.place.file.rpartition("!")[2]] = 0
        try:
            for _ in stream.records:
                rows[stream.place.file.rpartition("!")[2]] += 1
        except InputError as error:
            errors.append(error)

    assert rows["a.csv"] == 1
    assert 10_000 < rows["b.csv"] < 60_000
    assert "c.csv" not in rows
    assert [(error.facts["key"], error.facts["file"]) for error in errors] == [(key, str(path))]


def test_who_asks_to_be_told_of_nothing_gets_the_first_fault(tmp_path):
    path = tmp_path / "a.zip"
    path.write_bytes(zip_of({"a.csv": GOOD, "b.csv": b"%PDF-1.7", "c.csv": GOOD}))
    seen = []

    with pytest.raises(InputError, match=r"a\.zip!b\.csv"):
        seen.extend(list(stream.records) for stream in open_streams([path], SourceSpec(), Findings()))

    assert len(seen) == 1


def test_a_first_look_takes_the_first_member_that_can_be_read(tmp_path):
    path = tmp_path / "a.zip"
    path.write_bytes(locked(zip_of({"a.csv": GOOD, "b.csv": b"%PDF-1.7", "c.csv": GOOD}), "a.csv"))

    assert sniff(path).name == f"{path}!c.csv"

    path.write_bytes(locked(zip_of({"a.csv": GOOD, "b.csv": b"%PDF-1.7"}), "a.csv"))
    with pytest.raises(InputError, match=r"a\.csv.*password"):
        sniff(path)
