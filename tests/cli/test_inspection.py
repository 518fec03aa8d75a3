"""Kinds of values are told apart as a person would, and nothing raw is kept."""

from datetime import date, datetime
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ocds_sv.findings import Place
from ocds_sv.inspection import Value, kind_of, profile
from ocds_sv.sources import Stream


@pytest.mark.parametrize(
    ("cell", "kind"),
    [
        ("559999-9017", Value.ORGANISATION),
        ("5599999017", Value.ORGANISATION),
        ("169699999018", Value.ORGANISATION),
        (5599999017, Value.ORGANISATION),
        ("811228-9874", Value.PERSONAL),
        ("8112289874", Value.PERSONAL),
        ("701063-2391", Value.PERSONAL),
        ("Snickare 811228-9874", Value.PERSONAL),
        ("[innehåller personuppgifter]", Value.MASK),
        ("*****", Value.MASK),
        ("2024-03-01", Value.DATE),
        ("202403", Value.DATE),
        (date(2024, 3, 1), Value.DATE),
        (datetime(2024, 3, 1, 12, 0), Value.DATE),  # noqa: DTZ001 (as workbooks give it)
        ("1\u00a0234,50", Value.AMOUNT),
        ("-412,75", Value.AMOUNT),
        (Decimal("12.5"), Value.AMOUNT),
        ("24030001", Value.NUMBER),
        (7, Value.NUMBER),
        ("79212000 Revision", Value.CPV),
        ("79212000-3", Value.CPV),
        (True, Value.BOOLEAN),
        ("Inte direktivstyrd", Value.BOOLEAN),
        ("MT34", Value.CODE),
        ("F-1001", Value.CODE),
        ("12 kr st", Value.TEXT),
        ("Kommun", Value.TEXT),
    ],
)
def test_a_cell_has_the_kind_that_a_person_sees(cell, kind):
    assert kind_of(cell) is kind


@given(st.text(max_size=30))
def test_any_text_has_a_kind(text):
    assert kind_of(text) in Value


def _stream(rows, header=("a", "b")):
    return Stream(place=Place("x.csv"), header=header, records=iter(enumerate(rows, 2)))


def test_fill_rates_are_of_the_rows_looked_at_and_all_rows_are_counted():
    table = profile(_stream([("1,50", ""), ("2,50", None), ("", "x"), ("SAKNAS", "x")]), sample=3)

    first, second = table.columns
    assert (table.rows, table.sampled) == (4, 3)
    assert (first.filled, second.filled) == (2, 1)
    assert first.json(table.sampled)["fill_rate"] == 0.6667


def test_nothing_raw_is_kept():
    table = profile(_stream([("811228-9874", "Testa Testsson 811228-9874")]))

    text = str(table.json())
    assert [column.personal for column in table.columns] == [1, 1]
    assert "811228" not in text
    assert "Testa" not in text


def test_an_endless_variety_of_shapes_takes_no_memory():
    table = profile(_stream([("x" * (number % 40) + "9" * (number // 40), "") for number in range(1000)]))

    assert len(table.columns[0].shapes) <= 200


def test_json_objects_are_described_by_path():
    rows = [{"a": {"b": "x"}, "c": [{"d": 1}, {"d": 2}]}, {"a": None}]
    table = profile(_stream(rows, header=None))

    assert {column.name: column.filled for column in table.columns} == {"a.b": 1, "c[].d": 2, "a": 0}
