"""A dataset: files that are read when something is asked of them, once for its tables and once for its overview."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from functools import cached_property
from pathlib import Path
from typing import Any
from weakref import finalize

from ocds_sv.checks.documents import Broken, Entry
from ocds_sv.checks.exactly import exact_entries
from ocds_sv.errors import InputError, UnknownName
from ocds_sv.explore.history import History
from ocds_sv.explore.overview import Json, Overview
from ocds_sv.findings import Rule
from ocds_sv.jsonio.scratch import scratch
from ocds_sv.tables import flatten_files, tables
from ocds_sv.tables.databases import extra, schema_of
from ocds_sv.tables.faults import BROKEN
from ocds_sv.tables.layout import Table
from ocds_sv.tables.standing import in_record, standing

SUFFIX = "_summary"


def opened(paths: str | Path | Sequence[str | Path], *, lang: str = "sv") -> Dataset:
    """
    Releases, compiled releases, packages or records, of any number of files, as one dataset; nothing is read yet.

    Args:
        paths: a file, folder, glob, or several.
        lang: the language of what is shown, ``sv`` or ``en``.
    """
    return Dataset([str(paths)] if isinstance(paths, str | Path) else [str(path) for path in paths], lang)


class Dataset:
    """
    What files hold, lazily; got from ``ocds_sv.open``.

    Its tables are attributes: ``tenders``, ``awards``, ``award_suppliers``, ``contracts``, ``parties`` and the rest of
    ``table_names``, each with ``df()`` (pandas), ``pl()`` (Polars) and ``arrow()``.
    """

    def __init__(self, paths: list[str], lang: str) -> None:
        self._paths = paths
        self._lang = lang

    def __iter__(self) -> Iterator[Json]:
        """
        The releases, one at a time, as the tables have them: of a record the compiled release alone, when it has one.

        A number that a float would write otherwise is a ``Decimal``.

        Raises:
            InputError: a file is absent, locked, or no JSON.
        """
        for entry in standing(exact_entries(self._paths), _refuse):
            yield entry.value

    @cached_property
    def overview(self) -> Overview:
        """Counts, period, buyers and stages."""
        return Overview.of(self)

    def __repr__(self) -> str:
        return self.overview.text(self._lang)

    def _repr_html_(self) -> str:
        return self.overview.html(self._lang)

    @property
    def table_names(self) -> tuple[str, ...]:
        """The names of the tables."""
        return tuple(table.name for table in tables())

    def table(self, name: str) -> View:
        """
        A table by its name, such as ``awards_summary``; ``awards`` and ``tenders`` do, too.

        Raises:
            UnknownName: there is no such table.
        """
        found = next((table for table in tables() if name in _names(table)), None)
        if found is None:
            names = ", ".join(self.table_names)
            raise UnknownName(
                kind="table", kind_sv="Tabellen", name=name, near=f" There are {names}.", near_sv=f" Det finns {names}."
            )
        return View(self, found)

    def __dir__(self) -> list[str]:
        return [*super().__dir__(), *(_names(table)[-1] for table in tables())]

    def __getattr__(self, name: str) -> View:
        if name.startswith("_"):
            raise AttributeError(name)
        try:
            return self.table(name)
        except UnknownName as error:
            raise AttributeError(str(error)) from None

    def sql(self, question: str) -> Any:  # noqa: ANN401 - DuckDB's relation
        """
        The answer to a question in SQL over all tables, as DuckDB's relation (``.df()``, ``.fetchall()``).

        The tables have the names that they have as attributes, too: ``awards`` is ``awards_summary``.

        Raises:
            UsageError: DuckDB is not installed.
        """
        base = extra("duckdb").connect()
        for table in tables():
            path = self._folder / f"{table.name}.parquet"
            if path.exists():
                place = str(path).replace("'", "''")
                base.execute(f"CREATE VIEW \"{table.name}\" AS FROM read_parquet('{place}')")
            else:
                base.register(table.name, schema_of(table).empty_table())
            for name in _names(table)[1:]:
                base.execute(f'CREATE VIEW "{name}" AS FROM "{table.name}"')
        return base.sql(question)

    def process(self, ocid: str) -> History:
        """
        The releases of a process, oldest first; each with what it changed.

        What a record has compiled of its releases is none of them.

        Raises:
            UnknownName: no release has that ocid.
        """
        releases = [release for release in self._published() if release.get("ocid") == ocid]
        if not releases:
            near, near_sv = " ds.release has the ocids that there are.", " I ds.release står de ocid som finns."
            raise UnknownName(kind="process", kind_sv="Processen", name=ocid, near=near, near_sv=near_sv)
        return History(ocid, releases, self._lang)

    def _published(self) -> Iterator[Json]:
        has_releases = False
        for entry in exact_entries(self._paths):
            if isinstance(entry, Broken):
                raise _unread(entry)
            if entry.kind == "record":
                has_releases = False
            elif entry.kind in {"release", "compiled"}:
                has_releases = has_releases or in_record(entry)
                if not (has_releases and entry.place[-1:] == ("compiledRelease",)):
                    yield entry.value

    def coverage(self, paths: Sequence[str]) -> dict[str, float]:
        """For each path (``tender/value/amount``) the share of releases that have something there."""
        counts = dict.fromkeys(paths, 0)
        number = 0
        for release in self:
            number += 1
            for path in paths:
                counts[path] += _has(release, path.split("/"))
        return {path: count / number if number else 0.0 for path, count in counts.items()}

    @cached_property
    def _folder(self) -> Path:
        """
        A folder with the tables as Parquet, there as long as the dataset is.

        Raises:
            InputError: a file is absent, locked, or no JSON.
        """
        extra("pyarrow")
        stack = ExitStack()
        folder = stack.enter_context(scratch())
        finalize(self, stack.close)
        account = flatten_files(self._paths, str(folder / "tables.parquet"))
        for finding in account.findings.examples.get(BROKEN.id, ()):
            place = f"{finding.place.file}:{finding.place.row}"
            raise InputError(place=place, **finding.facts)
        return folder / "tables.parquet"


class View:
    """One table of a dataset."""

    def __init__(self, dataset: Dataset, table: Table) -> None:
        self.name = table.name
        self._table = table
        self._dataset = dataset

    def arrow(self) -> Any:  # noqa: ANN401 - pyarrow is an extra
        """
        The table as ``pyarrow.Table``: amounts as decimals, moments in UTC; all columns, also when there is no row.

        Raises:
            UsageError: pyarrow is not installed.
        """
        path = self._dataset._folder / f"{self.name}.parquet"  # noqa: SLF001 - a view is a part of its dataset
        return extra("pyarrow.parquet").read_table(path) if path.exists() else schema_of(self._table).empty_table()

    def df(self) -> Any:  # noqa: ANN401
        """The table as ``pandas.DataFrame``; so ``pl`` as ``polars.DataFrame``."""
        extra("pandas")
        return self.arrow().to_pandas()

    def pl(self) -> Any:  # noqa: ANN401
        """The table as ``polars.DataFrame``."""
        return extra("polars").from_arrow(self.arrow())

    def __repr__(self) -> str:
        return f"{self.name}: .df(), .pl(), .arrow()"


def _refuse(_rule: Rule, entry: Entry | Broken) -> None:
    """What cannot be read would be missing in every answer."""
    if isinstance(entry, Broken):
        raise _unread(entry)


def _unread(entry: Broken) -> InputError:
    return InputError(place=entry.place, reason=entry.reason, reason_sv=entry.reason_sv)


def _names(table: Table) -> list[str]:
    """What a table may be called; the last is what one would say."""
    short = table.name.removesuffix(SUFFIX)
    return [table.name, short] if short.endswith("s") else [table.name, short, f"{short}s"]


def _has(value: object, path: list[str]) -> bool:
    if isinstance(value, list):
        return any(_has(item, path) for item in value)
    if path:
        return isinstance(value, dict) and _has(value.get(path[0]), path[1:])
    return value not in (None, "", {}, [])
