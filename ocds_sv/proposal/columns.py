"""Each column of a file with what it is taken to mean."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from ocds_sv.inspection import Column, Table
from ocds_sv.proposal.recognition import SURE, Guess, Known, guesses, node_of, plain
from ocds_sv.sweden.codes import slug

TABLES = {"method": ("procedures", "method"), "procurementCategory": ("categories", "category")}
"""Closed codelists that a table of the package leads to."""

_MADE = frozenset({"id", "awardID", "name"})
"""Required fields that are filled without a column of their own."""

_PERSON = re.compile(
    r"ansvarig|handläggare|kontakt|tecknare|referent|attest|beställare|e-?post|e-?mail|telefon|mobil|person",
    re.IGNORECASE,
)
_WEAKER = 0.1
"""How much less sure than the first a guess may be that is taken because another column has the first."""


@dataclass(slots=True)
class Guessed:
    """
    A column of the file.

    Attributes:
        column: what it holds.
        name: what the mapping calls it.
        guess: what it is taken to mean; ``None`` = nobody knows.
        others: what else it may mean, the likeliest first.
    """

    column: Column
    name: str
    guess: Guess | None
    others: list[Guess] = field(default_factory=list)


def guessed(table: Table, known: Sequence[Known]) -> list[Guessed]:
    """Each column with its meaning; no meaning is given twice, and the surest column takes it."""
    found = [(column, guesses(column, known)) for column in (_flat(table.columns) if table.objects else table.columns)]
    nested = {_top(column.name) for column in table.columns if table.objects and _top(column.name) != column.name}
    order = sorted(range(len(found)), key=lambda index: -(found[index][1][0].confidence if found[index][1] else 0))
    taken: set[str] = set()
    chosen: dict[int, Guess | None] = {}
    for index in order:
        usable = (one for one in found[index][1] if one.meaning not in taken and _usable(one))
        column = found[index][0].name
        best = None if column in nested or names_a_person(column) else next(usable, None)
        # When another column has the first guess, a second one that is much weaker is no answer but a question.
        if best is None or best.confidence < max(SURE, found[index][1][0].confidence - _WEAKER):
            best = None
        else:
            taken.add(best.meaning)
        chosen[index] = best
    names = _names([column.name for column, _ in found])
    return [
        Guessed(column, names[index], chosen[index], [one for one in all_ if one is not chosen[index]])
        for index, (column, all_) in enumerate(found)
    ]


def names_a_person(header: str) -> bool:
    """Whether a header speaks of somebody who works with the matter: such a column waits for somebody's decision."""
    return _PERSON.search(header) is not None


def _flat(columns: Sequence[Column]) -> list[Column]:
    """The columns; of objects inside objects (JSON) only the outermost, which only a person can map."""
    found: dict[str, Column] = {}
    for column in columns:
        name = _top(column.name)
        if name not in found:
            found[name] = column if name == column.name else Column(name, column.filled, column.kinds, column.personal)
    return list(found.values())


def _top(name: str) -> str:
    return name if "[]" not in name and "." not in name else name.replace("[]", ".").partition(".")[0]


def _usable(guess: Guess) -> bool:
    """
    Whether a column alone can fill the field.

    A closed codelist needs a table that leads to its codes, and the objects around the field may require nothing that
    is not made here.
    """
    codelist = node_of(guess.meaning).codelist
    if codelist is not None and not codelist.open and codelist.name not in TABLES:
        return False
    parts = plain(guess.meaning).split("/")
    around = (node_of("/".join(parts[:depth])) for depth in range(1, len(parts)))
    return all((node.items or node).required <= {*_MADE, parts[-1]} for node in around)


def _names(headers: Sequence[str]) -> list[str]:
    names: list[str] = []
    for number, header in enumerate(headers, 1):
        name = slug(header, 40).replace("-", "_") or f"kolumn_{number}"
        name = f"k_{name}" if name[0].isdigit() else name
        names.append(f"{name}_{number}" if name in names else name)
    return names
