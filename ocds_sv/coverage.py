"""Which fields of OCDS a mapping fills, stage by stage, and which questions such data can answer."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field

from ocds_sv.mapping import Mapping
from ocds_sv.mapping.uses import Use, uses
from ocds_sv.standard.indicators import Indicator, indicators, next_fields, possible, with_parents

STAGES = ("general", "planning", "tender", "award", "contract", "implementation")
"""The stages of the field-level mapping template, in its order."""

_HEADS = {"planning": "planning", "tender": "tender", "bids": "tender", "awards": "award", "contracts": "contract"}
_IMPLEMENTATION = "contracts/implementation"


def stage_of(path: str) -> str:
    """The stage that a field tells of."""
    if path == _IMPLEMENTATION or path.startswith(f"{_IMPLEMENTATION}/"):
        return "implementation"
    return _HEADS.get(path.partition("/")[0], "general")


@dataclass(frozen=True, slots=True)
class Coverage:
    """
    What a mapping fills.

    Attributes:
        uses: what feeds each field, by path, in the order of the standard.
        fields: how many fields the standard has in each stage, with the mapping's extensions.
        possible: the indicators that can be calculated.
        next_fields: the fields that would make most further indicators possible, and how many.
        listed: every field of the source by its official name, and what becomes of it.
    """

    uses: dict[str, list[Use]]
    fields: dict[str, int]
    possible: list[Indicator]
    next_fields: list[tuple[str, int]]
    listed: dict[str, str] = field(default_factory=dict)

    def filled(self, stage: str) -> list[str]:
        """The paths filled in a stage."""
        return [path for path in self.uses if stage_of(path) == stage]

    def json(self, lang: str = "en") -> dict[str, object]:
        """Everything as one JSON object."""
        able = {one.id for one in self.possible}
        filled = with_parents(self.uses)
        return {
            "stages": {
                stage: {
                    "fields": self.fields[stage],
                    "filled": {
                        path: [{"mapping": use.text, "sources": list(use.sources)} for use in self.uses[path]]
                        for path in self.filled(stage)
                    },
                }
                for stage in STAGES
            },
            "indicators": [
                {
                    "id": one.id,
                    "group": one.group,
                    "title": one.title(lang),
                    "possible": one.id in able,
                    "missing": sorted(" | ".join(sorted(need)) for need in one.missing(filled)),
                }
                for one in indicators()
            ],
            "source_fields": {"counts": dict(Counter(self.listed.values())), "fields": self.listed},
            "next_fields": [{"field": field, "indicators": count} for field, count in self.next_fields],
        }


def coverage(mapping: Mapping) -> Coverage:
    """What ``mapping`` fills."""
    found: dict[str, list[Use]] = {}
    for use in uses(mapping):
        found.setdefault(use.path, []).append(use)
    order = {path: number for number, path in enumerate(mapping.standard.paths())}
    # Translated fields, such as title_en, stand beside the field itself.
    paths = sorted(found, key=lambda path: (order.get(path, order.get(path.rpartition("_")[0], len(order))), path))
    fields = dict.fromkeys(STAGES, 0)
    for path in order:
        fields[stage_of(path)] += 1
    filled = with_parents(found)
    ordered = {path: found[path] for path in paths}
    return Coverage(ordered, fields, possible(filled), next_fields(filled), dict(mapping.listed))
