"""
Broken files, made by system: each ends in one clear outcome.

Either an exception of ours, with the file's name and a sentence in both languages, or records with a named finding.
Never another exception, never silence, and never a cell's content in what is told.
"""

from __future__ import annotations

import bz2
import gzip
import io
import json
import lzma
import os
import random
import sys
import tarfile
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
import xlsxwriter
import xlwt

from ocds_sv.errors import InputError, InputLocked
from ocds_sv.sources import Limits
from ocds_sv.sources.faults import REASONS

if sys.version_info >= (3, 14):
    from compression import zstd
else:
    from backports import zstd

SECRET = "Hemlighet"
CREATED = datetime(2020, 1, 1, tzinfo=UTC)
RNG = random.Random(4711)
SMALL = Limits(floor=100_000, ratio=50, memory=1 << 30)
DAMAGED = ("truncated", "damaged", "workbook")


@dataclass(slots=True)
class Case:
    """A broken file: what it is called, what it holds, and the faults or findings of which one must come."""

    title: str
    name: str
    content: bytes
    outcomes: tuple[str, ...]
    spec: dict[str, Any] = field(default_factory=dict)
    limits: Limits = SMALL


def rows(count: int) -> list[list[Any]]:
    return [["namn", "belopp", "text"], *[[f"{SECRET} {n}", n + 0.5, f"å{RNG.random()}"] for n in range(count)]]


def csv_of(count: int, mark: str = ";") -> str:
    return "".join(mark.join(map(str, row)) + "\n" for row in rows(count))


def json_of(count: int) -> bytes:
    header, *body = rows(count)
    return json.dumps([dict(zip(header, row, strict=True)) for row in body], ensure_ascii=False).encode()


def jsonl_of(count: int) -> bytes:
    return b"".join(json.dumps(item).encode() + b"\n" for item in json.loads(json_of(count)))


def zip_of(**members: bytes) -> bytes:
    return zip_of_names({name.replace("__", "."): content for name, content in members.items()})


def zip_of_names(members: dict[str, bytes]) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return buffer.getvalue()


def xlsx_of(*sheets: list[list[Any]], hidden: bool = False) -> bytes:
    buffer = io.BytesIO()
    with xlsxwriter.Workbook(buffer, {"in_memory": True}) as book:
        # The moment of writing would decide the file's length, and with it the names of the tests.
        book.set_properties({"created": CREATED})
        for content in sheets:
            sheet = book.add_worksheet()
            for number, row in enumerate(content):
                sheet.write_row(number, 0, row)
            if hidden:
                sheet.very_hidden()
    return buffer.getvalue()


def xls_of(content: list[list[Any]]) -> bytes:
    book = xlwt.Workbook()
    sheet = book.add_sheet("Blad1")
    for number, row in enumerate(content):
        for column, value in enumerate(row):
            sheet.write(number, column, value)
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def tar_of(**members: bytes) -> bytes:
    """A tar file; ``__`` in a name stands for its point."""
    buffer = io.BytesIO()
    with tarfile.open(fileobj=buffer, mode="w") as archive:
        for name, content in members.items():
            info = tarfile.TarInfo(name.replace("__", "."))
            info.size = len(content)
            archive.addfile(info, io.BytesIO(content))
    return buffer.getvalue()


CHECKED = {zstd.CompressionParameter.checksum_flag: 1}
PACKINGS: dict[str, Callable[[bytes], bytes]] = {
    "bz2": bz2.compress,
    "xz": lzma.compress,
    "zst": lambda content: zstd.compress(content, options=CHECKED),
}


def changed(packed: bytes, member: str, content: bytes | None) -> bytes:
    """A zip file with one member's content replaced, or left out."""
    with zipfile.ZipFile(io.BytesIO(packed)) as archive:
        members = {name: archive.read(name) for name in archive.namelist()}
    if content is None:
        del members[member]
    else:
        members[member] = content
    return zip_of_names(members)


def encrypted(packed: bytes) -> bytes:
    """A zip file whose directory says that its members are encrypted."""
    at = packed.index(b"PK\x01\x02")
    return packed[: at + 8] + bytes([packed[at + 8] | 1]) + packed[at + 9 :]


def cuts(content: bytes, count: int, least: int = 12) -> Iterator[tuple[int, bytes]]:
    step = (len(content) - least - 1) / count
    for number in range(count):
        size = least + int(number * step)
        yield size, content[:size]


def truncations() -> Iterator[Case]:
    noise = csv_of(20_000).encode()
    for size, part in cuts(gzip.compress(noise, mtime=0), 25):
        yield Case(f"gzip cut at {size}", "a.csv.gz", part, (*DAMAGED, "empty"))
    for kind, whole, count in [
        ("xlsx", xlsx_of(rows(60)), 25),
        ("xls", xls_of(rows(60)), 20),
    ]:
        for size, part in cuts(whole, count):
            yield Case(f"{kind} cut at {size}", f"a.{kind}", part, DAMAGED)
    for size, part in cuts(zip_of(a__csv=noise[:5000], b__json=json_of(20)), 20):
        yield Case(f"zip cut at {size}", "a.zip", part, DAMAGED)
    for suffix, pack in PACKINGS.items():
        for size, part in cuts(pack(noise), 10):
            yield Case(f"{suffix} cut at {size}", f"a.csv.{suffix}", part, DAMAGED)
    for size, part in cuts(tar_of(a__csv=noise[:5000], b__json=json_of(20)).rstrip(b"\0"), 20, 600):
        yield Case(f"tar cut at {size}", "a.tar", part[: len(part) // 512 * 512 or 600], DAMAGED)
    for size, part in cuts(bz2.compress(tar_of(a__csv=noise[:5000])), 10):
        yield Case(f"tar.bz2 cut at {size}", "a.tar.bz2", part, DAMAGED)
    for size, part in cuts(json_of(40), 25, 2):
        yield Case(f"json cut at {size}", "a.json", part, ("truncated", "no-json"))


def cut_texts() -> Iterator[Case]:
    lines = jsonl_of(5)
    for size, part in cuts(lines, 15, 2):
        if not part.endswith((b"}", b"\n")):
            yield Case(f"jsonl cut at {size}", "a.jsonl", part, ("line-not-json", "no-json"))
    for size, part in cuts(csv_of(3).encode("utf-16"), 6, 5):
        if size % 2:
            yield Case(f"utf-16 cut in a character at {size}", "a.csv", part, ("damaged",))
    for number in range(1, 60, 6):
        text = csv_of(number)
        yield Case(f"csv cut in row {number + 1}", "a.csv", text[: text.rindex(";")].encode(), ("row-short",))


def encodings() -> Iterator[Case]:
    text = "namn;belopp\nÅsen på Ön;1\nÄlv;2\n"
    for codec in ["cp1252", "mac_roman", "cp850", "utf-16", "utf-32", "iso8859-15"]:
        yield Case(
            f"{codec} declared as utf-8", "a.csv", text.encode(codec), ("encoding", "binary"), {"encoding": "utf-8"}
        )
        if codec.startswith("utf"):
            continue
        yield Case(f"{codec} in place of utf-8", "a.csv", text.encode(codec), ("encoding-not-utf8",))
    for codec in ["utf-8", "cp1252"]:
        yield Case(
            f"{codec} declared as utf-16", "a.csv", text.encode(codec) + b"x", ("encoding",), {"encoding": "utf-16"}
        )
        yield Case(f"{codec} declared as ascii", "a.csv", text.encode(codec), ("encoding",), {"encoding": "ascii"})
    for byte in (0x81, 0x8D, 0x8F, 0x90, 0x9D):
        content = "å;ö;ä\nåäö;ÅÄÖ;åäöåäö\n".encode("cp1252") * 9 + b"x" + bytes([byte]) + b";b;c\n"
        yield Case(f"cp1252 with undefined byte {byte:#x}", "a.csv", content, ("undecodable-bytes",))
    broken = '[{"namn": "Åsen"}]'.encode()
    yield Case(
        "utf-8 declared for cp1252 json",
        "a.json",
        broken.decode().encode("cp1252"),
        ("encoding", "no-json"),
        {"encoding": "utf-8"},
    )
    yield Case("cp1252 json", "a.json", broken.decode().encode("cp1252"), ("encoding-not-utf8",))
    yield Case("cp1252 json lines", "a.jsonl", broken[1:-1].decode().encode("cp1252"), ("encoding-not-utf8",))
    yield Case("utf-8 whose last character is half", "a.csv", "a;b\n1;å".encode()[:-1], ("encoding-not-utf8",))
    yield Case("one bad byte far into utf-8", "a.csv", csv_of(5000).encode() + b"x\xe5;1;2\n", ("encoding-not-utf8",))


def strangers() -> Iterator[Case]:
    for seed in range(10):
        yield Case(f"random bytes {seed}", "a.csv", random.Random(seed).randbytes(2000), ("binary",))
    magics = {
        "pdf": b"%PDF-1.7\n", "rtf": b"{\\rtf1 ",
        "7z": b"7z\xbc\xaf\x27\x1c", "rar": b"Rar!\x1a", "png": b"\x89PNG\r\n", "jpg": b"\xff\xd8\xff",
        "parquet": b"PAR1", "sqlite": b"SQLite format 3\x00",
    }  # fmt: skip
    for suffix, magic in magics.items():
        yield Case(f"{suffix} named csv", "a.csv", magic + b"x" * 50, ("other-format",))
    spreadsheet = "<?xml version='1.0'?>\n<Workbook xmlns='urn:schemas-microsoft-com:office:spreadsheet'/>"
    markup = {
        "<html><table>": "saved-anew", "<!DOCTYPE html>": "saved-anew", "  <table border=1>": "saved-anew",
        spreadsheet: "saved-anew", "<?xml version='1.0'?><a/>": "xml-alone", "\ufeff<?xml ?>": "xml-alone",
    }  # fmt: skip
    for number, (text, outcome) in enumerate(markup.items()):
        yield Case(f"markup {number} named xls", "a.xls", text.encode(), (outcome,))
        coded = text.encode("utf-8" if text == spreadsheet else "utf-16")
        yield Case(f"markup {number} named csv", "a.csv", coded, (outcome,))
    types = b"<Types/>"
    for member in ("word/document.xml", "ppt/presentation.xml"):
        office = zip_of_names({"[Content_Types].xml": types, member: b"<a/>"})
        yield Case(f"{member} named xlsx", "a.xlsx", office, ("other-format",))
    yield Case("lock of a workbook", "~$a.xlsx", b"\x05Anna" + b" " * 160, ("lock-file",))
    yield Case("gzip of a pdf", "a.csv.gz", gzip.compress(b"%PDF-1.7"), ("other-format",))
    yield Case("gzip in gzip", "a.csv.gz", gzip.compress(gzip.compress(b"a")), ("archive-in-archive",))
    ole = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
    for title, rest in [
        ("nothing", b""),
        ("zeros", b"\0" * 4000),
        ("noise", RNG.randbytes(4000)),
        ("ones", b"\xff" * 9000),
    ]:
        yield Case(f"OLE with {title}", "a.xls", ole + rest, ("workbook",))
    for share in (1, 5, 40):
        content = b"".join(
            line + b"\0" * (number % share == 0)
            for number, line in enumerate(csv_of(80).encode().splitlines(keepends=True))
        )
        yield Case(f"NUL after each {share} lines", "a.csv", content, ("nul-characters",))
    yield Case("only NULs", "a.csv", b"\0" * 1000, ("binary",))
    yield Case("NULs in json", "a.json", b'[{"a": "x\0y"}]', ("no-json",))
    yield Case("NULs in json lines", "a.jsonl", b'{"a": "x\0y"}\n', ("nul-characters",))


def sizes() -> Iterator[Case]:
    endless = b"x" * 11_000_000
    default = Limits()
    yield Case("a line of 11 MB", "a.csv", b"a;b\n" + endless, ("line",), limits=default)
    yield Case("a line of 11 MB in quotes", "a.csv", b'a;b\n"' + endless + b'";1\n', ("line",), limits=default)
    yield Case(
        "11 MB in quotes with line breaks",
        "a.csv",
        b'a;b\n"' + b"x\n" * 6_000_000,
        ("line", "open-quote"),
        limits=default,
    )
    yield Case("a line of 11 MB in utf-16", "a.csv", endless.decode().encode("utf-16"), ("line",), limits=default)
    yield Case("a json line of 11 MB", "a.jsonl", b'{"a": "' + endless + b'"}', ("line",), limits=default)
    yield Case("a json key of 11 MB, cut", "a.json", b'[{"' + endless, ("truncated", "no-json"), limits=default)
    zeros = b"a;b\n" + b"0;0\n" * 12_000_000
    yield Case("a gzip bomb", "a.csv.gz", gzip.compress(zeros, 1), ("bomb",), limits=default)
    flood = zeros[:1_000_000]
    for suffix, pack in PACKINGS.items():
        yield Case(f"a {suffix} bomb", f"a.csv.{suffix}", pack(zeros[:1_000_000]), ("bomb",))
    yield Case("a tar.xz bomb", "a.txz", lzma.compress(tar_of(a__csv=zeros[:1_000_000])), ("bomb",))
    yield Case("a tar file that is too much", "a.tar.gz", gzip.compress(tar_of(a__csv=zeros[:400_000]), 0), ("bomb",),
               limits=Limits(unpacked=300_000))  # fmt: skip
    yield Case("a zip bomb", "a.zip", zip_of(a__csv=flood), ("bomb",))
    yield Case("a zip bomb of json", "a.zip", zip_of(a__json=b"[" + b"0," * 500_000), ("bomb",))
    yield Case("an xlsx bomb", "a.xlsx", changed(xlsx_of(rows(3)), "xl/sharedStrings.xml", flood), ("bomb",))
    yield Case(
        "an xlsx bomb in a zip", "a.zip", zip_of(a__xlsx=changed(xlsx_of(rows(3)), "xl/styles.xml", flood)), ("bomb",)
    )
    many = zip_of_names({f"{n}.csv": b"a;b\n1;2\n" * 3000 for n in range(20)})
    yield Case("many members that are too much together", "a.zip", many, ("bomb",), limits=Limits(unpacked=300_000))
    for depth in (101, 1000, 100_000):
        for name in ("a.json", "a.jsonl"):
            yield Case(f"{name} nested {depth} deep", name, b'{"a":' * depth + b"1" + b"}" * depth, ("nesting",))
        yield Case(f"arrays nested {depth} deep", "a.json", b"[" * depth + b"]" * depth, ("nesting",))
        yield Case(f"arrays nested {depth} deep, never closed", "a.json", b"[" * depth, ("nesting",))


def emptiness() -> Iterator[Case]:
    for suffix in ("csv", "tsv", "txt", "xlsx", "xls", "ods", "json", "jsonl", "gz", "zip"):
        yield Case(f"empty {suffix}", f"a.{suffix}", b"", ("empty",))
    yield Case("gzip of nothing", "a.csv.gz", gzip.compress(b""), ("empty",))
    yield Case("empty member", "a.zip", zip_of(a__csv=b""), ("empty",))
    yield Case("zip without members", "a.zip", zip_of(), ("empty-archive",))
    for suffix, pack in PACKINGS.items():
        yield Case(f"{suffix} of nothing", f"a.csv.{suffix}", pack(b""), ("empty",))
    yield Case("tar without members", "a.tar", tar_of(), ("binary", "empty-archive"))
    yield Case("tar without data", "a.tar", tar_of(a__png=b"x", b__md=b"y"), ("empty-archive",))
    yield Case("empty member of a tar", "a.tar", tar_of(a__csv=b""), ("empty",))
    yield Case("zip without data", "a.zip", zip_of(a__png=b"x", b__md=b"y"), ("empty-archive",))
    for codec in ("utf-8-sig", "utf-16", "utf-32"):
        mark = "".encode(codec) or b"\xef\xbb\xbf"
        yield Case(f"only the mark of {codec}, csv", "a.csv", mark, ("empty",))
        yield Case(f"only the mark of {codec}, json", "a.json", mark, ("truncated",))
        yield Case(f"only the mark of {codec}, jsonl", "a.jsonl", mark, ("no-records",))
    for title, blank in [
        ("line breaks", b"\n\n\r\n"),
        ("spaces", b"   "),
        ("separators", b";;;\n;;;\n"),
        ("quotes", b'""\n""'),
    ]:
        yield Case(f"nothing but {title}", "a.csv", blank, ("empty",))
    yield Case("nothing but spaces, json", "a.json", b" \n ", ("truncated",))
    yield Case("nothing but line breaks, jsonl", "a.jsonl", b"\n\n", ("no-records",))
    yield Case("header only, csv", "a.csv", b"a;b\n", ("no-records",))
    yield Case("header only, no line break", "a.csv", b"a;b", ("no-records",))
    yield Case("header only, tsv", "a.tsv", b"a\tb\n", ("no-records",))
    yield Case("header only, xlsx", "a.xlsx", xlsx_of([["a", "b"]]), ("no-records",))
    yield Case("header only, xls", "a.xls", xls_of([["a", "b"]]), ("no-records",))
    yield Case("header and sum only", "a.csv", b"a;b\nSumma;0\n", ("sum-row",))
    yield Case("no items, json", "a.json", b"[]", ("no-records",))
    yield Case("no items in the envelope", "a.json", b'{"results": []}', ("no-records",))
    yield Case("sep line only", "a.csv", b"sep=;\n", ("empty",))
    yield Case("workbook without cells", "a.xlsx", xlsx_of([]), ("no-sheets",))
    yield Case("workbook without cells, xls", "a.xls", xls_of([]), ("no-sheets",))
    yield Case("only hidden sheets", "a.xlsx", xlsx_of([], rows(2), hidden=True), ("hidden-sheet", "no-sheets"))


def suffixes() -> Iterator[Case]:
    contents = {"csv": csv_of(3).encode(), "workbook": xlsx_of(rows(3)), "json": json_of(3), "jsonl": jsonl_of(3)}
    outcomes = {
        ("csv", "xlsx"): ("wrong-suffix",),
        ("csv", "xls"): ("wrong-suffix",),
        ("csv", "json"): ("no-json",),
        ("csv", "jsonl"): ("no-json",),
        ("workbook", "csv"): ("wrong-suffix",),
        ("workbook", "txt"): ("wrong-suffix",),
        ("workbook", "json"): ("wrong-suffix",),
        ("workbook", "jsonl"): ("wrong-suffix",),
        ("json", "csv"): ("wrong-suffix",),
        ("json", "xlsx"): ("wrong-suffix",),
        ("jsonl", "csv"): ("wrong-suffix",),
        ("jsonl", "ods"): ("wrong-suffix",),
    }
    for (kind, suffix), expected in outcomes.items():
        yield Case(f"{kind} named {suffix}", f"a.{suffix}", contents[kind], expected)
    yield Case("xls named csv", "a.csv", xls_of(rows(2)), ("wrong-suffix",))
    yield Case("workbook said to be csv", "a.csv", contents["workbook"], ("wrong-suffix",), {"format": "csv"})
    yield Case("csv said to be a workbook", "a", contents["csv"], ("wrong-suffix",), {"format": "workbook"})
    yield Case("csv said to be json", "a.csv", contents["csv"], ("no-json",), {"format": "json"})


def archives() -> Iterator[Case]:
    inner = zip_of(a__csv=b"a;b\n1;2\n")
    yield Case("zip in zip", "a.zip", zip_of(b__zip=inner), ("archive-in-archive",))
    yield Case("zip in zip under a csv name", "a.zip", zip_of(b__csv=inner), ("archive-in-archive",))
    for suffix, pack in PACKINGS.items():
        yield Case(f"gzip in {suffix}", f"a.csv.{suffix}", pack(gzip.compress(b"a")), ("archive-in-archive",))
        packed = bytearray(pack(csv_of(50).encode()))
        for at in (10, len(packed) // 2, -6):
            damaged = bytearray(packed)
            damaged[at] ^= 0xFF
            yield Case(f"{suffix} with damage at {at}", f"a.csv.{suffix}", bytes(damaged), (*DAMAGED, "empty"))
    yield Case("tar in zip", "a.zip", zip_of(b__tar=tar_of(a__csv=b"a;b\n1;2\n")), ("archive-in-archive",))
    yield Case("zip in tar", "a.tar", tar_of(b__zip=inner), ("archive-in-archive",))
    yield Case("tar in tar", "a.tgz", gzip.compress(tar_of(b__tar=tar_of(a__csv=b"a"))), ("archive-in-archive",))
    spoilt = bytearray(tar_of(a__csv=b"a;b\n1;2\n", b__csv=b"a;b\n3;4\n"))
    spoilt[1024 + 148] ^= 0x55
    yield Case("tar with a damaged second header", "a.tar", bytes(spoilt), DAMAGED)
    yield Case("encrypted zip", "a.zip", encrypted(inner), ("password",))
    yield Case("encrypted xlsx members", "a.xlsx", encrypted(xlsx_of(rows(2))), ("password", "workbook"))
    book = xlsx_of(rows(2))
    for member in ("xl/workbook.xml", "xl/_rels/workbook.xml.rels", "xl/worksheets/sheet1.xml"):
        yield Case(f"xlsx without {member}", "a.xlsx", changed(book, member, None), ("workbook", "no-sheets"))
        yield Case(f"xlsx with broken {member}", "a.xlsx", changed(book, member, b"<a><b>"), ("workbook", "no-sheets"))
        yield Case(
            f"xlsx with binary {member}", "a.xlsx", changed(book, member, RNG.randbytes(500)), ("workbook", "no-sheets")
        )
    yield Case(
        "an entity bomb in xlsx",
        "a.xlsx",
        changed(book, "xl/workbook.xml", b'<!DOCTYPE a [<!ENTITY b "bbbb">]><a>&b;</a>'),
        ("workbook", "no-sheets"),
    )
    yield Case(
        "a Word document",
        "a.xlsx",
        zip_of_names({"[Content_Types].xml": b"<a/>", "word/document.xml": b"<w/>"}),
        ("other-format",),
    )
    yield Case("sheet that is not there", "a.xlsx", book, ("no-sheet",), {"sheets": ("Avtal",)})
    flipped = bytearray(zip_of(a__csv=csv_of(50).encode()))
    for at in (45, 60, 90):
        flipped[at] ^= 0x5A
        yield Case(f"zip with damage up to {at}", "a.zip", bytes(flipped), DAMAGED)
    packed = bytearray(gzip.compress(csv_of(50).encode()))
    for at, title in [(3, "flags"), (20, "data"), (-6, "checksum"), (-1, "length")]:
        damaged = bytearray(packed)
        damaged[at] ^= 0xFF
        yield Case(f"gzip with damaged {title}", "a.csv.gz", bytes(damaged), (*DAMAGED, "binary", "unreadable"))
    yield Case("gzip with junk after it", "a.csv.gz", bytes(packed) + b"junk", DAMAGED)


def json_faults() -> Iterator[Case]:
    good = f'{{"a": "{SECRET}"}}'
    bad = {
        "NaN": '{"a": NaN}', "Infinity": '{"a": Infinity}', "-Infinity": '{"a": -Infinity}',
        "single quotes": "{'a': 1}", "a bare word": '{"a": yes}', "no colon": '{"a" 1}', "no comma": '{"a": 1 "b": 2}',
        "a comma too many": '{"a": 1,}', "a comment": '{"a": 1 /* x */}', "a leading zero": '{"a": 01}',
        "a plus sign": '{"a": +1}', "hexadecimal": '{"a": 0x1F}', "an unknown escape": r'{"a": "\x41"}',
        "half an escape": r'{"a": "\u12"}', "a raw line break": '{"a": "x\ny"}', "a raw tab": '{"a": "x\ty"}',
        "an endless exponent": '{"a": 1e99999999999999999999}', "a key without quotes": "{a: 1}",
        "brackets that cross": '{"a": [1}', "a closing bracket too many": '{"a": 1}}',
    }  # fmt: skip
    for title, text in bad.items():
        yield Case(f"{title} in json", "a.json", f"[{good}, {text}]".encode(), ("no-json",), {"format": "json"})
        yield Case(f"{title} in json lines", "a.jsonl", f"{good}\n{text}\n{good}\n".encode(), ("line-not-json",))
    yield Case(
        "an integer of 5000 digits in json lines",
        "a.jsonl",
        b'{"a": %s}\n{"a": 1}\n' % (b"9" * 5000),
        ("line-not-json",),
    )
    yield Case("an integer of 5000 digits", "a.json", b'[{"a": %s}]' % (b"9" * 5000), ("number",))
    yield Case("two documents", "a.json", b'[{"a": 1}] [{"a": 2}]', ("no-json",))
    yield Case("text after the document", "a.json", b'[{"a": 1}] slut', ("no-json",))
    yield Case("plain text", "a.json", SECRET.encode(), ("no-json",))
    for scalar in ("1", '"x"', "null", "true"):
        yield Case(f"the scalar {scalar}", "a.json", scalar.encode(), ("item-not-object",))
        yield Case(f"the scalar {scalar} in an array", "a.json", f"[{scalar}]".encode(), ("item-not-object",))
    for text in (r'{"a": "\ud800"}', r'{"a": "\udc00x"}', r'{"\ud800": 1}', r'{"a": "\udc00\ud800"}'):
        yield Case(f"half characters {text}", "a.json", f"[{text}]".encode(), ("lone-surrogate",))
        yield Case(f"half characters {text} in lines", "a.jsonl", text.encode(), ("lone-surrogate",))
    yield Case("repeated keys", "a.json", b'[{"a": 1, "a": 2}]', ("repeated-key",))
    yield Case("repeated keys in lines", "a.jsonl", b'{"a": 1, "a": 2}', ("repeated-key",))
    yield Case("a path without records", "a.json", b'{"a": {"b": 1}}', ("no-records-path",), {"records": "a.b"})
    yield Case("a path that is not there", "a.json", b'{"a": 1}', ("no-records-path",), {"records": "x"})
    yield Case(
        "bytes that are not utf-8 in a json pipe's place", "a.json", b'[{"a": "\xff\xfe"}]', ("encoding-not-utf8",)
    )


def csv_faults() -> Iterator[Case]:
    for number in (1, 2, 5, 39, 40, 41, 100, 500):
        lines = csv_of(600).splitlines(keepends=True)
        lines[number] = f'{SECRET};"1;text\n'
        yield Case(f"a quote that never closes in row {number + 1}", "a.csv", "".join(lines).encode(), ("open-quote",))
    for column in range(3):
        cells = ["x", "1", "t"]
        cells[column] = f'"{SECRET}'
        swallowing = f'{";".join(cells)}\na;b;c\nd;e;f"\ng;h;i\n'
        yield Case(
            f"a quote in column {column + 1} that swallows rows",
            "a.csv",
            f"namn;belopp;text\n{swallowing}".encode(),
            ("rows-inside-quotes",),
        )
    for extra in range(1, 4):
        yield Case(
            f"{extra} cells too many",
            "a.csv",
            f"a;b;c\n1;2;3{';' + SECRET * extra}\n".encode(),
            ("cells-beyond-header",),
        )
        yield Case(
            f"{extra} cells too few",
            "a.csv",
            ("a;b;c;d\n" + ";".join([SECRET] * (4 - extra)) + "\n").encode(),
            ("row-short",),
        )
    for first, second in [(";", ","), (",", ";"), (";", "\t"), ("\t", "|"), ("|", ","), (",", "\t")]:
        halves = csv_of(30, first) + "".join(csv_of(10, second).splitlines(keepends=True)[1:])
        yield Case(f"first {first!r}, then {second!r}", "a.csv", halves.encode(), ("row-short", "cells-beyond-header"))
    yield Case("repeated headers", "a.csv", b"a;a;b\n1;2;3\n", ("header-repeated",))
    yield Case("an empty header", "a.csv", b"a;;b\n1;2;3\n", ("header-empty",))
    for header in (0, 7, 10_000):
        yield Case(f"a declared header row {header}", "a.csv", b"a;b\n1;2\n", ("header-row",), {"header": header})
    yield Case("a declared header row that is blank", "a.csv", b"a;b\n\n1;2\n", ("header-row",), {"header": 2})
    yield Case("a declared header row in a workbook", "a.xlsx", xlsx_of(rows(2)), ("header-row",), {"header": 99})
    yield Case("a cut inside quotes at the end", "a.csv", b'a;b\n1;2\n3;"x', ("open-quote",))


CASES = [
    case
    for family in (
        truncations,
        cut_texts,
        encodings,
        strangers,
        sizes,
        emptiness,
        suffixes,
        archives,
        json_faults,
        csv_faults,
    )
    for case in family()
]


def told(read) -> str:
    """Everything that is told of a reading."""
    texts = [json.dumps(read.findings.json(lang), ensure_ascii=False) for lang in ("sv", "en")]
    if read.error is not None:
        texts += [read.error.text("sv"), read.error.text("en"), repr(read.error.facts)]
    return "\n".join(texts)


def test_there_are_at_least_two_hundred_broken_files():
    assert len(CASES) >= 200
    assert len({case.title for case in CASES}) == len(CASES)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.title)
def test_a_broken_file_has_one_clear_outcome(reading, tmp_path, case):
    path = tmp_path / case.name
    path.write_bytes(case.content)

    read = reading(path, limits=case.limits, **case.spec)

    met = read.rules | ({read.error.facts["key"]} if read.error else set())
    assert met & set(case.outcomes), met
    if read.error is not None:
        assert isinstance(read.error, InputError)
        assert read.error.exit_code == 3
        assert str(path) in read.error.text("sv")
        assert read.error.text("sv") != read.error.text("en")
    else:
        assert read.streams
    assert SECRET not in told(read)


def test_every_reason_is_met_somewhere():
    met = {outcome for case in CASES for outcome in case.outcomes}
    elsewhere = {"absent", "no-match", "empty-folder", "no-member", "locked", "csv", "unreadable"}
    # Those of XML are met in its own tests.
    elsewhere |= {"no-xml", "doctype", "xml-limit"}

    assert set(REASONS) - met <= elsewhere


@pytest.mark.parametrize("name", ["a.csv", "a.xlsx", "a.json", "a.zip"])
def test_a_folder_that_is_named_as_a_file_is_a_folder(reading, tmp_path, name):
    (tmp_path / name).mkdir()
    empty = reading(tmp_path / name)
    (tmp_path / name / "inre.csv").write_bytes(b"a;b\n1;2\n")

    assert empty.error.facts["key"] == "empty-folder"
    assert reading(tmp_path / name).records == [["1", "2"]]


@pytest.mark.parametrize("name", ["saknas.csv", "länk.csv", "ring.csv"])
def test_a_name_without_a_file_is_told(reading, tmp_path, name):
    (tmp_path / "länk.csv").symlink_to(tmp_path / "borta.csv")
    (tmp_path / "ring.csv").symlink_to(tmp_path / "ring.csv")

    assert reading(tmp_path / name).error.facts["key"] in {"absent", "unreadable"}


def test_a_file_that_may_not_be_read_is_told_with_what_to_do(reading, tmp_path):
    path = tmp_path / "a.csv"
    path.write_bytes(b"a;b\n1;2\n")
    path.chmod(0)
    if os.access(path, os.R_OK):
        pytest.skip("this user may read everything")

    read = reading(path)

    assert isinstance(read.error, InputLocked)
    assert "Excel" in read.error.text("sv")


def test_a_file_that_even_root_may_not_read_is_told(reading):
    path = "/proc/sys/vm/compact_memory"
    try:
        Path(path).read_bytes()
    except PermissionError:
        pass
    except OSError as error:
        pytest.skip(f"the system has no such file: {type(error).__name__}")
    else:
        pytest.skip("the system lets this user read it")

    assert isinstance(reading(path).error, InputLocked)
