"""Fixed width: fields by position, lines that belong to others, nothing lost between."""

import codecs
from contextlib import nullcontext

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ocds_sv.errors import InputBroken, InputError
from ocds_sv.findings import Findings
from ocds_sv.sources import SourceSpec, open_streams
from ocds_sv.sources.fixed import columns_of

LAYOUT = {
    "S": {"nummer": (2, 6), "namn": (7, 26)},
    "H": {"verifikation": (2, 6), "datum": (7, 12)},
    "R": {"radtext": (2, 11)},
    "K": {"konto": (3, 7), "belopp": (10, 18), "tecken": (19, 19), "text": (20, 29)},
    "T": {},
}
LINES = [
    "S00042Åkerbärets Städ AB",
    "H10001240131",
    "RStädning  ",
    "K 46001  000012345 januari",
    "K 46002  000000099-februari",
    "H10002240201",
    "K 46003  000000001 mars",
    "T00003",
]


@pytest.fixture
def read(tmp_path):
    """The records, skipped lines and findings of lines under a layout."""

    def reader(lines, layout=LAYOUT, records="K", encoding="latin-1", end="\r\n"):
        path = tmp_path / "konteringar å.txt"
        path.write_bytes("".join(line + end for line in lines).encode(encoding))
        findings = Findings()
        spec = SourceSpec(format="fixed", layout=layout, records=records)
        for stream in open_streams([path], spec, findings):
            records = [(row, dict(zip(stream.header, cells, strict=True))) for row, cells in stream.records]
        return records, stream, findings

    return reader


def filled(cells):
    return {name: cell for name, cell in cells.items() if cell}


def test_a_record_has_the_fields_of_the_lines_it_belongs_to(read):
    records, stream, findings = read(LINES)

    supplier = {"nummer": "00042", "namn": "Åkerbärets Städ AB"}
    first = {**supplier, "verifikation": "10001", "datum": "240131", "radtext": "Städning"}
    second = {**supplier, "verifikation": "10002", "datum": "240201"}
    assert [(row, filled(cells)) for row, cells in records] == [
        (4, {**first, "konto": "46001", "belopp": "000012345", "text": "januari"}),
        (5, {**first, "konto": "46002", "belopp": "000000099", "tecken": "-", "text": "februari"}),
        (7, {**second, "konto": "46003", "belopp": "000000001", "text": "mars"}),
    ]
    assert stream.skipped == {"carried": 4, "left-out": 1}
    assert set(findings.counts) <= {"encoding-not-utf8"}


def test_what_stands_between_the_fields_has_a_column_of_its_own(read):
    layout = {"K": {"konto": (3, 7), "belopp": (10, 12)}}

    records, stream, _ = read(["KX46001YY123and more"], layout)

    assert stream.header == columns_of(layout) == ("K 2-2", "konto", "K 8-9", "belopp", "K 13-")
    assert list(records[0][1].values()) == ["X", "46001", "YY", "123", "and more"]


def test_short_lines_have_empty_fields_and_a_last_field_may_go_to_the_end(read):
    layout = {"": {"a": (1, 2), "b": (3, 4), "c": (5, None)}}

    records, stream, _ = read(["12", "12345 67 ", ""], layout, records="")

    assert [list(cells.values()) for _, cells in records] == [["12", "", ""], ["12", "34", "5 67"]]
    assert stream.header == ("a", "b", "c")
    assert stream.skipped["blank"] == 1


def test_a_line_of_no_known_type_is_told_and_counted(read):
    records, stream, findings = read(["X?", *LINES])

    assert len(records) == 3
    assert stream.skipped["unknown-type"] == 1
    assert findings.examples["unknown-line-type"][0].place.row == 1


def test_a_line_that_no_record_follows_is_told(read):
    _, _, findings = read(["H10001240131", "H10002240201", "K 46003  000000001", "RStädning"])

    assert [finding.place.row for finding in findings.examples["line-without-records"]] == [1, 4]


def test_the_longest_type_is_taken(read):
    records, _, _ = read(["10a", "1b", "10c"], {"1": {"x": (2, None)}, "10": {"y": (3, None)}}, records="10 1")

    assert [filled(cells) for _, cells in records] == [{"y": "a"}, {"x": "b"}, {"x": "b", "y": "c"}]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp850", "cp1252"])
@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_encoding_and_line_ends_are_found_out(read, encoding, end):
    lines = ["S00042Räksmörgåsens Åkeri", "K 46001  000012345 överföring"]

    records, _, _ = read(lines, encoding=encoding, end=end)

    assert (records[0][1]["namn"], records[0][1]["text"]) == ("Räksmörgåsens Åkeri"[:20], "överföring")


def test_the_end_mark_of_dos_is_no_record(read):
    records, stream, _ = read([*LINES, "\x1a"])

    assert len(records) == 3
    assert stream.skipped["blank"] == 1


@pytest.mark.parametrize("content", [b"\x00\x01\x02" * 50, codecs.BOM_UTF8, b"\r\n\r\n"])
def test_a_file_without_records_is_told(tmp_path, content):
    path = tmp_path / "trasig.txt"
    path.write_bytes(content)
    findings = Findings()

    with pytest.raises(InputError) if b"\x01" in content else nullcontext():
        for stream in open_streams([path], SourceSpec(format="fixed", layout=LAYOUT, records="K"), findings):
            assert list(stream.records) == []
        assert findings.counts["no-records"]


def test_bytes_that_the_declared_encoding_does_not_have_name_the_row(tmp_path):
    path = tmp_path / "fel.txt"
    path.write_bytes("K 46001\nK å6002\n".encode("latin-1"))
    spec = SourceSpec(format="fixed", layout=LAYOUT, records="K", encoding="ascii")

    with pytest.raises(InputBroken) as raised:  # noqa: PT012 - records are read lazily
        for stream in open_streams([path], spec, Findings()):
            list(stream.records)

    assert "fel.txt, row 1: the text is not ascii" in raised.value.text("en")


@given(st.lists(st.text("SHRKTX 019-å", max_size=40)))
def test_every_line_is_a_record_or_skipped(tmp_path_factory, lines):
    path = tmp_path_factory.mktemp("fixed") / "a.txt"
    path.write_text("\n".join([*lines, "K 1"]) + "\n", encoding="utf-8")
    spec = SourceSpec(format="fixed", layout=LAYOUT, records="K", encoding="utf-8")

    for stream in open_streams([path], spec, Findings()):
        records = list(stream.records)

    assert len(records) + sum(stream.skipped.values()) == len(lines) + 1
    assert all(len(cells) == len(stream.header) for _, cells in records)
