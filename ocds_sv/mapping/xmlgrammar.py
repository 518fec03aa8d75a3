"""XPath 1.0 read into a tree, as far as it is answered here; https://www.w3.org/TR/1999/REC-xpath-19991116/."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from sys import intern

_NAME = r"[A-Za-z_][\w.-]*(?::(?!:)(?:[A-Za-z_][\w.-]*|\*))?"
_TOKEN = re.compile(
    rf"""\s*(?:('[^']*'|"[^"]*"|\d+(?:\.\d*)?|//|::|\.\.|!=|<=|>=|\$[\w.-]+|{_NAME}|[][()/@.,|=<>*+-])|\S)"""
)
"""A token; nothing in its place is a sign that no token begins with."""
_FULL_NAME = re.compile(_NAME).fullmatch
_AXES = frozenset({"ancestor", "ancestor-or-self", "child", "following-sibling", "parent", "preceding-sibling", "self"})
_NODE_TYPES = frozenset({"text", "node", "comment", "processing-instruction"})
_SIGNS = ({"or"}, {"and"}, {"=", "!="}, {"<", "<=", ">", ">="}, {"+", "-"}, {"*"})
"""Those that bind least come first."""
_BINDS = {sign: level for level, signs in enumerate(_SIGNS) for sign in signs}
_END = ""
"""Stands where there are no more tokens."""

TEXT, NODE, ANY = "text()", "node()", "*"


@dataclass(frozen=True, slots=True)
class Literal:
    """A text or a number."""

    value: str | float


@dataclass(frozen=True, slots=True)
class Call:
    """A function of XPath, called."""

    name: str
    args: tuple[Expr, ...]


@dataclass(frozen=True, slots=True)
class Binary:
    """``or``, ``and``, a comparison, a sum, a difference or a product."""

    sign: str
    left: Expr
    right: Expr


@dataclass(frozen=True, slots=True)
class Union:
    """Paths with ``|`` between."""

    parts: tuple[Expr, ...]


@dataclass(frozen=True, slots=True)
class Step:
    """
    A step of a path.

    Attributes:
        axis: as XPath calls it; ``@`` is the axis of attributes, ``descendant`` what ``//name`` finds.
        name: as lxml writes it, ``*``, ``text()`` or ``node()``.
        tests: the predicates.
    """

    axis: str
    name: str
    tests: tuple[Expr, ...] = ()


@dataclass(frozen=True, slots=True)
class Path:
    """
    Steps, and where they begin.

    Attributes:
        start: empty at the node, ``/`` at the document, ``$this`` at the element the XPath is asked at, ``(`` at what
            ``inner`` gives.
        inner: an expression in parentheses.
        tests: predicates of the expression in parentheses.
    """

    start: str
    steps: tuple[Step, ...]
    inner: Expr | None = None
    tests: tuple[Expr, ...] = ()


@dataclass(frozen=True, slots=True)
class Slot:
    """Nodes that have been found already, by the number of where they were put."""

    number: int


Expr = Literal | Call | Binary | Union | Path | Slot


class Unknown(Exception):
    """A shape that is not answered here."""


def parse(xpath: str, namespaces: Mapping[str, str]) -> Expr:
    """
    The tree of an XPath.

    Raises:
        Unknown: it has a shape that is left to lxml.
    """
    reader = _Reader(xpath, namespaces)
    found = reader.expression()
    if reader.next:
        raise Unknown
    return found


class _Reader:
    """Reads an XPath token by token."""

    def __init__(self, xpath: str, namespaces: Mapping[str, str]) -> None:
        self._namespaces = namespaces
        tokens: list[str] = _TOKEN.findall(xpath.strip())
        if "" in tokens:
            raise Unknown
        # Twice the end, as one token more than the next is looked at.
        self._tokens = [*tokens, _END, _END][::-1]

    @property
    def next(self) -> str:
        """The next token; empty at the end."""
        return self._tokens[-1]

    def _take(self, token: str) -> None:
        if self._tokens[-1] != token:
            raise Unknown
        self._tokens.pop()

    def _took(self, token: str) -> bool:
        if self._tokens[-1] != token:
            return False
        self._tokens.pop()
        return True

    def expression(self, level: int = 0) -> Expr:
        """An expression, with the signs of ``level`` and of those that bind more."""
        left = self._union()
        while (binds := _BINDS.get(self._tokens[-1], -1)) >= level:
            left = Binary(self._tokens.pop(), left, self.expression(binds + 1))
        return left

    def _union(self) -> Expr:
        first = self._path()
        if self._tokens[-1] != "|":
            return first
        parts = [first]
        while self._took("|"):
            parts.append(self._path())
        return Union(tuple(parts))

    def _path(self) -> Expr:
        begin = self.next
        if begin[:1] in {"'", '"'} or begin[:1].isdigit():
            text = self._tokens.pop()
            return Literal(float(text) if begin[0].isdigit() else text[1:-1])
        if begin == "(":
            return self._parenthesis()
        if self._took("$this"):
            tests = self._tests()
            return Path("$this", self._more(), None, tests)
        if self._tokens[-2] == "(" and begin not in _NODE_TYPES:
            return self._call()
        if begin in {"/", "//"}:
            return Path("/", self._more())
        steps = self._steps()
        return Path("", steps[1:] if len(steps) > 1 and steps[0] == Step("self", NODE) else steps)

    def _parenthesis(self) -> Expr:
        self._take("(")
        inner = self.expression()
        self._take(")")
        tests, steps = self._tests(), self._more()
        return Path("(", steps, inner, tests) if tests or steps else inner

    def _call(self) -> Call:
        name = self._tokens.pop()
        self._take("(")
        args: list[Expr] = []
        while self.next != ")":
            args.append(self.expression())
            if self.next != ")":
                self._take(",")
        self._take(")")
        return Call(name, tuple(args))

    def _steps(self) -> tuple[Step, ...]:
        return (self._step(), *self._more())

    def _more(self) -> tuple[Step, ...]:
        steps: list[Step] = []
        while self._tokens[-1] in {"/", "//"}:
            deep = self._tokens.pop() == "//"
            step = self._step()
            if deep:
                if step.axis != "child" or step.name in {TEXT, NODE}:
                    raise Unknown
                step = replace(step, axis="descendant")
            steps.append(step)
        return tuple(steps)

    def _step(self) -> Step:
        if self._took("."):
            return Step("self", NODE)
        if self._took(".."):
            return Step("parent", NODE)
        if self._took("@"):
            return Step("@", self._name(attribute=True), self._tests())
        axis = "child"
        if self._tokens[-2] == "::":
            axis = self._tokens.pop()
            self._take("::")
            if axis not in _AXES:
                raise Unknown
        if self._tokens[-2] == "(":
            name = f"{self._tokens.pop()}()"
            self._take("(")
            self._take(")")
            # What the nodes are called that are no elements, lxml has no words for.
            if name != TEXT or axis != "child":
                raise Unknown
            return Step(axis, name, self._tests())
        return Step(axis, self._name(), self._tests())

    def _name(self, *, attribute: bool = False) -> str:
        """A name; one without a prefix is in no namespace."""
        text = self._tokens.pop()
        prefix, mark, local = text.rpartition(":")
        if not (text == ANY or _FULL_NAME(text)) or (attribute and local == ANY):
            raise Unknown
        return intern(f"{{{self._namespaces[prefix]}}}{local}" if mark else local)

    def _tests(self) -> tuple[Expr, ...]:
        if self._tokens[-1] != "[":
            return ()
        tests: list[Expr] = []
        while self._took("["):
            tests.append(self.expression())
            self._take("]")
        return tuple(tests)


def looks_at_this(expr: Expr) -> bool:
    """Whether ``$this`` stands in an expression."""
    match expr:
        case Call(args=parts) | Union(parts=parts):
            return any(map(looks_at_this, parts))
        case Binary(left=left, right=right):
            return looks_at_this(left) or looks_at_this(right)
        case Path(start=start, steps=steps, inner=inner, tests=tests):
            asked = (*tests, *(test for step in steps for test in step.tests))
            return start == "$this" or any(map(looks_at_this, asked)) or (inner is not None and looks_at_this(inner))
    return False
