"""What becomes of records at run time: values, blocks, groups, and everything that is told of them."""

from decimal import Decimal
from typing import Any

import pytest

from ocds_sv.findings import Place

HEADER = ("a", "b", "c")


def table(release: str, *, source: str = "", more: str = "") -> str:
    """A mapping of three columns, all of them claimed."""
    return f"""\
source:
  columns: {{a: a, b: b, c: c}}
  {source}
{more}
privacy: {{persons: [{{name: "{{a}}{{b}}{{c}}", when: {{x: y}}}}]}}
release:
  ocid: "{{$ocid_prefix}}-1"
  date: 2024-01-01
  initiationType: tender
  tag: [tender]
  {release}
"""


def objects(release: str, *, source: str = "", more: str = "") -> str:
    return f"""\
source: {{format: json, {source}}}
{more}
release:
  ocid: "{{$ocid_prefix}}-1"
  date: 2024-01-01
  initiationType: tender
  tag: [tender]
  {release}
"""


def body(release: Any) -> dict[str, Any]:
    return {name: value for name, value in release.items() if name not in {"ocid", "date", "initiationType", "tag"}}


def test_zero_and_false_are_values(load: Any, mapped: Any) -> None:
    text = objects("tender: {id: '{a}', hasEnquiries: '{b}', numberOfTenderers: '{c}', value: {amount: '{d}'}}")

    outcome = mapped(load(text), [{"a": 0, "b": False, "c": 0, "d": Decimal("0.00")}])

    amount = {"amount": Decimal("0.00")}
    assert body(outcome.releases[0]) == {
        "tender": {"id": "0", "hasEnquiries": False, "numberOfTenderers": 0, "value": amount}
    }
    assert not outcome.rules


def test_an_empty_hole_empties_its_template_and_a_block_of_empty_holes_goes(load: Any, mapped: Any) -> None:
    text = table("parties: [{id: 'x-{a}', name: '{b} AB'}]\n  language: '{c}'")

    outcome = mapped(load(text), [["1", "", ""], ["", "  ", "sv"]], HEADER)

    assert [body(release) for release in outcome.releases] == [{"parties": [{"id": "x-1"}]}, {"language": "sv"}]


def test_a_default_does_not_keep_a_block_alive(load: Any, mapped: Any) -> None:
    text = table("tender: {id: t, value: {amount: '{a}', currency: {from: '{b}', default: SEK}}}")

    outcome = mapped(load(text), [["12", "", ""], ["", "", ""]], HEADER)

    assert body(outcome.releases[0])["tender"]["value"] == {"amount": Decimal(12), "currency": "SEK"}
    assert "value" not in body(outcome.releases[1]).get("tender", {})


def test_the_first_that_is_not_empty_counts(load: Any, mapped: Any) -> None:
    text = table("language: {from: ['{a}', 'b-{b}'], default: 'c-{c}'}")

    outcome = mapped(load(text), [["1", "2", "3"], ["", "2", "3"], ["", "", "3"]], HEADER)

    assert [release["language"] for release in outcome.releases] == ["1", "b-2", "c-3"]


def test_items_of_equal_id_become_one_and_the_first_value_holds(load: Any, mapped: Any) -> None:
    text = table("parties: [{id: x, name: '{a}', roles: [buyer]}, {id: x, name: '{b}', roles: [payer, buyer]}]")

    outcome = mapped(load(text), [["A", "B", ""]], HEADER)

    assert body(outcome.releases[0])["parties"] == [{"id": "x", "name": "A", "roles": ["buyer", "payer"]}]
    assert outcome.places == [("values-differ", 2, None, "parties/name")]


def test_releases_share_nothing_that_one_could_spoil_for_the_next(load: Any, mapped: Any) -> None:
    text = table("parties: [{id: x, roles: [buyer]}, {id: '{a}', identifier: {scheme: SE-ON}, roles: [supplier]}]")
    rows = [["1", "", ""], ["1", "", ""]]

    first, second = mapped(load(text), rows, HEADER).releases
    expected = mapped(load(text), rows, HEADER).releases[1]
    spoil(first)

    assert second == expected


def spoil(value: Any) -> None:
    """Empty every object and list, from within."""
    for child in value.values() if isinstance(value, dict) else value if isinstance(value, list) else ():
        spoil(child)
    if isinstance(value, dict | list):
        value.clear()


@pytest.mark.parametrize(
    ("field", "cell", "rule"),
    [
        ("tender: {id: t, value: {amount: '{b}'}}", "12 st", "not-a-number"),
        ("tender: {id: t, tenderPeriod: {startDate: '{b}'}}", "i våras", "not-a-date"),
        ("tender: {id: t, hasEnquiries: '{b}'}", "kanske", "not-a-boolean"),
        ("tender: {id: t, status: '{b}'}", "pågår", "code-unknown"),
        ("tender: {id: t, title: '{b|orgnr}'}", "556091-2149", "wrong-check-digit"),
        ("tender: {id: t, title: '{b|cpv}'}", "snö", "not-a-cpv-code"),
        ("tender: {id: t, title: {from: '{b}', lookup: l}}", "snö", "lookup-unknown"),
    ],
)
def test_a_cell_that_does_not_fit_is_told_once_at_its_place(
    field: str, cell: str, rule: str, load: Any, mapped: Any
) -> None:
    more = "lookups: {l: {is: ja}}" if "lookup" in field else ""

    outcome = mapped(load(table(field, more=more)), [["", cell, ""]], HEADER)

    assert [place[:3] for place in outcome.places] == [(rule, 2, "b")]
    assert outcome.places[0][3].startswith("tender/")


def test_no_finding_shows_a_cell(load: Any, mapped: Any) -> None:
    text = table("tender: {id: t, value: {amount: '{a}'}, title: '{b|orgnr}', tenderPeriod: {endDate: '{c}'}}")
    secrets = ["Karl Hemlig", "hemligt nummer 7", "hemlig dag"]

    outcome = mapped(load(text), [secrets], HEADER)

    told = [
        finding.message(lang)
        for examples in outcome.findings.examples.values()
        for finding in examples
        for lang in ("sv", "en")
    ]
    assert len(told) == 6
    assert not [message for message in told if "emlig" in message or "Karl" in message]


def test_a_lookup_knows_its_terms_in_any_case_and_keeps_unknown_ones_if_told(load: Any, mapped: Any) -> None:
    text = table(
        "language: {from: '{a}', lookup: strict}\n  tender: {id: t, title: {from: '{b}', lookup: kept}}",
        more="lookups: {strict: {Svenska språket: sv, okänt: ''}, kept: {ja: yes, else: keep}}",
    )

    outcome = mapped(load(text), [["svenska  SPRÅKET", "JA", ""], ["okänt", "Nej", ""], ["tyska", "", ""]], HEADER)

    found = [(release.get("language"), release.get("tender", {}).get("title")) for release in outcome.releases]
    assert found == [("sv", "yes"), (None, "Nej"), (None, None)]
    assert outcome.rules == {"lookup-unknown": 1}


def test_a_lookup_can_be_a_csv_or_a_table_of_the_package(tmp_path: Any, mapped: Any) -> None:
    from ocds_sv.mapping import Mapping

    (tmp_path / "terms.csv").write_text("\ufeffterm,x,kod\nSnö,,sn\n", encoding="utf-8")
    path = tmp_path / "mapping.yaml"
    own = "{csv: terms.csv, key: term, value: kod, terms: {Is: is}}"
    lookups = f"lookups: {{own: {own}, ours: {{table: procedures, value: method}}}}"
    fields = "language: {from: '{a}', lookup: own}\n  tender: {id: t, procurementMethod: {from: '{b}', lookup: ours}}"
    path.write_text(table(fields, more=lookups), encoding="utf-8")

    outcome = mapped(Mapping.load(path), [["snö", "Öppet förfarande", ""], ["IS", "", ""]], HEADER)

    assert [release["language"] for release in outcome.releases] == ["sn", "is"]
    assert outcome.releases[0]["tender"]["procurementMethod"] == "open"


def test_a_required_value_that_is_empty_rejects_the_record(load: Any, mapped: Any) -> None:
    text = table("tender: {id: {from: '{a}', required: true}, title: '{b}'}")

    outcome = mapped(load(text), [["", "X", ""], ["1", "", ""]], HEADER)

    assert [release is not None for release in outcome.releases] == [False, True]
    assert outcome.places == [("record-rejected", 2, None, "tender/id")]


def test_a_release_without_what_the_standard_requires_is_rejected(load: Any, mapped: Any) -> None:
    text = table("language: '{b}'").replace("{$ocid_prefix}-1", "x-{a}")

    outcome = mapped(load(text), [["", "sv", ""]], HEADER)

    assert outcome.releases == [None]
    assert outcome.places == [("record-rejected", 2, None, "ocid")]


def test_a_block_without_what_the_standard_requires_is_left_out(load: Any, mapped: Any) -> None:
    text = table("awards: [{id: '{a}', title: '{b}'}]\n  language: sv")

    outcome = mapped(load(text), [["", "X", ""]], HEADER)

    assert body(outcome.releases[0]) == {"language": "sv"}
    assert outcome.places == [("required-missing", 2, None, "awards")]


def test_a_default_that_is_empty_too_does_not_hide_that_a_required_field_is_missing(load: Any, mapped: Any) -> None:
    text = table("awards: [{id: {from: '{a}', default: '{c}'}, title: '{b}'}]\n  language: sv")

    outcome = mapped(load(text), [["", "X", ""]], HEADER)

    assert body(outcome.releases[0]) == {"language": "sv"}
    assert outcome.rules == {"required-missing": 1}


def test_rows_of_a_group_become_one_release_by_key(load: Any, mapped: Any) -> None:
    text = table(
        "tender: {id: '{a}', title: {from: '{b}', rows: max}}\n"
        "  parties: [{each: rows, id: '{b}', name: '{#}: {^.b}'}]\n  language: '{c}'",
        source="group: '{a}'",
    )
    # Persons are looked for in every row, which would make all three columns columns of rows.
    text = text.replace("{a}{b}{c}", "{b}")

    outcome = mapped(load(text), [["2", "x", "sv"], ["1", "y", "sv"], ["2", "z", "en"], ["", "w", "sv"]], HEADER)

    assert [release.get("tender", {}).get("id") for release in outcome.releases] == ["1", "2", None]
    assert outcome.releases[1]["tender"]["title"] == "z"
    assert outcome.releases[1]["parties"] == [{"id": "x", "name": "1: x"}, {"id": "z", "name": "2: x"}]
    assert [place for place in outcome.places if place[0] == "group-values-differ"] == [
        ("group-values-differ", 4, "c", "")
    ]


def test_masked_names_never_share_an_id(load: Any, mapped: Any) -> None:
    text = table("parties: [{id: '{a|local_id}', name: '{a}'}]")
    rows = [["*****", "", ""], ["*****", "", ""], ["Snö AB", "", ""], ["SNÖ  ab", "", ""]]

    ids = [release["parties"][0]["id"] for release in mapped(load(text), rows, HEADER).releases]
    again = [release["parties"][0]["id"] for release in mapped(load(text), rows, HEADER).releases]
    other = mapped(load(text), rows, HEADER, place=Place("annan.csv")).releases[0]["parties"][0]["id"]

    assert len({*ids[:3], other}) == 4
    assert ids[2] == ids[3]
    assert ids == again


def test_a_record_that_the_release_is_not_to_be_of_is_left_out_and_told_of(load: Any, mapped: Any) -> None:
    text = table("when: {\"{b|has('mall')}\": ['']}\n  language: '{a}'")

    outcome = mapped(load(text), [["sv", "", ""], ["en", "En mall", ""], ["", "", ""]], HEADER)

    assert [release and release.get("language") for release in outcome.releases] == ["sv", None, None]
    assert outcome.releases[1] is None
    assert outcome.releases[2] is not None
    assert outcome.places == [("record-left-out", 3, None, "")]


def test_a_date_can_come_from_the_file_name(load: Any, mapped: Any) -> None:
    text = table(
        "language: '{@file|month}'\n  tender: {id: '{@row}', title: '{@sheet} {@title}', description: '{@as_of}'}"
    )

    outcome = mapped(
        load(text),
        [["", "", ""]],
        HEADER,
        place=Place("mapp/fakturor-201603.zip!fakturor_2016-03.csv", "Blad1"),
        as_of="2024-05-06",
        title="Fakturor",
    )

    assert outcome.releases[0]["language"] == "2016-03"
    assert outcome.releases[0]["tender"] == {"id": "2", "title": "Blad1 Fakturor", "description": "2024-05-06"}


@pytest.mark.parametrize(
    ("cell", "title"),
    [("0.0", None), ("0", "0"), (0, None), (Decimal("0.00"), None), (Decimal("0.5"), "0.5"), (False, "False")],
)
def test_a_text_that_means_empty_and_is_a_number_means_the_number_too(
    load: Any, mapped: Any, cell: Any, title: str | None
) -> None:
    text = table("tender: {id: x, title: '{a}'}", source="missing: ['0.0']")

    tender = mapped(load(text), [[cell, "", ""]], HEADER, plain=False).releases[0].get("tender", {})

    assert tender.get("title") == title


def test_values_neither_mapped_nor_exempted_are_counted(load: Any, mapped: Any) -> None:
    text = table("language: '{a}'", more="unmapped: {'intern*': internt}")
    header = (*HEADER, "Intern kod", "Övrigt")

    outcome = mapped(load(text), [["", "", "", "1", "2"], ["", "", "", "1", ""], ["", "", "", "", "3"]], header)

    assert outcome.mapper.unclaimed == {"Övrigt": 2}


def test_leaves_of_json_neither_mapped_nor_exempted_are_counted(load: Any, mapped: Any) -> None:
    text = objects(
        "language: '{a}'\n  parties: [{each: o.list, id: '{id}', name: '{^.namn}'}]",
        more="unmapped: {'o.list.x*': nej}",
    )
    record = {"a": 1, "namn": "N", "b": {"c": 1, "d": [2, 3]}, "o": {"list": [{"id": 1, "xa": 1, "y": 1}, {"y": ""}]}}

    outcome = mapped(load(text), [record])

    assert outcome.mapper.unclaimed == {"b.c": 1, "b.d": 2, "o.list.y": 1}


def test_persons_are_named_in_every_row_when_their_conditions_hold(load: Any, mapped: Any) -> None:
    text = (
        table("parties: [{each: rows, id: '{a}', name: '{b}'}]", source="group: '{a}'")
        .replace("{x: y}", "{'{c}': [privat]}")
        .replace("{a}{b}{c}", "{b}")
    )

    outcome = mapped(load(text), [["1", "N", "privat"], ["1", "M", "Privat"], ["1", "AB", "bolag"]], HEADER)

    assert outcome.persons == [("N", "M")]


def test_texts_of_a_split_value_repeat_a_block(load: Any, mapped: Any) -> None:
    text = table("parties: [{each: {from: '{a}', split: ';', apply: upper}, id: '{#}', name: '{.} {b}'}]")

    outcome = mapped(load(text), [["x; ;y", "B", ""], ["", "B", ""]], HEADER)

    assert body(outcome.releases[0])["parties"] == [{"id": "1", "name": "X B"}, {"id": "2", "name": "Y B"}]
    assert body(outcome.releases[1]) == {}


@pytest.mark.parametrize(
    "field",
    [
        "language: 'x-{n}'",
        "tender: {id: 'x-{n}-y'}",
        "tender: {id: t, title: {from: '{o}', split: ','}}",
        "tender: {when: {'{n}': a}, id: t}",
    ],
)
def test_a_list_or_an_object_where_a_text_is_meant_is_told(field: str, load: Any, mapped: Any) -> None:
    outcome = mapped(load(objects(field)), [{"n": ["a", "b"], "o": {"k": 1}}])

    assert outcome.rules["not-text"]
    assert body(outcome.releases[0]) in ({}, {"tender": {"id": "t"}})


def test_of_a_list_where_a_lookup_takes_one_the_first_is_taken_and_told(load: Any, mapped: Any) -> None:
    text = objects("language: {from: '{n}', lookup: l}", more="lookups: {l: {a: sv}}")

    outcome = mapped(load(text), [{"n": ["a", "b"]}])

    assert body(outcome.releases[0]) == {"language": "sv"}
    assert outcome.rules == {"several-values": 1}


def test_what_the_mapping_leaves_empty_is_never_there_and_nothing_waits_for_it(load: Any, mapped: Any) -> None:
    text = table(
        "tender: {id: t, title: '{a}', value: {amount: '{$none}', currency: SEK},\n"
        "           tenderPeriod: {startDate: '2024-01-01', endDate: '{b|date}'},\n"
        "           procuringEntity: {id: x, identifier: {scheme: SE-ON, id: '{$none}'}}}",
        more="values: {none: ''}",
    )

    outcome = mapped(load(text), [["A", "", ""]], HEADER)

    assert body(outcome.releases[0]) == {"tender": {"id": "t", "title": "A", "procuringEntity": {"id": "x"}}}


def test_a_list_called_rows_is_a_list_as_any_other_where_nothing_is_grouped(load: Any, mapped: Any) -> None:
    outcome = mapped(
        load(objects("parties: [{each: rows, id: 'x-{a}'}]")), [{"rows": [{"a": "1"}, {"a": "2", "b": 3}]}]
    )

    assert body(outcome.releases[0])["parties"] == [{"id": "x-1"}, {"id": "x-2"}]
    assert outcome.mapper.unclaimed == {"rows.b": 1}


def test_in_a_group_the_rows_are_its_records_and_a_list_of_that_name_is_told(load: Any, mapped: Any) -> None:
    text = objects("parties: [{each: rows, id: 'x-{a}'}]", source="group: '{k}'")

    outcome = mapped(load(text), [{"k": 1, "a": "1", "rows": [{"b": 1}]}, {"k": 1, "a": "2"}])

    assert body(outcome.releases[0])["parties"] == [{"id": "x-1"}, {"id": "x-2"}]
    assert outcome.mapper.unclaimed == {"rows.b": 1}


def test_of_grouped_objects_fields_and_lists_that_differ_from_the_first_s_are_told(load: Any, mapped: Any) -> None:
    text = objects(
        "language: '{l.a}'\n  tender: {id: '{n}'}\n"
        "  parties: [{each: rows, id: '{a}'}]\n  awards: [{each: lines, id: '{x}', title: '{^.t}'}]",
        source="group: '{k}'",
    )
    first = {"k": 1, "n": "1", "l": {"a": "sv"}, "a": "p", "t": "T", "lines": [{"x": "1"}]}
    same = {**first, "a": "q"}
    other = {**first, "l": {"a": "en"}, "t": "U", "lines": [{"x": "2"}]}

    outcome = mapped(load(text), [first, same, other])

    assert [award["id"] for award in outcome.releases[0]["awards"]] == ["1"]
    assert sorted(place for place in outcome.places if place[0] == "group-values-differ") == [
        ("group-values-differ", 3, "l.a", ""),
        ("group-values-differ", 3, "lines", ""),
        ("group-values-differ", 3, "t", ""),
    ]


def test_a_lookup_shows_what_it_does_not_know_where_it_is_told_to(load: Any, mapped: Any) -> None:
    text = table(
        "language: {from: '{a}', lookup: l}\n  tender: {id: t, title: {from: '{b}', lookup: m}}",
        more="lookups: {l: {ja: sv}, m: {ja: yes, else: show}}",
    )

    outcome = mapped(load(text), [["Hemlig", "Ord 811228-9874", ""]], HEADER)

    told = [finding.message("en") for finding in outcome.findings.examples["lookup-unknown"]]
    assert ["'xxxxxx'" in told[0], "'Ord [personnummer]'" in told[1]] == [True, True], told


def test_a_list_in_a_group_key_does_not_stop_the_run(load: Any, mapped: Any) -> None:
    outcome = mapped(load(objects("language: sv", source="group: '{n}'")), [{"n": ["a"]}, {"n": "a"}])

    assert len(outcome.releases) == 2


def test_a_lookup_tells_true_from_one(load: Any, mapped: Any) -> None:
    text = objects("language: {from: '{n}', lookup: l}", more="lookups: {l: {'1': one, 'True': yes}}")

    outcome = mapped(load(text), [{"n": 1}, {"n": True}, {"n": 1}])

    assert [release["language"] for release in outcome.releases] == ["one", "yes", "one"]


def test_empty_texts_of_a_list_are_empty(load: Any, mapped: Any) -> None:
    text = objects("parties: [{each: l, id: 'x-{.}'}]", source="missing: ['NULL']")

    outcome = mapped(load(text), [{"l": ["", "a", " ", "NULL"]}])

    assert body(outcome.releases[0])["parties"] == [{"id": "x-a"}]


def test_grouped_json_can_repeat_its_lists_and_its_rows(load: Any, mapped: Any) -> None:
    text = objects("awards: [{each: l, id: '{a}'}]\n  parties: [{each: rows, id: '{p}'}]", source="group: '{k}'")

    outcome = mapped(load(text), [{"k": "1", "p": "P1", "l": [{"a": "A1"}]}, {"k": "1", "p": "P2"}])

    assert body(outcome.releases[0]) == {"awards": [{"id": "A1"}], "parties": [{"id": "P1"}, {"id": "P2"}]}
    assert not outcome.mapper.unclaimed
