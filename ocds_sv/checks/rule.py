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
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, TypeVar

from ocds_sv.checks.judge import Judge, Setting
from ocds_sv.checks.texts import told
from ocds_sv.findings import Severity

Json = dict[str, Any]
Kept = TypeVar("Kept")


class Context:
    """
    What a rule may know beside the object it is about.

    Attributes:
        release: the whole release.
        as_of: the date that stands for today.
        text: how the release is written in JSON, where known.
    """

    __slots__ = ("_kept", "_later", "as_of", "release", "text")

    def __init__(self, release: Json, as_of: date, text: bytes | None = None) -> None:
        self.release = release
        self.as_of = as_of
        self.text = text
        self._kept: dict[Callable[[Json], Any], Any] = {}
        self._later: dict[Callable[[Json], Any], Callable[[], Any]] = {}

    def of(self, function: Callable[[Json], Kept]) -> Kept:
        """What ``function`` says of the release; it is asked once, however many rules want to know."""
        try:
            kept: Kept = self._kept[function]
        except KeyError:
            later = self._later.get(function)
            kept = self._kept[function] = function(self.release) if later is None else later()
        return kept

    def later(self, function: Callable[[Json], Kept], later: Callable[[], Kept]) -> None:
        """Spare ``function`` the work: ``later`` says the same, if it is asked for."""
        self._later[function] = later


class Fault:
    """One fault: where it stands below the object, and what fills the rule's texts."""

    __slots__ = ("facts", "path")

    def __init__(self, *path: str | int, **facts: object) -> None:
        self.path = path
        self.facts = facts


Function = Callable[[Json, Context], Iterable[Any]]
"""Of an object the faults; of a rule about all the data, what its judge is to count."""

Glance = Callable[[Any], Iterable[int]]
"""Of many at once the numbers of those in which there may be a fault; too many perhaps, never too few."""

Keys = Callable[[Any], Iterable[tuple[int, Any]]]
"""Of many at once what a judge is to count, in their order, each with the number of the one that gives it."""


@dataclass(frozen=True, slots=True)
class Check:
    """
    A rule with everything that is told of it.

    Attributes:
        name: kebab-case name of the fault; never changed, never used again.
        on: the standard's type that the function looks at, such as ``Period``.
        severity: how bad it is.
        dimension: what it is about: structure, references, dates, money, identity, privacy or content.
        function: gives the faults of one object; where there is a judge, what it is to count.
        says_en: the message, a template over a fault's facts.
        says_sv: the same in Swedish.
        fix_en: how to mend it.
        fix_sv: the same in Swedish.
        pelican: the checks of Pelican that ask the same.
        sources: the standard's section or the law.
        needs: fields without which there is nothing to look at; objects that lack one of them are not counted.
        lacks: a field without which alone there can be a fault: objects that have it are counted, and not asked about.
        reads: all that the function looks at, when that is a few fields with few values: of the same values it is asked
            once.
        judge: of a rule about all the data together: who counts, and decides in the end.
        not_in: scopes of publication in which the rule says nothing.
        glance: a look at many at once, after which the function is asked about those alone that it picks: of rules
            about releases at an ``Abreast``, of others at a list of objects.
        keys: of a rule about all the data the same: gives what the function would give of each.
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
    pelican: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()
    needs: tuple[str, ...] = ()
    lacks: str = ""
    reads: tuple[str, ...] = ()
    judge: Callable[[Setting], Judge] | None = None
    not_in: tuple[str, ...] = ()
    glance: Glance | None = None
    keys: Keys | None = None

    def __reduce__(self) -> tuple[Callable[[str], Check], tuple[str]]:
        """Between processes a rule travels by its name."""
        return _by_name, (self.name,)

    def title(self, lang: str) -> str:
        """What is wrong, as a sentence in ``lang`` (``"sv"`` or ``"en"``); in English the docstring's first."""
        return (self._doc.partition("\n")[0] if lang == "en" else "") or told(self.name, f"title_{lang}") or self.name

    def why(self, lang: str) -> str:
        """Why it matters; in English what follows in the docstring, before the examples, if anything does."""
        own = _EXAMPLES.split(self._doc)[0].partition("\n")[2] if lang == "en" else ""
        return " ".join(own.split()) or told(self.name, f"why_{lang}")

    @property
    def refused(self) -> list[Any]:
        """Objects in which the rule finds something; where there is a judge, lists of releases and how often each."""
        return self._examples("Refused")

    @property
    def accepted(self) -> list[Any]:
        """Objects in which it finds nothing."""
        return self._examples("Accepted")

    @property
    def _doc(self) -> str:
        return inspect.getdoc(self.function) or ""

    def _examples(self, word: str) -> list[Any]:
        parts = _EXAMPLES.split(self._doc)
        found = [body for name, body in zip(parts[1::2], parts[2::2], strict=True) if name == word]
        return [json.loads(text) for body in found for text in re.split(r"\n\s*\n", body.strip()) if text.strip()]

    def says(self, lang: str, facts: Mapping[str, object]) -> str:
        """The message in ``lang`` (``"sv"`` or ``"en"``)."""
        if lang != "sv":
            return self.says_en.format(**facts)
        share = facts.get("share")
        return self.says_sv.format(**(facts if share is None else {**facts, "share": str(share).replace(".", ",")}))

    def fix(self, lang: str) -> str:
        """The remedy in ``lang``."""
        return self.fix_sv if lang == "sv" else self.fix_en


_EXAMPLES = re.compile(r"^(Refused|Accepted):$", re.MULTILINE)


def rule(  # noqa: PLR0913 - everything that is told of a rule stands at its head
    on: str,
    severity: Severity,
    dimension: str,
    *,
    says: tuple[str, str],
    fix: tuple[str, str],
    pelican: str | tuple[str, ...] = (),
    sources: tuple[str, ...] = (),
    needs: tuple[str, ...] = (),
    lacks: str = "",
    reads: tuple[str, ...] = (),
    judge: Callable[[Setting], Judge] | None = None,
    not_in: tuple[str, ...] = (),
    glance: Glance | None = None,
    keys: Keys | None = None,
) -> Callable[[Function], Check]:
    """Make a function a rule; ``says`` and ``fix`` are English and Swedish."""
    twins = (pelican,) if isinstance(pelican, str) else pelican

    def made(function: Function) -> Check:
        name = function.__name__.replace("_", "-")
        told = (*says, *fix, twins, sources, needs, lacks, reads, judge, not_in, glance, keys)
        return Check(name, on, severity, dimension, function, *told)

    return made


def _by_name(name: str) -> Check:
    from ocds_sv.checks.choice import ALL  # noqa: PLC0415 - the list of all rules knows this module

    return ALL[name]
