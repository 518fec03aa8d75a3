"""The one exception of a value that cannot be read as what it should be."""

from __future__ import annotations

from decimal import Decimal


class ValueFault(ValueError):
    """
    A source value that is not, or not surely, of the kind asked for.

    The text itself is never in the message: an exception may end up in a log.

    Attributes:
        rule: what is wrong, in kebab-case (``not-a-number``, ``time-ambiguous`` …).
        value: the best reading when the fault is a warning only, otherwise None.
    """

    def __init__(self, rule: str, value: Decimal | str | None = None) -> None:
        super().__init__(rule)
        self.rule = rule
        self.value = value

    def __reduce__(self) -> tuple[type[ValueFault], tuple[str, Decimal | str | None]]:
        # ``value`` is not among ``args``, so it would be lost on the way back from a worker process.
        return ValueFault, (self.rule, self.value)
