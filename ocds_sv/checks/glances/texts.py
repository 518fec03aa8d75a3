"""Codes, statuses and texts: few different ones stand in many places, and most have nothing to do with a rule."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from itertools import repeat

from ocds_sv.checks.abreast import Abreast, plain, where
from ocds_sv.checks.glances.dates import STAGES
from ocds_sv.checks.rule import Json

_STAGES = {
    "planning": "planning",
    "tender": "tender",
    "awards[]": "award",
    "contracts[]": "contract",
    "awards[]/implementation": "implementation",
    "contracts[]/implementation": "implementation",
}
assert tuple(_STAGES) == STAGES


def ocids_unlike(pattern: re.Pattern[str], abreast: Abreast) -> set[int]:
    """An ocid does not begin with ``pattern``."""
    return {
        number
        for number, ocid in enumerate(abreast.values("", "ocid"))
        if isinstance(ocid, str) and pattern.match(ocid) is None
    }


def with_in(name: str, part: str, abreast: Abreast) -> Iterable[int]:
    """``part`` stands in a text of the release."""
    texts = abreast.strings("", name)
    return where(range(len(texts)), [part in one for one in texts]) if part in "\n".join(texts) else ()


def with_status(path: str, statuses: Collection[str], abreast: Abreast) -> set[int]:
    """Something at ``path`` has one of ``statuses``."""
    return with_code(path, "status", statuses, abreast)


def with_code(path: str, name: str, codes: Collection[str], abreast: Abreast) -> set[int]:
    """Something at ``path`` has one of ``codes`` in the field ``name``."""
    found = abreast.strings(path, name)
    if set(found).isdisjoint(codes):
        return set()
    return where(abreast.at(path).releases, [one in codes for one in found])


def with_any(path: str, name: str, abreast: Abreast) -> set[int]:
    """Something at ``path`` has the field ``name``."""
    return where(abreast.at(path).releases, abreast.values(path, name))


def tagged_without(sections: Mapping[str, str], abreast: Abreast) -> Iterator[int]:
    """A release lacks one of the ``sections`` that its tags promise."""
    for number, release in enumerate(abreast.releases):
        tags = release.get("tag")
        if isinstance(tags, list):
            for tag in tags:
                section = sections.get(tag)
                if section is not None and not release.get(section):
                    yield number


def awards_without(abreast: Abreast) -> set[int]:
    """A contract names an award that is not in its release."""
    named = zip(abreast.at("contracts[]").releases, abreast.strings("contracts[]", "awardID"), strict=True)
    there = zip(abreast.at("awards[]").releases, abreast.strings("awards[]", "id"), strict=True)
    return {number for number, award in set(named).difference(there) if award}


def documents_out_of_place(sections: Mapping[str, frozenset[str]], abreast: Abreast) -> set[int]:
    """A document's type belongs to other stages than its own."""
    found: set[int] = set()
    for path, stage in _STAGES.items():
        codes = abreast.values(f"{path}/documents[]", "documentType")
        wrong = {code for code in set(codes) if stage not in sections.get(code, (stage,))}
        if wrong:
            found |= where(abreast.at(f"{path}/documents[]").releases, [code in wrong for code in codes])
    return found


def languages_unlike(known: Collection[str], abreast: Abreast) -> set[int]:
    """The language of a release or a document is none of those that are ``known``."""
    found: set[int] = set()
    for path in ("", *(f"{path}/documents[]" for path in STAGES)):
        codes = abreast.values(path, "language")
        wrong = {code for code in set(codes) if code and code not in known}
        if wrong:
            found |= where(abreast.at(path).releases, [code in wrong for code in codes])
    return found


def short_texts(longest: int, abreast: Abreast) -> set[int]:
    """A title or a description has no more than ``longest`` characters, blanks and signs at its ends aside."""
    found: set[int] = set()
    for path in STAGES:
        numbers = abreast.at(path).releases
        for name in ("title", "description"):
            texts = [(at, one) for at, one in zip(numbers, abreast.values(path, name), strict=True) if one]
            lengths = list(map(len, map(str.strip, [one for _, one in texts if isinstance(one, str)], repeat(" .-"))))
            if lengths and min(lengths) <= longest:
                found |= {at for at, one in texts if isinstance(one, str) and len(one.strip(" .-")) <= longest}
    return found


def rows_with_status(statuses: Collection[str], those: Sequence[Json]) -> Iterable[int]:
    """One of the objects has one of ``statuses``."""
    found = plain([one["status"] for one in those])
    return () if set(found).isdisjoint(statuses) else [row for row, one in enumerate(found) if one in statuses]


def tenderers_miscounted(tenders: Sequence[Json]) -> Iterable[int]:
    """A tender tells another number of tenderers than it lists."""
    return [row for row, one in enumerate(tenders) if one["numberOfTenderers"] != len(one["tenderers"])]
