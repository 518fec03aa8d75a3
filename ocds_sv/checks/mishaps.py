"""Rules that break: that is told of the rule, as a fault of its own, and the others go on."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path

from ocds_sv.checks.judge import Outcome

BREAKS: tuple[type[Exception], ...] = (
    ArithmeticError,
    AttributeError,
    LookupError,
    RecursionError,
    TypeError,
    ValueError,
)
"""How a rule can break over the data that it meets. What ends a run, such as want of memory, is not among them."""


@dataclass(slots=True)
class Mishaps:
    """
    The rules that broke.

    Attributes:
        counts: by the rule's name how often.
        first: by the rule's name what happened first, and where in the program. What was said is left out: it may
            repeat the data.
    """

    counts: Counter[str] = field(default_factory=Counter)
    first: dict[str, str] = field(default_factory=dict)

    def add(self, rule: str, error: Exception) -> None:
        """Count that ``rule`` broke."""
        self.counts[rule] += 1
        self.first.setdefault(rule, _told(error))

    def merge(self, other: Mishaps) -> None:
        """Take over what happened in the data after these."""
        self.counts.update(other.counts)
        self.first = {**other.first, **self.first}

    def outcome(self, rule: str, checked: int, failed: int) -> Outcome:
        """What ``rule`` came to, which broke."""
        count, first = self.counts[rule], self.first[rule]
        return Outcome(
            "system_error",
            checked,
            failed,
            f"the rule itself broke {count} times ({first}): a fault of the program, not of the data",
            f"regeln själv gick sönder {count} gånger ({first}): ett fel i programmet, inte i uppgifterna",
        )


def _told(error: Exception) -> str:
    trace = error.__traceback__
    while trace is not None and trace.tb_next is not None:
        trace = trace.tb_next
    where = f", {Path(trace.tb_frame.f_code.co_filename).name}:{trace.tb_lineno}" if trace is not None else ""
    return f"{type(error).__name__}{where}"
