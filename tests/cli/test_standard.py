"""``standard``: show, list."""

import json

import pytest

from ocds_sv.standard import Standard, texts

ALL = Standard.load(Standard.known_extensions())


def test_a_field_is_told_in_swedish(call):
    code, out, err = call("standard", "show", "tender/procurementMethod", "--lang", "sv", "--plain")

    assert (code, err) == (0, "")
    first, *rest = out.splitlines()
    assert first == "tender/procurementMethod (fält)"
    assert rest[0].startswith("Typ av förfarande. ")
    assert "  kodlista        method, sluten: bara dessa koder" in rest
    assert any(line.startswith("  open       Öppet. Alla leverantörer") for line in rest)


def test_a_field_is_told_in_english(call):
    _, out, _ = call("standard", "show", "parties", "--lang", "en", "--plain")

    assert "parties (field)" in out
    assert "list of objects (Organization)" in out
    assert "the objects are united by their ids" in out
    assert "  eDeliveryGateway       eDelivery gateway [eu]" in out


def test_a_field_of_an_extension_and_a_deprecated_one_say_so(call):
    _, out, _ = call("standard", "show", "awards/relatedBid", "--lang", "sv", "--plain")

    assert "  tillägg         bids" in out
    assert "  avråds          ja" in out


def test_the_names_of_half_the_world_stand_with_the_codelist_only(call):
    _, field, _ = call("standard", "show", "tender/value/currency", "--lang", "sv", "--plain")
    _, codelist, _ = call("standard", "show", "currency", "--lang", "sv", "--plain")

    assert "svensk krona" not in field
    assert "ocds-sv standard show currency" in field
    assert "  SEK  svensk krona" in codelist


@pytest.mark.parametrize("lang", ["sv", "en"])
def test_whatever_there_is_can_be_shown(lang, call):
    names = [*texts.codelists(), *Standard.known_extensions(), *texts.types(), "tender", "tender/lots/value/amount"]

    for name in names:
        code, out, err = call("standard", "show", name, "--lang", lang)
        assert (code, err) == (0, ""), name
        assert name in out


def test_every_kind_of_field_has_its_words(call):
    kinds = {
        (node.kind, node.format, node.items.kind if node.items else None): node.path for node in ALL.release.walk()
    }

    for path in kinds.values():
        assert call("standard", "show", path)[0] == 0, path


def test_no_line_is_longer_than_the_terminal(call, monkeypatch):
    monkeypatch.setenv("COLUMNS", "60")

    _, out, _ = call("standard", "show", "documentType", "--lang", "sv", "--plain")

    assert max(map(len, out.splitlines())) <= 60


def test_json_has_everything_with_the_name(call):
    code, out, _ = call("standard", "show", "language", "--json", "--lang", "sv")
    field, codelist = json.loads(out)

    assert code == 0
    assert (field["kind"], field["title"], field["merge"]) == ("field", "Språk", None)
    assert (codelist["kind"], codelist["open"], codelist["described"]) == ("codelist", True, False)
    assert {code["name"]: code["title"] for code in codelist["codes"]}["sv"] == "svenska"


@pytest.mark.parametrize(
    ("lang", "message"),
    [
        ("sv", "OCDS-namnet 'procurementMethod' finns inte. Menade du 'tender/procurementMethod'?"),
        ("en", "There is no OCDS name 'procurementMethod'. Did you mean 'tender/procurementMethod'?"),
    ],
)
def test_an_unknown_name_is_answered_with_the_nearest(lang, message, call):
    code, out, err = call("standard", "show", "procurementMethod", "--lang", lang)

    assert (code, out, err.strip()) == (2, "", message)


def test_a_misspelt_subcommand_is_answered_with_the_nearest(call):
    code, _, err = call("standard", "lst")

    assert code == 2
    assert "There is no command 'standard lst'. Did you mean 'list'?" in err


def test_the_list_has_every_field_with_its_title(call):
    code, out, _ = call("standard", "list", "--lang", "sv")
    lines = out.splitlines()

    assert code == 0
    assert [line.split()[0] for line in lines] == list(ALL.paths())
    assert lines[0].endswith("Open contracting-id (ocid)")
    assert any(line.startswith("tender/lots ") and line.endswith("Anbudsområden  [lots]") for line in lines)


def test_the_list_can_begin_further_down(call):
    _, out, _ = call("standard", "list", "tender/value")

    assert [line.split()[0] for line in out.splitlines()] == ["tender/value/amount", "tender/value/currency"]


def test_codelists_and_extensions_are_listed(call):
    _, codelists, _ = call("standard", "list", "--codelists", "--lang", "sv")
    _, extensions, _ = call("standard", "list", "--extensions", "--json", "--lang", "sv")

    assert [line.split()[0] for line in codelists.splitlines()] == sorted(texts.codelists())
    assert {row["name"]: row["title"] for row in json.loads(extensions)}["lots"] == "Anbudsområden"


@pytest.mark.parametrize(
    "args", [("--codelists", "--extensions"), ("tender", "--codelists"), ("tendr",), ("tender", "awards")]
)
def test_what_cannot_be_listed_is_wrong_usage(args, call):
    code, out, err = call("standard", "list", *args)

    assert (code, out) == (2, "")
    assert err
