"""A mapping bound to one stream: records in, releases out."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from functools import partial
from operator import itemgetter
from pathlib import PurePath
from typing import Any, NamedTuple

from ocds_sv.findings import Findings, Place
from ocds_sv.mapping.blocks import Blocks
from ocds_sv.mapping.expressions import Expressions, Rejected
from ocds_sv.mapping.globs import fitting
from ocds_sv.mapping.grouping import CELLS_IN_MEMORY, grouped
from ocds_sv.mapping.inputs import XML
from ocds_sv.mapping.language import Expression, Person
from ocds_sv.mapping.linked import LinkIndex
from ocds_sv.mapping.mapping import Mapping
from ocds_sv.mapping.reporter import Reporter, Where
from ocds_sv.mapping.scopes import LISTS, ROWS, Gather, Slots, TableScope, TreeScope, let_go, walk
from ocds_sv.mapping.translations import translated
from ocds_sv.mapping.values import text_of, texts_in
from ocds_sv.mapping.xmlleaves import Steps, XmlLeafCounter, claims, joined
from ocds_sv.mapping.xmlscope import XmlScope
from ocds_sv.sources import resolve_columns
from ocds_sv.sweden.faults import ValueFault

WIDE = 50
"""How many columns a JSON object is taken for."""

Unit = list[tuple[int, Any]]
"""What becomes one release: (row number, cells) of one record, or of all rows of a group."""


class Mapped(NamedTuple):
    """A release, and the names that the mapping knows to be natural persons'."""

    release: dict[str, Any]
    persons: tuple[str, ...]


class Mapper:
    """
    Turns the records of one stream into releases.

    Args:
        mapping: what is wanted.
        params: from ``Mapping.parameters``.
        header: the table's header, or ``None`` for JSON objects and XML.
        place: the stream's file and sheet.
        findings: where what is found is collected.
        plain: every cell is a text (CSV).
        as_of: an ISO date for ``{@as_of}``.
        shared: equal blocks may be the same object in several releases, which must then not be altered.
        checksum: of the file's content, where it is known.
        title: what stands above the table's header.
        links: which process a record belongs to, for ``linked``.

    Raises:
        MissingColumns: the header does not answer a column that is needed.
    """

    def __init__(  # noqa: PLR0913 - each is one fact of the stream
        self,
        mapping: Mapping,
        params: dict[str, str | Expression | None],
        header: Sequence[str] | None,
        place: Place,
        findings: Findings,
        *,
        plain: bool = False,
        as_of: str | None = None,
        shared: bool = False,
        checksum: str = "",
        title: str = "",
        links: LinkIndex | None = None,
    ) -> None:
        self.mapping = mapping
        self.reporter = Reporter(place, findings, checksum)
        self._checksum = checksum
        self.unclaimed: Counter[str] = Counter()
        root = mapping.standard.release
        self._required = sorted(root.required - {root.identity})
        self.empty = ""
        builtins = built_in(place, title, as_of)
        release, params = translated(mapping.release, params, mapping.translations)
        expressions = Expressions(self.reporter, params, builtins, mapping.settings.dates, links)
        blocks = Blocks(expressions, mapping.settings, shared=shared)
        self._header = header
        self._scope = self._new_scope(plain=plain)
        self._in_rows = mapping.group is not None and isinstance(self._scope, TableScope)
        self._key_scope = self._new_scope(plain=plain)
        wanted = " and ".join(expressions.condition(one, self._scope, "").code for one in release.when)
        self._is_wanted = expressions.source.expression(wanted) if wanted else None
        self._build = blocks.release(release, self._scope)
        self._persons = tuple(self._person(person, expressions) for person in mapping.privacy.persons)
        self._placed = expressions.placed or mapping.group is not None
        self._key = self._group_key(params, builtins)
        self._gather = self._scope.gather()
        self._rows = self._group_rows()
        self._differing = self._outer_fields()
        self._count_unclaimed = self._unclaimed_counter()

    def moved(self, place: Place, checksum: str) -> bool:
        """Go on with another stream of objects, unless what was compiled is true of this stream alone."""
        if self._header is not None or self._placed:
            return False
        self.reporter.move(place, checksum)
        return True

    @property
    def claimed(self) -> set[Steps]:
        """Of XML: patterns of the paths that the mapping names."""
        return claims(self._scope) | joined(self.mapping.source.joins) if isinstance(self._scope, XmlScope) else set()

    def _new_scope(self, *, plain: bool) -> TableScope | TreeScope | XmlScope:
        return scope_of(self.mapping, self._header, self.reporter.place, plain=plain)

    def _group_rows(self) -> tuple[int, Gather] | None:
        """Where a group's rows stand among the lists, and what reads one."""
        scope = self._scope
        if ROWS not in scope.lists or (isinstance(scope, TreeScope) and not scope.grouped):
            return None
        return list(scope.lists).index(ROWS), scope.lists[ROWS].gather()

    def _person(self, person: Person, expressions: Expressions) -> Callable[[Slots], Any]:
        """What reads the name of a natural person, where the conditions hold; looked for in every row of a group."""
        scope = self._scope.inner(ROWS)[1] if self._in_rows else self._scope
        conditions = [expressions.condition(condition, scope, "").code for condition in person.when]
        name = expressions.compile(person.name, scope, "").code
        return expressions.source.expression(f"({name} if {' and '.join(conditions) or True} else None)")

    def _group_key(
        self, params: dict[str, str | Expression | None], builtins: dict[str, str | None]
    ) -> Callable[[int, Any], str | None] | None:
        if self.mapping.group is None:
            return None
        scope = self._key_scope
        # What is doubtful in a key is told when the record is mapped.
        silent = Reporter(self.reporter.place, Findings(), self._checksum)
        expressions = Expressions(silent, params, builtins, self.mapping.settings.dates)
        read = expressions.reader(self.mapping.group, scope)
        gather = scope.gather()

        def key(row: int, cells: Any) -> str | None:  # noqa: ANN401 - cells of any type
            try:
                value = read(gather(row, cells, None, None))
                return None if value is None else text_of(value)
            except ValueFault:
                # The record is a group of its own, and told of when it is mapped.
                return None

        return key

    def units(self, records: Iterable[tuple[int, Any]]) -> Iterator[Unit]:
        """The records grouped as the mapping says; without a group each is a unit of its own."""
        if self._key is None:
            return ([record] for record in records)
        columns = len(self._header) if self._header else WIDE
        return grouped(records, self._key, max(1, CELLS_IN_MEMORY // max(1, columns)))

    def map(self, unit: Unit) -> Mapped | None:
        """The release of a unit; ``None`` when it is rejected, which is a finding."""
        self.reporter.next_record()
        row, cells = unit[0]
        slots = self._gather(row, cells, None, None)
        if self._rows is not None:
            self._put_rows(unit, slots, self._rows)
        if len(unit) > 1:
            self._compare(unit)
        if self._count_unclaimed is not None:
            for number, other in unit:
                self._count_unclaimed(number, other)
        try:
            return self._mapped(row, slots)
        finally:
            let_go(slots)

    def _mapped(self, row: int, slots: Slots) -> Mapped | None:
        reporter = self.reporter
        if self._is_wanted is not None and not self._is_wanted(slots):
            self.empty = ""
            reporter.tell("record-left-out", row, Where(""))
            return None
        try:
            release = self._build(slots)
        except Rejected as rejected:
            self._reject(row, rejected.path)
            return None
        except ValueFault as fault:
            # An object or a list where a template takes a text.
            reporter.fault(fault, row, Where(""), "")
            self._reject(row, "")
            return None
        for name in self._required:
            if release is None or name not in release:
                self._reject(row, name)
                return None
        reporter.kept()
        return Mapped(release, self._named_persons(slots) if self._persons else ())

    def _reject(self, row: int, path: str) -> None:
        self.empty = path
        self.reporter.tell("record-rejected", row, Where(path))

    @staticmethod
    def _put_rows(unit: Unit, slots: Slots, rows: tuple[int, Gather]) -> None:
        """The group's rows in their place among the lists."""
        position, gather = rows
        lists = slots[LISTS] = slots[LISTS] or [None]
        lists[position] = [gather(row, cells, slots, str(number)) for number, (row, cells) in enumerate(unit, 1)]

    def _named_persons(self, slots: Slots) -> tuple[str, ...]:
        inner = slots[LISTS][0] if self._in_rows else [slots]
        return tuple(dict.fromkeys(name for read in self._persons for one in inner for name in texts_in(read(one))))

    # What would be lost without a word

    def _outer_fields(self) -> list[tuple[str, Callable[[Any], Any]]]:
        """What is read from a group's first record only: its source's name and what reads it; of JSON, lists, too."""
        scope = self._scope
        if self._key is None:
            return []
        inner = scope.lists.get(ROWS)
        read_in_rows = {*inner.names, *inner.lists} if inner is not None else set()
        names = [name for name in (*scope.names, *scope.lists) if name != ROWS and name not in read_in_rows]
        if isinstance(scope, TableScope):
            return [(scope.label(name), itemgetter(scope.columns[name])) for name in names]
        return [(scope.label(name), partial(_stands_at, tuple(name.split(".")))) for name in names]

    def _compare(self, unit: Unit) -> None:
        """Tell of rows whose value in a column differs from the first row's, which alone is used."""
        first_row, first = unit[0]
        for label, read in self._differing:
            cell = read(first)
            for row, cells in unit[1:]:
                if read(cells) != cell:
                    self.reporter.tell("group-values-differ", row, Where("", label), first=first_row)

    def _unclaimed_counter(self) -> Callable[[int, Any], None] | None:
        globs = self.mapping.unmapped
        if isinstance(self._scope, XmlScope):
            scope = self._scope
            # A glob that ends in ``*`` fits a path whatever comes after what it fits.
            endless = tuple(glob for glob in globs if glob.endswith("*"))
            return XmlLeafCounter(
                scope.record,
                self.claimed,
                scope.namespaces,
                partial(exempt, globs=globs),
                self.unclaimed,
                partial(exempt, globs=endless),
            )
        if isinstance(self._scope, TreeScope):
            scopes = (self._scope, self._key_scope)
            compared = (join.compared for join in self.mapping.source.joins)
            return _LeafCounter(set().union(*map(_claims, scopes), *compared), globs, self.unclaimed)
        assert self._header is not None
        claimed = set(self._scope.columns.values())
        left = [
            (name, position)
            for position, name in enumerate(self._header)
            if position not in claimed and not exempt(name, globs)
        ]
        if not left:
            return None
        names = [name for name, _ in left]
        pick = itemgetter(*[position for _, position in left], left[0][1])
        count = self.unclaimed

        def counter(_: int, cells: Any) -> None:  # noqa: ANN401 - cells of any type
            for name, cell in zip(names, pick(cells), strict=False):
                if cell is not None and cell != "":
                    count[name] += 1

        return counter


def scope_of(
    mapping: Mapping, header: Sequence[str] | None, place: Place, *, plain: bool
) -> TableScope | TreeScope | XmlScope:
    """
    What the holes of a mapping are looked up in, for one stream.

    Raises:
        MissingColumns: the header does not answer a column that is needed.
    """
    spec = mapping.source
    if header is None:
        if spec.format == XML:
            return XmlScope(spec.missing, spec.namespaces)
        return TreeScope(spec.missing, grouped=mapping.group is not None)
    columns = resolve_columns(header, spec, place)
    return TableScope(columns, header, spec.missing, plain=plain)


def built_in(place: Place, title: str, as_of: str | None) -> dict[str, str | None]:
    """What is known of a stream beside its records."""
    return {"file": _file_name(place), "sheet": place.sheet, "title": title or None, "as_of": as_of}


def _stands_at(path: tuple[str, ...], value: Any) -> Any:  # noqa: ANN401 - any JSON
    return walk(value, path)


class _LeafCounter:
    """Counts the leaves of JSON objects that no hole reads and no exemption names."""

    def __init__(self, claimed: Collection[str], exempt: Iterable[str], counts: Counter[str]) -> None:
        self._exempt = tuple(exempt)
        self._counts = counts
        self._claimed = claimed
        self._known: dict[str, bool] = {}

    def __call__(self, _: int, value: Any) -> None:  # noqa: ANN401 - any JSON
        self._walk(value, "")

    def _walk(self, value: Any, path: str) -> None:  # noqa: ANN401 - any JSON
        if isinstance(value, dict):
            for key, child in value.items():
                self._walk(child, f"{path}.{key}" if path else key)
        elif isinstance(value, list):
            for child in value:
                self._walk(child, path)
        elif value is not None and value != "":
            known = self._known.get(path)
            if known is None:
                known = self._known[path] = path in self._claimed or exempt(path, self._exempt)
            if not known:
                self._counts[path] += 1


def _claims(scope: TableScope | TreeScope | XmlScope) -> set[str]:
    own = {scope.label(name) for name in scope.names} | {scope.label(path) for path in scope.lists}
    return own.union(*(_claims(inner) for inner in scope.lists.values())) if scope.lists else own


def exempt(name: str, globs: Iterable[str]) -> bool:
    """Whether a source field is among those that ``unmapped`` names."""
    return fitting(tuple(globs)).match(name.casefold()) is not None


def _file_name(place: Place) -> str:
    return PurePath(place.file.replace("\\", "/").rpartition("!")[2]).name
