"""XML: records wherever they stand, each a document of its own; what is dangerous is refused in one sentence."""

import pickle
import zipfile
from dataclasses import replace

import pytest
from lxml import etree

from ocds_sv.errors import InputBroken, InputError, InputTooLarge
from ocds_sv.findings import Findings
from ocds_sv.sources import SourceSpec, open_streams, sniff

NOTICES, PARTS = "urn:example:notice", "urn:example:parts"
NOTICE = """<x:Notice xmlns:x="urn:example:notice" xmlns="urn:example:parts">
  <ID>{0}</ID>
  <Name>Åkerbäret</Name>
</x:Notice>
"""
SPEC = SourceSpec(format="xml", namespaces={"n": NOTICES, "p": PARTS}, roots=("n:Notice",))


def read(paths, spec=SPEC):
    """Numbers and ids of the records, and the findings."""
    findings = Findings()
    found = []
    for stream in open_streams(paths, spec, findings):
        found += [
            (number, record.element.findtext(f"{{{PARTS}}}ID"), record.element.getroottree().getroot().tag)
            for number, record in stream.records
        ]
    return found, findings


@pytest.fixture
def written(tmp_path):
    def write(text, name="notis å.xml"):
        path = tmp_path / name
        path.write_bytes(text if isinstance(text, bytes) else text.encode())
        return path

    return write


def test_a_document_is_one_record(written):
    assert read([written(NOTICE.format("a"))])[0] == [(1, "a", f"{{{NOTICES}}}Notice")]


def test_without_roots_every_document_is_a_record(written):
    spec = SourceSpec(format="xml")

    assert [number for number, *_ in read([written("<a/>"), written("\n<b><b/></b>", "b.xml")], spec)[0]] == [1, 2]


def test_records_in_a_wrapper_are_documents_of_their_own(written):
    text = "<feed>\n" + "".join(f"<entry>{NOTICE.format(name)}</entry>" for name in "abc") + "</feed>"

    found, _ = read([written(text)])

    assert found == [(number, name, f"{{{NOTICES}}}Notice") for number, name in ((2, "a"), (6, "b"), (10, "c"))]


def test_records_on_one_line_have_numbers_of_their_own(written):
    text = "<feed>" + "".join(NOTICE.format(name).replace("\n", "") for name in "abc") + "</feed>"

    assert [number for number, *_ in read([written(text)])[0]] == [1, 2, 3]


def test_a_record_inside_a_record_belongs_to_it(written):
    inner = NOTICE.format("inner")
    text = NOTICE.format("outer").replace("</x:Notice>", inner + "</x:Notice>")

    assert [name for _, name, _ in read([written(f"<f>{text}</f>")])[0]] == ["outer"]


def test_records_names_the_element_and_those_around_it(written):
    text = "<book><journal><entry n='1'/><entry n='2'/></journal><draft><entry n='3'/></draft></book>"

    for records, expected in (("entry", "123"), ("journal/entry", "12"), ("book/draft/entry", "3")):
        spec = SourceSpec(format="xml", records=records)
        (stream,) = open_streams([written(text)], spec, Findings())
        assert "".join(record.element.get("n") for _, record in stream.records) == expected


@pytest.mark.parametrize("records", ["", "o:Notice/p:Name"])
def test_several_namespaces_are_read_as_the_first(written, records):
    text = NOTICE.format("a").replace(NOTICES, "urn:example:old").replace("<Name>", f'<Name xmlns="{PARTS}/2">')
    namespaces = {"o": NOTICES, "p": PARTS}
    aliases = {"urn:example:old": NOTICES, f"{PARTS}/2": PARTS}
    spec = SourceSpec(format="xml", namespaces=namespaces, aliases=aliases, roots=("o:Notice",), records=records)

    (stream,) = open_streams([written(text)], spec, Findings())

    ((_, record),) = stream.records
    assert record.element.tag == (f"{{{PARTS}}}Name" if records else f"{{{NOTICES}}}Notice")
    assert pickle.loads(pickle.dumps(record)).element.tag == record.element.tag


@pytest.mark.parametrize("encoding", ["utf-16", "iso-8859-1"])
def test_the_declared_encoding_counts(written, encoding):
    text = f'<?xml version="1.0" encoding="{encoding}"?>\n' + NOTICE.format("å")

    assert [name for _, name, _ in read([written(text.encode(encoding))])[0]] == ["å"]


def test_archives_and_folders(written, tmp_path):
    with zipfile.ZipFile(tmp_path / "a.zip", "w") as archive:
        archive.writestr("1.xml", NOTICE.format("z1"))
        archive.writestr("2.xml", NOTICE.format("z2"))
    written(NOTICE.format("b"), "b.xml")

    assert [name for _, name, _ in read([tmp_path])[0]] == ["z1", "z2", "b"]


def test_a_document_of_another_kind_has_no_records_and_is_told_of(written):
    found, findings = read([written("<other/>")])

    assert found == []
    assert findings.counts == {"no-such-element": 1}


def test_a_record_travels_between_processes_with_its_lines(written):
    text = "\n\n<feed>\n" + NOTICE.format("a") + NOTICE.format("b") + "</feed>"
    (stream,) = open_streams([written(text)], SPEC, Findings())

    for number, record in stream.records:
        again = pickle.loads(pickle.dumps(record))
        name = again.element.find(f"{{{PARTS}}}Name")
        assert (again.line, name.sourceline + again.offset) == (number, number + 2)


def nested(depth):
    return "<a>" * depth + "</a>" * depth


BOMB = "<!DOCTYPE a [<!ENTITY b 'bbbbbbbbbb'><!ENTITY c '&b;&b;&b;&b;&b;&b;'>]><a>&c;</a>"
OUTSIDE = "<!DOCTYPE a [<!ENTITY x SYSTEM 'file:///etc/hostname'>]><a>&x;</a>"
LATE = "<!--" + "x" * 100_000 + "-->" + BOMB
REFUSED = {
    "bomb": (BOMB, InputBroken, "doctype"),
    "external": (OUTSIDE, InputBroken, "doctype"),
    "late": (LATE, InputBroken, "doctype"),
    "deep": (nested(10_000), InputTooLarge, "xml-limit"),
    "long": ("<a>" + "x" * 10_000_001 + "</a>", InputTooLarge, "xml-limit"),
    "cut": ("<a><b>", InputBroken, "truncated"),
    "wrong": ("<a>\n<b></a>", InputBroken, "no-xml"),
    "undeclared": ("<a>&x;</a>", InputBroken, "no-xml truncated"),
    "json": ("{}", InputBroken, "no-xml"),
}


@pytest.mark.parametrize("roots", [(), ("a",)])
@pytest.mark.parametrize("name", REFUSED)
def test_what_is_dangerous_or_broken_is_refused_in_one_sentence(written, name, roots):
    text, kind, key = REFUSED[name]

    with pytest.raises(kind) as caught:
        read([written(text)], SourceSpec(format="xml", roots=roots))

    assert caught.value.facts["key"] in key.split()
    for lang in ("sv", "en"):
        assert "\n" not in caught.value.text(lang)


def test_what_is_asked_for_may_be_deep(written):
    (stream,) = open_streams([written(nested(1000))], SourceSpec(format="xml", huge=True), Findings())

    assert len(list(stream.records)) == 1


def test_records_before_the_break_are_given(written):
    (stream,) = open_streams([written("<f>" + NOTICE.format("a") + "<f>")], SPEC, Findings())

    assert next(stream.records)[0] == 1
    with pytest.raises(InputError):
        next(stream.records)


def test_other_mappings_do_not_take_xml(written):
    with pytest.raises(InputBroken, match="XML"):
        list(open_streams([written(NOTICE.format("a"))], SourceSpec(), Findings()))


def test_a_first_look_names_the_elements(written):
    sniffed = sniff(written("<f>" + NOTICE.format("a") + "</f>"))

    assert sniffed.format == "xml"
    assert sniffed.tables[0].header[:2] == ("f", f"{{{NOTICES}}}Notice")


def test_an_archives_directory_is_read_as_often_for_many_members_as_for_few(tmp_path, monkeypatch):
    read_directory, times = zipfile.ZipFile._RealGetContents, []
    monkeypatch.setattr(zipfile.ZipFile, "_RealGetContents", lambda archive: times.append(1) or read_directory(archive))
    counts = []
    for members in (2, 20):
        with zipfile.ZipFile(tmp_path / "a.zip", "w") as archive:
            for number in range(members):
                archive.writestr(f"{number}.xml", NOTICE.format(number))
        times.clear()
        assert len(read([tmp_path / "a.zip"])[0]) == members
        counts.append(len(times))

    assert counts[0] == counts[1]


def test_a_record_of_several_things_becomes_one_of_each(written):
    notice = f"""<n:Notice xmlns:n="{NOTICES}" xmlns="{PARTS}"><ID>a</ID>
      <Part><ID>1</ID></Part><Lot>x</Lot><Part><ID>2</ID></Part><Part><ID>3</ID></Part><End/></n:Notice>"""
    spec = SourceSpec(format="xml", namespaces={"n": NOTICES, "p": PARTS}, roots=("n:Notice",), split="p:Part")

    (stream,) = open_streams([written(f"<all>{notice}{NOTICE.format('b')}</all>")], spec, Findings())
    found = [(number, [child.tag.partition("}")[2] for child in one.element]) for number, one in stream.records]

    assert found == [
        (1, ["ID", "Part", "Lot", "End"]),
        (2, ["ID", "Lot", "Part", "End"]),
        (3, ["ID", "Lot", "Part", "End"]),
        (4, ["ID", "Name"]),
    ]


def test_the_parts_of_a_split_record_come_in_order(written):
    text = "<all>" + "".join(f"<part><id>{number}</id></part>" for number in range(40)) + "</all>"

    (stream,) = open_streams([written(text)], SourceSpec(format="xml", split="part"), Findings())

    assert [one.element.findtext("part/id") for _, one in stream.records] == [str(number) for number in range(40)]


HALF = NOTICE.format("a")[:-12]
SORTS = {
    "one": NOTICE.format("a"),
    "declared": "<?xml version='1.0' encoding='UTF-8'?>\n<!-- a <b> -->\n<?pi x?>"
    + NOTICE.format("a")
    + "<!-- after -->",
    "wide": NOTICE.format("å").encode("utf-16"),
    "marked": b"\xef\xbb\xbf" + NOTICE.format("å").encode(),
    "nested": NOTICE.format("a").replace("</x:Notice>", NOTICE.format("b") + "</x:Notice>"),
    "wrapped": "<feed>\n" + NOTICE.format("a") + NOTICE.format("b") + "</feed>",
    "none": "<feed/>",
    "half": HALF,
    "half wrapped": "<feed>\n" + NOTICE.format("a") + HALF,
    "more after": NOTICE.format("a") + "<b/>",
    "doctype": '<!DOCTYPE x SYSTEM "y">' + NOTICE.format("a"),
    "doctype late": '<!-- <a> --><!DOCTYPE x SYSTEM "y">' + NOTICE.format("a"),
    "doctype quoted": NOTICE.format("<![CDATA[<!DOCTYPE html>]]>"),
    "no entity": NOTICE.format("&x;"),
    "deep": "<a>" * 300 + "</a>" * 300,
}


@pytest.mark.parametrize("sort", SORTS)
@pytest.mark.parametrize("spec", [SPEC, SourceSpec(format="xml"), replace(SPEC, records="n:Notice/n:Notice")])
def test_a_small_document_is_read_as_a_large_one(written, monkeypatch, sort, spec):
    path = written(SORTS[sort])

    def told():
        findings = Findings()
        records = []
        try:
            for stream in open_streams([path], spec, findings):
                for number, record in stream.records:
                    root = record.element.getroottree().getroot()
                    records.append((number, etree.tostring(root, with_tail=False), root.sourceline))
        except InputError as error:
            return records, error.text("sv"), findings.counts
        return records, "", findings.counts

    small = told()
    monkeypatch.setattr("ocds_sv.sources.opening.WHOLE", 0)

    assert small == told()
