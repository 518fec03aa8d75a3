"""Questions in place of columns: told all at once, answered by a header or by ``saknas``."""

import pytest

from ocds_sv.errors import MappingError
from ocds_sv.mapping import Mapping

HEAD = """
template: true
source:
  columns:
    nr: "? Vilken kolumn har numret? / Which column has the number?"
    titel: {titel}
  optional: [titel]
"""
RELEASE = """
release:
  {{ocid: "{{$ocid_prefix}}-{{{nr}}}", date: "2024-01-01", tag: [tender], initiationType: tender,
   tender: {{id: "{{{nr}}}", title: "{{{titel}}}"}}}}
""".format(nr="nr", titel="titel")
MAPPING = HEAD.format(titel='"? Och titeln? / And the title?"') + RELEASE
FIXED = (
    """
source:
  format: fixed
  layout:
    K: {nr: 2-5, titel: "? Var står titeln? / Where is the title?"}
  optional: [titel]
"""
    + RELEASE
)


def test_open_questions_are_one_error_in_both_languages(refused):
    assert refused(MAPPING) == [
        "5:9: source.columns.nr: Which column has the number? Write its header here.",
        "6:12: source.columns.titel: And the title? Write its header here, or saknas if there is none.",
    ]
    assert refused(MAPPING, "sv")[1].endswith("Och titeln? Skriv rubriken här, eller saknas om uppgiften inte finns.")


def test_a_question_in_one_language_is_asked_in_both(refused):
    text = MAPPING.replace(" / And the title?", "")

    assert "Och titeln?" in refused(text)[1]


def test_faults_are_told_together_with_the_questions(refused):
    told = refused(MAPPING.replace("title:", "titel:"))

    assert len(told) == 3
    assert "no such OCDS field" in told[2]


def test_with_questions_open_a_mapping_can_be_looked_at(tmp_path):
    path = tmp_path / "m.yaml"
    path.write_text(MAPPING, encoding="utf-8")

    assert set(Mapping.load(path, unanswered=True).source.columns) == {"nr", "titel"}
    path.write_text(MAPPING.replace("title:", "titel:"), encoding="utf-8")
    with pytest.raises(MappingError) as raised:
        Mapping.load(path, unanswered=True)
    assert len(raised.value.faults) == 1


def test_answers_are_headers_and_a_word_means_that_there_is_none(load, mapped):
    text = MAPPING.replace('"? Vilken kolumn har numret? / Which column has the number?"', "[Nr, Nummer]")
    mapping = load(text.replace('"? Och titeln? / And the title?"', "saknas"))

    outcome = mapped(mapping, [["1", "x"]], header=["Nummer", "titel"])

    assert mapping.source.columns == {"nr": ("Nr", "Nummer"), "titel": ("saknas",)}
    assert outcome.releases[0]["tender"] == {"id": "1"}
    assert outcome.mapper.unclaimed == {"titel": 1}


def test_what_is_needed_cannot_be_answered_with_that_word(refused):
    (told,) = refused(
        HEAD.replace('"? Vilken kolumn har numret? / Which column has the number?"', "saknas").format(titel="T")
        + RELEASE
    )

    assert told.startswith("5:9: source.columns.nr: without this column there is no release")


def test_a_layout_can_ask_for_characters(refused, load):
    (told,) = refused(FIXED)

    assert told.startswith("5:25: source.layout.K.titel: Where is the title? Write the characters (as 3-12) here, or ")
    assert load(FIXED.replace('"? Var står titeln? / Where is the title?"', "6-9")).source.layout["K"]["titel"] == (
        6,
        9,
    )
    absent = load(FIXED.replace('"? Var står titeln? / Where is the title?"', "saknas"))
    assert (absent.source.layout["K"], absent.source.columns["titel"]) == ({"nr": (2, 5)}, ("saknas",))


def test_a_needed_field_of_a_layout_cannot_be_answered_with_that_word(refused):
    assert "no answer here" in refused(FIXED.replace("nr: 2-5", "nr: saknas"))[0]


def test_a_template_is_marked_with_a_truth(refused):
    assert "true or false is expected here" in refused(MAPPING.replace("template: true", "template: ja"))[0]
