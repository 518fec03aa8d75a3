"""How a scope's XPaths are answered: together by walks, from what these find, once for a record, or by lxml."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from ocds_sv.mapping.xmlanswers import Answer, Answers, ends_in_texts
from ocds_sv.mapping.xmlgrammar import Binary, Call, Expr, Path, Slot, Step, Union, Unknown, looks_at_this, parse
from ocds_sv.mapping.xmlpaths import NESTED, apart
from ocds_sv.mapping.xmlrecord import Doubt, Record
from ocds_sv.mapping.xmlwalk import Branch, Found, goes_down, walk
from ocds_sv.mapping.xpaths import Find, alternatives, finder, uses_this

Plan = Callable[[Any], list[Any]]
"""From an element to what each XPath gives there; ``None`` is no node."""

HERE = Path("", ())
"""The element that XPaths are asked at."""

_DOUBTED = [None]
"""Stands for nodes that are not known here."""


@dataclass(slots=True)
class Way:
    """
    A walk, and what it is for.

    Attributes:
        start: what gives the nodes where it begins.
        here: this is the element itself.
        branch: what is done with them.
        finds: where it puts what it finds, and who else can tell.
    """

    start: Answer
    here: bool = False
    branch: Branch = field(default_factory=Branch)
    finds: list[tuple[int, Find | None]] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Made:
    """
    An answer made of what walks have found.

    Attributes:
        slot: where it is put.
        of: where they put what it is made of.
        at: what makes it of all that was found.
        find: who else can tell.
    """

    slot: int
    of: tuple[int, ...]
    at: Answer
    find: Find


class Walks:
    """
    Several XPaths, answered at an element by walks that begin there or at what is found from there.

    Attributes:
        nothing: what each slot holds as long as nothing has been found.
    """

    def __init__(self, record: Record, size: int = 0) -> None:
        self.nothing: Found = [None] * size
        self._answers = Answers(record)
        self._children = record.children
        self._ways: dict[Path, Way] = {}
        self._made: list[Made] = []

    def add(self, slot: int, expr: Expr, find: Find) -> None:
        """Let the answer to ``expr``, which is ``find``'s too, be put into a slot."""
        if isinstance(expr, Path):
            self._plant(slot, expr, find)
            return
        of: list[int] = []
        at = self._answers.answered(self._over_slots(expr, of)).at
        # Nodes of several alternatives are none at first.
        self.nothing[slot] = None if isinstance(expr, Union) else at(self.nothing, None)
        self._made.append(Made(slot, tuple(of), at, find))

    def new_slot(self) -> int:
        """A further slot."""
        self.nothing.append(None)
        return len(self.nothing) - 1

    def _over_slots(self, expr: Expr, of: list[int]) -> Expr:
        """An expression with slots for paths; these are noted in ``of``."""
        match expr:
            case Path():
                slot = self.new_slot()
                of.append(slot)
                self._plant(slot, expr, None)
                return Slot(slot)
            case Union(parts=parts):
                return Union(tuple(self._over_slots(part, of) for part in parts))
            case Call(name=name, args=args):
                return Call(name, tuple(self._over_slots(arg, of) for arg in args))
            case Binary(sign=sign, left=left, right=right):
                return Binary(sign, self._over_slots(left, of), self._over_slots(right, of))
        return expr

    def _plant(self, slot: int, path: Path, find: Find | None) -> None:
        start, steps = _parted(path)
        if start not in self._ways:
            at = self._answers.answered(start).at
            self._ways[start] = Way(_apart(at) if _may_be_nested(start) else at, here=start == HERE)
        way = self._ways[start]
        way.branch.plant(slot, steps, self._answers)
        way.finds.append((slot, find))

    def found(self, element: Any, nothing: Found) -> Found:  # noqa: ANN401 - an element
        """What is found at an element; ``nothing`` is what the slots hold before."""
        found = nothing.copy()
        for way in self._ways.values():
            try:
                nodes = [element] if way.here else way.start(element, element)
                if nodes:
                    walk(nodes, way.branch, found, element, self._children)
            except Doubt:
                for slot, find in way.finds:
                    found[slot] = _DOUBTED if find is None else find(element)
        for one in self._made:
            for slot in one.of:
                if found[slot] is not None:
                    found[one.slot] = _make(one, found, element)
                    break
        return found


class Same:
    """The XPaths that give the same wherever in a record they are asked: of all scopes, once for each record."""

    def __init__(self, record: Record) -> None:
        self._record = record
        self._walks = Walks(record)
        self._slots: dict[Expr, int] = {}
        self._found: Found = []
        self._number = -1

    def slot(self, expr: Expr, find: Find) -> int:
        """Where the answer to an XPath is; ``find`` is lxml's way to it."""
        if expr not in self._slots:
            self._slots[expr] = self._walks.new_slot()
            self._walks.add(self._slots[expr], expr, find)
            # A scope may be met for the first time in the midst of a record.
            self._number = -1
        return self._slots[expr]

    def found(self) -> Found:
        """The answers in the record that has been begun."""
        if self._number != self._record.number:
            self._number = self._record.number
            self._found = self._walks.found(self._record.root, self._walks.nothing)
        return self._found


def plan(xpaths: Iterable[str], namespaces: Mapping[str, str], record: Record) -> Plan:
    """What answers all ``xpaths`` of a scope at one of its elements."""
    listed = list(xpaths)
    size = len(listed)
    walks, answers = Walks(record, size), Answers(record)
    same: Same = record.made.setdefault(Same, Same(record))
    of_same: list[tuple[int, int]] = []
    asked: list[tuple[int, Find]] = []
    for slot, xpath in enumerate(listed):
        find = _lazy(xpath, namespaces)
        try:
            expr = _parsed(xpath, namespaces, record)
            answered = answers.answered(expr)
        except Unknown:
            asked.append((slot, _once(find, record) if _is_absolute(xpath) else find))
            continue
        if answered.here or answered.this:
            walks.add(slot, expr, find)
        else:
            of_same.append((slot, same.slot(expr, find)))
    nothing = walks.nothing
    begun = -1

    def answer(element: Any) -> list[Any]:  # noqa: ANN401 - an element
        nonlocal begun
        if begun != record.number:
            begun = record.number
            if of_same:
                found = same.found()
                for slot, number in of_same:
                    nothing[slot] = found[number]
        found = walks.found(element, nothing)
        for slot, find in asked:
            found[slot] = find(element)
        return found if len(found) == size else found[:size]

    return answer


def _parsed(xpath: str, namespaces: Mapping[str, str], record: Record) -> Expr:
    """The tree of an XPath, which several scopes may ask."""
    made = record.made
    key = ("parsed", xpath)
    if key not in made:
        made[key] = parse(xpath, namespaces)
    return made[key]  # type: ignore[no-any-return]


def _is_absolute(xpath: str) -> bool:
    return not uses_this(xpath) and all(part.startswith("/") for part in alternatives(xpath))


def _once(find: Find, record: Record) -> Find:
    once = record.once(lambda *_: find(record.root))
    return lambda element: once(None, element)


def _make(one: Made, found: Found, element: Any) -> Any:  # noqa: ANN401 - what XPath gives
    if not any(found[slot] is _DOUBTED for slot in one.of):
        try:
            return one.at(found, element)
        except Doubt:
            pass
    return one.find(element)


def _parted(path: Path) -> tuple[Path, tuple[Step, ...]]:
    """Where a walk begins that goes the rest of a path."""
    if path.start == "$this" and not path.tests:
        path = replace(path, start="")
    if path.start == "" and all(map(goes_down, path.steps)):
        return HERE, path.steps
    count = len(path.steps)
    while count and goes_down(path.steps[count - 1]) and not any(map(looks_at_this, path.steps[count - 1].tests)):
        count -= 1
    if count == 0 and path.start == "(" and ends_in_texts(path.inner):
        return path, ()
    return replace(path, steps=path.steps[:count]), path.steps[count:]


def _may_be_nested(start: Path) -> bool:
    """Whether nodes where a walk begins may stand in each other."""
    if start.steps:
        return start.steps[-1].axis in NESTED
    return start.start == "("


def _apart(at: Answer) -> Answer:
    return lambda node, this: apart(at(node, this), this)


def read(xpath: str, namespaces: Mapping[str, str]) -> Expr | None:
    """The tree of an XPath that is answered without lxml; ``None`` when lxml has to."""
    try:
        expr = parse(xpath, namespaces)
        Answers(Record()).answered(expr)
    except Unknown:
        return None
    return expr


def left_to_lxml(names: Iterable[str], namespaces: Mapping[str, str]) -> list[str]:
    """Those of a mapping's XPaths that lxml answers, each by itself and some ten times slower, sorted."""
    return sorted(name for name in names if read(name, namespaces) is None)


def _lazy(xpath: str, namespaces: Mapping[str, str]) -> Find:
    """What lets lxml answer, compiled when it is first needed."""
    compiled: list[Find] = []

    def find(element: Any) -> Any:  # noqa: ANN401 - what XPath gives
        if not compiled:
            compiled.append(finder(xpath, namespaces))
        return compiled[0](element)

    return find
