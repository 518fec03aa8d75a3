"""
The Swedish terms, codes and places that are facts: one CSV file each under ``tables/``, a large one compressed.

``tables/index.csv`` says what each table holds, where its facts come from and as of which day they were checked.
"""

from __future__ import annotations

import csv
import gzip
import io
from collections.abc import Iterable, Iterator
from difflib import get_close_matches
from functools import cache
from operator import itemgetter
from pathlib import Path

from ocds_sv.errors import UnknownName

_FOLDER = Path(__file__).parent / "tables"

TABLES = (
    "booleans",
    "categories",
    "company_sizes",
    "counties",
    "cpv",
    "cpv_divisions",
    "fillers",
    "foreign_schemes",
    "group_digits",
    "legal_bases",
    "legal_forms",
    "limits",
    "masks",
    "municipalities",
    "notice_types",
    "nuts",
    "persons_abroad",
    "placeholders",
    "procedures",
    "registers",
    "sectors",
    "statuses",
    "time_limits",
    "vat_forms",
)
"""The names that ``table`` knows besides ``index``."""


@cache
def table(name: str) -> tuple[dict[str, str], ...]:
    """
    Read a table: its rows in the file's order, by column name; "" where a cell is empty.

    Raises:
        UnknownName: there is no such table; the error has the near names.
    """
    if name not in {*TABLES, "index"}:
        raise unknown_name("table", "Tabellen", name, TABLES)
    lines = _lines(name)
    names = next(lines)
    return tuple(dict(zip(names, line, strict=True)) for line in lines)


def columns(name: str, *wanted: str) -> Iterator[tuple[str, ...]]:
    """The cells in the ``wanted`` columns of a table, row by row; a large one is not kept."""
    lines = _lines(name)
    names = next(lines)
    return map(itemgetter(*map(names.index, wanted)), lines)


def _lines(name: str) -> Iterator[list[str]]:
    packed = _FOLDER / f"{name}.csv.gz"
    data = gzip.decompress(packed.read_bytes()) if packed.exists() else (_FOLDER / f"{name}.csv").read_bytes()
    return csv.reader(io.StringIO(data.decode(), newline=""))


def unknown_name(kind: str, kind_sv: str, name: str, names: Iterable[str]) -> UnknownName:
    """The error for a ``name`` that is none of ``names``, with those near it, or all of them."""
    near = get_close_matches(name, list(names), n=3)
    listed = ", ".join(near or names)
    return UnknownName(
        kind=kind,
        kind_sv=kind_sv,
        name=name,
        near=f" Did you mean: {listed}?" if near else f" There are: {listed}.",
        near_sv=f" Menade du: {listed}?" if near else f" De som finns: {listed}.",
    )
