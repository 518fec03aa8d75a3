"""What to do, in the order of what it gives: first what keeps the data from being published, then the next fields."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from ocds_sv.checks.rule import Check
from ocds_sv.findings import Severity
from ocds_sv.standard.indicators import Indicator, indicators, red_flags

FIELDS = 10
"""Fields that are recommended."""

_REQUIRED = {str(Severity.BLOCKER), str(Severity.ERROR)}
_RECOMMENDED = str(Severity.WARNING)


def recommendations(
    results: Sequence[Mapping[str, Any]], rules: Mapping[str, Check], filled: set[str]
) -> list[dict[str, Any]]:
    """Ranked from 1: failed rules that are required, fields by what they unlock, failed rules that are recommended."""
    bad = [one for one in results if one["outcome"] == "fail"]
    required = [_mend(one, rules) for one in bad if one["severity"] in _REQUIRED]
    better = [_mend(one, rules) for one in bad if one["severity"] == _RECOMMENDED]
    told = [*required, *_fields(filled), *better]
    return [{"rank": rank, **one} for rank, one in enumerate(told, 1)]


def _mend(one: Mapping[str, Any], rules: Mapping[str, Check]) -> dict[str, Any]:
    check = rules[one["rule"]]
    return {
        "kind": "rule",
        "subject": check.name,
        "priority": "required" if one["severity"] in _REQUIRED else "recommended",
        "owner": one["owner"],
        "text": {"sv": check.fix_sv, "en": check.fix_en},
        "failed": one["failed"],
        "unlocks": {"indicators": [], "redFlags": []},
    }


def _fields(filled: set[str]) -> list[dict[str, Any]]:
    """The fields each of which alone makes most questions answerable; of equal alternatives the shortest."""
    able, flags = _unlocked(indicators(), filled), _unlocked(red_flags(), filled)
    ranked = sorted(
        {*able, *flags},
        key=lambda field: (-len(able.get(field, ())), -len(flags.get(field, ())), field.count("/"), field),
    )
    told: list[dict[str, Any]] = []
    seen: set[tuple[tuple[str, ...], tuple[str, ...]]] = set()
    for field in ranked:
        unlocks = tuple(able.get(field, ())), tuple(flags.get(field, ()))
        if unlocks not in seen and len(told) < FIELDS:
            seen.add(unlocks)
            told.append(_publish(field, *unlocks))
    return told


def _publish(field: str, able: tuple[str, ...], flags: tuple[str, ...]) -> dict[str, Any]:
    return {
        "kind": "field",
        "subject": field,
        "priority": "recommended",
        "owner": "mapping",
        "text": {
            "sv": f"Publicera {field}, om källan har uppgiften.",
            "en": f"Publish {field}, if the source knows it.",
        },
        "failed": 0,
        "unlocks": {"indicators": list(able), "redFlags": list(flags)},
    }


def _unlocked(all_of: Iterable[Indicator], filled: set[str]) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for one in all_of:
        missing = one.missing(filled)
        if len(missing) == 1:
            for field in sorted(missing[0]):
                found.setdefault(field, []).append(one.id)
    return found
