"""Each function of the mapping language does what its examples say."""

import pytest

from ocds_sv.mapping.functions import FUNCTIONS
from ocds_sv.mapping.values import text_of
from ocds_sv.sweden.faults import ValueFault

EXAMPLES = [(function, example) for function in FUNCTIONS.values() for example in function.examples]


@pytest.mark.parametrize(("function", "example"), EXAMPLES, ids=lambda value: getattr(value, "name", ""))
def test_the_examples_of_a_function_hold(function, example):
    text, args, result = example

    assert text_of(function.call(text, *args)) == result
    assert function.least <= len(args) <= function.most


@pytest.mark.parametrize("function", FUNCTIONS.values(), ids=lambda function: function.name)
def test_every_function_is_explained_in_both_languages_with_an_example(function):
    assert function.sv.endswith(".")
    assert function.en.endswith(".")
    assert function.examples


@pytest.mark.parametrize(
    ("name", "text", "rule"),
    [
        ("orgnr", "Bygg AB", "not-an-organisation-number"),
        ("orgnr", "556091-2149", "wrong-check-digit"),
        ("orgnr", "556091-2148/556012-5790", "several-numbers"),
        ("amount", "1", "placeholder-amount"),
        ("hash", "811228-9874", "hash-of-personal-number"),
        ("key", "811228-9874", "hash-of-personal-number"),
        ("cpv", "inget", "not-a-cpv-code"),
        ("cpv", "45999999", "unknown-cpv-code"),
        ("cpv_name", "45999999", "unknown-cpv-code"),
        ("number", "12 kr st", "not-a-number"),
    ],
)
def test_what_a_function_cannot_do_it_says_without_the_value(name, text, rule):
    with pytest.raises(ValueFault) as caught:
        FUNCTIONS[name].call(text)

    assert caught.value.rule == rule
    assert text not in str(caught.value)


def test_a_personal_number_passes_so_that_the_privacy_gate_sees_it():
    assert FUNCTIONS["orgnr"].call("8112289874") == "811228-9874"
    assert FUNCTIONS["if_orgnr"].call("701063-2391") == "701063-2391"


def test_texts_with_the_same_slug_or_the_same_beginning_have_keys_of_their_own():
    key = FUNCTIONS["key"].call
    long = "Region Mellansverige, verksamhetsnära konsulter, nivå "

    assert len({key("A/B"), key("A B"), key(long + "1"), key(long + "2"), key("/"), key("-")}) == 6


def test_two_spellings_of_a_name_give_one_local_id_and_two_names_two():
    local_id = FUNCTIONS["local_id"].call

    assert local_id("Ångans  Papper AB") == local_id("ÅNGANS PAPPER ab")
    assert local_id("Ångans Papper AB") != local_id("Angans Papper AB")


def test_the_functions_for_dates_know_the_mapping_s_own_formats(load, mapped):
    mapping = load(
        """
        source: {format: csv, dates: ["%y%m%d"], columns: {dag: [Dag]}}
        release:
          ocid: "{$ocid_prefix}-{dag|year}"
          date: "{dag}"
          tag: [planning]
          initiationType: tender
          tender: {id: "{dag|date}"}
        """
    )

    (release,) = mapped(mapping, [["240131"]], header=["Dag"]).releases

    assert (release["ocid"], release["tender"]["id"]) == ("ocds-213czf-2024", "2024-01-31")
