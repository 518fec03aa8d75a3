"""XPaths in mappings: told from the functions after them, and compiled by lxml."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any

from lxml import etree

from ocds_sv.mapping.yamltree import Faults, Mark

_PIPE = re.compile(r"""\|(?=(?:[^'"]|'[^']*'|"[^"]*")*$)""")
_CALLED = re.compile(r"\s*[a-z_]+\s*(\(.*\)\s*)?$", re.DOTALL)
_THIS = re.compile(r"\$this\b")
_LITERAL = re.compile(r"""'[^']*'|"[^"]*\"""")
_PREFIX = re.compile(r"(?<![\w.-])([A-Za-z_][\w.-]*):(?![:])")
_VARIABLE = re.compile(r"\$([\w.:-]+)")
_FUNCTION = re.compile(r"(?<![\w.-])([A-Za-z_][\w.-]*)\s*\(")
_FUNCTIONS = frozenset(
    re.findall(
        r"[\w-]+",
        "last position count id local-name namespace-uri name string concat starts-with contains substring-before "
        "substring-after substring string-length normalize-space translate boolean not true false lang number sum "
        "floor ceiling round comment text node processing-instruction and or div mod",
    )
)
"""What may stand before a parenthesis in XPath 1.0 (sections 2.3, 3.7 and 4)."""

Find = Callable[[Any], Any]
"""From an element to what an XPath gives there: elements and texts in a list, a text, a number, a truth."""


def split_pipes(body: str) -> list[str]:
    """
    A hole's XPath, and the functions after it.

    A ``|`` also joins XPaths: a bare word in lower-case letters at the end is a function, ``./word`` an element.
    """
    parts = _PIPE.split(body)
    end = len(parts)
    while end > 1 and _CALLED.match(parts[end - 1]):
        end -= 1
    return ["|".join(parts[:end]), *parts[end:]]


def alternatives(xpath: str) -> list[str]:
    """What stands on either side of every ``|``."""
    return [part.strip() for part in _PIPE.split(xpath)]


def uses_this(xpath: str) -> bool:
    """Whether an XPath looks back at the element where it is evaluated."""
    return _THIS.search(xpath) is not None


def finder(path: str, namespaces: Mapping[str, str]) -> Find:
    """
    What evaluates ``path``; ``$this`` is the element it is evaluated at.

    Raises:
        etree.XPathError: it is no XPath.
    """
    compiled = etree.XPath(path, namespaces=dict(namespaces), smart_strings=False, regexp=False)
    if not uses_this(path):
        return compiled  # type: ignore[no-any-return]
    return lambda element: compiled(element, this=element)


def check_xpath(path: str, namespaces: Mapping[str, str], mark: Mark, where: str, faults: Faults) -> None:
    """Note what is wrong with an XPath: its form, a prefix, a function or a variable that does not exist."""
    bare = _LITERAL.sub("''", path)
    unknown = [prefix for prefix in _PREFIX.findall(bare) if prefix not in namespaces]
    if unknown:
        known = ", ".join(namespaces) or "–"
        faults.add(
            mark,
            where,
            f"prefixet '{unknown[0]}' i '{path}' finns inte under source.namespaces ({known})",
            f"the prefix '{unknown[0]}' in '{path}' is not among source.namespaces ({known})",
        )
        return
    names = [f"${name}" for name in _VARIABLE.findall(bare) if name != "this"]
    names += [f"{name}()" for name in _FUNCTION.findall(bare) if name not in _FUNCTIONS]
    if names:
        faults.add(mark, where, f"'{names[0]}' finns inte i XPath", f"there is no '{names[0]}' in XPath")
        return
    try:
        finder(path, namespaces)
    except etree.XPathError:
        faults.add(mark, where, f"'{path}' är ingen giltig XPath", f"'{path}' is not a valid XPath")
