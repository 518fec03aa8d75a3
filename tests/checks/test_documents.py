"""Every wrapping gives the same releases, cut out one by one; what is broken is told with its line."""

import gzip
import hashlib
import io
import json
import re
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ocds_sv.checks import cutting, documents
from ocds_sv.checks.documents import (
    Broken,
    Buffer,
    Entry,
    Piece,
    Section,
    _items,
    entries,
    piece_of,
    pieces,
    sections,
)
from ocds_sv.errors import InputError
from ocds_sv.sources import InputFile

RELEASES = [
    {"ocid": f"ocds-a1b2c3-{n}", "id": str(n), "tag": ["tender"], "tender": {"id": "1", "title": 'å "}],[{" \\ ]'}}
    for n in range(5)
]
PACKAGE = {"uri": "https://example.org/p", "version": "1.1", "extensions": ["x"], "publishedDate": "2024"}


def read(tmp_path: Path, text: str | bytes, name: str = "d å.json") -> list[Entry | Broken]:
    path = tmp_path / name
    path.write_bytes(text.encode() if isinstance(text, str) else text)
    return list(entries([path]))


def releases(found: list[Entry | Broken]) -> list[dict]:
    assert not [one for one in found if isinstance(one, Broken)]
    return [one.value for one in found if isinstance(one, Entry) and one.kind in {"release", "compiled"}]


SHAPES = {
    "package": json.dumps({**PACKAGE, "releases": RELEASES}),
    "package with the releases first": json.dumps({"releases": RELEASES, **PACKAGE}),
    "package laid out": json.dumps({**PACKAGE, "releases": RELEASES}, indent=2, ensure_ascii=False),
    "package with the releases in the middle": json.dumps(
        {"uri": "u", "releases": RELEASES, "version": "1.1"}, indent=1
    ),
    "list": json.dumps(RELEASES),
    "list laid out": json.dumps(RELEASES, indent=4),
    "lines": "".join(json.dumps(one) + "\n" for one in RELEASES),
    "lines without the last end": "\n".join(json.dumps(one) for one in RELEASES),
    "lines of Windows": "\r\n".join(json.dumps(one) for one in RELEASES),
    "concatenated": "".join(json.dumps(one, indent=1) for one in RELEASES),
    "packages one after the other": json.dumps({"releases": RELEASES[:2]})
    + "\n"
    + json.dumps({"releases": RELEASES[2:]}),
    "records": json.dumps({"records": [{"ocid": "o", "releases": [one]} for one in RELEASES]}),
    "compiled": json.dumps({"records": [{"ocid": "o", "compiledRelease": one} for one in RELEASES]}),
}


@pytest.mark.parametrize("text", SHAPES.values(), ids=SHAPES.keys())
@pytest.mark.parametrize("mark", [b"", b"\xef\xbb\xbf"], ids=["plain", "marked"])
def test_every_wrapping_gives_the_same_releases(tmp_path: Path, text: str, mark: bytes) -> None:
    assert releases(read(tmp_path, mark + text.encode())) == RELEASES
    assert releases(read(tmp_path, gzip.compress(text.encode()), "d.json.gz")) == RELEASES


@pytest.mark.parametrize("name", ["package", "package with the releases first", "package laid out"])
def test_a_package_keeps_what_is_around_its_releases(tmp_path: Path, name: str) -> None:
    (package,) = [one for one in read(tmp_path, SHAPES[name]) if isinstance(one, Entry) and one.kind == "package"]

    assert package.value == {**PACKAGE, "releases": []}


def test_lines_and_places_are_where_the_releases_begin(tmp_path: Path) -> None:
    text = SHAPES["package laid out"]

    found = [one for one in read(tmp_path, text) if isinstance(one, Entry) and one.kind == "release"]

    lines = text.splitlines()
    assert [json.loads(lines[one.line].split(":")[1].strip().rstrip(",")) for one in found] == [
        one["ocid"] for one in RELEASES
    ]
    assert [one.place for one in found] == [("releases", n) for n in range(5)]


NOTHING_IN_TEXTS = [
    {"id": f"{n}", "awards": [{"id": "a", "items": [{"id": "x"}, {"id": "y"}]}, {"id": "b"}], "title": "},{"}
    for n in range(6)
]
"""What stands between the items stands inside of them, too."""


@pytest.mark.parametrize("unparsed", [False, True])
@pytest.mark.parametrize("broken", [None, "NaN", '"\0"', '"\\ud800"', "tru", '"\\"},{\\"id\\": \\""', '"},{"id":"'])
@pytest.mark.parametrize("marks", [(",", ":"), (", ", ": ")])
def test_items_are_cut_alike_whether_they_are_parsed_or_not(
    tmp_path: Path, unparsed: bool, broken: str | None, marks: tuple[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    texts = [json.dumps(one, separators=marks) for one in NOTHING_IN_TEXTS]
    if broken is not None:
        texts[3] = texts[3][:-1] + f',"x":{broken}}}'
    path = tmp_path / "in.json"
    path.write_text(f"[{marks[0].join(texts)}]", encoding="utf-8")

    found = [piece.text for piece in pieces([path], unparsed=unparsed) if isinstance(piece, Piece)]
    monkeypatch.setattr(cutting, "_NEXT_ITEM", re.compile(rb"(never)"))
    one_by_one = [piece.text for piece in pieces([path]) if isinstance(piece, Piece)]

    assert found == one_by_one
    assert broken == '"},{"id":"' or [one.decode() for one in found] == texts


@pytest.mark.parametrize("unparsed", [False, True])
def test_a_sign_outside_of_texts_breaks_its_own_item_alone(tmp_path: Path, unparsed: bool) -> None:
    texts = [json.dumps(one) for one in NOTHING_IN_TEXTS]
    texts[2] = texts[2][:-1] + r', \" "x": 1}'
    path = tmp_path / "in.json"
    path.write_text(f"[{','.join(texts)}]", encoding="utf-8")

    found = [piece.parsed for piece in pieces([path], unparsed=unparsed) if isinstance(piece, Piece)]

    assert [one.value for one in found] == [*NOTHING_IN_TEXTS[:2], None, *NOTHING_IN_TEXTS[3:]]


def test_what_another_process_will_parse_is_not_parsed_here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "in.json"
    path.write_text(SHAPES["list"] + SHAPES["lines"], encoding="utf-8")
    expected = [piece.parsed.value for piece in pieces([path]) if isinstance(piece, Piece)]

    with monkeypatch.context() as patch:
        patch.delattr("orjson.loads")
        found = list(pieces([path], unparsed=True))

    assert [piece.parsed.value for piece in found if isinstance(piece, Piece)] == expected == RELEASES * 2


@pytest.mark.parametrize("chunk", [1, 7, 64, 1000])
def test_how_the_text_is_read_changes_nothing(tmp_path: Path, chunk: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cutting, "CHUNK", chunk)

    for text in SHAPES.values():
        assert releases(read(tmp_path, text)) == RELEASES


def opened(piece: Piece | Entry | Broken) -> list[Entry | Broken]:
    return list(piece.entries()) if isinstance(piece, Piece) else [piece]


@settings(max_examples=60)
@given(
    st.lists(
        st.dictionaries(
            st.text(max_size=4),
            st.recursive(
                st.none() | st.booleans() | st.integers(-9, 9) | st.text('a"\\{}[],: \n', max_size=6),
                lambda inner: (
                    st.lists(inner, max_size=3) | st.dictionaries(st.text('ab"', max_size=2), inner, max_size=3)
                ),
                max_leaves=8,
            ),
            max_size=4,
        ),
        max_size=6,
    ),
    st.sampled_from([None, 1]),
    st.sampled_from([3, 50, 10_000]),
    st.booleans(),
)
def test_items_of_any_list_are_cut_where_they_end(values: list, indent: int | None, chunk: int, unparsed: bool) -> None:
    saved, cutting.CHUNK = cutting.CHUNK, chunk
    try:
        buffer = Buffer(io.BytesIO(json.dumps(values, indent=indent).encode()[1:]), unparsed=unparsed)
        found = [entry for piece in _items(buffer, "f", None) for entry in opened(piece)]
    finally:
        cutting.CHUNK = saved

    whole = [one.value for one in found if isinstance(one, Entry) and one.kind in {"release", "compiled"}]
    plain = [value for value in values if not {"releases", "records", "compiledRelease"} & value.keys()]
    assert [value for value in whole if value in plain] == plain


@pytest.mark.parametrize(
    ("text", "line", "reason"),
    [
        ('{"releases": [{"ocid": "a"}, {"ocid": ', 1, "ends in the middle"),
        ('{"ocid": "a"}\n{"ocid": b}\n{"ocid": "c"}\n', 2, "no valid JSON"),
        ("hej", 1, "an object or a list is expected"),
        ('[{"ocid": "a"}, 7]', 1, "an object is expected"),
        ('{"ocid": "a", "x": NaN}', 1, "NaN and Infinity"),
        ('{"a": {"b": 1}', 1, "ends in the middle"),
        ('{"ocid": "a"}\n{"ocid": "b\n{"ocid": "c"}\n', 2, "no valid JSON"),
        ('{"ocid": "a",\n "x": [1,\n -Infinity]}', 1, "(line 3,"),
        ('{"ocid": "a\0"}', 1, "control character"),
        ('{"ocid": "a", "x": 1e999}', 1, "number is too large"),
        (r'{"ocid": "a", "x": "\ud800"}', 1, "half a character"),
        ('{"ocid": ' + "[" * 10_000 + "]" * 10_000 + "}", 1, "nested deeper"),
        ('{"x": ' * 10_000 + "1" + "}" * 10_000, 1, "nested deeper"),
        ('{"x": ' * 102 + "1" + "}" * 102, 1, "nested deeper than 100"),
        ("[" * 10_000, 1, "ends in the middle"),
        ('{"releases": [' * 60 + "]}" * 60, 1, "nested deeper"),
        ("\0\0\0", 1, "an object or a list is expected"),
        ('"ocid"', 1, "an object or a list is expected"),
        ("{", 1, "ends in the middle"),
        ('{"releases": [{', 1, "ends in the middle"),
        ('[1\n{"ocid": "a\n', 1, "an object is expected"),
    ],
)
def test_what_is_broken_is_told_with_its_line_and_the_rest_is_read(
    tmp_path: Path, text: str, line: int, reason: str
) -> None:
    found = read(tmp_path, text)

    broken = [one for one in found if isinstance(one, Broken)]
    assert broken[0].line == line
    assert reason in broken[0].reason
    assert "ocid" not in broken[0].reason + broken[0].reason_sv
    assert broken[0].reason != broken[0].reason_sv
    after = text.splitlines()[line:] if text.endswith("}\n") else []
    assert len(after) <= sum(isinstance(one, Entry) for one in found)


def test_lines_that_are_no_objects_are_passed_with_one_word_and_the_next_are_read(tmp_path: Path) -> None:
    found = read(tmp_path, '{"ocid": "a"}\nhej\nhopp\n  {"ocid": "b"}\n')

    assert [one.line for one in found] == [1, 2, 4]
    assert [one.value["ocid"] for one in found if isinstance(one, Entry)] == ["a", "b"]


@given(
    st.lists(
        st.sampled_from(
            ['{"ocid": "a"}', '{"ocid": b}', ' {"ocid": "c"}', "", "7", '{"x":', "1}", '[{"ocid": "d"}]', "{"]
        ),
        max_size=9,
    ),
    st.sampled_from(["\n", "\r\n", "\n\n"]),
    st.sampled_from([4, 20, 10_000]),
)
def test_lines_taken_many_at_once_are_those_taken_one_by_one(lines: list[str], end: str, chunk: int) -> None:
    def read_as(taken: Callable[[Buffer], list[bytes]]) -> list[Piece | Entry | Broken]:
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(cutting, "CHUNK", chunk)
            patch.setattr(documents, "sure_lines", taken)
            return list(documents._documents(Buffer(io.BytesIO(end.join(lines).encode())), "f", None))

    assert read_as(cutting.sure_lines) == read_as(lambda _: [])


def test_faults_of_the_writing_are_looked_for_unless_only_the_values_are_asked_for(tmp_path: Path) -> None:
    path = tmp_path / "in.json"
    path.write_text('{"ocid": "a", "ocid": "b"}', encoding="utf-8")

    faults = [[len(one.faults) for one in entries([path], exact=exact)] for exact in (False, True)]

    assert faults == [[1], [0]]


@pytest.mark.parametrize("codec", ["utf-16", "utf-16-le", "utf-16-be", "utf-32", "cp1252"])
@pytest.mark.parametrize("name", ["package", "lines", "list laid out", "concatenated"])
def test_other_encodings_are_read_and_told(tmp_path: Path, codec: str, name: str) -> None:
    text = json.dumps(json.loads(SHAPES[name]), ensure_ascii=False) if name == "package" else SHAPES[name]
    text = text.replace("\\u00e5", "å")

    found = read(tmp_path, text.encode(codec))

    assert releases(found) == RELEASES
    faults = [one.faults for one in found if isinstance(one, Entry) and one.kind == "release"]
    assert [[check.name for check, _, _ in each] for each in faults] == [["text-in-another-encoding"]] * 5


def test_a_key_that_stands_twice_is_found_where_it_stands(tmp_path: Path) -> None:
    text = '{"ocid": "a", "tender": {"id": "1", "title": "x \\": y", "id" : "2"}, "awards": [{}, {"id": 1, "id": 1}]}\n'

    found = read(tmp_path, text + RELEASE_WITH_COLONS)

    places = [[place for check, place, _ in one.faults] for one in found if isinstance(one, Entry)]
    assert places == [[("tender", "id"), ("awards", 1, "id")], []]


RELEASE_WITH_COLONS = '{"ocid" :"b","x":"a \\":\\" b","y":"\\u0022:"}\n'


@pytest.mark.parametrize(
    ("release", "kind"),
    [
        ({"ocid": "a", "tag": ["compiled"]}, "compiled"),
        ({"ocid": "a", "language": [{"releaseID": "1", "releaseDate": "", "releaseTag": 1, "value": 1}]}, "versioned"),
        ({"ocid": "a", "awards": [{"id": "1"}]}, "release"),
    ],
)  # fmt: skip
def test_kinds_are_told_apart(tmp_path: Path, release: dict, kind: str) -> None:
    (one,) = read(tmp_path, json.dumps(release))

    assert isinstance(one, Entry)
    assert one.kind == kind


def test_a_record_gives_its_compiled_and_versioned_release(tmp_path: Path) -> None:
    record = {"ocid": "a", "compiledRelease": {"ocid": "a", "tag": ["compiled"]}, "versionedRelease": {"ocid": "a"}}

    found = read(tmp_path, json.dumps({"records": [record]}))

    assert [one.kind for one in found if isinstance(one, Entry)] == ["record", "compiled", "versioned", "package"]


@pytest.mark.parametrize("at", ["start", "end", "end of gzip"])
def test_what_a_package_declares_is_known_before_its_releases(tmp_path: Path, at: str) -> None:
    declared = {"extensions": ["https://example.org/e"], "version": "1.1"}
    package = {**declared, "releases": RELEASES} if at == "start" else {"releases": RELEASES, **declared}
    content = json.dumps(package, indent=1).encode()

    path = tmp_path / "d å.json"
    path.write_bytes(gzip.compress(content) if "gzip" in at else content)
    found = list(pieces([path]))

    known = [one.value.get("extensions") for one in found[:1] if isinstance(one, Entry) and one.kind == "declaration"]
    assert known == [declared["extensions"]] if "gzip" not in at else known == [None]


@pytest.mark.parametrize("name", ["ut.provenance.jsonl", "UT.Provenance.jsonl.gz"])
def test_provenance_is_passed_over_in_a_folder_and_by_name(tmp_path: Path, name: str) -> None:
    (tmp_path / "ut.jsonl").write_text('{"ocid": "a"}\n', encoding="utf-8")
    (tmp_path / name).write_bytes(b'{"release": 1}\n')

    for inputs in ([tmp_path], [tmp_path / "ut.jsonl", tmp_path / name], [str(tmp_path / "*.*")]):
        passed: list[str] = []
        found = list(entries(inputs, passed=passed))
        assert passed == [str(tmp_path / name)]
        assert len(found) == 1


def test_what_lies_in_a_folder_beside_releases_is_passed_over(tmp_path: Path) -> None:
    (tmp_path / "ut.jsonl").write_text('{"ocid": "a"}\n', encoding="utf-8")
    for name in ("avtal å.csv", "avtal.xlsx", "ut.report.json"):
        (tmp_path / name).write_bytes(b"{}")

    passed: list[str] = []
    assert len(list(entries([tmp_path], passed=passed))) == 1
    assert {Path(name).name for name in passed} == {"avtal å.csv", "avtal.xlsx", "ut.report.json"}
    assert len(list(entries([tmp_path / "avtal å.csv"]))) == 1


@pytest.mark.parametrize("name", ["day.jsonl", "day.NDJSON", "day.jsonl.gz"])
def test_lines_without_a_line_are_no_fault(tmp_path: Path, name: str) -> None:
    """So a day is written on which nothing has changed."""
    (tmp_path / name).write_bytes(gzip.compress(b"") if name.endswith(".gz") else b"")

    assert list(entries([tmp_path / name])) == []
    assert list(sections([tmp_path])) == []


@pytest.mark.parametrize("name", ["day.json", "day.json.gz", "day.jsonl.gz"])
def test_what_is_empty_by_mistake_is_told(tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_bytes(gzip.compress(b'{"ocid": "o"}')[:-12] if name == "day.jsonl.gz" else b"")

    with pytest.raises(InputError):
        list(entries([tmp_path / name]))


def test_an_empty_file_among_others_does_not_stop_the_rest(tmp_path: Path) -> None:
    (tmp_path / "a.json").touch()
    (tmp_path / "b.jsonl").write_text('{"ocid": "a"}\n', encoding="utf-8")

    broken, release = entries([tmp_path])
    assert isinstance(broken, Broken)
    assert "tom" in broken.reason_sv
    assert isinstance(release, Entry)
    with pytest.raises(InputError):
        list(entries([tmp_path / "a.json"]))


LINES = b"".join(json.dumps({**RELEASES[0], "id": str(n)}).encode() + b"\n" for n in range(20_000))


def archive(path: Path, damaged: bytes, at: int) -> Path:
    """A zip file of three members, the middle one of which has a changed byte."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as made:
        for name, content in (("1.jsonl", LINES[:1000]), ("2.jsonl", damaged), ("3.jsonl", LINES[:1000])):
            made.writestr(name, content[: content.rindex(b"\n") + 1])
    packed = bytearray(path.read_bytes())
    packed[packed.index(b"2.jsonl") + at] ^= 0x55
    path.write_bytes(packed)
    return path


@pytest.mark.parametrize(("content", "at"), [(LINES[:1000], 60), (LINES, 20_000)], ids=["small", "large"])
def test_a_damaged_member_does_not_stop_the_rest_of_its_archive(tmp_path: Path, content: bytes, at: int) -> None:
    path = archive(tmp_path / "a.zip", content, at)

    for found in (list(entries([path])), [one for one in sections([path]) if not isinstance(one, Entry)]):
        unread = [one for one in found if isinstance(one, Broken) and "skadad" in one.reason_sv]
        assert [one.file for one in unread] == [f"{path}!2.jsonl"]
        assert "2.jsonl" not in unread[0].reason + unread[0].reason_sv
        assert (unread[0].line, unread[0].place) == (0, unread[0].file)
        assert {one.file for one in found} == {f"{path}!{n}.jsonl" for n in (1, 2, 3)}


def taken_apart(part: Section | Piece | Entry | Broken) -> list[Entry | Broken]:
    pieces = [piece_of(part, at) for at in range(len(part.texts))] if isinstance(part, Section) else [part]
    return [one for piece in pieces for one in opened(piece)]


@pytest.mark.parametrize(
    ("text", "where"),
    [
        ('{"releases": [{"ocid": "a"}, {"ocid": "b', "object"),
        ('{"releases": [{"ocid": "a"},', "list"),
        ('{"releases": [{"ocid": "a"}], "uri": "', "package"),
        ('[{"ocid": "a"}, {"ocid": "b', "object"),
        ('{"ocid": "a"}\n{"ocid": "b', "object"),
    ],
)
def test_that_a_text_ends_too_early_is_told_once(tmp_path: Path, text: str, where: str) -> None:
    path = tmp_path / "a å.json"
    path.write_text(text, encoding="utf-8")

    for found in (list(entries([path])), [one for part in sections([path]) for one in taken_apart(part)]):
        broken = [one for one in found if isinstance(one, Broken)]
        assert [(one.file, one.why.key) for one in broken] == [(str(path), f"{where}-cut")]
        assert [one.value["ocid"] for one in found if isinstance(one, Entry) and one.kind == "release"] == ["a"]


def test_what_is_packed_and_cut_is_told_as_a_fault_of_the_file(tmp_path: Path) -> None:
    path = tmp_path / "d.jsonl.gz"
    path.write_bytes(gzip.compress(LINES)[:-300])

    with pytest.raises(InputError, match=re.escape(str(path))):
        list(entries([path]))
    (tmp_path / "e.jsonl").write_bytes(LINES[: LINES.index(b"\n") + 1])
    found = list(entries([tmp_path]))
    assert "slutar för tidigt" in [one for one in found if isinstance(one, Broken)][-1].reason_sv
    assert found[-1].file.endswith("e.jsonl")


def test_memory_does_not_grow_with_the_package(tmp_path: Path) -> None:
    import tracemalloc

    path = tmp_path / "stor.json"
    one = json.dumps({"ocid": "ocds-a1b2c3-1", "tender": {"id": "1", "title": "x" * 2000}})
    with path.open("w", encoding="utf-8") as file:
        file.write('{"releases": [' + ",".join([one] * 10_000) + '], "uri": "u"}')
    tracemalloc.start()
    try:
        count = sum(isinstance(entry, Entry) and entry.kind == "release" for entry in entries([path]))
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()

    assert count == 10_000
    assert peak < 8_000_000


@pytest.mark.parametrize(
    "text", [json.dumps({**PACKAGE, "releases": RELEASES}), "".join(map(json.dumps, RELEASES)), "<x>"]
)
@pytest.mark.parametrize("codec", ["utf-8", "utf-8-sig", "utf-16"])
@pytest.mark.parametrize("length", [0, 1 << 20])
def test_the_checksum_is_that_of_the_whole_file_however_far_it_is_read(tmp_path, text, codec, length):
    path = tmp_path / "stor å.json"
    path.write_bytes((text + " " * length).encode(codec))
    files: list[InputFile] = []

    list(entries([path], files))

    content = path.read_bytes()
    assert [file.json() for file in files] == [
        {"name": str(path), "size": len(content), "sha256": hashlib.sha256(content).hexdigest()}
    ]


def test_a_large_file_is_read_once(tmp_path, monkeypatch):
    path = tmp_path / "stor.json"
    path.write_text("\n".join(map(json.dumps, RELEASES)) + " " * (1 << 20), encoding="utf-8")
    monkeypatch.setattr(hashlib, "file_digest", None)
    files: list[InputFile] = []

    assert len(list(entries([path], files))) == len(RELEASES)

    assert files[0].sha256 == hashlib.sha256(path.read_bytes()).hexdigest()


def test_a_file_that_is_gone_before_its_checksum_is_asked_for_is_told(tmp_path):
    path = tmp_path / "borta.json"
    path.write_text("<x>" + " " * (1 << 20), encoding="utf-8")
    files: list[InputFile] = []
    list(entries([path], files))
    path.unlink()

    with pytest.raises(InputError, match="borta"):
        files[0].json()


@pytest.mark.parametrize("indent", [None, 1])
@pytest.mark.parametrize("keys", [("releases", "records"), ("records", "releases")])
def test_of_a_package_with_both_lists_neither_is_lost(
    tmp_path: Path, keys: tuple[str, str], indent: int | None
) -> None:
    release = {**RELEASES[0], "tender": {"id": "t", "value": {"amount": 1.5}}}
    items = {"releases": [release, RELEASES[0]], "records": [{"ocid": "o", "releases": [release]}]}
    whole = {"uri": "https://example.org", **{key: items[key] for key in keys}, "version": "1.1"}
    (tmp_path / "in.json").write_text(json.dumps(whole, indent=indent), encoding="utf-8")

    found = [entry for entry in entries([tmp_path / "in.json"]) if isinstance(entry, Entry)]

    places = [(entry.kind, *entry.place) for entry in found]
    assert sorted(places) == [
        ("package",), ("record", "records", 0), ("release", "records", 0, "releases", 0),
        ("release", "releases", 0), ("release", "releases", 1),
    ]  # fmt: skip
    assert found[-1].value == {"uri": "https://example.org", "releases": [], "records": [], "version": "1.1"}
    assert sum(entry.value == release for entry in found) == 2


@pytest.mark.parametrize("end", ["", "\n", "\n{}\n"])
@pytest.mark.parametrize("indent", [None, 1])
def test_a_record_alone_is_a_record_however_it_is_written(tmp_path: Path, indent: int | None, end: str) -> None:
    compiled = {**RELEASES[0], "tag": ["compiled"]}
    record = {"ocid": RELEASES[0]["ocid"], "releases": RELEASES[:2], "compiledRelease": compiled}
    (tmp_path / "in.json").write_text(json.dumps(record, indent=indent) + end, encoding="utf-8")

    found = [(entry.kind, *entry.place) for entry in entries([tmp_path / "in.json"]) if isinstance(entry, Entry)]

    assert found[:4] == [
        ("record",), ("release", "releases", 0), ("release", "releases", 1), ("compiled", "compiledRelease")
    ]  # fmt: skip


def test_a_record_that_breaks_off_is_told(tmp_path: Path) -> None:
    (tmp_path / "in.json").write_text('{"ocid": "o", "releases": [{"id": "1"}', encoding="utf-8")

    (broken,) = entries([tmp_path / "in.json"])

    assert isinstance(broken, Broken)
    assert broken.why.key == "object-cut"
