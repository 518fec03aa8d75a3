"""
What the schema leaves open: fields and codes that the standard does not have, empty values, ids that stand twice.

The walk over a release finds where something is wrong; what is told of it stands here.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from difflib import get_close_matches
from functools import cache

from ocds_sv.checks.rule import Check, Fault, Json
from ocds_sv.findings import Severity
from ocds_sv.standard import Standard
from ocds_sv.sweden.identity import mask_text

Place = tuple[str | int, ...]
Found = tuple[Check, Place, Fault]

_REFERENCE = ("https://standard.open-contracting.org/1.1/en/schema/reference/",)
_SHOWN = 60


def _check(
    name: str,
    severity: Severity,
    says: tuple[str, str],
    fix: tuple[str, str],
    source: str = "",
    pelican: tuple[str, ...] = (),
) -> Check:
    def found_by_the_walk(_: Json, __: object) -> Iterator[Fault]:
        return iter(())

    sources = (source,) if source else _REFERENCE
    return Check(name, "Release", severity, "structure", found_by_the_walk, *says, *fix, pelican, sources)


ADDITIONAL_FIELD = _check(
    "additional-field",
    Severity.NOTICE,
    ("the standard has no field '{name}' here{near}", "standarden har inget fält '{name}' här{near_sv}"),
    (
        "Mend the name, declare the extension that it comes with, or describe it in the publication policy.",
        "Rätta namnet, ange tillägget som det hör till, eller beskriv det i publiceringspolicyn.",
    ),
)
ADDITIONAL_CODE = _check(
    "additional-code",
    Severity.NOTICE,
    ("'{code}' is a code of your own{near}", "'{code}' är en egen kod{near_sv}"),
    (
        "Use the standard's code where it has one; else describe yours in the publication policy.",
        "Använd standardens kod där det finns en; beskriv annars din egen i publiceringspolicyn.",
    ),
    "https://standard.open-contracting.org/1.1/en/schema/codelists/",
)
DEPRECATED_FIELD = _check(
    "deprecated-field",
    Severity.WARNING,
    ("the field is deprecated", "fältet är utfasat"),
    ("See the standard's reference for what has taken its place.", "Se i standarden vad som har ersatt det."),
)
EMPTY_VALUE = _check(
    "empty-value",
    Severity.WARNING,
    ("the value is empty", "värdet är tomt"),
    ("Leave out fields that have nothing to say.", "Utelämna fält som inte har något att säga."),
    pelican=("coverage.non_empty",),
)
NULL_VALUE = _check(
    "null-value",
    Severity.WARNING,
    ("null removes the field when releases are merged", "null tar bort fältet när releaser slås samman"),
    ("Leave the field out, unless it is to be removed.", "Utelämna fältet, om det inte ska tas bort."),
    "https://standard.open-contracting.org/1.1/en/schema/merging/",
    ("coverage.non_empty",),
)
REPEATED_ID = _check(
    "id-repeated-in-a-list",
    Severity.ERROR,
    ("another object of the list has the id '{id}'", "ett annat objekt i listan har id '{id}'"),
    (
        "Give each object an id of its own: merging takes equal ids for one.",
        "Ge varje objekt ett eget id: vid sammanslagning är lika id samma objekt.",
    ),
    "https://standard.open-contracting.org/1.1/en/schema/merging/",
)

RULES = (ADDITIONAL_FIELD, ADDITIONAL_CODE, DEPRECATED_FIELD, EMPTY_VALUE, NULL_VALUE, REPEATED_ID)


class Structure:
    """
    Says what is wrong, for one standard.

    Args:
        standard: with the extensions in use.

    Attributes:
        unknown: addresses of the extensions that are declared and not shipped.
    """

    def __init__(self, standard: Standard, unknown: Collection[str] = ()) -> None:
        self.unknown = unknown
        self._extension_for = cache(standard.extension_for)

    def additional_field(self, name: str, known: Iterable[str], place: Place) -> Fault:
        """A field ``name``, at ``place``, that is not among the ``known`` ones: with where it may come from."""
        return Fault(name=mask_text(name[:_SHOWN]), **self._hint(name, known, place))

    def _hint(self, name: str, known: Iterable[str], place: Place) -> dict[str, str]:
        path = "/".join(part for part in place if isinstance(part, str))
        extension = self._extension_for(path)
        if extension is not None:
            return {
                "near": f" (the extension '{extension}' has it, which is not declared)",
                "near_sv": f" (tillägget '{extension}' har det, men är inte angivet)",
            }
        near = _near(name, known)
        if near["near"] or not self.unknown:
            return near
        names = ", ".join(sorted(self.unknown))
        return {
            "near": f" (it may belong to an extension that is not shipped: {names})",
            "near_sv": f" (det kan höra till ett tillägg som inte följer med: {names})",
        }


def amiss(text: str, codes: frozenset[str] | None) -> tuple[Check, Fault] | None:
    """What is wrong with a text: it says nothing, or is none of the open list's ``codes``."""
    if not text.strip():
        return EMPTY_VALUE, Fault()
    if codes is not None and text not in codes:
        return ADDITIONAL_CODE, Fault(code=mask_text(text[:_SHOWN]), **_near(text, codes))
    return None


def repeated(identifier: str) -> Fault:
    """The fault of an id that stands twice."""
    return Fault(id=mask_text(identifier[:_SHOWN]))


@cache
def _close(word: str, words: frozenset[str]) -> str | None:
    folded = {one.casefold(): one for one in words}
    if word.casefold() in folded:
        return folded[word.casefold()]
    return next(iter(get_close_matches(word, words, 1, 0.8)), None)


def _near(word: str, words: Iterable[str]) -> dict[str, str]:
    near = _close(word[:_SHOWN], frozenset(words))
    if near is None:
        return {"near": "", "near_sv": ""}
    return {"near": f" (did you mean '{near}'?)", "near_sv": f" (menade du '{near}'?)"}
