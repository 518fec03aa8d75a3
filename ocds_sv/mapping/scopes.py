"""
Scopes and their slots: what the functions of a block read.

A record, a row of a group and an element of a list are scopes. Whatever holes a scope's blocks have is gathered in one
pass into a list of slots, and read by position. The first slots are the same everywhere: row number, item number, item
text, the enclosing scope's slots, and the slots of the lists inside. The last ones are for named values, worked out
when first asked for.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal, InvalidOperation
from operator import itemgetter
from typing import Any, Protocol

ROW, NUMBER, ITEM, PARENT, LISTS, FIRST = range(6)

_NUMBERS = (int, Decimal)
"""The types of numeric cells; a boolean is none of them."""

UNKNOWN = object()
"""Stands for a value that is not there yet; ``None`` is a value."""

ROWS = "rows"
"""The list of a group's rows."""

Slots = list[Any]
Reads = frozenset[int] | None
"""The slots of its own scope that a value depends on; ``None`` = on something else, too."""

Gather = Callable[[int, Any, "Slots | None", "str | None"], Slots]
"""Row number, cells or object, enclosing slots, item number → slots."""

ABOVE = "^."
"""Prefix of a path that starts in the enclosing scope."""


def let_go(slots: Slots) -> None:
    """Part slots from those inside, which know them: rings are found by Python's garbage collector only, at a cost."""
    inside = slots[LISTS]
    if inside:
        slots[LISTS] = None
        for inner in inside:
            for one in inner:
                let_go(one)


class Scope(Protocol):
    """What the compiler asks of a scope."""

    plain: bool
    """Whether every cell is a text or ``None``."""

    def code(self, name: str, slots: str) -> str:
        """The Python expression that reads a source field from the slots called ``slots``."""

    def reads(self, name: str) -> Reads:
        """The slots that ``code`` looks at; ``None`` when it looks elsewhere, or at what has no hash."""

    def named(self, name: str) -> tuple[int, bool]:
        """The slot of a named value, counted from the end (-1 is the last), and whether it was asked for before."""

    def label(self, name: str) -> str:
        """The source field as the source writes it."""

    def inner(self, path: str) -> tuple[int, Scope]:
        """The scope of a list inside, and its position among ``LISTS``."""


class Slotted:
    """Numbers the fields asked for and the lists inside, in the order of asking."""

    def __init__(self, parent: Scope | None) -> None:
        self.parent = parent
        self.names: dict[str, int] = {}
        self.lists: dict[str, Any] = {}
        self.values: dict[str, int] = {}

    def code(self, name: str, slots: str) -> str:
        """The slot of a source field, here or in an enclosing scope."""
        if name.startswith(ABOVE) and self.parent is not None:
            return self.parent.code(name.removeprefix(ABOVE), f"{slots}[{PARENT}]")
        return f"{slots}[{self.names.setdefault(name, FIRST + len(self.names))}]"

    def named(self, name: str) -> tuple[int, bool]:
        """A slot from the end for a named value."""
        return _named(self.values, name)


class TableScope(Slotted):
    """
    A row of a table.

    ``columns`` leads from canonical names to positions, ``header`` is as the file writes it.
    """

    def __init__(
        self,
        columns: Mapping[str, int],
        header: Sequence[str],
        missing: frozenset[Any],
        *,
        plain: bool,
        parent: Scope | None = None,
    ) -> None:
        super().__init__(parent)
        self.columns = columns
        self.header = header
        self.missing = empties(missing)
        self.plain = plain

    def code(self, name: str, slots: str) -> str:
        """What reads a column; of an optional one that the file lacks, nothing."""
        if not name.startswith(ABOVE) and name not in self.columns:
            return "None"
        return super().code(name, slots)

    def reads(self, name: str) -> Reads:
        """The column's slot."""
        if name.startswith(ABOVE):
            return None
        return frozenset({FIRST + list(self.names).index(name)}) if name in self.names else frozenset()

    def label(self, name: str) -> str:
        """The column's header."""
        return self.header[self.columns[name]] if name in self.columns else name

    def inner(self, path: str) -> tuple[int, Scope]:
        """The rows of the group."""
        if path not in self.lists:
            self.lists[path] = TableScope(self.columns, self.header, self.missing, plain=self.plain, parent=self)
        return list(self.lists).index(path), self.lists[path]

    def gather(self) -> Gather:
        """The function that fills the slots from one row's cells."""
        pick = _picker([self.columns[name] for name in self.names])
        missing = self.missing
        unknown = [UNKNOWN] * len(self.values)
        if self.plain:

            def plain(row: int, cells: Sequence[str], parent: Slots | None, number: str | None) -> Slots:
                return [
                    row,
                    number,
                    None,
                    parent,
                    None,
                    *[None if (text := cell.strip()) in missing else text for cell in pick(cells)],
                    *unknown,
                ]

            return plain

        def typed(row: int, cells: Sequence[Any], parent: Slots | None, number: str | None) -> Slots:
            return [row, number, None, parent, None, *[cleaned(cell, missing) for cell in pick(cells)], *unknown]

        return typed


class TreeScope(Slotted):
    """An object of a JSON document; names are dotted paths."""

    plain = False

    def __init__(
        self, missing: frozenset[Any], parent: Scope | None = None, prefix: str = "", *, grouped: bool = False
    ) -> None:
        super().__init__(parent)
        self.missing = empties(missing)
        self.prefix = prefix
        self.grouped = grouped
        """Whether ``rows`` are the records of a group; else it is a list in the object, as any other."""

    def reads(self, name: str) -> Reads:  # noqa: ARG002 - as the protocol says
        """Lists and objects have no hash."""
        return None

    def label(self, name: str) -> str:
        """The path from the record."""
        return f"{self.prefix}.{name}" if self.prefix else name

    def inner(self, path: str) -> tuple[int, Scope]:
        """The elements of the list at ``path``."""
        if path not in self.lists:
            prefix = self.prefix if self.grouped and path == ROWS else self.label(path)
            self.lists[path] = TreeScope(self.missing, self, prefix)
        return list(self.lists).index(path), self.lists[path]

    def gather(self) -> Gather:
        """The function that fills the slots from one object, lists included; the rows of a group come from outside."""
        paths = [tuple(name.split(".")) for name in self.names]
        lists = [(tuple(path.split(".")), scope.gather()) for path, scope in self.lists.items()]
        missing = self.missing
        unknown = [UNKNOWN] * len(self.values)

        def tree(row: int, value: Any, parent: Slots | None, number: str | None) -> Slots:  # noqa: ANN401 - any JSON
            text = value if isinstance(value, str) else None
            found = [cleaned(walk(value, path), missing) for path in paths]
            slots = [row, number, text, parent, None, *found, *unknown]
            inside = ((elements(walk(value, path), missing), inner) for path, inner in lists)
            slots[LISTS] = [
                [inner(row, item, slots, str(count)) for count, item in enumerate(items, 1)] for items, inner in inside
            ]
            return slots

        return tree


class TextScope:
    """The texts of an ``each`` with ``from``: ``{.}`` is the text, any other hole is the enclosing scope's."""

    def __init__(self, parent: Scope) -> None:
        self.parent = parent
        self.plain = parent.plain
        self.values: dict[str, int] = {}

    def code(self, name: str, slots: str) -> str:
        """What the enclosing scope reads."""
        return self.parent.code(name.removeprefix(ABOVE), f"{slots}[{PARENT}]")

    def named(self, name: str) -> tuple[int, bool]:
        """A slot from the end for a named value."""
        return _named(self.values, name)

    def gather(self) -> Gather:
        """The function that makes slots of one text."""
        unknown = [UNKNOWN] * len(self.values)
        return lambda row, text, parent, number: [row, number, text, parent, None, *unknown]

    def reads(self, name: str) -> Reads:  # noqa: ARG002 - as the protocol says
        """The enclosing scope's slots are not our own."""
        return None

    def label(self, name: str) -> str:
        """As the enclosing scope says."""
        return self.parent.label(name)

    def inner(self, path: str) -> tuple[int, Scope]:
        """Texts have no lists inside; the language refuses such a mapping when it loads."""
        raise LookupError(path)


def _named(values: dict[str, int], name: str) -> tuple[int, bool]:
    known = name in values
    return values.setdefault(name, -1 - len(values)), known


def _picker(positions: list[int]) -> Callable[[Sequence[Any]], Sequence[Any]]:
    if not positions:
        return lambda _: ()
    if len(positions) == 1:
        only = positions[0]
        return lambda cells: (cells[only],)
    return itemgetter(*positions)


def empties(missing: frozenset[Any]) -> frozenset[Any]:
    """What means empty: no text, the texts of ``missing``, and those of them that are numbers as typed cells, too."""
    numbers = (numeric(text) for text in missing if isinstance(text, str))
    return missing | {"", *(number for number in numbers if number is not None)}


def numeric(text: str) -> Decimal | None:
    """The number that a typed cell would hold for ``text``."""
    try:
        number = Decimal(text)
    except InvalidOperation:
        return None
    return number if number.is_finite() else None


def cleaned(cell: Any, missing: frozenset[Any]) -> Any:  # noqa: ANN401 - a cell of any type
    """A cell without white space at its ends; ``None`` when it is empty or says that nothing is known."""
    if isinstance(cell, str):
        text = cell.strip()
        return None if text in missing else text
    if type(cell) in _NUMBERS:
        return None if cell in missing else cell
    if isinstance(cell, list):
        return [item for one in cell if (item := cleaned(one, missing)) is not None] or None
    return None if cell == {} else cell


def walk(value: Any, path: Sequence[str]) -> Any:  # noqa: ANN401 - any JSON
    """What stands at ``path``; a list on the way is walked into, element by element."""
    for position, key in enumerate(path):
        if isinstance(value, dict):
            value = value.get(key)
        elif isinstance(value, list):
            if key.isdecimal():
                value = value[int(key)] if int(key) < len(value) else None
                continue
            found = [walk(item, path[position:]) for item in value]
            return [item for item in found if item is not None] or None
        else:
            return None
    return value


def elements(value: Any, missing: frozenset[str]) -> list[Any]:  # noqa: ANN401 - any JSON
    """The elements of a list, cleaned and without the empty ones; a lone object counts as a list of one."""
    found = cleaned(value, missing)
    if found is None:
        return []
    return found if isinstance(found, list) else [found]
