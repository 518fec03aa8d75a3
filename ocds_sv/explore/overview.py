"""What a dataset holds, counted in one pass, and told as text and as HTML."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from html import escape
from typing import Any

from ocds_sv.standard.instants import instant

Json = dict[str, Any]
BUYERS = 5
"""So many buyers are named."""

STAGES = ("planning", "tender", "awards", "contracts")
_WORDS = {
    "releases": ("releaser", "releases"),
    "processes": ("processer", "processes"),
    "period": ("period", "period"),
    "buyers": ("köpare", "buyers"),
    "planning": ("med planering", "with planning"),
    "tender": ("med upphandling", "with a tender"),
    "awards": ("med tilldelning", "with awards"),
    "contracts": ("med avtal", "with contracts"),
}


@dataclass
class Overview:
    """
    Counts.

    Attributes:
        releases: releases and compiled releases.
        processes: their ocids.
        first: the oldest instant, in UTC, or empty.
        last: the newest.
        buyers: releases by the buyer's name.
        stages: releases that have something of each stage.
    """

    releases: int = 0
    processes: set[str] = field(default_factory=set)
    first: str = ""
    last: str = ""
    buyers: Counter[str] = field(default_factory=Counter)
    stages: Counter[str] = field(default_factory=Counter)

    @staticmethod
    def of(releases: Iterable[Json]) -> Overview:
        """The overview of some releases."""
        found = Overview()
        for release in releases:
            found.releases += 1
            found.processes.add(str(release.get("ocid")))
            moment = instant(str(release.get("date", "")))
            if moment is not None:
                found.first = min(found.first or moment[0], moment[0])
                found.last = max(found.last, moment[0])
            buyer = release.get("buyer")
            if isinstance(buyer, dict) and buyer.get("name"):
                found.buyers[str(buyer["name"])] += 1
            found.stages.update(stage for stage in STAGES if release.get(stage))
        return found

    def rows(self, lang: str) -> list[tuple[str, str]]:
        """What is told, row by row: a word and its value."""
        word = 0 if lang == "sv" else 1
        named = ", ".join(f"{name} ({count})" for name, count in self.buyers.most_common(BUYERS))
        more = " …" if len(self.buyers) > BUYERS else ""
        values = {
            "releases": str(self.releases),
            "processes": str(len(self.processes)),
            "period": f"{self.first[:10]} – {self.last[:10]}" if self.first else "–",
            "buyers": f"{len(self.buyers)}: {named}{more}" if named else "0",
            **{stage: str(self.stages[stage]) for stage in STAGES},
        }
        return [(_WORDS[name][word], value) for name, value in values.items()]

    def text(self, lang: str) -> str:
        """The rows as lines."""
        return "\n".join(f"{word + ':':<18}{value}" for word, value in self.rows(lang))

    def html(self, lang: str) -> str:
        """The rows as a table whose first cells are its headers, for screen readers, too."""
        caption = "Datamängden" if lang == "sv" else "The dataset"
        rows = "".join(
            f'<tr><th scope="row">{escape(word)}</th><td>{escape(value)}</td></tr>' for word, value in self.rows(lang)
        )
        return f'<table lang="{lang}"><caption>{caption}</caption><tbody>{rows}</tbody></table>'
