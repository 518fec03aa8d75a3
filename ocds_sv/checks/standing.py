"""Where a check stands among packages: which is open, and whether it holds anything."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import reduce
from itertools import chain

from ocds_sv.checks.documents import Broken, Entry, Piece, Section, piece_of
from ocds_sv.checks.kinds import may_hold

_LISTS = ("releases", "records")


@dataclass(frozen=True, slots=True)
class Standing:
    """
    What is known of the package that is being read.

    Attributes:
        file: the input's name.
        urls: the extensions that it has declared, as addresses.
        holds: some of what it holds was met.
    """

    file: str = ""
    urls: tuple[object, ...] = ()
    holds: bool = False

    def after_all(self, batch: Iterable[Section | Piece | Entry | Broken]) -> Standing:
        """Where the check stands when it has met all of a batch."""
        return reduce(Standing.after, chain.from_iterable(map(_each, batch)), self)

    def after(self, one: Piece | Entry | Broken) -> Standing:
        """Where the check stands when it has met ``one``."""
        here = self if one.file == self.file else Standing(one.file)
        if isinstance(one, Entry):
            if one.kind in {"declaration", "package"}:
                return Standing(one.file, declared(one) if one.kind == "declaration" else ())
            is_new = not here.holds and one.place[-2:-1] in _IN_LISTS
            return Standing(here.file, here.urls, holds=True) if is_new else here
        inside = Standing(here.file, here.urls, holds=True)
        if isinstance(one, Broken):
            return inside if one.inside else here
        if not may_hold(one.text, one.place):
            return here
        if one.place[-2:-1] in _IN_LISTS or one.parsed.reason is not None:
            return inside
        return _within(one.parsed.value, here, inside)


def _each(one: Section | Piece | Entry | Broken) -> Iterator[Piece | Entry | Broken]:
    if not isinstance(one, Section):
        yield one
        return
    # After the first item of a package, the others change nothing.
    for at in range(1 if one.place[-2:-1] in _IN_LISTS else len(one.texts)):
        yield piece_of(one, at)


def _within(value: object, here: Standing, inside: Standing) -> Standing:
    """Where the check stands after a value that has no package around it."""
    if isinstance(value, dict):
        if "ocid" not in value and any(isinstance(value.get(name), list) for name in _LISTS):
            return Standing(here.file)
        if not any(map(_is_release, _listed(value.get("releases")))):
            return here
    return inside


_IN_LISTS = tuple((name,) for name in _LISTS)


def _listed(value: object) -> list[object]:
    return value if isinstance(value, list) else []


def _is_release(one: object) -> bool:
    return isinstance(one, dict) and "url" not in one


def declared(entry: Entry) -> tuple[object, ...]:
    """The addresses of extensions that a package, or the beginning of one, declares."""
    urls = entry.value.get("extensions")
    return tuple(urls) if isinstance(urls, list) else ()
