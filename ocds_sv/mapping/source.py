"""
Python source for the functions that build releases, put together when a mapping meets a stream.

An expression of the mapping becomes a Python expression over ``s``, the slots; a block becomes one function. That is
how dataclasses and attrs make their methods: nothing is decided per record, and no call is made only to hand a value
on. What stands in the source is written by this package; texts of the mapping stand there as literals (``repr``),
everything else as a name bound to an object.
"""

from __future__ import annotations

import linecache
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from types import FunctionType
from typing import Any

from ocds_sv.mapping.scopes import Reads, Slots

SLOTS = "s"
"""What the slots are called in the source."""

NOTHING = "None"
"""The code that surely gives nothing, such as that of a column which the file lacks."""

NO_SLOTS: frozenset[int] = frozenset()
"""What an expression reads that depends on no slot."""

_LITERALS = (str, bool, int, type(None))


@dataclass(frozen=True, slots=True)
class Compiled:
    """
    An expression or block as Python source.

    Attributes:
        code: an expression over the slots.
        content: what it gives depends on the source or on a parameter.
        text: it gives a text or ``None``, surely nothing else.
        reads: the slots it depends on; ``None`` = on something else, too.
        sure: it never gives ``None``.
        never: it never gives anything, because the mapping leaves it empty.
    """

    code: str
    content: bool
    text: bool = False
    reads: Reads = None
    sure: bool = False
    never: bool = False


def together(parts: Iterable[Compiled]) -> Reads:
    """The slots that any of ``parts`` depends on."""
    found: set[int] = set()
    for part in parts:
        if part.reads is None:
            return None
        found |= part.reads
    return frozenset(found)


def _uncompiled(slots: Slots, first_call: Callable[[Slots], Any]) -> Any:  # noqa: ANN401 - whatever it returns
    return first_call(slots)


_UNCOMPILED = _uncompiled.__code__


class Source:
    """The functions of one stream, and the objects that their source names."""

    def __init__(self) -> None:
        self._names: dict[str, Any] = {}
        self._locals = 0

    def bind(self, thing: object, kind: str) -> str:
        """A name for ``thing``; ``kind`` tells a reader of the source what it is."""
        if isinstance(thing, _LITERALS):
            return repr(thing)
        name = f"{kind}{len(self._names)}"
        self._names[name] = thing
        return name

    def local(self) -> str:
        """A local name that no other piece of source has."""
        self._locals += 1
        return f"v{self._locals}"

    def function(self, lines: Iterable[str]) -> Callable[[Slots], Any]:
        """
        The function of the slots with ``lines`` as its body.

        It is compiled when it is called first: most records have nothing for most blocks of a mapping.
        """
        names = self._names
        name = f"f{len(names)}"
        text = "\n    ".join([f"def {name}({SLOTS}):", *lines]) + "\n"
        # Unlike any file's name, so that a traceback shows the line that was made here.
        file = f"<mapping {id(self)} {name}>"

        def first_call(slots: Slots) -> Any:  # noqa: ANN401 - whatever the lines return
            linecache.cache[file] = (len(text), None, text.splitlines(keepends=True), file)
            exec(compile(text, file, "exec"), names)  # noqa: S102 - our own source, texts in it are literals
            # Whoever has the function calls what was compiled from now on, without a call in between.
            compiled = names[name]
            waiting.__code__, waiting.__defaults__ = compiled.__code__, None
            return compiled(slots)

        waiting = FunctionType(_UNCOMPILED, names, name, (first_call,))
        names[name] = waiting
        return waiting

    def expression(self, code: str) -> Callable[[Slots], Any]:
        """The function that gives the value of ``code``."""
        return self.function([f"return {code}"])


def guarded(local: str, code: str, then: str) -> str:
    """``then``, which may use ``local``, where ``code`` gives a value; else nothing."""
    if code == NOTHING:
        return NOTHING
    return f"(None if ({local} := {code}) is None else {then})"


def first(source: Source, codes: Iterable[str]) -> str:
    """The first that is not empty."""
    *earlier, last = [code for code in codes if code != NOTHING] or [NOTHING]
    for code in reversed(earlier):
        local = source.local()
        last = f"({local} if ({local} := {code}) is not None else {last})"
    return last


def joined(source: Source, parts: Iterable[str | Compiled]) -> str:
    """Texts one after the other, literal ones and those of expressions; nothing when one of them is nothing."""
    tests: list[str] = []
    pieces: list[str] = []
    for part in parts:
        if isinstance(part, str):
            pieces.append(part.replace("{", "{{").replace("}", "}}"))
            continue
        if part.code == NOTHING:
            return NOTHING
        local = source.local()
        tests.append(f"({local} := {part.code}) is None")
        pieces.append("{" + local + "}")
    text = "f" + repr("".join(pieces))
    return f"(None if {' or '.join(tests)} else {text})" if tests else text
