"""What of an XML record no XPath of the mapping names."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any

from ocds_sv.mapping.xmlscope import XmlScope
from ocds_sv.sources import Join

_LITERAL = re.compile(r"""'[^']*'|"[^"]*\"""")
_STEP = r"(?:@?(?:[A-Za-z_][\w.-]*:)?(?:[A-Za-z_][\w.-]*|\*)(?![\w(:-])|text\(\)|node\(\)|\.\.|\.)"
_PATH = re.compile(rf"(?:\$this)?(?://?)?{_STEP}(?://?{_STEP})*")
_NO_TEXT = re.compile(r"\s*(?:local-name|name|count|boolean|not)\s*\(")
_WORDS = frozenset({"and", "or", "div", "mod"})


def _bare(path: str) -> Iterator[tuple[str, str]]:
    """An XPath without its predicates, and each of these with what stands before it."""
    before, depth, start = "", 0, 0
    for position, sign in enumerate(path):
        if sign == "[":
            start = position + 1 if depth == 0 else start
            depth += 1
        elif sign == "]":
            depth -= 1
            if depth == 0:
                yield before, path[start:position]
        elif depth == 0:
            before += sign
    yield "", before


def _main(xpath: str, around: str) -> Iterator[str]:
    """The location paths outside predicates."""
    *_, (_, main) = _bare(_LITERAL.sub("0", xpath))
    return (_joined(around, match[0]) for match in _PATH.finditer(main) if match[0] not in _WORDS)


def named_paths(xpath: str, around: str = "") -> Iterator[str]:
    """The location paths that an XPath names, those in predicates too; ``around`` is where it is evaluated."""
    yield from _main(xpath, around)
    *predicates, _ = _bare(_LITERAL.sub("0", xpath))
    for before, predicate in predicates:
        last = [match[0] for match in _PATH.finditer(before)][-1:]
        for inner in named_paths(predicate, _joined(around, last[0]) if last else around):
            # ``$this`` is evaluated where the whole XPath is.
            yield _joined(around, inner.rpartition("$this/")[2]) if "$this/" in inner else inner


def _joined(around: str, path: str) -> str:
    if path.startswith("/") or not around:
        return path
    return f"{around}/{path}"


def _pattern(path: str) -> str:
    steps: list[str] = [] if path.startswith("/") else ["[^/]+"]
    for step in path.removeprefix("/").split("/"):
        if step == "..":
            del steps[-1:]
        elif step == "":
            steps.append(".*")
        elif step not in {".", "text()", "node()"}:
            steps.append("[^/]+" if step == "*" else re.escape(step).replace(r"\*", "[^/]+"))
    return "".join("(?:/[^/]+)*" if step == ".*" else f"/{step}" for step in steps)


def claims(scope: XmlScope, around: str = "") -> set[str]:
    """Patterns of the paths that the holes and ``each`` of a scope, found at ``around``, and of those inside name."""
    found = {_pattern(path) for name in (*scope.names, *scope.lists) for path in named_paths(name, around)}
    # A text is that of the elements in it, too.
    texts = (name for name in scope.names if not _NO_TEXT.match(name))
    found |= {f"{_pattern(path)}(?:/[^/@]+)*" for name in texts for path in _main(name, around)}
    inside = [claims(inner, path) for name, inner in scope.lists.items() for path in _main(name, around)]
    return found.union(*inside)


def joined(joins: Iterable[Join]) -> set[str]:
    """Patterns of the paths by which records and registers are joined."""
    ours = [path for join in joins for path, _ in join.on]
    theirs = [f"{join.name}/{join.source.records.rpartition('/')[2]}/{path}" for join in joins for _, path in join.on]
    return {_pattern(path) for name in (*ours, *theirs) for path in named_paths(name)}


class XmlLeafCounter:
    """Counts the leaves and attributes of records that no XPath names and no exemption covers."""

    def __init__(
        self,
        claimed: Iterable[str],
        namespaces: Mapping[str, str],
        exempt: Callable[[str], bool],
        counts: Counter[str],
    ) -> None:
        self._claimed = re.compile("|".join(sorted(claimed)) or "(?!)")
        self._prefixes = {uri: prefix for prefix, uri in namespaces.items()}
        self._exempt = exempt
        self._counts = counts
        self._known: dict[str, bool] = {}
        self._paths: dict[tuple[str, str], str] = {}

    def __call__(self, _: int, record: Any) -> None:  # noqa: ANN401 - a record of XML
        """Count the leaves of a record."""
        waiting = [(record.element, "")]
        while waiting:
            element, above = waiting.pop()
            key = (above, element.tag)
            path = self._paths.get(key) or self._paths.setdefault(key, f"{above}/{self._name(element.tag)}")
            for name in element.attrib:
                self._count(f"{path}/@{self._name(name)}")
            if len(element):
                waiting += [(child, path) for child in element]
            elif element.text and not element.text.isspace():
                self._count(path)

    def _count(self, path: str) -> None:
        known = self._known.get(path)
        if known is None:
            known = self._known[path] = self._claimed.fullmatch(path) is not None or self._exempt(path)
        if not known:
            self._counts[path] += 1

    def _name(self, tag: str) -> str:
        """A name with the mapping's prefix; of a namespace that the mapping does not know, with the URI."""
        if not tag.startswith("{"):
            return tag
        uri, _, local = tag[1:].partition("}")
        return f"{self._prefixes.get(uri, uri)}:{local}"
