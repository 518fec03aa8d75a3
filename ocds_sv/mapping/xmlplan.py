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
        branch: what is done with them.
        finds: where it puts what it finds, and who else can tell.
    """

    start: Answer
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


class Planner:
    """
    Sorts a scope's XPaths by how they are answered.

    Attributes:
        ways: the walks by where they begin.
        made: the answers made of what the walks find.
        same: slot → what answers an XPath that gives the same wherever in a record it is asked.
        asked: slot → what answers an XPath for itself.
        nothing: what each slot holds as long as nothing has been found.
    """

    def __init__(self, xpaths: Iterable[str], namespaces: Mapping[str, str], record: Record) -> None:
        self._answers = Answers(record)
        self.ways: dict[Path, Way] = {}
        self.made: list[Made] = []
        self.same: list[tuple[int, Find]] = []
        self.asked: list[tuple[int, Find]] = []
        listed = list(xpaths)
        self.nothing: Found = [None] * len(listed)
        for slot, xpath in enumerate(listed):
            find, expr = _lazy(xpath, namespaces), read(xpath, namespaces)
            if expr is not None:
                self._add(slot, expr, find)
            elif not uses_this(xpath) and all(part.startswith("/") for part in alternatives(xpath)):
                self.same.append((slot, lambda _, find=find: find(record.root)))  # type: ignore[misc]
            else:
                self.asked.append((slot, find))

    def _add(self, slot: int, expr: Expr, find: Find) -> None:
        answered = self._answers.answered(expr)
        if not answered.here and not answered.this:
            self.same.append((slot, _sure(answered.at, find)))
        elif isinstance(expr, Path):
            self._plant(slot, expr, find)
        else:
            of: list[int] = []
            at = self._answers.answered(self._over_slots(expr, of)).at
            # Nodes of several alternatives are none at first.
            self.nothing[slot] = None if isinstance(expr, Union) else at(self.nothing, None)
            self.made.append(Made(slot, tuple(of), at, find))

    def _over_slots(self, expr: Expr, of: list[int]) -> Expr:
        """An expression with slots for paths; these are noted in ``of``."""
        match expr:
            case Path():
                of.append(len(self.nothing))
                self.nothing.append(None)
                self._plant(of[-1], expr, None)
                return Slot(of[-1])
            case Union(parts=parts):
                return Union(tuple(self._over_slots(part, of) for part in parts))
            case Call(name=name, args=args):
                return Call(name, tuple(self._over_slots(arg, of) for arg in args))
            case Binary(sign=sign, left=left, right=right):
                return Binary(sign, self._over_slots(left, of), self._over_slots(right, of))
        return expr

    def _plant(self, slot: int, path: Path, find: Find | None) -> None:
        start, steps = _parted(path, self._answers)
        if start not in self.ways:
            at = self._answers.answered(start).at
            self.ways[start] = Way(_apart(at) if steps and _may_be_nested(start) else at)
        way = self.ways[start]
        way.branch.plant(slot, steps, self._answers)
        way.finds.append((slot, find))


def plan(xpaths: Iterable[str], namespaces: Mapping[str, str], record: Record) -> Plan:
    """What answers all ``xpaths`` of a scope at one of its elements."""
    listed = list(xpaths)
    planner = Planner(listed, namespaces, record)
    ways, made, same, asked = list(planner.ways.values()), planner.made, planner.same, planner.asked
    children, size, extra = record.children, len(listed), len(planner.nothing)
    nothing = planner.nothing
    begun = -1

    def answer(element: Any) -> list[Any]:  # noqa: ANN401 - an element
        nonlocal begun
        if begun != record.number:
            begun = record.number
            for slot, find in same:
                nothing[slot] = find(element)
        found = nothing.copy()
        for way in ways:
            try:
                nodes = way.start(element, element)
                if nodes:
                    walk(nodes, way.branch, found, element, children)
            except Doubt:
                for slot, other in way.finds:
                    found[slot] = _DOUBTED if other is None else other(element)
        for one in made:
            for slot in one.of:
                if found[slot] is not None:
                    found[one.slot] = _make(one, found, element)
                    break
        for slot, find in asked:
            found[slot] = find(element)
        return found if extra == size else found[:size]

    return answer


def _make(one: Made, found: Found, element: Any) -> Any:  # noqa: ANN401 - what XPath gives
    if not any(found[slot] is _DOUBTED for slot in one.of):
        try:
            return one.at(found, element)
        except Doubt:
            pass
    return one.find(element)


def _parted(path: Path, answers: Answers) -> tuple[Path, tuple[Step, ...]]:
    """Where a walk begins that goes the rest of a path."""
    answered = answers.answered(path)
    if not answered.here and not answered.this:
        return path, ()
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


def _sure(at: Answer, find: Find) -> Find:
    def found(element: Any) -> Any:  # noqa: ANN401 - what XPath gives
        try:
            return at(element, element)
        except Doubt:
            return find(element)

    return found


def _lazy(xpath: str, namespaces: Mapping[str, str]) -> Find:
    """What lets lxml answer, compiled when it is first needed."""
    compiled: list[Find] = []

    def find(element: Any) -> Any:  # noqa: ANN401 - what XPath gives
        if not compiled:
            compiled.append(finder(xpath, namespaces))
        return compiled[0](element)

    return find
