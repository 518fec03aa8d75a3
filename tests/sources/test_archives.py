"""Members of tar archives are read from the stream, in order, whatever the archive is packed with."""

from __future__ import annotations

import io
import tarfile

import pytest

from ocds_sv.errors import InputBroken, InputNotFound

CSV = "namn;belopp\nÅsen;1\nÖn;2\n".encode("cp1252")
RECORDS = [["Åsen", "1"], ["Ön", "2"]]


def tarred(members: dict[str, bytes | None], mode: str = "w", form: int = tarfile.PAX_FORMAT) -> bytes:
    """The bytes of a tar file; ``None`` makes a folder."""
    buffer = io.BytesIO()
    with tarfile.open(fileobj=buffer, mode=mode, format=form) as archive:  # type: ignore[call-overload]
        for name, content in members.items():
            info = tarfile.TarInfo(name)
            info.type = tarfile.DIRTYPE if content is None else tarfile.REGTYPE
            info.size = len(content or b"")
            archive.addfile(info, io.BytesIO(content or b""))
    return buffer.getvalue()


@pytest.mark.parametrize(("mode", "name"), [("w", "a.tar"), ("w:gz", "a.tgz"), ("w:bz2", "a.tar.bz2"), ("w:xz", "a")])
@pytest.mark.parametrize("form", [tarfile.USTAR_FORMAT, tarfile.GNU_FORMAT, tarfile.PAX_FORMAT])
def test_all_members_of_a_tar_file_are_read_in_order(given, xlsx, tmp_path, mode, name, form):
    import gzip

    content = tarred(
        {
            "./mapp": None,
            "./mapp/2.csv": CSV,
            "1.json": b'[{"a": 1}]',
            "läs.txt.gz": gzip.compress(CSV),
            "bok.xlsx": xlsx(Blad=[["x"], [5]]),
            "logo.png": b"\x89PNG",
            "mapp/._2.csv": b"junk",
        },
        mode,
        form,
    )

    read = given(content, name=name)

    assert [stream.place.file.rpartition("!")[2] for stream in read.streams] == [
        "mapp/2.csv",
        "1.json",
        "läs.txt.gz",
        "bok.xlsx",
    ]
    assert read.records == [*RECORDS, {"a": 1}, *RECORDS, [5]]
    assert [f.place.file for f in read.findings.examples["member-skipped"]] == [f"{tmp_path / name}!logo.png"]
    assert [file.size for file in read.files] == [len(content)]


@pytest.mark.parametrize("member", ["b.csv", "*.csv", "b.*"])
@pytest.mark.parametrize("mode", ["w", "w:gz"])
def test_one_member_can_be_named(reading, tmp_path, member, mode):
    path = tmp_path / "a.tar"
    path.write_bytes(tarred({"x.json": b'[{"a": 1}]', "b.csv": CSV}, mode))

    assert reading(f"{path}!{member}").records == RECORDS


def test_a_member_that_is_not_there_says_which_are(reading, tmp_path):
    path = tmp_path / "a.tar"
    path.write_bytes(tarred({"b.csv": CSV}))

    read = reading(f"{path}!c.csv")

    assert isinstance(read.error, InputNotFound)
    assert "b.csv" in str(read.error)


def test_links_and_sparse_files_hold_nothing_to_read(given):
    buffer = io.BytesIO()
    with tarfile.open(fileobj=buffer, mode="w") as archive:
        for kind in (tarfile.SYMTYPE, tarfile.LNKTYPE, tarfile.FIFOTYPE):
            info = tarfile.TarInfo("a.csv")
            info.type, info.linkname = kind, "b.csv"
            archive.addfile(info)

    with pytest.raises(InputBroken) as caught:
        given(buffer.getvalue(), name="a.tar")

    assert caught.value.facts["key"] == "empty-archive"
