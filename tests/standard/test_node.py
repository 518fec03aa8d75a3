from dataclasses import FrozenInstanceError

import pytest

from ocds_sv.standard import Node, Standard

STANDARD = Standard.load(("lots", "techniques", "organizationClassification"))


def node(path: str) -> Node:
    return STANDARD.node(path)


@pytest.mark.parametrize(
    ("path", "kind"),
    [
        ("", "object"),
        ("parties", "array"),
        ("parties/id", "string"),
        ("tender/id", "string"),
        ("tender/value/amount", "number"),
        ("tender/numberOfTenderers", "integer"),
        ("tender/hasEnquiries", "boolean"),
        ("tender/submissionMethod", "array"),
        ("parties/details", "object"),
        ("tender/lots/value", "object"),
        ("tender/amendments/changes/former_value", "string"),
    ],
)
def test_kind_is_the_main_type(path: str, kind: str) -> None:
    assert node(path).kind == kind


def test_types_are_as_the_schema_says() -> None:
    assert node("tender/id").types == ("string", "integer")
    assert node("tender/title").types == ("string", "null")


def test_facts_of_a_value_are_those_of_the_schema() -> None:
    assert node("date").format == "date-time"
    assert node("ocid").min_length == 1
    assert node("tender/title").min_length == 0
    assert node("contracts").items.required == {"id", "awardID"}
    assert node("").required == {"ocid", "id", "date", "tag", "initiationType"}


def test_arrays_are_transparent() -> None:
    lots = node("tender/lots")

    assert lots.items.kind == "object"
    assert lots.items.path == lots.path == "tender/lots"
    assert lots.child("title") is lots.items.child("title")
    assert lots.names() == lots.items.names()
    assert lots.properties == {}
    assert node("tender").items is None


def test_codes_stand_on_the_array_and_on_its_items() -> None:
    roles = node("parties/roles")

    assert roles.codelist.name == "partyRole"
    assert roles.items.codelist is roles.codelist
    assert roles.items.kind == "string"


def test_one_codelist_object_serves_all_fields() -> None:
    assert node("tender/value/currency").codelist is node("awards/value/currency").codelist


@pytest.mark.parametrize(
    ("path", "merge", "identity"),
    [
        ("parties", "identifierMerge", "id"),
        ("tender/lots", "identifierMerge", "id"),
        ("parties/additionalIdentifiers", "wholeListMerge", None),
        ("tender/items/additionalClassifications", "wholeListMerge", None),
        ("parties/roles", "wholeListMerge", None),
        ("tender/amendments/changes", "wholeListMerge", None),
        ("tag", "omitWhenMerged", None),
    ],
)
def test_arrays_merge_by_id_only_where_the_standard_says_so(path: str, merge: str, identity: str | None) -> None:
    assert node(path).merge == merge
    assert node(path).items.identity == identity
    assert node(path).identity is None


def test_the_release_has_its_own_identity() -> None:
    assert STANDARD.release.identity == "id"
    assert node("tender").identity is None


def test_version_ids_are_marked() -> None:
    assert node("parties/identifier/id").merge == "version"
    assert node("parties/identifier/scheme").merge is None


def test_the_extension_to_declare_is_that_of_the_path() -> None:
    assert node("tender/lots").extension == "lots"
    assert node("tender/lots/value/amount").extension == "lots"
    assert node("tender/lots/techniques").extension == "techniques"
    assert node("tender/value/amount").extension is None
    assert node("parties/details").extension is None
    assert node("parties/details/classifications/scheme").extension == "organizationClassification"


def test_deprecated_fields_say_so() -> None:
    assert node("tender/amendment").deprecated
    assert node("buyer/address").deprecated
    assert not node("parties/address").deprecated


@pytest.mark.parametrize(
    ("path", "time"),
    [
        ("tender/tenderPeriod/startDate", "00:00:00"),
        ("tender/tenderPeriod/endDate", "23:59:59"),
        ("tender/lots/contractPeriod/startDate", "00:00:00"),
        ("date", "23:59:59"),
        ("contracts/implementation/transactions/date", "23:59:59"),
        ("tender/title", None),
    ],
)
def test_dates_without_time_have_a_time_to_take(path: str, time: str | None) -> None:
    assert node(path).time_of_day == time


def test_translated_fields_are_found_where_the_schema_allows_them() -> None:
    title = node("tender").child("title_sv")

    assert title.path == "tender/title_sv"
    assert title.kind == "string"
    assert node("tender/items/description_sv-SE").name == "description_sv-SE"
    assert node("tender").child("status_sv") is None
    assert node("tender").child("title_svenska språket") is None


def test_nodes_cannot_be_altered() -> None:
    with pytest.raises(FrozenInstanceError):
        node("tender").kind = "array"
    with pytest.raises(TypeError):
        node("tender").properties["x"] = node("tender")


def test_a_key_is_the_same_wherever_the_type_is_used() -> None:
    assert node("").key == "Release"
    assert node("ocid").key == "Release.ocid"
    assert node("tender/value/amount").key == node("awards/value/amount").key == "Value.amount"
    assert node("tender/items/unit/value").key == "Item.unit.value"
    assert node("tender/items/unit/value/currency").key == "Value.currency"
    assert node("contracts/amendments/changes/property").key == "Amendment.changes.property"
    assert node("tender/lots/techniques").key == "Lot.techniques"


def test_the_type_of_the_children_is_that_of_the_reference() -> None:
    assert node("").definition == "Release"
    assert node("tender").definition == "Tender"
    assert node("parties").definition is None
    assert node("parties").items.definition == "Organization"
    assert node("tender/items/unit").definition is None
    assert node("tender/items/unit").items is None


def test_a_node_tells_its_text_in_both_languages() -> None:
    assert node("tender/procurementMethod").text().title == "Procurement method"
    assert node("tender/procurementMethod").text("sv").title == "Typ av förfarande"
    assert node("parties").items.text("sv") == node("parties").text("sv")
    assert node("").text("sv").title == "Release"
    assert node("tender").child("title_sv").text("sv") == node("tender/title").text("sv")
