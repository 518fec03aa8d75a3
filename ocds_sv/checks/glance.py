"""Rules that glance at many objects at once: what they are asked about after that, and what their judges are told."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from itertools import chain
from operator import itemgetter
from typing import Any

from ocds_sv.checks.abreast import Abreast
from ocds_sv.checks.asking import Asking
from ocds_sv.checks.batch import Batch
from ocds_sv.checks.columns import Column
from ocds_sv.checks.memory import Call
from ocds_sv.checks.mishaps import BREAKS
from ocds_sv.checks.rule import Keys

Told = dict[tuple[Keys, int], tuple[Any, list[tuple[int, Any]] | None]]
"""What was given of the same to be counted by several judges; it is kept, so that nothing else gets its identity."""


def glance(batch: Batch, abreast: Abreast, asking: Asking) -> None:
    """Let rules glance at what ``batch`` has; those that see something there, or cannot tell, are to be asked."""
    told: Told = {}
    for call, columns in batch.columns.items():
        if call.extend is None:
            for column in columns:
                rows = sorted(_doubtful(call, column.values, len(column.values)))
                if rows:
                    batch.later(column, rows, asking.ask, (call,))
        else:
            column = columns[0] if len(columns) == 1 else _in_order(columns)
            keys = _keys(call, column.values, told)
            if keys is None or abreast.odd:
                batch.later(column, None, asking.ask, (call,))
            else:
                _tell(call, [(column.releases[row], key) for row, key in keys], abreast)
    _at_releases(batch, abreast, told)


def _at_releases(batch: Batch, abreast: Abreast, told: Told) -> None:
    lists = {id(calls): calls for calls in batch.last_calls}
    which = list(map(id, batch.last_calls))
    asked = {key: frozenset(calls) for key, calls in lists.items()}
    found: list[tuple[Call, Collection[int], Iterable[int]]] = []
    for call in dict.fromkeys(chain.from_iterable(lists.values())):
        if call.at_once:
            those: Collection[int] = range(len(which))
            if not all(call in calls for calls in asked.values()):
                those = {number for number in those if call in asked[which[number]]}
            found.append((call, those, _at_these(call, those, abreast, told)))
    more: dict[int, list[Call]] = {}
    for call, those, doubtful in found:
        for number in doubtful if call.extend is not None else {*doubtful, *abreast.odd}:
            if number in those:
                more.setdefault(number, []).append(call)
    each = {key: [call for call in calls if not call.at_once] for key, calls in lists.items()}
    batch.last_calls = [[*each[key], *more.get(number, ())] for number, key in enumerate(which)]


def _at_these(call: Call, those: Collection[int], abreast: Abreast, told: Told) -> Iterable[int]:
    """The numbers of the releases about which a rule is to be asked; ``those`` are all of which it has to say."""
    if call.extend is None:
        return _doubtful(call, abreast, len(abreast.releases))
    keys = _keys(call, abreast, told)
    if keys is None or abreast.odd:
        return those
    _tell(call, keys if isinstance(those, range) else [one for one in keys if one[0] in those], abreast)
    return ()


def _doubtful(call: Call, those: Any, number: int) -> Collection[int]:  # noqa: ANN401 - see Glance
    assert call.check.glance is not None
    try:
        return set(call.check.glance(those))
    except BREAKS:
        # What breaks a glance may break the rule, too: that shows when it is asked.
        return range(number)


def _keys(call: Call, those: Any, told: Told) -> list[tuple[int, Any]] | None:  # noqa: ANN401 - see Keys
    """What a judge is to count; None when that has to be asked of each."""
    assert call.check.keys is not None
    which = (call.check.keys, id(those))
    if which not in told:
        try:
            told[which] = (those, list(call.check.keys(those)))
        except BREAKS:
            told[which] = (those, None)
    return told[which][1]


def _tell(call: Call, keys: Sequence[tuple[int, Any]], abreast: Abreast) -> None:
    if keys:
        assert call.extend is not None
        ocids = abreast.ocids
        call.extend([key for _, key in keys], [ocids[number] for number, _ in keys])


def _in_order(columns: Sequence[Column]) -> Column:
    """The objects of several columns as they come in their releases, and these in theirs."""
    every = chain.from_iterable(zip(one.releases, one.orders, one.values, one.ways, strict=True) for one in columns)
    rows = sorted(every, key=itemgetter(0, 1))
    found = Column([row[2] for row in rows], [row[0] for row in rows])
    found.orders, found.ways = [row[1] for row in rows], [row[3] for row in rows]
    return found
