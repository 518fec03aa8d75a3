"""
The parts of a checked mapping, as plain data.

``load`` makes them, ``compile`` turns them into functions, the tests' interpreter walks them; they decide nothing.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TypeAlias

from ocds_sv.mapping.functions import Function
from ocds_sv.mapping.yamltree import Mark
from ocds_sv.standard import Node

SOURCE, PARAM, NUMBER, ITEM, BUILTIN = "source", "param", "number", "item", "builtin"

KEEP, SHOW = "keep", "show"
"""What a lookup can do with a term it does not know: pass it on, or leave it out and show it in the finding."""

BUILTINS = {
    "file": "the input file's name, without folders",
    "sheet": "the workbook's sheet",
    "title": "what stands above the header: a title, a date",
    "row": "the row's number",
    "as_of": "the date given with --as-of",
}
"""What ``{@name}`` can stand for."""


@dataclass(frozen=True, slots=True)
class Call:
    """A function with its arguments, as in ``{Konto|before(' ')}``."""

    function: Function
    args: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Hole:
    """
    What stands between braces.

    Attributes:
        kind: ``SOURCE`` (a column, a JSON path), ``PARAM`` (``$name``), ``NUMBER`` (``#``), ``ITEM`` (``.``) or
            ``BUILTIN`` (``@name``).
        name: the column, path, parameter or builtin.
        calls: functions applied in turn.
        mark: where it stands.
    """

    kind: str
    name: str
    calls: tuple[Call, ...]
    mark: Mark = field(compare=False)


@dataclass(frozen=True, slots=True)
class Template:
    """Literal texts and holes in turn; empty when one of its holes is empty."""

    parts: tuple[str | Hole, ...]


@dataclass(frozen=True, slots=True)
class Constant:
    """A value without holes, already of its target's type."""

    value: object


@dataclass(frozen=True, slots=True)
class Lookup:
    """A table from terms (normalised by ``lookup_key``) to values; ``other``: what is done with unknown terms."""

    name: str
    table: Mapping[str, str]
    other: str | None = None


@dataclass(frozen=True, slots=True)
class Value:
    """
    A value with ``from:``.

    Attributes:
        sources: the first that is not empty counts.
        split: separator that makes several values of one text.
        apply: functions applied after ``sources`` (to each part, if split).
        lookup: the table the term is looked up in.
        default: what stands in for emptiness.
        required: an empty value rejects the record.
        rows: ``min`` or ``max``: the least or greatest of all the group's rows, compared as text.
    """

    sources: tuple[Expression, ...]
    split: str | None = None
    apply: tuple[Call, ...] = ()
    lookup: Lookup | None = None
    default: Expression | None = None
    required: bool = False
    rows: str | None = None


Expression: TypeAlias = "Template | Constant | Value"


@dataclass(frozen=True, slots=True)
class Condition:
    """``when``: the expression's text is among ``texts`` (``*`` = anything, an empty text = nothing there)."""

    expression: Expression
    texts: frozenset[str]


@dataclass(frozen=True, slots=True)
class Each:
    """
    What repeats a block.

    Attributes:
        path: ``rows``, or a path to a list inside the record; empty when ``value`` is given.
        value: an expression that gives several texts, each becoming ``{.}``.
    """

    path: str = ""
    value: Value | None = None


@dataclass(frozen=True, slots=True)
class Field:
    """A leaf of the release: an expression of the type that ``node`` says."""

    node: Node
    path: str
    expression: Expression


@dataclass(frozen=True, slots=True)
class Object:
    """A block of the release; ``each`` and ``when`` repeat and keep it."""

    node: Node
    path: str
    fields: tuple[tuple[str, Part], ...]
    each: Each | None = None
    when: tuple[Condition, ...] = ()


@dataclass(frozen=True, slots=True)
class Items:
    """An array: blocks that are objects, or expressions that give one or several values."""

    node: Node
    path: str
    blocks: tuple[Object | Field, ...]


Part: TypeAlias = "Field | Object | Items"


@dataclass(frozen=True, slots=True)
class Param:
    """
    A parameter of the mapping.

    Attributes:
        help: what to give, for people.
        required: a run without it is refused.
        default: the text that stands in; ``None`` = empty.
        choices: word → expression: the parameter takes one of the words and stands for its expression.
        value: the expression of a named value (``values:``), which a run cannot set.
    """

    name: str
    help: str = ""
    required: bool = False
    default: str | None = None
    choices: Mapping[str, Expression] = field(default_factory=dict)
    value: Expression | None = None


@dataclass(frozen=True, slots=True)
class ValueSettings:
    """How texts become values: decimal mark, declared date formats (``strptime``), time zone."""

    decimal: str | None = None
    dates: tuple[str, ...] = ()
    timezone: str = "Europe/Stockholm"


@dataclass(frozen=True, slots=True)
class Person:
    """A natural person named in the source: ``name`` is withheld wherever it occurs, when the conditions hold."""

    name: Expression
    when: tuple[Condition, ...] = ()


@dataclass(frozen=True, slots=True)
class PrivacyNotes:
    """What the mapping tells the privacy gate: persons, masks of this source, fields that hold no personal numbers."""

    persons: tuple[Person, ...] = ()
    masks: tuple[str, ...] = ()
    accept: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Assertions:
    """What a run must reach: ``releases`` at least, and shares (0 to 1) of releases with a path filled."""

    releases: int = 0
    filled: Mapping[str, float] = field(default_factory=dict)


def lookup_key(term: str) -> str:
    """A term as lookups compare it: white space collapsed, case folded."""
    return " ".join(term.split()).casefold()


def named(expression: Expression) -> set[str]:
    """The parameters and named values that an expression has holes for."""
    if isinstance(expression, Template):
        return {part.name for part in expression.parts if isinstance(part, Hole) and part.kind == PARAM}
    if isinstance(expression, Value):
        inner = (*expression.sources, *(() if expression.default is None else (expression.default,)))
        return set().union(*(named(item) for item in inner))
    return set()
