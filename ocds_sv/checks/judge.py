"""
Rules about all the data together: who counts, and what is said in the end.

A judge is told of one thing after the other and keeps counters only; what it has to note of each lies on disk when
there are many, so that memory does not follow the data. Judges that have each seen a share are merged in the order of
the input, and say what one would have said.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import TYPE_CHECKING, Any, Literal, Protocol, Self, runtime_checkable

if TYPE_CHECKING:
    from ocds_sv.checks.dataset.earlier import Earlier
    from ocds_sv.checks.rule import Context

State = Literal["pass", "fail", "na", "skipped", "system_error"]
SCOPES = ("single-buyer", "national")
"""Who the data are of: one buyer, or those of a country; a rule may say nothing in one of them."""

Texts = tuple[str, str]
"""English and Swedish."""


@dataclass(frozen=True, slots=True)
class Setting:
    """
    What a judge may know beside the data.

    Attributes:
        as_of: the date that stands for today.
        scope: one of ``SCOPES``, or nothing.
        previous: what was counted of an earlier edition of the same data.
        urls: says whether an address answers; without it no address is asked.
    """

    as_of: date
    scope: str = ""
    previous: Earlier | None = None
    urls: Callable[[str], bool] | None = None


@dataclass(frozen=True, slots=True)
class Outcome:
    """
    What a rule came to.

    Attributes:
        state: ``na``: there was nothing that the rule is about; ``skipped``: there was, but it could not be judged;
            ``system_error``: the rule itself broke.
        checked: how many things were looked at.
        failed: in how many of them something was found.
        reason_en: of what neither passed nor failed: why.
        reason_sv: the same in Swedish.
        facts: what fills the message of a rule about all the data.
        ocids: a few of the processes concerned.
    """

    state: State
    checked: int = 0
    failed: int = 0
    reason_en: str = ""
    reason_sv: str = ""
    facts: Mapping[str, object] = field(default_factory=dict)
    ocids: tuple[str, ...] = ()


class Judge(Protocol):
    """Counts, and decides in the end."""

    def add(self, key: Any, context: Context) -> None:  # noqa: ANN401 - what the rule gives
        """Count one thing."""
        ...

    def merge(self, other: Self) -> None:
        """Take over what ``other`` was told after this one."""
        ...

    def outcome(self) -> Outcome:
        """What it comes to."""
        ...


@runtime_checkable
class Counting(Protocol):
    """A judge to whom it does not matter in which release a thing came again."""

    def again(self, key: Any, times: int) -> None:  # noqa: ANN401 - what the rule gives
        """Count a thing that was added before, so many ``times`` more."""
        ...


@runtime_checkable
class Gathering(Protocol):
    """A judge that can be told of many things at once."""

    def extend(self, keys: Sequence[Any], ocids: Sequence[str]) -> None:
        """Count things in their order, each in the process that has the ocid."""
        ...


NOTHING = Outcome(
    "na", reason_en="there is nothing of this kind in the data", reason_sv="det finns inget av detta slag i uppgifterna"
)


def unless_scope(outcome: Outcome, scope: str) -> Outcome:
    """``na`` where the scope of the publication decides what is found."""
    return replace(
        outcome,
        state="na",
        failed=0,
        facts={},
        ocids=(),
        reason_en=f"says nothing of a publication whose scope is {scope}",
        reason_sv=f"säger inget om en publicering med omfattningen {scope}",
    )


def too_few(count: int, least: int) -> Outcome:
    """``skipped``, because shares of few things say nothing; ``na`` when there is none."""
    if not count:
        return NOTHING
    return Outcome(
        "skipped",
        count,
        reason_en=f"fewer than {least}: {count}",
        reason_sv=f"färre än {least}: {count}",
    )
