"""Registers joined to records: by file, by sheet, without holding either, and nothing passed over in silence."""

import json
import tracemalloc
import zipfile

import pytest
import xlsxwriter

import ocds_sv
from ocds_sv.conversion import Options, convert_files
from ocds_sv.errors import InputBroken, MappingError, MissingColumns
from ocds_sv.findings import Findings, Place
from ocds_sv.mapping import Mapping
from ocds_sv.sources import Join, SourceSpec, Stream
from ocds_sv.sources.register import Register, joined, key_of

RELEASE = """
release:
  ocid: "{$ocid_prefix}-{nr}"
  date: "2024-01-01"
  tag: [implementation]
  initiationType: tender
  parties:
    - {id: "SE-ON-{leverantor.orgnr|orgnr}", name: "{leverantor.namn}", roles: [supplier]}
"""
TABLE = """
source:
  columns: {nr: [Fakturanr], levnr: [Levnr, Leverantör]}
  join:
    leverantor:
      file: "*register*"
      on: {levnr: nummer}
      columns: {nummer: [Nr], orgnr: [Orgnr], namn: [Namn]}
"""
OBJECTS = """
source:
  format: json
  records: invoices
  join:
    leverantor: {file: "*register*", records: suppliers, on: {SupplierNumber: Number}}
"""
REGISTER = "Nr;Orgnr;Namn;Ort\n17;556091-2148;Åkerbärets Städ AB;Umeå\na9;556012-5790;Östanvinds El AB;\n"
INVOICES = "Fakturanr;Levnr\n1;17\n2;A9 \n3;99\n4;\n"


@pytest.fixture
def given(tmp_path):
    """Files by name; gives the folder."""

    def write(**files):
        for name, text in files.items():
            path = tmp_path / name.replace("__", ".")
            path.write_text(text, encoding="utf-8")
        return tmp_path

    return write


def names(releases):
    return [release.get("parties", [{}])[0].get("name") for release in releases]


def test_a_table_is_joined_to_a_table(given):
    folder = given(m__yaml=TABLE + RELEASE, fakturor__csv=INVOICES, register__csv=REGISTER)

    conversion = ocds_sv.convert([folder / "fakturor.csv", folder / "register.csv"], folder / "m.yaml")

    assert names(conversion) == ["Åkerbärets Städ AB", "Östanvinds El AB", None, None]
    run = conversion.run
    assert (run.rows, run.converted, run.rejected) == (4, 4, 0)
    assert [finding.place.row for finding in run.findings.examples["not-in-register"]] == [4]
    assert run.unmapped == {"leverantor.Ort": 1}
    assert [file.name.rpartition("/")[2] for file in run.files] == ["register.csv", "fakturor.csv"]


@pytest.mark.parametrize("workers", [1, 2])
def test_the_order_of_the_inputs_and_the_workers_change_nothing(given, workers, tmp_path):
    folder = given(m__yaml=TABLE + RELEASE, fakturor__csv=INVOICES, register__csv=REGISTER)
    inputs = [str(folder / "fakturor.csv"), str(folder / "register.csv")]

    for number, order in enumerate((inputs, inputs[::-1])):
        target = str(tmp_path / f"{number}.jsonl")
        convert_files(order, Options(mapping=str(folder / "m.yaml"), output=target, workers=workers))

    assert (tmp_path / "0.jsonl").read_bytes() == (tmp_path / "1.jsonl").read_bytes() != b""


def test_objects_are_joined_to_objects(given):
    suppliers = [{"Number": 17, "orgnr": "556091-2148", "namn": "Åkerbärets Städ AB", "BG": "000-0000"}]
    folder = given(
        m__yaml=OBJECTS + RELEASE,
        invoices__json=json.dumps(
            {"invoices": [{"nr": "1", "SupplierNumber": "17"}, {"nr": "2", "SupplierNumber": "3"}]}
        ),
        register__json=json.dumps({"suppliers": suppliers}),
    )

    conversion = ocds_sv.convert([folder / "invoices.json", folder / "register.json"], folder / "m.yaml")

    assert names(conversion) == ["Åkerbärets Städ AB", None]
    assert conversion.run.unmapped == {"leverantor.BG": 1}


def test_another_sheet_of_the_same_workbook_is_a_register(given, tmp_path):
    folder = given(m__yaml=TABLE.replace('file: "*register*"', "sheets: Leverantörer") + RELEASE)
    with xlsxwriter.Workbook(tmp_path / "allt.xlsx") as book:
        for sheet, text in (("Fakturor", INVOICES), ("Leverantörer", REGISTER)):
            page = book.add_worksheet(sheet)
            for row, line in enumerate(text.splitlines()):
                for column, cell in enumerate(line.split(";")):
                    page.write(row, column, int(cell) if cell.isdecimal() else cell)

    conversion = ocds_sv.convert(tmp_path / "allt.xlsx", folder / "m.yaml")

    assert names(conversion) == ["Åkerbärets Städ AB", "Östanvinds El AB", None, None]


def test_a_register_that_is_not_given_is_an_error_and_the_run_goes_on(given):
    folder = given(m__yaml=TABLE + RELEASE, fakturor__csv=INVOICES)

    conversion = ocds_sv.convert(folder / "fakturor.csv", folder / "m.yaml")

    assert names(conversion) == [None] * 4
    message = conversion.run.findings.examples["register-absent"][0].message("en")
    assert "'leverantor'" in message
    assert "*register*" in message


def test_a_register_without_its_columns_is_refused(given):
    folder = given(m__yaml=TABLE + RELEASE, fakturor__csv=INVOICES, register__csv="Nr;Namn\n1;A\n")

    with pytest.raises(MissingColumns):
        list(ocds_sv.convert([folder / "fakturor.csv", folder / "register.csv"], folder / "m.yaml"))


@pytest.mark.parametrize("workers", [1, 2])
def test_a_member_of_a_register_that_cannot_be_read_is_told_and_the_others_are_joined(given, tmp_path, workers):
    folder = given(m__yaml=TABLE + RELEASE, fakturor__csv=INVOICES)
    first, second = REGISTER.splitlines()[1:]
    head = REGISTER.splitlines()[0]
    members = {
        "1.csv": f"{head}\n{first}\n",
        "2.csv": "%PDF-1.7",
        "3.csv": "Nr;Namn\n1;A\n",
        "4.csv": f"{head}\n{second}\n",
    }
    with zipfile.ZipFile(folder / "register.zip", "w") as archive:
        for name, content in members.items():
            archive.writestr(name, content)

    run = convert_files(
        [str(folder / "register.zip"), str(folder / "fakturor.csv")],
        Options(mapping=str(folder / "m.yaml"), output=str(tmp_path / "ut.jsonl"), workers=workers),
    )

    releases = [json.loads(line) for line in (tmp_path / "ut.jsonl").read_bytes().splitlines()]
    assert names(releases) == ["Åkerbärets Städ AB", "Östanvinds El AB", None, None]
    assert (run.complete, run.accounted) == (False, True)
    broken = run.findings.examples["input-broken"]
    assert [one.place.file for one in broken] == [f"{folder / 'register.zip'}!{n}.csv" for n in (2, 3)]


def test_a_register_of_which_nothing_can_be_read_is_refused(given):
    folder = given(m__yaml=TABLE + RELEASE, fakturor__csv=INVOICES)
    with zipfile.ZipFile(folder / "register.zip", "w") as archive:
        archive.writestr("1.csv", "%PDF-1.7")

    with pytest.raises(InputBroken, match=r"register\.zip!1\.csv: the file is PDF"):
        list(ocds_sv.convert([folder / "fakturor.csv", folder / "register.zip"], folder / "m.yaml"))


def test_rows_with_the_same_key_or_none_are_told(given):
    folder = given(
        m__yaml=TABLE + RELEASE,
        fakturor__csv=INVOICES,
        register__csv=REGISTER + "17;556012-5790;Annan AB;\n17;556091-2148;Åkerbärets Städ AB;Umeå\n;1;2;\n",
    )

    conversion = ocds_sv.convert([folder / "fakturor.csv", folder / "register.csv"], folder / "m.yaml")

    assert names(conversion)[0] == "Åkerbärets Städ AB"
    examples = conversion.run.findings.examples
    assert [finding.place.row for finding in examples["register-row-repeated"]] == [4]
    assert [finding.place.row for finding in examples["register-row-without-key"]] == [6]


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("on: {levnr: nummer}", "on: {levnrr: nummer}", "'levnrr' is not among columns (did you mean 'levnr'?)"),
        ("on: {levnr: nummer}", "on: {levnr: numer}", "'numer' is not among columns (did you mean 'nummer'?)"),
        ("on: {levnr: nummer}", "format: csv", "source.join.leverantor: give on"),
        ('file: "*register*"', "format: csv", "source.join.leverantor: give file or sheets"),
        ('file: "*register*"', 'file: x, group: "{nr}"', "source.join.leverantor.group: unknown key"),
        ("namn: [Namn]}", "namn: [Namn], ort: [Ort]}", "leverantor.ort: the column is not used"),
    ],
)
def test_a_wrong_join_is_refused_with_its_place(given, old, new, told):
    text = (TABLE + RELEASE).replace(old, new).replace("file: x, group", "file: x\n      group")
    folder = given(m__yaml=text)

    with pytest.raises(MappingError) as raised:
        Mapping.load(folder / "m.yaml")

    assert told in raised.value.text("en")


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("17", 17, True),
        (" A9", "a9", True),
        ("Å b", "å  B", True),
        ("017", 17, False),
        ("", "", False),
        (None, "", False),
    ],
)
def test_keys_are_equal_whatever_type_and_case(one, other, same):
    assert (key_of([one]) is not None and key_of([one]) == key_of([other])) is same


def test_neither_side_is_held_in_memory():
    join = Join("r", ("*",), (("k", "k"),), SourceSpec(columns={"k": ("k",), "v": ("v",)}))
    register = Register(join)
    wide = "x" * 200

    def stream():
        return Stream(Place("f"), ("k", "v"), ((n, [str(n), wide]) for n in range(60_000)), texts=True)

    tracemalloc.start()
    try:
        register.add(stream(), Findings())
        count = sum(1 for _, cells in joined(stream(), register, {"k": ("k",)}, Findings()).records if cells[3] == wide)
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
        register.close()

    assert count == 60_000
    assert peak < 12_000_000


XML = """
title: t
source:
  format: xml
  namespaces: {s: "urn:s"}
  roots: ["s:Book"]
  records: s:Invoices/s:Invoice
  join:
    supplier: {records: "s:Supplier", on: {"@supplier": "@id"}}
    about: {records: "s:About", on: {}}
    entry: {records: "s:Entry", on: {"@id": "s:Line/@invoice"}}
release:
  ocid: "{$ocid_prefix}-{./@id}"
  date: "2024-01-01"
  tag: [implementation]
  initiationType: tender
  buyer: {id: "{about/s:About/@id}", name: "{about/s:About}"}
  parties:
    - {id: "{supplier/s:Supplier/@id}", name: "{supplier/s:Supplier/@name}", roles: [supplier]}
  contracts:
    - id: "{./@id}"
      awardID: "{./@id}"
      items:
        - {each: "entry/s:Entry/s:Line", id: "{#}", description: "{./@account}"}
"""
BOOK = """<Book xmlns="urn:s">
<About id="SE-ON-1">Köparen</About>
<Invoices>
<Invoice id="i1" supplier="7"/>
<Invoice id="i2" supplier="8"/>
<Invoice id="i3" supplier="9"/>
</Invoices>
<Supplier id="7" name="Åkerbärets Städ AB" bank="1"/><Supplier id="8" name="Östanvinds El AB"/>
<Entry><Line account="50" invoice="i1"/><Line account="60" invoice="i2"/></Entry>
<Entry><Line account="70" invoice="i2"/></Entry>
<Entry><Line account="80"/></Entry>
</Book>"""


@pytest.mark.parametrize("workers", [1, 2])
def test_elements_of_the_same_document_are_joined(given, tmp_path, workers):
    folder = given(m__yaml=XML, bok__xml=BOOK)
    options = Options(mapping=str(folder / "m.yaml"), output=str(tmp_path / "out.jsonl"), workers=workers)
    run = convert_files([str(folder / "bok.xml")], options)
    releases = [json.loads(line) for line in (tmp_path / "out.jsonl").read_text(encoding="utf-8").splitlines()]

    assert names(releases) == ["Åkerbärets Städ AB", "Östanvinds El AB", None]
    assert {release["buyer"]["name"] for release in releases} == {"Köparen"}
    # Of several elements with one key the first is meant; one element may have several keys.
    items = [[item["description"] for item in release["contracts"][0].get("items", [])] for release in releases]
    assert items == [["50", "60"], ["50", "60"], []]
    told = [(finding.place.row, finding.place.column) for finding in run.findings.examples["not-in-register"]]
    assert told == [(6, "@supplier"), (6, "@id")]
    assert run.unmapped == {"/s:Invoice/supplier/s:Supplier/@bank": 1}


@pytest.mark.parametrize(
    ("broken", "said"),
    [
        ('records: "s:Supplier", ', "give records"),
        (', on: {"@supplier": "@id"}', "give on"),
        ("s:Supplier", "the prefix 't' is not among namespaces"),
        ('"@id"}', "is not a valid XPath"),
    ],
)
def test_what_is_wrong_with_a_join_of_elements_is_said(given, broken, said):
    instead = {"s:Supplier": "t:Supplier", '"@id"}': '"@id["}'}.get(broken, "")
    folder = given(m__yaml=XML.replace(broken, instead, 1))

    with pytest.raises(MappingError) as caught:
        Mapping.load(folder / "m.yaml")

    assert said in str(caught.value)
