"""A copy of a shipped mapping stands anywhere: what it includes, and its tables, are still found."""

import pytest

from ocds_sv.mapping import Mapping, catalogue, copies, find, portable, templates, yamltree

SHIPPED = [*catalogue(), *templates()]


@pytest.mark.parametrize("shipped", SHIPPED, ids=lambda shipped: shipped.name)
def test_a_copy_is_the_same_mapping(shipped, tmp_path):
    path = tmp_path / "min mapp" / "min.yaml"
    path.parent.mkdir()
    path.write_text(portable(shipped.path), encoding="utf-8")

    copy, own = Mapping.load(path, unanswered=True), Mapping.load(shipped.name, unanswered=True)

    assert (copy.title, copy.source, copy.release) == (own.title, own.source, own.release)


def test_only_the_paths_are_changed():
    name = "uhm-upphandlingar/contracted-tenders"
    before, after = find(name).read_text(encoding="utf-8").splitlines(), portable(find(name)).splitlines()

    assert [pair for pair in zip(before, after, strict=True) if pair[0] != pair[1]] == [
        (
            "# yaml-language-server: $schema=../../schemas/mapping.schema.json",
            "# yaml-language-server: $schema=mapping.schema.json",
        ),
        (
            "include: [_common.yaml, _suppliers.yaml]",
            "include: [uhm-upphandlingar/_common.yaml, uhm-upphandlingar/_suppliers.yaml]",
        ),
    ]


def test_a_mapping_of_ones_own_is_shown_as_it_stands(tmp_path):
    path = tmp_path / "m.yaml"
    path.write_text("# egen\ninclude: ../annan.yaml\n", encoding="utf-8")

    assert portable(path) == path.read_text(encoding="utf-8")


RELEASE = """
release:
  {ocid: "{$ocid_prefix}-{nr}", date: "2024-01-01", tag: [tender], initiationType: tender,
   tender: {id: "{nr}", status: {from: "{status}", lookup: status}}}
"""
ONE = "source: {columns: {nr: [Nr], status: [Status]}}\nlookups: {status: {csv: status.csv, key: Ord, value: Kod}}\n"


@pytest.fixture
def shipped(tmp_path, monkeypatch):
    """A folder of shipped mappings: one with a table beside it, another that includes it."""
    folder = tmp_path / "med paketet"
    for name, text in {
        "ett/mapping.yaml": ONE + RELEASE,
        "ett/status.csv": "Ord,Kod\nAnnonserad,active\n",
        "två/mapping.yaml": "include: '../ett/mapping.yaml'  # ett\ntitle: Två\n",
    }.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    for module in (copies, yamltree):
        monkeypatch.setattr(module, "MAPPINGS", folder)
    return folder


@pytest.mark.parametrize("name", ["ett", "två"])
def test_a_table_beside_a_mapping_is_found_through_copies_and_includes(name, shipped, tmp_path):
    path = tmp_path / "m.yaml"
    path.write_text(portable(shipped / name / "mapping.yaml"), encoding="utf-8")

    for one in (shipped / name / "mapping.yaml", path):
        (lookup,) = (
            field.expression.lookup
            for field in dict(dict(Mapping.load(one).release.fields)["tender"].fields).values()
            if getattr(field.expression, "lookup", None)
        )
        assert lookup.table == {"annonserad": "active"}


def test_a_quoted_path_with_a_comment_stays_quoted(shipped):
    text = portable(shipped / "två" / "mapping.yaml")

    assert text.startswith("include: 'ett/mapping.yaml'  # ett\n")


def test_a_file_beside_the_mapping_comes_before_one_of_the_package(shipped, tmp_path):
    (tmp_path / "ett").mkdir()
    (tmp_path / "ett/mapping.yaml").write_text("title: Min egen\n" + ONE + RELEASE, encoding="utf-8")
    (tmp_path / "ett/status.csv").write_text("Ord,Kod\nAnnonserad,planned\n", encoding="utf-8")
    path = tmp_path / "m.yaml"
    path.write_text("include: ett/mapping.yaml\n", encoding="utf-8")

    assert Mapping.load(path).title == "Min egen"
