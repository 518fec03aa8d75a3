"""Which source fields feed which fields: through named values, choices, lists, and with the party's roles."""

from typing import Any

import pytest

from ocds_sv.mapping import Mapping
from ocds_sv.mapping.names import shipped_names
from ocds_sv.mapping.uses import uses

TEXT = """
source: {columns: {belopp: [Belopp], namn: [Namn], nr: [Nr], ny: [Ny]}}
params: {p: {default: a, choices: {a: "{nr}", b: "{ny}"}}}
values: {value: "{belopp|number}"}
lookups: {l: {a: open}}
release:
  ocid: "{$ocid_prefix}-{nr}"
  date: "2024-01-01"
  tag: [tender]
  initiationType: tender
  tender: {id: "{$p}", procurementMethod: {from: "{ny}", lookup: l, default: open}}
  parties:
    - {id: "x-{nr}", name: {from: ["{namn|strip('-')}", "{ny}"]}, roles: [supplier, payee]}
  contracts:
    - {id: "{#}", awardID: "{nr}", value: {amount: "{$value}", currency: SEK}}
"""


@pytest.fixture
def found(tmp_path: Any) -> Any:
    path = tmp_path / "m.yaml"
    path.write_text(TEXT, encoding="utf-8")
    return {use.path: use for use in uses(Mapping.load(path))}


def test_sources_are_found_through_names_and_choices(found: Any) -> None:
    assert found["contracts/value/amount"].sources == ("belopp",)
    assert found["tender/id"].sources == ("nr", "ny")
    assert found["ocid"].sources == ("nr",)


def test_what_is_one_column_and_nothing_else_is_direct(found: Any) -> None:
    assert found["contracts/value/amount"].direct == "belopp"
    assert found["parties/name"].direct == "namn"
    assert found["ocid"].direct is None
    assert found["contracts/id"].direct is None


def test_a_block_is_told_from_others_by_its_codes(found: Any) -> None:
    assert found["parties/name"].codes == ("supplier", "payee")
    assert found["tender/id"].codes == ()


def test_expressions_are_written_as_in_the_mapping(found: Any) -> None:
    assert found["parties/name"].text == "{namn|strip('-')} | {ny}"
    assert found["tender/procurementMethod"].text == "{ny}, lookup l, default open"
    assert (found["contracts/id"].text, found["ocid"].text) == ("{#}", "{$ocid_prefix}-{nr}")
    assert (found["initiationType"].text, found["initiationType"].constant) == ("tender", True)


@pytest.mark.parametrize("name", shipped_names())
def test_every_column_of_a_shipped_mapping_is_used_somewhere_or_decides_something(name: str) -> None:
    mapping = Mapping.load(name)
    fed = {source for use in uses(mapping) for source in use.sources}

    assert fed <= set(mapping.source.columns) or not mapping.source.columns
    assert len(fed) >= len(mapping.source.columns) * 0.7
    assert all(mapping.standard.node(use.path) for use in uses(mapping))
