"""Expressions of XPath as functions of an element, and of ``$this``, the element where the whole XPath is asked."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any, NamedTuple

from ocds_sv.mapping.xmlgrammar import ANY, NODE, TEXT, Binary, Call, Expr, Literal, Path, Slot, Step, Union, Unknown
from ocds_sv.mapping.xmlpaths import NESTED, Stage, apart, down, move, place, place_of, turned
from ocds_sv.mapping.xmlrecord import Doubt, Nodes, Record, string_of
from ocds_sv.mapping.xmlvalues import ARITHMETIC, FUNCTIONS, compared, truth

Answer = Callable[[Any, Any], Any]
"""From an element and ``$this`` to nodes, a text, a number or a truth."""

NODES, STRING, NUMBER, TRUTH = "nodes", "text", "number", "truth"
_TURNED = frozenset({"ancestor", "ancestor-or-self", "preceding-sibling"})


class Answered(NamedTuple):
    """
    An expression as a function.

    Attributes:
        kind: what it gives.
        at: the function.
        here: what it gives depends on the element it is asked at.
        this: it depends on ``$this``.
    """

    kind: str
    at: Answer
    here: bool
    this: bool


class Answers:
    """
    Makes functions of expressions; what depends on neither element nor ``$this`` is answered once per record.

    Every method raises ``Unknown`` for a shape that is left to lxml.
    """

    def __init__(self, record: Record) -> None:
        self._record = record

    def answered(self, expr: Expr) -> Answered:
        """The function of an expression; of equal expressions the same."""
        made = self._record.made
        if expr not in made:
            found = self._answered(expr)
            if not found.here and not found.this and not isinstance(expr, Literal | Path):
                found = found._replace(at=self._once(expr, found.at))
            made[expr] = found
        return made[expr]  # type: ignore[no-any-return]

    def kept(self, test: Expr) -> Stage:
        """What keeps of children of one element those that pass a predicate."""
        return self._test(test, grouped=False)[0]

    def _answered(self, expr: Expr) -> Answered:
        match expr:
            case Literal(value=value):
                kind = STRING if isinstance(value, str) else NUMBER
                return Answered(kind, lambda node, this: value, here=False, this=False)  # noqa: ARG005 - a constant
            case Slot(number=number):
                return Answered(NODES, lambda found, this: found[number] or [], here=True, this=False)  # noqa: ARG005
            case Path():
                return self._path(expr)
            case Union(parts=parts):
                return self._union([self.answered(part) for part in parts])
            case Call(name=name, args=args):
                return self._call(name, [self.answered(arg) for arg in args])
            case Binary(sign=sign, left=left, right=right):
                return self._binary(sign, self.answered(left), self.answered(right))

    def _union(self, parts: list[Answered]) -> Answered:
        if any(part.kind != NODES for part in parts):
            raise Unknown

        def union(node: Any, this: Any) -> Nodes:  # noqa: ANN401 - elements
            found = [nodes for part in parts if (nodes := part.at(node, this))]
            if len(found) > 1:
                raise Doubt
            return found[0] if found else []

        return _together(NODES, union, parts)

    def _call(self, name: str, args: list[Answered]) -> Answered:
        function = FUNCTIONS.get(name)
        if function is None or not function.least <= len(args) <= len(function.takes):
            raise Unknown
        if any(arg.kind not in takes.split() for arg, takes in zip(args, function.takes, strict=False)):
            raise Unknown
        ats, call = [arg.at for arg in args], function.call
        if len(ats) == 1:
            only = ats[0]
            return _together(function.kind, lambda node, this: call(only(node, this)), args)
        return _together(function.kind, lambda node, this: call(*[at(node, this) for at in ats]), args)

    def _binary(self, sign: str, left: Answered, right: Answered) -> Answered:
        one, other = left.at, right.at
        if sign == "or":
            return _together(
                TRUTH, lambda node, this: truth(one(node, this)) or truth(other(node, this)), [left, right]
            )
        if sign == "and":
            return _together(
                TRUTH, lambda node, this: truth(one(node, this)) and truth(other(node, this)), [left, right]
            )
        if sign == "=" and left.kind == NODES and right.kind == STRING and not right.here and not right.this:
            value = right.at(None, None)
            return _together(TRUTH, lambda node, this: value in map(string_of, one(node, this)), [left, right])
        if sign in ARITHMETIC:
            work = ARITHMETIC[sign]
            return _together(NUMBER, lambda node, this: work(one(node, this), other(node, this)), [left, right])
        compare = compared(sign)
        return _together(TRUTH, lambda node, this: compare(one(node, this), other(node, this)), [left, right])

    # Paths

    def _path(self, path: Path) -> Answered:
        if path.start == "" and path.steps and all(map(_is_name, path.steps)):
            return Answered(NODES, down([step.name for step in path.steps], self._record), here=True, this=False)
        start, here, this = self._start(path)
        tests = [self._test(test, grouped=False) for test in path.tests]
        stages = [test for test, _ in tests]
        this = this or any(looks for _, looks in tests)
        if path.start == "(" and path.steps:
            if ends_in_texts(path.inner):
                raise Unknown
            stages.append(apart)
        start = _run(start, stages)
        stages = []
        for number, step in enumerate(path.steps):
            before = replace(path, steps=path.steps[:number])
            moved, tests, after = self._step(step, last=number == len(path.steps) - 1)
            if not here and not this:
                # What comes before the first look at ``$this`` is found once per record, whoever asks.
                start = self._once((before, step.axis, step.name), _run(start, [*stages, *moved]))
                stages = []
                for number_kept, asked in enumerate(step.tests):
                    (test, this), key = tests.pop(0), (before, replace(step, tests=step.tests[:number_kept]))
                    start = self._indexed(asked, key, start) or _run(start, [test])
                    if this:
                        break
                    start = self._once((before, replace(step, tests=step.tests[: number_kept + 1])), start)
            else:
                stages += moved
            stages += [test for test, _ in tests]
            this = this or any(looks for _, looks in tests)
            stages += after
        return Answered(NODES, _run(start, stages), here, this)

    def _start(self, path: Path) -> tuple[Answer, bool, bool]:
        record = self._record
        if path.start == "(":
            assert path.inner is not None
            inner = self.answered(path.inner)
            if inner.kind != NODES:
                raise Unknown
            return inner.at, inner.here, inner.this
        if path.start == "/":
            if any(step.axis == "self" for step in path.steps):
                raise Unknown
            return (lambda node, this: [record.document]), False, False  # noqa: ARG005 - it depends on neither
        if path.start == "$this":
            return (lambda node, this: [this]), False, True  # noqa: ARG005 - it depends on $this alone
        return (lambda node, this: [node]), True, False  # noqa: ARG005 - it depends on the element alone

    def _step(self, step: Step, *, last: bool) -> tuple[list[Stage], list[tuple[Stage, bool]], list[Stage]]:
        """What leads to the nodes, its predicates and whether they look at ``$this``, and what comes after these."""
        if step == Step("self", NODE):
            return [], [], []
        if (step.axis == "@" or step.name == TEXT) and (step.tests or not last):
            raise Unknown
        tests = [self._test(test, grouped=step.axis in {"child", "@", "descendant"}) for test in step.tests]
        after: list[Stage] = [turned] if step.axis in _TURNED else []
        if step.axis in NESTED and not last:
            after.append(apart)
        return [move(step, self._record)], tests, after

    def _test(self, test: Expr, *, grouped: bool) -> tuple[Stage, bool]:
        """What keeps the nodes that pass a predicate, and whether it looks at ``$this``."""
        number = place_of(test)
        if number is not None:
            return place(number, grouped=grouped), False
        if isinstance(test, Binary) and test.sign == "=":
            join = self._join(self.answered(test.left), self.answered(test.right))
            if join is not None:
                mine, theirs = join
                side = test.left if self.answered(test.left) is mine else test.right
                return _kept_by(side, mine.at, self._texts(theirs)), theirs.this
        found = self.answered(test)
        if found.kind == NUMBER:
            raise Unknown
        # Nodes, texts and truths are true as Python has it; a number that is none would not be.
        at = found.at
        return (lambda nodes, this: [node for node in nodes if at(node, this)]), found.this

    @staticmethod
    def _join(left: Answered, right: Answered) -> tuple[Answered, Answered] | None:
        """The side of an equation that is the node's own, and the other."""
        if left.kind != NODES or right.kind != NODES:
            return None
        for mine, theirs in ((left, right), (right, left)):
            if mine.here and not mine.this and not theirs.here:
                return mine, theirs
        return None

    def _texts(self, theirs: Answered) -> Callable[[Any], frozenset[str]]:
        """The texts of the nodes that an equation compares with."""
        at = theirs.at
        if theirs.this:
            return lambda this: frozenset(map(string_of, at(None, this)))
        once = self._once((at, STRING), lambda node, this: frozenset(map(string_of, at(node, this))))
        return lambda this: once(None, this)

    def _once(self, key: object, at: Answer) -> Answer:
        """``at``, which depends on nothing but the record, asked once for each; ``key`` is what it was made of."""
        made = self._record.made
        if ("once", key) not in made:
            made["once", key] = self._record.once(at)
        return made["once", key]  # type: ignore[no-any-return]

    def _indexed(self, test: Expr, key: object, start: Answer) -> Answer | None:
        """The nodes of ``start`` that an equation with ``$this`` keeps, found by their texts."""
        if not (isinstance(test, Binary) and test.sign == "="):
            return None
        join = self._join(self.answered(test.left), self.answered(test.right))
        if join is None:
            return None
        mine, texts = join[0].at, self._texts(join[1])

        def made(_: Any, this: Any) -> dict[str, dict[int, Any]]:  # noqa: ANN401 - elements
            index: dict[str, dict[int, Any]] = {}
            for number, node in enumerate(start(None, this)):
                for item in mine(node, None):
                    index.setdefault(string_of(item), {})[number] = node
            return index

        index = self._once((key, mine), made)

        def found(_: Any, this: Any) -> Nodes:  # noqa: ANN401 - elements
            wanted = texts(this)
            if not wanted:
                return []
            by_text = index(None, None)
            hits = [by_text[text] for text in wanted if text in by_text]
            if len(hits) == 1:
                return list(hits[0].values())
            together = {number: node for hit in hits for number, node in hit.items()}
            return [together[number] for number in sorted(together)]

        return found


def _is_name(step: Step) -> bool:
    return step.axis == "child" and step.name not in {TEXT, ANY} and not step.tests


def _together(kind: str, at: Answer, parts: list[Answered]) -> Answered:
    return Answered(kind, at, any(part.here for part in parts), any(part.this for part in parts))


def ends_in_texts(expr: Expr | None) -> bool:
    """Whether an expression may give attributes or texts, which nothing is below."""
    match expr:
        case Path(steps=(*_, Step(axis=axis, name=name))):
            return axis == "@" or name == TEXT
        case Path(inner=inner):
            return ends_in_texts(inner)
        case Union(parts=parts):
            return any(map(ends_in_texts, parts))
    return False


def _kept_by(side: Expr, mine: Answer, texts: Callable[[Any], frozenset[str]]) -> Stage:
    """What keeps the nodes of which a text, found by ``mine``, the function of ``side``, is among others."""
    match side:
        case Path("", (Step("@", name, ()),), None, ()):
            return lambda nodes, this: [node for node in nodes if node.get(name) in texts(this)]

    def kept(nodes: Nodes, this: Any) -> Nodes:  # noqa: ANN401 - an element
        wanted = texts(this)
        if not wanted:
            return []
        return [node for node in nodes if not wanted.isdisjoint(map(string_of, mine(node, None)))]

    return kept


def _run(start: Answer, stages: list[Stage]) -> Answer:
    if not stages:
        return start
    first, *rest = stages

    def run(node: Any, this: Any) -> Nodes:  # noqa: ANN401 - elements
        nodes = first(start(node, this), this)
        for stage in rest:
            if not nodes:
                return nodes
            nodes = stage(nodes, this)
        return nodes

    return run
