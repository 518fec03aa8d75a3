"""What of an XML record no XPath of the mapping names."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from functools import lru_cache
from typing import Any

from ocds_sv.mapping.xmlrecord import Nodes, Record
from ocds_sv.mapping.xmlscope import XmlScope
from ocds_sv.sources import Join

_LITERAL = re.compile(r"""'[^']*'|"[^"]*\"""")
_STEP = r"(?:@?(?:[A-Za-z_][\w.-]*:)?(?:[A-Za-z_][\w.-]*|\*)(?![\w(:-])|text\(\)|node\(\)|\.\.|\.)"
_PATH = re.compile(rf"(?:\$this)?(?://?)?{_STEP}(?://?{_STEP})*")
_NO_TEXT = re.compile(r"\s*(?:local-name|name|count|boolean|not)\s*\(")
ANY, MANY = "*", "**"
Steps = tuple[str, ...]
"""Names from the record down: ``*`` is any one, ``p:*`` any of a prefix, ``**`` any number of elements."""

_WORDS = frozenset({"and", "or", "div", "mod"})


@lru_cache(maxsize=4096)
def _bare(path: str) -> tuple[tuple[str, str], ...]:
    """Each predicate of an XPath with what stands before it; last, without one, the XPath without its predicates."""
    found: list[tuple[str, str]] = []
    before, depth, start = "", 0, 0
    for position, sign in enumerate(path):
        if sign == "[":
            start = position + 1 if depth == 0 else start
            depth += 1
        elif sign == "]":
            depth -= 1
            if depth == 0:
                found.append((before, path[start:position]))
        elif depth == 0:
            before += sign
    return (*found, ("", before))


@lru_cache(maxsize=4096)
def _main(xpath: str) -> tuple[str, ...]:
    """The location paths outside predicates."""
    *_, (_, main) = _bare(_LITERAL.sub("0", xpath))
    return tuple(match[0] for match in _PATH.finditer(main) if match[0] not in _WORDS)


@lru_cache(maxsize=4096)
def named_paths(xpath: str) -> tuple[str, ...]:
    """The location paths that an XPath names, those in predicates too, seen from where it is evaluated."""
    found = [*_main(xpath)]
    *predicates, _ = _bare(_LITERAL.sub("0", xpath))
    for before, predicate in predicates:
        last = [match[0] for match in _PATH.finditer(before)][-1:]
        for inner in named_paths(predicate):
            # ``$this`` is evaluated where the whole XPath is.
            told = inner.rpartition("$this/")[2] if "$this/" in inner else _joined("".join(last), inner)
            found.append(told)
    return tuple(dict.fromkeys(found))


def _joined(around: str, path: str) -> str:
    if path.startswith("/") or not around:
        return path
    return f"{around}/{path}"


RECORD: Steps = (ANY,)
"""The pattern of the record itself."""


def _pattern(path: str, around: Steps = RECORD) -> Steps:
    """The pattern of a path that begins ``around``."""
    steps: list[str] = [] if path.startswith("/") else [*around]
    for step in path.removeprefix("/").split("/"):
        if step == "..":
            del steps[-1:]
        elif step not in {".", "text()", "node()"}:
            steps.append(step or MANY)
    return tuple(steps)


def claims(scope: XmlScope, around: Steps = RECORD) -> set[Steps]:
    """Patterns of the paths that the holes and ``each`` of a scope, found at ``around``, and of those inside name."""
    found = {_pattern(path, around) for name in (*scope.names, *scope.lists) for path in named_paths(name)}
    # A text is that of the elements in it, too.
    texts = (name for name in scope.names if not _NO_TEXT.match(name))
    found |= {(*_pattern(path, around), MANY) for name in texts for path in _main(name)}
    inside = [claims(inner, _pattern(path, around)) for name, inner in scope.lists.items() for path in _main(name)]
    return found.union(*inside)


def joined(joins: Iterable[Join]) -> set[Steps]:
    """Patterns of the paths by which records and registers are joined."""
    ours = [path for join in joins for path, _ in join.on]
    theirs = [f"{join.name}/{join.source.records.rpartition('/')[2]}/{path}" for join in joins for _, path in join.on]
    return {_pattern(path) for name in (*ours, *theirs) for path in named_paths(name)}


class Patterns:
    """
    Patterns of paths as one tree.

    Attributes:
        below: step → the tree behind it.
        end: whether a pattern ends here.
        many: whether this is behind ``**``, which any further element is, too.
    """

    __slots__ = ("below", "end", "many")

    def __init__(self, *, many: bool = False) -> None:
        self.below: dict[str, Patterns] = {}
        self.end = False
        self.many = many

    def add(self, steps: Steps) -> None:
        """Take up a pattern."""
        tree = self
        for step in steps:
            tree = tree.below.setdefault(step, Patterns(many=step == MANY))
        tree.end = True


def opened(trees: Iterable[Patterns]) -> tuple[Patterns, ...]:
    """The trees, and those behind ``**`` that need no element."""
    found = dict.fromkeys(trees)
    waiting = [*found]
    for tree in waiting:
        many = tree.below.get(MANY)
        if many is not None and many not in found:
            found[many] = None
            waiting.append(many)
    return tuple(found)


def after(trees: Iterable[Patterns], step: str) -> tuple[Patterns, ...]:
    """Where patterns are after one more step, an element's name or ``@`` and an attribute's."""
    names = (step, ANY, f"{step.rpartition(':')[0]}:{ANY}")
    found = [below for tree in trees for name in names if (below := tree.below.get(name)) is not None]
    return opened([*found, *(tree for tree in trees if tree.many and not step.startswith("@"))])


class _Place:
    """
    Where elements stand: what is known of all with one path.

    Attributes:
        path: from the record down.
        patterns: how far the patterns are here that the XPaths name.
        lost: the path that is counted when there is a text; ``None`` when somebody claims it.
        attributes: name → the same of an attribute.
        claimed: the names of the attributes that somebody claims.
        children: name → the place of children.
        closed: all that may stand below, and all attributes, are exempt.
    """

    __slots__ = ("attributes", "children", "claimed", "closed", "lost", "path", "patterns")

    def __init__(
        self, path: str, patterns: tuple[Patterns, ...], lost: str | None = None, *, closed: bool = False
    ) -> None:
        self.path, self.patterns, self.lost, self.closed = path, patterns, lost, closed
        self.attributes: dict[str, str | None] = {}
        self.claimed: set[str] = set()
        self.children: dict[str, _Place] = {}


class XmlLeafCounter:
    """
    Counts the leaves and attributes of records that no XPath names and no exemption covers.

    Args:
        record: the record that is being read.
        claimed: patterns of the paths that the XPaths name.
        namespaces: prefix → URI.
        exempt: whether an exemption covers a path.
        counts: path → how many.
        closed: whether an exemption surely covers all paths that begin so.
    """

    def __init__(
        self,
        record: Record,
        claimed: Iterable[Steps],
        namespaces: Mapping[str, str],
        exempt: Callable[[str], bool],
        counts: Counter[str],
        closed: Callable[[str], bool] = lambda _: False,
    ) -> None:
        self._record = record
        patterns = Patterns()
        for steps in claimed:
            patterns.add(steps)
        self._prefixes = {uri: prefix for prefix, uri in namespaces.items()}
        self._exempt, self._closed = exempt, closed
        self._counts = counts
        self._top = _Place("", opened([patterns]))

    def __call__(self, _: int, record: Any) -> None:  # noqa: ANN401 - a record of XML
        """Count the leaves of the record that was begun last."""
        counts, children = self._counts, self._record.children
        root = record.element
        waiting = [([root], self._top.children.get(root.tag) or self._below(self._top, root.tag))]
        for elements, place in waiting:
            places, lost_text = place.children, place.lost
            if place.closed:
                if lost_text is not None:
                    self._texts(elements, lost_text)
                continue
            claims = place.claimed.issuperset
            for element in elements:
                names = element.keys()
                if not claims(names):
                    self._attributes(place, names)
                below = children.get(element)
                if below is not None:
                    for tag, inside in below.items():
                        waiting.append((inside, places[tag] if tag in places else self._below(place, tag)))
                elif lost_text is not None and element.text and not element.text.isspace():
                    counts[lost_text] += 1

    def _texts(self, elements: Nodes, lost: str) -> None:
        children = self._record.children
        texts = [element.text for element in elements if element not in children]
        count = sum(bool(text) and not text.isspace() for text in texts)
        if count:
            self._counts[lost] += count

    def _attributes(self, place: _Place, names: list[str]) -> None:
        for name in names:
            if name not in place.attributes:
                step = f"@{self._name(name)}"
                lost = place.attributes[name] = self._lost(f"{place.path}/{step}", after(place.patterns, step))
                if lost is None:
                    place.claimed.add(name)
            if (lost := place.attributes[name]) is not None:
                self._counts[lost] += 1

    def _below(self, place: _Place, tag: str) -> _Place:
        step = self._name(tag)
        path, patterns = f"{place.path}/{step}", after(place.patterns, step)
        below = _Place(path, patterns, self._lost(path, patterns), closed=self._closed(f"{path}/"))
        place.children[tag] = below
        return below

    def _lost(self, path: str, patterns: tuple[Patterns, ...]) -> str | None:
        """The path, unless it is claimed or exempt."""
        return None if any(tree.end for tree in patterns) or self._exempt(path) else path

    def _name(self, tag: str) -> str:
        """A name with the mapping's prefix; of a namespace that the mapping does not know, with the URI."""
        if not tag.startswith("{"):
            return tag
        uri, _, local = tag[1:].partition("}")
        return f"{self._prefixes.get(uri, uri)}:{local}"
