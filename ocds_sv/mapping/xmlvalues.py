"""Texts, numbers and truths of XPath 1.0: how they become each other and are compared (sections 3.4 and 4)."""

from __future__ import annotations

import math
import operator
import re
from collections.abc import Callable
from typing import Any, NamedTuple

from ocds_sv.mapping.xmlrecord import Doubt, string_of

# Exponents are no part of the standard, but lxml reads them.
_NUMBER = re.compile(r"[ \t\r\n]*(-?(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)(?:[eE][+-]?[0-9]+)?)[ \t\r\n]*")
_SPACE = re.compile(r"[ \t\r\n]+")
_SIGNS: dict[str, Callable[[Any, Any], bool]] = {
    "=": operator.eq,
    "!=": operator.ne,
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
}


def truth(value: Any) -> bool:  # noqa: ANN401 - any value of XPath
    """A value as a truth: nodes when there are any, a text when it is not empty, a number when it is one but 0."""
    return bool(value) and value == value  # noqa: PLR0124 - what is no number is not equal to itself


def text_of(value: Any) -> str:  # noqa: ANN401 - nodes or a text
    """A value as text: of nodes the first one's."""
    if isinstance(value, str):
        return value
    return string_of(value[0]) if value else ""


def number_of(value: Any) -> float:  # noqa: ANN401 - any value of XPath
    """A value as a number; NaN when it is none."""
    if isinstance(value, bool | float):
        return float(value)
    found = _NUMBER.fullmatch(text_of(value))
    return float(found[1]) if found else math.nan


def compared(sign: str) -> Callable[[Any, Any], bool]:
    """What compares two values; of nodes, one that compares so is enough."""
    compare = _SIGNS[sign]
    equality = sign in {"=", "!="}

    def single(left: Any, right: Any) -> bool:  # noqa: ANN401 - any value of XPath but nodes
        if equality and (isinstance(left, bool) or isinstance(right, bool)):
            return compare(truth(left), truth(right))
        if equality and isinstance(left, str) and isinstance(right, str):
            return compare(left, right)
        return compare(number_of(left), number_of(right))

    def compare_all(left: Any, right: Any) -> bool:  # noqa: ANN401 - any value of XPath
        if isinstance(left, bool) or isinstance(right, bool):
            return single(truth(left), truth(right)) if equality else single(_plain(left), _plain(right))
        lefts = [string_of(node) for node in left] if isinstance(left, list) else [left]
        rights = [string_of(node) for node in right] if isinstance(right, list) else [right]
        return any(single(one, other) for one in lefts for other in rights)

    return compare_all


def _plain(value: Any) -> Any:  # noqa: ANN401 - any value of XPath
    return truth(value) if isinstance(value, list) else value


ARITHMETIC: dict[str, Callable[[Any, Any], float]] = {
    "+": lambda one, other: number_of(one) + number_of(other),
    "-": lambda one, other: number_of(one) - number_of(other),
    "*": lambda one, other: number_of(one) * number_of(other),
}
"""Sums, differences and products; a quotient by 0 would need a sign of 0."""


class Function(NamedTuple):
    """A function of XPath: what it gives, and of each of its values what it may be."""

    kind: str
    call: Callable[..., Any]
    takes: tuple[str, ...] = ()
    least: int = 1


def _substring(value: Any, begin: float, length: float = math.inf) -> str:  # noqa: ANN401 - nodes or a text
    if not math.isfinite(begin) or math.isnan(length):
        return ""
    first = math.floor(begin + 0.5)
    end = None if math.isinf(length) else max(first + math.floor(length + 0.5) - 1, 0)
    return text_of(value)[max(first, 1) - 1 : end]


def _before(value: Any, mark: Any) -> str:  # noqa: ANN401 - nodes or texts
    text = text_of(value)
    return text[: max(text.find(text_of(mark)), 0)]


def _after(value: Any, mark: Any) -> str:  # noqa: ANN401 - nodes or texts
    text, sought = text_of(value), text_of(mark)
    place = text.find(sought)
    return "" if place < 0 else text[place + len(sought) :]


def _local_name(nodes: list[Any]) -> str:
    if nodes and isinstance(nodes[0], str):
        # The name of an attribute is not known from its value.
        raise Doubt
    return str(nodes[0].tag).rpartition("}")[2] if nodes else ""


_ANY, _TEXT = "nodes text number truth", "nodes text"

FUNCTIONS: dict[str, Function] = {
    "not": Function("truth", lambda value: not truth(value), (_ANY,)),
    "boolean": Function("truth", truth, (_ANY,)),
    "true": Function("truth", lambda: True, least=0),
    "false": Function("truth", lambda: False, least=0),
    "starts-with": Function("truth", lambda one, other: text_of(one).startswith(text_of(other)), (_TEXT, _TEXT), 2),
    "contains": Function("truth", lambda one, other: text_of(other) in text_of(one), (_TEXT, _TEXT), 2),
    "count": Function("number", lambda nodes: float(len(nodes)), ("nodes",)),
    "local-name": Function("text", _local_name, ("nodes",)),
    "string": Function("text", text_of, (_TEXT,)),
    "substring": Function("text", _substring, (_TEXT, "number", "number"), 2),
    "substring-before": Function("text", _before, (_TEXT, _TEXT), 2),
    "substring-after": Function("text", _after, (_TEXT, _TEXT), 2),
    "string-length": Function("number", lambda value: float(len(text_of(value))), (_TEXT,)),
    "normalize-space": Function("text", lambda value: _SPACE.sub(" ", text_of(value)).strip(" "), (_TEXT,)),
    "concat": Function("text", lambda *values: "".join(map(text_of, values)), (_TEXT,) * 20, 2),
}
"""The functions that are answered here; texts are made of nodes and texts, never of numbers, whose form is lxml's."""
