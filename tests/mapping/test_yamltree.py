"""The reader of YAML beside ruamel.yaml, which reads YAML 1.2 in pure Python."""

from pathlib import Path

import pytest
import ruamel.yaml

from ocds_sv.errors import MappingError
from ocds_sv.mapping.yamltree import DEEPEST, Faults, Mark, Scalar, Sequence, composed, plainly, read_tree
from ocds_sv.resources import MAPPINGS

SHIPPED = sorted(MAPPINGS.rglob("*.yaml"))


def told(node):
    """A node of either library: what it is, where, and what stands in it."""
    kind = type(node).__name__
    # The two say differently where a block of keys begins, and where nothing stands.
    place = (node.start_mark.line, node.start_mark.column) if kind != "MappingNode" and node.value else ()
    if kind == "ScalarNode":
        # An unquoted text has no style in one, and an empty one in the other.
        return kind, place, node.value, node.style or None
    if kind == "SequenceNode":
        return kind, place, [told(one) for one in node.value]
    return kind, place, [(told(key), told(value)) for key, value in node.value]


@pytest.mark.parametrize("path", SHIPPED, ids=lambda path: path.relative_to(MAPPINGS).as_posix())
def test_every_shipped_file_is_read_as_yaml_1_2_reads_it(path: Path):
    text = path.read_text(encoding="utf-8")

    assert told(composed(text)) == told(ruamel.yaml.YAML(typ="safe", pure=True).compose(text))


@pytest.mark.parametrize(
    "text",
    [
        "a: NO\nb: 0212000142\nc: 1_000\nd: 12:30:00\ne: on\n",
        "a: ~\nb: null\nc: 'null'\nd:\n",
        "a: \"å\\u00e4\\x41\\/\"\nb: 'it''s'\n",
        "a: |\n  två\n  rader\nb: >-\n  en\n  rad\n",
        "a: {b: [1, 2], c: //x/y:z}\n",
        "a: &x {b: 1}\nc: *x\nd:\n  <<: *x\n  e: 2\n",
        '{"a": {"b":1}, "c":[true, null]}',
        "# först\na: 1 # sedan\n\n",
        "a: 😀\n",
    ],
)
def test_what_the_two_versions_of_yaml_take_for_different_types_is_text(text):
    assert told(composed(text)) == told(ruamel.yaml.YAML(typ="safe", pure=True).compose(text))


def test_places_count_from_one_and_nothing_is_guessed(tmp_path):
    path = tmp_path / "mappning å.yaml"
    path.write_text("# rad\nland: NO\nlista:\n  - ~\n  - '~'\n", encoding="utf-8-sig")

    tree = read_tree(path, Faults())

    assert tree.get("land") == Scalar(Mark(path.name, 2, 7), "NO")
    assert tree.marks["lista"] == Mark(path.name, 3, 1)
    items = tree.get("lista")
    assert isinstance(items, Sequence)
    assert [(one.text, one.null) for one in items.items if isinstance(one, Scalar)] == [("~", True), ("~", False)]


@pytest.mark.parametrize("text", ["a: " + "[" * 900 + "]" * 900, "a: " + "[" * 90_000, "- " * 900, "? " * 900])
def test_what_is_nested_without_end_is_refused_with_its_place(text, tmp_path):
    path = tmp_path / "djup.yaml"
    path.write_text(text, encoding="utf-8")
    faults = Faults()

    with pytest.raises(MappingError) as refused:  # noqa: PT012 - the faults of a tree are told when it is whole
        read_tree(path, faults)
        faults.refuse()

    assert refused.value.faults[0].line == 1


def test_as_deep_as_a_mapping_may_be():
    fits = "[" * (DEEPEST - 1) + "]" * (DEEPEST - 1)

    assert plainly(f"a: {fits}", "x.yaml")["a"]
    with pytest.raises(MappingError, match="100 levels"):
        plainly(f"a: [{fits}]", "x.yaml")


def test_plainly_there_are_texts_alone():
    assert plainly("a: 1\nb: [NO, ~, {c: 2024-01-01}]\n", "x.yaml") == {
        "a": "1",
        "b": ["NO", None, {"c": "2024-01-01"}],
    }
    assert plainly("", "x.yaml") is None
    with pytest.raises(MappingError, match=r"x\.yaml:2:1"):
        plainly("a: 1\na: 2\n", "x.yaml")
