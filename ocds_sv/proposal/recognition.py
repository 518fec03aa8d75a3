"""
What the columns of an unknown file mean, guessed from the columns of the mappings that are known and from the values.

A meaning is a field of the release, with the code that tells one party from another: ``parties[supplier]/name``.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import cache
from heapq import nlargest

from ocds_sv.inspection import Column, Value
from ocds_sv.mapping import Mapping
from ocds_sv.mapping.names import shipped_names
from ocds_sv.mapping.uses import Use, uses
from ocds_sv.sources.columns import normal
from ocds_sv.standard import Node, Standard
from ocds_sv.standard.node import IDENTITY

SURE = 0.6
"""The confidence from which on a guess is written into a mapping."""

OFFERED = 8
"""Guesses that are made for a column, if there are not more that are sure."""

_EXACT = 1.0
_KIND_WEIGHT = 0.25
"""What the values say, against what the header says."""

_WORD = re.compile(r"[^\W\d_]{2,}|\d+")
_FITTING: dict[str, frozenset[Value]] = {
    "number": frozenset({Value.AMOUNT, Value.NUMBER}),
    "integer": frozenset({Value.NUMBER, Value.AMOUNT}),
    "boolean": frozenset({Value.BOOLEAN}),
    "date-time": frozenset({Value.DATE, Value.NUMBER}),
    "uri": frozenset(),
    "identifier": frozenset({Value.ORGANISATION, Value.PERSONAL, Value.MASK}),
}
_NEARLY_ALL = 0.8
_BY_VALUES: dict[Value, tuple[str, ...]] = {
    Value.ORGANISATION: ("parties[supplier]/identifier/id", "parties[buyer]/identifier/id"),
    Value.CPV: ("tender/items/classification/id", "tender/items/classification/description"),
    Value.PROCEDURE: ("tender/procurementMethodDetails", "tender/procurementMethod"),
    Value.AMOUNT: ("contracts/value/amount", "contracts/implementation/transactions/value/amount"),
    Value.DATE: ("contracts/dateSigned", "contracts/implementation/transactions/date"),
}
"""What values speak for when the header says nothing."""

_OF_PERIODS: tuple[tuple[re.Pattern[str], str], ...] = (
    (re.compile(r"\bmax|förl|option.*slut"), "contracts/period/maxExtentDate"),
    (re.compile(r"slut|\btill\b|\bt\.? ?o\.? ?m\b"), "contracts/period/endDate"),
    (re.compile(r"start|\bfrån\b|\bfr\.? ?o\.? ?m\b"), "contracts/period/startDate"),
)
"""Words that say which end of a period a date is, the more telling first."""

_OF_PERIODS_SURE = 0.65

_TEXTS = frozenset({Value.TEXT, Value.CODE, Value.MASK, Value.NUMBER, Value.CPV, Value.PROCEDURE})


@dataclass(frozen=True, slots=True)
class Known:
    """
    A column of a known mapping.

    Attributes:
        mapping: its name.
        column: the canonical name.
        headers: as they were met, normalised.
        meanings: every field it feeds, the best first.
    """

    mapping: str
    column: str
    headers: tuple[str, ...]
    meanings: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Guess:
    """
    What a column may mean.

    Attributes:
        meaning: such as ``parties[supplier]/name``.
        confidence: 0 to 1.
        known: the column of a known mapping that it is like; ``None`` when only the values speak for it.
    """

    meaning: str
    confidence: float
    known: Known | None


@cache
def knowledge() -> tuple[Known, ...]:
    """The columns of every mapping that comes with the package."""
    return tuple(known for name in shipped_names() for known in known_of(Mapping.load(name)))


def known_of(mapping: Mapping) -> list[Known]:
    """The columns of one mapping."""
    found: dict[str, list[Use]] = {}
    for use in uses(mapping):
        for source in use.sources:
            found.setdefault(source, []).append(use)
    columns = mapping.source.columns
    return [
        Known(mapping.name, name, _headers(name, columns), tuple(_meanings(name, fed, mapping.standard)))
        for name, fed in found.items()
    ]


def _headers(name: str, columns: dict[str, tuple[str, ...]] | object) -> tuple[str, ...]:
    aliases = columns.get(name, ()) if isinstance(columns, dict) else ()
    return tuple(dict.fromkeys(normal(alias.strip("*")) for alias in (*aliases, name) if alias.strip("*")))


def _meanings(name: str, fed: Iterable[Use], standard: Standard) -> list[str]:
    """The fields that a column feeds, first those whose whole value it is, last those that point elsewhere."""

    def rank(use: Use) -> tuple[bool, bool, bool, bool, bool, int]:
        node = standard.node(use.path)
        # The release's own fields, and what points at another block, say least of what the column is.
        links = "/" not in use.path or node.name.startswith("related") or node.name.endswith(("ID", "scheme"))
        # A block's id is made of what stands elsewhere; a register's number, or a code, is what the column is.
        code = node.path.endswith("classification/id") and "|cpv" in use.text
        made = node.name == IDENTITY and not node.path.endswith("identifier/id") and not code
        return (links, use.direct != name, made, not use.codes, not code, use.path.count("/"))

    ordered = sorted(fed, key=rank)
    return list(dict.fromkeys(meaning for use in ordered for meaning in spelled(use.path, use.codes)))


def spelled(path: str, codes: Sequence[str]) -> list[str]:
    """The meanings of a field: one for each code of the block that it stands in."""
    if not codes:
        return [path]
    head, _, rest = path.partition("/")
    return [f"{head}[{code}]/{rest}" for code in codes]


def guesses(column: Column, known: Sequence[Known]) -> list[Guess]:
    """What ``column`` may mean, the likeliest first, each meaning once: all that are sure, and ``OFFERED`` in all."""
    header = normal(column.name)
    found: dict[str, tuple[float, int, Known | None]] = {}
    for meaning, likeness in _of_values(column, header):
        found[meaning] = likeness, 1, None
    for most, index, one, fit in _promising(column, header, known):
        # Headers are compared letter by letter as long as more can come of it: dozens of some thousand.
        if most < _enough(found):
            break
        likeness = max((_likeness(header, other) for other in one.headers), default=0.0)
        guess = _confidence(likeness, fit), -index, one
        meaning = one.meanings[0]
        if meaning not in found or guess[:2] > found[meaning][:2]:
            found[meaning] = guess
    ordered = sorted(found.items(), key=lambda item: (-item[1][0], item[0]))
    return [Guess(meaning, confidence, one) for meaning, (confidence, _, one) in ordered]


def _enough(found: dict[str, tuple[float, int, Known | None]]) -> float:
    """What a guess must reach to matter beside those ``found``."""
    best = nlargest(OFFERED, (confidence for confidence, _, _ in found.values()))
    return min(SURE, best[-1]) if len(best) == OFFERED else 0.0


def _promising(column: Column, header: str, known: Sequence[Known]) -> list[tuple[float, int, Known, float]]:
    """The known columns by the confidence that can come of them at most, with their number and their fit."""
    found = []
    for index, one in enumerate(known):
        if one.meanings:
            fit = _fit(column, one.meanings[0])
            most = max((_at_most(header, other) for other in one.headers), default=0.0)
            found.append((_confidence(most, fit), index, one, fit))
    return sorted(found, key=lambda one: (-one[0], one[1]))


def _confidence(likeness: float, fit: float) -> float:
    return round(likeness * (1 - _KIND_WEIGHT) + fit * _KIND_WEIGHT, 4)


def _of_values(column: Column, header: str) -> list[tuple[str, float]]:
    """What the values speak for, when nearly all of them are of one kind; of dates, with the header's words."""
    total = column.kinds.total()
    for kind, meanings in _BY_VALUES.items():
        if total and column.kinds[kind] / total >= _NEARLY_ALL:
            told = [meaning for words, meaning in _OF_PERIODS if kind is Value.DATE and words.search(header)][:1]
            return [(meaning, _OF_PERIODS_SURE) for meaning in told] + [
                (meaning, round(SURE - 0.1 * rank, 2)) for rank, meaning in enumerate(meanings)
            ]
    return []


@cache
def _words(header: str) -> tuple[frozenset[str], str, Counter[str]]:
    """The words of a header, its letters, and how many there are of each."""
    words = _WORD.findall(header)
    return frozenset(words), "".join(words), Counter("".join(words))


@cache
def _likeness(one: str, other: str) -> float:
    """How alike two headers are: the same, or by their words, of which the rarer ends count, or by their letters."""
    (mine, letters, _), (theirs, others, _) = _words(one), _words(other)
    if one == other or not mine or not theirs:
        return _at_most(one, other)
    return _alike(mine, theirs, SequenceMatcher(None, letters, others).ratio())


@cache
def _at_most(one: str, other: str) -> float:
    """What ``_likeness`` cannot exceed, whatever the order of the letters."""
    if one == other:
        return _EXACT
    (mine, letters, mine_each), (theirs, others, theirs_each) = _words(one), _words(other)
    if not mine or not theirs:
        # Signs and single letters ("T.o.m.") are like nothing but themselves.
        return 0.0
    shared = sum([min(count, theirs_each[letter]) for letter, count in mine_each.items() if letter in theirs_each])
    return _alike(mine, theirs, 2 * shared / (len(letters) + len(others)))


def _alike(mine: frozenset[str], theirs: frozenset[str], letters: float) -> float:
    return max(0.9 * len(mine & theirs) / len(mine | theirs), 0.9 * letters**2)


def _fit(column: Column, meaning: str) -> float:
    """How many of the column's values are of a kind that the field can take; ½ when there are none."""
    total = column.kinds.total()
    if not total:
        return 0.5
    allowed = _FITTING.get(_wanted(meaning), _TEXTS)
    return sum(count for kind, count in column.kinds.items() if kind in allowed) / total


@cache
def _wanted(meaning: str) -> str:
    node = node_of(meaning)
    if node.name == "id" and node.path.endswith("identifier/id"):
        return "identifier"
    return node.format if node.format in _FITTING else node.kind


def node_of(meaning: str) -> Node:
    """The field that a meaning names, whatever extension it comes with."""
    return _whole().node(plain(meaning))


def plain(meaning: str) -> str:
    """The path of the field that a meaning names."""
    return re.sub(r"\[[^\]]*\]", "", meaning)


@cache
def _whole() -> Standard:
    return Standard.load(Standard.known_extensions())
