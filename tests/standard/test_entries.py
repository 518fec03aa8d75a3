import pytest

from ocds_sv.errors import UnknownName
from ocds_sv.standard import Standard, entries, texts
from ocds_sv.standard.entries import CodelistEntry, ExtensionEntry, FieldEntry, TypeEntry

ALL = Standard.load(Standard.known_extensions())


def one(name: str, lang: str = "en") -> entries.Entry:
    (entry,) = entries.found(name, lang)
    return entry


def test_a_field_has_its_facts_and_its_text() -> None:
    entry = one("tender/procurementMethod", "sv")

    assert isinstance(entry, FieldEntry)
    assert (entry.title, entry.key) == ("Typ av förfarande", "Tender.procurementMethod")
    assert (entry.type, entry.items, entry.definition, entry.required) == ("string", None, None, False)
    assert entry.codelist.name == "method"
    assert [code.name for code in entry.codelist.codes] == ["open", "selective", "limited", "direct"]
    assert entry.codelist.codes[0].title == "Öppet"
    assert entry.children == ()


def test_a_list_of_objects_has_children_and_a_type() -> None:
    entry = one("contracts")

    assert isinstance(entry, FieldEntry)
    assert (entry.type, entry.items, entry.definition, entry.merge) == (
        "array",
        "object",
        "Contract",
        "identifierMerge",
    )
    assert "awardID" in [child.name for child in entry.children]
    assert {child.name: child.extension for child in entry.children}["options"] == "options"
    assert {child.name: child.deprecated for child in entry.children}["amendment"] is True


def test_required_is_what_the_object_around_it_says() -> None:
    assert one("ocid").required
    assert one("contracts/awardID").required
    assert one("contracts/id").required
    assert not one("contracts/title").required


def test_a_translation_is_told_as_what_it_translates() -> None:
    assert one("tender/title_sv", "sv").title == one("tender/title", "sv").title


def test_a_codelist_tells_who_uses_it_and_what_is_deprecated() -> None:
    entry = one("currency", "sv")
    codes = {code.name: code for code in entries.codelist("awardCriteria", "en").codes}

    assert isinstance(entry, CodelistEntry)
    assert (entry.open, entry.described, len(entry.codes)) == (False, False, 302)
    assert set(entry.fields) == {"Statistic.currency", "Value.currency"}
    assert codes["lowestCost"].deprecated
    assert not codes["priceOnly"].deprecated


def test_an_extension_tells_what_it_brings_and_needs() -> None:
    entry = one("lots")
    statistics = entries.extension("statistics", "en")

    assert isinstance(entry, ExtensionEntry)
    assert {"Tender.lots", "Lot.title", "Item.relatedLot"} <= {field.name for field in entry.fields}
    assert "Tender.title" not in {field.name for field in entry.fields}
    assert entry.url.endswith("/ocds_lots_extension/v1.1.5/extension.json")
    assert statistics.needs == ("bids",)


def test_every_field_of_an_extension_is_told_by_one() -> None:
    brought = {field.name for row in entries.extensions("en") for field in entries.extension(row.name, "en").fields}
    core = {node.key for node in Standard.load().release.walk()}
    packages = {
        key for key in texts.fields() if key.startswith(("ReleasePackage", "RecordPackage", "Record.", "Linked"))
    }

    assert brought | core | packages == set(texts.fields())
    assert not brought & core


def test_a_type_tells_its_fields_and_where_it_is_used() -> None:
    entry = one("Period", "sv")

    assert isinstance(entry, TypeEntry)
    assert [field.name for field in entry.fields][:2] == ["startDate", "endDate"]
    assert {"Tender.tenderPeriod", "Contract.period"} <= set(entry.used_by)
    assert [field.name for field in one("Unit").fields] == ["scheme", "id", "name", "value", "uri"]


@pytest.mark.parametrize(
    ("name", "kinds"),
    [
        ("language", ["field", "codelist"]),
        ("bids", ["field", "extension"]),
        ("awardCriteria", ["codelist", "extension"]),
        ("tender/value/", ["field"]),
    ],
)
def test_everything_with_the_name_is_told(name: str, kinds: list[str]) -> None:
    assert [entry.kind for entry in entries.found(name, "en")] == kinds


@pytest.mark.parametrize("lang", texts.LANGUAGES)
def test_whatever_there_is_can_be_told(lang: str) -> None:
    names = [*ALL.paths(), *texts.codelists(), *Standard.known_extensions(), *texts.types()]

    for name in names:
        assert all(entry.title and entry.description for entry in entries.found(name, lang))
    assert {entry.name for name in names for entry in entries.found(name, lang)} == set(names)


@pytest.mark.parametrize(
    ("name", "near"),
    [
        ("procurementMethod", "tender/procurementMethod"),
        ("tender/titel", "tender/title"),
        ("curency", "currency"),
        ("lot", "lots"),
        ("Upphandlande organisation", "tender/procuringEntity"),
        ("winning suppliers", "awards/suppliers"),
    ],
)
def test_an_unknown_name_is_answered_with_the_nearest(name: str, near: str) -> None:
    with pytest.raises(UnknownName, match=f"Did you mean '{near}'"):
        entries.found(name, "en")


@pytest.mark.parametrize("name", ["", "/", "//", "xyzzy", "tender//title", "tender/title/x"])
def test_what_is_like_nothing_is_unknown_too(name: str) -> None:
    with pytest.raises(UnknownName):
        entries.found(name, "en")


def test_lists_have_everything_once() -> None:
    assert [field.name for field in entries.fields("", "sv")] == list(ALL.paths())
    assert [field.name for field in entries.fields("tender/value", "sv")] == [
        "tender/value/amount",
        "tender/value/currency",
    ]
    assert [row.name for row in entries.codelists("sv")] == sorted(texts.codelists())
    assert [row.name for row in entries.extensions("sv")] == list(Standard.known_extensions())
    with pytest.raises(UnknownName):
        entries.fields("tendr", "sv")
