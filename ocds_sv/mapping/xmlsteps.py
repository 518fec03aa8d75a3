"""The XPaths that one walk through a record can answer: steps down, with tests of what stands below."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

_NAME = r"(?:(?:[A-Za-z_][\w.-]*:)?(?:[A-Za-z_][\w.-]*)|\*)"
_TOKEN = re.compile(rf"""\s*('[^']*'|"[^"]*"|//|\$this\b|text\(\)|not\(|@?{_NAME}(?![\w.(:-])|[/\[\]=|)])""")
_NAMED = re.compile(r"local-name\((.+)\)", re.DOTALL)
_LAST = re.compile(r"@|text\(\)$")

Steps = tuple[str, ...]
"""Names on the way down as lxml writes them; ``*`` is any element; the last may be ``@name`` or ``text()``."""


@dataclass(frozen=True, slots=True)
class Test:
    """``[steps='value']``, or without a value ``[steps]``, something is there, or ``[not(steps)]``, nothing is."""

    steps: Steps
    value: str | None = None
    negated: bool = False


@dataclass(frozen=True, slots=True)
class Step:
    """A step down to elements of a name that pass all tests."""

    name: str
    tests: tuple[Test, ...] = ()


@dataclass(frozen=True, slots=True)
class Way:
    """Steps down to elements, and what is taken there: the element (``""``), ``@name`` or ``text()``."""

    steps: tuple[Step, ...]
    end: str = ""


@dataclass(frozen=True, slots=True)
class Joined:
    """``//name[key=$this/mine]/rest``: elements anywhere in the record with the same text as one of the node's own."""

    name: str
    key: Steps
    mine: Steps
    rest: Way


class _Unknown(Exception):
    """A shape that is not read here."""


def ways(xpath: str, namespaces: Mapping[str, str]) -> tuple[Way, ...] | None:
    """The alternatives of a relative XPath; ``None`` when it has another shape."""
    try:
        reader = _Reader(xpath, namespaces)
        found = [reader.way()]
        while reader.next == "|":
            reader.take("|")
            found.append(reader.way())
        reader.end()
    except _Unknown:
        return None
    # Attributes and texts of one element have an order of their own.
    return tuple(found) if len(found) == 1 or not any(way.end for way in found) else None


def named(xpath: str, namespaces: Mapping[str, str]) -> tuple[Way, ...] | None:
    """The alternatives in ``local-name(…)``, which names the first of their elements; ``None`` of another shape."""
    match = _NAMED.fullmatch(xpath.strip())
    found = ways(match[1], namespaces) if match else None
    return None if found is None or any(way.end for way in found) else found


def joined(xpath: str, namespaces: Mapping[str, str]) -> Joined | None:
    """A join by equal texts; ``None`` when the XPath has another shape."""
    try:
        reader = _Reader(xpath, namespaces)
        reader.take("//")
        name = reader.name()
        reader.take("[")
        key = reader.path()
        reader.take("=")
        reader.take("$this")
        reader.take("/")
        mine = reader.path()
        reader.take("]")
        rest = Way(())
        if reader.next == "/":
            reader.take("/")
            rest = reader.way()
        reader.end()
    except _Unknown:
        return None
    return Joined(name, key, mine, rest)


class _Reader:
    """Reads an XPath token by token."""

    def __init__(self, xpath: str, namespaces: Mapping[str, str]) -> None:
        self._namespaces = namespaces
        self._tokens: list[str] = []
        position = 0
        text = xpath.strip().removeprefix("./")
        while position < len(text):
            match = _TOKEN.match(text, position)
            if match is None:
                raise _Unknown
            self._tokens.append(match[1])
            position = match.end()
        self._tokens.reverse()

    @property
    def next(self) -> str:
        """The next token; empty at the end."""
        return self._tokens[-1] if self._tokens else ""

    def take(self, token: str) -> None:
        """Pass over a token that must come next."""
        if self.next != token:
            raise _Unknown
        self._tokens.pop()

    def end(self) -> None:
        """There must be no more."""
        if self._tokens:
            raise _Unknown

    def name(self) -> str:
        """A name; one without a prefix is in no namespace."""
        text = self.next
        attribute = text.startswith("@")
        prefix, mark, local = text.removeprefix("@").rpartition(":")
        if not re.fullmatch(_NAME, text.removeprefix("@")) or (attribute and local == "*"):
            raise _Unknown
        self._tokens.pop()
        return f"{'@' if attribute else ''}{f'{{{self._namespaces[prefix]}}}' if mark else ''}{local}"

    def _leaf(self) -> str:
        if self.next == "text()":
            return self._tokens.pop()
        return self.name()

    def path(self) -> Steps:
        """Steps without tests."""
        found = [self._leaf()]
        while self.next == "/" and not _LAST.match(found[-1]):
            self.take("/")
            found.append(self._leaf())
        return tuple(found)

    def way(self) -> Way:
        """Steps with tests."""
        steps: list[Step] = []
        while True:
            name = self._leaf()
            if _LAST.match(name):
                return Way(tuple(steps), name)
            tests = []
            while self.next == "[":
                tests.append(self._test())
            steps.append(Step(name, tuple(tests)))
            if self.next != "/":
                return Way(tuple(steps))
            self.take("/")

    def _test(self) -> Test:
        self.take("[")
        if self.next == "not(":
            self.take("not(")
            test = Test(self.path(), negated=True)
            self.take(")")
            self.take("]")
            return test
        steps = self.path()
        value = None
        if self.next == "=":
            self.take("=")
            if self.next[:1] not in {"'", '"'}:
                raise _Unknown
            value = self._tokens.pop()[1:-1]
        self.take("]")
        return Test(steps, value)
