"""Texts in further languages: only where a run asks, only where the standard allows it, never in place of the own."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from ocds_sv import convert
from ocds_sv.errors import MappingError, UsageError
from ocds_sv.mapping import Mapping

MAPPING = """
title: Annonser
source:
  format: xml
  roots: [annons]
params:
  ocid_prefix: {default: ocds-a1b2c3}
  languages: {help: further languages}
translations:
  param: languages
  languages: {csv: codes.csv, key: two, value: three}
  own: "[@lang=/*/lang]"
  other: "[@lang='{code}'][not(@lang=/*/lang)]"
lookups:
  category: {Varor: goods, Goods: goods, else: show}
values:
  unit: {from: ["{enhet[@lang=/*/lang]}", "{enhet}"]}
release:
  ocid: "{$ocid_prefix}-{nr}"
  date: 2024-01-01
  tag: [tender]
  language: sv
  initiationType: tender
  parties:
    - {id: "1", name: {from: ["{$unit}: {ort}", "{$unit}"]}, roles: [buyer]}
  tender:
    id: "{nr}"
    title: {from: ["{titel[@lang=/*/lang]|upper}", "{titel}"]}
    description: "{nr}"
    status: active
    documents:
      - each: lott
        id: "{nr}"
        title: "{titel[@lang=/*/lang]}"
    mainProcurementCategory: {from: "{slag[@lang=/*/lang]}", lookup: category}
"""
NOTICE = """<annons><nr>7</nr><lang>SWE</lang><ort>Umeå</ort>
<titel lang="SWE">Bänkar</titel><titel lang="ENG">Benches</titel>
<enhet lang="SWE">Parken</enhet><enhet lang="ENG">The park</enhet>
<slag lang="SWE">Varor</slag><slag lang="ENG">Goods</slag>
<lott><nr>1</nr><titel lang="SWE">Norr</titel><titel lang="FIN">Pohjoinen</titel></lott>
<lott><nr>2</nr><titel lang="SWE">Söder</titel></lott></annons>"""


@pytest.fixture
def mapping(tmp_path: Path) -> Path:
    (tmp_path / "codes.csv").write_text("two,three\nsv,swe\nen,eng\nfi,fin\n", encoding="utf-8")
    (tmp_path / "annons.xml").write_text(NOTICE, encoding="utf-8")
    path = tmp_path / "annonser.yaml"
    path.write_text(MAPPING, encoding="utf-8")
    return path


def release(mapping: Path, **params: str) -> dict[str, Any]:
    (found,) = convert(mapping.parent / "annons.xml", mapping, **params)
    return found


def test_who_does_not_ask_gets_none(mapping: Path) -> None:
    found = release(mapping)

    assert found["tender"]["title"] == "BÄNKAR"
    assert "_" not in str([*found, *found["tender"], *found["parties"][0], *found["tender"]["documents"][0]])


def test_a_text_in_another_language_stands_beside_the_own(mapping: Path) -> None:
    plain, found = release(mapping), release(mapping, languages="en, FI")

    assert list(found["tender"])[1:3] == ["title", "title_en"]
    assert found["tender"].pop("title_en") == "BENCHES"
    # Through named values, and parts that have no language.
    assert found["parties"][0].pop("name_en") == "The park: Umeå"
    assert found["tender"]["documents"][0].pop("title_fi") == "Pohjoinen"
    # Nothing else: no field that the standard has in one language, none whose text has no language, no own language.
    assert {**found, "id": plain["id"]} == plain


def test_the_own_language_is_no_further_one(mapping: Path) -> None:
    assert {**release(mapping, languages="sv"), "id": ""} == {**release(mapping), "id": ""}


@pytest.mark.parametrize("given", ["xx", "en,swe", "en;fi"])
def test_an_unknown_language_is_refused(mapping: Path, given: str) -> None:
    with pytest.raises(UsageError, match="no language has the code") as told:
        convert(mapping.parent / "annons.xml", mapping, languages=given)
    assert "inget språk har koden" in told.value.text("sv")


@pytest.mark.parametrize(
    ("old", "new", "fault"),
    [
        ("  param: languages\n", "  param: tongues\n", "there is no such parameter"),
        ("  param: languages\n", "", "give param"),
        ('  own: "[@lang=/*/lang]"\n', "", "give own"),
        ("codes.csv", "none.csv", "no file 'none.csv' beside"),
        ("key: two", "key: too", "the table has no 'too'"),
        ("  param: languages\n", "  param: languages\n  into: x\n", "into"),
    ],
)
def test_a_mapping_that_says_it_wrong_is_refused(mapping: Path, old: str, new: str, fault: str) -> None:
    mapping.write_text(MAPPING.replace(old, new), encoding="utf-8")

    with pytest.raises(MappingError, match=fault):
        Mapping.load(mapping)
