"""Which tables there are and what stands in them: ``tables.csv`` and ``columns.csv``, typed by the standard."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Literal

from ocds_sv.standard import Node, Standard

Kind = Literal["text", "number", "integer", "moment", "boolean", "list"]

_EXTENSIONS = ("lots", "bids")
_NUMBERED = {
    "award": "tilldelning",
    "bid": "anbud",
    "contract": "avtal",
    "document": "dokument",
    "item": "post",
    "lot": "anbudsområde",
    "milestone": "milstolpe",
    "party": "part",
    "relatedprocess": "besläktad process",
    "supplier": "leverantör",
    "tenderer": "anbudsgivare",
    "transaction": "betalning",
}
"""What a place in a list is a place of, in Swedish."""

_UP = "^"
"""Before a path: one list further out."""


@dataclass(frozen=True, slots=True)
class Column:
    """
    One column.

    Attributes:
        name: as Kingfisher Summarize calls it, or made like its names.
        kind: what its values are.
        path: the keys from the row's object to the value; empty for the keys of the table itself.
        up: how many lists further out the path begins.
        sv: a label in Swedish.
        en: a label in English.
    """

    name: str
    kind: Kind
    path: tuple[str, ...]
    up: int
    sv: str
    en: str

    def label(self, lang: str) -> str:
        """The label in ``lang``."""
        return self.sv if lang == "sv" else self.en


@dataclass(frozen=True, slots=True, eq=False)
class Table:
    """
    One table; there is one object of each, so that looking up by it is cheap.

    Attributes:
        name: as Kingfisher Summarize calls it, or made like its names.
        rows: the keys from a release to what gives a row each: an object, or the items of lists.
        keys: the columns that tell rows apart: ocid, release and the places in lists, from 0.
        columns: all others.
        sv: a title in Swedish.
        en: a title in English.
    """

    name: str
    rows: tuple[str, ...]
    keys: tuple[Column, ...]
    columns: tuple[Column, ...]
    sv: str
    en: str

    @property
    def all(self) -> tuple[Column, ...]:
        """Keys and columns."""
        return self.keys + self.columns

    def title(self, lang: str) -> str:
        """The title in ``lang``."""
        return self.sv if lang == "sv" else self.en

    def labels(self, lang: str) -> list[str]:
        """A label for each column, no two the same."""
        labels: list[str] = []
        for column in self.all:
            label = column.label(lang)
            labels.append(label if label not in labels else f"{label} ({column.name})")
        return labels


@cache
def tables() -> tuple[Table, ...]:
    """Every table, in the order of a process."""
    standard = Standard.load(_EXTENSIONS)
    columns = _rows("columns.csv")
    return tuple(_table(row, columns, standard) for row in _rows("tables.csv"))


def _rows(name: str) -> list[dict[str, str]]:
    with Path(__file__).with_name(name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def _table(row: dict[str, str], columns: list[dict[str, str]], standard: Standard) -> Table:
    keys = [
        Column("ocid", "text", (), 0, "Ocid", "Ocid"),
        Column("release_id", "text", (), 0, "Releasens id", "Release ID"),
        *(
            Column(f"{word}_index", "integer", (), 0, f"Nr ({_NUMBERED[word]})", f"No. ({word})")
            for word in row["indexes"].split()
        ),
    ]
    own = [one for one in columns if row["table"] in one["tables"].split()]
    made = tuple(_column(one, row["rows"], standard) for one in own)
    return Table(row["table"], tuple(filter(None, row["rows"].split("/"))), tuple(keys), made, row["sv"], row["en"])


def _column(row: dict[str, str], rows: str, standard: Standard) -> Column:
    path, up = row["path"].lstrip(_UP), row["path"].count(_UP)
    outer = rows
    for _ in range(up):
        outer = _outer(outer, standard)
    nodes = list(_nodes("/".join(filter(None, (outer, path))), standard))
    below = nodes[-len(path.split("/")) :]
    texts = {lang: " – ".join(node.text(lang).title for node in below) for lang in ("sv", "en")}
    kind = _kind(nodes[-1])
    # A spreadsheet program shows a moment without its offset.
    suffix = " (UTC)" if kind == "moment" else ""
    return Column(row["column"], kind, tuple(path.split("/")), up, texts["sv"] + suffix, texts["en"] + suffix)


def _outer(path: str, standard: Standard) -> str:
    """The path of the list around the one at ``path``."""
    outer = path.rpartition("/")[0]
    while standard.node(outer).kind != "array":
        outer = outer.rpartition("/")[0]
    return outer


def _nodes(path: str, standard: Standard) -> Iterator[Node]:
    names = path.split("/")
    for number in range(1, len(names) + 1):
        yield standard.node("/".join(names[:number]))


def _kind(node: Node) -> Kind:
    if node.format == "date-time":
        return "moment"
    kinds: dict[str, Kind] = {"number": "number", "integer": "integer", "boolean": "boolean", "array": "list"}
    return kinds.get(node.kind, "text")
