"""Mappings of XML: holes are XPaths, ``each`` goes to nodes, ``$this`` joins."""

import gc

import pytest

import ocds_sv

MAPPING = """
title: Annonser
source:
  format: xml
  missing: [saknas]
  namespaces: {n: "urn:example:notice", c: "urn:example:parts"}
  roots: [n:Notice]
release:
  ocid: "{$ocid_prefix}-{c:ID}"
  id: "{/n:Notice/c:ID}"
  date: "{c:Date}"
  tag: tender
  initiationType: tender
  parties:
    - each: //c:Org
      id: "{./@nr | c:ID|upper}"
      name: "{c:Name}"
      roles: {from: "{c:Role}"}
      additionalIdentifiers:
        - {each: "c:Alias/text()", id: "{.}-{#}", scheme: "{^.c:ID}"}
  buyer:
    id: "{//c:Org[c:ID=$this/c:Buyer]/c:ID|upper}"
    name: "{c:Nothing | //c:Org[c:ID=$this/c:Buyer]/c:Name}"
  tender:
    id: "{count(c:Lot)}"
    title: "{string(c:Title)}"
    lots:
      - each: c:Lot[@kind='Lot']
        id: "{c:ID}"
        title: "{.}"
        description: "{c:Title}"
        value: {amount: "{c:Value}", currency: "{c:Value/@cur}"}
"""
MAPPING = (
    MAPPING.replace('        title: "{.}"\n', "")
    .replace("    lots:", "    documents:")
    .replace(
        '        value: {amount: "{c:Value}", currency: "{c:Value/@cur}"}\n', '        language: "{c:Value/@cur}"\n'
    )
)
NOTICE = """<x:Notice xmlns:x="urn:example:notice" xmlns="urn:example:parts">
  <ID>A1</ID><Date>2024-05-06</Date><Buyer>o2</Buyer><Title>Städ <b>av</b> tak</Title>
  <Org><ID>o1</ID><Name>Åkerbärets Städ</Name><Role>supplier</Role><Role>tenderer</Role></Org>
  <Org><ID>o2</ID><Name>Kommunen</Name><Role>buyer</Role><Alias>K1</Alias><Alias>saknas</Alias><Alias>K2</Alias></Org>
  <Lot kind="Lot"><ID>1</ID><Title>ett</Title><Value cur="sv">5</Value></Lot>
  <Lot kind="Part"><ID>2</ID></Lot>
  <Lot kind="Lot"><ID>3</ID><Title>saknas</Title></Lot>
</x:Notice>
"""


@pytest.fixture
def convert(tmp_path):
    def converted(text, mapping=MAPPING):
        (tmp_path / "m.yaml").write_text(mapping, encoding="utf-8")
        (tmp_path / "a.xml").write_text(text, encoding="utf-8")
        conversion = ocds_sv.convert(tmp_path / "a.xml", mapping=tmp_path / "m.yaml")
        return list(conversion), conversion.run

    return converted


def test_holes_are_xpaths_of_the_node(convert):
    (release,), _ = convert(NOTICE)

    assert release["ocid"].endswith("-A1")
    assert [party["id"] for party in release["parties"]] == ["O1", "O2"]
    assert release["parties"][0]["roles"] == ["supplier", "tenderer"]
    assert release["tender"]["id"] == "3"
    assert release["tender"]["title"] == "Städ av tak"
    assert release["tender"]["documents"] == [
        {"id": "1", "description": "ett", "language": "sv"},
        {"id": "3"},
    ]


def test_records_leave_no_rings_behind(convert, tmp_path):
    convert(NOTICE)
    notices = "".join(NOTICE.replace("<ID>A1</ID>", f"<ID>A{number}</ID>") for number in range(600))
    (tmp_path / "a.xml").write_text(f"<feed>{notices}</feed>", encoding="utf-8")
    conversion = ocds_sv.convert(tmp_path / "a.xml", mapping=tmp_path / "m.yaml")
    next(conversion)
    gc.collect()
    gc.disable()
    try:
        assert sum(1 for _ in conversion) == 599
        # The mapping's own functions are known to each other; of records there would be ten times as much.
        assert gc.collect() < 2_000
    finally:
        gc.enable()


def test_this_joins(convert):
    (release,), _ = convert(NOTICE)

    assert release["buyer"] == {"id": "O2", "name": "Kommunen"}


def test_each_over_texts(convert):
    (release,), _ = convert(NOTICE)

    assert release["parties"][1]["additionalIdentifiers"] == [
        {"id": "K1-1", "scheme": "o2"},
        {"id": "K2-2", "scheme": "o2"},
    ]


def test_a_finding_has_the_line_of_its_node(convert):
    text = NOTICE.replace("<Role>supplier</Role>", "<Name>Två</Name>")

    _, run = convert(text)

    (example,) = run.findings.examples["several-values"]
    assert (example.place.row, example.place.column) == (3, "//c:Org/c:Name")


@pytest.mark.parametrize(
    ("written", "instead", "expected"),
    [
        ("c:Date", "d:Date", "prefix 'd' in 'd:Date' is not among source.namespaces (n, c)"),
        ("c:Date", "c:Date[", "not a valid XPath"),
        ("c:Date", "c:Date|uper", "no function 'uper'"),
        ("c:Date", "c:Date[nosuch(.)]", "no 'nosuch()' in XPath"),
        ("c:Date", "c:Date[.=$that]", "no '$that' in XPath"),
        ("each: //c:Org", "each: //d:Org", "prefix 'd' in '//d:Org'"),
        ("[n:Notice]", "[m:Notice]", "the prefix 'm' is not among namespaces"),
        ("  missing: [saknas]", "  header: 3", "header does not belong to format: xml"),
        ("format: xml", "format: json", "roots belongs to format: xml"),
        ('n: "urn:example:notice"', 'n: [""]', "namespaces.n: give a URI first"),
        ("  missing: [saknas]", "  omit: {c:Lot: }", "omit.c:Lot: give a reason"),
        ("  missing: [saknas]", "  omit: {d:Lot: x}", "prefix 'd' in 'd:Lot'"),
        ("  missing: [saknas]", "  omit: {c:Lot/@kind: x}", "a path to elements is expected here"),
        ("  missing: [saknas]", "  omit: {count(c:Lot): x}", "a path to elements is expected here"),
        ("  missing: [saknas]", "  omit: {'//c:Lot[c:ID=$this/c:ID]': x}", "a path to elements is expected here"),
    ],
)
def test_what_cannot_be_right_is_refused_with_its_place(refused, written, instead, expected):
    faults = refused(MAPPING.replace(written, instead))

    assert any(expected in fault for fault in faults)


def test_elements_without_text_around_them_stand_on_lines_of_their_own(convert):
    text = NOTICE.replace("Städ <b>av</b> tak", "\n <P>Städ <b>av</b>\ntak</P><P> </P><P>Två</P>")

    (release,), _ = convert(text, MAPPING.replace("{string(c:Title)}", "{c:Title}"))

    assert release["tender"]["title"] == "Städ av\ntak\nTvå"


def test_names_in_several_namespaces_are_one(convert):
    mapping = MAPPING.replace('c: "urn:example:parts"', 'c: ["urn:example:parts", "urn:example:old", ""]')
    mixed = NOTICE.replace("<Org>", '<Org xmlns="urn:example:old">').replace("<Buyer>", '<Buyer xmlns="">')

    assert convert(mixed, mapping)[0] == convert(NOTICE)[0]


def test_what_is_omitted_is_not_read_nor_told_of(convert):
    (release,), run = convert(NOTICE, MAPPING.replace("  missing:", "  omit: {'c:Lot[position()>1]': x}\n  missing:"))

    assert release["tender"]["id"] == "1"
    assert "c:Lot/c:Title" not in run.unmapped


def test_many_small_documents_are_told_apart(tmp_path):
    (tmp_path / "m.yaml").write_text(MAPPING, encoding="utf-8")
    for name in ("A1", "A2", "A3"):
        text = NOTICE.replace("A1", name).replace("<Role>supplier</Role>", "<Name>Två</Name>")
        (tmp_path / f"{name}.xml").write_text(text, encoding="utf-8")
    (tmp_path / "B.xml").write_text("<b/>", encoding="utf-8")

    conversion = ocds_sv.convert(tmp_path, mapping=tmp_path / "m.yaml")

    assert [release["id"] for release in conversion] == ["A1", "A2", "A3"]
    places = [example.place.file for example in conversion.run.findings.examples["several-values"]]
    assert [place[-6:] for place in places] == ["A1.xml", "A2.xml", "A3.xml"]


def test_what_is_of_the_file_alone_is_read_anew(tmp_path):
    mapping = MAPPING.replace('title: "{string(c:Title)}"', 'title: "{@file}"')
    (tmp_path / "m.yaml").write_text(mapping, encoding="utf-8")
    for name in ("A1", "A2"):
        (tmp_path / f"{name}.xml").write_text(NOTICE.replace("A1", name), encoding="utf-8")

    releases = list(ocds_sv.convert(tmp_path, mapping=tmp_path / "m.yaml"))

    assert [release["tender"]["title"] for release in releases] == ["A1.xml", "A2.xml"]
