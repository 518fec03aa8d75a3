"""A process in time: its releases, oldest first, and what each changed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from html import escape
from typing import Any

from ocds_sv.jsonio.exact import same
from ocds_sv.standard.instants import instant

Json = dict[str, Any]
SHOWN = 6
"""So many of the changed paths are shown; all are there."""

_OF_RELEASE = frozenset({"id", "date", "tag"})
_WORDS = {
    "sv": ("Processen {ocid}", "datum", "taggar", "id", "ändrat", " och {count} till"),
    "en": ("The process {ocid}", "date", "tags", "id", "changed", " and {count} more"),
}


class History(list[Json]):
    """
    The releases of a process, oldest first.

    Each is an object: ``date``, ``tag``, ``id``, ``changed`` (the paths whose values differ from before, such as
    ``tender/title``; of the first release all of its paths) and ``release``.
    """

    def __init__(self, ocid: str, releases: Iterable[Json], lang: str) -> None:
        super().__init__(_told(releases))
        self._ocid, self._lang = ocid, lang

    def __repr__(self) -> str:
        return "\n".join("  ".join(cells) for cells in self._cells())

    def _repr_html_(self) -> str:
        title, *heads, _ = _WORDS[self._lang]
        head = "".join(f'<th scope="col">{word}</th>' for word in heads)
        rows = "".join(
            f'<tr><th scope="row">{escape(date)}</th>{"".join(f"<td>{escape(cell)}</td>" for cell in cells)}</tr>'
            for date, *cells in self._cells()
        )
        caption = escape(title.format(ocid=self._ocid))
        return (
            f'<table lang="{self._lang}"><caption>{caption}</caption><thead><tr>{head}</tr></thead>'
            f"<tbody>{rows}</tbody></table>"
        )

    def _cells(self) -> Iterator[tuple[str, str, str, str]]:
        """What is shown of each release: date, tags, id and some of what it changed."""
        more = _WORDS[self._lang][-1]
        for one in self:
            paths, left = one["changed"][:SHOWN], len(one["changed"]) - SHOWN
            changed = ", ".join(paths) + (more.format(count=left) if left > 0 else "")
            tags = one["tag"] if isinstance(one["tag"], list) else []
            yield str(one["date"] or "–"), ", ".join(map(str, tags)) or "–", str(one["id"] or "–"), changed or "–"


def _told(releases: Iterable[Json]) -> Iterator[Json]:
    known: Json = {}
    for release in sorted(releases, key=lambda release: instant(str(release.get("date", ""))) or ("", False)):
        values = dict(_leaves(release, ()))
        changed = [path for path, value in values.items() if path not in known or not same(known[path], value)]
        known |= values
        facts = {name: release.get(name) for name in ("date", "tag", "id")}
        yield {**facts, "changed": sorted(changed), "release": release}


def _leaves(value: object, path: tuple[str, ...]) -> Iterator[tuple[str, object]]:
    """Paths and values; the items of a list by their ids."""
    if isinstance(value, dict):
        for name, inner in value.items():
            if path or name not in _OF_RELEASE:
                yield from _leaves(inner, (*path, name))
    elif isinstance(value, list) and value and all(isinstance(item, dict) for item in value):
        for number, item in enumerate(value):
            yield from _leaves(item, (*path, str(item.get("id", number))))
    else:
        yield "/".join(path), value
