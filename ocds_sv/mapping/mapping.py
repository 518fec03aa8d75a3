"""A mapping: loaded, checked whole, ready to be bound to a file."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping as Dict
from dataclasses import dataclass, replace
from pathlib import Path

from ocds_sv.errors import UnknownName
from ocds_sv.mapping import reading
from ocds_sv.mapping.envelope import (
    TOP_KEYS,
    Table,
    read_assertions,
    read_fields,
    read_lookups,
    read_params,
    read_unmapped,
)
from ocds_sv.mapping.inputs import TABULAR, XML, read_source
from ocds_sv.mapping.language import (
    Assertions,
    Expression,
    Object,
    Param,
    Person,
    PrivacyNotes,
    ValueSettings,
    named,
)
from ocds_sv.mapping.links import Links, read_links
from ocds_sv.mapping.names import find
from ocds_sv.mapping.parameters import chosen_params
from ocds_sv.mapping.release import ReleaseReader
from ocds_sv.mapping.translations import Translations, read_translations
from ocds_sv.mapping.yamltree import Block, Faults, Mark, Sequence, read_tree
from ocds_sv.resources import MAPPINGS
from ocds_sv.sources import SourceSpec
from ocds_sv.standard import Standard


@dataclass(frozen=True, slots=True, kw_only=True)
class Mapping:
    """
    A checked mapping.

    Attributes:
        name: a shipped mapping's name, otherwise the file's path as given.
        title: for people.
        description: for people; may be empty.
        checksum: of the YAML with everything it includes, hexadecimal SHA-256.
        standard: OCDS with the extensions that the mapping declares.
        source: how the file is read.
        fields: the source fields that holes and ``each`` name.
        files: globs of file names, for detection.
        settings: how texts become values.
        group: the expression whose equal values make rows one release; ``None`` = each record is one.
        params: what a run may set.
        unmapped: source fields that are left out, with the reason.
        listed: every field of the source by its official name, and what becomes of it; empty where nobody has a list.
        assertions: what a run must reach.
        links: which records belong together; ``None`` where the mapping does not say it.
        translations: how texts in further languages are found.
        privacy: what the privacy gate is told.
        release: the release tree.
    """

    name: str
    title: str
    description: str
    checksum: str
    standard: Standard
    source: SourceSpec
    fields: frozenset[str]
    files: tuple[str, ...]
    settings: ValueSettings
    group: Expression | None
    params: Dict[str, Param]
    unmapped: Dict[str, str]
    listed: Dict[str, str]
    assertions: Assertions
    links: Links | None
    translations: Translations | None
    privacy: PrivacyNotes
    release: Object

    @classmethod
    def load(cls, name: str | Path, *, unanswered: bool = False) -> Mapping:
        """
        The mapping ``name``: one that comes with the package, or the path of a YAML file.

        ``unanswered``: what a template asks may stay open; such a mapping can be looked at, not converted with.

        Raises:
            MappingError: the mapping has faults, or questions that nobody has answered; all of them are told.
            UnknownName: there is no such mapping or file.
        """
        path = find(name)
        faults = Faults()
        tree = read_tree(path, faults)
        mapping = _Loader(tree, path, str(name), faults).mapping()
        _point_to_a_copy(tree, path, str(name), faults)
        faults.refuse(unanswered=unanswered)
        return mapping

    def parameters(self, given: Dict[str, str]) -> dict[str, str | Expression | None]:
        """
        What each parameter stands for in a run.

        Raises:
            UsageError: one is missing, unknown, or none of its choices.
        """
        chosen = chosen_params(self.params, given)
        if self.translations is not None:
            self.translations.asked(chosen.get(self.translations.param))
        return chosen

    def with_encoding(self, encoding: str | None) -> Mapping:
        """The same mapping, reading its files in ``encoding``."""
        return self if encoding is None else replace(self, source=replace(self.source, encoding=encoding))


def _point_to_a_copy(tree: Block, path: Path, name: str, faults: Faults) -> None:
    """A shipped template is answered in a copy."""
    if faults.questions and path.is_relative_to(MAPPINGS):
        count = len(faults.questions)
        mark = tree.marks.get("template", tree.mark)
        faults.ask(
            mark,
            "",
            f"mappningen är en mall med {count} frågor; svara i en kopia: ocds-sv mapping copy {name} min.yaml",
            f"the mapping is a template with {count} questions; answer in a copy: ocds-sv mapping copy {name} my.yaml",
        )


def circular(params: Dict[str, Param]) -> list[str]:
    """The names that lead back to themselves through the names they use."""
    uses = {
        name: set().union(*(named(item) for item in (param.value, *param.choices.values()) if item is not None))
        for name, param in params.items()
    }

    def reaches(start: str) -> bool:
        seen: set[str] = set()
        waiting = list(uses[start])
        while waiting:
            name = waiting.pop()
            if name == start:
                return True
            if name not in seen and name in uses:
                seen.add(name)
                waiting.extend(uses[name])
        return False

    return [name for name in uses if reaches(name)]


class _Loader:
    """Puts a mapping together from its tree, collecting faults."""

    def __init__(self, tree: Block, path: Path, name: str, faults: Faults) -> None:
        self._tree = tree
        self._path = path
        self._name = name
        self._faults = faults

    def _block(self, key: str) -> Block:
        return reading.block(self._tree.get(key), key, self._faults)

    def mapping(self) -> Mapping:
        """The whole mapping; worthless if faults were found."""
        tree, faults = self._tree, self._faults
        reading.only(tree, TOP_KEYS, "", faults)
        reading.truth(tree.get("template"), "template", faults)
        source = self._block("source")
        spec, settings, files = read_source(source, faults)
        closed = spec.format in TABULAR or bool(spec.columns)
        xpaths = spec.namespaces if spec.format == XML else None
        params = read_params(self._block("params"), faults)
        lookups = read_lookups(self._block("lookups"), self._path.parent, faults)
        reader = ReleaseReader(faults, params, lookups, set(spec.columns) if closed else None, xpaths)
        finished = self._params(reader, params)
        standard = self._standard()
        release = self._release(reader, standard)
        group = source.get("group")
        grouped = None if group is None else reader.expression(group, "source.group")
        translations = read_translations(self._block("translations"), finished, self._path.parent, faults)
        links = read_links(self._block("links"), reader, faults)
        privacy = self._privacy(reader, standard)
        unmapped = read_unmapped(self._block("unmapped"), faults)
        assertions = read_assertions(self._block("assert"), faults)
        self._paths_exist(standard, assertions.filled, "assert.filled")
        self._unused(reader, spec, source, lookups, unmapped)
        return Mapping(
            name=self._name,
            title=reading.text(tree.get("title"), "title", faults) or self._name,
            description=reading.text(tree.get("description"), "description", faults) or "",
            checksum=_checksum(tree),
            standard=standard,
            source=spec,
            fields=frozenset(reader.used),
            files=files,
            settings=settings,
            group=grouped,
            params=finished,
            unmapped=unmapped,
            listed=read_fields(tree.get("fields"), self._path.parent, faults),
            assertions=assertions,
            links=links,
            translations=translations,
            privacy=privacy,
            release=release,
        )

    def _standard(self) -> Standard:
        names = reading.texts(self._tree.get("extensions"), "extensions", self._faults)
        try:
            return Standard.load(extensions=tuple(names))
        except UnknownName as error:
            self._faults.add(self._tree.marks["extensions"], "extensions", error.text("sv"), error.text("en"))
            return Standard.load()

    def _release(self, reader: ReleaseReader, standard: Standard) -> Object:
        tree = self._tree.get("release")
        if tree is None:
            self._faults.add(self._tree.mark, "release", "mappningen saknar release", "the mapping has no release")
            tree = Block(self._tree.mark, {}, {})
        return reader.object(tree, standard.release, "release")

    def _params(self, reader: ReleaseReader, params: Dict[str, tuple[Param, Block]]) -> dict[str, Param]:
        """Parameters with their choices, and named values; none may stand for itself."""
        values = self._block("values")
        finished = {name: param for name, (param, _) in params.items()}
        for name, _ in values:
            if name in params:
                self._faults.add(
                    values.marks[name],
                    f"values.{name}",
                    "namnet är redan en parameter",
                    "the name is a parameter already",
                )
            finished[name] = Param(name)
        reader.params = finished
        for name, tree in values:
            finished[name] = Param(name, value=reader.expression(tree, f"values.{name}"))
        for name, (param, choices) in params.items():
            path = f"params.{name}.choices"
            read = {word: reader.expression(tree, f"{path}.{word}") for word, tree in choices}
            finished[name] = replace(param, choices=read)
        for name in circular(finished):
            mark = values.marks.get(name, self._tree.mark)
            self._faults.add(mark, name, "värdet bygger på sig självt", "the value is built on itself")
        return finished

    def _privacy(self, reader: ReleaseReader, standard: Standard) -> PrivacyNotes:
        tree, faults = self._block("privacy"), self._faults
        reading.only(tree, ("persons", "masks", "accept"), "privacy", faults)
        persons = []
        listed = tree.get("persons")
        for number, item in enumerate(listed.items if isinstance(listed, Sequence) else ()):
            path = f"privacy.persons[{number}]"
            entries = reading.block(item, path, faults)
            reading.only(entries, ("name", "when"), path, faults)
            name = entries.get("name")
            if name is None:
                faults.add(item.mark, path, "ange name", "give name")
                continue
            conditions = reader.conditions(entries.get("when"), path)
            persons.append(Person(reader.expression(name, f"{path}.name"), conditions))
        accept = read_unmapped(reading.block(tree.get("accept"), "privacy.accept", faults), faults)
        self._paths_exist(standard, accept, "privacy.accept")
        return PrivacyNotes(tuple(persons), reading.texts(tree.get("masks"), "privacy.masks", faults), accept)

    def _paths_exist(self, standard: Standard, paths: Dict[str, object], where: str) -> None:
        for path in paths:
            try:
                standard.node(path)
            except UnknownName as error:
                self._faults.add(self._tree.mark, f"{where}.{path}", error.text("sv"), error.text("en"))

    def _unused(
        self,
        reader: ReleaseReader,
        spec: SourceSpec,
        source: Block,
        lookups: Dict[str, Table],
        unmapped: Dict[str, str],
    ) -> None:
        """A declared column that no hole uses would be lost in silence."""
        if self._faults.found:
            return
        columns = reading.block(source.get("columns"), "source.columns", self._faults)
        layout = reading.block(source.get("layout"), "source.layout", self._faults)
        marks = dict(columns.marks)
        for _, fields in layout:
            marks |= fields.marks if isinstance(fields, Block) else {}
        for join, tree in reading.block(source.get("join"), "source.join", self._faults):
            marks |= {name: tree.mark for name in spec.columns if name.startswith(f"{join}.")}
        # A field of a layout has a name although it is not used: its characters would have none else.
        named = {name for name in unmapped if any(name in fields for fields in spec.layout.values())}
        used = (reader.used | named).union(*(join.compared for join in spec.joins))
        for name in spec.columns:
            if name not in used and name != spec.sum_row:
                self._faults.add(
                    marks.get(name, Mark(self._path.name, 1, 1)),
                    f"source.columns.{name}",
                    "kolumnen används inte; flytta den till unmapped med ett skäl",
                    "the column is not used; move it to unmapped with a reason",
                )
        for name, table in lookups.items():
            if name not in reader.used_lookups:
                self._faults.add(table.tree.mark, f"lookups.{name}", "tabellen används inte", "the lookup is not used")


def _checksum(tree: Block) -> str:
    return hashlib.sha256(repr(_plain(tree)).encode()).hexdigest()


def _plain(tree: object) -> object:
    """A tree without its marks, so that moving a line does not change the checksum."""
    if isinstance(tree, Block):
        return {key: _plain(value) for key, value in tree}
    if isinstance(tree, Sequence):
        return [_plain(item) for item in tree.items]
    return getattr(tree, "text", None)
