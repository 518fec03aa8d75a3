"""What rules have said of objects before: of the same values they say the same."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from operator import itemgetter
from typing import Any

from ocds_sv.checks.judge import Counting, Gathering, Judge
from ocds_sv.checks.rule import Check, Function, Json

MOST = 4_096
"""Different values that one memory keeps."""

Said = tuple[tuple[Callable[[Any, int], None], tuple[Any, ...]], ...]
"""What was given to judges."""


class Call:
    """
    A rule as the walk knows it, with the number of objects that it was asked about.

    Attributes:
        at_once: it glances at many objects at once; see ``glance``.
    """

    __slots__ = ("add", "again", "asked", "at_once", "check", "extend", "function", "reads")

    def __init__(self, check: Check, judge: Judge | None = None) -> None:
        self.check = check
        self.add = judge.add if judge is not None else None
        self.again = judge.again if isinstance(judge, Counting) else None
        self.extend = judge.extend if isinstance(judge, Gathering) else None
        gathers = check.keys is not None and self.extend is not None
        self.at_once = gathers if judge is not None else check.glance is not None
        self.function: Function = check.function
        # A judge that has to see each thing, with its release, is told of each.
        self.reads = check.reads if self.add is None or self.again is not None else ()
        self.asked = 0


class Memory:
    """
    Rules that read a few fields only, and the values in which they have found nothing.

    Attributes:
        calls: the rules.
        key: gives an object's values of these fields.
        known: by the values how often they came again, and what the judges were given.
    """

    __slots__ = ("calls", "key", "known")

    def __init__(self, calls: Sequence[Call], names: Sequence[str]) -> None:
        self.calls = calls
        self.key: Callable[[Mapping[str, Any]], Any] = itemgetter(*names) if names else _nothing
        self.known: dict[Any, list[Any]] = {}

    def keep(self, value: Json, said: Said) -> None:
        """Remember that nothing was found in ``value``, and what its judges were given."""
        if len(self.known) >= MOST:
            self.settle()
            self.known.clear()
        self.known[self.key(value)] = [0, said]

    def settle(self) -> None:
        """Tell the judges what came again."""
        for known in self.known.values():
            count, said = known
            for again, keys in said:
                for key in keys:
                    again(key, count)
            known[0] = 0


def _nothing(_: object) -> None:
    """The values of no fields."""
