"""
YAML files as trees of text with line numbers.

A mapping is read without any guessing of types: ``NO`` stays text, ``0212000142`` keeps its zero, and a key given twice
is a fault. What a text means is decided by what stands there in the mapping language, not by YAML.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import lru_cache
from os.path import relpath
from pathlib import Path
from typing import Any

import yaml
from yaml.error import MarkedYAMLError, YAMLError
from yaml.events import CollectionEndEvent, CollectionStartEvent
from yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode

from ocds_sv.errors import Fault, MappingError
from ocds_sv.mapping.yamlwords import NO_TEXT, NO_TEXT_SV, problem_sv
from ocds_sv.resources import MAPPINGS

_NULLS = {"", "~", "null"}
_LOADER = getattr(yaml, "CBaseLoader", yaml.BaseLoader)
"""Of the base loaders, since no type is guessed; libyaml's, thirty times faster, wherever it is."""

DEEPEST = 100
"""Levels of blocks and lists in a mapping."""

_FAR = 5


@dataclass(frozen=True, slots=True)
class Mark:
    """A place in a YAML file; ``line`` and ``column`` from 1."""

    file: str
    line: int
    column: int


@dataclass(frozen=True, slots=True)
class Scalar:
    """A text; ``null`` when it is an unquoted ``null``, ``~`` or nothing at all."""

    mark: Mark
    text: str
    null: bool = False


@dataclass(frozen=True, slots=True)
class Sequence:
    """A list."""

    mark: Mark
    items: tuple[Tree, ...]


@dataclass(frozen=True, slots=True)
class Block:
    """A block of keys; ``marks`` has the place of each key."""

    mark: Mark
    entries: dict[str, Tree]
    marks: dict[str, Mark]

    def __iter__(self) -> Iterator[tuple[str, Tree]]:
        return iter(self.entries.items())

    def get(self, key: str) -> Tree | None:
        """The value under ``key``."""
        return self.entries.get(key)


Tree = Scalar | Sequence | Block


class Faults:
    """
    Collects what is wrong with a mapping, so that all of it is told at once.

    Attributes:
        found: what is wrong.
        questions: what the mapping asks and nobody has answered.
    """

    def __init__(self) -> None:
        self.found: list[Fault] = []
        self.questions: list[Fault] = []

    def add(self, mark: Mark, path: str, sv: str, en: str) -> None:
        """Note one fault."""
        fault = Fault(mark.file, mark.line, mark.column, path, sv, en)
        # An anchored block is read once for each place it is used in; its fault is told once.
        if fault not in self.found:
            self.found.append(fault)

    def ask(self, mark: Mark, path: str, sv: str, en: str) -> None:
        """Note one question."""
        self.questions.append(Fault(mark.file, mark.line, mark.column, path, sv, en))

    def refuse(self, *, unanswered: bool = False) -> None:
        """Raise ``MappingError`` with everything found, if anything was; ``unanswered``: questions may stay open."""
        told = self.found if unanswered else self.found + self.questions
        if told:
            raise MappingError(told)


def read_tree(path: Path, faults: Faults) -> Block:
    """
    The YAML file at ``path`` with what it includes.

    Raises:
        MappingError: the file cannot be read or is not a block of keys at the top.
    """
    return _read(path, path.name, faults, ())


def _read(path: Path, name: str, faults: Faults, above: tuple[Path, ...]) -> Block:
    start = Mark(name, 1, 1)
    try:
        node = composed(path.read_text("utf-8-sig"))
    except MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        place = Mark(name, mark.line + 1, mark.column + 1) if mark else start
        problem = str(error.problem or error.context)
        faults.add(place, "", f"ogiltig YAML: {problem_sv(problem)}", f"invalid YAML: {problem}")
        raise MappingError(faults.found) from None
    except (OSError, YAMLError, ValueError) as error:
        # What is not UTF-8 is a ValueError, too; characters that YAML forbids are an error without a place.
        reason = (error.strerror or "") if isinstance(error, OSError) else ""
        if reason:
            faults.add(start, "", f"filen kan inte läsas ({reason})", f"the file cannot be read ({reason})")
        else:
            faults.add(start, "", NO_TEXT_SV, NO_TEXT)
        raise MappingError(faults.found) from None
    if not isinstance(node, MappingNode):
        faults.add(start, "", "en mappning är ett block med nycklar", "a mapping is a block of keys")
        raise MappingError(faults.found)
    tree = _Builder(name, faults).block(node)
    return _with_includes(tree, path, faults, (*above, path.resolve()))


@lru_cache(maxsize=64)
def composed(text: str) -> Node | None:
    """
    The nodes of a YAML text, with their places; many mappings include the same parts.

    Raises:
        YAMLError: it is none, or is nested far deeper than ``DEEPEST``.
    """
    depth = 0
    # libyaml follows nodes into each other by calls, older ones without a limit: the process would end.
    for event in yaml.parse(text, Loader=_LOADER):
        depth += isinstance(event, CollectionStartEvent) - isinstance(event, CollectionEndEvent)
        if depth > _FAR * DEEPEST:
            place: Any = event.start_mark
            raise MarkedYAMLError(problem=f"more than {_FAR * DEEPEST} levels deep", problem_mark=place)
    node: Node | None = yaml.compose(text, Loader=_LOADER)
    return node


def plainly(text: str, name: str) -> Any:  # noqa: ANN401 - what a YAML file may hold
    """
    The YAML text of the file ``name`` as dicts, lists, texts and None.

    Raises:
        YAMLError: it is none.
        MappingError: a key stands there twice, and the like.
    """
    faults, node = Faults(), composed(text)
    found = _plain(_Builder(name, faults).tree(node)) if node is not None else None
    faults.refuse()
    return found


def _plain(tree: Tree) -> Any:  # noqa: ANN401 - as above
    if isinstance(tree, Block):
        return {key: _plain(value) for key, value in tree}
    if isinstance(tree, Sequence):
        return [_plain(item) for item in tree.items]
    return None if tree.null else tree.text


def _with_includes(tree: Block, path: Path, faults: Faults, above: tuple[Path, ...]) -> Block:
    include = tree.get("include")
    if include is None:
        return tree
    names = include.items if isinstance(include, Sequence) else (include,)
    merged: Block | None = None
    for name in names:
        if not isinstance(name, Scalar):
            faults.add(name.mark, "include", "en fil anges med sitt namn", "a file is given by its name")
            continue
        target = beside(path.parent, name.text)
        if target.resolve() in above or not target.is_file():
            faults.add(
                name.mark,
                "include",
                f"filen '{name.text}' finns inte eller inkluderar sig själv",
                f"there is no file '{name.text}', or it includes itself",
            )
            continue
        part = _moved(_read(target, name.text, faults, above), target.parent, path.parent)
        merged = part if merged is None else _overlay(merged, part)
    return tree if merged is None else _overlay(merged, tree)


def beside(folder: Path, name: str) -> Path:
    """The file ``name`` in ``folder``, or else among the shipped mappings, so that a copy of one finds its parts."""
    path = folder / name
    return path if path.is_file() else MAPPINGS / name


def _moved(tree: Block, folder: Path, to: Path) -> Block:
    """A part from ``folder`` as it stands in a file of ``to``: its CSV files are still those beside it."""
    lookups = tree.get("lookups")
    if folder == to or not isinstance(lookups, Block):
        return tree
    tables: dict[str, Tree] = {}
    for name, table in lookups:
        file = table.get("csv") if isinstance(table, Block) else None
        tables[name] = table
        if isinstance(table, Block) and isinstance(file, Scalar):
            moved = replace(file, text=_seen_from(to, beside(folder, file.text)).as_posix())
            tables[name] = replace(table, entries={**table.entries, "csv": moved})
    return replace(tree, entries={**tree.entries, "lookups": replace(lookups, entries=tables)})


def _seen_from(folder: Path, path: Path) -> Path:
    """``path`` as ``beside`` finds it from ``folder``: named from the shipped mappings if it is one of theirs."""
    if path.is_relative_to(MAPPINGS):
        return path.relative_to(MAPPINGS)
    same_drive = path.drive == folder.drive
    return Path(relpath(path, folder)) if same_drive else path.absolute()


def _overlay(base: Block, top: Block) -> Block:
    """``top`` laid over ``base``: keys join, lists of blocks are appended, anything else is replaced."""
    entries = dict(base.entries)
    marks = {**base.marks, **top.marks}
    for key, value in top:
        below = entries.get(key)
        if isinstance(below, Block) and isinstance(value, Block):
            entries[key] = _overlay(below, value)
        elif _is_blocks(below) and _is_blocks(value):
            assert isinstance(below, Sequence)
            assert isinstance(value, Sequence)
            entries[key] = Sequence(value.mark, below.items + value.items)
        else:
            entries[key] = value
    return Block(top.mark, entries, marks)


def _is_blocks(tree: Tree | None) -> bool:
    return isinstance(tree, Sequence) and any(isinstance(item, Block) for item in tree.items)


class _Builder:
    """Turns the node graph into trees; an alias is the anchored node itself."""

    def __init__(self, file: str, faults: Faults) -> None:
        self._file = file
        self._faults = faults
        self._open: set[int] = set()

    def _mark(self, node: Node) -> Mark:
        return Mark(self._file, node.start_mark.line + 1, node.start_mark.column + 1)

    def tree(self, node: Node) -> Tree:
        """The tree of any node."""
        if isinstance(node, ScalarNode):
            return Scalar(self._mark(node), node.value, null=not node.style and node.value in _NULLS)
        if id(node) in self._open:
            self._faults.add(self._mark(node), "", "ett ankare innehåller sig självt", "an anchor contains itself")
            return Scalar(self._mark(node), "", null=True)
        if len(self._open) == DEEPEST:
            self._faults.add(
                self._mark(node), "", f"djupare än {DEEPEST} nivåer", f"nested more than {DEEPEST} levels deep"
            )
            return Scalar(self._mark(node), "", null=True)
        self._open.add(id(node))
        try:
            if isinstance(node, SequenceNode):
                return Sequence(self._mark(node), tuple(self.tree(item) for item in node.value))
            assert isinstance(node, MappingNode)
            return self.block(node)
        finally:
            self._open.discard(id(node))

    def block(self, node: MappingNode) -> Block:
        """The block of a mapping node, ``<<`` merged and doubled keys noted."""
        entries: dict[str, Tree] = {}
        marks: dict[str, Mark] = {}
        merged: list[Block] = []
        for key_node, value_node in node.value:
            mark = self._mark(key_node)
            if not isinstance(key_node, ScalarNode):
                self._faults.add(mark, "", "en nyckel är en text", "a key is a text")
                continue
            value = self.tree(value_node)
            if key_node.value == "<<" and not key_node.style:
                parts = value.items if isinstance(value, Sequence) else (value,)
                merged.extend(part for part in parts if isinstance(part, Block))
            elif key_node.value in entries:
                first = marks[key_node.value].line
                self._faults.add(
                    mark,
                    key_node.value,
                    f"nyckeln står redan på rad {first}",
                    f"the key is given already on line {first}",
                )
            else:
                entries[key_node.value] = value
                marks[key_node.value] = mark
        for part in merged:
            for key, value in part:
                entries.setdefault(key, value)
                marks.setdefault(key, part.marks[key])
        return Block(self._mark(node), entries, marks)
