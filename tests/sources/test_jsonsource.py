"""JSON and JSON Lines: exact numbers, found records, and every damage told."""

from __future__ import annotations

import json
from decimal import Decimal

import ijson
import pytest
from hypothesis import given as forall
from hypothesis import settings
from hypothesis import strategies as st

from ocds_sv.errors import InputBroken, InputTooLarge
from ocds_sv.sources import Limits
from ocds_sv.sources.jsonbytes import Depth, depth_of
from ocds_sv.sources.jsonsource import FAST_BACKEND

TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=8)
VALUE = st.recursive(
    st.none() | st.booleans() | st.integers(-(10**20), 10**20) | TEXT,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(TEXT, inner, max_size=3),
    max_leaves=6,
)
RECORDS = st.lists(
    st.dictionaries(TEXT.filter(lambda key: not key.startswith("\ufeff")), VALUE, max_size=4), min_size=1, max_size=8
)


def test_the_fast_backend_is_the_one_that_reads():
    assert ijson.backend == FAST_BACKEND


@settings(max_examples=60)
@forall(records=RECORDS, lines=st.booleans(), escaped=st.booleans())
def test_whatever_is_written_is_read_back(reading, tmp_path_factory, records, lines, escaped):
    path = tmp_path_factory.mktemp("json") / ("a.jsonl" if lines else "a.json")
    dumped = [json.dumps(record, ensure_ascii=escaped) for record in records]
    path.write_bytes(("\n".join(dumped) if lines else f"[{','.join(dumped)}]").encode())

    read = reading(path, format="jsonl" if lines else "json")

    assert read.error is None
    assert read.records == records
    assert read.numbers == list(range(1, len(records) + 1))


@pytest.mark.parametrize(("name", "content"), [("a.json", '[{"x": %s}]'), ("a.jsonl", '{"x": %s}\n')])
@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("1234.50", Decimal("1234.50")),
        ("0.1", Decimal("0.1")),
        ("12345678901234567890.12", Decimal("12345678901234567890.12")),
        ("1e2", Decimal("1e2")),
        ("12345678901234567890", 12345678901234567890),
        ("-7", -7),
        ("2021006073", 2021006073),
    ],
)
def test_numbers_keep_every_digit(given, name, content, text, value):
    (record,) = given(content % text, name=name).records

    assert record["x"] == value
    assert type(record["x"]) is type(value)
    assert str(record["x"]) == str(value)


@pytest.mark.parametrize(
    ("content", "records", "path"),
    [
        ('[{"a": 1}, {"a": 2}]', [{"a": 1}, {"a": 2}], "[]"),
        ('{"results": [{"a": 1}], "resultCount": 1, "offset": 0}', [{"a": 1}], "results"),
        ('{"few": [{"a": 1}], "many": [{"b": 1}, {"b": 2}], "tags": ["x", "y", "z"]}', [{"b": 1}, {"b": 2}], "many"),
        ('{"id": 1, "tags": ["x", "y"]}', [{"id": 1, "tags": ["x", "y"]}], "."),
        ('{"a": {"list": [{"b": 1}]}}', [{"a": {"list": [{"b": 1}]}}], "."),
        ('{"results": []}', [], "results"),
    ],
)
def test_the_records_are_found(given, content, records, path):
    read = given(content, name="a.json")

    assert read.records == records
    assert read.facts["records"] == path
    assert read.header is None


def test_the_path_to_the_records_can_be_declared(given):
    content = '{"a": {"b": [{"x": 1}]}, "c": [{"y": 1}, {"y": 2}]}'

    assert given(content, name="a.json", records="a.b").records == [{"x": 1}]
    assert len(given(content, name="a.json", records=".").records) == 1
    with pytest.raises(InputBroken, match=r"a\.z"):
        given(content, name="a.json", records="a.z")
    assert given('{"a": {"b": []}}', name="a.json", records="a.b").rules == {"no-records"}


def test_a_mark_in_the_first_key_is_removed_and_told_once(given):
    content = '{"results": [{"\ufeffkopare_id": "1", "b": 2}, {"\ufeffkopare_id": "2"}]}'

    read = given(content, name="a.json")

    assert read.records == [{"kopare_id": "1", "b": 2}, {"kopare_id": "2"}]
    assert read.findings.counts == {"bom-in-key": 1}
    assert given('{"\ufeffa": 1}\n{"\ufeffa": 2}\n', name="a.jsonl").records == [{"a": 1}, {"a": 2}]


@pytest.mark.parametrize("codec", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-32", "cp1252", "mac_roman"])
@pytest.mark.parametrize("name", ["a.json", "a.jsonl"])
def test_json_in_any_encoding(given, codec, name):
    content = (
        '{"namn": "Ängsö på Öland"}\n{"namn": "å"}\n'
        if name == "a.jsonl"
        else '[{"namn": "Ängsö på Öland"}, {"namn": "å"}]'
    )

    assert given(content.encode(codec), name=name).records == [{"namn": "Ängsö på Öland"}, {"namn": "å"}]


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.json", '[{"a": 1, "a": 2}, {"b": {"c": 1, "c": 1}}]'),
        ("a.jsonl", '{"a": 1, "a": 2}\n{"b": {"c": 1, "c": 1}}'),
    ],
)
def test_repeated_keys_are_told_with_the_item(given, name, content):
    read = given(content, name=name)

    assert read.records == [{"a": 2}, {"b": {"c": 1}}]
    assert [(finding.place.row, finding.place.column) for finding in read.findings.examples["repeated-key"]] == [
        (1, "a"),
        (2, "c"),
    ]


@pytest.mark.parametrize("name", ["a.json", "a.jsonl"])
def test_half_characters_are_replaced_and_counted_and_whole_ones_kept(given, name):
    content = r'{"a": "x\ud83d\ude00y", "b": "\ud800z", "c": "\\ud800", "d": "\uDC00"}'
    content = content if name == "a.jsonl" else f"[{content}]"

    read = given(content, name=name)

    assert read.records == [{"a": "x😀y", "b": "�z", "c": r"\ud800", "d": "�"}]
    assert read.findings.counts["lone-surrogate"] == 2


@settings(max_examples=60)
@forall(
    parts=st.lists(st.sampled_from([r"\ud83d\ude00", r"\ud800", "\\\\", r"\"", "ud83d", "å", r"\u00e5"]), max_size=30),
    size=st.integers(1, 40),
)
def test_escapes_survive_any_cut_between_reads(parts, size):
    import io

    from ocds_sv.findings import Place
    from ocds_sv.sources.blob import Blob
    from ocds_sv.sources.encoding import Decision
    from ocds_sv.sources.jsonbytes import Utf8
    from ocds_sv.sources.spec import DEFAULT
    from ocds_sv.sources.survey import Survey

    text = f'"{"".join(parts)}"'
    blob = Blob(Place("x"), io.BytesIO, b"", DEFAULT)
    source = Utf8(io.BytesIO(text.encode()), Survey(Decision("utf-8")), blob)
    read = b"".join(iter(lambda: source.read(size), b""))

    expected = "".join("�" if "\ud800" <= char <= "\udfff" else char for char in json.loads(text))
    assert json.loads(read) == expected


@pytest.mark.parametrize("content", ['[1, {"a": 1}, null, "x"]', '1\n{"a": 1}\nnull\n"x"\n'])
def test_items_that_are_no_objects_are_told_and_counted(given, content):
    read = given(content, name="a.json" if content.startswith("[") else "a.jsonl")

    assert read.records == [{"a": 1}]
    assert read.streams[0].skipped["not-object"] == 3
    assert read.findings.counts["item-not-object"] == 3


def test_a_bad_line_is_a_finding_and_the_rest_is_read(given):
    read = given('{"a": 1}\n{"a": \n\n{"a": 3}\n{"a": NaN}\n', name="a.jsonl")

    assert read.records == [{"a": 1}, {"a": 3}]
    assert read.numbers == [1, 4]
    assert [finding.place.row for finding in read.findings.examples["line-not-json"]] == [2, 5]
    assert read.streams[0].skipped == {"not-json": 2, "blank": 1}


def test_lines_are_recognised_under_a_json_name(given):
    assert given('{"a": 1}\n{"a": 2}\n', name="a.json").records == [{"a": 1}, {"a": 2}]


def test_a_document_over_many_lines_is_recognised_under_any_name(given):
    read = given('[\n{"a": 1},\n{"a": 2}\n]', name="a.txt")

    assert read.records == [{"a": 1}, {"a": 2}]
    assert "wrong-suffix" in read.rules


@pytest.mark.parametrize("whole", [10, 500, 5000])
def test_what_a_cut_document_still_holds_is_given_first(reading, tmp_path, whole):
    path = tmp_path / "a.json"
    path.write_text(
        "[" + ",".join(f'{{"nr": {n}, "text": "Åsa ska inte klippas"}}' for n in range(whole)), encoding="utf-8"
    )

    read = reading(path)

    assert len(read.records) == whole
    assert read.error.facts["key"] == "truncated"
    assert read.error.facts["row"] == whole + 1


@pytest.mark.parametrize("name", ["a.json", "a.jsonl"])
@pytest.mark.parametrize("depth", [101, 900, 200_000])
def test_deep_nesting_is_refused_before_it_costs_anything(reading, tmp_path, name, depth):
    path = tmp_path / name
    path.write_text('{"a":' * depth + "1" + "}" * depth, encoding="utf-8")

    read = reading(path)

    assert isinstance(read.error, InputTooLarge)
    assert read.error.facts["key"] == "nesting"


def test_brackets_in_texts_are_no_nesting(given):
    content = json.dumps([{"a": "[" * 500, "b": '\\"{{{'}] * 3)

    assert len(given(content, name="a.json").records) == 3


@settings(max_examples=60)
@forall(value=VALUE, cuts=st.lists(st.integers(1, 9), max_size=20))
def test_depth_is_exact_over_pieces(value, cuts):
    def true_depth(item):
        if isinstance(item, (list, dict)):
            return 1 + max((true_depth(i) for i in (item.values() if isinstance(item, dict) else item)), default=0)
        return 0

    text = json.dumps(value).encode()
    depth, at = Depth(), 0
    for cut in cuts:
        end = at + cut
        # The promise holds for pieces that do not end inside an escape.
        while text[:end].endswith(b"\\") and end < len(text):
            end += 1
        depth.feed(text[at:end])
        at = end
    depth.feed(text[at:])

    assert depth_of(text) == true_depth(value)
    if b"\\" not in text:
        assert depth.most == true_depth(value)


def test_a_giant_document_streams(given):
    import tracemalloc

    content = b"[" + b",".join(b'{"nr": %d, "text": "en rad som tar plats i minnet"}' % n for n in range(60_000)) + b"]"
    from ocds_sv.findings import Findings
    from ocds_sv.sources import SourceSpec, open_streams

    given(content, name="a.json")
    import pathlib
    import tempfile

    with tempfile.TemporaryDirectory() as folder:
        path = pathlib.Path(folder, "a.json")
        path.write_bytes(content)
        tracemalloc.start()
        count = sum(1 for stream in open_streams([path], SourceSpec(), Findings()) for _ in stream.records)
        peak = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()

    assert count == 60_000
    assert peak < 8_000_000


def test_a_line_longer_than_the_limit_is_refused(given):
    with pytest.raises(InputTooLarge):
        given('{"a": "' + "x" * 60_000 + '"}', name="a.jsonl", limits=Limits(line=50_000))
