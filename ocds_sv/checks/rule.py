"""
What a rule is: a function about one type of the standard. Its docstring is its document, the examples in it its test.

    @rule("Period", Severity.ERROR, sv="Perioden slutar innan den börjar", …)
    def period_ends_before_it_starts(period, context):
        '''
        A period ends before it starts.

        Refused:

            {"startDate": "2024-03-01T00:00:00Z", "endDate": "2024-02-01T00:00:00Z"}

        Accepted:

            {"startDate": "2024-02-01T00:00:00Z", "endDate": "2024-03-01T00:00:00Z"}
        '''
        …
        yield Fault(("endDate",), end=…)
"""

from __future__ import annotations

import inspect
import json
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, TypeVar

from ocds_sv.findings import Severity

Json = dict[str, Any]
Kept = TypeVar("Kept")


class Context:
    """
    What a rule may know beside the object it is about.

    Attributes:
        release: the whole release.
        as_of: the date that stands for today.
    """

    __slots__ = ("_kept", "as_of", "release")

    def __init__(self, release: Json, as_of: date) -> None:
        self.release = release
        self.as_of = as_of
        self._kept: dict[Callable[[Json], Any], Any] = {}

    def of(self, function: Callable[[Json], Kept]) -> Kept:
        """What ``function`` says of the release; it is asked once, however many rules want to know."""
        if function not in self._kept:
            self._kept[function] = function(self.release)
        kept: Kept = self._kept[function]
        return kept


class Fault:
    """One fault: where it stands below the object, and what fills the rule's texts."""

    __slots__ = ("facts", "path")

    def __init__(self, *path: str | int, **facts: object) -> None:
        self.path = path
        self.facts = facts


Function = Callable[[Json, Context], Iterator[Fault]]


@dataclass(frozen=True, slots=True)
class Check:
    """
    A rule with everything that is told of it.

    Attributes:
        name: kebab-case name of the fault; never changed, never used again.
        on: the standard's type that the function looks at, such as ``Period``.
        severity: how bad it is.
        dimension: what it is about: structure, references, dates, money, identity, privacy or content.
        function: gives the faults of one object.
        says_en: the message, a template over a fault's facts.
        says_sv: the same in Swedish.
        fix_en: how to mend it.
        fix_sv: the same in Swedish.
        pelican: the check of Pelican that asks the same.
        sources: the standard's section or the law.
    """

    name: str
    on: str
    severity: Severity
    dimension: str
    function: Function
    says_en: str
    says_sv: str
    fix_en: str
    fix_sv: str
    pelican: str = ""
    sources: tuple[str, ...] = ()

    @property
    def title(self) -> str:
        """The docstring's first sentence; of what has no docstring of its own, the message."""
        return self._doc.partition("\n")[0] or self.says_en

    @property
    def why(self) -> str:
        """What follows on it, before the examples."""
        return _EXAMPLES.split(self._doc)[0].partition("\n")[2].strip()

    @property
    def refused(self) -> list[Json]:
        """Objects in which the rule finds something."""
        return self._examples("Refused")

    @property
    def accepted(self) -> list[Json]:
        """Objects in which it finds nothing."""
        return self._examples("Accepted")

    @property
    def _doc(self) -> str:
        return inspect.getdoc(self.function) or ""

    def _examples(self, word: str) -> list[Json]:
        parts = _EXAMPLES.split(self._doc)
        found = [body for name, body in zip(parts[1::2], parts[2::2], strict=True) if name == word]
        return [json.loads(text) for body in found for text in re.split(r"\n\s*\n", body.strip()) if text.strip()]

    def says(self, lang: str, facts: Mapping[str, object]) -> str:
        """The message in ``lang`` (``"sv"`` or ``"en"``)."""
        return (self.says_sv if lang == "sv" else self.says_en).format(**facts)

    def fix(self, lang: str) -> str:
        """The remedy in ``lang``."""
        return self.fix_sv if lang == "sv" else self.fix_en


_EXAMPLES = re.compile(r"^(Refused|Accepted):$", re.MULTILINE)


def rule(
    on: str,
    severity: Severity,
    dimension: str,
    *,
    says: tuple[str, str],
    fix: tuple[str, str],
    pelican: str = "",
    sources: tuple[str, ...] = (),
) -> Callable[[Function], Check]:
    """Make a function a rule; ``says`` and ``fix`` are English and Swedish."""

    def made(function: Function) -> Check:
        name = function.__name__.replace("_", "-")
        return Check(name, on, severity, dimension, function, *says, *fix, pelican, sources)

    return made
